import {policyObject} from '../cluster/policy-object.js';
import {apiPods, compare, liveServices} from '../cluster/view.js';
import {secondNode} from '../seed/second-node.js';
import {nodeObject, podObject, secondNodeObject} from '../cluster/objects.js';
import {rfc3339} from '../cluster/time.js';
import {endpointSliceObject, serviceObject, workloadObject} from '../cluster/workload-objects.js';
import {leaseObjects} from '../cluster/leases.js';
import {brokenEvents, brokenPods, brokenWorkloads} from '../cluster/broken.js';
import {eventObjects} from '../cluster/events.js';
import {since, type Moment} from '../moment.js';
import type {Cluster, WorkloadRecord} from '../state.js';
import type {Arguments, Call} from './tool.js';

/** One kubectl request. */
export type Request = {
	readonly call: Call;
	readonly moment: Moment;
	readonly cluster: Cluster;
	readonly options: Arguments['options'];
	readonly words: readonly string[];
};

export type Kind =
	| 'nodes'
	| 'namespaces'
	| 'pods'
	| 'services'
	| 'daemonsets.apps'
	| 'deployments.apps'
	| 'replicasets.apps'
	| 'statefulsets.apps'
	| 'jobs.batch'
	| 'cronjobs.batch'
	| 'events'
	| 'leases.coordination.k8s.io'
	| 'endpointslices.discovery.k8s.io'
	| 'networkpolicies.networking.k8s.io'
	| 'configmaps'
	| 'customresourcedefinitions.apiextensions.k8s.io'
	| 'plans.autopilot.k0sproject.io'
	| 'secrets'
	| 'persistentvolumeclaims'
	| 'serviceaccounts';

const aliases: Readonly<Record<string, Kind>> = {
	node: 'nodes',
	nodes: 'nodes',
	no: 'nodes',
	namespace: 'namespaces',
	namespaces: 'namespaces',
	ns: 'namespaces',
	pod: 'pods',
	pods: 'pods',
	po: 'pods',
	service: 'services',
	services: 'services',
	svc: 'services',
	daemonset: 'daemonsets.apps',
	daemonsets: 'daemonsets.apps',
	ds: 'daemonsets.apps',
	deployment: 'deployments.apps',
	deployments: 'deployments.apps',
	deploy: 'deployments.apps',
	replicaset: 'replicasets.apps',
	replicasets: 'replicasets.apps',
	rs: 'replicasets.apps',
	statefulset: 'statefulsets.apps',
	statefulsets: 'statefulsets.apps',
	sts: 'statefulsets.apps',
	job: 'jobs.batch',
	jobs: 'jobs.batch',
	cronjob: 'cronjobs.batch',
	cronjobs: 'cronjobs.batch',
	cj: 'cronjobs.batch',
	lease: 'leases.coordination.k8s.io',
	leases: 'leases.coordination.k8s.io',
	event: 'events',
	events: 'events',
	ev: 'events',
	endpointslice: 'endpointslices.discovery.k8s.io',
	endpointslices: 'endpointslices.discovery.k8s.io',
	networkpolicy: 'networkpolicies.networking.k8s.io',
	networkpolicies: 'networkpolicies.networking.k8s.io',
	netpol: 'networkpolicies.networking.k8s.io',
	configmap: 'configmaps',
	configmaps: 'configmaps',
	cm: 'configmaps',
	secret: 'secrets',
	crd: 'customresourcedefinitions.apiextensions.k8s.io',
	crds: 'customresourcedefinitions.apiextensions.k8s.io',
	customresourcedefinition: 'customresourcedefinitions.apiextensions.k8s.io',
	customresourcedefinitions: 'customresourcedefinitions.apiextensions.k8s.io',
	plan: 'plans.autopilot.k0sproject.io',
	plans: 'plans.autopilot.k0sproject.io',
	secrets: 'secrets',
	pvc: 'persistentvolumeclaims',
	persistentvolumeclaim: 'persistentvolumeclaims',
	persistentvolumeclaims: 'persistentvolumeclaims',
	sa: 'serviceaccounts',
	serviceaccount: 'serviceaccounts',
	serviceaccounts: 'serviceaccounts',
};

/** What `get all` lists, in the order of the API's discovery. */
export const allKinds: readonly Kind[] = [
	'pods',
	'services',
	'daemonsets.apps',
	'deployments.apps',
	'replicasets.apps',
	'statefulsets.apps',
	'cronjobs.batch',
	'jobs.batch',
];

/** Kinds of `pods`, `svc,endpointslices`, `deployment.apps`, `all`; or the name that no kind has. */
export function kindsOf(words: string): Kind[] | {unknown: string} {
	const kinds: Kind[] = [];
	for (const word of words.split(',')) {
		const kind = aliases[word.toLowerCase().split('.')[0] ?? ''];
		if (word === 'all') kinds.push(...allKinds);
		else if (kind === undefined) return {unknown: word};
		else kinds.push(kind);
	}

	return kinds;
}

/** Singular with its group, as `get all` and answers name things: `deployment.apps`. */
export const singular = (kind: Kind): string =>
	kind.replace(/^networkpolicies/, 'networkpolicy').replace(/^([a-z]+)s(\.|$)/, '$1$2');

const clusterWide = new Set<Kind>([
	'nodes',
	'namespaces',
	'customresourcedefinitions.apiextensions.k8s.io',
	'plans.autopilot.k0sproject.io',
]);

export const namespaced = (kind: Kind): boolean => !clusterWide.has(kind);

export const namespaceNames = ['default', 'k0s-autopilot', 'kube-node-lease', 'kube-public', 'kube-system'];

export type Row = {
	namespace: string | null;
	name: string;
	labels: Readonly<Record<string, string>>;
	at: number;
	object: () => Record<string, unknown>;
};

const workloadKind: Readonly<Record<string, WorkloadRecord['kind']>> = {
	'daemonsets.apps': 'DaemonSet',
	'deployments.apps': 'Deployment',
	'replicasets.apps': 'ReplicaSet',
};

/** An object that stands nowhere in the state. */
function asRow(object: Record<string, unknown>): Row {
	const {name, namespace, labels, creationTimestamp} = object['metadata'] as {
		name: string;
		namespace: string;
		labels: Record<string, string>;
		creationTimestamp: string;
	};
	return {namespace, name, labels, at: Date.parse(creationTimestamp), object: () => object};
}

/** Every object of a kind, as a row that knows how to become JSON. */
export function rowsOf(moment: Moment, cluster: Cluster, kind: Kind): Row[] {
	switch (kind) {
		case 'nodes': {
			const {node} = cluster;
			if (since(moment, node.at) < 0) return [];
			const own = {namespace: null, name: node.name, labels: {}, at: node.at};
			const far = moment.faults.secondNode === undefined ? [] : [{...own, name: secondNode.name}];
			return [
				{...own, object: () => nodeObject(moment, cluster)},
				...far.map(row => ({...row, object: () => secondNodeObject(moment, cluster)})),
			];
		}

		case 'pods': {
			return [
				...apiPods(moment, cluster).map(pod => ({...pod, object: () => podObject(moment, cluster, pod)})),
				...brokenPods(moment, cluster).map(object => asRow(object)),
			];
		}

		case 'services':
		case 'endpointslices.discovery.k8s.io': {
			return liveServices(moment, cluster).map(service => ({
				...service,
				...(kind === 'services' ? {} : {labels: {'kubernetes.io/service-name': service.name}}),
				object: () => (kind === 'services' ? serviceObject(service) : endpointSliceObject(moment, cluster, service)),
			}));
		}

		case 'events': {
			return [...eventObjects(moment, cluster, null), ...brokenEvents(moment)].map(object => {
				const {name, namespace} = object['metadata'] as {name: string; namespace: string};
				return {namespace, name, labels: {}, at: Date.parse(String(object['lastTimestamp'])), object: () => object};
			});
		}

		case 'leases.coordination.k8s.io': {
			return leaseObjects(moment, cluster).map(object => {
				const {name, namespace} = object.metadata;
				return {namespace, name, labels: {}, at: cluster.node.at, object: () => object};
			});
		}

		case 'namespaces': {
			const at = cluster.services[0]?.at ?? moment.now;
			return namespaceNames.map(name => ({
				namespace: null,
				name,
				labels: {'kubernetes.io/metadata.name': name},
				at,
				object: () => ({
					apiVersion: 'v1',
					kind: 'Namespace',
					metadata: {name, creationTimestamp: rfc3339(at), labels: {'kubernetes.io/metadata.name': name}},
					spec: {finalizers: ['kubernetes']},
					status: {phase: 'Active'},
				}),
			}));
		}

		case 'networkpolicies.networking.k8s.io': {
			return (cluster.policies ?? []).map(policy => ({
				...{namespace: policy.namespace, name: policy.name, labels: {}, at: policy.at},
				object: () => policyObject(policy),
			}));
		}

		case 'configmaps': {
			const at = cluster.services[0]?.at ?? moment.now;
			return namespaceNames.map(namespace => {
				const name = 'kube-root-ca.crt';
				const metadata = {name, namespace, creationTimestamp: rfc3339(at)};
				const data = {'ca.crt': 'simulated'};
				return {namespace, name, labels: {}, at, object: () => ({apiVersion: 'v1', kind: 'ConfigMap', metadata, data})};
			});
		}

		case 'customresourcedefinitions.apiextensions.k8s.io': {
			const at = cluster.services[0]?.at ?? moment.now;
			const name = 'plans.autopilot.k0sproject.io';
			const metadata = {name, creationTimestamp: rfc3339(at)};
			const object = () => ({apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata});
			return [{namespace: null, name, labels: {}, at, object}];
		}

		case 'plans.autopilot.k0sproject.io': {
			// k0s defines the kind; a plan exists only while somebody updates with autopilot.
			return [];
		}

		default: {
			const kindName = workloadKind[kind];
			const broken = kindName === 'Deployment' || kindName === 'ReplicaSet' ? brokenWorkloads(moment, kindName) : [];
			return cluster.workloads
				.filter(workload => workload.kind === workloadKind[kind] && since(moment, workload.at) >= 0)
				.sort((a, b) => compare(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`))
				.map((workload): Row => ({...workload, object: () => workloadObject(moment, cluster, workload)}))
				.concat(broken.map(object => asRow(object)));
		}
	}
}
