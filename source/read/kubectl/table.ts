import type {Node, Pod, Service, ServicePort, Workload} from '../../facts/cluster.js';
import {workloadKinds} from './object.js';
import type {TableRow} from '../text-table.js';

/**
 * Rows of kubectl's tables (`get nodes`, `get service`, `get all [--all-namespaces] [-o wide]`; kubectl 1.34) as facts.
 * A table knows less than the object: what it does not print is null or empty. AGE becomes a moment by `askedAt`.
 */

const orNull = (cell: string): string | null => (cell === '' || cell === '<none>' || cell === '<unset>' ? null : cell);

const seconds: Readonly<Record<string, number>> = {y: 31_536_000, d: 86_400, h: 3600, m: 60, s: 1};

/** The moment that lies kubectl's AGE (`2d3h`, `86s`) before `askedAt`, as ISO 8601; null for `<unknown>`. */
export function momentOfAge(age: string, askedAt: number): string | null {
	if (!/^(\d+[ydhms])+$/.test(age)) return null;
	let total = 0;
	for (const match of age.matchAll(/(\d+)([ydhms])/g)) total += Number(match[1]) * (seconds[match[2] ?? ''] ?? 0);
	const at = new Date(askedAt - total * 1000);
	return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** `get all` writes `pod/NAME`, `daemonset.apps/NAME`; a table of one kind writes the name alone. */
const bareName = (cell: string): string => cell.slice(cell.indexOf('/') + 1);

const fraction = (cell: string): readonly [number, number] => {
	const match = /^(\d+)\/(\d+)$/.exec(cell);
	return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
};

/** `k8s-app=kube-dns,tier=node`. */
function pairs(cell: string): Readonly<Record<string, string>> {
	const words = orNull(cell)?.split(',') ?? [];
	return Object.fromEntries(
		words.map(word => {
			const equals = word.indexOf('=');
			return equals < 0 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
		}),
	);
}

export function nodeFromRow(row: TableRow, askedAt: number): Node {
	const words = row('STATUS').split(',');
	const ready = words[0] === 'Ready';
	return {
		name: row('NAME'),
		ready,
		reason: ready ? null : (words[0] ?? ''),
		roles: orNull(row('ROLES'))?.split(',') ?? [],
		unschedulable: words.includes('SchedulingDisabled'),
		version: row('VERSION'),
		createdAt: momentOfAge(row('AGE'), askedAt),
		internalIp: orNull(row('INTERNAL-IP')),
		heartbeatAt: null,
		pressures: null,
	};
}

export function podFromRow(row: TableRow, askedAt: number, node: string | null): Pod {
	const [ready, total] = fraction(row('READY'));
	const ip = orNull(row('IP'));
	return {
		namespace: row('NAMESPACE') || 'default',
		name: bareName(row('NAME')),
		uid: null,
		ready,
		total,
		phase: row('STATUS'),
		message: null,
		restarts: Number.parseInt(row('RESTARTS'), 10) || 0,
		ips: ip === null ? [] : [ip],
		// The table does not tell; a pod that has its node's own address uses the node's network.
		hostNetwork: ip !== null && ip === node,
		node: orNull(row('NODE')),
		createdAt: momentOfAge(row('AGE'), askedAt),
		images: [],
		labels: {},
		containers: [],
		owner: null,
		deletedAt: null,
		finalizers: [],
		unscheduled: null,
		claims: [],
	};
}

export function serviceFromRow(row: TableRow, askedAt: number): Service {
	return {
		namespace: row('NAMESPACE') || 'default',
		name: bareName(row('NAME')),
		type: row('TYPE'),
		clusterIp: row('CLUSTER-IP') === 'None' ? 'None' : orNull(row('CLUSTER-IP')),
		externalIps: row('EXTERNAL-IP') === '<pending>' ? [] : (orNull(row('EXTERNAL-IP'))?.split(',') ?? []),
		ports: orNull(row('PORT(S)'))?.split(',').flatMap(portFromCell) ?? [],
		selector: pairs(row('SELECTOR')),
		createdAt: momentOfAge(row('AGE'), askedAt),
	};
}

/** `80:30094/TCP`, `53/UDP`. */
function portFromCell(cell: string): ServicePort[] {
	const match = /^(\d+)(?::(\d+))?\/(\w+)$/.exec(cell);
	if (!match) return [];
	return [
		{
			name: null,
			port: Number(match[1]),
			protocol: match[3] ?? 'TCP',
			targetPort: null,
			nodePort: match[2] === undefined ? null : Number(match[2]),
		},
	];
}

/** Undefined: a kind that is not a workload. */
export function workloadFromRow(row: TableRow, askedAt: number): Workload | undefined {
	const name = row('NAME');
	const group = name.slice(0, name.indexOf('/')).split('.')[0] ?? '';
	const kind = workloadKinds.find(each => each.toLowerCase() === group);
	if (kind === undefined) return undefined;
	const [ready, desired] =
		row('DESIRED') === '' ? fraction(row('READY')) : [Number(row('READY')) || 0, Number(row('DESIRED')) || 0];
	const [done, wanted] = fraction(row('COMPLETIONS'));
	return {
		kind,
		namespace: row('NAMESPACE') || 'default',
		name: bareName(name),
		desired: kind === 'Job' ? wanted : desired,
		ready,
		available: kind === 'Job' ? done : row('AVAILABLE') === '' ? ready : Number(row('AVAILABLE')) || 0,
		updated: null,
		observed: null,
		images: orNull(row('IMAGES'))?.split(',') ?? [],
		createdAt: momentOfAge(row('AGE'), askedAt),
	};
}
