// STAND-IN FOR TESTS, not Kubernetes: what the controllers, the scheduler and the kubelet do, cut down to a few nodes (what a worker's
// kubelet does stands in kubelet.cjs):
// deployment -> replica set -> pod (a real sandbox and containers through CRI where containerd runs, otherwise pretended),
// daemon sets, services -> endpoints -> packet filter, events, and the system objects of a fresh k0s v1.34.1 node.
'use strict';
const crypto = require('node:crypto'), os = require('node:os'), fs = require('node:fs'), path = require('node:path');
const N = require('./node.cjs'), { cond, setCond } = N;
const L = require('./lib.cjs'), { podDefaults } = require('./apiserver.cjs'), { Proxy } = require('./proxy.cjs'), { pretend } = require('./pretend.cjs');
const AL = 'bcdfghjklmnpqrstvwxz2456789';
const letters = (buf, n) => [...buf].slice(0, n).map(b => AL[b % AL.length]).join('');
const suffix = () => letters(crypto.randomBytes(5), 5);
// the hashes that a real Kubernetes computes for these (measured); for all else ours, which are only stable
const HASHES = { 'kube-system/coredns': '7656c59669', 'kube-system/metrics-server': '67bc669cf4', 'default/demo': '68c6d5bdd8' };
const plainDemo = t => t.spec.containers.length === 1 && t.spec.containers[0].image === 'httpd' && t.spec.containers[0].name === 'httpd' && !t.metadata?.annotations;
const deploymentHash = (d, generation) => { const known = HASHES[`${d.metadata.namespace}/${d.metadata.name}`]; return known && generation === 1 && (d.metadata.namespace === 'kube-system' || plainDemo(d.spec.template)) ? known : templateHash(d.spec.template); };
const templateHash = t => letters(crypto.createHash('sha256').update(JSON.stringify([t.metadata?.labels, t.metadata?.annotations, t.spec])).digest(), 10);
// a template that was seen keeps its hash, also the known one of a first template
const templateOf = (cluster, d, mine) => { const own = templateHash(d.spec.template), seen = mine.find(r => cluster.store.private[r.metadata.uid]?.template === own); return seen ? seen.metadata.labels['pod-template-hash'] : deploymentHash(d, mine.length + 1); };
const owner = (o, kind, api) => [{ apiVersion: api, kind, name: o.metadata.name, uid: o.metadata.uid, controller: true, blockOwnerDeletion: true }];
const ownedBy = (x, o) => (x.metadata.ownerReferences ?? []).some(r => r.uid === o.metadata.uid);
const ready = p => !p.metadata.deletionTimestamp && (p.status.conditions ?? []).some(c => c.type === 'Ready' && c.status === 'True');
const normal = image => { let r = image.includes('/') && /[.:]|^localhost/.test(image.split('/')[0]) ? image : image.includes('/') ? 'docker.io/' + image : 'docker.io/library/' + image; if (!/(@|:[^/]+$)/.test(r.split('/').at(-1))) r += ':latest'; return r; };
const listed = (sw, image) => sw === true || (Array.isArray(sw) && sw.some(x => x === image || normal(x) === normal(image)));

// what the API server adds to a pod: its service account, the volume of its token, its priority, how long it bears a lost node
const PRIORITY = { 'system-node-critical': 2000001000, 'system-cluster-critical': 2000000000 };
function admit(spec) {
  spec.serviceAccountName ??= 'default'; spec.serviceAccount ??= spec.serviceAccountName;
  spec.enableServiceLinks ??= true; spec.preemptionPolicy ??= 'PreemptLowerPriority'; spec.priority ??= PRIORITY[spec.priorityClassName] ?? 0;
  spec.tolerations ??= [];
  if (spec.hostNetwork) for (const c of spec.containers) for (const p of c.ports ?? []) p.hostPort ??= p.containerPort;
  for (const k of ['not-ready', 'unreachable']) if (!spec.tolerations.some(t => t.key === `node.kubernetes.io/${k}` || (!t.key && t.operator === 'Exists' && t.effect !== 'NoSchedule'))) spec.tolerations.push({ effect: 'NoExecute', key: `node.kubernetes.io/${k}`, operator: 'Exists', tolerationSeconds: 300 });
  const name = `kube-api-access-${suffix()}`;
  (spec.volumes ??= []).push({ name, projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }, { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } }, { downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }] } }] } });
  for (const c of [...spec.containers, ...(spec.initContainers ?? [])]) (c.volumeMounts ??= []).push({ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name, readOnly: true });
}
const mounts = c => (c.volumeMounts ?? []).map(({ mountPath, name, readOnly }) => ({ mountPath, name, ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}) }));
const digestOf = image => `${image.replace(/:[^:/]*$/, '')}@sha256:${crypto.createHash('sha256').update(image).digest('hex')}`;
const tolerates = (p, taint) => (p.spec.tolerations ?? []).some(t => (!t.key && t.operator === 'Exists' || t.key === taint.key) && (!t.effect || t.effect === taint.effect));

// how long a pod of the system runs until its readiness probe is content (real: coredns 30 s, metrics-server 17, konnectivity 7)
const readyDelay = p => (p.metadata.namespace === 'kube-system' ? ({ 'kube-dns': 1, 'metrics-server': 0.5, 'konnectivity-agent': 0.25 }[p.metadata.labels?.['k8s-app']] ?? 0) : 0) * L.phase('dnsReadySeconds', 30);
class Cluster {
  /** `kubelet()`: whether a kubelet runs; `runtime`: whether this host has a containerd. */
  constructor({ store, kubelet, runtime, taint, address, log }) {
    Object.assign(this, { store, kubelet, taint, address, log, busy: new Set(), backoff: new Map(), ip: 1, node: L.nodeName(), started: Date.now() });
    this.cri = runtime ? require('../cri/cri.cjs').connect(L.P.containerdSock) : null;
    this.proxy = new Proxy(log); this.nodeif = Object.entries(os.networkInterfaces()).find(([, as]) => as.some(a => a.address === address))?.[0] ?? 'eth0';
    store.listeners.add(ev => { if (ev.r.plural !== 'events') this.kick(); });
    this.timers = [setInterval(() => this.kick(), 1000), setInterval(() => this.poll().catch(e => this.log('error', `k0s stand-in: ${e.message}`, 'kubelet')), 2000), setInterval(() => { if (L.sw().proxyRules) this.proxy.due(); }, 1000)];
  }
  close() { this.closed = true; this.timers.forEach(clearInterval); clearTimeout(this.kicked); }
  kick() { if (!this.kicked && !this.closed) this.kicked = setTimeout(() => { this.kicked = undefined; try { this.reconcile(); } catch (e) { this.log('error', e.stack, 'kube-controller-manager'); } }, 20); }

  event(o, reason, message, type = 'Normal', component = 'kubelet', container = undefined) {
    const ns = o.metadata.namespace ?? 'default';
    const old = this.store.list('events', ns).find(e => e.involvedObject.uid === o.metadata.uid && e.reason === reason && e.message === message);
    if (old) return this.store.update('events', ns, old.metadata.name, e => { if (e.eventTime) e.series = { count: (e.series?.count ?? 1) + 1, lastObservedTime: new Date().toISOString().replace('Z', '000Z') }; else { e.count++; e.lastTimestamp = L.now(); } });
    const all = this.store.list('events'); if (all.length > 500) this.store.remove('events', all[0].metadata.namespace, all[0].metadata.name);
    const involvedObject = { kind: o.kind, namespace: ns, name: o.metadata.name, uid: o.metadata.uid, apiVersion: o.apiVersion, resourceVersion: o.metadata.resourceVersion, ...(container ? { fieldPath: `spec.containers{${container}}` } : {}) };
    if (o.kind === 'Node') { delete involvedObject.namespace; involvedObject.uid = o.metadata.name; delete involvedObject.apiVersion; delete involvedObject.resourceVersion; }
    // the scheduler writes events of the newer kind: eventTime, and neither first nor last time
    const newer = component === 'default-scheduler';
    this.store.put('events', { metadata: { name: `${o.metadata.name}.${crypto.randomBytes(8).toString('hex')}`, namespace: ns }, involvedObject, reason, message, type, ...(newer ? { action: reason === 'Scheduled' ? 'Binding' : 'Scheduling', source: {}, firstTimestamp: null, lastTimestamp: null, eventTime: new Date().toISOString().replace('Z', '000Z'), reportingComponent: component, reportingInstance: `${component}-${this.node}` } : { source: { component, ...(component === 'kubelet' ? { host: this.node } : {}) }, firstTimestamp: L.now(), lastTimestamp: L.now(), count: 1, eventTime: null, reportingComponent: component, reportingInstance: component === 'kubelet' ? this.node : '' }) });
  }

  // ---- what a fresh node has ------------------------------------------------------------------------------------
  seed() {
    const s = this.store, put = (r, o) => s.get(r, o.metadata.namespace ?? '', o.metadata.name) ?? s.put(r, o);
    for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'k0s-autopilot']) put('namespaces', { metadata: { name, labels: { 'kubernetes.io/metadata.name': name } }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    const svc = (namespace, name, clusterIP, ports, selector, labels) => put('services', { metadata: { name, namespace, labels }, spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], ports, ...(selector ? { selector } : {}), sessionAffinity: 'None', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', internalTrafficPolicy: 'Cluster' }, status: { loadBalancer: {} } });
    svc('default', 'kubernetes', '10.96.0.1', [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }], undefined, { component: 'apiserver', provider: 'kubernetes' });
  }
  /** What k0s applies once it is up. */
  seedSystem() {
    if (!L.sw().systemPods) return;
    const s = this.store, put = (r, o) => s.get(r, o.metadata.namespace ?? '', o.metadata.name) ?? s.put(r, o);
    // recorded from a real k0s: the specs of its system pods with probes, volumes and init containers (of which nothing is done)
    const system = JSON.parse(fs.readFileSync(path.join(__dirname, 'system.json'), 'utf8'));
    for (const r of ['services', 'daemonsets', 'deployments']) for (const o of system[r]) put(r, { ...structuredClone(o), status: r === 'services' ? { loadBalancer: {} } : {} });
  }
  syncNode() {
    const s = this.store, sw = L.sw(), n = this.node, lives = this.kubelet();
    this.since = lives ? this.since ?? Date.now() : undefined;
    if (lives) this.heard = Date.now();
    const had = s.get('nodes', '', n), up = lives ? (Date.now() - this.since) / 1000 : 0, wait = L.phase('nodeReadySeconds', 21);
    const bad = sw.nodeNotReady, ok = lives && !bad && (up >= wait || N.isReady(had));
    const labels = N.labels(n);
    // No kubelet: a new node is never registered. One from before keeps what etcd remembers (Ready, pods Running) until the
    // node controller has not heard of it for 50 s in the scale of readySeconds.
    if (!lives) {
      if (had && Date.now() - (this.heard ?? this.started) > Math.max(5, 50 * sw.readySeconds / 18) * 1000) this.unheard(had);
      return false;
    }
    if (ok && up >= wait + sw.roleLabelSeconds || had?.metadata.labels?.['node-role.kubernetes.io/control-plane']) Object.assign(labels, { 'node-role.kubernetes.io/control-plane': 'true', 'node.k0sproject.io/role': 'control-plane' });
    const o = had ? structuredClone(had) : { metadata: { name: n, labels, annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } }, spec: {}, status: { conditions: [] } };
    o.metadata.labels = { ...o.metadata.labels, ...labels };
    const was = (o.status.conditions ?? []).find(c => c.type === 'Ready')?.status;
    const taints = [...(this.taint ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : []), ...(ok ? [] : [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }])];
    o.spec = { ...o.spec, podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] }; if (taints.length) o.spec.taints = taints; else delete o.spec.taints;
    N.setStatus(o, { name: n, address: this.address, ready: ok });
    // the kubelet posts its state when it starts, when it changes, and every five minutes; its lease every ten seconds
    const changed = JSON.stringify(o.status.conditions) !== JSON.stringify(had?.status.conditions);
    if (this.posted === undefined || this.posted < this.since || changed || Date.now() - this.posted > 300000) { this.posted = Date.now(); for (const c of o.status.conditions) c.lastHeartbeatTime = L.now(); }
    if (!this.renewed || this.renewed < this.since || Date.now() - this.renewed > 10000) this.renew();
    const put = s.put('nodes', o, { status: true });
    const is = ok ? 'True' : 'False';
    if (was !== is) this.event(put, ok ? 'NodeReady' : 'NodeNotReady', `Node ${n} status is now: Node${ok ? '' : 'Not'}Ready`);
    return ok;
  }

  renew() {
    this.renewed = Date.now();
    const node = this.store.get('nodes', '', this.node), old = this.store.get('leases', 'kube-node-lease', this.node);
    this.store.put('leases', N.lease(node ?? { metadata: { name: this.node } }, old));
  }
  /** The leases of k0s itself are renewed as soon as it runs, long before a kubelet does. */
  renewOwn() {
    if (this.own && Date.now() - this.own < 10000) return;
    this.own = Date.now();
    for (const name of [`k0s-ctrl-${this.node}`, 'k0s-endpoint-reconciler']) {
      const old = this.store.get('leases', 'kube-node-lease', name), at = new Date().toISOString().replace('Z', '000Z');
      this.store.put('leases', { metadata: old?.metadata ? structuredClone(old.metadata) : { name, namespace: 'kube-node-lease' }, spec: { holderIdentity: this.node, leaseDurationSeconds: 60, acquireTime: old?.spec.acquireTime ?? at, leaseTransitions: 0, renewTime: at } });
    }
  }
  /** What the node controller does with a node that it has not heard of: conditions Unknown, a taint, its pods not ready. */
  unheard(node) {
    const put = this.store.put('nodes', (c => { for (const type of ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready']) setCond(c, cond(type, 'Unknown', { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastHeartbeatTime: c.status.conditions?.find(x => x.type === type)?.lastHeartbeatTime })); c.spec.taints = [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }, { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }]; return c; })(structuredClone(node)), { status: true });
    if (put !== node) this.event(put, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`, 'Normal', 'node-controller');
    for (const p of this.store.list('pods')) if (p.spec.nodeName === node.metadata.name && ready(p)) this.setPod(p, x => setCond(x, cond('Ready', 'False')));
  }

  /** The nodes of other hosts, as the node controller and the address allocator see them: by their leases. */
  others() {
    const s = this.store, scale = L.sw().readySeconds / 18;
    for (const node of s.list('nodes')) {
      const name = node.metadata.name;
      if (name === this.node) continue;
      if (!node.spec.podCIDR) { const used = new Set(s.list('nodes').map(x => x.spec?.podCIDR)); let n = 1; while (used.has(`10.244.${n}.0/24`)) n++; s.update('nodes', '', name, o => { o.spec.podCIDR = `10.244.${n}.0/24`; o.spec.podCIDRs = [o.spec.podCIDR]; }); }
      const told = Date.parse(s.get('leases', 'kube-node-lease', name)?.spec.renewTime ?? node.metadata.creationTimestamp);
      // what was said before this process began proves nothing: the node gets its time from then on
      if (Date.now() - Math.max(told, this.started) > Math.max(5, 50 * scale) * 1000) { this.unheard(s.get('nodes', '', name)); continue; }
      s.update('nodes', '', name, o => {
        const rest = (o.spec.taints ?? []).filter(t => !/^node\.kubernetes\.io\/(not-ready|unreachable)$/.test(t.key)), taints = N.isReady(o) ? rest : [...rest, { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
        if (taints.length) o.spec.taints = taints; else delete o.spec.taints;
      });
    }
    // what ran on a node that was deleted is gone with it
    for (const p of s.list('pods')) if (p.spec.nodeName && p.spec.nodeName !== this.node && !s.get('nodes', '', p.spec.nodeName)) s.remove('pods', p.metadata.namespace, p.metadata.name);
    for (const l of s.list('leases', 'kube-node-lease')) if ((l.metadata.ownerReferences ?? []).some(o => o.kind === 'Node') && l.metadata.name !== this.node && !s.get('nodes', '', l.metadata.name)) s.remove('leases', 'kube-node-lease', l.metadata.name);
  }

  // ---- one pass -------------------------------------------------------------------------------------------------
  reconcile() {
    const s = this.store;
    if (s.get('namespaces', '', 'kube-node-lease')) this.renewOwn();
    this.nodeOk = this.syncNode();
    this.others();
    this.collect();
    for (const d of s.list('deployments')) this.deployment(d);
    for (const r of s.list('replicasets')) this.replicas(r);
    for (const d of s.list('daemonsets')) this.daemon(d);
    for (const p of s.list('pods')) this.pod(p);
    this.services();
  }
  collect() { // objects whose owner is gone, and namespaces that are being deleted
    const s = this.store, live = new Set(['deployments', 'replicasets', 'daemonsets', 'services'].flatMap(r => s.list(r).map(o => o.metadata.uid)));
    for (const r of ['replicasets', 'pods', 'endpointslices']) for (const o of s.list(r)) if ((o.metadata.ownerReferences ?? []).length && !o.metadata.ownerReferences.some(x => live.has(x.uid))) this.drop(r, o);
    for (const n of s.list('namespaces').filter(n => n.metadata.deletionTimestamp)) {
      let left = 0;
      for (const r of ['deployments', 'replicasets', 'daemonsets', 'statefulsets', 'services', 'endpoints', 'endpointslices', 'configmaps', 'secrets', 'serviceaccounts', 'jobs', 'cronjobs', 'pods', 'events']) for (const o of s.list(r, n.metadata.name)) { left++; this.drop(r, o); }
      if (!left) s.remove('namespaces', '', n.metadata.name);
    }
  }
  drop(r, o) { if (r === 'pods') this.store.update('pods', o.metadata.namespace, o.metadata.name, p => { if (p.metadata.deletionTimestamp) return false; p.metadata.deletionTimestamp = L.now(); p.metadata.deletionGracePeriodSeconds = 30; }); else this.store.remove(r, o.metadata.namespace, o.metadata.name); }
  orphan(o) { for (const r of ['replicasets', 'pods']) for (const x of this.store.list(r, o.metadata.namespace)) if (ownedBy(x, o)) this.store.update(r, x.metadata.namespace, x.metadata.name, c => { delete c.metadata.ownerReferences; }); }

  deployment(d) {
    const s = this.store, ns = d.metadata.namespace, mine = s.list('replicasets', ns).filter(r => ownedBy(r, d)), hash = templateOf(this, d, mine);
    let cur = mine.find(r => r.metadata.labels['pod-template-hash'] === hash);
    if (!cur && d.spec.replicas >= 0 && !d.spec.paused) {
      const rev = String(1 + Math.max(0, ...mine.map(r => Number(r.metadata.annotations['deployment.kubernetes.io/revision']))));
      const labels = { ...d.spec.template.metadata.labels, 'pod-template-hash': hash };
      cur = s.put('replicasets', { metadata: { name: `${d.metadata.name}-${hash}`, namespace: ns, labels, annotations: { ...Object.fromEntries(Object.entries(d.metadata.annotations ?? {}).filter(([k]) => k.startsWith('k0s.k0sproject.io/'))), 'deployment.kubernetes.io/desired-replicas': String(d.spec.replicas), 'deployment.kubernetes.io/max-replicas': String(d.spec.replicas + 1), 'deployment.kubernetes.io/revision': rev }, ownerReferences: owner(d, 'Deployment', 'apps/v1') }, spec: { replicas: d.spec.replicas, selector: { matchLabels: { ...d.spec.selector.matchLabels, 'pod-template-hash': hash } }, template: { metadata: { ...d.spec.template.metadata, labels }, spec: d.spec.template.spec } }, status: { replicas: 0 } });
      s.private[cur.metadata.uid] = { template: templateHash(d.spec.template) };
      s.update('deployments', ns, d.metadata.name, x => { x.metadata.annotations = { ...x.metadata.annotations, 'deployment.kubernetes.io/revision': rev }; });
      this.event(d, 'ScalingReplicaSet', `Scaled up replica set ${cur.metadata.name} from 0 to ${d.spec.replicas}`, 'Normal', 'deployment-controller');
    }
    if (!cur) return;
    if (cur.spec.replicas !== d.spec.replicas) { this.event(d, 'ScalingReplicaSet', `Scaled ${cur.spec.replicas < d.spec.replicas ? 'up' : 'down'} replica set ${cur.metadata.name} from ${cur.spec.replicas} to ${d.spec.replicas}`, 'Normal', 'deployment-controller'); cur = s.update('replicasets', ns, cur.metadata.name, r => { r.spec.replicas = d.spec.replicas; }); }
    const ok = (cur.status.readyReplicas ?? 0) >= d.spec.replicas;
    if (ok) for (const r of mine) if (r.metadata.uid !== cur.metadata.uid && r.spec.replicas > 0) s.update('replicasets', ns, r.metadata.name, x => { x.spec.replicas = 0; });
    const sum = k => [cur, ...mine.filter(r => r.metadata.uid !== cur.metadata.uid)].reduce((a, r) => a + (r.status[k] ?? 0), 0);
    s.update('deployments', ns, d.metadata.name, x => {
      const st = { observedGeneration: x.metadata.generation, replicas: sum('replicas'), updatedReplicas: cur.status.replicas, readyReplicas: sum('readyReplicas'), availableReplicas: sum('readyReplicas'), unavailableReplicas: Math.max(0, d.spec.replicas - sum('readyReplicas')), conditions: x.status.conditions };
      for (const k of Object.keys(st)) if (!st[k] && k !== 'observedGeneration') delete st[k];
      x.status = st;
      setCond(x, sum('readyReplicas') >= d.spec.replicas ? cond('Available', 'True', { reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.', lastUpdateTime: L.now() }) : cond('Available', 'False', { reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.', lastUpdateTime: L.now() }));
      setCond(x, cond('Progressing', 'True', { reason: ok ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated', message: `ReplicaSet "${cur.metadata.name}" ${ok ? 'has successfully progressed.' : 'is progressing.'}`, lastUpdateTime: L.now() }));
    });
  }
  makePod(o, kind, labels, template, name, node = this.node) {
    const spec = structuredClone(template.spec); podDefaults(spec); admit(spec);
    if (kind === 'DaemonSet') {
      spec.affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }] } } };
      spec.tolerations = [...spec.tolerations.filter(t => !/not-ready|unreachable/.test(t.key ?? '')), ...['not-ready', 'unreachable'].map(k => ({ effect: 'NoExecute', key: `node.kubernetes.io/${k}`, operator: 'Exists' })), ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable', ...(spec.hostNetwork ? ['network-unavailable'] : [])].map(k => ({ effect: 'NoSchedule', key: `node.kubernetes.io/${k}`, operator: 'Exists' }))];
    }
    const p = this.store.put('pods', { metadata: { name, generateName: o.metadata.name + '-', namespace: o.metadata.namespace, labels, ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}), ownerReferences: owner(o, kind, 'apps/v1') }, spec, status: { observedGeneration: 1, phase: 'Pending', qosClass: spec.containers.some(c => c.resources?.requests) ? 'Burstable' : 'BestEffort' } });
    this.event(o, 'SuccessfulCreate', `Created pod: ${name}`, 'Normal', kind === 'DaemonSet' ? 'daemonset-controller' : 'replicaset-controller');
    return p;
  }
  replicas(r) {
    const s = this.store, ns = r.metadata.namespace, pods = s.list('pods', ns).filter(p => ownedBy(p, r) && !p.metadata.deletionTimestamp);
    for (let i = pods.length; i < r.spec.replicas; i++) pods.push(this.makePod(r, 'ReplicaSet', r.spec.template.metadata.labels, r.spec.template, `${r.metadata.name}-${suffix()}`));
    for (const p of pods.sort((a, b) => Number(ready(b)) - Number(ready(a))).splice(r.spec.replicas)) { this.drop('pods', p); this.event(r, 'SuccessfulDelete', `Deleted pod: ${p.metadata.name}`, 'Normal', 'replicaset-controller'); }
    const n = pods.filter(ready).length;
    s.update('replicasets', ns, r.metadata.name, x => { x.status = { replicas: pods.length, fullyLabeledReplicas: pods.length, ...(n ? { readyReplicas: n, availableReplicas: n } : {}), observedGeneration: x.metadata.generation }; });
  }
  daemon(d) {
    const s = this.store, ns = d.metadata.namespace, pods = s.list('pods', ns).filter(p => ownedBy(p, d) && !p.metadata.deletionTimestamp);
    const nodes = s.list('nodes').map(n => n.metadata.name), wants = p => p.spec.nodeName ?? p.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]?.values[0] ?? this.node;
    for (const p of pods) if (!nodes.includes(wants(p))) this.drop('pods', p);
    for (const node of nodes) if (!pods.some(p => wants(p) === node)) pods.push(this.makePod(d, 'DaemonSet', { ...d.spec.template.metadata.labels, 'controller-revision-hash': templateHash(d.spec.template), 'pod-template-generation': '1' }, d.spec.template, `${d.metadata.name}-${suffix()}`, node));
    const n = pods.filter(ready).length, all = nodes.length;
    s.update('daemonsets', ns, d.metadata.name, x => { x.status = { currentNumberScheduled: all, desiredNumberScheduled: all, numberMisscheduled: 0, numberReady: n, ...(all ? { numberAvailable: n, updatedNumberScheduled: all } : {}), observedGeneration: x.metadata.generation }; if (n < all) { if (!n) delete x.status.numberAvailable; x.status.numberUnavailable = all - n; } });
  }

  // ---- kubelet --------------------------------------------------------------------------------------------------
  setPod(p, fn) {
    return this.store.update('pods', p.metadata.namespace, p.metadata.name, x => {
      if (x.metadata.uid !== p.metadata.uid || fn(x) === false) return false;
      x.status.observedGeneration = x.metadata.generation;
      x.status.conditions = x.status.conditions?.map(c => ({ lastProbeTime: null, observedGeneration: x.metadata.generation, ...c }));
    });
  }
  waiting(p, reason, message, extra = {}) {
    return this.setPod(p, x => {
      x.status.containerStatuses = x.spec.containers.map((c, i) => ({ name: c.name, image: c.image, imageID: '', ready: false, started: false, restartCount: x.status.containerStatuses?.[i]?.restartCount ?? 0, lastState: {}, state: { waiting: { reason, ...(message ? { message } : {}) } }, ...extra }));
      for (const t of ['Ready', 'ContainersReady']) setCond(x, cond(t, 'False', { reason: 'ContainersNotReady', message: `containers with unready status: [${x.spec.containers.map(c => c.name).join(' ')}]` }));
    });
  }
  pod(p) {
    const id = p.metadata.uid;
    if (this.busy.has(id)) return;
    const work = fn => { this.busy.add(id); fn().catch(e => this.log('error', `pod ${p.metadata.namespace}/${p.metadata.name}: ${e.message}`, 'kubelet')).finally(() => { this.busy.delete(id); this.kick(); }); };
    const elsewhere = p.spec.nodeName && p.spec.nodeName !== this.node;
    if (elsewhere) return; // the kubelet there does the rest
    if (p.metadata.deletionTimestamp) return p.spec.nodeName && !this.since ? undefined : work(() => this.stopPod(p));
    const tol = tolerates(p, { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' });
    if (!p.spec.nodeName) return this.schedule(p, tol);
    if (p.status.phase === 'Running' && p.status.containerStatuses?.every(c => c.state.running)) {
      // probes: what runs gets ready after a while; what the node controller called not ready is so no more
      if (this.since && !ready(p) && Date.now() - Date.parse(p.status.containerStatuses[0].state.running.startedAt) >= readyDelay(p) * 1000) this.setPod(p, x => { for (const c of x.status.containerStatuses) c.ready = true; for (const t of ['Ready', 'ContainersReady']) setCond(x, cond(t, 'True')); });
      return;
    }
    if (p.status.phase === 'Failed' || p.status.phase === 'Succeeded') return;
    if ((this.backoff.get(id)?.until ?? 0) > Date.now()) return;
    if (!this.since || (!this.nodeOk && !p.spec.hostNetwork)) return;
    work(() => this.startPod(p));
  }
  /** The node with the fewest pods, of those that it may run on. */
  schedule(p, tol) {
    const s = this.store, nodes = s.list('nodes'), only = p.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]?.values;
    const refuse = m => { if (!(p.status.conditions ?? []).some(c => c.message === m)) { this.setPod(p, x => setCond(x, cond('PodScheduled', 'False', { reason: 'Unschedulable', message: m }))); this.event(p, 'FailedScheduling', m, 'Warning', 'default-scheduler'); } };
    if (!nodes.length) return refuse('no nodes available to schedule pods');
    const taintOf = n => (n.spec.taints ?? []).find(t => t.effect !== 'NoExecute' && !tolerates(p, t)), why = n => (only && !only.includes(n.metadata.name) ? "didn't match Pod's node affinity/selector" : n.spec.unschedulable && !tol ? 'were unschedulable' : taintOf(n) ? `had untolerated taint {${taintOf(n).key}: ${taintOf(n).value ?? ''}}` : undefined);
    const fits = nodes.filter(n => !why(n)), load = n => s.list('pods').filter(q => q.spec.nodeName === n.metadata.name).length;
    if (!fits.length) { const of = `0/${nodes.length} nodes are available`; return refuse(`${of}: ${[...new Set(nodes.map(why))].map(w => `${nodes.filter(n => why(n) === w).length} node(s) ${w}`).join(', ')}. no new claims to deallocate, preemption: ${of}: ${nodes.length} Preemption is not helpful for scheduling.`); }
    const to = fits.sort((a, b) => load(a) - load(b))[0].metadata.name;
    this.setPod(p, x => { x.spec.nodeName = to; setCond(x, cond('PodScheduled', 'True')); });
    this.event(p, 'Scheduled', `Successfully assigned ${p.metadata.namespace}/${p.metadata.name} to ${to}`, 'Normal', 'default-scheduler');
  }
  async startPod(p) {
    const sw = L.sw(), id = p.metadata.uid, ns = p.metadata.namespace, crash = p.spec.containers.find(c => listed(sw.podCrash, c.image) && (ns !== 'kube-system' || sw.podCrash !== true));
    if (!p.status.startTime) this.setPod(p, x => { x.status.startTime = L.now(); x.status.hostIP = this.address; x.status.hostIPs = [{ ip: this.address }]; for (const t of ['Initialized']) setCond(x, cond(t, 'True')); });
    if (!p.status.containerStatuses) this.waiting(p, 'ContainerCreating');
    const have = this.cri ? new Set((await this.cri.call('ListImages', {})).images.flatMap(i => i.repo_tags)) : null;
    for (const c of p.spec.containers) {
      const ref = normal(c.image);
      if (listed(sw.imagePullFails, c.image) && (ns !== 'kube-system' || sw.imagePullFails !== true) || (have && !have.has(ref))) {
        const b = this.backoff.get(id) ?? { n: 0 }, host = ref.split('/')[0];
        const m = `failed to pull and unpack image ${JSON.stringify(ref)}: failed to resolve reference ${JSON.stringify(ref)}: failed to do request: Head "https://${host}/v2/": dial tcp: lookup ${host} on 127.0.0.53:53: no such host`;
        this.event(p, 'Pulling', `Pulling image ${JSON.stringify(c.image)}`);
        await L.sleep(sw.podSeconds * 1000);
        this.event(p, 'Failed', `Failed to pull image ${JSON.stringify(c.image)}: ${m}`, 'Warning'); this.event(p, 'Failed', 'Error: ErrImagePull', 'Warning');
        this.waiting(p, 'ErrImagePull', m);
        this.backoff.set(id, { n: b.n + 1, until: Date.now() + Math.min(300, 4 * 2 ** b.n) * 1000 });
        setTimeout(() => { if (this.closed) return; const q = this.store.get('pods', ns, p.metadata.name); if (q?.metadata.uid !== id || q.status.phase !== 'Pending') return; this.event(p, 'BackOff', `Back-off pulling image ${JSON.stringify(c.image)}`, 'Normal'); this.event(p, 'Failed', 'Error: ImagePullBackOff', 'Warning'); this.waiting(p, 'ImagePullBackOff', `Back-off pulling image ${JSON.stringify(c.image)}: ErrImagePull: ${m}`); }, 1500).unref();
        return;
      }
    }
    await L.sleep(sw.podSeconds * 1000);
    if (this.store.get('pods', ns, p.metadata.name)?.metadata.deletionTimestamp) return;
    for (const c of p.spec.containers) this.event(p, 'Pulled', `Container image ${JSON.stringify(c.image)} already present on machine`, 'Normal', 'kubelet', c.name);
    if (crash) {
      const n = (p.status.containerStatuses?.[0]?.restartCount ?? 0) + 1, b = Math.min(300, 10 * 2 ** (n - 1)), t = L.now();
      this.waiting(p, 'CrashLoopBackOff', `back-off ${b}s restarting failed container=${crash.name} pod=${p.metadata.name}_${ns}(${id})`, { restartCount: n, containerID: 'containerd://' + crypto.randomBytes(32).toString('hex'), lastState: { terminated: { exitCode: 1, reason: 'Error', startedAt: t, finishedAt: t } } });
      this.setPod(p, x => { x.status.phase = 'Running'; }); this.event(p, 'BackOff', `Back-off restarting failed container ${crash.name} in pod ${p.metadata.name}_${ns}(${id})`, 'Warning');
      this.backoff.set(id, { n, until: Date.now() + b * 1000 });
      return;
    }
    let ip = this.address, ids = {};
    if (this.cri) {
      const old = this.store.private[id]; if (old?.sandbox) await this.cri.removePod(old.sandbox).catch(() => {});
      const r = await this.cri.runPod({ namespace: ns, name: p.metadata.name, uid: id, labels: p.metadata.labels, hostNetwork: p.spec.hostNetwork, portMappings: p.spec.containers.flatMap(c => c.ports ?? []).filter(x => x.hostPort && !p.spec.hostNetwork).map(x => ({ protocol: { UDP: 1, SCTP: 2 }[x.protocol] ?? 0, container_port: x.containerPort, host_port: x.hostPort, host_ip: x.hostIP ?? '' })), containers: p.spec.containers.map(c => ({ name: c.name, image: normal(c.image), ...(ns === 'kube-system' ? {} : { command: c.command, args: c.args }) })) }).catch(e => { this.event(p, 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${e.message}`, 'Warning'); this.backoff.set(id, { n: 1, until: Date.now() + 5000 }); throw e; });
      this.store.private[id] = { sandbox: r.pod_sandbox_id, containers: r.containers };
      if (!p.spec.hostNetwork) ip = r.status.network.ip;
      ids = r.containers;
    } else {
      if (!p.spec.hostNetwork) { const used = new Set(this.store.list('pods').map(q => q.status.podIP)); do this.ip = this.ip % 253 + 1; while (this.ip < 2 || used.has(`10.244.0.${this.ip}`)); ip = `10.244.0.${this.ip}`; }
      for (const c of p.spec.containers) ids[c.name] = crypto.randomBytes(32).toString('hex');
      const held = pretend(p); if (held) this.store.private[p.metadata.uid] = { pid: held };
    }
    const restarts = p.status.containerStatuses?.[0]?.restartCount ?? 0;
    this.backoff.delete(id);
    this.setPod(p, x => {
      x.status.phase = 'Running'; x.status.podIP = ip; x.status.podIPs = [{ ip }];
      x.status.containerStatuses = x.spec.containers.map(c => ({ name: c.name, image: normal(c.image), imageID: digestOf(normal(c.image)), containerID: 'containerd://' + ids[c.name], resources: c.resources ?? {}, ...(c.resources?.requests ? { allocatedResources: c.resources.requests } : {}), volumeMounts: mounts(c), ready: !readyDelay(p), started: true, restartCount: restarts, lastState: {}, state: { running: { startedAt: L.now() } } }));
      if (x.spec.initContainers) x.status.initContainerStatuses = x.spec.initContainers.map(c => { const containerID = 'containerd://' + crypto.createHash('sha256').update(id + c.name).digest('hex'); return { name: c.name, image: normal(c.image), imageID: digestOf(normal(c.image)), containerID, lastState: {}, ready: true, resources: c.resources ?? {}, restartCount: 0, started: false, state: { terminated: { containerID, exitCode: 0, reason: 'Completed', startedAt: L.now(), finishedAt: L.now() } }, volumeMounts: mounts(c) }; });
      for (const t of ['PodReadyToStartContainers', 'Initialized', 'PodScheduled']) setCond(x, cond(t, 'True'));
      for (const t of ['Ready', 'ContainersReady']) setCond(x, readyDelay(p) ? cond(t, 'False', { reason: 'ContainersNotReady', message: `containers with unready status: [${x.spec.containers.map(c => c.name).join(' ')}]` }) : cond(t, 'True'));
    });
    for (const c of p.spec.containers) { this.event(p, 'Created', `Created container: ${c.name}`, 'Normal', 'kubelet', c.name); this.event(p, 'Started', `Started container ${c.name}`, 'Normal', 'kubelet', c.name); }
  }
  async stopPod(p) {
    for (const c of p.spec.containers) if (p.status.phase === 'Running') this.event(p, 'Killing', `Stopping container ${c.name}`);
    const s = this.store.private[p.metadata.uid];
    if (this.cri && s?.sandbox) await this.cri.removePod(s.sandbox).catch(e => this.log('warning', e.message, 'kubelet')); else await L.sleep(200);
    if (s?.pid) try { process.kill(s.pid, 'SIGKILL'); } catch { /* gone */ }
    this.store.remove('pods', p.metadata.namespace, p.metadata.name);
  }
  async poll() { // containers that died, sandboxes that are gone (the host was restarted)
    if (!this.cri || this.closed || !this.since) return;
    const { containers } = await this.cri.call('ListContainers', {}), state = new Map(containers.map(c => [c.id, c.state]));
    for (const p of this.store.list('pods')) {
      const s = this.store.private[p.metadata.uid];
      if (!s?.containers || p.status.phase !== 'Running' || this.busy.has(p.metadata.uid) || p.metadata.deletionTimestamp) continue;
      if (Object.values(s.containers).every(id => state.get(id) === 1)) continue;
      const n = (p.status.containerStatuses?.[0]?.restartCount ?? 0) + 1;
      this.waiting(p, 'CrashLoopBackOff', undefined, { restartCount: n, lastState: { terminated: { exitCode: 137, reason: 'Error', finishedAt: L.now() } } });
    }
  }

  // ---- services -------------------------------------------------------------------------------------------------
  services() {
    const s = this.store;
    for (const svc of s.list('services')) {
      const ns = svc.metadata.namespace, name = svc.metadata.name, sel = svc.spec.selector;
      const pods = name === 'kubernetes' && ns === 'default' ? [] : sel ? s.list('pods', ns).filter(p => Object.entries(sel).every(([k, v]) => p.metadata.labels?.[k] === v) && p.status.podIP) : [];
      const port = (p, pod) => (typeof p.targetPort === 'string' && !/^\d+$/.test(p.targetPort) ? pod?.spec.containers.flatMap(c => c.ports ?? []).find(x => x.name === p.targetPort)?.containerPort : Number(p.targetPort)) ?? 0;
      const eps = name === 'kubernetes' && ns === 'default' ? [{ ip: this.address, ok: true }] : pods.filter(p => !p.metadata.deletionTimestamp).map(p => ({ ip: p.status.podIP, ok: ready(p), pod: p }));
      if (!sel && name !== 'kubernetes') continue;
      const ports = (svc.spec.ports ?? []).map(p => ({ ...(p.name ? { name: p.name } : {}), port: port(p, eps[0]?.pod), protocol: p.protocol }));
      const addr = e => ({ ip: e.ip, ...(e.pod ? { nodeName: e.pod.spec.nodeName, targetRef: { kind: 'Pod', namespace: ns, name: e.pod.metadata.name, uid: e.pod.metadata.uid } } : {}) });
      const good = eps.filter(e => e.ok), bad = eps.filter(e => !e.ok);
      const old = s.get('endpoints', ns, name);
      const subsets = eps.length ? [{ ...(good.length ? { addresses: good.map(addr) } : {}), ...(bad.length ? { notReadyAddresses: bad.map(addr) } : {}), ports }] : undefined;
      s.put('endpoints', { metadata: old?.metadata ? structuredClone(old.metadata) : { name, namespace: ns, labels: svc.metadata.labels }, ...(subsets ? { subsets } : {}) });
      const slice = s.list('endpointslices', ns).find(e => e.metadata.labels?.['kubernetes.io/service-name'] === name);
      s.put('endpointslices', { metadata: slice?.metadata ? structuredClone(slice.metadata) : { name: name === 'kubernetes' ? name : `${name}-${suffix()}`, namespace: ns, labels: { ...(name === 'kubernetes' ? {} : svc.metadata.labels), 'kubernetes.io/service-name': name, ...(name === 'kubernetes' ? {} : { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }) }, ...(name === 'kubernetes' ? {} : { generateName: name + '-', annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': L.now() }, ownerReferences: owner(svc, 'Service', 'v1') }) }, addressType: 'IPv4', endpoints: eps.map(e => ({ addresses: [e.ip], conditions: { ready: e.ok || svc.spec.publishNotReadyAddresses === true, serving: e.ok, terminating: false }, ...(e.pod ? { nodeName: e.pod.spec.nodeName, targetRef: addr(e).targetRef } : {}) })), ports });
    }
    for (const e of s.list('endpoints')) if (!s.get('services', e.metadata.namespace, e.metadata.name)) s.remove('endpoints', e.metadata.namespace, e.metadata.name);
    if (L.sw().proxyRules && this.nodeOk) {
      const objects = { services: s.list('services'), slices: s.list('endpointslices'), pods: s.list('pods'), policies: s.list('networkpolicies'), namespaces: s.list('namespaces') };
      // With a real runtime the CNI plugin portmap writes hostPorts itself.
      this.proxy.sync(objects, { node: this.node, nodeif: this.nodeif, address: this.address, sandbox: this.cri ? undefined : p => crypto.createHash('sha256').update(p.uid).digest('hex') });
    }
  }
}
module.exports = { Cluster, suffix, normal };
