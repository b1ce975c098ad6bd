// STAND-IN FOR TESTS: the processes of pretended pods. Pods of the host's network hold the ports that the real ones hold.
'use strict';
const fs = require('node:fs'), { spawn } = require('node:child_process');
const L = require('./lib.cjs');

const HELD = { 'kube-proxy': '*:10249,*:10256', 'kube-router': 'node:179,node:50051,127.0.0.1:50051,*:8080,*:20244' };

/** Starts the process of a pod; it outlives k0s, in a group of its own. Its PID; undefined: such a pod has none. */
function pretend(p) {
  const name = p.spec.containers[0].name, { launcher } = L.P;
  if (!HELD[name] || !L.exists(launcher) || !p.spec.hostNetwork) return undefined;
  const file = `/run/k0s-standin/${name}`;
  fs.mkdirSync('/run/k0s-standin', { recursive: true, mode: 0o711 });
  if (!L.exists(file)) { fs.copyFileSync(launcher, file + '.tmp'); fs.chmodSync(file + '.tmp', 0o755); fs.renameSync(file + '.tmp', file); }
  const child = spawn(file, [], { detached: true, stdio: 'ignore', env: { K0S_STANDIN_LISTEN: HELD[name] } });
  child.on('error', () => {}); child.unref();
  for (const h of ['/sys/fs/cgroup', ...fs.readdirSync('/sys/fs/cgroup').map(x => '/sys/fs/cgroup/' + x)]) {
    if (!L.exists(h + '/cgroup.procs')) continue;
    const g = `${h}/kubepods/besteffort/pod${p.metadata.uid}`;
    try { fs.mkdirSync(g, { recursive: true }); fs.writeFileSync(g + '/cgroup.procs', String(child.pid)); } catch { /* this hierarchy cannot be used */ }
  }
  return child.pid;
}
module.exports = { pretend };
