// STAND-IN FOR TESTS, not k0s: the long-running process that the systemd unit starts (`k0s controller`).
// Order of things and log lines follow what k0s v1.34.1 does; times are set by the switches in lib.cjs.
'use strict';
const fs = require('node:fs'), http = require('node:http'), net = require('node:net'), path = require('node:path'), { spawnSync } = require('node:child_process');
const L = require('./lib.cjs');
const { P, sw, sleep, write, exists } = L;
const { footprint } = require('./footprint.cjs');
const C = require('./children.cjs'), J = require('./journal.cjs'), pki = require('./pki.cjs');
// The launcher is the unit's main process, and the one that k0s would name.
const ownPid = Number(process.env.K0S_PID) || process.pid;
const log = (level, msg, component) => process.stdout.write(L.logline(level, msg, component ? { component } : {}));

// recorded from a real k0s, with this host's address and name
const clusterConfig = () => JSON.parse(fs.readFileSync(path.join(__dirname, 'cluster-config.json'), 'utf8').replaceAll('{ip}', L.nodeAddress()).replaceAll('{node}', L.nodeName()));
const vars = id => ({ ...JSON.parse(fs.readFileSync(path.join(__dirname, 'k0s-vars.json'), 'utf8')), InvocationID: id });

// ---- containerd, a real one where the host has it -----------------------------------------------------------------
const containerdBin = () => ['/usr/bin/containerd', '/usr/local/bin/containerd'].find(exists);
const containerdArgs = ['--root=/var/lib/containerd', '--state=/run/k0s/containerd', `--address=${P.containerdSock}`, '--log-level=info', `--config=${P.containerdToml}`];
function containerdFiles() {
  write(P.containerdToml, `# k0s_managed=true
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${L.IMAGES.pause}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "/etc/cni/net.d"
`);
  write(P.run + '/containerd-cri.toml', 'version = 2\n');
  if (!exists(P.cni)) write(P.cni, JSON.stringify({ cniVersion: '0.3.0', name: 'mynet', plugins: [{ type: 'bridge', name: 'kubernetes', bridge: 'kube-bridge', isDefaultGateway: true, hairpinMode: true, ipMasq: false, ipam: { type: 'host-local', subnet: '10.244.0.0/24' } }, { type: 'portmap', capabilities: { snat: true, portMappings: true } }] }, null, 2) + '\n');
  fs.mkdirSync(P.run + '/containerd', { recursive: true, mode: 0o711 });
}
/** A real containerd below /var/lib/k0s/bin, with its shim and runc; undefined on a host without one. */
function stagedContainerd() {
  const bin = containerdBin(); if (!bin) return undefined;
  for (const [name, from] of [['containerd-shim-runc-v2', '/usr/bin/containerd-shim-runc-v2'], ['runc', '/usr/sbin/runc']]) {
    const to = `${P.data}/bin/${name}`;
    if (exists(from) && !exists(to)) { fs.copyFileSync(from, to); fs.chmodSync(to, 0o750); }
  }
  const to = P.data + '/bin/containerd';
  if (!exists(to)) { fs.copyFileSync(bin, to); fs.chmodSync(to, 0o750); }
  return to;
}
async function containerdReady() {
  const cri = require('../cri/cri.cjs').connect(P.containerdSock);
  for (let i = 0; i < 150; i++) { try { await cri.call('Version', {}); return cri; } catch { await sleep(100); } }
  throw new Error('containerd did not become ready');
}
/** An image that was pulled has its name by digest too; the third name, of its config, is containerd's own work. */
function tagDigests() {
  const ctr = (...args) => spawnSync('ctr', ['--address', P.containerdSock, '-n', 'k8s.io', ...args], { encoding: 'utf8' });
  for (const line of (ctr('image', 'list').stdout ?? '').split('\n').slice(1)) {
    const [ref, , digest] = line.split(/\s+/);
    if (digest && !/sha256:/.test(ref)) ctr('image', 'tag', ref, `${ref.replace(/:[^:/]*$/, '')}@${digest}`);
  }
}
function importImages() {
  for (const dir of [P.lib + '/images', '/var/lib/k0s/images']) for (const f of exists(dir) ? fs.readdirSync(dir) : []) {
    const mark = `/var/lib/containerd/.standin-${f}-${fs.statSync(path.join(dir, f)).mtimeMs}`;
    if (exists(mark)) continue;
    const r = spawnSync('ctr', ['--address', P.containerdSock, '-n', 'k8s.io', 'image', 'import', '--all-platforms', path.join(dir, f)], { encoding: 'utf8' });
    if (r.status === 0) { tagDigests(); write(mark, ''); log('info', `Imported OCI bundle ${f}`, 'OCIBundleReconciler'); } else log('warning', `failed to import ${f}: ${(r.stderr ?? '').trim()}`, 'OCIBundleReconciler');
  }
}

/** `k0s reset`: ends every pod through a containerd of its own. */
async function removeAllPods(note) {
  for (const pid of L.pretendedPods()) try { process.kill(pid, 'SIGKILL'); } catch { /* gone */ }
  if (!containerdBin() || !exists(P.data)) return;
  const children = new C.Children({ log, raw: () => {}, self: '' });
  containerdFiles();
  const file = stagedContainerd();
  note('info', 'Starting containerd');
  await children.supervise('containerd', { command: file, args: containerdArgs });
  const cri = await containerdReady();
  for (const p of (await cri.call('ListPodSandbox', {})).items) await cri.removePod(p.id, 0).catch(() => {});
  cri.close();
  note('info', 'successfully removed k0s containers!');
  children.log = () => {};
  await children.stopAll();
}

async function main(flags, args) {
  const id = L.id32(), t0 = Date.now();
  const worker = Boolean(flags['enable-worker'] || flags.single), single = Boolean(flags.single), taint = worker && !single && !flags['no-taints'];
  // the recorded start took 28 s until `k0s status` answered; everything else keeps its place in it
  const scale = sw().readySeconds / RECORDED.ready;
  const at = async seconds => { const ms = seconds * scale * 1000 - (Date.now() - t0); if (ms > 0) await sleep(ms); };
  const values = { pid: String(ownPid), ip: L.nodeAddress(), node: L.nodeName() };
  const raw = line => process.stdout.write(line);
  const crash = async (msg, lines = []) => { await sleep(200); for (const l of lines) raw(l); process.stderr.write(`Error: ${msg}\n`); process.exit(1); };
  const running = L.runningPid(); if (running) await crash('failed to initialize runtime config: an instance of k0s is already running');
  raw(L.logline('warning', '< 65536', { 'pre-flight-check': 'os/RLIMIT_NOFILE', property: 'current: 20000 / max: 20000' }));
  const refused = sw().preflightFail;
  if (refused) await crash('pre-flight checks failed, check out `k0s sysinfo`', (Array.isArray(refused) ? refused : ['os/CGROUPS/CGROUP_SCHED', 'os/EXT4_FS']).map(check => L.logline('error', 'Rejected', { 'pre-flight-check': check, property: 'unknown' })));
  const config = L.configFault(flags.config); if (config) await crash(/^error /.test(config) ? `failed to load node config: ${config}` : `invalid node config: ${config}`);
  if (sw().newCrash && sw().version !== 'v1.34.1+k0s.0') await crash('failed to start controller node components: stand-in: newCrash');
  if (sw().startCrash) await crash(sw().startCrash === true ? 'failed to start component etcd: listen tcp 127.0.0.1:2379: bind: address already in use' : sw().startCrash);
  if (sw().startPanic) { const r = J.replay('panic', { scale: 0, values }); await r.done; process.exit(2); }
  for (const d of ['bin', 'pki', 'etcd', 'manifests', 'images', 'kubelet']) fs.mkdirSync(path.join(P.data, d), { recursive: true, mode: 0o751 });
  fs.mkdirSync(P.run, { recursive: true });
  write(P.run + '/k0s.yaml', L.yaml({ apiVersion: 'k0s.k0sproject.io/v1beta1', kind: 'RuntimeConfig', spec: { nodeConfig: clusterConfig(), k0sVars: vars(id), pid: ownPid } }), 0o600);

  let ready = false, ended = false;
  const waiters = [];
  const probe = () => new Promise(r => { const s = net.connect(6443, '::1'); const end = e => { s.destroy(); r(e ? `Get "https://localhost:6443/api/v1/nodes": dial tcp [::1]:6443: connect: ${e.code === 'ECONNREFUSED' ? 'connection refused' : e.message}` : ''); }; s.once('connect', () => end()); s.once('error', end); s.setTimeout(2000, () => end({ message: 'i/o timeout' })); });
  const statusBody = async () => { const failed = worker ? await probe() : ''; return { Version: sw().version, Pid: ownPid, PPid: 0, Role: 'controller', SysInit: '', StubFile: '', Output: '', Workloads: worker, SingleNode: single, Args: args, WorkerToAPIConnectionStatus: { Message: failed, Success: worker && !failed }, ClusterConfig: clusterConfig(), K0sVars: vars(id) }; };
  const began = L.now();
  const components = count => {
    const last = list => list.slice(-count);
    return single ? { events: {}, healthProbes: {} } : { events: { Konnectivity: last([{ at: began, message: 'started konnectivity server', payload: { serverCount: 0 } }, { at: began, message: 'restarting konnectivity server due to server count change', payload: { serverCount: 1 } }, { at: began, message: 'started konnectivity server', payload: { serverCount: 1 } }]), KonnectivityAgent: last([{ at: began, message: 'wrote konnectivity agent new manifest' }, { at: began, message: 'wrote konnectivity agent new manifest' }]), OCIBundleReconciler: last([{ at: began, message: 'importing OCI bundles', payload: [] }, { at: began, message: 'finished importing OCI bundles' }]) }, healthProbes: { Konnectivity: last([20, 10, 0].map(ago => ({ at: new Date(Date.now() - ago * 1000).toISOString(), component: 'Konnectivity', error: '' }))) } };
  };
  const statusServer = http.createServer((req, res) => { const go = async () => { const body = req.url.startsWith('/components') ? components(Number(/maxCount=(\d+)/.exec(req.url)?.[1]) || 1) : await statusBody(); res.setHeader('content-type', 'application/json'); res.end(JSON.stringify(body)); }; if (ready) go(); else waiters.push(go); });

  const components_ = C.possible();
  const children = new C.Children({ log, raw, self: process.env.K0S_ARGV0, waitSeconds: Math.min(10, 10 * scale) });
  let journal, tail;
  const closeStatus = () => { statusServer.close(); statusServer.closeAllConnections?.(); fs.rmSync(P.status, { force: true }); };
  const forget = () => { for (const f of [P.run + '/k0s.yaml', P.containerdSock]) fs.rmSync(f, { force: true }); };

  // A stop takes two waits of five seconds: for `k0s api`, then for kube-apiserver. One that comes before k0s is up ends with 1.
  const stop = async () => {
    if (ended) return; ended = true; children.ended = true;
    journal?.stop(); clearInterval(tail);
    const half = sw().stopSeconds * 1000 / 2.2;
    log('info', 'Shutting down k0s: signal received: terminated');
    const farewell = J.replay(ready ? 'stop' : 'stop-starting', { scale: sw().stopSeconds / 11, values, each: l => (/component=(kubelet|containerd|kube-controller-manager|kube-scheduler|k0s-control-api|kube-apiserver|konnectivity|etcd)\b/.test(l) && /Failed to wait|Process exited|Requested graceful/.test(l) || /^Error: /.test(l) ? null : l) });
    const down = async name => { log('info', 'Requested graceful termination', name); await children.stop(name); };
    for (const name of ['kubelet', 'containerd', 'kube-controller-manager', 'kube-scheduler']) if (children.all.has(name)) await down(name);
    if (ready) closeStatus();
    await sleep(half);
    if (children.all.has('k0s-control-api')) await down('k0s-control-api');
    await sleep(half * 0.2); await sleep(half);
    if (!ready) closeStatus();
    for (const name of ['kube-apiserver', 'konnectivity', 'etcd', 'kine']) if (children.all.has(name)) await down(name);
    forget(); // containers and their shims stay, and with them the rest of /run/k0s
    await Promise.race([farewell.done, sleep(1000)]);
    if (ready) process.exit(0);
    process.stderr.write('Error: failed to bootstrap kubelet client configuration: failed to bootstrap client configuration: context canceled\n');
    process.exit(1);
  };
  process.on('SIGTERM', stop); process.on('SIGINT', stop);
  // A fault that k0s does not survive: what it started is ended, `Error: ...`, exit 1.
  const fatal = async message => {
    if (ended) return; ended = true; journal?.stop(); clearInterval(tail);
    for (const name of ['kube-scheduler', 'kube-controller-manager', 'kube-apiserver', 'konnectivity', 'etcd', 'kine']) if (children.all.has(name)) await children.stop(name);
    children.ended = true; closeStatus(); forget();
    process.stderr.write(`Error: ${message}\n`); process.exit(1);
  };
  const begin = async (name, given) => { if (ended) return; log('info', 'Starting to supervise', name); const one = await children.supervise(name, given); if (one.child?.pid) log('info', `Started successfully, go nuts pid ${one.child.pid}`, name); };

  journal = J.replay('start', { scale, values, each: l => (/Starting to supervise|Started successfully|Listening address/.test(l) ? null : l) });
  journal.done.then(() => { if (!ended) { tail = setInterval(() => log('info', 'current cfg matches existing, not gonna do anything', 'coredns'), 10000); } });
  try {
    await at(RECORDED.socket);
    if (ended) return;
    fs.rmSync(P.status, { force: true });
    log('info', `Listening address ${P.status}`, 'status');
    statusServer.listen(P.status, () => fs.chmodSync(P.status, 0o755));
    if (sw().neverReady) { const t = setInterval(() => log('warning', 'failed to get lease: context deadline exceeded', 'lease-pool'), 10000); while (sw().neverReady && !ended) await sleep(200); clearInterval(t); }
    const secure = pki.possible();
    if (secure) pki.make();
    await at(RECORDED.etcd);
    const env = { K0S_STANDIN_WORKER: worker ? '1' : '', K0S_STANDIN_TAINT: taint ? '1' : '', K0S_STANDIN_SECURE: secure ? '1' : '', K0S_STANDIN_DIRECT: components_ ? '' : '1', K0S_STANDIN_SINGLE: single ? '1' : '', ...(single ? {} : { K0S_STANDIN_API_LISTEN: '*:9443' }), ...Object.fromEntries(['K0S_STANDIN', 'K0S_STANDIN_CONFIG', 'K0S_STANDIN_RELEASE'].flatMap(k => (process.env[k] ? [[k, process.env[k]]] : []))) };
    if (components_) {
      await begin(single ? 'kine' : 'etcd');
      if (!single) { C.own(P.run + '/konnectivity-server', 'konnectivity-server'); await begin('konnectivity'); }
    }
    await begin('k0s-control-api', { args: ['api'], env }); // k0s starts it after kube-apiserver; here it is what answers behind that
    await at(RECORDED.api);
    if (components_) await begin('kube-apiserver', sw().apiDown ? { env: { K0S_STANDIN_CLOSED: '1' } } : {});
    write(P.admin, pki.possible() ? pki.kubeconfig('https://localhost:6443') : plainConf(), 0o600);
    // the API is waited for, as long as it takes 18 s until status answers: 2 min 56 s
    for (const limit = Date.now() + 166000 * scale * RECORDED.ready / 18; !ended && !sw().apiDown && (!children.pid('kube-apiserver') && components_ || await probe() !== '');) {
      if (Date.now() > limit) return fatal('failed to start controller node components: APIServer health-check timed out');
      await sleep(200);
    }
    if (ended) return;
    await at(RECORDED.managers);
    if (components_) { await begin('kube-scheduler'); await begin('kube-controller-manager'); }
    await at(RECORDED.ready);
    if (ended) return;
    ready = true;
    for (const w of waiters.splice(0)) w();
    log('info', 'manifests applied', 'applier-manager');
    if (!worker) return;
    const noRuntime = Boolean(sw().containerdFails);
    await at(RECORDED.containerd);
    if (ended) return;
    for (const name of sw().missingModules) log('warning', `failed to load kernel module ${name}: exit status 1`, 'kernel-setup');
    if (noRuntime) {
      log('warning', 'Process exited: exit status 1', 'containerd');
      log('error', 'E0101 00:00:00.000000 1 run.go:72] "command failed" err="failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint \\"unix:///run/k0s/containerd.sock\\": rpc error: code = Unavailable desc = connection error: dial unix /run/k0s/containerd.sock: connect: no such file or directory"', 'kubelet');
      return;
    }
    containerdFiles();
    const bin = stagedContainerd();
    if (bin) { await begin('containerd', { command: bin, args: containerdArgs }); (await containerdReady()).close(); importImages(); }
    else if (components_) await begin('containerd');
    await at(RECORDED.kubelet);
    write(P.run + '/kubelet-direct.conf', '# stand-in\n', 0o640); fs.mkdirSync(P.run + '/kubelet', { recursive: true });
    if (!exists(P.containerdToml)) containerdFiles();
    footprint();
    if (components_) await begin('kubelet'); else write(P.run + '/kubelet.pid', `${process.pid}\n`);
    log('info', 'all components started');
  } catch (e) { await fatal(`failed to start controller node components: ${e.message}`); }
}
const RECORDED = { socket: 6, etcd: 10, api: 11, managers: 25, ready: 28, containerd: 41, kubelet: 42 };
const plainConf = () => L.yaml({ apiVersion: 'v1', clusters: [{ cluster: { server: 'http://localhost:6443' }, name: 'local' }], contexts: [{ context: { cluster: 'local', namespace: 'default', user: 'user' }, name: 'Default' }], 'current-context': 'Default', kind: 'Config', preferences: {}, users: [{ name: 'user', user: {} }] });
const hasContainerd = () => Boolean(containerdBin());
module.exports = { hasContainerd, main, clusterConfig, removeAllPods };
