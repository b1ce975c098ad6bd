// STAND-IN FOR TESTS, not kube-proxy: the rules that kube-proxy 1.34.1 writes in its iptables mode, and the kubelet's few.
// Chain names: first 16 letters of base32(sha256("NS/SERVICE[:PORT]" + protocol [+ "IP:PORT"])).
'use strict';
const { BlockList } = require('node:net');
const { hash16 } = require('./lib.cjs');
const { comment, Chains, MARK, FAMILIES, familyOf } = require('./rules-text.cjs');

const NEW = '-m conntrack --ctstate NEW', REJECT = family => `-j REJECT --reject-with ${FAMILIES[family].unreachable}`;
const counter = name => `-m nfacct --nfacct-name  ${name}`; // two blanks: libxt_nfacct prints them
const LOCALHOST = 'localhost_nps_accepted_pkts', INVALID = 'ct_state_invalid_dropped_pkts';

// Which endpoints a port uses, and by which chains: kube-proxy's CategorizeEndpoints and what follows from it.
function usage(p) {
  const locals = p.endpoints.filter(e => e.local), outside = p.nodePort > 0 || p.externalIPs.length > 0 || p.balancerIPs.length > 0;
  const some = p.endpoints.length > 0, usesCluster = !p.internalLocal || outside, usesLocal = p.internalLocal || (p.externalLocal && outside);
  return {
    some, outside, locals, inside: p.internalLocal ? locals.length > 0 : some, external: p.externalLocal ? locals.length > 0 : some,
    cluster: some && usesCluster, local: locals.length > 0 && usesLocal,
    reachable: p.endpoints.filter(e => usesCluster || e.local), firewall: p.balancerIPs.length > 0 && p.sourceRanges.length > 0,
  };
}

function namesOf(p) {
  const hash = hash16(p.key + p.proto);
  return { svc: 'KUBE-SVC-' + hash, svl: 'KUBE-SVL-' + hash, ext: 'KUBE-EXT-' + hash, fw: 'KUBE-FW-' + hash, sep: at => 'KUBE-SEP-' + hash16(p.key + p.proto + at) };
}

// One service port: its rules in the chains that all services share, and its own chains.
function portRules(p, nat, filter, nfacct, nodeIP) {
  const family = familyOf(p.clusterIP), { bits, pods } = FAMILIES[family], use = usage(p), n = namesOf(p), proto = `-p ${p.proto}`, dport = number => `-m ${p.proto} --dport ${number}`;
  const refuse = (has, chain, where, number) => {
    const [words, target] = use.some ? ['has no local endpoints', '-j DROP'] : ['has no endpoints', REJECT(family)];
    if (!has) filter.add(chain, [where && `-d ${where}/${bits}`, proto, comment(`${p.key} ${words}`), where ? '' : '-m addrtype --dst-type LOCAL', dport(number), target]);
  };
  const to = (ip, what, chain) => nat.add('KUBE-SERVICES', [`-d ${ip}/${bits}`, proto, comment(`${p.key} ${what}`), dport(p.svcPort), `-j ${chain}`]);
  const inside = p.internalLocal ? n.svl : n.svc;

  if (use.inside) to(p.clusterIP, 'cluster IP', inside);
  refuse(use.inside, 'KUBE-SERVICES', p.clusterIP, p.svcPort);
  for (const ip of p.externalIPs) { if (use.some) to(ip, 'external IP', n.ext); refuse(use.external, 'KUBE-EXTERNAL-SERVICES', ip, p.svcPort); }
  for (const ip of p.balancerIPs) {
    if (use.some) to(ip, 'loadbalancer IP', use.firewall ? n.fw : n.ext);
    if (use.firewall) filter.add('KUBE-PROXY-FIREWALL', [`-d ${ip}/${bits}`, proto, comment(`${p.key} traffic not accepted by ${n.fw}`), dport(p.svcPort), '-j DROP']);
    refuse(use.external, 'KUBE-EXTERNAL-SERVICES', ip, p.svcPort);
  }
  if (p.nodePort) {
    if (use.some && nfacct && family === 4) nat.add('KUBE-NODEPORTS', ['-d 127.0.0.0/8', proto, comment(p.key), dport(p.nodePort), counter(LOCALHOST), `-j ${n.ext}`]);
    if (use.some) nat.add('KUBE-NODEPORTS', [proto, comment(p.key), dport(p.nodePort), `-j ${n.ext}`]);
    refuse(use.external, 'KUBE-EXTERNAL-SERVICES', '', p.nodePort);
  }
  if (p.healthPort) filter.add('KUBE-NODEPORTS', ['-p tcp', comment(`${p.key} health check node port`), `-m tcp --dport ${p.healthPort}`, '-j ACCEPT']);

  if (use.inside) nat.add(inside, [`! -s ${pods}`, `-d ${p.clusterIP}/${bits}`, proto, comment(`${p.key} cluster IP`), dport(p.svcPort), '-j KUBE-MARK-MASQ']);
  if (use.some && use.outside) externalRules(p, n, use, nat, pods);
  if (use.some && use.firewall) firewallRules(p, n, nat, nodeIP);
  if (use.cluster) balance(p, n, n.svc, p.endpoints, nat);
  if (use.local) balance(p, n, n.svl, use.locals, nat);
  if (use.cluster || use.local) for (const e of use.reachable) {
    const sep = n.sep(e.at), sticky = p.affinity ? `-m recent --set --name ${sep} --mask ${FAMILIES[family].mask} --rsource` : '';
    nat.add(sep, [`-s ${e.ip}/${bits}`, comment(p.key), '-j KUBE-MARK-MASQ'], [proto, comment(p.key), sticky, `-m ${p.proto}`, `-j DNAT --to-destination ${e.at}`]);
  }
}

function externalRules(p, n, use, nat, pods) {
  const says = words => comment(`${words} traffic for ${p.key} external destinations`), here = '-m addrtype --src-type LOCAL';
  if (p.externalLocal) {
    nat.add(n.ext, [`-s ${pods}`, says('pod'), `-j ${n.svc}`], [says('masquerade LOCAL'), here, '-j KUBE-MARK-MASQ'], [says('route LOCAL'), here, `-j ${n.svc}`]);
  } else nat.add(n.ext, [says('masquerade'), '-j KUBE-MARK-MASQ']);
  if (use.external) nat.add(n.ext, [`-j ${p.externalLocal ? n.svl : n.svc}`]);
}

const within = (ip, cidr) => { const [base, bits] = cidr.split('/'), kind = `ipv${familyOf(base)}`, list = new BlockList(); list.addSubnet(base, Number(bits ?? FAMILIES[familyOf(base)].bits), kind); return list.check(ip, kind); };

function firewallRules(p, n, nat, nodeIP) {
  const may = source => nat.add(n.fw, [`-s ${source}`, comment(`${p.key} loadbalancer IP`), `-j ${n.ext}`]);
  p.sourceRanges.forEach(may);
  if (p.sourceRanges.some(range => within(nodeIP, range))) for (const ip of p.balancerIPs) may(`${ip}/${FAMILIES[familyOf(ip)].bits}`);
  nat.add(n.fw, [comment(`other traffic to ${p.key} will be dropped by KUBE-PROXY-FIREWALL`)]);
}

// SVC or SVL: who came before goes where it went, everybody else by chance.
function balance(p, n, chain, endpoints, nat) {
  const says = e => comment(`${p.key} -> ${e.at}`);
  if (p.affinity) for (const e of endpoints) nat.add(chain, [says(e), `-m recent --rcheck --seconds ${p.affinity} --reap --name ${n.sep(e.at)} --mask ${FAMILIES[familyOf(p.clusterIP)].mask} --rsource`, `-j ${n.sep(e.at)}`]);
  endpoints.forEach((e, i) => {
    const left = endpoints.length - i, share = Math.round(2 ** 31 * Number((1 / left).toFixed(10))) / 2 ** 31;
    nat.add(chain, [says(e), left > 1 ? `-m statistic --mode random --probability ${share.toFixed(11)}` : '', `-j ${n.sep(e.at)}`]);
  });
}

// base: [built-in chain, rule, 'first' or 'last']: where a block is put in. kube-proxy puts its own before all others.
const filterBase = [
  ['INPUT', [NEW, comment('kubernetes load balancer firewall'), '-j KUBE-PROXY-FIREWALL']],
  ['INPUT', [comment('kubernetes health check service ports'), '-j KUBE-NODEPORTS']],
  ['INPUT', [NEW, comment('kubernetes externally-visible service portals'), '-j KUBE-EXTERNAL-SERVICES']],
  ['FORWARD', [NEW, comment('kubernetes load balancer firewall'), '-j KUBE-PROXY-FIREWALL']],
  ['FORWARD', [comment('kubernetes forwarding rules'), '-j KUBE-FORWARD']],
  ['FORWARD', [NEW, comment('kubernetes service portals'), '-j KUBE-SERVICES']],
  ['FORWARD', [NEW, comment('kubernetes externally-visible service portals'), '-j KUBE-EXTERNAL-SERVICES']],
  ['OUTPUT', [NEW, comment('kubernetes load balancer firewall'), '-j KUBE-PROXY-FIREWALL']],
  ['OUTPUT', [NEW, comment('kubernetes service portals'), '-j KUBE-SERVICES']],
];
const natBase = [
  ['PREROUTING', [comment('kubernetes service portals'), '-j KUBE-SERVICES']],
  ['OUTPUT', [comment('kubernetes service portals'), '-j KUBE-SERVICES']],
  ['POSTROUTING', [comment('kubernetes postrouting rules'), '-j KUBE-POSTROUTING']],
];
const joined = pairs => pairs.map(([chain, parts]) => [chain, parts.join(' '), 'first']);

// Tables of one family. nfacct: the kernel has the counters (xt_nfacct); without them kube-proxy leaves their rules out.
function proxyTables(ports, { nfacct = true, nodeIP, family = 4 }) {
  const nat = new Chains(), filter = new Chains(), mangle = new Chains();
  mangle.add('KUBE-PROXY-CANARY');
  for (const chain of ['KUBE-PROXY-CANARY', 'KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-POSTROUTING', 'KUBE-MARK-MASQ']) nat.add(chain);
  for (const chain of ['KUBE-PROXY-CANARY', 'KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-FORWARD', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL']) filter.add(chain);
  nat.add('KUBE-POSTROUTING', [`-m mark ! --mark ${MARK}`, '-j RETURN'], '-j MARK --set-xmark 0x4000/0x0', [comment('kubernetes service traffic requiring SNAT'), '-j MASQUERADE --random-fully']);
  nat.add('KUBE-MARK-MASQ', `-j MARK --set-xmark ${MARK}`);
  for (const p of ports.filter(one => familyOf(one.clusterIP) === family)) portRules(p, nat, filter, nfacct, nodeIP);
  nat.add('KUBE-SERVICES', [family === 4 ? '' : '! -d ::1/128', comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain'), '-m addrtype --dst-type LOCAL', '-j KUBE-NODEPORTS']);
  filter.add('KUBE-FORWARD', ['-m conntrack --ctstate INVALID', nfacct ? counter(INVALID) : '', '-j DROP'],
    [comment('kubernetes forwarding rules'), `-m mark --mark ${MARK}`, '-j ACCEPT'], [comment('kubernetes forwarding conntrack rule'), '-m conntrack --ctstate RELATED,ESTABLISHED', '-j ACCEPT']);
  return { mangle: { chains: mangle, base: [] }, nat: { chains: nat, base: joined(natBase) }, filter: { chains: filter, base: joined(filterBase) } };
}

// The kubelet's: canaries, and (IPv4) the rule that keeps others from what listens on 127.0.0.1. It does not put them back.
function kubeletTables(family = 4) {
  const canary = () => new Chains().add('KUBE-KUBELET-CANARY'), filter = canary().add('KUBE-FIREWALL');
  if (family === 4) filter.add('KUBE-FIREWALL', ['! -s 127.0.0.0/8 -d 127.0.0.0/8', comment('block incoming localnet connections'), '-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT', '-j DROP']);
  return { mangle: { chains: canary().add('KUBE-IPTABLES-HINT'), base: [] }, nat: { chains: canary(), base: [] }, filter: { chains: filter, base: [['INPUT', '-j KUBE-FIREWALL', 'first'], ['OUTPUT', '-j KUBE-FIREWALL', 'first']] } };
}

module.exports = { proxyTables, kubeletTables, usage, counters: [LOCALHOST, INVALID] };
