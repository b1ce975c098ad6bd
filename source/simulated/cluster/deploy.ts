import {hasSandbox} from './view.js';
import {later, type Moment} from '../moment.js';
import {never} from '../seed/cluster.js';
import {chainHash, mac, safeName, sha256, uuid} from '../seed/names.js';
import type {Cluster, ImageRecord, PodRecord, ServiceRecord, WorkloadRecord} from '../state.js';
import {longName} from '../tool/ctr.js';

/** What the API server and the controllers make of a deployment and a service. The first of each is the guide's. */

/** Pods of the first deployment get the guide's suffix; the template's hash is the guide's for its template. */
const guide = {
	hash: '68c6d5bdd8',
	suffix: 'tvplj',
	clusterIp: '10.109.65.191',
	nodePort: 30_094,
	namespace: 'cni-21f686ce-9308-248a-9933-9d87589929b9',
};

const templateHash = (name: string, image: string, port: number | null): string =>
	name === 'demo' && image === 'httpd' && port === 80 ? guide.hash : safeName(`${name} ${image} ${port}`, 10);

const pulling = 5000;
const creating = 900;

export type NewDeployment = {
	namespace: string;
	name: string;
	image: string;
	port: number | null;
	replicas: number;
	labels?: Readonly<Record<string, string>>;
};

export function addDeployment(moment: Moment, cluster: Cluster, asked: NewDeployment): void {
	const {namespace, name, image, port, replicas} = asked;
	const hash = templateHash(name, image, port);
	const labels = {app: name};
	const hashed = {...labels, 'pod-template-hash': hash};
	// kubectl names the container after the image, without its path, tag and digest.
	const container = (image.split('/').at(-1) ?? image).split(/[:@]/)[0] ?? image;
	const containers = [{name: container, image, port}];
	const id = ++cluster.serial;
	const common = {namespace, replicas, containers, at: moment.now};
	const made: WorkloadRecord[] = [
		{
			...common,
			kind: 'Deployment',
			name,
			uid: uuid(`deployment ${id}`),
			labels: {...labels, ...asked.labels},
			selector: {...labels},
			owner: null,
		},
		{
			...common,
			kind: 'ReplicaSet',
			name: `${name}-${hash}`,
			uid: uuid(`replicaset ${id}`),
			labels: hashed,
			selector: {...hashed},
			owner: name,
		},
	];
	cluster.workloads.push(...made);
	const full = longName(image);
	const present = cluster.images.some(({ref, at}) => ref === full && at <= moment.now);
	const running = creating + (present ? 400 : pulling);
	for (let index = 0; index < replicas; index++) {
		const first = cluster.serial === 1 && index === 0;
		const suffix = first ? guide.suffix : safeName(`${namespace} ${name} ${id} ${index}`, 5);
		const record = podRecord(cluster, `${name}-${hash}-${suffix}`, first);
		cluster.pods.push({
			...record,
			namespace,
			owner: {kind: 'ReplicaSet', name: `${name}-${hash}`},
			labels: {...hashed},
			containers: [{name: container, image, id: sha256(`container ${record.uid}`), pid: record.sandbox.pid + 37}],
			port,
			at: moment.now,
			scheduledAfter: cluster.tainted ? never : 150,
			sandboxAfter: creating,
			runningAfter: running,
			readyAfter: running,
		});
	}

	if (!present) cluster.images.push(pulledImage(full, later(moment, moment.now, running - 200)));
}

/** Addresses and interface indexes only go up, as host-local and the kernel hand them out. */
function podRecord(cluster: Cluster, name: string, first: boolean): PodRecord {
	const nets = cluster.pods.map(({net}) => net).filter(net => net !== null);
	const serial = Math.max(...nets.map(({index}) => index), 8) + 1;
	const uid = uuid(`pod ${name} ${serial}`);
	const hex = sha256(`netns ${uid}`);
	return {
		namespace: '',
		name,
		uid,
		owner: {kind: 'ReplicaSet', name: ''},
		labels: {},
		qos: 'besteffort',
		ip: `10.244.0.${2 + ((serial - 5) % 250)}`,
		hostNetwork: false,
		sandbox: {id: sha256(`sandbox ${uid}`), pid: 4100 + serial * 60},
		containers: [],
		net: {
			name: first ? guide.namespace : `cni-${uuid(hex)}`,
			id: Math.max(...nets.map(({id}) => id), 2) + 1,
			inode: 4_026_532_460 + (serial - 8) * 69,
			index: serial,
			veth: `veth${hex.slice(0, 8)}`,
			port: Math.max(...nets.map(({port}) => port), 3) + 1,
			hostMac: mac(`host ${uid}`),
			podMac: mac(`pod ${uid}`),
		},
		firewallChain: `KUBE-POD-FW-${chainHash(`fw ${uid}`)}`,
		port: null,
		at: 0,
		scheduledAfter: 0,
		sandboxAfter: 0,
		runningAfter: 0,
		readyAfter: 0,
		deletedAt: null,
	};
}

function pulledImage(ref: string, at: number): ImageRecord {
	return {
		ref,
		digest: `sha256:${sha256(`manifest ${ref}`)}`,
		id: `sha256:${sha256(`config ${ref}`)}`,
		size: '43.3 MiB',
		type: 'application/vnd.oci.image.index.v1+json',
		platforms: 'linux/386,linux/amd64,linux/arm/v5,linux/arm/v7,linux/arm64/v8,linux/ppc64le,linux/riscv64,linux/s390x',
		labels: 'io.cri-containerd.image=managed',
		at,
	};
}

export function addService(
	moment: Moment,
	cluster: Cluster,
	deployment: WorkloadRecord,
	name: string,
	type: ServiceRecord['type'],
	port: {port: number; targetPort: number},
): ServiceRecord {
	const first = !cluster.services.some(service => service.type !== 'ClusterIP') && cluster.serial <= 1;
	const hash = Number.parseInt(sha256(`service ${name} ${cluster.serial}`).slice(0, 8), 16);
	const taken = new Set(cluster.services.flatMap(({ports}) => ports.map(({nodePort}) => nodePort)));
	let nodePort = first ? guide.nodePort : 30_000 + (hash % 2768);
	while (taken.has(nodePort)) nodePort = nodePort === 32_767 ? 30_000 : nodePort + 1;
	const clusterIp = first
		? guide.clusterIp
		: `10.${96 + (hash % 16)}.${(hash >>> 8) % 256}.${1 + ((hash >>> 16) % 254)}`;
	const service: ServiceRecord = {
		namespace: deployment.namespace,
		name,
		uid: uuid(`service ${name} ${moment.now}`),
		type,
		clusterIp,
		labels: {...deployment.labels},
		selector: {...deployment.selector},
		ports: [
			{
				name: null,
				port: port.port,
				protocol: 'TCP',
				targetPort: port.targetPort,
				endpointPort: port.targetPort,
				nodePort: type === 'ClusterIP' ? null : nodePort,
			},
		],
		at: moment.now,
		nodeConnections: 0,
		clusterConnections: 0,
	};
	cluster.services.push(service);
	cluster.serial++;
	return service;
}

/** Deletes a deployment with what it owns; its pods take a moment to end. */
export function removeDeployment(moment: Moment, cluster: Cluster, deployment: WorkloadRecord): void {
	const owned = new Set(
		cluster.workloads
			.filter(({namespace, owner}) => namespace === deployment.namespace && owner === deployment.name)
			.map(({name}) => name),
	);
	cluster.workloads = cluster.workloads.filter(
		one => one !== deployment && !(one.namespace === deployment.namespace && owned.has(one.name)),
	);
	for (const pod of cluster.pods) {
		if (pod.namespace === deployment.namespace && owned.has(pod.owner.name)) endPod(moment, pod);
	}
}

/**
 * What the controllers do until a workload has its pods: new ones for those that end, or that are to be `fresh` (a restart),
 * fewer where it wants fewer. The new pods are those of a template like the old ones'.
 */
export function replacePods(
	moment: Moment,
	cluster: Cluster,
	workload: WorkloadRecord,
	{fresh}: {readonly fresh: boolean},
): void {
	const own = cluster.workloads.find(
		({owner, namespace}) => owner === workload.name && namespace === workload.namespace,
	);
	const maker = own ?? workload;
	const living = cluster.pods.filter(
		pod => pod.namespace === maker.namespace && pod.owner.name === maker.name && pod.deletedAt === null,
	);
	const kept = fresh ? 0 : Math.min(living.length, maker.replicas);
	const [model] = cluster.pods.filter(pod => pod.namespace === maker.namespace && pod.owner.name === maker.name);
	for (const pod of living.slice(kept)) endPod(moment, pod);
	for (let made = kept; model && made < maker.replicas; made++) {
		const suffix = safeName(`${maker.name} ${++cluster.serial}`, 5);
		const record = podRecord(cluster, `${maker.name}-${suffix}`, false);
		cluster.pods.push({
			...record,
			...{namespace: model.namespace, owner: model.owner, labels: {...model.labels}, qos: model.qos, port: model.port},
			...(model.hostNetwork && {hostNetwork: true, ip: model.ip, net: null, firewallChain: null}),
			containers: model.containers.map(({name, image, init, pid}, at) => ({
				...{name, image, id: sha256(`container ${record.uid} ${name}`)},
				pid: pid === null ? null : record.sandbox.pid + 37 + at,
				...(init && {init}),
			})),
			...{at: moment.now, scheduledAfter: cluster.tainted ? never : 150, sandboxAfter: creating},
			...{runningAfter: creating + 400, readyAfter: creating + 400},
		});
	}
}

/** A pod without a sandbox has nothing to end: it goes at once. */
export function endPod(moment: Moment, pod: PodRecord): void {
	pod.deletedAt ??= hasSandbox(moment, pod) ? moment.now : moment.now - 10_000;
}
