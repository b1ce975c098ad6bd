// STAND-IN FOR TESTS, not kube-router: the network policy firewall and the pod masquerade of kube-router 2.6.1, of one family.
// `version` is the time of the sync; it is part of every KUBE-POD-FW and KUBE-NWPLCY name, so they change each time.
'use strict';
const { hash16 } = require('./lib.cjs');
const { comment, Chains, FAMILIES } = require('./rules-text.cjs');

const PASSED = '0x10000/0x10000', ACCEPTED = '0x20000/0x20000';
const podChain = (pod, version) => 'KUBE-POD-FW-' + hash16(pod.ns + pod.name + version);
const policyChain = (policy, version, f) => 'KUBE-NWPLCY-' + hash16(policy.ns + policy.name + version + f.name);
const setName = (side, policy, rest, f) => `${f.sets}KUBE-${side}-` + hash16(policy.ns + policy.name + rest);

// kube-router marks its top rules: base32(sha256(chain + the arguments, one after the other)).
function topRule(chain, args) {
  const tag = hash16(chain + args.join(''));
  return comment(`${args[args.indexOf('--comment') + 1]} - ${tag}`);
}

// [number, words] of the icmp types that always pass: those of IPv6 hold the neighbour discovery.
const icmpTypes = {
  4: [['8', 'allow icmp echo requests'], ['3', 'allow icmp destination unreachable messages'], ['11', 'allow icmp time exceeded messages']],
  6: [['128', 'allow icmp echo requests'], ['1', 'allow icmp destination unreachable messages'], ['3', 'allow icmp time exceeded messages'],
    ['135', 'allow icmp neighbor solicitation messages'], ['136', 'allow icmp neighbor advertisement messages'], ['129', 'allow icmp echo reply messages']],
};

function commonChains(chains, family) {
  const { services } = FAMILIES[family], [icmp, module, option] = family === 4 ? ['icmp', 'icmp', '--icmp-type'] : ['ipv6-icmp', 'icmp6', '--icmpv6-type'];
  // Both comments hold quotes of their own in 2.6.1.
  chains.add('KUBE-NWPLCY-COMMON',
    [comment('"rule to drop invalid state for pod"'), '-m conntrack --ctstate INVALID', '-j DROP'],
    [comment('"rule for stateful firewall for pod"'), '-m conntrack --ctstate RELATED,ESTABLISHED', '-j ACCEPT'],
    ...icmpTypes[family].map(([type, words]) => [`-p ${icmp}`, comment(words), `-m ${module} ${option} ${type}`, '-j ACCEPT']));
  chains.add('KUBE-NWPLCY-DEFAULT', [comment('rule to mark traffic matching a network policy'), `-j MARK --set-xmark ${PASSED}`]);
  const vip = topRule('KUBE-ROUTER-INPUT', ['-m', 'comment', '--comment', 'allow traffic to primary/secondary cluster IP range', '-d', services, '-j', 'RETURN']);
  chains.add('KUBE-ROUTER-INPUT', [`-d ${services}`, vip, '-j RETURN']);
  for (const proto of ['tcp', 'udp']) {
    const says = topRule('KUBE-ROUTER-INPUT', ['-p', proto, '-m', 'comment', '--comment', `allow LOCAL ${proto.toUpperCase()} traffic to node ports`, '-m', 'addrtype', '--dst-type', 'LOCAL', '-m', 'multiport', '--dports', '30000:32767', '-j', 'RETURN']);
    chains.add('KUBE-ROUTER-INPUT', [`-p ${proto}`, says, '-m addrtype --dst-type LOCAL', '-m multiport --dports 30000:32767', '-j RETURN']);
  }
  for (const chain of ['KUBE-ROUTER-FORWARD', 'KUBE-ROUTER-OUTPUT']) chains.add(chain);
}

function podRules(pod, policies, version, chains, f) {
  const chain = podChain(pod, version), where = `POD name:${pod.name} namespace: ${pod.ns}`, d = `-d ${pod.ip}/${f.bits}`, s = `-s ${pod.ip}/${f.bits}`;
  const to = [comment(`rule to jump traffic destined to ${where} to chain ${chain}`), `-j ${chain}`], from = [comment(`rule to jump traffic from ${where} to chain ${chain}`), `-j ${chain}`];
  const bridged = '-m physdev --physdev-is-bridged';
  chains.add('KUBE-ROUTER-FORWARD', [d, ...to], [d, bridged, ...to], [s, ...from], [s, bridged, ...from]);
  chains.add('KUBE-ROUTER-INPUT', [s, ...from]);
  chains.add('KUBE-ROUTER-OUTPUT', [d, ...to], [s, ...from]);
  const mine = policies.filter(p => p.targets.includes(pod.ip));
  chains.add(chain, [comment('common bi-directional traffic policy rules'), '-j KUBE-NWPLCY-COMMON'],
    [d, comment("rule to permit the traffic traffic to pods when source is the pod's local node"), '-m addrtype --src-type LOCAL', '-j ACCEPT']);
  // Each is put in at the head of the chain, so that the last stands first.
  if (!mine.some(p => p.egress)) chains.add(chain, [s, comment('run through default egress network policy chain'), '-j KUBE-NWPLCY-DEFAULT']);
  if (!mine.some(p => p.ingress)) chains.add(chain, [d, comment('run through default ingress network policy chain'), '-j KUBE-NWPLCY-DEFAULT']);
  for (const p of [...mine].reverse()) chains.add(chain, [p.ingress && p.egress ? '' : p.ingress ? d : s, comment(`run through nw policy ${p.name}`), `-j ${policyChain(p, version, f)}`]);
  chains.add(chain, [comment(`rule to log dropped traffic ${where}`), `-m mark ! --mark ${PASSED}`, '-m limit --limit 10/min --limit-burst 10', '-j NFLOG --nflog-group 100'],
    [comment(`rule to REJECT traffic destined for ${where}`), `-m mark ! --mark ${PASSED}`, `-j REJECT --reject-with ${f.unreachable}`],
    '-j MARK --set-xmark 0x0/0x10000', [comment('set mark to ACCEPT traffic that comply to network policies'), `-j MARK --set-xmark ${ACCEPTED}`]);
}

// A policy's chain and its sets. sets: name -> {type: 'hash:ip' | 'hash:net', entries}.
function policyRules(policy, version, chains, sets, f) {
  const chain = policyChain(policy, version, f);
  chains.add(chain);
  const set = (name, type, entries) => { sets.set(name, { type, entries }); return name; };
  const allow = (words, src, dst, { proto = '', port = null, end = null } = {}) => {
    const match = [proto && `-p ${proto}`, comment(words), src && `-m set --match-set ${src} src`, dst && `-m set --match-set ${dst} dst`,
      port === null ? (proto && '') : `-m ${proto} --dport ${port}${end === null ? '' : ':' + end}`];
    chains.add(chain, [...match, `-j MARK --set-xmark ${PASSED}`], [...match, `-m mark --mark ${PASSED}`, '-j RETURN']);
  };
  const blocks = list => list.map(({ cidr, except }) => `${cidr.replace(`/${f.bits}`, '')} timeout 0${except ? ' nomatch' : ''}`);
  const ips = list => list.map(ip => `${ip} timeout 0`);
  const sides = [
    { on: policy.ingress, rules: policy.in, own: 'DST', other: 'SRC', word: 'ingressrule', all: 'from all sources to dest pods selected by policy name: ', block: 'from specified ipBlocks to dest pods selected by policy name: ' },
    { on: policy.egress, rules: policy.out, own: 'SRC', other: 'DST', word: 'egressrule', all: 'from source pods to all destinations selected by policy name: ', block: 'from source pods to specified ipBlocks selected by policy name: ' },
  ];
  for (const side of sides.filter(one => one.on)) {
    const inward = side.own === 'DST', own = set(setName(side.own, policy, f.name, f), 'hash:ip', ips(policy.targets));
    const says = words => `rule to ACCEPT traffic ${words}${policy.name} namespace ${policy.ns}`;
    const pair = (other, mine = own) => (inward ? [other, mine] : [mine, other]);
    side.rules.forEach((rule, index) => {
      const named = rule.ports.named.map((port, i) => ({ ...port, set: () => set(setName('DST', policy, `${side.word}${index}${i}${f.name}namedport`, f), 'hash:ip', ips(port.ips)) }));
      if (rule.peers.length > 0) {
        const peers = set(setName(side.other, policy, `${side.word}${index}${f.name}pod`, f), 'hash:ip', ips(rule.peers)), words = says('from source pods to dest pods selected by policy name ');
        for (const port of rule.ports.numbered) allow(words, ...pair(peers), port);
        for (const port of named) allow(words, inward ? peers : own, port.set(), port);
        if (rule.ports.any) allow(words, ...pair(peers));
      }
      if (rule.everyone) {
        for (const port of rule.ports.numbered) allow(says(side.all), ...pair(''), port);
        for (const port of named) allow(says(side.all), ...(inward ? ['', port.set()] : [own, '']), port);
        if (rule.ports.any) allow(says(side.all), ...pair(''));
      }
      if (rule.blocks.length > 0) {
        const nets = set(setName(side.other, policy, `${side.word}${index}${f.name}ipblock`, f), 'hash:net', blocks(rule.blocks));
        for (const port of rule.ports.numbered) allow(says(side.block), ...pair(nets), port);
        if (inward) for (const port of named) allow(says(side.block), nets, port.set(), port);
        if (rule.ports.any) allow(says(side.block), ...pair(nets));
      }
    });
  }
}

// The filter table of the policy firewall, and its sets. base: its jumps, each to stand first in its chain.
function policyTables(pods, policies, version, family = 4) {
  const chains = new Chains(), sets = new Map(), f = FAMILIES[family];
  commonChains(chains, family);
  for (const pod of pods) podRules(pod, policies, version, chains, f);
  for (const policy of policies) policyRules(policy, version, chains, sets, f);
  for (const chain of ['FORWARD', 'INPUT', 'OUTPUT']) chains.add('KUBE-ROUTER-' + chain, [comment('rule to explicitly ACCEPT traffic that comply to network policies'), `-m mark --mark ${ACCEPTED}`, '-j ACCEPT']);
  const base = ['INPUT', 'FORWARD', 'OUTPUT'].map(chain => {
    const to = 'KUBE-ROUTER-' + chain;
    return [chain, `${topRule(chain, ['-m', 'comment', '--comment', 'kube-router netpol', '-j', to])} -j ${to}`, 'first'];
  });
  return { filter: { chains, base }, sets };
}

// The routing part: written at the start of kube-router, and not again after a flush.
function routingTables(nodeif, nodeIP, family = 4) {
  const f = FAMILIES[family], podSets = `${f.sets}kube-router-pod-subnets`, nodes = `${f.sets}kube-router-node-ips`;
  const forward = [
    ['FORWARD', `-o ${nodeif} ${comment('allow outbound node port traffic on node interface with which node ip is associated')} -j ACCEPT`, 'first'],
    ['FORWARD', `-o kube-bridge ${comment('allow inbound traffic to pods')} -j ACCEPT`, 'first'],
    ['FORWARD', `-i kube-bridge ${comment('allow outbound traffic from pods')} -j ACCEPT`, 'first'],
  ];
  const masquerade = ['POSTROUTING', `-m set --match-set ${podSets} src -m set ! --match-set ${podSets} dst -m set ! --match-set ${nodes} dst -j MASQUERADE --random-fully`, 'last'];
  const sets = new Map([
    [podSets, { type: 'hash:net', entries: [`${f.nodePods} timeout 0`] }],
    [nodes, { type: 'hash:ip', entries: [`${nodeIP} timeout 0`] }],
  ]);
  return { filter: { chains: new Chains(), base: forward }, nat: { chains: new Chains(), base: [masquerade] }, sets };
}

module.exports = { policyTables, routingTables };
