// STAND-IN FOR TESTS, not k0s: the k0s command line (all commands but kubectl and ctr, which the shell file starts itself).
// Texts, exit codes and order of checks follow what k0s v1.34.1 does.
'use strict';
const fs = require('node:fs'), http = require('node:http'), path = require('node:path'), { spawnSync } = require('node:child_process');
const L = require('./lib.cjs'), J = require('./journal.cjs');
const { P, sw, fail, exists, write } = L;
const self = process.env.K0S_ARGV0 || '/usr/local/bin/k0s';
const isRoot = () => process.geteuid() === 0;
const needRoot = () => isRoot() || fail('this command must be run as root');
const say = s => fs.writeSync(1, s);
const run = (c, ...a) => spawnSync(c, a, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// flags: name -> 'bool' | 'string' | 'list'; short: letter -> name
const GLOBAL = { flags: { verbose: 'bool', debug: 'bool', debugListenOn: 'string', help: 'bool' }, short: { v: 'verbose', d: 'debug', h: 'help' } };
const CONTROLLER = {
  flags: { config: 'string', single: 'bool', 'enable-worker': 'bool', 'no-taints': 'bool', 'data-dir': 'string', 'kubelet-root-dir': 'string', 'status-socket': 'string', 'token-file': 'string', 'cri-socket': 'string', 'iptables-mode': 'string', labels: 'string', taints: 'string', profile: 'string', 'kubelet-extra-args': 'string', 'kube-controller-manager-extra-args': 'string', 'disable-components': 'string', 'enable-dynamic-config': 'bool', 'enable-metrics-scraper': 'bool', 'enable-cloud-provider': 'bool', 'enable-k0s-cloud-provider': 'bool', 'k0s-cloud-provider-port': 'string', 'k0s-cloud-provider-update-frequency': 'string', 'feature-gates': 'string', 'init-only': 'bool', logging: 'string' },
  short: { c: 'config', l: 'logging' },
};
const WORKER = {
  flags: { 'cri-socket': 'string', 'data-dir': 'string', 'enable-cloud-provider': 'bool', 'iptables-mode': 'string', 'kubelet-extra-args': 'string', 'kubelet-root-dir': 'string', labels: 'string', logging: 'string', profile: 'string', 'status-socket': 'string', taints: 'string', 'token-file': 'string' },
  short: { l: 'logging' },
};
function parse(args, ...defs) {
  const flags = Object.assign({}, GLOBAL.flags, ...defs.map(d => d.flags)), short = Object.assign({}, GLOBAL.short, ...defs.map(d => d.short ?? {}));
  const out = { flags: {}, rest: [] };
  for (let i = 0; i < args.length; i++) {
    let a = args[i], name, value;
    if (a === '--') { out.rest.push(...args.slice(i + 1)); break; }
    if (a.startsWith('--')) {
      [name, value] = a.slice(2).split(/=(.*)/s);
      if (!(name in flags)) fail(`unknown flag: --${name}`);
    } else if (/^-[a-zA-Z]/.test(a)) {
      name = short[a[1]]; value = a.length > 2 ? a.slice(2).replace(/^=/, '') : undefined;
      if (!name) fail(`unknown shorthand flag: '${a[1]}' in ${a}`);
    } else { out.rest.push(a); continue; }
    const type = flags[name];
    if (type === 'bool') {
      if (value !== undefined && !/^(true|false)$/.test(value)) fail(`invalid argument "${value}" for "--${name}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`);
      out.flags[name] = value !== 'false';
    } else {
      if (value === undefined) value = args[++i];
      if (value === undefined) fail(`flag needs an argument: ${a.startsWith('--') ? '--' + name : `'${a[1]}' in ${a}`}`);
      if (type === 'list') (out.flags[name] ??= []).push(value); else out.flags[name] = value;
    }
  }
  return out;
}
const noArgs = (p, cmd) => { if (p.rest.length) fail(`unknown command ${JSON.stringify(p.rest[0])} for "k0s ${cmd}"`); };

const unitText = (exe, args, env) => `[Unit]
Description=k0s - Zero Friction Kubernetes
Documentation=https://docs.k0sproject.io
ConditionFileIsExecutable=${exe}

After=network-online.target 
Wants=network-online.target 

[Service]
StartLimitInterval=5
StartLimitBurst=10
ExecStart=${[exe, ...args].map(a => a.replace(/ /g, '\\x20')).join(' ')}
${env.map(e => `Environment="${e}"\n`).join('')}
RestartSec=10
Delegate=yes
KillMode=process
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
LimitNOFILE=999999
Restart=always

[Install]
WantedBy=multi-user.target
`;
const USERS = ['etcd', 'konnectivity-server', 'kube-apiserver', 'kube-scheduler'];
/** The unit that is here: the controller's is looked for first. */
const here = () => (!exists(P.unit) && exists(P.workerUnit) ? { file: P.workerUnit, name: P.workerUnitName } : { file: P.unit, name: P.unitName });
const active = () => run('systemctl', 'is-active', here().name).stdout.trim();
/** What k0s makes of its service, by the words of `systemctl is-active`: 'running' or 'stopped'; it ends for all else. */
function installed() {
  const state = active();
  if (/^(active|activating)/.test(state)) return 'running';
  if (/^failed/.test(state)) fail('service in failed state'); // also where the unit file is gone
  if (/^inactive/.test(state) && run('systemctl', 'list-unit-files', '-t', 'service', here().name).stdout.includes(here().name)) return 'stopped';
  return fail('k0s has not been installed as a service');
}

const commands = {
  version(args) {
    const p = parse(args, { flags: { all: 'bool', json: 'bool' }, short: { a: 'all', j: 'json' } });
    const c = { ...L.COMPONENTS, k0s: sw().version };
    if (p.flags.all) say(Object.entries(c).map(([k, v]) => `${k} : ${v}\n`).join(''));
    else if (p.flags.json) say(JSON.stringify(c, null, 3) + '\n');
    else say(c.k0s + '\n');
  },

  sysinfo(args) {
    const p = parse(args, { flags: { controller: 'bool', worker: 'bool', 'data-dir': 'string', output: 'string' }, short: { o: 'output' } });
    const out = p.flags.output ?? 'text';
    if (!['text', 'json', 'yaml'].includes(out)) fail(`unknown output format: ${JSON.stringify(out)}`);
    const list = JSON.parse(fs.readFileSync(path.join(__dirname, 'sysinfo.json'), 'utf8'));
    const reject = new Set(sw().sysinfoReject);
    for (const x of list) if (reject.has(x.displayName)) x.category = 'rejected';
    if (out === 'json') say(JSON.stringify(list, null, 2));
    else if (out === 'yaml') say(L.yaml(list.map(x => Object.fromEntries(Object.entries(x).sort(([a], [b]) => a < b ? -1 : 1)))));
    else say(fs.readFileSync(path.join(__dirname, 'sysinfo.txt'), 'utf8').split('\n').map(l => [...reject].some(r => l.trim().startsWith(r + ':')) ? l.replace(/\((pass|warning)/, '(rejected') : l).join('\n'));
    if (list.some(x => x.category === 'rejected' || x.category === 'error')) fail('sysinfo failed');
  },

  install(args) {
    const role = args.find(a => !a.startsWith('-'));
    if (!role) return say('Install k0s on a brand-new system. Must be run as root (or with sudo)\n\nUsage:\n  k0s install [command]\n\nAvailable Commands:\n  controller  Install k0s controller on a brand-new system. Must be run as root (or with sudo)\n  worker      Install k0s worker on a brand-new system. Must be run as root (or with sudo)\n');
    if (!['controller', 'server', 'worker'].includes(role)) fail(`unknown command ${JSON.stringify(role)} for "k0s install"`);
    const worker = role === 'worker', unit = worker ? P.workerUnit : P.unit, unitName = worker ? P.workerUnitName : P.unitName;
    const p = parse(args, worker ? WORKER : CONTROLLER, { flags: { force: 'bool', env: 'list' }, short: { e: 'env' } });
    p.rest = p.rest.filter(a => a !== role); noArgs(p, `install ${worker ? 'worker' : 'controller'}`);
    needRoot();
    const f = { ...p.flags };
    const { force, env = [] } = f; delete f.force; delete f.env;
    if (worker) { if (f['token-file']) f['token-file'] = path.resolve(f['token-file']); }
    else {
    if (f.config === '-') fail('failed to load node config: cannot read configuration from stdin');
    if (f.config) f.config = path.resolve(f.config); else if (exists('/etc/k0s/k0s.yaml')) f.config = '/etc/k0s/k0s.yaml';
    if (f.config && !exists(f.config)) fail(`failed to load node config: open ${f.config}: no such file or directory`);
    const fault = L.configFault(f.config); if (fault) fail(/^error /.test(fault) ? `failed to load node config: ${fault}` : `invalid node config: ${fault}`);
    for (const u of USERS) {
      if (run('id', u).status === 0) continue;
      const r = run('useradd', '--home', '/var/lib/k0s', '--shell', '/usr/sbin/nologin', '--system', '--no-create-home', u);
      if (r.status !== 0) fail(`failed to create controller users: ${r.error ? r.error.message : 'exit status ' + r.status}`);
    }
    }
    if (force) {
      if (exists(unit)) { run('systemctl', 'disable', unitName); fs.unlinkSync(unit); run('systemctl', 'daemon-reload'); }
      else fs.writeSync(2, L.logline('warning', 'failed to uninstall service: exit status 1'));
    }
    if (exists(unit)) fail(`failed to install ${worker ? 'worker' : 'controller'} service: Init already exists: ${unit}`);
    const list = Object.entries(f).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `--${k}=${v}`);
    write(unit, unitText(self, [worker ? 'worker' : 'controller', ...list], env));
    const bad = sw().systemctlFails ? 1 : run('systemctl', 'enable', unitName).status || run('systemctl', 'daemon-reload').status;
    if (bad) fail(`failed to install ${worker ? 'worker' : 'controller'} service: exit status ${bad}`);
  },

  start(args) {
    noArgs(parse(args), 'start'); needRoot();
    if (installed() === 'running') fail('already running');
    const r = run('systemctl', 'start', here().name);
    if (r.status !== 0) fail(`exit status ${r.status}`);
  },

  stop(args) {
    noArgs(parse(args), 'stop'); needRoot();
    if (installed() !== 'running') fail('already stopped');
    const r = run('systemctl', 'stop', here().name);
    if (r.status !== 0) fail(`exit status ${r.status}`);
  },

  status(args) {
    const p = parse(args, { flags: { out: 'string', 'status-socket': 'string', 'max-count': 'string' }, short: { o: 'out' } });
    const comp = p.rest[0] === 'components';
    if (!comp) noArgs(p, 'status');
    const socket = p.flags['status-socket'] ?? (isRoot() ? P.status : '/var/lib/k0s/run/status.sock');
    const what = comp ? 'components' : 'status';
    if (comp) fs.writeSync(2, '!!! per component status is not yet finally ready, information here might be not full yet\n');
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {}); // only KILL ends it while it waits
    return new Promise(done => {
      const bad = e => fail(`${what}: can't get ${JSON.stringify(what)} via ${JSON.stringify(socket)}: Get "http://localhost/${what}": ` +
        ({ ENOENT: `dial unix ${socket}: connect: no such file or directory`, ECONNREFUSED: `dial unix ${socket}: connect: connection refused`, EACCES: `dial unix ${socket}: connect: permission denied` }[e.code] ?? 'EOF'));
      http.get({ socketPath: socket, path: comp ? `/components?maxCount=${p.flags['max-count'] ?? 1}` : '/status', headers: { host: 'localhost' } }, res => {
        let b = ''; res.on('data', d => { b += d; }); res.on('error', bad);
        res.on('end', () => {
          const s = JSON.parse(b);
          if (comp) say(L.yaml(s));
          else if (p.flags.out === 'json') say(JSON.stringify(s, null, 3) + '\n');
          else if (p.flags.out === 'yaml') say(L.yaml(s));
          else {
            say(`Version: ${s.Version}\nProcess ID: ${s.Pid}\nRole: ${s.Role}\nWorkloads: ${s.Workloads}\nSingleNode: ${s.SingleNode}\n`);
            if (s.Workloads) say(`Kube-api probing successful: ${s.WorkerToAPIConnectionStatus.Success}\nKube-api probing last error: ${s.WorkerToAPIConnectionStatus.Message} \n`);
          }
          done();
        });
      }).on('error', bad);
    });
  },

  kubeconfig(args) {
    const p = parse(args);
    if (p.rest[0] !== 'admin') fail(p.rest[0] ? `k0s stand-in: only "kubeconfig admin" exists here` : 'requires a subcommand');
    if (!exists(P.admin)) fail(`admin config ${JSON.stringify(P.admin)} not found, check if the control plane is initialized on this node`);
    let t; try { t = fs.readFileSync(P.admin, 'utf8'); } catch { fail(`open ${P.admin}: permission denied`); }
    say(t.replace('localhost:6443', L.nodeAddress() + ':6443'));
  },

  config(args) {
    const p = parse(args, { flags: { 'include-images': 'bool', config: 'string' }, short: { c: 'config' } });
    if (p.rest[0] === 'create') say(L.yaml(require('./controller.cjs').clusterConfig()));
    else if (p.rest[0] === 'validate') {
      const file = p.flags.config ?? '/etc/k0s/k0s.yaml';
      if (!exists(file)) fail(`failed to read configuration file: open ${file}: no such file or directory`);
      const fault = L.configFault(file);
      if (fault) fail(/^error /.test(fault) ? `failed to parse configuration: ${fault}` : fault);
    }
    else fail('k0s stand-in: only "config create" and "config validate" exist here');
  },

  airgap(args) {
    if (args[0] !== 'list-images') fail('k0s stand-in: only "airgap list-images" exists here');
    const K = 'quay.io/k0sproject/', { coredns, konnectivity, proxy, router, cni, metrics, pause } = L.IMAGES;
    const calico = ['cni', 'kube-controllers', 'node'].map(name => `${K}calico-${name}:v3.29.6-0`);
    say([...calico, coredns, konnectivity, proxy, router, cni, metrics, pause, ...(args.includes('--all') ? [`${K}pushgateway-ttl:1.4.0-k0s.0`, `${K}envoy-distroless:v1.34.3`] : [])].join('\n') + '\n');
  },

  async controller(args) {
    const p = parse(args, CONTROLLER, { flags: { 'ignore-pre-flight-checks': 'bool' } }); noArgs(p, 'controller'); needRoot();
    process.title = 'k0s';
    await require('./controller.cjs').main(p.flags, [self, 'controller', ...args]);
  },

  async worker(args) {
    const p = parse(args, WORKER, { flags: { 'ignore-pre-flight-checks': 'bool' } }); noArgs(p, 'worker'); needRoot();
    process.title = 'k0s';
    await require('./worker.cjs').main(p.flags, [self, 'worker', ...args]);
  },

  async reset(args) {
    const p = parse(args, { flags: { config: 'string', 'data-dir': 'string', 'kubelet-root-dir': 'string', 'cri-socket': 'string', 'status-socket': 'string' }, short: { c: 'config' } }); noArgs(p, 'reset'); needRoot();
    if (await answers(p.flags['status-socket'] ?? P.status)) fail('k0s seems to be running, please stop k0s before reset');
    const note = (l, m, fields) => { if (l !== 'info' || p.flags.verbose || p.flags.debug) fs.writeSync(2, L.logline(l, m, fields)); };
    note('info', '* containers steps');
    if (!exists(P.data)) note('warning', 'Failed to initialize containerd, skipping container cleanup', { error: `open ${P.data}/bin/.containerd-shim.965360172.tmp: no such file or directory` });
    else {
      const C = require('./controller.cjs');
      for (const channel of [1, 3]) if (C.hasContainerd()) fs.writeSync(2, J.filled(`W{k}   {pid} logging.go:55] [core] [Channel #${channel} SubChannel #${channel + 1}] grpc: addrConn.createTransport failed to connect to {Addr: "/run/k0s/containerd.sock", ServerName: "localhost", Attributes: {"<%!p(networktype.keyType=grpc.internal.transport.networktype)>": "unix" }, }. Err: connection error: desc = "transport: Error while dialing: dial unix /run/k0s/containerd.sock: connect: no such file or directory"\n`, { pid: String(process.pid) }));
      await C.removeAllPods((l, m) => note(l, m));
    }
    // a user whose processes still run stays (userdel exits 8); k0s does not say so
    note('info', '* remove k0s users step:'); for (const u of USERS) run('userdel', u);
    note('info', '* uninstall service step'); for (const [file, name] of [[P.unit, P.unitName], [P.workerUnit, P.workerUnitName]]) if (exists(file)) { run('systemctl', 'disable', name); fs.rmSync(file, { force: true }); run('systemctl', 'daemon-reload'); }
    note('info', '* remove directories step');
    if (sw().resetFails) fail('errors occurred during clean-up: failed to delete k0s generated data-dir: unlinkat /var/lib/k0s: device or resource busy');
    for (const d of [P.data, P.run]) { try { fs.rmSync(d, { recursive: true, force: true }); } catch (e) { fail(`errors occurred during clean-up: failed to delete ${d === P.data ? 'k0s generated data-dir' : 'run-dir'}: unlinkat ${e.path ?? d}: ${e.code === 'EBUSY' ? 'device or resource busy' : e.message}`); } }
    fs.rmSync('/run/k0s-standin', { recursive: true, force: true });
    note('info', '* CNI leftovers cleanup step'); for (const f of ['10-kuberouter.conflist', '10-calico.conflist', 'calico-kubeconfig']) fs.rmSync('/etc/cni/net.d/' + f, { force: true });
    note('info', '* kube-bridge leftovers cleanup step'); run('ip', 'link', 'del', 'kube-bridge');
    note('info', 'k0s cleanup operations done.');
    note('warning', 'To ensure a full reset, a node reboot is recommended.');
  },

  // Order of looks, names in the archive and errors: cmd/backup, cmd/restore and pkg/backup of k0s v1.34.1 (read, not run). The
  // snapshot is our own store under the name of etcd's: no etcd reads it.
  async backup(args) {
    const p = parse(args, { flags: { 'save-path': 'string', 'data-dir': 'string', 'kubelet-root-dir': 'string', 'status-socket': 'string' } }); noArgs(p, 'backup'); needRoot();
    const to = p.flags['save-path'] ?? '';
    if (!fs.statSync(to || '/nowhere', { throwIfNoEntry: false })?.isDirectory()) fail(`the save-path directory (${to}) does not exist`);
    if (!exists(P.data)) fail(`cannot find data-dir (${P.data}). check your environment and/or command input and try again`);
    if (!await answers(P.status)) fail(`unable to detect cluster status status: can't get "status" via "${P.status}": Get "http://localhost/status": dial unix ${P.status}: connect: ${exists(P.status) ? 'connection refused' : 'no such file or directory'}`);
    if (sw().backupFails) fail('failed to create backup on step `etcd`: context deadline exceeded');
    const tmp = fs.mkdtempSync('/tmp/k0s-backup'), end = () => fs.rmSync(tmp, { recursive: true, force: true });
    const at = new Date(), two = n => String(n).padStart(2, '0');
    const name = `k0s_backup_${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}_${two(at.getMinutes())}_${two(at.getSeconds())}_000Z.tar.gz`;
    const config = /--config[= ](\S+)/.exec(exists(P.unit) ? fs.readFileSync(P.unit, 'utf8') : '')?.[1] ?? '/etc/k0s/k0s.yaml';
    const snapshot = exists(P.run + '/kine.pid') ? 'kine-state-backup.db' : 'etcd-snapshot.db';
    fs.copyFileSync(P.store, path.join(tmp, snapshot));
    const bad = m => { end(); fail(`failed to create archive \`${name}\`: error creating archive: failed to add file to backup archive: ${m}`); };
    if (!exists(config)) bad(`failed to open file: open ${config}: no such file or directory`);
    const inData = ['pki', 'manifests', 'images', 'helmhome'].filter(d => exists(path.join(P.data, d)));
    const r = run('tar', '-czf', path.join(tmp, name), '-C', tmp, snapshot, '-C', P.data, ...inData, '-C', path.dirname(config), path.basename(config));
    if (r.status !== 0) bad(r.stderr.trim());
    fs.copyFileSync(path.join(tmp, name), path.join(to, name)); fs.chmodSync(path.join(to, name), 0o644); end();
  },

  async restore(args) {
    const p = parse(args, { flags: { 'config-out': 'string', 'data-dir': 'string', 'kubelet-root-dir': 'string', 'status-socket': 'string' } }); needRoot();
    if (p.rest.length !== 1) fail(`accepts 1 arg(s), received ${p.rest.length}`);
    if (await answers(P.status)) { fs.writeSync(2, L.logline('fatal', 'k0s seems to be running! k0s must be down during the restore operation.')); process.exit(1); }
    const [from] = p.rest; if (!exists(from)) fail(`given file ${from} does not exist`);
    if (!exists(P.data)) { fs.mkdirSync(P.data, { recursive: true }); fs.chmodSync(P.data, 0o755); } // dir.Init: whatever the umask
    const tmp = fs.mkdtempSync('/tmp/k0s-backup'), bad = m => { fs.rmSync(tmp, { recursive: true, force: true }); fail(m); };
    if (run('tar', '-xzf', from, '-C', tmp).status !== 0) bad(`failed to unpack backup archive \`${from}\`: gzip: invalid header`);
    const config = path.join(tmp, 'k0s.yaml');
    if (!exists(config)) bad(`failed to parse backed-up configuration file, check the backup archive: open ${config}: no such file or directory`);
    const kine = /^ +type: *kine/m.test(fs.readFileSync(config, 'utf8')), snapshot = path.join(tmp, kine ? 'kine-state-backup.db' : 'etcd-snapshot.db');
    if (!exists(snapshot)) bad(`failed to restore on step \`${kine ? 'sqlite db path ' + P.data + '/db/state.db' : 'etcd'}\`: ${kine ? 'sqlite' : 'etcd'} snapshot not found at ${snapshot}`);
    const folder = path.dirname(P.store);
    if (!kine && exists(folder) && fs.readdirSync(folder).length) bad(`failed to restore on step \`etcd\`: data-dir "${folder}" not empty or could not be read`);
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 }); fs.copyFileSync(snapshot, P.store);
    for (const d of ['pki', 'manifests', 'images', 'helmhome']) if (exists(path.join(tmp, d))) fs.cpSync(path.join(tmp, d), path.join(P.data, d), { recursive: true, force: true });
    const base = path.basename(from).split('.')[0].replace(/^k0s_backup_/, '');
    fs.copyFileSync(config, p.flags['config-out'] ?? `k0s_${base}.yaml`); fs.rmSync(tmp, { recursive: true, force: true });
  },

  async api(args) {
    noArgs(parse(args), 'api'); needRoot();
    if (!process.env._K0S_MANAGED) fail('failed to read node config: k0s stand-in: only the controller starts `k0s api`');
    process.title = 'k0s';
    require('./backend.cjs').main();
    await new Promise(() => {});
  },

  etcd(args) {
    const p = parse(args, { flags: { 'data-dir': 'string', output: 'string', 'etcd-peer-addresses': 'string' }, short: { o: 'output' } });
    if (p.rest[0] !== 'member-list') fail(p.rest[0] ? 'k0s stand-in: only "etcd member-list" exists here' : 'requires a subcommand');
    needRoot();
    if (exists(P.run + '/kine.pid')) fail('wrong storage type: kine');
    if (!exists(P.run + '/etcd.pid')) return new Promise(() => { setInterval(() => {}, 1000); }); // it waits for etcd without end
    say(JSON.stringify({ members: { [L.nodeName()]: `https://${L.nodeAddress()}:2380` } }) + '\n');
  },

  async token(args) {
    const T = require('./tokens.cjs');
    const p = parse(args, { flags: { role: 'string', expiry: 'string', wait: 'bool', config: 'string', 'data-dir': 'string', 'status-socket': 'string' }, short: { c: 'config' } });
    const [verb, ...ids] = p.rest;
    if (exists(P.run + '/kine.pid') && verb === 'create') fail('refusing to create token: cannot join into a single node cluster');
    if (verb === 'list' && p.flags.role === '') fail('unsupported role ""; supported roles are "controller" and "worker"');
    if (!['create', 'list', 'invalidate'].includes(verb)) fail(verb ? `unknown command ${JSON.stringify(verb)} for "k0s token"` : 'requires a subcommand');
    needRoot();
    if (!exists(P.admin) || !exists(P.data + '/pki/admin.key')) fail(`failed to get k0s status: status: can't get "status" via "${P.status}": Get "http://localhost/status": dial unix ${P.status}: connect: no such file or directory`);
    const role = p.flags.role ?? 'worker';
    if (!['controller', 'worker'].includes(role)) fail(`unsupported role ${JSON.stringify(role)}; supported roles are "controller" and "worker"`);
    if (verb === 'create') {
      if (role === 'controller') fail('k0s stand-in: no join tokens of controllers here');
      const expiry = p.flags.expiry ?? '0s';
      if (T.duration(expiry) === undefined) fail(`time: invalid duration ${JSON.stringify(expiry)}`);
      return say(await T.create(expiry) + '\n');
    }
    if (verb === 'list') { const rows = await T.list(); return rows ? say(rows) : fs.writeSync(2, 'No k0s join tokens found\n'); }
    for (const id of ids) { await T.invalidate(id); fs.writeSync(2, `token ${id} deleted successfully\n`); }
  },

  // commands of k0s that the stand-in does not have: known by name, and refused
  ...Object.fromEntries(['completion', 'docs'].map(name => [name, () => fail(`k0s stand-in: no ${JSON.stringify(name)} here`)])),

  help() { say(help([])); },
};

/** Whether a k0s answers on its status socket: while it starts, this waits as long as k0s itself. */
const answers = socket => new Promise(done => { http.get({ socketPath: socket, path: '/status', headers: { host: 'localhost' } }, res => { res.resume(); res.on('end', () => done(true)); }).on('error', () => done(false)); });

/** The help of a command: recorded where help/ has it, else its line in `k0s --help` and its usage. */
function help(words) {
  const file = f => { try { return fs.readFileSync(path.join(__dirname, 'help', f + '.txt'), 'utf8'); } catch { return undefined; } };
  const all = file('k0s');
  for (let n = words.length; n > 0; n--) {
    const whole = file(words.slice(0, n).join('-')); if (whole) return whole;
  }
  if (!words.length) return all;
  const line = new RegExp(`^  ${words[0]} +(.*)$`, 'm').exec(all)?.[1] ?? '';
  return `${line}\n\nUsage:\n  k0s ${words.join(' ')} [flags]\n\nFlags:\n  -d, --debug                  Debug logging (implies verbose logging)\n      --debugListenOn string   Http listenOn for Debug pprof handler (default ":6060")\n  -h, --help                   help for ${words.at(-1)}\n  -v, --verbose                Verbose logging\n`;
}
/** cobra's "Did you mean this?": names at most two edits away, or that begin with what was typed. */
function similar(name) {
  const distance = (a, b) => { let row = [...Array(b.length + 1).keys()]; for (let i = 1; i <= a.length; i++) { const next = [i]; for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)); row = next; } return row[b.length]; };
  return Object.keys(commands).concat('ctr', 'kubectl').filter(c => distance(name.toLowerCase(), c) <= 2 || c.startsWith(name.toLowerCase()));
}

(async () => {
  const argv = process.argv.slice(2);
  const i = argv.findIndex(a => !a.startsWith('-'));
  if (i < 0) { if (argv[0] && !['-h', '--help'].includes(argv[0])) parse(argv); return commands.help(); }
  const name = argv[i] === 'server' ? 'controller' : argv[i], rest = [...argv.slice(0, i), ...argv.slice(i + 1)];
  if (!Object.hasOwn(commands, name)) {
    const near = similar(name).sort((a, b) => Object.keys(commands).indexOf(a) - Object.keys(commands).indexOf(b));
    fs.writeSync(2, `Error: unknown command ${JSON.stringify(name)} for "k0s"\n${near.length ? `\nDid you mean this?\n${near.map(c => `\t${c}\n`).join('')}` : ''}\nRun 'k0s --help' for usage.\n`);
    process.exit(1);
  }
  // help comes before everything: nothing is executed, whoever asks
  const asked = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined);
  if (name === 'help' || asked.includes('--help') || asked.includes('-h')) return say(help([...(name === 'help' ? [] : [name]), ...asked.filter(a => !a.startsWith('-'))].map(w => (w === 'server' ? 'controller' : w))));
  if (sw().cliSlowMs && !['controller', 'worker', 'api'].includes(name)) await L.sleep(sw().cliSlowMs);
  await commands[name](rest);
})().catch(e => fail(e.message));
