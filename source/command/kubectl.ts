import {pathPart} from './path-part.js';
import {defaultDataDir, kubeconfigIn, kubeletConfigIn} from './k0s-paths.js';
import {change, command, follow, type Command} from './command.js';

/** `k0s kubectl` (kubectl 1.34). JSON only; the host never passes KUBECONFIG on, or another cluster could answer. */

/** kubectl keeps what it discovers in a folder; ours, not below anybody's home. */
const cache = {variable: 'KUBECACHEDIR', folder: 'kubectl'};

const get = (what: string, ...rest: string[]): Command =>
	command(['k0s', 'kubectl', 'get', what, ...rest, '-o', 'json'], `kubectl-get-${what}`, {
		root: true,
		cache,
		maxOutput: 32 * 1024 * 1024,
	});

const table = ([what = '', ...rest]: readonly string[]): Command =>
	command(['k0s', 'kubectl', 'get', what, ...rest], `kubectl-get-${what === 'service' ? 'services' : what}`, {
		root: true,
		cache,
		maxOutput: 8 * 1024 * 1024,
	});

/** The same list, asked without the program where the administrator's kubeconfig is in its usual place. */
const directly = (asked: Command, path: string): Command => ({
	...asked,
	direct: {kind: 'api', path, kubeconfig: '/var/lib/k0s/pki/admin.conf', elsewhere: true},
});

export const nodes = (): Command => directly(get('nodes'), '/api/v1/nodes');
/** Who of the kubelets and controllers has told of itself, and when. */
export const leases = (): Command => directly(get('leases', '-A'), '/apis/coordination.k8s.io/v1/leases');
/** Pods, services and workloads of all namespaces in one answer. */
export const all = (): Command => get('all', '-A');
export const pods = (): Command => get('pods', '-A');
export const services = (): Command => get('services', '-A');
/** Who stands behind each service, as its controller sees it. */
export const endpointSlices = (): Command =>
	directly(get('endpointslices', '-A'), '/apis/discovery.k8s.io/v1/endpointslices');
/** What may reach which pods, as its authors wrote it. */
export const networkPolicies = (): Command =>
	directly(get('networkpolicies', '-A'), '/apis/networking.k8s.io/v1/networkpolicies');
/** With the labels by which policies choose them. */
export const namespaces = (): Command => directly(get('namespaces'), '/api/v1/namespaces');
/**
 * The same asked on a worker, which has no administrator's kubeconfig: with the kubelet's own. Measured on k0s 1.34.1: it may
 * list nodes, pods, services and these workloads, and read its own lease; jobs, events, leases and policies are forbidden.
 */
const onWorker = (dataDir: string, what: string, ...rest: string[]): Command =>
	command(
		['k0s', 'kubectl', '--kubeconfig', kubeletConfigIn(dataDir), 'get', what, ...rest, '-o', 'json'],
		`kubectl-get-${what.includes(',') ? 'all' : what}`,
		{root: true, cache, maxOutput: 32 * 1024 * 1024},
	);
export const workerNodes = (dataDir = defaultDataDir): Command => onWorker(dataDir, 'nodes');
export const workerAll = (dataDir = defaultDataDir): Command =>
	onWorker(dataDir, 'pods,services,daemonsets,deployments,replicasets,statefulsets', '-A');
/** Of the API server that a worker reports to: `{"major","minor","gitVersion":"v1.34.1+k0s",…}`; anybody who is known may ask. */
export const workerApiVersion = (dataDir = defaultDataDir): Command =>
	command(
		['k0s', 'kubectl', '--kubeconfig', kubeletConfigIn(dataDir), 'get', '--raw', '/version'],
		'kubectl-api-version',
		{root: true, cache},
	);
/** Of the node with that name alone. */
export const workerLease = (node: string, dataDir = defaultDataDir): Command =>
	onWorker(dataDir, 'leases', node, '-n', 'kube-node-lease');
/** What the guide runs: the tables that a person reads, and all that an old recording may hold. */
export const nodesTable = (): Command => table(['nodes']);
export const allTable = (): Command => table(['all', '--all-namespaces', '-o', 'wide']);
export const allEvents = (): Command => directly(get('events', '-A'), '/api/v1/events');
export const events = (namespace: string): Command => get('events', '-n', namespace);
/** Objects of one namespace by label, for the demo. */
export const labelled = (what: string, namespace: string, label: string): Command =>
	get(what, '-n', namespace, '-l', label);
export const one = (what: string, namespace: string, name: string): Command => get(what, name, '-n', namespace);

/** The same of one namespace; its name is the API's own. */
export const eventsIn = (namespace: string): Command =>
	directly(events(namespace), `/api/v1/namespaces/${pathPart(namespace)}/events`);
/** All objects of one kind by its path in the API, asked once: without the program where that is possible. */
export const listed = (path: string): Command =>
	directly(
		command(['k0s', 'kubectl', 'get', '--raw', path], 'kubectl-list', {root: true, cache, maxOutput: 64 * 1024 * 1024}),
		path,
	);
/** One object as kubectl names it. */
export type ObjectName = {
	/** Its kind as kubectl takes it: `pod`, `deployments.apps`. */
	readonly what: string;
	/** The kind's own name: `Pod`. */
	readonly kind: string;
	/** Null: it is in none. */
	readonly namespace: string | null;
	readonly name: string;
};

/** `-n NAMESPACE`; nothing for what is in none. */
const within = (namespace: string | null): readonly string[] => (namespace === null ? [] : ['-n', namespace]);

/** What `kubectl describe` prints of one object: its events stand at the end. */
export const describe = ({what, namespace, name}: ObjectName): Command =>
	command(['k0s', 'kubectl', 'describe', what, name, ...within(namespace)], 'kubectl-describe', {root: true, cache});
/** As YAML; kubectl leaves the managed fields out by itself (1.21 and newer). */
export const yaml = ({what, namespace, name}: ObjectName): Command =>
	command(['k0s', 'kubectl', 'get', what, name, ...within(namespace), '-o', 'yaml'], 'kubectl-yaml', {
		root: true,
		cache,
	});
/** The table of an object's events. Those of what is in no namespace may stand in any. */
export const eventsTable = ({kind, namespace, name}: ObjectName): Command =>
	command(
		[
			...(['k0s', 'kubectl', 'get', 'events'] as const),
			...(namespace === null ? ['-A'] : ['-n', namespace]),
			...['--field-selector', `involvedObject.kind=${kind},involvedObject.name=${name}`],
		],
		'kubectl-get-events',
		{root: true, cache},
	);
/** Whether an object is there, without what it holds: secrets are not read. */
export const exists = (kind: string, namespace: string, name: string): Command =>
	command(['k0s', 'kubectl', 'get', kind, name, '-n', namespace, '-o', 'name'], 'kubectl-exists', {root: true, cache});

export type LogOptions = {
	readonly namespace: string;
	readonly pod: string;
	readonly container: string;
	/** Lines from its end. */
	readonly tail: number;
	/** Of the run before this one. */
	readonly previous?: boolean;
	readonly timestamps?: boolean;
	/** Not older than so many seconds; left out: whatever is there. */
	readonly since?: number;
};

function logRequest({namespace, pod, container, tail, previous, timestamps, since}: LogOptions, follows: boolean) {
	const query = new URLSearchParams({
		container,
		...(follows && {follow: 'true'}),
		...(previous && {previous: 'true'}),
		...(since !== undefined && {sinceSeconds: String(since)}),
		tailLines: String(tail),
		...(timestamps && {timestamps: 'true'}),
	});
	const own = `/api/v1/namespaces/${pathPart(namespace)}/pods/${pathPart(pod)}/log`;
	return {
		argv: [
			...(['k0s', 'kubectl', 'logs', pod, '-n', namespace, '-c', container] as const),
			...(follows ? ['-f'] : []),
			...(previous ? ['--previous'] : []),
			...(since === undefined ? [] : [`--since=${since}s`]),
			`--tail=${tail}`,
			...(timestamps ? ['--timestamps'] : []),
		] as const,
		options: {
			...{root: true, cache},
			direct: {kind: 'api', path: `${own}?${query}`, kubeconfig: '/var/lib/k0s/pki/admin.conf', elsewhere: true},
		} as const,
	};
}

/** The end of a container's log, as the API server gets it from the kubelet. */
export function podLog(of: LogOptions): Command {
	const {argv, options} = logRequest(of, false);
	return command(argv, 'kubectl-logs', {...options, maxOutput: 8 * 1024 * 1024});
}

/** The same, and then each line as it comes. */
export function followLog(of: LogOptions): Command {
	const {argv, options} = logRequest(of, true);
	return follow(argv, 'kubectl-logs-follow', options);
}

const raw = (path: string, dataDir: string) => ({
	argv: ['k0s', 'kubectl', 'get', '--raw', path] as const,
	options: {root: true, cache, direct: {kind: 'api', path, kubeconfig: kubeconfigIn(dataDir)}} as const,
});

/** All objects of one kind by its path in the API (`/api/v1/pods`), with the version of the list. */
export const list = (path: string, dataDir = defaultDataDir): Command => {
	const {argv, options} = raw(path, dataDir);
	return command(argv, 'kubectl-list', {...options, maxOutput: 64 * 1024 * 1024});
};
/**
 * What changes of them from that version on, one JSON line a change; bookmarks keep the version young. Ends when the API
 * server ends it, within the hour, so that an end is nothing odd.
 */
export const watch = (path: string, version: string, dataDir = defaultDataDir): Command => {
	const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${pathPart(version)}`;
	const {argv, options} = raw(`${path}?${query}`, dataDir);
	return follow(argv, 'kubectl-watch', options);
};

type Labels = Readonly<Record<string, string>>;

/**
 * What `kubectl create deployment NAME --image=IMAGE --port=PORT` makes (1.34), with more labels from the first moment on:
 * that command takes none, and what is labelled later may stay unlabelled for ever.
 */
export function createDeployment(
	{namespace, name, image, port}: {namespace: string; name: string; image: string; port: number},
	labels: Labels,
): Command {
	const app = {app: name};
	// As kubectl names the container: the image without path, tag and digest.
	const container = (image.split('/').at(-1) ?? image)
		.split(/[:@]/)[0]
		?.replaceAll(/[^a-z\d-]/gi, '-')
		.toLowerCase();
	const manifest = {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name, labels: {...app, ...labels}},
		spec: {
			replicas: 1,
			selector: {matchLabels: app},
			template: {
				metadata: {labels: app},
				spec: {containers: [{name: container, image, ports: [{containerPort: port}]}]},
			},
		},
	};
	// Its fields are known to be right: kubectl need not load the API's whole description to check them.
	return change(
		['k0s', 'kubectl', 'create', '-n', namespace, '--validate=ignore', '-f', '-'],
		'kubectl-create-deployment',
		{
			...{deadline: 30_000, cache, data: true},
			input: JSON.stringify(manifest),
		},
	);
}

export const exposeDeployment = (namespace: string, name: string, labels: Labels): Command =>
	change(
		[
			...(['k0s', 'kubectl', 'expose', 'deployment', name, '--type=NodePort'] as const),
			`--labels=${Object.entries({app: name, ...labels})
				.map(([key, value]) => `${key}=${value}`)
				.join(',')}`,
			...['-n', namespace],
		],
		'kubectl-expose',
		{deadline: 30_000, cache},
	);
export const remove = (what: string, namespace: string, name: string): Command =>
	change(['k0s', 'kubectl', 'delete', what, name, '-n', namespace, '--ignore-not-found'], 'kubectl-delete', {
		deadline: 60_000,
		cache,
	});
