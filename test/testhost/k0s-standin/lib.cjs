// STAND-IN FOR TESTS, not k0s: paths, switches and small helpers. The values are those of k0s v1.34.1.
'use strict';
const fs = require('node:fs'), path = require('node:path'), crypto = require('node:crypto');

const P = {
  switches: process.env.K0S_STANDIN_CONFIG || '/etc/k0s-standin.json',
  unit: '/etc/systemd/system/k0scontroller.service', unitName: 'k0scontroller.service', workerUnit: '/etc/systemd/system/k0sworker.service', workerUnitName: 'k0sworker.service',
  data: '/var/lib/k0s', run: '/run/k0s', admin: '/var/lib/k0s/pki/admin.conf', store: '/var/lib/k0s/etcd/standin-objects.json',
  status: '/run/k0s/status.sock', containerdSock: '/run/k0s/containerd.sock', containerdPid: '/run/k0s/containerd.pid',
  containerdToml: '/etc/k0s/containerd.toml', cni: '/etc/cni/net.d/10-kuberouter.conflist', lib: '/usr/local/lib/k0s-standin', launcher: '/usr/local/lib/k0s-standin/launcher',
};

// Every switch, with its default. A test writes a JSON object with some of these keys to /etc/k0s-standin.json;
// the file is read again whenever a switch is looked at, so it can change while things run.
const DEFAULTS = {
  version: process.env.K0S_STANDIN_RELEASE || 'v1.34.1+k0s.0', // the launcher knows which release it is
  readySeconds: 4,          // from the start of the unit until `k0s status` answers (real: 18); all that follows has this scale
  nodeReadySeconds: null,   // from the node's registration until it is Ready (real: 21)
  roleLabelSeconds: 2,      // after that, until ROLES shows control-plane (real: up to a minute)
  dnsReadySeconds: null,    // how long coredns runs before it is ready (real: 30); konnectivity and metrics-server a quarter and half of it
  stopSeconds: 11,          // how long a stop takes (real: 10.3 to 11.7)
  podSeconds: 0.5,          // each pod, from scheduled to pulled
  startCrash: false,        // true or a text: the unit's process exits 1 with `Error: <text>`
  startPanic: false,        // the unit's process ends as a Go program that crashed: exit 2 and some 270 lines
  preflightFail: false,     // true, or names of checks (os/EXT4_FS): the unit's process exits 1, pre-flight checks failed
  neverReady: false,        // the status socket accepts but never answers; no API server
  apiDown: false,           // port 6443 refuses; status says Success false
  apiSlowMs: 0,             // every API answer comes late
  apiErrors: null,          // {"pods": 500}: that resource answers with that code
  historyLength: 5000,      // changes that the API remembers: a watch or an exact list from before gets 410
  nodeNotReady: false,      // true or a text: node condition Ready=False (cni plugin not initialized)
  pressure: [],             // node conditions that are True: "DiskPressure", "MemoryPressure", "PIDPressure"
  imagePullFails: false,    // true, or a list of image names: ErrImagePull / ImagePullBackOff
  podCrash: false,          // true, or a list of image names: CrashLoopBackOff
  containerdFails: false,   // containerd is not started
  missingModules: ['br_netfilter'], // kernel modules that it warns it cannot load, as in this container
  proxyRules: true,         // false: services get no packet-filter rules (curl to a NodePort is refused)
  proxyMode: 'iptables',    // or 'nftables': kube-proxy's mode, may change while it runs
  proxySyncSeconds: 8,      // kube-proxy writes its rules again so long after somebody flushed them (real: 7 to 9)
  policyReturnSeconds: 30,  // kube-router's policy chains (real: up to 150), then behind kube-proxy's rules
  policySyncSeconds: 300,   // kube-router writes its policy chains anew, under new names
  podFirewall: true,        // kube-router-shaped KUBE-ROUTER-* / KUBE-POD-FW-* chains
  nodePort: null,           // e.g. 30094: given to the first service that asks for one
  clusterIP: null,          // e.g. "10.109.65.191": given to the first service created by a user
  systemPods: true,         // coredns, konnectivity-agent, kube-proxy, kube-router, metrics-server
  sysinfoReject: [],        // display names that sysinfo rejects, e.g. ["cgroup controller \"memory\""]
  systemctlFails: false,    // `k0s install` fails as if systemctl had failed
  cliSlowMs: 0,             // every k0s command (not kubectl, ctr) waits first
  cliCostMs: 0,             // every k0s command (kubectl and ctr too) costs that much CPU first; real: 110. Needs the ELF launcher
  backupFails: false,       // `k0s backup` ends as if etcd had not answered
  newCrash: false,          // a release other than v1.34.1 exits 1 at its start (an upgrade that fails)
  resetFails: false,        // `k0s reset` ends with the usual "device or resource busy"
};
let cache = { at: -1, value: DEFAULTS };
function sw() {
  try {
    const st = fs.statSync(P.switches);
    if (st.mtimeMs !== cache.at) cache = { at: st.mtimeMs, value: { ...DEFAULTS, ...JSON.parse(fs.readFileSync(P.switches, 'utf8')) } };
  } catch (e) {
    if (e.code !== 'ENOENT') process.stderr.write(`k0s stand-in: ${P.switches}: ${e.message}\n`);
    cache = { at: -1, value: DEFAULTS };
  }
  return cache.value;
}

const pad = n => String(n).padStart(2, '0');
const stamp = (d = new Date()) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}`;
// logrus: bare where it can be read so
const quote = v => /^[\w./@^+-]+$/.test(v) ? v : JSON.stringify(String(v));
const logline = (level, msg, fields = {}) => `time="${stamp()}" level=${level} msg=${quote(msg)}${Object.entries(fields).map(([k, v]) => ` ${k}=${quote(v)}`).join('')}\n`;
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
const sleep = ms => new Promise(r => setTimeout(r, ms));
const fail = (msg, code = 1) => { fs.writeSync(2, `Error: ${msg}\n`); process.exit(code); };
const id32 = () => crypto.randomBytes(16).toString('hex');
const exists = f => { try { fs.lstatSync(f); return true; } catch { return false; } };
const write = (f, text, mode = 0o644) => { fs.mkdirSync(path.dirname(f), { recursive: true }); fs.writeFileSync(f, text, { mode }); fs.chmodSync(f, mode); };

function yaml(v, ind = '') {
  const scalar = x => x === null || x === undefined ? 'null' : typeof x === 'string' ? (/^[A-Za-z0-9_./][\w ./@+()-]*$/.test(x) && !/^(true|false|null|yes|no|on|off|[\d.]+)$/i.test(x) && x.trim() === x ? x : JSON.stringify(x)) : String(x);
  const isObj = x => x !== null && typeof x === 'object';
  if (Array.isArray(v)) return v.map(x => isObj(x) && Object.keys(x).length ? `${ind}- ${yaml(x, ind + '  ').slice(ind.length + 2)}` : `${ind}- ${isObj(x) ? (Array.isArray(x) ? '[]' : '{}') : scalar(x)}\n`).join('');
  return Object.entries(v).map(([k, x]) => !isObj(x) ? `${ind}${k}: ${scalar(x)}\n` : !Object.keys(x).length ? `${ind}${k}: ${Array.isArray(x) ? '[]' : '{}'}\n` : `${ind}${k}:\n${yaml(x, Array.isArray(x) ? ind : ind + '  ')}`).join('');
}

// first non-loopback IPv4, in interface order, as k0s picks its API address
function nodeAddress() {
  const { networkInterfaces } = require('node:os');
  for (const [name, as] of Object.entries(networkInterfaces())) {
    if (/^(lo|kube-bridge|dummyvip0|vxlan\.calico|veth.*|cali.*)$/.test(name)) continue;
    for (const a of as) if (a.family === 'IPv4' && !a.internal) return a.address;
  }
  return '127.0.0.1';
}
const nodeName = () => require('node:os').hostname().toLowerCase();

const b32 = buf => { // RFC 4648, no padding
  const al = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = 0, v = 0, out = '';
  for (const b of buf) { v = ((v << 8) | b) & 0xffff; bits += 8; while (bits >= 5) { bits -= 5; out += al[(v >>> bits) & 31]; } }
  if (bits) out += al[(v << (5 - bits)) & 31];
  return out;
};
const hash16 = s => b32(crypto.createHash('sha256').update(s).digest()).slice(0, 16);

// which component versions and images v1.34.1 has
const COMPONENTS = { k0s: 'v1.34.1+k0s.0', runc: '1.3.2', containerd: '1.7.28', kubernetes: '1.34.1', kine: '0.14.4', etcd: '3.6.5', konnectivity: '0.33.0' };
const K = 'quay.io/k0sproject/';
const IMAGES = { pause: K + 'pause:3.10.1', proxy: K + 'kube-proxy:v1.34.1', router: K + 'kube-router:v2.6.1-iptables1.8.11-0', cni: K + 'cni-node:1.8.0-k0s.0', coredns: K + 'coredns:1.13.1', metrics: K + 'metrics-server:v0.7.2-0', konnectivity: K + 'apiserver-network-proxy-agent:v0.33.0' };

// a phase after `k0s status` answers: its own switch, else the real time in the scale of readySeconds (real: 18)
const phase = (own, real) => sw()[own] ?? real * sw().readySeconds / 18;

/** The PID of a k0s that runs, from /run/k0s/k0s.yaml; undefined without one. */
function runningPid() {
  try {
    const pid = Number(/^ *pid: (\d+)/m.exec(fs.readFileSync(P.run + '/k0s.yaml', 'utf8'))[1]);
    return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'k0s' && pid !== Number(process.env.K0S_PID) && pid !== process.pid ? pid : undefined;
  } catch { return undefined; }
}

/**
 * What is wrong with a configuration file, in k0s's words; undefined when nothing is. It knows the names at the top, the
 * API's port and address, the storage's type, the network's provider and pod CIDR: a real k0s knows every field.
 */
function configFault(file) {
  if (!file || !exists(file)) return undefined;
  const text = fs.readFileSync(file, 'utf8'), value = re => re.exec(text)?.[1]?.replace(/^["']|["']$/g, '');
  if (/^\s*[{[][^}\]]*$/m.test(text) || /^\t/m.test(text)) return 'error converting YAML to JSON: yaml: line 1: did not find expected node content';
  const odd = [...text.matchAll(/^(\w+):/gm)].map(m => m[1]).find(k => !['apiVersion', 'kind', 'metadata', 'spec'].includes(k));
  if (odd) return `error unmarshaling JSON: while decoding JSON: json: unknown field "${odd}"`;
  const port = value(/^ {2,}port: *(\S+)$/m);
  if (port !== undefined && !/^\d+$/.test(port)) return 'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field ClusterSpec.spec.api.port of type int';
  const net = require('node:net'), out = [], address = value(/^ {4}address: *(\S+)$/m), type = value(/^ {4}type: *(\S+)$/m), provider = value(/^ {4}provider: *(\S+)$/m), cidr = value(/^ {4}podCIDR: *(\S+)$/m);
  if (address && !net.isIP(address)) out.push(`spec: api: address: Invalid value: ${JSON.stringify(address)}: invalid IP address`);
  if (type && !['etcd', 'kine'].includes(type)) out.push(`spec: storage: type: Unsupported value: ${JSON.stringify(type)}: supported values: "etcd", "kine"`);
  if (provider && !['kuberouter', 'calico', 'custom'].includes(provider)) out.push(`spec: network: provider: Unsupported value: ${JSON.stringify(provider)}: supported values: "kuberouter", "calico", "custom"`);
  if (cidr && !(net.isIP(cidr.split('/')[0]) && Number(cidr.split('/')[1]) <= 32)) out.push(`spec: network: podCIDR: Invalid value: ${JSON.stringify(cidr)}: invalid CIDR address`);
  return out.length ? out.join('\n') : undefined;
}

/** Processes of pods that are only pretended (no containerd in this host): kube-proxy and kube-router. */
function pretendedPods() {
  const out = [];
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try { if (fs.readlinkSync(`/proc/${name}/exe`).startsWith('/run/k0s-standin/')) out.push(Number(name)); } catch { /* gone */ }
  }
  return out;
}

module.exports = { phase, runningPid, configFault, pretendedPods, P, DEFAULTS, sw, stamp, logline, now, sleep, fail, id32, exists, write, yaml, nodeAddress, nodeName, hash16, COMPONENTS, IMAGES };
