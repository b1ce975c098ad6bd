// STAND-IN FOR TESTS, not k0s: the processes that k0s runs beside itself. Each is the launcher (launcher.c) under the name,
// the path and the user of the real one, and holds the ports that the real one holds (measured: ss on a real v1.34.1).
// They are children of k0s, in its unit's cgroup; KillMode=process leaves them alone when k0s is killed.
'use strict';
const fs = require('node:fs'), path = require('node:path'), { spawn, spawnSync } = require('node:child_process');
const L = require('./lib.cjs');
const { P, sleep, exists, write } = L;

/** The launcher, bound into the host by host.sh; without it (no C compiler) there are no such processes. */
const program = L.P.lib + '/launcher';
const possible = () => exists(program);
const API = '/run/k0s-standin/api.sock'; // of the API behind the kube-apiserver process

const KINDS = {
  etcd: { user: 'etcd', listen: '127.0.0.1:2379,node:2380' },
  kine: { user: 'kube-apiserver', listen: '*:2380' },
  'kube-apiserver': { user: 'kube-apiserver', listen: `*:6443=${API}` },
  'kube-scheduler': { user: 'kube-scheduler', listen: '127.0.0.1:10259' },
  'kube-controller-manager': { user: 'kube-apiserver', listen: '127.0.0.1:10257' },
  konnectivity: { file: 'konnectivity-server', user: 'konnectivity-server', listen: '*:8132,127.0.0.1:8133,127.0.0.1:8092' },
  containerd: { listen: '127.0.0.1:0' },
  kubelet: { listen: '127.0.0.1:10248,*:10250' },
  'k0s-control-api': { listen: '' },
};
const pidFile = name => `${P.run}/${name}.pid`;
const fileOf = name => `${P.data}/bin/${KINDS[name].file ?? name}`;
const uid = user => { const r = spawnSync('id', ['-u', user], { encoding: 'utf8' }); return r.status === 0 ? Number(r.stdout) : undefined; };

/** Whether that process lives, and is what it should be. */
function lives(pid, name) {
  if (!pid) return false;
  try {
    const want = (name === 'k0s-control-api' ? 'k0s' : KINDS[name].file ?? name).slice(0, 15);
    return !/\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8')) && fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === want;
  } catch { return false; }
}
const pidOf = name => { try { return Number(fs.readFileSync(pidFile(name), 'utf8')); } catch { return 0; } };

/** Copies `from` (the launcher, or a real program) to /var/lib/k0s/bin, as k0s stages its own. */
function stage(name, from = program) {
  const to = fileOf(name), own = fs.statSync(from).size;
  try { if (fs.statSync(to).size === own) return to; } catch { /* not there */ }
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to + '.tmp'); fs.chmodSync(to + '.tmp', 0o750); fs.renameSync(to + '.tmp', to);
  const u = uid(KINDS[name].user ?? 'root'); if (u) fs.chownSync(to, u, 0);
  return to;
}

/** Ends what an earlier k0s left behind, as k0s does by its PID file. Throws in k0s's words when it does not end. */
async function endLeftOver(name, seconds) {
  const pid = pidOf(name);
  if (!lives(pid, name)) return;
  try { process.kill(pid, 'SIGTERM'); } catch { return; }
  for (let i = 0; i < seconds * 20; i++) { if (!lives(pid, name)) return; await sleep(50); }
  throw new Error(`while waiting for termination of PID ${pid} from PID file ${pidFile(name)}: process did not terminate in time`);
}

// the kubelet puts itself into containerd's group; nothing else of k0s leaves the unit's
function intoContainerdGroup(pid) {
  for (const h of ['/sys/fs/cgroup', '/sys/fs/cgroup/unified', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/memory', '/sys/fs/cgroup/pids', '/sys/fs/cgroup/cpu,cpuacct']) {
    if (!exists(h + '/cgroup.procs')) continue;
    const g = h + '/system.slice/containerd.service';
    try { fs.mkdirSync(g, { recursive: true }); fs.writeFileSync(g + '/cgroup.procs', String(pid)); } catch { /* not ours to say */ }
  }
}

class Children {
  constructor({ log, raw, self, env = {}, waitSeconds = 10 }) { Object.assign(this, { log, raw, self, env, waitSeconds, all: new Map(), ended: false }); }

  /** Starts it and keeps it alive: what ends by itself is started again after 5 s. */
  async supervise(name, { command, args = [], env = {} } = {}) {
    await endLeftOver(name, this.waitSeconds);
    const kind = KINDS[name], file = command ?? (name === 'k0s-control-api' ? this.self : stage(name));
    const one = { name, child: undefined, timer: undefined };
    this.all.set(name, one);
    const begin = () => {
      if (this.ended) return;
      const u = uid(kind.user ?? 'root');
      const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...(u ? { uid: u, gid: 0 } : {}), env: { PATH: `${P.data}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`, _K0S_MANAGED: 'yes', ...(command || name === 'k0s-control-api' ? {} : { K0S_STANDIN_LISTEN: kind.listen }), ...this.env, ...env } });
      one.child = child;
      let said = '';
      child.stderr.on('data', d => { said += d; }); child.stdout.on('data', d => { if (name === 'k0s-control-api') process.stdout.write(d); });
      child.on('error', e => this.log('error', `Failed to start: ${e.message}`, name));
      if (!child.pid) return;
      write(pidFile(name), `${child.pid}\n`);
      if (name === 'kubelet') intoContainerdGroup(child.pid);
      child.on('exit', (code, signal) => {
        one.child = undefined;
        for (const line of said.split('\n').filter(Boolean)) this.raw(this.spoken(name, line));
        const why = signal ? `signal: ${{ SIGTERM: 'terminated', SIGKILL: 'killed' }[signal] ?? signal}` : `exit status ${code}`;
        if (one.stopping) return void (code === 0 ? this.log('info', 'Process exited: exit status 0', name) : this.raw(L.logline('error', 'Failed to wait for process', { component: name, error: why })));
        if (this.ended) return;
        this.raw(L.logline('warning', 'Failed to wait for process', { component: name, error: why }));
        this.log('info', 'respawning in 5s', name);
        one.timer = setTimeout(begin, 5000);
      });
    };
    begin();
    return one;
  }
  /** What the real program says, for the one line that ours says: a port that is taken. */
  spoken(name, line) {
    const now = new Date(), pad = n => String(n).padStart(2, '0'), k = `${pad(now.getMonth() + 1)}${pad(now.getDate())} ${now.toTimeString().slice(0, 8)}.${String(now.getMilliseconds()).padStart(3, '0')}000    7963`;
    const [, where] = /^listen tcp (\S+): bind/.exec(line) ?? [];
    if (!where) return L.logline('info', line, { component: name, stream: 'stderr' });
    const text = {
      etcd: JSON.stringify({ level: 'fatal', ts: now.toISOString(), caller: 'etcdmain/etcd.go:204', msg: 'discovery failed', error: line, stacktrace: 'go.etcd.io/etcd/server/v3/etcdmain.startEtcdOrProxyV2\n\tgo.etcd.io/etcd/server/v3/etcdmain/etcd.go:204' }),
      'kube-apiserver': `E${k} run.go:72] "command failed" err="failed to create listener: failed to listen on ${where}: ${line}"`,
      kubelet: `E${k} run.go:72] "command failed" err="failed to run Kubelet: ${line}"`,
      konnectivity: `E${k} main.go:43] failed to run proxy server: failed to run the agent server: failed to listen on ${where}: ${line}`,
    }[name] ?? `E${k} run.go:72] "command failed" err="failed to create listener: failed to listen on ${where}: ${line}"`;
    return L.logline('info', text, { component: name, stream: 'stderr' });
  }
  pid(name) { return this.all.get(name)?.child?.pid; }
  signal(name, signal) { const p = this.pid(name); if (p) try { process.kill(p, signal); } catch { /* gone */ } }
  /** SIGTERM, and waits until it is gone (five seconds, then SIGKILL). */
  async stop(name) {
    const one = this.all.get(name); if (!one) return;
    one.stopping = true; clearTimeout(one.timer);
    const { child } = one;
    if (child) {
      const gone = new Promise(r => child.once('exit', r));
      child.kill('SIGTERM');
      await Promise.race([gone, sleep(5000).then(() => child.kill('SIGKILL'))]);
    }
    fs.rmSync(pidFile(name), { force: true });
    this.all.delete(name);
  }
  async stopAll() { this.ended = true; for (const name of [...this.all.keys()].reverse()) await this.stop(name); }
}
/** A folder of that user. */
function own(dir, user) { fs.mkdirSync(dir, { recursive: true }); const u = uid(user); if (u) fs.chownSync(dir, u, 0); }
module.exports = { own, Children, KINDS, API, possible, pidOf, lives, stage, endLeftOver, program };
