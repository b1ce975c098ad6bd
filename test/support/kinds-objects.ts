import {kinds, policies, six, type Ends} from '../k0s/kinds.js';
import {node, type NamespaceObject, type PodObject, type ServiceObject, type SliceObject} from './real-objects.js';

/**
 * The kinds of test/k0s as an API server with two families holds them: what the controllers add (addresses, endpoint
 * slices) is added here, with the addresses of a lab's pods.
 */

export type KindObjects = {
	readonly services: readonly ServiceObject[];
	readonly slices: readonly SliceObject[];
	readonly pods: readonly PodObject[];
	readonly namespaces: readonly NamespaceObject[];
	readonly policies: readonly unknown[];
};
/** A pod with what it listens on; `address`: null with the host's network. */
export type KindPod = {readonly name: string; readonly index: number | null; readonly ports: readonly number[]};

type Family = 'IPv4' | 'IPv6';
type Port = {readonly name?: string; readonly containerPort: number; readonly protocol?: string};
type Some = {
	readonly kind: string;
	readonly metadata: {readonly name: string; readonly namespace: string; readonly labels?: Record<string, string>};
	readonly spec: Record<string, unknown>;
};

export const lan: readonly Ends[] = [{address: node.address, neighbour: '192.168.122.1'}, six];
const families: readonly Family[] = ['IPv4', 'IPv6'];
/** The lab's first pod has .3. */
const podAddress = (index: number, family: Family): string =>
	family === 'IPv4' ? `10.244.0.${3 + index}` : `fd00::${(3 + index).toString(16)}`;
const nodeAddress = (family: Family): string => (family === 'IPv4' ? node.address : six.address);

const image = 'coredns';
const given = kinds(image, lan) as unknown as readonly Some[];
const of = (kind: string): readonly Some[] => given.filter(each => each.kind === kind);
/** k0s's own: the API and the cluster's DNS. */
const dns: Some = {
	kind: 'Pod',
	metadata: {name: 'coredns-7656c59669-8wwxq', namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}},
	spec: {
		containers: [{name: 'coredns', ports: [{name: 'dns', containerPort: 53, protocol: 'UDP'}, tcp('dns-tcp', 53)]}],
	},
};
const own: readonly Some[] = [
	{
		kind: 'Service',
		metadata: {name: 'kubernetes', namespace: 'default'},
		spec: {ports: [{name: 'https', port: 443, targetPort: 6443}], ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack'},
	},
	{
		kind: 'Service',
		metadata: {name: 'kube-dns', namespace: 'kube-system'},
		spec: {
			selector: {'k8s-app': 'kube-dns'},
			ports: [
				{name: 'dns', port: 53, targetPort: 53, protocol: 'UDP'},
				{name: 'dns-tcp', port: 53, targetPort: 53},
			],
			ipFamilyPolicy: 'PreferDualStack',
		},
	},
];

function tcp(name: string, containerPort: number): Port {
	return {name, containerPort};
}

const podsGiven = [dns, ...of('Pod')];
const isHostNetwork = ({spec}: Some): boolean => spec['hostNetwork'] === true;
const ports = ({spec}: Some): readonly Port[] =>
	(spec['containers'] as ReadonlyArray<{readonly ports?: readonly Port[]}>).flatMap(each => each.ports ?? []);

/** Which ports each Corefile names: what really listens. */
function listening({metadata: {labels}, spec}: Some): readonly number[] {
	if (labels?.['k8s-app'] === 'kube-dns') return [53];
	const [config] = of('ConfigMap') as unknown as ReadonlyArray<{readonly data: Readonly<Record<string, string>>}>;
	const text = config?.data[labels?.['app'] ?? ''] ?? '';
	if (text === '') throw new Error(`no Corefile for ${JSON.stringify(spec)}`);
	return [...text.matchAll(/^\.:(\d+)/gm)].map(([, port]) => Number(port));
}

const indexes = new Map(podsGiven.filter(pod => !isHostNetwork(pod)).map((pod, index) => [pod, index] as const));
export const kindPods: readonly KindPod[] = podsGiven.map(pod => ({
	name: pod.metadata.name,
	index: indexes.get(pod) ?? null,
	ports: isHostNetwork(pod) ? [...listening(pod), 6443] : listening(pod),
}));

const addressesOf = (pod: Some): Readonly<Record<Family, string>> => {
	const index = indexes.get(pod);
	const at = (family: Family): string => (index === undefined ? nodeAddress(family) : podAddress(index, family));
	return {IPv4: at('IPv4'), IPv6: at('IPv6')};
};

function podObject(pod: Some): PodObject {
	const {IPv4, IPv6} = addressesOf(pod);
	return {
		...pod,
		metadata: {...pod.metadata, uid: `uid-${pod.metadata.name}`},
		spec: {...pod.spec, nodeName: node.name},
		status: {
			phase: 'Running',
			podIP: IPv4,
			podIPs: [{ip: IPv4}, {ip: IPv6}],
			hostIP: node.address,
			conditions: [{type: 'Ready', status: 'True'}],
			containerStatuses: [{name: 'main', ready: true, restartCount: 0, state: {running: {}}}],
		},
	} as unknown as PodObject;
}

const familiesOf = ({spec}: Some): readonly Family[] =>
	(spec['ipFamilies'] as readonly Family[] | undefined) ?? families;

function serviceObject(service: Some, index: number): ServiceObject {
	const {spec} = service;
	const ipFamilies = familiesOf(service);
	if (spec['type'] === 'ExternalName') return service as unknown as ServiceObject;
	const fixed: Readonly<Record<string, readonly string[]>> = {
		kubernetes: ['10.96.0.1'],
		'kube-dns': ['10.96.0.10', 'fd01::a'],
	};
	const clusterIPs =
		spec['clusterIP'] === 'None'
			? ['None']
			: (fixed[service.metadata.name] ??
				ipFamilies.map(family =>
					family === 'IPv4' ? `10.96.100.${index + 1}` : `fd01::64:${(index + 1).toString(16)}`,
				));
	return {
		...service,
		spec: {type: 'ClusterIP', ...spec, ipFamilies, clusterIPs, clusterIP: clusterIPs[0]},
		status: {loadBalancer: {}},
	} as unknown as ServiceObject;
}

type ServicePort = {
	readonly name?: string;
	readonly protocol?: string;
	readonly port: number;
	readonly targetPort?: unknown;
};

/** What the endpoint slice controller makes of the pods that a service selects. */
function slicesOf(service: Some): readonly SliceObject[] {
	const {spec, metadata} = service;
	const selector = spec['selector'] as Readonly<Record<string, string>> | undefined;
	if (!selector) return [];
	const chosen = podsGiven.filter(
		pod =>
			pod.metadata.namespace === metadata.namespace &&
			Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
	);
	const number = ({port, targetPort = port}: ServicePort): number | undefined =>
		typeof targetPort === 'number'
			? targetPort
			: chosen.flatMap(ports).find(({name}) => name === targetPort)?.containerPort;
	return familiesOf(service).map(family => ({
		kind: 'EndpointSlice',
		metadata: {
			name: `${metadata.name}-${family.toLowerCase()}`,
			namespace: metadata.namespace,
			labels: {'kubernetes.io/service-name': metadata.name},
		},
		addressType: family,
		ports: (spec['ports'] as readonly ServicePort[]).map(each => ({
			name: each.name ?? '',
			port: number(each),
			protocol: each.protocol ?? 'TCP',
		})),
		endpoints: chosen.map(pod => ({
			addresses: [addressesOf(pod)[family]],
			conditions: {ready: true, serving: true, terminating: false},
			nodeName: node.name,
			targetRef: {kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name},
		})),
	}));
}

const api: SliceObject = {
	kind: 'EndpointSlice',
	metadata: {name: 'kubernetes', namespace: 'default', labels: {'kubernetes.io/service-name': 'kubernetes'}},
	addressType: 'IPv4',
	ports: [{name: 'https', port: 6443, protocol: 'TCP'}],
	endpoints: [{addresses: [node.address], conditions: {ready: true}}],
};

/** `withPolicies`: the three network policies of the kinds, too. */
export function kindObjects(withPolicies: boolean): KindObjects {
	const services = [...own, ...of('Service')];
	return {
		services: services.map(serviceObject),
		slices: [api, ...services.flatMap(slicesOf), ...(of('EndpointSlice') as unknown as readonly SliceObject[])],
		pods: podsGiven.map(podObject),
		namespaces: ['default', 'kube-system', 'kinds'].map(name => ({
			kind: 'Namespace',
			metadata: {name, labels: {'kubernetes.io/metadata.name': name}},
		})),
		policies: withPolicies
			? policies(lan.map(({neighbour}) => `${neighbour}/${neighbour.includes(':') ? 64 : 24}`))
			: [],
	};
}
