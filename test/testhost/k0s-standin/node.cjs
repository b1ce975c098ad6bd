// STAND-IN FOR TESTS: what a kubelet tells of its node, the same on the controller (cluster.cjs) and on a worker (kubelet.cjs).
'use strict';
const os = require('node:os'), fs = require('node:fs'), crypto = require('node:crypto');
const L = require('./lib.cjs');

const cond = (type, status, extra = {}) => ({ type, status, lastTransitionTime: L.now(), ...extra });
const setCond = (o, c) => { const l = (o.status.conditions ??= []), i = l.findIndex(x => x.type === c.type); if (i < 0) l.push(c); else if (l[i].status !== c.status || l[i].reason !== c.reason) l[i] = c; else if (c.message !== undefined) l[i] = { ...l[i], message: c.message }; };
const isReady = node => (node?.status?.conditions ?? []).some(c => c.type === 'Ready' && c.status === 'True');
const labels = name => ({ 'beta.kubernetes.io/arch': 'amd64', 'beta.kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' });
const osName = () => { try { return /^PRETTY_NAME="?([^"\n]+)/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))[1]; } catch { return 'Linux'; } };

/** Conditions, addresses and versions, in the node that is given. */
function setStatus(o, { name, address, ready }) {
  const sw = L.sw(), bad = sw.nodeNotReady;
  const why = typeof bad === 'string' ? bad : 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
  for (const [t, r, m] of [['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'], ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'], ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available']]) setCond(o, (sw.pressure ?? []).includes(t) ? cond(t, 'True', { reason: r.replace(/Sufficient|No/, 'Has').replace('HasHas', 'Has'), message: m.replace('sufficient', 'insufficient').replace('no disk', 'disk') }) : cond(t, 'False', { reason: r, message: m }));
  setCond(o, ready ? cond('Ready', 'True', { reason: 'KubeletReady', message: 'kubelet is posting ready status' }) : cond('Ready', 'False', { reason: 'KubeletNotReady', message: why }));
  const cap = { cpu: String(os.cpus().length), 'ephemeral-storage': '41152736Ki', 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory: `${Math.floor(os.totalmem() / 1024)}Ki`, pods: '110' };
  Object.assign(o.status, { addresses: [{ type: 'InternalIP', address }, { type: 'Hostname', address: name }], capacity: cap, allocatable: cap, daemonEndpoints: { kubeletEndpoint: { Port: 10250 } }, images: Object.values(L.IMAGES).map(image => ({ names: [`${image.replace(/:[^:/]*$/, '')}@sha256:${crypto.createHash('sha256').update(image).digest('hex')}`, image], sizeBytes: 2000000 })), nodeInfo: { architecture: 'amd64', bootID: '00000000-0000-0000-0000-000000000001', containerRuntimeVersion: 'containerd://' + L.COMPONENTS.containerd, kernelVersion: os.release(), kubeProxyVersion: '', kubeletVersion: sw.version.replace(/\+k0s.*/, '+k0s'), machineID: 'standin', operatingSystem: 'linux', osImage: osName(), systemUUID: 'standin' } });
}
const lease = (node, old) => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: old?.metadata ? structuredClone(old.metadata) : { name: node.metadata.name, namespace: 'kube-node-lease', ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid }] }, spec: { holderIdentity: node.metadata.name, leaseDurationSeconds: 40, renewTime: new Date().toISOString().replace('Z', '000Z') } });

/** The pods that a worker's containerd would run, for ctr.cjs: the node's own, even while no API answers. */
const podsFile = '/run/k0s-standin/pods.json';
function remember(pods) {
  const text = JSON.stringify(pods);
  if (text === remember.last) return;
  fs.mkdirSync('/run/k0s-standin', { recursive: true, mode: 0o711 });
  fs.writeFileSync(podsFile + '.tmp', text); fs.renameSync(podsFile + '.tmp', podsFile); remember.last = text;
}
module.exports = { cond, setCond, isReady, labels, setStatus, lease, remember, podsFile };
