// STAND-IN FOR TESTS, not the Kubernetes API server: a store of JSON objects behind the part of the Kubernetes HTTP API
// that kubectl 1.34 needs for get, describe, watch, create, expose, scale, delete, logs, wait and rollout status.
// One user (the admin's certificate, or none where the host has no openssl), no admission: for a test host's own network namespace.
'use strict';
const fs = require('node:fs'), path = require('node:path'), crypto = require('node:crypto');
const L = require('./lib.cjs'), kubepb = require('./kubepb.cjs'), tokens = require('./tokens.cjs'), pki = require('./pki.cjs');
const { tables } = require('./tables.cjs');

const R = (plural, kind, namespaced, short = [], all = false) => ({ plural, kind, namespaced, short, all });
const GROUPS = {
  v1: [R('pods', 'Pod', true, ['po'], true), R('replicationcontrollers', 'ReplicationController', true, ['rc'], true), R('services', 'Service', true, ['svc'], true), R('nodes', 'Node', false, ['no']), R('namespaces', 'Namespace', false, ['ns']), R('events', 'Event', true, ['ev']), R('endpoints', 'Endpoints', true, ['ep']), R('configmaps', 'ConfigMap', true, ['cm']), R('secrets', 'Secret', true), R('serviceaccounts', 'ServiceAccount', true, ['sa']), R('persistentvolumes', 'PersistentVolume', false, ['pv']), R('persistentvolumeclaims', 'PersistentVolumeClaim', true, ['pvc'])],
  'apps/v1': [R('daemonsets', 'DaemonSet', true, ['ds'], true), R('deployments', 'Deployment', true, ['deploy'], true), R('replicasets', 'ReplicaSet', true, ['rs'], true), R('statefulsets', 'StatefulSet', true, ['sts'], true)],
  'batch/v1': [R('jobs', 'Job', true, [], true), R('cronjobs', 'CronJob', true, ['cj'], true)],
  'autoscaling/v2': [R('horizontalpodautoscalers', 'HorizontalPodAutoscaler', true, ['hpa'], true)],
  'discovery.k8s.io/v1': [R('endpointslices', 'EndpointSlice', true)],
  'networking.k8s.io/v1': [R('networkpolicies', 'NetworkPolicy', true, ['netpol']), R('ingresses', 'Ingress', true, ['ing'])],
  'policy/v1': [R('poddisruptionbudgets', 'PodDisruptionBudget', true, ['pdb'])],
  'coordination.k8s.io/v1': [R('leases', 'Lease', true)],
};
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const BY = new Map(Object.entries(GROUPS).flatMap(([gv, rs]) => rs.map(r => [`${gv}/${r.plural}`, Object.assign(r, { gv, group: gv.includes('/') ? gv.split('/')[0] : '' })])));
const byPlural = p => [...BY.values()].find(r => r.plural === p);

const REASONS = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 409: 'Conflict', 429: 'TooManyRequests', 503: 'ServiceUnavailable', 504: 'Timeout' };

class ApiError extends Error { constructor(code, reason, message, details) { super(message); Object.assign(this, { code, reason, details }); } }
const status = e => ({ kind: 'Status', apiVersion: 'v1', metadata: e.metadata ?? {}, status: 'Failure', message: e.message, ...(e.reason ? { reason: e.reason } : {}), ...(e.details ? { details: e.details } : {}), code: e.code });
const qual = r => r.plural + (r.group ? '.' + r.group : '');
const notFound = (r, name) => new ApiError(404, 'NotFound', `${qual(r)} ${JSON.stringify(name)} not found`, { name, ...(r.group ? { group: r.group } : {}), kind: r.plural });

const canonical = v => JSON.stringify(v, (k, x) => (x && typeof x === 'object' && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).sort(([a], [b]) => (a < b ? -1 : 1))) : x));

class Store {
  constructor(file) {
    this.file = file; this.objects = new Map(); this.private = {}; this.rv = 100; this.watchers = new Set(); this.history = []; this.listeners = new Set();
    try { const j = JSON.parse(fs.readFileSync(file, 'utf8')); this.rv = j.rv; this.private = j.private; for (const [k, o] of j.objects) this.objects.set(k, o); } catch { /* a new cluster */ }
    this.oldest = this.rv;
  }
  key(r, ns, name) { return `${r.gv}/${r.plural}|${r.namespaced ? ns : ''}|${name}`; }
  save() { clearTimeout(this.saving); this.saving = setTimeout(() => this.saveNow(), 100); this.saving.unref?.(); }
  saveNow() {
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true });
      fs.writeFileSync(this.file + '.tmp', JSON.stringify({ rv: this.rv, private: this.private, objects: [...this.objects] })); fs.renameSync(this.file + '.tmp', this.file);
    } catch { /* the data directory is gone: k0s reset */ }
  }
  emit(type, r, o) {
    const ev = { type, r, object: structuredClone(o), rv: Number(o.metadata.resourceVersion) };
    this.history.push(ev); while (this.history.length > L.sw().historyLength) this.oldest = this.history.shift().rv;
    for (const w of this.watchers) w(ev);
    for (const l of this.listeners) l(ev);
    this.save();
  }
  list(plural, ns) { const r = byPlural(plural), pre = `${r.gv}/${plural}|`; return [...this.objects].filter(([k, o]) => k.startsWith(pre) && (!ns || o.metadata.namespace === ns)).map(([, o]) => o).sort((a, b) => (a.metadata.namespace + '/' + a.metadata.name < b.metadata.namespace + '/' + b.metadata.name ? -1 : 1)); }
  get(plural, ns, name) { const r = byPlural(plural); return this.objects.get(this.key(r, ns, name)); }
  put(plural, o, { status: isStatus = false } = {}) { // create or replace; returns the stored object
    const r = byPlural(plural), m = o.metadata, k = this.key(r, m.namespace, m.name), old = this.objects.get(k);
    const same = x => canonical({ ...x, kind: 0, apiVersion: 0, metadata: { ...x.metadata, resourceVersion: 0, generation: 0, uid: 0, creationTimestamp: 0 } });
    if (old) { m.uid ??= old.metadata.uid; m.creationTimestamp ??= old.metadata.creationTimestamp; if (same(old) === same(o)) return old; }
    m.uid ??= crypto.randomUUID(); m.creationTimestamp ??= L.now();
    if (['deployments', 'replicasets', 'daemonsets', 'pods', 'endpointslices'].includes(plural)) m.generation = old ? (!isStatus && JSON.stringify(old.spec) !== JSON.stringify(o.spec) ? old.metadata.generation + 1 : old.metadata.generation) : 1;
    m.resourceVersion = String(++this.rv);
    const full = { kind: r.kind, apiVersion: r.gv, ...o }; full.kind = r.kind; full.apiVersion = r.gv;
    this.objects.set(k, full); this.emit(old ? 'MODIFIED' : 'ADDED', r, full);
    return full;
  }
  update(plural, ns, name, fn) { const o = this.get(plural, ns, name); if (!o) return; const c = structuredClone(o); if (fn(c) === false) return o; return this.put(plural, c, { status: true }); }
  remove(plural, ns, name) {
    const r = byPlural(plural), k = this.key(r, ns, name), o = this.objects.get(k);
    if (!o) return;
    this.objects.delete(k); delete this.private[o.metadata.uid];
    const gone = structuredClone(o); gone.metadata.resourceVersion = String(++this.rv);
    this.emit('DELETED', r, gone);
  }
}

// ---- selectors ------------------------------------------------------------------------------------------------
function labelMatcher(text) {
  const parts = (text ?? '').match(/[^,()]+(\([^)]*\))?/g)?.map(s => s.trim()).filter(Boolean) ?? [];
  const tests = parts.map(p => {
    let m;
    if ((m = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(p))) { const set = m[3].split(',').map(s => s.trim()); return l => set.includes(l[m[1]]) === (m[2] === 'in'); }
    if ((m = /^([^!=]+)(==|=|!=)(.*)$/.exec(p))) { const [, k, op, v] = m.map(s => s.trim()); return l => op === '!=' ? l[k] !== v : l[k] === v; }
    if (p[0] === '!') return l => !(p.slice(1) in l);
    return l => p in l;
  });
  return o => tests.every(t => t(o.metadata.labels ?? {}));
}
function fieldMatcher(text) {
  const tests = (text ?? '').split(',').filter(Boolean).map(p => { const [, k, op, v] = /^([^!=]+)(==|=|!=)(.*)$/.exec(p) ?? []; if (!k) throw new ApiError(400, 'BadRequest', `invalid field selector ${p}`); return o => { const x = k.split('.').reduce((a, b) => a?.[b], o); return (String(x ?? '') === v) === (op !== '!='); }; });
  return o => tests.every(t => t(o));
}

// ---- defaults that the real server fills in ---------------------------------------------------------------------
function podDefaults(spec) {
  for (const c of spec.containers ?? []) {
    for (const p of c.ports ?? []) p.protocol ??= 'TCP';
    c.resources ??= {}; c.terminationMessagePath ??= '/dev/termination-log'; c.terminationMessagePolicy ??= 'File';
    c.imagePullPolicy ??= /:(?!latest$)[^/]+$/.test(c.image) ? 'IfNotPresent' : 'Always';
  }
  Object.assign(spec, { restartPolicy: 'Always', terminationGracePeriodSeconds: 30, dnsPolicy: 'ClusterFirst', securityContext: {}, schedulerName: 'default-scheduler', ...spec });
}
function defaults(store, r, o) {
  o.spec ??= undefined; if (o.spec === undefined) delete o.spec;
  if (r.plural === 'deployments') {
    o.spec = { replicas: 1, ...o.spec, strategy: o.spec.strategy?.type ? o.spec.strategy : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } }, revisionHistoryLimit: o.spec.revisionHistoryLimit ?? 10, progressDeadlineSeconds: o.spec.progressDeadlineSeconds ?? 600 };
    o.spec.template.metadata ??= {}; podDefaults(o.spec.template.spec); o.status = {};
  } else if (['replicasets', 'daemonsets', 'statefulsets'].includes(r.plural)) { if (r.plural !== 'daemonsets') o.spec.replicas ??= 1; podDefaults(o.spec.template.spec); o.status ??= { replicas: 0 }; }
  else if (r.plural === 'pods') { podDefaults(o.spec); o.spec.enableServiceLinks ??= true; o.spec.serviceAccountName ??= 'default'; o.status = { phase: 'Pending', qosClass: 'BestEffort' }; }
  else if (r.plural === 'namespaces') { o.spec = { finalizers: ['kubernetes'] }; o.status = { phase: 'Active' }; o.metadata.labels = { 'kubernetes.io/metadata.name': o.metadata.name, ...o.metadata.labels }; }
  else if (r.plural === 'services') {
    const s = o.spec; s.type ??= 'ClusterIP'; s.sessionAffinity ??= 'None';
    const all = store.list('services');
    for (const p of s.ports ?? []) { p.protocol ??= 'TCP'; p.targetPort ??= p.port; }
    if (s.type !== 'ExternalName') {
      const used = new Set(all.map(x => x.spec.clusterIP));
      const wish = L.sw().clusterIP;
      if (!s.clusterIP) { if (wish && !used.has(wish)) s.clusterIP = wish; else do s.clusterIP = `10.${96 + crypto.randomInt(16)}.${crypto.randomInt(256)}.${1 + crypto.randomInt(254)}`; while (used.has(s.clusterIP)); }
      s.clusterIPs = [s.clusterIP]; s.ipFamilies = ['IPv4']; s.ipFamilyPolicy = 'SingleStack'; s.internalTrafficPolicy ??= 'Cluster';
    }
    if (s.type === 'NodePort' || s.type === 'LoadBalancer') {
      s.externalTrafficPolicy ??= 'Cluster';
      const taken = new Set(all.flatMap(x => x.spec.ports ?? []).map(p => p.nodePort).filter(Boolean));
      for (const p of s.ports ?? []) {
        if (p.nodePort && (p.nodePort < 30000 || p.nodePort > 32767)) throw new ApiError(422, 'Invalid', `Service ${JSON.stringify(o.metadata.name)} is invalid: spec.ports[0].nodePort: Invalid value: ${p.nodePort}: provided port is not in the valid range. The range of valid ports is 30000-32767`);
        if (p.nodePort && taken.has(p.nodePort)) throw new ApiError(422, 'Invalid', `Service ${JSON.stringify(o.metadata.name)} is invalid: spec.ports[0].nodePort: Invalid value: ${p.nodePort}: provided port is already allocated`);
        const wish = L.sw().nodePort;
        if (!p.nodePort) { if (wish && !taken.has(wish)) p.nodePort = wish; else do p.nodePort = 30000 + crypto.randomInt(2768); while (taken.has(p.nodePort)); }
        taken.add(p.nodePort);
      }
      if (s.type === 'LoadBalancer' && s.externalTrafficPolicy === 'Local' && !s.healthCheckNodePort) do s.healthCheckNodePort = 30000 + crypto.randomInt(2768); while (taken.has(s.healthCheckNodePort));
    }
    if (s.sessionAffinity === 'ClientIP') s.sessionAffinityConfig ??= { clientIP: { timeoutSeconds: 10800 } };
    o.status = { loadBalancer: {} };
  }
}

function merge(a, p, strategic) { // JSON merge patch; "strategic" merges lists of named things by name
  if (p === null || typeof p !== 'object') return p;
  if (Array.isArray(p)) {
    if (!strategic || !Array.isArray(a) || !p.every(x => x && typeof x === 'object' && ('name' in x || 'type' in x))) return p;
    const k = 'name' in p[0] ? 'name' : 'type', out = a.map(x => structuredClone(x));
    for (const x of p) { const i = out.findIndex(y => y[k] === x[k]); if (i < 0) out.push(x); else if (x.$patch === 'delete') out.splice(i, 1); else out[i] = merge(out[i], x, strategic); }
    return out;
  }
  const out = a && typeof a === 'object' && !Array.isArray(a) ? { ...a } : {};
  for (const [k, v] of Object.entries(p)) { if (k[0] === '$') continue; if (v === null) delete out[k]; else out[k] = merge(out[k], v, strategic); }
  return out;
}

// What a kubelet may: measured of a worker's kubelet.conf on k0s 1.34.1 (lists), and what it writes of its own.
const NODE_LISTS = ['nodes', 'pods', 'services', 'daemonsets', 'deployments', 'replicasets', 'statefulsets', 'endpointslices'];
function nodeMay(node, method, r, ns, name, sub) {
  if (r.plural === 'leases') return ns === 'kube-node-lease' && (name === node || method === 'POST');
  if (method === 'GET') return NODE_LISTS.includes(r.plural);
  return r.plural === 'nodes' ? method === 'POST' || name === node : r.plural === 'pods' ? method === 'DELETE' || sub === 'status' : r.plural === 'events' && method === 'POST';
}
/** The request of a kubelet, approved and signed at once, as k0s's csr-approver does it. */
function signed(csr) {
  const certificate = pki.sign(Buffer.from(csr.spec.request, 'base64').toString());
  return { ...csr, metadata: { ...csr.metadata, name: `csr-${crypto.randomBytes(3).toString('hex')}` }, status: { conditions: [{ type: 'Approved', status: 'True' }], certificate: Buffer.from(certificate).toString('base64') } };
}

function create(store, hooks) {
  const groupsOf = () => { const g = {}; for (const gv of Object.keys(GROUPS)) if (gv.includes('/')) (g[gv.split('/')[0]] ??= []).push(gv.split('/')[1]); return g; };
  const aggregated = core => ({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items: (core ? [['', ['v1']]] : Object.entries(groupsOf())).map(([g, vs]) => ({ metadata: { name: g || undefined, creationTimestamp: null }, versions: vs.map(v => ({ version: v, freshness: 'Current', resources: GROUPS[g ? `${g}/${v}` : v].map(r => ({ resource: r.plural, responseKind: { group: g, version: v, kind: r.kind }, scope: r.namespaced ? 'Namespaced' : 'Cluster', singularResource: r.kind.toLowerCase(), verbs: VERBS, shortNames: r.short, categories: r.all ? ['all'] : [], ...(r.plural === 'pods' ? { subresources: [{ subresource: 'log', responseKind: { group: '', version: 'v1', kind: 'Pod' }, verbs: ['get'] }, { subresource: 'eviction', responseKind: { group: 'policy', version: 'v1', kind: 'Eviction' }, verbs: ['create'] }] } : ['deployments', 'replicasets'].includes(r.plural) ? { subresources: [{ subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: ['get', 'patch', 'update'] }] } : {}) })) })) })) });
  const resourceList = gv => ({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: gv, resources: GROUPS[gv].flatMap(r => [{ name: r.plural, singularName: r.kind.toLowerCase(), namespaced: r.namespaced, kind: r.kind, verbs: VERBS, shortNames: r.short, categories: r.all ? ['all'] : [] }, ...(r.plural === 'pods' ? [{ name: 'pods/eviction', singularName: '', namespaced: true, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] }] : []), ...(['deployments', 'replicasets'].includes(r.plural) ? [{ name: r.plural + '/scale', singularName: '', namespaced: true, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] }] : [])]) });
  const wantsTable = req => /as=Table/.test((req.headers.accept ?? '').split(',')[0]);
  const scaleOf = (r, o) => ({ kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: o.metadata.name, namespace: o.metadata.namespace, uid: o.metadata.uid, resourceVersion: o.metadata.resourceVersion, creationTimestamp: o.metadata.creationTimestamp }, spec: { replicas: o.spec.replicas }, status: { replicas: o.status?.replicas ?? 0, selector: Object.entries(o.spec.selector.matchLabels ?? {}).map(e => e.join('=')).join(',') } });

  // people (curl, a browser) get it indented, as the real server does
  function send(res, code, body, type = 'application/json') { const b = Buffer.from(typeof body === 'string' ? body : res.pretty ? JSON.stringify(body, null, 2) : JSON.stringify(body) + '\n'); res.writeHead(code, { 'content-type': type, 'content-length': b.length }); res.end(b); }
  const tableOf = (r, items, meta, q) => tables(r, items, meta, q.get('includeObject') ?? 'Metadata');

  function watch(req, res, r, ns, q, match) {
    const table = wantsTable(req), from = q.get('resourceVersion') ?? '';
    res.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }); res.flushHeaders();
    const live = new Set();
    const line = (type, object) => { res.write(JSON.stringify({ type, object: table && object.metadata && type !== 'BOOKMARK' ? tableOf(r, [object], { resourceVersion: object.metadata.resourceVersion }, q) : object }) + '\n'); };
    const on = ev => {
      if (ev.r !== r || (ns && ev.object.metadata.namespace !== ns)) return;
      const uid = ev.object.metadata.uid, hit = match(ev.object);
      if (ev.type === 'DELETED' || !hit) { if (live.delete(uid) || (hit && ev.type === 'DELETED')) line('DELETED', ev.object); return; }
      line(live.has(uid) ? 'MODIFIED' : ev.type === 'MODIFIED' && from && from !== '0' ? 'MODIFIED' : 'ADDED', ev.object); live.add(uid);
    };
    const initial = () => { for (const o of store.list(r.plural, ns).filter(match)) { live.add(o.metadata.uid); line('ADDED', o); } };
    const bookmark = extra => line('BOOKMARK', { kind: r.kind, apiVersion: r.gv, metadata: { resourceVersion: String(store.rv), ...extra }, ...(r.plural === 'pods' ? { spec: { containers: null }, status: {} } : {}) });
    if (q.get('sendInitialEvents') === 'true') { initial(); bookmark({ annotations: { 'k8s.io/initial-events-end': 'true' } }); }
    else if (!from || from === '0') initial();
    else if (Number(from) < store.oldest) { line('ERROR', status(new ApiError(410, 'Expired', `too old resource version: ${from} (${store.oldest})`))); return res.end(); }
    else { for (const o of store.list(r.plural, ns).filter(match)) if (Number(o.metadata.resourceVersion) <= Number(from)) live.add(o.metadata.uid); for (const ev of store.history) if (ev.rv > Number(from)) on(ev); }
    store.watchers.add(on);
    const marks = q.get('allowWatchBookmarks') === 'true' ? setInterval(() => bookmark(), 30000) : undefined;
    const limit = Number(q.get('timeoutSeconds')) || 0;
    const end = () => { store.watchers.delete(on); clearInterval(marks); clearTimeout(t); };
    const t = limit ? setTimeout(() => { end(); res.end(); }, limit * 1000) : undefined;
    res.on('close', end);
  }

  async function logs(req, res, pod, q) {
    const name = q.get('container') || pod.spec.containers[0].name;
    if (!pod.spec.containers.some(c => c.name === name)) throw new ApiError(400, 'BadRequest', `container ${name} is not valid for pod ${pod.metadata.name}`);
    const st = pod.status.containerStatuses?.find(c => c.name === name);
    if (!st?.containerID) throw new ApiError(400, 'BadRequest', `container ${JSON.stringify(name)} in pod ${JSON.stringify(pod.metadata.name)} is waiting to start: ${st?.state?.waiting?.reason ?? 'ContainerCreating'}`);
    const dir = `/var/log/pods/${pod.metadata.namespace}_${pod.metadata.name}_${pod.metadata.uid}/${name}`;
    const file = () => { try { return path.join(dir, fs.readdirSync(dir).filter(f => f.endsWith('.log')).sort((a, b) => parseInt(a, 10) - parseInt(b, 10)).at(-1)); } catch { return null; } };
    const f = file();
    const tail = q.get('tailLines') === null ? Infinity : Number(q.get('tailLines')), stamps = q.get('timestamps') === 'true';
    const strip = l => { const [, at, text] = /^(\S+) \S+ \S+ (.*)$/.exec(l) ?? [, '', l]; return (stamps ? at + ' ' : '') + text; };
    const read = () => (f ? fs.readFileSync(f, 'utf8').split('\n').slice(0, -1) : [`${pod.status.startTime} stdout F stand-in container for tests, started`]);
    res.writeHead(200, { 'content-type': 'text/plain' }); res.flushHeaders();
    const first = read(); let seen = first.length;
    for (const l of first.slice(Math.max(0, seen - tail))) res.write(strip(l) + '\n');
    if (q.get('follow') !== 'true') return res.end();
    const t = setInterval(() => {
      let all = []; try { all = read(); } catch { /* the pod is gone */ }
      for (const l of all.slice(seen)) res.write(strip(l) + '\n');
      seen = Math.max(seen, all.length);
      if (!store.get('pods', pod.metadata.namespace, pod.metadata.name)) { clearInterval(t); res.end(); }
    }, 200);
    res.on('close', () => clearInterval(t));
  }

  function insert(r, ns, o) {
    o.metadata ??= {};
    if (r.namespaced) { o.metadata.namespace = ns; if (!store.get('namespaces', '', ns)) throw notFound(byPlural('namespaces'), ns); } else delete o.metadata.namespace;
    if (!o.metadata.name && o.metadata.generateName) o.metadata.name = o.metadata.generateName + hooks.suffix();
    const name = o.metadata.name;
    if (!name || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) throw new ApiError(422, 'Invalid', `${r.kind}${r.group ? '.' + r.group : ''} ${JSON.stringify(name ?? '')} is invalid: metadata.name: Invalid value: ${JSON.stringify(name ?? '')}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`);
    if (store.get(r.plural, ns, name)) throw new ApiError(409, 'AlreadyExists', `${qual(r)} ${JSON.stringify(name)} already exists`, { name, ...(r.group ? { group: r.group } : {}), kind: r.plural });
    defaults(store, r, o);
    return o;
  }

  function del(r, ns, name, opts = {}) {
    const o = store.get(r.plural, ns, name);
    if (!o) throw notFound(r, name);
    if (opts.propagationPolicy === 'Orphan') hooks.orphan(o);
    if (r.plural === 'pods') {
      const grace = opts.gracePeriodSeconds ?? o.spec.terminationGracePeriodSeconds ?? 30;
      const gone = store.update('pods', ns, name, p => { if (p.metadata.deletionTimestamp) return false; p.metadata.deletionGracePeriodSeconds = Number(grace); p.metadata.deletionTimestamp = L.now(); });
      if (Number(grace) === 0) store.remove('pods', ns, name);
      return gone;
    }
    if (r.plural === 'namespaces') { if (['default', 'kube-system', 'kube-public', 'kube-node-lease'].includes(name)) throw new ApiError(403, 'Forbidden', `namespaces ${JSON.stringify(name)} is forbidden: this namespace may not be deleted`); return store.update('namespaces', '', name, n => { n.status.phase = 'Terminating'; n.metadata.deletionTimestamp ??= L.now(); }); }
    store.remove(r.plural, ns, name);
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { name, ...(r.group ? { group: r.group } : {}), kind: r.plural, uid: o.metadata.uid } };
  }

  // one page of a list: `continue` holds where it goes on and of which version the list is
  function page(q, r, items) {
    const limit = Number(q.get('limit')) || 0, token = q.get('continue');
    let from = 0, rv = store.rv;
    if (token) {
      let t; try { t = JSON.parse(Buffer.from(token, 'base64url').toString()); } catch { throw new ApiError(400, 'BadRequest', 'continue key is not valid: invalid character'); }
      if (t.rv > 0 && t.rv < store.oldest) throw Object.assign(new ApiError(410, 'Expired', 'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'), { metadata: { continue: Buffer.from(JSON.stringify({ ...t, rv: -1, start: t.start.replace(/^\//, '') })).toString('base64url') } });
      from = items.findIndex(o => `${o.metadata.namespace ? o.metadata.namespace + '/' : ''}${o.metadata.name}` > t.start.replace(/^\//, '')); if (from < 0) from = items.length;
      if (t.rv > 0) rv = t.rv;
    }
    if (!limit || items.length - from <= limit) return { part: items.slice(from), meta: { resourceVersion: String(rv) } };
    const part = items.slice(from, from + limit), last = part.at(-1).metadata;
    return { part, meta: { resourceVersion: String(rv), continue: Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv, start: `${last.namespace ? last.namespace + '/' : ''}${last.name}` })).toString('base64url'), remainingItemCount: items.length - from - limit } };
  }
  // a version must be a number, and one that is still known where exactly that one is asked for
  function versionAsked(q, watching) {
    const rv = q.get('resourceVersion') ?? '';
    if (rv && !/^\d+$/.test(rv)) throw new ApiError(500, undefined, `resourceVersion: Invalid value: ${JSON.stringify(rv)}: strconv.ParseUint: parsing ${JSON.stringify(rv)}: invalid syntax`);
    if (!watching && q.get('resourceVersionMatch') === 'Exact' && rv && rv !== '0' && Number(rv) < store.oldest) throw new ApiError(410, 'Expired', 'The resourceVersion for the provided list is too old.');
  }

  async function handle(req, res, raw) {
    const u = new URL(req.url, 'http://x'), q = u.searchParams, s = u.pathname.split('/').filter(Boolean);
    const discovery = /as=APIGroupDiscoveryList/.test(req.headers.accept ?? '');
    const AGG = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const own = L.sw().version.replace(/\+k0s.*/, '+k0s'), minor = own.split('.')[1];
    if (u.pathname === '/version') return send(res, 200, { major: '1', minor, gitVersion: own, gitCommit: '', gitTreeState: 'clean', buildDate: '2025-10-09T00:00:00Z', goVersion: 'go1.24.6', compiler: 'gc', platform: 'linux/amd64', emulationMajor: '1', emulationMinor: minor, minCompatibilityMajor: '1', minCompatibilityMinor: String(minor - 1) });
    if (/^\/(healthz|livez|readyz)/.test(u.pathname)) return send(res, 200, 'ok', 'text/plain');
    if (u.pathname === '/api') return discovery ? send(res, 200, aggregated(true), AGG) : send(res, 200, { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] });
    if (u.pathname === '/apis') return discovery ? send(res, 200, aggregated(false), AGG) : send(res, 200, { kind: 'APIGroupList', apiVersion: 'v1', groups: Object.entries(groupsOf()).map(([g, vs]) => ({ name: g, versions: vs.map(v => ({ groupVersion: `${g}/${v}`, version: v })), preferredVersion: { groupVersion: `${g}/${vs[0]}`, version: vs[0] } })) });
    const gv = s[0] === 'api' ? s[1] : `${s[1]}/${s[2]}`; let rest = s[0] === 'api' ? s.slice(2) : s.slice(3);
    if (!['api', 'apis'].includes(s[0])) return send(res, 404, '404 page not found\n', 'text/plain; charset=utf-8');
    if (!GROUPS[gv]) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
    if (!rest.length) return send(res, 200, resourceList(gv));
    let ns = '';
    if (rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2])) { ns = rest[1]; rest = rest.slice(2); }
    const r = BY.get(`${gv}/${rest[0]}`); const [, name, sub] = rest;
    if (!r) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
    const node = /^system:node:(.+)$/.exec(req.user)?.[1], other = req.headers['impersonate-user'] ?? (node !== undefined && !nodeMay(node, req.method, r, ns, name, sub) ? req.user : undefined); // only the admin may anything
    if (other) throw new ApiError(403, 'Forbidden', `${qual(r)} is forbidden: User ${JSON.stringify(other)} cannot ${req.method !== 'GET' ? { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }[req.method] : name ? 'get' : ['true', '1'].includes(q.get('watch')) ? 'watch' : 'list'} resource ${JSON.stringify(r.plural)} in API group ${JSON.stringify(r.group)} ${ns ? `in the namespace ${JSON.stringify(ns)}` : 'at the cluster scope'}`, { ...(name ? { name } : {}), ...(r.group ? { group: r.group } : {}), kind: r.plural });
    const broken = L.sw().apiErrors?.[r.plural];
    if (broken) throw new ApiError(broken, REASONS[broken] ?? 'InternalError', 'k0s stand-in: error asked for by a test');
    const dry = q.get('dryRun') === 'All';
    const type = req.headers['content-type'] ?? '';
    const body = () => {
      if (!raw.length) return {};
      if (kubepb.isProtobuf(raw)) { const o = kubepb.decode(raw); if (!o) throw new ApiError(415, 'UnsupportedMediaType', 'k0s stand-in: no protobuf for this kind; create it from JSON'); return o; }
      try { return JSON.parse(raw); } catch { throw new ApiError(415, 'UnsupportedMediaType', `k0s stand-in: cannot read ${type}`); }
    };
    const matchL = labelMatcher(q.get('labelSelector')), matchF = fieldMatcher(q.get('fieldSelector')), match = o => matchL(o) && matchF(o);

    if (!name) {
      if (req.method === 'GET') {
        const watching = ['true', '1'].includes(q.get('watch'));
        versionAsked(q, watching);
        if (watching) return watch(req, res, r, ns, q, match);
        const { part: items, meta } = page(q, r, store.list(r.plural, ns).filter(match));
        return send(res, 200, wantsTable(req) ? tableOf(r, items, meta, q) : { kind: r.kind + 'List', apiVersion: r.gv, metadata: meta, items: items.map(({ kind, apiVersion, ...o }) => o) });
      }
      if (req.method === 'POST') { const o = insert(r, ns, body()); return send(res, 201, dry ? { kind: r.kind, apiVersion: r.gv, ...o } : store.put(r.plural, o)); }
      if (req.method === 'DELETE') { const items = store.list(r.plural, ns).filter(match); for (const o of items) del(r, ns || o.metadata.namespace, o.metadata.name, body()); return send(res, 200, { kind: r.kind + 'List', apiVersion: r.gv, metadata: {}, items }); }
      throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
    }
    const o = store.get(r.plural, ns, name);
    if (!o) throw notFound(r, name);
    if (sub === 'log' && r.plural === 'pods') return logs(req, res, o, q);
    if (sub === 'eviction' && r.plural === 'pods' && req.method === 'POST') { let opts; try { opts = body().deleteOptions; } catch { /* protobuf */ } del(r, ns, name, opts); return send(res, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }); } // no budget is looked at
    if (sub === 'scale') {
      if (req.method === 'GET') return send(res, 200, scaleOf(r, o));
      const n = body().spec?.replicas ?? 0;
      return send(res, 200, scaleOf(r, store.put(r.plural, { ...structuredClone(o), spec: { ...o.spec, replicas: Number(n) } })));
    }
    if (sub && !['status', 'finalize'].includes(sub)) throw new ApiError(404, 'NotFound', 'the server could not find the requested resource');
    if (req.method === 'GET') return send(res, 200, wantsTable(req) ? tableOf(r, [o], { resourceVersion: o.metadata.resourceVersion }, q) : o);
    if (req.method === 'DELETE') return send(res, 200, dry ? o : del(r, ns, name, body()));
    if (req.method === 'PUT' || req.method === 'PATCH') {
      let n;
      if (req.method === 'PUT') { n = body(); if (n.metadata?.resourceVersion && n.metadata.resourceVersion !== o.metadata.resourceVersion) throw new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${qual(r)} ${JSON.stringify(name)}: the object has been modified; please apply your changes to the latest version and try again`); }
      else if (/json-patch/.test(type)) {
        n = structuredClone(o);
        for (const p of body()) { const keys = p.path.split('/').slice(1).map(k => k.replace(/~1/g, '/').replace(/~0/g, '~')), last = keys.pop(), at = keys.reduce((a, k) => (a[k] ??= {}), n); if (p.op === 'remove') Array.isArray(at) ? at.splice(Number(last), 1) : delete at[last]; else if (Array.isArray(at)) last === '-' ? at.push(p.value) : at.splice(Number(last), p.op === 'add' ? 0 : 1, p.value); else at[last] = p.value; }
      } else if (/merge-patch/.test(type)) n = merge(o, body(), /strategic/.test(type));
      else throw new ApiError(415, 'UnsupportedMediaType', `k0s stand-in: no ${type}`);
      n.metadata = { ...n.metadata, name, uid: o.metadata.uid, creationTimestamp: o.metadata.creationTimestamp, ...(r.namespaced ? { namespace: ns } : {}) };
      return send(res, 200, dry ? n : store.put(r.plural, n, { status: sub === 'status' }));
    }
    throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
  }

  return (req, res) => {
    const parts = [];
    res.pretty = /^(curl|Wget|Mozilla)/.test(req.headers['user-agent'] ?? '');
    req.on('data', d => parts.push(d));
    req.on('end', async () => {
      if (L.sw().apiSlowMs) await L.sleep(L.sw().apiSlowMs);
      try {
        if (req.socket.encrypted && !req.socket.authorized) {
          const bearer = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
          if (!bearer || !tokens.isGood(store, bearer)) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
          // whoever has a join token may ask who answers, and for the certificate of a kubelet
          if (req.method === 'POST' && req.url.startsWith('/apis/certificates.k8s.io/v1/certificatesigningrequests')) return send(res, 201, signed(JSON.parse(Buffer.concat(parts))));
          if (!/^\/(version|healthz|livez|readyz)/.test(req.url)) throw new ApiError(403, 'Forbidden', `system:bootstrap:${bearer.split('.')[0]} cannot ${req.method} ${req.url}`);
        }
        req.user = req.socket.encrypted && req.socket.authorized ? req.socket.getPeerCertificate()?.subject?.CN ?? '' : '';
        await handle(req, res, Buffer.concat(parts));
      } catch (e) {
        if (!(e instanceof ApiError)) { process.stdout.write(L.logline('error', `k0s stand-in: ${e.stack}`, { component: 'kube-apiserver' })); e = new ApiError(500, 'InternalError', 'Internal error occurred: ' + e.message); }
        if (!res.headersSent) send(res, e.code, status(e)); else res.end();
      }
    });
  };
}
module.exports = { Store, create, byPlural, podDefaults, labelMatcher };
