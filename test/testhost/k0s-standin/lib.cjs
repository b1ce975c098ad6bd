// STAND-IN FOR TESTS, not k0s: paths, switches and small helpers. The values are those of k0s v1.34.1.
'use strict';
const fs = require('node:fs'), path = require('node:path'), crypto = require('node:crypto');

const P = {
  switches: process.env.K0S_STANDIN_CONFIG || '/etc/k0s-standin.json',
  unit: '/etc/systemd/system/k0scontroller.service', unitName: 'k0scontroller.service',
  data: '/var/lib/k0s', run: '/run/k0s', admin: '/var/lib/k0s/pki/admin.conf', store: '/var/lib/k0s/etcd/standin-objects.json',
  status: '/run/k0s/status.sock', containerdSock: '/run/k0s/containerd.sock', containerdPid: '/run/k0s/containerd.pid',
  containerdToml: '/etc/k0s/containerd.toml', cni: '/etc/cni/net.d/10-kuberouter.conflist', lib: '/usr/local/lib/k0s-standin',
};

// Every switch, with its default. A test writes a JSON object with some of these keys to /etc/k0s-standin.json;
// the file is read again whenever a switch is looked at, so it can change while things run.
const DEFAULTS = {
  version: process.env.K0S_STANDIN_RELEASE || 'v1.34.1+k0s.0', // the launcher knows which release it is
  readySeconds: 4,          // from the start of the unit until `k0s status` answers
  nodeReadySeconds: 1,      // after that, until the node is Ready
  roleLabelSeconds: 2,      // after that, until ROLES shows control-plane (real: up to a minute)
  podSeconds: 0.5,          // each pod, from scheduled to pulled
  startCrash: false,        // true or a text: the unit's process exits 1 with `Error: <text>`
  preflightFail: false,     // the unit's process exits 1: pre-flight checks failed
  neverReady: false,        // the status socket accepts but never answers; no API server
  apiDown: false,           // port 6443 refuses; status says Success false
  apiSlowMs: 0,             // every API answer comes late
  apiErrors: null,          // {"pods": 500}: that resource answers with that code
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
const quote = v => /^[\w./:@%+-]+$/.test(v) ? v : JSON.stringify(String(v));
const logline = (level, msg, fields = {}) => `time="${stamp()}" level=${level} msg=${JSON.stringify(msg)}${Object.entries(fields).map(([k, v]) => ` ${k}=${quote(v)}`).join('')}\n`;
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

module.exports = { P, DEFAULTS, sw, stamp, logline, now, sleep, fail, id32, exists, write, yaml, nodeAddress, nodeName, hash16, COMPONENTS, IMAGES };
