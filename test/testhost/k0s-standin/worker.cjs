// STAND-IN FOR TESTS, not k0s: the long-running process of `k0s worker`. It joins by a token as the real one does: a certificate of
// the kubelet, signed by the cluster (kubelet.conf), then containerd and a kubelet. Written after k0s v1.34.1; what a real worker
// logs was not recorded, and the kubelet's work (kubelet.cjs) ends with this process.
'use strict';
const fs = require('node:fs'), http = require('node:http'), path = require('node:path'), { spawnSync } = require('node:child_process');
const L = require('./lib.cjs'), C = require('./children.cjs'), T = require('./tokens.cjs');
const { P, sw, sleep, write, exists } = L;
const { Kubelet } = require('./kubelet.cjs'), { footprint } = require('./footprint.cjs');
const ownPid = Number(process.env.K0S_PID) || process.pid;
const log = (level, msg, component) => process.stdout.write(L.logline(level, msg, component ? { component } : {}));
const conf = P.data + '/kubelet.conf', pem = `${P.data}/kubelet/pki/kubelet-client-current.pem`, ca = `${P.data}/pki/ca.crt`;

/** The kubelet's kubeconfig, as k0s writes it: its key and certificate stand in a file of their own. */
const kubeletConf = server => L.yaml({ apiVersion: 'v1', clusters: [{ cluster: { 'certificate-authority': ca, server }, name: 'default-cluster' }], contexts: [{ context: { cluster: 'default-cluster', namespace: 'default', user: 'default-auth' }, name: 'default-context' }], 'current-context': 'default-context', kind: 'Config', users: [{ name: 'default-auth', user: { 'client-certificate': pem, 'client-key': pem } }] });

/** The certificate of a new kubelet: a request with the token, as kubelet's TLS bootstrap. */
async function bootstrap(token) {
  const { host, port, server } = token, dir = fs.mkdtempSync('/tmp/standin-csr');
  try {
    const openssl = (...args) => { const r = spawnSync('openssl', args, { encoding: 'utf8' }); if (r.status !== 0) throw new Error((r.error?.message ?? r.stderr).trim()); };
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', dir + '/key');
    openssl('req', '-new', '-key', dir + '/key', '-subj', `/O=system:nodes/CN=system:node:${L.nodeName()}`, '-out', dir + '/csr');
    const asked = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: { generateName: 'csr-' }, spec: { signerName: 'kubernetes.io/kube-apiserver-client-kubelet', request: fs.readFileSync(dir + '/csr').toString('base64') } };
    const made = await T.request({ host, port, ca: token.ca }, 'POST', '/apis/certificates.k8s.io/v1/certificatesigningrequests', asked, { authorization: `Bearer ${token.token}` });
    write(ca, token.ca, 0o644);
    write(pem, Buffer.from(made.status.certificate, 'base64').toString() + fs.readFileSync(dir + '/key', 'utf8'), 0o600);
    write(conf, kubeletConf(server), 0o600);
  } finally { fs.rmSync(dir, { recursive: true, force: true }); }
}
/** How the kubelet reaches the API: read from kubelet.conf and the files that it names. */
const access = () => { const [, host, port] = /server: "?https:\/\/\[?([^\]\s"]+?)\]?:(\d+)/.exec(fs.readFileSync(conf, 'utf8')); return { host, port: Number(port), ca: fs.readFileSync(ca), cert: fs.readFileSync(pem), key: fs.readFileSync(pem) }; };

async function main(flags, args) {
  const crash = async msg => { await sleep(200); process.stderr.write(`Error: ${msg}\n`); process.exit(1); };
  const scale = sw().readySeconds / 28; // as controller.cjs: a worker has less to do
  if (sw().preflightFail) await crash('pre-flight checks failed, check out `k0s sysinfo`');
  if (sw().newCrash && sw().version !== 'v1.34.1+k0s.0') await crash('failed to start worker components: stand-in: newCrash');
  if (sw().startCrash) await crash(sw().startCrash === true ? 'failed to start worker components: stand-in: startCrash' : sw().startCrash);
  for (const d of ['bin', 'pki', 'images', 'kubelet']) fs.mkdirSync(path.join(P.data, d), { recursive: true, mode: 0o751 });
  fs.mkdirSync(P.run, { recursive: true });
  let ended = false, joined = !exists(conf) ? undefined : access();
  const children = new C.Children({ log, raw: line => process.stdout.write(line), self: process.env.K0S_ARGV0, waitSeconds: Math.min(10, 10 * scale) });
  let kubelet;
  const statusServer = http.createServer(async (req, res) => {
    const failed = await T.request(joined, 'GET', '/api/v1/nodes?limit=1').then(() => '', e => `Get "https://${joined.host}:${joined.port}/api/v1/nodes": ${e.code === 'ECONNREFUSED' ? `dial tcp ${joined.host}:${joined.port}: connect: connection refused` : e.message}`);
    res.setHeader('content-type', 'application/json');
    const vars = { ...JSON.parse(fs.readFileSync(path.join(__dirname, 'k0s-vars.json'), 'utf8')), InvocationID: L.id32() };
    res.end(JSON.stringify(req.url.startsWith('/components') ? { events: {}, healthProbes: {} } : { Version: sw().version, Pid: ownPid, PPid: 0, Role: 'worker', SysInit: '', StubFile: '', Output: '', Workloads: true, SingleNode: false, Args: args, WorkerToAPIConnectionStatus: { Message: failed, Success: !failed }, ClusterConfig: null, K0sVars: vars }));
  });
  const stop = async () => {
    if (ended) return; ended = true; children.ended = true;
    log('info', 'Shutting down k0s: signal received: terminated');
    kubelet?.close();
    await sleep(sw().stopSeconds * 1000 / 2);
    for (const name of ['kubelet', 'containerd']) if (children.all.has(name)) await children.stop(name);
    statusServer.close(); statusServer.closeAllConnections?.(); fs.rmSync(P.status, { force: true }); fs.rmSync(P.containerdSock, { force: true });
    process.exit(0);
  };
  process.on('SIGTERM', stop); process.on('SIGINT', stop);
  if (!joined) {
    if (!flags['token-file']) await crash('node not bootstrapped and no join token given: neither kubelet.conf nor a token');
    let token;
    try { token = T.decoded(fs.readFileSync(flags['token-file'], 'utf8')); } catch (e) { await crash(/ENOENT/.test(e.message) ? `failed to read token file: open ${flags['token-file']}: no such file or directory` : e.message); }
    for (let said; !joined && !ended;) { // without end, as the real one
      try { await bootstrap(token); joined = access(); } catch (e) {
        if (said !== e.message) log('warning', `failed to bootstrap kubelet client configuration: ${said = e.message}`, 'worker');
        await sleep(1000);
      }
    }
  }
  if (ended) return;
  await sleep(sw().readySeconds * 400);
  if (ended) return;
  fs.rmSync(P.status, { force: true });
  log('info', `Listening address ${P.status}`, 'status');
  statusServer.listen(P.status, () => fs.chmodSync(P.status, 0o755));
  write(P.run + '/containerd-cri.toml', 'version = 2\n');
  write(P.containerdToml, '# k0s_managed=true\nversion = 2\n');
  if (C.possible()) await children.supervise('containerd');
  await sleep(scale * 1000);
  if (ended) return;
  fs.mkdirSync(P.run + '/kubelet', { recursive: true });
  footprint();
  if (C.possible()) await children.supervise('kubelet'); else write(P.run + '/kubelet.pid', `${process.pid}\n`);
  if (ended) return;
  kubelet = new Kubelet({ access: joined, log, lives: () => (C.possible() ? C.lives(C.pidOf('kubelet'), 'kubelet') : true) });
  log('info', 'all components started');
}
module.exports = { main };
