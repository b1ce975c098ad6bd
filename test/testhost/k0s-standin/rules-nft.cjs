// STAND-IN FOR TESTS, not kube-proxy: the tables that kube-proxy 1.34.1 writes in its nftables mode, as nft 1.1 lists them
// and reads them. Names: HASH8-NS/SERVICE/PROTOCOL/PORT, an endpoint's followed by __IP/PORT.
'use strict';
const { hash16 } = require('./lib.cjs');
const { FAMILIES, familyOf, withPort } = require('./rules-text.cjs');
const { usage } = require('./rules-proxy.cjs');

const hashed = name => `${hash16(name).slice(0, 8)}-${name}`;
const baseName = p => `${p.ns}/${p.name}/${p.proto}/${p.port}`;
const span = seconds => [[86_400, 'd'], [3600, 'h'], [60, 'm'], [1, 's']].reduce(([left, text], [size, unit]) => [left % size, text + (left >= size ? Math.floor(left / size) + unit : '')], [seconds, ''])[1];

const verdictMaps = {
  'no-endpoint-services': ['ADDR . inet_proto . inet_service', 'vmap to drop or reject packets to services with no endpoints'],
  'no-endpoint-nodeports': ['inet_proto . inet_service', 'vmap to drop or reject packets to service nodeports with no endpoints'],
  'firewall-ips': ['ADDR . inet_proto . inet_service', 'destinations that are subject to LoadBalancerSourceRanges'],
  'service-ips': ['ADDR . inet_proto . inet_service', 'ClusterIP, ExternalIP and LoadBalancer IP traffic'],
  'service-nodeports': ['inet_proto . inet_service', 'NodePort traffic'],
};

// `known`: this node's address of the family is known; without one kube-proxy takes every local address of IPv6.
function frame(family, known) {
  const { ip, services } = FAMILIES[family], nodePorts = known ? `${ip} daddr @nodeport-ips` : 'ip6 daddr != ::1', target = `${ip} daddr . meta l4proto . th dport`;
  const hook = (type, where, priority) => `type ${type} hook ${where} priority ${priority}; policy accept;`;
  return {
    'filter-prerouting-pre-dnat': [hook('filter', 'prerouting', 'dstnat - 10'), 'ct state new jump firewall-check'],
    'filter-output-pre-dnat': [hook('filter', 'output', 'dstnat - 10'), 'ct state new jump firewall-check'],
    'filter-input': [hook('filter', 'input', 'filter'), 'ct state new jump nodeport-endpoints-check', 'ct state new jump service-endpoints-check'],
    'filter-forward': [hook('filter', 'forward', 'filter'), 'ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check'],
    'filter-output': [hook('filter', 'output', 'filter'), 'ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check'],
    'nat-prerouting': [hook('nat', 'prerouting', 'dstnat'), 'jump services'],
    'nat-output': [hook('nat', 'output', 'dstnat'), 'jump services'],
    'nat-postrouting': [hook('nat', 'postrouting', 'srcnat'), 'jump masquerading'],
    'nodeport-endpoints-check': [`${nodePorts} meta l4proto . th dport vmap @no-endpoint-nodeports`],
    'service-endpoints-check': [`${target} vmap @no-endpoint-services`],
    'firewall-check': [`${target} vmap @firewall-ips`],
    services: [`${target} vmap @service-ips`, `${known ? '' : 'fib daddr type local '}${nodePorts} meta l4proto . th dport vmap @service-nodeports`],
    masquerading: ['meta mark & 0x00004000 == 0x00000000 return', 'meta mark set meta mark ^ 0x00004000', 'masquerade fully-random'],
    'cluster-ips-check': [`${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
      ...(known ? [`${ip} daddr ${services} drop comment "Drop traffic to unallocated ClusterIPs"`] : [])],
    'mark-for-masquerade': ['meta mark set meta mark | 0x00004000'],
    'reject-chain': ['comment "helper for @no-endpoint-services / @no-endpoint-nodeports"', 'reject'],
  };
}

// One service port: elements of the maps, and its chains and affinity sets.
function portParts(p, { maps, chains, sets }, nodeIP) {
  const { ip: saddr, pods } = FAMILIES[familyOf(p.clusterIP)], use = usage(p), own = hashed(baseName(p)), service = `service-${own}`, local = `local-${own}`, external = `external-${own}`;
  // nft takes no colon in a name.
  const epName = e => hashed(`${baseName(p)}__${e.ip.replaceAll(':', '.')}/${e.port}`), at = ip => `${ip} . ${p.proto} . ${p.svcPort}`;
  const refuse = (map, key) => maps[map].push(`${key} comment "${p.key}" : ${use.some ? 'drop' : 'goto reject-chain'}`);
  if (use.inside) maps['service-ips'].push(`${at(p.clusterIP)} : goto ${p.internalLocal ? local : service}`); else refuse('no-endpoint-services', at(p.clusterIP));
  for (const ip of [...p.externalIPs, ...p.balancerIPs]) {
    if (use.some) maps['service-ips'].push(`${at(ip)} : goto ${external}`);
    if (!use.external) refuse('no-endpoint-services', at(ip));
  }
  if (p.nodePort) {
    const key = `${p.proto} . ${p.nodePort}`;
    if (use.some) maps['service-nodeports'].push(`${key} : goto ${external}`);
    if (!use.external) refuse('no-endpoint-nodeports', key);
  }
  if (!use.some) return;
  if (use.firewall) {
    for (const ip of p.balancerIPs) maps['firewall-ips'].push(`${at(ip)} comment "${p.key}" : goto firewall-${own}`);
    chains[`firewall-${own}`] = [`${saddr} saddr != { ${p.sourceRanges.join(', ')} } drop`];
  }
  const inside = [`${saddr} daddr ${p.clusterIP} ${saddr} saddr != ${pods} jump mark-for-masquerade`];
  const spread = endpoints => [...(p.affinity ? endpoints.map(e => `${saddr} saddr @affinity-${epName(e)} goto endpoint-${epName(e)}`) : []),
    `numgen random mod ${endpoints.length} vmap { ${endpoints.map((e, i) => `${i} : goto endpoint-${epName(e)}`).join(', ')} }`];
  if (use.cluster) chains[service] = [...(p.internalLocal ? [] : inside), ...spread(p.endpoints)];
  if (use.local) chains[local] = [...(p.internalLocal ? inside : []), ...spread(use.locals)];
  if (use.outside) {
    chains[external] = p.externalLocal
      ? [`${saddr} saddr ${pods} goto ${service} comment "short-circuit pod traffic"`, 'fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"',
        `fib saddr type local goto ${service} comment "short-circuit local traffic"`, ...(use.external ? [`goto ${local}`] : [])]
      : ['jump mark-for-masquerade', `goto ${service}`];
  }
  if (use.cluster || use.local) for (const e of use.reachable) {
    const name = epName(e);
    chains[`endpoint-${name}`] = [`${saddr} saddr ${e.ip} jump mark-for-masquerade`, ...(p.affinity ? [`update @affinity-${name} { ${saddr} saddr }`] : []), `meta l4proto ${p.proto} dnat to ${withPort(e.ip, e.port)}`];
    if (p.affinity) sets[`affinity-${name}`] = { lines: [`type ${saddr === 'ip' ? 'ipv4' : 'ipv6'}_addr`, 'size 65535', 'flags dynamic,timeout', `timeout ${span(p.affinity)}`], elements: [] };
  }
}

// One family's table as data: sets and maps with their lines and elements, chains with their rules.
function nftTable(ports, { nodeIP, family = 4 }) {
  const address = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
  const known = familyOf(nodeIP) === family, own = ports.filter(p => familyOf(p.clusterIP) === family);
  const parts = { maps: Object.fromEntries(Object.keys(verdictMaps).map(name => [name, []])), chains: frame(family, known), sets: {} };
  for (const p of own) portParts(p, parts, nodeIP);
  const sets = { 'cluster-ips': { lines: [`type ${address}`, 'comment "Active ClusterIPs"'], elements: [...new Set(own.map(p => p.clusterIP))] } };
  if (known) sets['nodeport-ips'] = { lines: [`type ${address}`, 'comment "IPs that accept NodePort traffic"'], elements: [nodeIP] };
  const maps = Object.fromEntries(Object.entries(verdictMaps).map(([name, [type, words]]) => [name, { lines: [`type ${type.replace('ADDR', address)} : verdict`, `comment "${words}"`], elements: parts.maps[name] }]));
  return { family: family === 4 ? 'ip' : 'ip6', sets: { ...sets, ...parts.sets }, maps, chains: parts.chains };
}

// Input of `nft -f`: the table anew. A map may name only chains that are there, so that chains come first, empty.
function nftText({ family, sets, maps, chains }) {
  const block = (kind, name, lines) => `\t${kind} ${name} {\n${lines.map(l => `\t\t${l}\n`).join('')}\t}\n`;
  const filled = (kind, all) => Object.entries(all).map(([name, { lines, elements }]) => block(kind, name, [...lines, ...(elements.length > 0 ? [`elements = { ${elements.join(', ')} }`] : [])])).join('');
  const numbered = r => r.replace('priority dstnat - 10', 'priority -110').replace('hook output priority dstnat', 'hook output priority -100'); // nft 1.0.6 knows no such word there
  const head = rules => rules.filter(r => /^(type|comment) /.test(r)).map(numbered), rest = rules => rules.filter(r => !/^(type|comment) /.test(r));
  const open = `table ${family} kube-proxy {\n`;
  return [`table ${family} kube-proxy\ndelete table ${family} kube-proxy\n`,
    open, '\tcomment "rules for kube-proxy"\n', Object.entries(chains).map(([name, rules]) => block('chain', name, head(rules))).join(''), '}\n',
    open, filled('set', sets), filled('map', maps), '}\n',
    open, Object.entries(chains).map(([name, rules]) => block('chain', name, rest(rules))).join(''), '}\n'].join('');
}
module.exports = { nftTable, nftText };
