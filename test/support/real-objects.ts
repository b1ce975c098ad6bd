import {realSample as sample} from './real-network.js';

/**
 * What a real k0s 1.34.1 had and wrote (test/samples/real-network): the objects of its API, and its rules as data that
 * can be compared with ours. Names that hold the time of a sync are replaced by what they stand for.
 */

export {realSample as sample} from './real-network.js';

export const node = {name: 'centos10.home.local', address: '192.168.122.161', interface: 'enp1s0'};

type Labels = Record<string, string>;
type Meta = {name: string; namespace: string; labels?: Labels; uid?: string};
export type ServiceObject = {
	kind: 'Service';
	metadata: Meta;
	spec: {
		clusterIP?: string;
		selector?: Labels;
		publishNotReadyAddresses?: boolean;
		ports?: Array<{name?: string; port: number; targetPort?: number | string; protocol?: string; nodePort?: number}>;
		[key: string]: unknown;
	};
	status?: unknown;
};
export type PodObject = {
	kind: 'Pod';
	metadata: Meta;
	spec: {
		hostNetwork?: boolean;
		containers: Array<{ports?: Array<{name?: string; containerPort: number; hostPort?: number; protocol?: string}>}>;
	};
	status: {podIP: string; phase: string; ready: boolean};
};
export type SliceObject = {kind: 'EndpointSlice'; metadata: Meta; [key: string]: unknown};
export type NamespaceObject = {kind: 'Namespace'; metadata: {name: string; labels?: Labels}};
export type Objects = {
	services: ServiceObject[];
	slices: SliceObject[];
	pods: PodObject[];
	namespaces: NamespaceObject[];
	policies: unknown[];
};

/** Services and pods that k0s makes itself: not in the manifests. */
const system: Array<
	[namespace: string, name: string, selector: Labels | undefined, ports: ServiceObject['spec']['ports']]
> = [
	['default', 'kubernetes', undefined, [{name: 'https', port: 443, targetPort: 6443}]],
	[
		'kube-system',
		'kube-dns',
		{'k8s-app': 'kube-dns'},
		[
			{name: 'dns', port: 53, targetPort: 53, protocol: 'UDP'},
			{name: 'dns-tcp', port: 53, targetPort: 53},
			{name: 'metrics', port: 9153, targetPort: 9153},
		],
	],
	['kube-system', 'metrics-server', {'k8s-app': 'metrics-server'}, [{name: 'https', port: 443, targetPort: 10_250}]],
];
const workload: Record<string, string> = {coredns: 'kube-dns', 'metrics-server': 'metrics-server'};

/** `kubectl get pods,services -A -o wide`: the addresses that the cluster gave. */
function addresses(wide: string): {pods: Map<string, {ip: string; ready: boolean}>; services: Map<string, string>} {
	const pods = new Map<string, {ip: string; ready: boolean}>();
	const services = new Map<string, string>();
	for (const line of wide.split('\n')) {
		const [namespace = '', name = '', third = '', clusterIp = '', , ip = ''] = line.split(/\s+/);
		const words = line.split(/\s+/);
		if (name.startsWith('pod/')) {
			const at = words.find(word => /^\d+\.\d+\.\d+\.\d+$/.test(word)) ?? ip;
			pods.set(`${namespace}/${name.slice(4)}`, {ip: at, ready: third === '1/1'});
		}

		if (name.startsWith('service/') && /^\d/.test(clusterIp)) services.set(`${namespace}/${name.slice(8)}`, clusterIp);
	}

	return {pods, services};
}

/** The objects as the API held them while `folder` (iptables or nftables) was recorded. */
export function realObjects(folder: 'iptables' | 'nftables', policy?: string): Objects {
	const given = addresses(sample(`${folder}/kubectl-wide.txt`));
	const manifests = JSON.parse(sample('manifests.json')) as Array<{kind: string; metadata: Meta; spec: never}>;
	const of = <T>(kind: string): T[] => manifests.filter(one => one.kind === kind) as unknown as T[];
	const pods = of<Omit<PodObject, 'status'>>('Pod').map(pod => {
		const at = given.pods.get(`${pod.metadata.namespace}/${pod.metadata.name}`) ?? {ip: '', ready: false};
		return {...pod, status: {podIP: at.ip, phase: 'Running', ready: at.ready}};
	});
	for (const [key, {ip, ready}] of given.pods) {
		const [namespace = '', name = ''] = key.split('/');
		if (namespace !== 'kube-system') continue;
		const app = Object.entries(workload).find(([start]) => name.startsWith(start))?.[1] ?? name.replace(/-\w+$/, '');
		pods.push({
			kind: 'Pod',
			metadata: {namespace, name, labels: {'k8s-app': app}},
			spec: {hostNetwork: ip === node.address, containers: [{}]},
			status: {podIP: ip, phase: 'Running', ready},
		});
	}

	const services: ServiceObject[] = [
		...of<ServiceObject>('Service'),
		...system.map(([namespace, name, selector, ports]): ServiceObject => ({
			kind: 'Service',
			metadata: {namespace, name},
			spec: {...(selector ? {selector} : {}), ...(ports ? {ports} : {})},
		})),
	].map(service => {
		const clusterIP = given.services.get(`${service.metadata.namespace}/${service.metadata.name}`) ?? 'None';
		return {...service, spec: {...service.spec, clusterIP}};
	});
	const slices = [...of<SliceObject>('EndpointSlice'), ...services.flatMap(service => slicesOf(service, pods))];
	const namespaces = [
		...of<NamespaceObject>('Namespace'),
		...['default', 'kube-system'].map((name): NamespaceObject => ({kind: 'Namespace', metadata: {name}})),
	].map(one => ({
		...one,
		metadata: {...one.metadata, labels: {...one.metadata.labels, 'kubernetes.io/metadata.name': one.metadata.name}},
	}));
	const policies = policy === undefined ? [] : [JSON.parse(sample(`policies/${policy}.json`)) as unknown];
	return {services, slices, pods, namespaces, policies};
}

/** The slices that the endpoint slice controller makes: one for each number that a port has behind its pods. */
function slicesOf(service: ServiceObject, pods: readonly PodObject[]): SliceObject[] {
	const {namespace, name} = service.metadata;
	const {selector, ports = [], publishNotReadyAddresses = false} = service.spec;
	const labels = {'kubernetes.io/service-name': name};
	const own = selector
		? pods.filter(
				({metadata}) =>
					metadata.namespace === namespace &&
					Object.entries(selector).every(([key, value]) => metadata.labels?.[key] === value),
			)
		: [];
	const behind = (port: (typeof ports)[number], pod: PodObject): number => {
		const target = port.targetPort ?? port.port;
		if (typeof target === 'number') return target;
		const named = pod.spec.containers.flatMap(({ports: all}) => all ?? []).find(one => one.name === target);
		return named?.containerPort ?? 0;
	};

	const slice = (endpoints: unknown[], numbers: (port: (typeof ports)[number]) => number): SliceObject => ({
		kind: 'EndpointSlice',
		metadata: {namespace, name: `${name}-x`, labels},
		addressType: 'IPv4',
		endpoints,
		ports: ports.map(port => ({name: port.name ?? '', protocol: port.protocol ?? 'TCP', port: numbers(port)})),
	});
	if (name === 'kubernetes') return [slice([{addresses: [node.address], conditions: {ready: true}}], () => 6443)];
	return own.map(pod => {
		const ready = pod.status.ready || publishNotReadyAddresses;
		return slice([{addresses: [pod.status.podIP], nodeName: node.name, conditions: {ready}}], port =>
			behind(port, pod),
		);
	});
}

/** table -> chain -> rules as iptables-save prints them, without counters. */
export type Saved = Map<string, Map<string, string[]>>;

export function parseSaved(text: string, table = 'filter'): Saved {
	const tables: Saved = new Map();
	let chains = new Map<string, string[]>();
	const open = (name: string): void => {
		chains = tables.get(name) ?? new Map<string, string[]>();
		tables.set(name, chains);
	};

	open(table);
	for (const line of text.split('\n')) {
		if (line.startsWith('*')) open(line.slice(1));
		else if (line.startsWith(':')) chains.set(line.slice(1).split(' ')[0] ?? '', []);
		else {
			const match = /^(?:\[\d+:\d+\] )?-A (\S+) ?(.*)$/.exec(line);
			if (!match) continue;
			const [, chain = '', rule = ''] = match;
			chains.set(chain, [...(chains.get(chain) ?? []), rule]);
		}
	}

	for (const [name, all] of tables) if (all.size === 0) tables.delete(name);
	return tables;
}

/** Chains that kube-proxy and kube-router fill from a map: the order of their rules says nothing. */
const unordered = /^(KUBE-SERVICES|KUBE-NODEPORTS|KUBE-EXTERNAL-SERVICES|KUBE-PROXY-FIREWALL|KUBE-ROUTER-\w+)$/;
/** Rules of those chains that have their place: before or behind all others. */
const fixed = /(must be the last rule|explicitly ACCEPT|cluster IP range|to node ports)/;

/** `KUBE-POD-FW-X` -> `pod NS/NAME`, `KUBE-NWPLCY-X` -> `policy NAME`; unordered rules sorted; empty built-in chains left out. */
export function normalised(saved: Saved): Saved {
	const names = new Map<string, string>();
	for (const chains of saved.values()) {
		for (const [chain, rules] of chains) {
			for (const rule of rules) {
				const pod = /rule to log dropped traffic POD name:(\S+) namespace: (\S+?)"/.exec(rule);
				if (pod && chain.startsWith('KUBE-POD-FW-')) names.set(chain, `<pod ${pod[2]}/${pod[1]}>`);
				const policy = /run through nw policy (\S+)" -j (\S+)$/.exec(rule);
				if (policy) names.set(policy[2] ?? '', `<policy ${policy[1]}>`);
			}
		}
	}

	const renamed = (text: string): string =>
		text.replaceAll(/KUBE-(?:POD-FW|NWPLCY)-[A-Z2-7]{16}/g, name => names.get(name) ?? name);
	return new Map(
		[...saved].map(([table, chains]) => [
			table,
			new Map(
				[...chains]
					.map(([chain, rules]): [string, string[]] => {
						const all = rules.map(rule => renamed(rule));
						if (!unordered.test(chain)) return [renamed(chain), all];
						const loose = all.filter(rule => !fixed.test(rule)).sort();
						const first = all.findIndex(rule => !fixed.test(rule));
						const head = first === -1 ? all : all.slice(0, first).filter(rule => fixed.test(rule));
						return [
							renamed(chain),
							[...head, ...loose, ...all.filter(rule => fixed.test(rule) && !head.includes(rule))],
						];
					})
					.filter(
						([chain, rules]) => rules.length > 0 || !/^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/.test(chain),
					)
					.sort(([a], [b]) => (a < b ? -1 : 1)),
			),
		]),
	);
}

/** What two rule sets do not share, as `table chain -real` and `table chain +ours` lines. */
export function differences(real: Saved, ours: Saved): string[] {
	const found: string[] = [];
	for (const table of new Set([...real.keys(), ...ours.keys()])) {
		const [theirs, mine] = [real.get(table), ours.get(table)];
		for (const chain of new Set([...(theirs?.keys() ?? []), ...(mine?.keys() ?? [])])) {
			const [left, right] = [theirs?.get(chain), mine?.get(chain)];
			if (!left || !right) {
				found.push(`${table} ${chain} ${left ? '-' : '+'}chain`);
				continue;
			}

			const missing = left.filter(rule => !right.includes(rule)).map(rule => `${table} ${chain} -${rule}`);
			const extra = right.filter(rule => !left.includes(rule)).map(rule => `${table} ${chain} +${rule}`);
			found.push(...missing, ...extra);
			if (missing.length + extra.length > 0) continue;
			if (left.join('\n') !== right.join('\n')) found.push(`${table} ${chain} order or count`);
		}
	}

	return found;
}

/** `ipset save` -> set -> its type and sorted entries, without what the kernel chooses (hash size, seed). */
export function parseSets(text: string): Map<string, {type: string; entries: string[]}> {
	const sets = new Map<string, {type: string; entries: string[]}>();
	for (const line of text.split('\n')) {
		const [word, name = '', value = '', ...rest] = line.trim().split(' ');
		if (word === 'create') sets.set(name, {type: value, entries: []});
		if (word === 'add') sets.get(name)?.entries.push([value, ...rest].join(' '));
	}

	for (const set of sets.values()) set.entries.sort();
	return sets;
}
