// STAND-IN FOR TESTS, not k0s: the long-running process that the systemd unit starts (`k0s controller`).
// Order of things and log lines follow what k0s v1.34.1 does; times are set by the switches in lib.cjs.
'use strict';
const fs = require('node:fs'), http = require('node:http'), path = require('node:path'), { spawn, spawnSync } = require('node:child_process');
const L = require('./lib.cjs');
const { P, sw, sleep, write, exists } = L;
// The launcher is the unit's main process, and the one that k0s would name.
const ownPid = Number(process.env.K0S_PID) || process.pid;
const log = (level, msg, component) => process.stdout.write(L.logline(level, msg, component ? { component } : {}));

const clusterConfig = () => { const a = L.nodeAddress(); return { apiVersion: 'k0s.k0sproject.io/v1beta1', kind: 'ClusterConfig', metadata: { name: 'k0s', namespace: 'kube-system' }, spec: { api: { address: a, k0sApiPort: 9443, port: 6443, sans: [a] }, storage: { type: 'etcd', etcd: { peerAddress: a } }, network: { provider: 'kuberouter', podCIDR: '10.244.0.0/16', serviceCIDR: '10.96.0.0/12', clusterDomain: 'cluster.local', kubeProxy: { mode: 'iptables', metricsBindAddress: '0.0.0.0:10249' }, kuberouter: { autoMTU: true, hairpin: 'Enabled', metricsPort: 8080 } }, konnectivity: { adminPort: 8133, agentPort: 8132 } } }; };
const vars = id => ({ InvocationID: id, AdminKubeConfigPath: P.admin, BinDir: '/var/lib/k0s/bin', CertRootDir: '/var/lib/k0s/pki', DataDir: '/var/lib/k0s', KubeletRootDir: '/var/lib/k0s/kubelet', EtcdCertDir: '/var/lib/k0s/pki/etcd', EtcdDataDir: '/var/lib/k0s/etcd', KineSocketPath: '/run/k0s/kine/kine.sock:2379', KonnectivitySocketDir: '/run/k0s/konnectivity-server', KubeletAuthConfigPath: '/var/lib/k0s/kubelet.conf', ManifestsDir: '/var/lib/k0s/manifests', RunDir: '/run/k0s', KonnectivityKubeConfigPath: '/var/lib/k0s/pki/konnectivity.conf', OCIBundleDir: '/var/lib/k0s/images', DefaultStorageType: 'etcd', RuntimeConfigPath: '/run/k0s/k0s.yaml', StatusSocketPath: P.status, StartupConfigPath: '/etc/k0s/k0s.yaml', HelmHome: '/var/lib/k0s/helmhome', HelmRepositoryCache: '/var/lib/k0s/helmhome/cache', HelmRepositoryConfig: '/var/lib/k0s/helmhome/repositories.yaml' });
const adminConf = () => L.yaml({ apiVersion: 'v1', clusters: [{ cluster: { server: 'http://localhost:6443' }, name: 'local' }], contexts: [{ context: { cluster: 'local', namespace: 'default', user: 'user' }, name: 'Default' }], 'current-context': 'Default', kind: 'Config', preferences: {}, users: [{ name: 'user', user: {} }] });

// ---- containerd, as a child of k0s -----------------------------------------------------------------------------
const containerdBin = () => ['/usr/bin/containerd', '/usr/local/bin/containerd'].find(exists);
const alive = pid => { try { return /containerd/.test(fs.readFileSync(`/proc/${pid}/comm`, 'utf8')) && !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')); } catch { return false; } };
async function startContainerd() {
  const bin = containerdBin(); if (!bin) return null;
  let left = 0; try { left = Number(fs.readFileSync(P.containerdPid, 'utf8')); } catch { /* none */ }
  if (left && alive(left)) { try { process.kill(left, 'SIGTERM'); } catch { /* gone */ } for (let i = 0; i < 50 && alive(left); i++) await sleep(100); }
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
  if (!exists(P.cni)) write(P.cni, JSON.stringify({ cniVersion: '0.3.0', name: 'mynet', plugins: [{ type: 'bridge', name: 'kubernetes', bridge: 'kube-bridge', isDefaultGateway: true, hairpinMode: true, ipMasq: false, ipam: { type: 'host-local', subnet: '10.244.0.0/24' } }, { type: 'portmap', capabilities: { snat: true, portMappings: true } }] }, null, 2) + '\n');
  fs.mkdirSync(P.run + '/containerd', { recursive: true });
  // its root stays /var/lib/containerd (k0s: /var/lib/k0s/containerd), the one place of a test host that is no overlay
  const child = spawn(bin, ['--root=/var/lib/containerd', '--state=/run/k0s/containerd', `--address=${P.containerdSock}`, '--log-level=info', `--config=${P.containerdToml}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const [s, f] of [['stdout', child.stdout], ['stderr', child.stderr]]) f.on('data', d => { for (const l of String(d).split('\n')) if (l && process.env.K0S_STANDIN_CONTAINERD_LOG) process.stdout.write(L.logline('info', l, { component: 'containerd', stream: s })); });
  write(P.containerdPid, String(child.pid));
  const cri = require('../cri/cri.cjs').connect(P.containerdSock);
  for (let i = 0; i < 150; i++) { try { await cri.call('Version', {}); return { child, cri }; } catch { await sleep(100); } }
  throw new Error('containerd did not become ready');
}
function importImages() {
  for (const dir of [P.lib + '/images', '/var/lib/k0s/images']) for (const f of exists(dir) ? fs.readdirSync(dir) : []) {
    const mark = `/var/lib/containerd/.standin-${f}-${fs.statSync(path.join(dir, f)).mtimeMs}`;
    if (exists(mark)) continue;
    const r = spawnSync('ctr', ['--address', P.containerdSock, '-n', 'k8s.io', 'image', 'import', '--all-platforms', path.join(dir, f)], { encoding: 'utf8' });
    if (r.status === 0) { write(mark, ''); log('info', `Imported OCI bundle ${f}`, 'OCIBundleReconciler'); } else log('warning', `failed to import ${f}: ${(r.stderr ?? '').trim()}`, 'OCIBundleReconciler');
  }
}
const endContainerd = async c => { if (!c) return; c.cri.close(); try { c.child.kill('SIGTERM'); } catch { /* gone */ } for (let i = 0; i < 50 && c.child.exitCode === null && c.child.signalCode === null; i++) await sleep(100); for (const f of [P.containerdSock, P.containerdSock + '.ttrpc', P.containerdPid]) fs.rmSync(f, { force: true }); };
async function removeAllPods() { // k0s reset
  if (!containerdBin() || !exists(P.data)) return;
  const c = await startContainerd();
  for (const p of (await c.cri.call('ListPodSandbox', {})).items) await c.cri.removePod(p.id, 0).catch(() => {});
  await endContainerd(c);
}

async function main(flags, args) {
  const id = L.id32(), t0 = Date.now();
  const worker = Boolean(flags['enable-worker'] || flags.single), single = Boolean(flags.single), taint = worker && !single && !flags['no-taints'];
  const at = async share => { const ms = sw().readySeconds * 1000 * share - (Date.now() - t0); if (ms > 0) await sleep(ms); };
  const crash = async (msg, lines = []) => { await sleep(200); for (const l of lines) process.stdout.write(l); process.stderr.write(`Error: ${msg}\n`); process.exit(1); };
  log('info', 'no config file given, using defaults');
  if (sw().preflightFail) await crash('pre-flight checks failed, check out `k0s sysinfo`', [L.logline('error', 'Rejected cgroup controller "memory"', { 'pre-flight-check': 'os/cgroups/memory', property: 'unavailable' })]);
  if (sw().startCrash) await crash(sw().startCrash === true ? 'failed to start component etcd: listen tcp 127.0.0.1:2379: bind: address already in use' : sw().startCrash);
  for (const d of ['bin', 'pki', 'etcd', 'manifests', 'images', 'kubelet']) fs.mkdirSync(path.join(P.data, d), { recursive: true, mode: 0o751 });
  fs.mkdirSync(P.run, { recursive: true });
  write(P.run + '/k0s.yaml', L.yaml({ apiVersion: 'k0s.k0sproject.io/v1beta1', kind: 'RuntimeConfig', spec: { nodeConfig: clusterConfig(), k0sVars: vars(id), pid: ownPid } }), 0o600);
  fs.rmSync(P.status, { force: true });

  let ready = false, ended = false, ctd = null, cluster = null, api = null, listening = false, store = null;
  const waiters = [], sockets = new Set();
  const apiError = () => sw().apiDown || !listening ? 'Get "https://localhost:6443/api/v1/nodes": dial tcp [::1]:6443: connect: connection refused' : '';
  const statusBody = () => ({ Version: sw().version, Pid: ownPid, PPid: 0, Role: 'controller', SysInit: '', StubFile: '', Output: '', Workloads: worker, SingleNode: single, Args: args, WorkerToAPIConnectionStatus: { Message: worker ? apiError() : '', Success: worker && !apiError() }, ClusterConfig: clusterConfig(), K0sVars: vars(id) });
  const components = () => ({ events: { KonnectivityAgent: [{ at: L.now(), message: 'connected', payload: null }] }, healthProbes: { Konnectivity: [{ at: L.now(), component: 'Konnectivity', error: '' }] } });
  const statusServer = http.createServer((req, res) => { const go = () => { res.setHeader('content-type', 'application/json'); res.end(JSON.stringify(req.url.startsWith('/components') ? components() : statusBody())); }; if (ready) go(); else waiters.push(go); });

  const end = async code => {
    if (ended) return; ended = true;
    log('info', 'Shutting down k0s controller');
    fs.rmSync(P.status, { force: true }); fs.rmSync(P.run + '/k0s.yaml', { force: true });
    statusServer.close(); statusServer.closeAllConnections?.();
    cluster?.close(); store?.saveNow(); api?.close(); for (const s of sockets) s.destroy();
    await endContainerd(ctd); // containers and their shims stay, as with k0s
    process.exit(code);
  };
  process.on('SIGTERM', () => end(0)); process.on('SIGINT', () => end(0));

  log('info', 'generated certificates', 'certificates'); await at(0.1);
  log('info', 'starting etcd', 'etcd'); await at(0.2);
  log('info', 'Starting kube-apiserver', 'kube-apiserver');
  write(P.admin, adminConf(), 0o600);
  await at(0.35);
  statusServer.listen(P.status, () => fs.chmodSync(P.status, 0o666));
  if (sw().neverReady) { const t = setInterval(() => log('warning', 'failed to get lease: context deadline exceeded', 'lease-pool'), 10000); while (sw().neverReady) await sleep(200); clearInterval(t); }
  await at(0.5);

  const { Store, create } = require('./apiserver.cjs'), { Cluster, suffix } = require('./cluster.cjs');
  store = new Store(P.store);
  api = create(store, { suffix, orphan: o => cluster.orphan(o) });
  api.on('connection', s => { sockets.add(s); s.on('close', () => sockets.delete(s)); });
  api.on('error', e => log('error', `listen tcp 0.0.0.0:6443: ${e.message}`, 'kube-apiserver'));
  const watchPort = () => { // apiDown may change at any time
    const want = !sw().apiDown;
    if (want && !listening) { listening = true; api.listen(6443, '::').once('error', () => { listening = false; }); }
    if (!want && listening) { listening = false; api.close(); for (const s of sockets) s.destroy(); }
  };
  watchPort(); setInterval(watchPort, 250);
  log('info', 'manifests applied', 'applier-manager');
  let cri = null;
  const noRuntime = worker && Boolean(sw().containerdFails);
  if (noRuntime) {
    log('warning', 'Process exited: exit status 1', 'containerd');
    log('error', 'E0101 00:00:00.000000 1 run.go:72] "command failed" err="failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint \\"unix:///run/k0s/containerd.sock\\": rpc error: code = Unavailable desc = connection error: dial unix /run/k0s/containerd.sock: connect: no such file or directory"', 'kubelet');
  }

  if (worker && !noRuntime) {
    try { ctd = await startContainerd(); if (ctd) { cri = ctd.cri; importImages(); ctd.child.on('exit', () => { if (!ended) { log('warning', 'containerd exited', 'containerd'); end(1); } }); } } catch (e) { return end(log('error', e.message, 'containerd') ?? 1); }
    for (const name of sw().missingModules) log('warning', `failed to load kernel module ${name}: exit status 1`, 'kernel-setup');
  }
  await at(1);
  if (ended) return;
  if (worker) { cluster = new Cluster({ store, cri, taint, address: L.nodeAddress(), log, noRuntime }); cluster.seed(); await cluster.poll().catch(() => {}); cluster.kick(); log('info', 'I0101 00:00:00.000000 1 kubelet.go] "Starting kubelet"', 'kubelet'); }
  ready = true;
  for (const w of waiters.splice(0)) w();
  log('info', 'all components started');
}
module.exports = { main, clusterConfig, removeAllPods };
