// STAND-IN FOR TESTS: `k0s ctr` on a host without containerd (testhost profile base), where pods are only pretended. It prints
// the tables of ctr 1.7 for the pods that the API says run; process numbers are made up.
'use strict';
const fs = require('node:fs'), crypto = require('node:crypto'), { spawnSync } = require('node:child_process');
const L = require('./lib.cjs');
const { P } = L;
const kubectl = process.env.K0S_STANDIN_KUBECTL || '/usr/local/lib/k0s-standin/kubectl';
const argv = process.argv.slice(2).filter((a, i, all) => !a.startsWith('-') && all[i - 1] !== '--connect-timeout' && all[i - 1] !== '--address' && all[i - 1] !== '--namespace');
const say = s => fs.writeSync(1, s);
const fail = s => { fs.writeSync(2, s); process.exit(1); };
const [what = '', verb = '', id = ''] = argv;

const down = () => fail(`Error: failed to dial "${P.run}/containerd.sock": context deadline exceeded\n`);
/** A worker's own pods, as its kubelet noted them; they run whether an API answers or not. */
function onWorker() {
  const pid = Number(L.exists(P.run + '/containerd.pid') && fs.readFileSync(P.run + '/containerd.pid', 'utf8'));
  if (!pid || !L.exists(`/proc/${pid}`)) down();
  try { return JSON.parse(fs.readFileSync(require('./node.cjs').podsFile, 'utf8')); } catch { return []; }
}
function onController() {
  const answer = spawnSync(kubectl, ['--kubeconfig', P.admin, 'get', 'pods', '-A', '-o', 'json'], { encoding: 'utf8' });
  if (answer.status !== 0) down();
  return JSON.parse(answer.stdout).items.filter(p => p.spec.nodeName === L.nodeName());
}
const pods = L.exists(P.admin) ? onController() : onWorker();
const pause = L.IMAGES?.pause ?? 'quay.io/k0sproject/pause:3.10.1';
const hash = s => crypto.createHash('sha256').update(s).digest('hex');
const labels = (p, kind, name) => ({ 'io.cri-containerd.kind': kind, 'io.kubernetes.pod.name': p.metadata.name, 'io.kubernetes.pod.namespace': p.metadata.namespace, 'io.kubernetes.pod.uid': p.metadata.uid, ...(name ? { 'io.kubernetes.container.name': name } : {}) });
const all = pods.flatMap(p => {
  const statuses = [...(p.status.initContainerStatuses ?? []), ...(p.status.containerStatuses ?? [])].filter(c => c.containerID);
  if (!statuses.length) return [];
  const box = { id: hash('sandbox ' + p.metadata.uid), image: pause, running: true, labels: labels(p, 'sandbox') };
  return [box, ...statuses.map(c => ({ id: c.containerID.replace('containerd://', ''), image: c.image, running: !!c.state?.running, labels: labels(p, 'container', c.name) }))];
}).sort((a, b) => (a.id < b.id ? -1 : 1));
const pid = c => 100000 + (parseInt(c.id.slice(0, 6), 16) % 800000);
const wide = rows => { const w = rows[0].map((_, i) => Math.max(...rows.map(r => r[i].length)) + 4); return rows.map(r => r.map((c, i) => (i === r.length - 1 ? c : c.padEnd(w[i]))).join('') + '\n').join(''); };
const list = ['list', 'ls', 'l'].includes(verb);

if (/^containers?$|^c$/.test(what) && list) say(wide([['CONTAINER', 'IMAGE', 'RUNTIME'], ...all.map(c => [c.id, c.image, 'io.containerd.runc.v2'])]));
else if (/^tasks?$|^t$/.test(what) && list) say(wide([['TASK', 'PID', 'STATUS'], ...all.filter(c => c.running).map(c => [c.id, String(pid(c)), 'RUNNING'])]));
else if (/^images?$|^i$/.test(what) && list) say(wide([['REF', 'TYPE', 'DIGEST', 'SIZE', 'PLATFORMS', 'LABELS'], ...[...new Set(all.map(c => c.image))].sort().map(ref => [ref, 'application/vnd.oci.image.index.v1+json', 'sha256:' + hash(ref), '2.0 MiB', 'linux/amd64', 'io.cri-containerd.image=managed'])]));
else if (/^containers?$|^c$/.test(what) && verb === 'info') {
  const c = all.find(x => x.id === id);
  if (!c) fail(`Error: container "${id}" in namespace "k8s.io": not found\n`);
  say(JSON.stringify({ ID: c.id, Labels: c.labels, Image: c.image, Runtime: { Name: 'io.containerd.runc.v2' }, Spec: { linux: { namespaces: [] } } }, null, 4) + '\n');
} else if (what === 'version') say(`Client:\n  Version:  ${L.COMPONENTS.containerd}\n\nServer:\n  Version:  ${L.COMPONENTS.containerd}\n`);
else fail(`Error: k0s stand-in: pods are only pretended in this host: no "ctr ${argv.join(' ')}" (testhost --profile containerd has real ones)\n`);
