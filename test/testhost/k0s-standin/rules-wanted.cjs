// STAND-IN FOR TESTS: what kube-proxy and kube-router read from the API, as plain data. From services, endpoint slices,
// pods, namespaces and network policies to {ports, pods, policies, hostPorts}; each of the rules-*.cjs files writes rules
// from these. Follows Kubernetes 1.34 and kube-router 2.6; measured on test/samples/real-network.
'use strict';
const { FAMILIES, familyOf, withPort } = require('./rules-text.cjs');

const byName = (a, b) => (`${a.metadata.namespace}/${a.metadata.name}` < `${b.metadata.namespace}/${b.metadata.name}` ? -1 : 1);
const selects = ({ matchLabels = {}, matchExpressions = [] } = {}, labels = {}) =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
  && matchExpressions.every(({ key, operator, values = [] }) =>
    operator === 'In' ? values.includes(labels[key])
      : operator === 'NotIn' ? !values.includes(labels[key])
        : operator === 'Exists' ? key in labels
          : !(key in labels));

// The endpoints of one service port: ready ones, or where none is ready those that still serve while they terminate.
function endpointsOf(service, port, slices, node, family) {
  const own = slices.filter(s => s.metadata.namespace === service.metadata.namespace
    && s.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name && (s.addressType ?? 'IPv4') === FAMILIES[family].name);
  const all = own.flatMap(slice => {
    const number = (slice.ports ?? []).find(p => (p.name ?? '') === (port.name ?? '') && (p.protocol ?? 'TCP') === (port.protocol ?? 'TCP'))?.port;
    return number === undefined ? [] : (slice.endpoints ?? []).flatMap(e => (e.addresses ?? []).map(ip => ({
      ip, port: number, local: e.nodeName === node, ready: e.conditions?.ready ?? true,
      serving: e.conditions?.serving ?? e.conditions?.ready ?? true, terminating: e.conditions?.terminating ?? false,
    })));
  });
  const ready = all.filter(e => e.ready);
  return (ready.length > 0 ? ready : all.filter(e => e.serving && e.terminating))
    .map(({ ip, port: number, local }) => ({ ip, port: number, local, at: withPort(ip, number) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

// One service port as kube-proxy names it: `key` is what comments and chain names are made from.
function portsOf(service, slices, node, family) {
  const { spec, metadata: { namespace: ns, name }, status } = service;
  const ours = ip => familyOf(ip) === family, clusterIP = (spec.clusterIPs ?? [spec.clusterIP ?? 'None']).find(ip => ip !== 'None' && ours(ip));
  if (!clusterIP || spec.type === 'ExternalName') return [];
  const balancer = spec.type === 'LoadBalancer';
  return (spec.ports ?? []).map(p => ({
    ns, name, port: p.name ?? '', proto: (p.protocol ?? 'TCP').toLowerCase(), key: `${ns}/${name}${p.name ? ':' + p.name : ''}`,
    clusterIP, svcPort: p.port, nodePort: p.nodePort ?? 0, externalIPs: (spec.externalIPs ?? []).filter(ours),
    balancerIPs: balancer ? (status?.loadBalancer?.ingress ?? []).map(i => i.ip).filter(ip => ip && ours(ip)) : [],
    sourceRanges: balancer ? (spec.loadBalancerSourceRanges ?? []).filter(ours) : [],
    externalLocal: spec.externalTrafficPolicy === 'Local', internalLocal: spec.internalTrafficPolicy === 'Local',
    healthPort: spec.externalTrafficPolicy === 'Local' && balancer ? spec.healthCheckNodePort ?? 0 : 0,
    affinity: spec.sessionAffinity === 'ClientIP' ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800 : 0,
    endpoints: endpointsOf(service, p, slices, node, family),
  }));
}

// Pods that kube-router guards: with an address of their own in this family, and not at their end.
const ipOf = (pod, family) => (pod.status?.podIPs?.map(({ ip }) => ip) ?? [pod.status?.podIP]).find(ip => ip && familyOf(ip) === family);
const guarded = family => pod => ipOf(pod, family) !== undefined && !pod.spec.hostNetwork && !['Succeeded', 'Failed'].includes(pod.status.phase);
const seen = family => pod => ({ ns: pod.metadata.namespace, name: pod.metadata.name, ip: ipOf(pod, family) });
const unique = list => [...new Set(list)];

// `ports` of a policy's rule: numbers with their range, and per named port the number behind it with the pods that have it.
function policyPorts(ports, pods, family) {
  const numbered = [], named = [];
  for (const { port, endPort, protocol = 'TCP' } of ports ?? []) {
    if (typeof port !== 'string') { numbered.push({ proto: protocol.toLowerCase(), port: port ?? null, end: endPort ?? null }); continue; }
    const behind = new Map();
    for (const pod of pods) for (const c of pod.spec.containers) for (const p of c.ports ?? []) {
      if (p.name === port && (p.protocol ?? 'TCP') === protocol) behind.set(p.containerPort, [...behind.get(p.containerPort) ?? [], ipOf(pod, family)]);
    }
    for (const [number, ips] of behind) named.push({ proto: protocol.toLowerCase(), port: number, end: null, ips: unique(ips) });
  }
  return { numbered, named, any: !ports?.length };
}

function policyOf(policy, pods, namespaces, family) {
  const { metadata: { namespace: ns, name }, spec } = policy, live = pods.filter(guarded(family));
  const types = spec.policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])];
  const targets = live.filter(p => p.metadata.namespace === ns && selects(spec.podSelector, p.metadata.labels));
  const peerPods = peer => {
    if (peer.namespaceSelector) {
      const wide = new Set(namespaces.filter(n => selects(peer.namespaceSelector, n.metadata.labels)).map(n => n.metadata.name));
      return live.filter(p => wide.has(p.metadata.namespace) && selects(peer.podSelector, p.metadata.labels));
    }
    return peer.podSelector ? live.filter(p => p.metadata.namespace === ns && selects(peer.podSelector, p.metadata.labels)) : [];
  };
  const blocks = peer => (peer.ipBlock && familyOf(peer.ipBlock.cidr) === family
    ? [...(peer.ipBlock.cidr.endsWith('/0') ? FAMILIES[family].all : [peer.ipBlock.cidr]).map(cidr => ({ cidr, except: false })),
      ...(peer.ipBlock.except ?? []).map(cidr => ({ cidr, except: true }))]
    : []);
  const rule = (peers, ports, egress) => {
    const others = (peers ?? []).flatMap(peerPods);
    const holders = egress ? (peers?.length ? others : live.filter(p => p.metadata.namespace === ns)) : targets;
    return { everyone: !peers?.length, peers: unique(others.map(p => ipOf(p, family))), blocks: (peers ?? []).flatMap(blocks), ports: policyPorts(ports, holders, family) };
  };
  return {
    ns, name, ingress: types.includes('Ingress'), egress: types.includes('Egress'), targets: targets.map(p => ipOf(p, family)),
    in: (spec.ingress ?? []).map(r => rule(r.from, r.ports, false)), out: (spec.egress ?? []).map(r => rule(r.to, r.ports, true)),
  };
}

// objects: {services, slices, pods, policies, namespaces}: lists as the API has them. node: this node's name. What of it is
// of one family: each is written by itself.
function wantedOf({ services, slices, pods, policies = [], namespaces = [] }, node, family = 4) {
  return {
    ports: [...services].sort(byName).flatMap(s => portsOf(s, slices, node, family)),
    pods: [...pods].sort(byName).filter(guarded(family)).map(seen(family)),
    policies: [...policies].sort(byName).map(p => policyOf(p, pods, namespaces, family)),
    hostPorts: [...pods].sort(byName).filter(guarded(family)).map(p => ({
      ...seen(family)(p), uid: p.metadata.uid,
      ports: p.spec.containers.flatMap(c => c.ports ?? []).filter(c => c.hostPort).map(c => ({ proto: (c.protocol ?? 'TCP').toLowerCase(), host: c.hostPort, to: c.containerPort })),
    })).filter(p => p.ports.length > 0),
  };
}
module.exports = { wantedOf };
