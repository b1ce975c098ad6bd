// STAND-IN FOR TESTS, not a kubelet: what the kubelet of a worker does, by the API of another host: its node, its lease, and the pods
// that were given to it. Pods are pretended (testhost profile base): none of their containers runs, and no packet filter is written.
'use strict';
const fs = require('node:fs'), crypto = require('node:crypto');
const L = require('./lib.cjs'), T = require('./tokens.cjs'), N = require('./node.cjs'), { pretend } = require('./pretend.cjs');
const hex = () => crypto.randomBytes(32).toString('hex');

class Kubelet {
  constructor({ access, log, lives }) {
    Object.assign(this, { access, log, lives, name: L.nodeName(), address: L.nodeAddress(), since: Date.now(), ip: 1, held: new Map() });
    const loop = async () => { try { if (lives()) await this.pass(); } catch (e) { if (this.said !== e.message) this.log('warning', `k0s stand-in: ${this.said = e.message}`, 'kubelet'); } if (!this.closed) this.timer = setTimeout(loop, 500); };
    void loop();
  }
  close() { this.closed = true; clearTimeout(this.timer); }
  ask(method, path, body) { return T.request(this.access, method, path, body); }

  async pass() {
    const ready = await this.node();
    const { items } = await this.ask('GET', `/api/v1/pods?fieldSelector=spec.nodeName%3D${this.name}`);
    this.said = undefined;
    for (const p of items) await this.pod({ apiVersion: 'v1', kind: 'Pod', ...p }, ready);
    for (const [uid, pid] of this.held) if (!items.some(p => p.metadata.uid === uid)) { try { process.kill(pid, 'SIGKILL'); } catch { /* gone */ } this.held.delete(uid); }
    N.remember(items);
  }
  async node() {
    const mine = `/api/v1/nodes/${this.name}`;
    let node = await this.ask('GET', mine).catch(e => { if (e.code === 404) return undefined; throw e; });
    // it registers once: a node that somebody deleted since stays away until the kubelet starts anew
    if (!node && this.registered) throw new Error(`nodes ${JSON.stringify(this.name)} not found`);
    if (!node) { node = await this.ask('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: this.name, labels: N.labels(this.name), annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } }, spec: {}, status: {} }); this.since = Date.now(); }
    this.registered = true; this.cidr = node.spec.podCIDR;
    const before = JSON.stringify(node.status), was = N.isReady(node);
    const ready = this.lives() && !L.sw().nodeNotReady && (was || Date.now() - this.since >= L.phase('nodeReadySeconds', 21) * 1000);
    N.setStatus(node, { name: this.name, address: this.address, ready });
    const changed = before !== JSON.stringify(node.status);
    if (changed || Date.now() - (this.posted ?? 0) > 300000 || (this.posted ?? 0) < this.since) { this.posted = Date.now(); for (const c of node.status.conditions) c.lastHeartbeatTime = L.now(); await this.ask('PUT', mine + '/status', node); }
    if (Date.now() - (this.renewed ?? 0) > Math.min(10000, L.sw().readySeconds * 500)) await this.renew(node);
    return ready;
  }
  async renew(node) {
    const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', old = await this.ask('GET', `${leases}/${this.name}`).catch(() => undefined);
    const lease = N.lease(node, old);
    await (old ? this.ask('PUT', `${leases}/${this.name}`, lease) : this.ask('POST', leases, lease));
    this.renewed = Date.now();
  }

  async pod(p, ready) {
    const at = `/api/v1/namespaces/${p.metadata.namespace}/pods/${p.metadata.name}`;
    if (p.metadata.deletionTimestamp) return void await this.ask('DELETE', at, { gracePeriodSeconds: 0 }).catch(e => { if (e.code !== 404) throw e; });
    if (!ready && !p.spec.hostNetwork) return;
    // what the node controller called not ready, while nobody heard of this node, is ready again
    const isReady = (p.status.conditions ?? []).some(c => c.type === 'Ready' && c.status === 'True');
    if (p.status.phase === 'Running' && isReady && p.status.containerStatuses?.every(c => c.ready)) return void this.hold(p);
    if (p.status.phase === 'Failed' || p.status.phase === 'Succeeded') return;
    const at_ = L.now(), ip = p.status.podIP ?? (p.spec.hostNetwork ? this.address : `${(this.cidr ?? '10.244.9.0/24').replace(/\d+\/\d+$/, '')}${this.ip = this.ip % 253 + 1}`);
    const c = (type, status = 'True') => ({ type, status, lastProbeTime: null, lastTransitionTime: at_ });
    p.status = { ...p.status, phase: 'Running', hostIP: this.address, hostIPs: [{ ip: this.address }], podIP: ip, podIPs: [{ ip }], startTime: p.status.startTime ?? at_, conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(t => c(t)), containerStatuses: p.spec.containers.map(x => ({ name: x.name, image: x.image, imageID: x.image, containerID: p.status.containerStatuses?.find(y => y.name === x.name)?.containerID ?? 'containerd://' + hex(), ready: true, started: true, restartCount: p.status.containerStatuses?.[0]?.restartCount ?? 0, lastState: {}, state: { running: { startedAt: at_ } } })) };
    await this.ask('PUT', at + '/status', p);
    this.hold(p);
  }
  /** The process of a pod that has one: started once, and again where it is gone. */
  hold(p) {
    const pid = this.held.get(p.metadata.uid) ?? this.found(p);
    if (pid && L.exists(`/proc/${pid}`)) return;
    const own = pretend(p); if (own) this.held.set(p.metadata.uid, own);
  }
  /** It outlived a stop of k0s. */
  found(p) {
    for (const pid of L.pretendedPods()) try { if (fs.readlinkSync(`/proc/${pid}/exe`).endsWith('/' + p.spec.containers[0].name)) { this.held.set(p.metadata.uid, pid); return pid; } } catch { /* gone */ }
    return undefined;
  }
}
module.exports = { Kubelet };
