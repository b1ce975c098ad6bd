// STAND-IN FOR TESTS, not k0s: `k0s api`, the child of k0s in which everything of the cluster lives: the API that answers
// behind the kube-apiserver process (over a socket below /run/k0s-standin), the controllers and the kubelet's work (cluster.cjs). It
// outlives a killed k0s, as the real processes do. The kubelet's part is done only while a kubelet process lives.
'use strict';
const fs = require('node:fs'), net = require('node:net'), http = require('node:http'), https = require('node:https');
const L = require('./lib.cjs'), C = require('./children.cjs'), pki = require('./pki.cjs');
const { P, sw } = L;
const log = (level, msg, component) => process.stdout.write(L.logline(level, msg, component ? { component } : {}));

function main() {
  const env = process.env, direct = Boolean(env.K0S_STANDIN_DIRECT), secure = Boolean(env.K0S_STANDIN_SECURE);
  process.stdout.on('error', () => {}); // k0s was killed: nobody reads any more
  const { Store, create } = require('./apiserver.cjs'), { Cluster, suffix } = require('./cluster.cjs');
  const store = new Store(P.store);
  let cluster;
  const handler = create(store, { suffix, orphan: o => cluster.orphan(o) });
  const server = secure ? https.createServer(pki.options(), handler) : http.createServer(handler);
  const sockets = new Set();
  const front = net.createServer(s => {
    sockets.add(s); s.on('close', () => sockets.delete(s)); s.on('error', () => {});
    if (!secure) return void server.emit('connection', s);
    s.once('data', first => { // plain HTTP is answered as Go's TLS server does
      if (first[0] !== 22) return void s.end('HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n');
      s.pause(); s.unshift(first); server.emit('connection', s); process.nextTick(() => s.resume());
    });
  });
  server.on('tlsClientError', () => {});
  const listen = () => (direct ? front.listen(6443, '::') : front.listen(C.API, () => fs.chmodSync(C.API, 0o666)));
  front.on('error', e => log('error', `listen tcp 0.0.0.0:6443: ${e.message}`, 'kube-apiserver'));
  fs.mkdirSync('/run/k0s-standin', { recursive: true, mode: 0o711 });
  fs.rmSync(C.API, { force: true });
  let open = true;
  listen();
  setInterval(() => { // apiDown may change at any time
    const want = !sw().apiDown;
    if (want === open) return;
    open = want;
    if (!direct) { const pid = C.pidOf('kube-apiserver'); if (C.lives(pid, 'kube-apiserver')) process.kill(pid, want ? 'SIGUSR2' : 'SIGUSR1'); }
    else if (want) listen(); else front.close();
    if (!want) for (const s of sockets) s.destroy();
  }, 250);
  const kubelet = () => Boolean(env.K0S_STANDIN_WORKER) && (direct ? L.exists(P.run + '/kubelet.pid') : C.lives(C.pidOf('kubelet'), 'kubelet'));
  const runtime = fs.existsSync('/usr/bin/containerd') || fs.existsSync('/usr/local/bin/containerd');
  cluster = new Cluster({ store, kubelet, runtime, taint: Boolean(env.K0S_STANDIN_TAINT), address: L.nodeAddress(), log });
  // the manifests of the system come when k0s is up; those of an earlier start are there at once
  const known = store.list('namespaces').length > 0;
  cluster.seed();
  setTimeout(() => { cluster.seedSystem(); cluster.kick(); }, known ? 0 : sw().readySeconds * 500);
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => { cluster.close(); store.saveNow(); process.removeAllListeners(signal); process.kill(process.pid, signal); });
}
module.exports = { main };
