import {table} from './kubectl-table.js';
import {matches} from './kubectl-get.js';
import {kindsOf, namespaced, rowsOf, type Kind, type Row} from './kubectl-kinds.js';
import {rfc3339} from '../cluster/time.js';
import type {Moment} from '../moment.js';
import type {Cluster} from '../state.js';
import {fail, ok, type Arguments, type Call, type Result} from './tool.js';

/** The API's own tables (`as=Table;v=v1;g=meta.k8s.io`), a list or a watch of one kind. None of it is a real API. */

/** Real milliseconds between two looks of a watch. */
const look = 400;

/** What this API offers: NAME, SHORTNAMES, APIVERSION, NAMESPACED, KIND, as `kubectl api-resources` prints them. */
const offered: ReadonlyArray<readonly [name: string, short: string, version: string, kind: string]> = [
	['configmaps', 'cm', 'v1', 'ConfigMap'],
	['events', 'ev', 'v1', 'Event'],
	['namespaces', 'ns', 'v1', 'Namespace'],
	['nodes', 'no', 'v1', 'Node'],
	['pods', 'po', 'v1', 'Pod'],
	['secrets', '', 'v1', 'Secret'],
	['services', 'svc', 'v1', 'Service'],
	['customresourcedefinitions', 'crd,crds', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
	['daemonsets', 'ds', 'apps/v1', 'DaemonSet'],
	['deployments', 'deploy', 'apps/v1', 'Deployment'],
	['replicasets', 'rs', 'apps/v1', 'ReplicaSet'],
	['statefulsets', 'sts', 'apps/v1', 'StatefulSet'],
	['plans', '', 'autopilot.k0sproject.io/v1beta2', 'Plan'],
	['cronjobs', 'cj', 'batch/v1', 'CronJob'],
	['jobs', '', 'batch/v1', 'Job'],
	['leases', '', 'coordination.k8s.io/v1', 'Lease'],
	['endpointslices', '', 'discovery.k8s.io/v1', 'EndpointSlice'],
	['networkpolicies', 'netpol', 'networking.k8s.io/v1', 'NetworkPolicy'],
];

export function apiResources(): string[][] {
	return [
		['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'],
		...offered.map(([name, short, version, kind]) => {
			const [own] = kindNames(name);
			return [name, short, version, String(own !== undefined && namespaced(own)), kind];
		}),
	];
}

function kindNames(name: string): readonly Kind[] {
	const kinds = kindsOf(name);
	return 'unknown' in kinds ? [] : kinds;
}

/** Titles as the server names them; kubectl prints them in capitals. */
const titled = (title: string): string =>
	title
		.split(/(?=[ -])|(?<=[ -])/)
		.map(word => (/^(?:IP|OS|CPU)$/.test(word) ? word : `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`))
		.join('');

export async function kubectlServerTable(
	call: Call,
	path: string,
	options: Arguments['options'],
	up: (moment: Moment) => Cluster | undefined,
): Promise<Result> {
	const url = new URL(path, 'http://localhost');
	const parts = url.pathname.split('/').filter(Boolean);
	const plural = parts.at(-1) ?? '';
	const namespace = parts.at(-3) === 'namespaces' ? (parts.at(-2) ?? null) : null;
	const [kind] = kindNames(plural);
	if (kind === undefined || !offered.some(([name]) => name === plural)) {
		return fail(1, 'Error from server (NotFound): the server could not find the requested resource');
	}

	const selector = url.searchParams.get('labelSelector');
	const rowsAt = (moment: Moment, cluster: Cluster): Map<string, unknown> => {
		const request = {call, moment, cluster, options, words: []};
		const {cells, nameless} = table(request, kind, true);
		const rows = rowsOf(moment, cluster, kind).filter(
			row =>
				(namespace === null || row.namespace === namespace) &&
				(selector === null || matches(row.labels, selector)) &&
				(/^metadata\.name=(.*)$/.exec(url.searchParams.get('fieldSelector') ?? '')?.[1] ?? row.name) === row.name &&
				(url.searchParams.get('fieldSelector')?.startsWith('spec.nodeName=') !== true ||
					url.searchParams.get('fieldSelector') === `spec.nodeName=${cluster.node.name}`),
		);
		return new Map(
			rows.map(row => [
				`${row.namespace ?? ''}/${row.name}`,
				{cells: [...(nameless ? [] : [row.name]), ...cells(row)], object: partOf(row, moment)},
			]),
		);
	};

	const columnsAt = (moment: Moment, cluster: Cluster) => {
		const request = {call, moment, cluster, options, words: []};
		const narrow = new Set(table(request, kind, false).head);
		const {head, nameless} = table(request, kind, true);
		return [...(nameless ? [] : ['NAME']), ...head].map(title => ({
			name: titled(title),
			type: 'string',
			format: title === 'NAME' ? 'name' : '',
			description: '',
			priority: title === 'NAME' || narrow.has(title) ? 0 : 1,
		}));
	};

	const tableOf = (rows: readonly unknown[], version: number, columnDefinitions: unknown) => ({
		kind: 'Table',
		apiVersion: 'meta.k8s.io/v1',
		metadata: {resourceVersion: String(version)},
		columnDefinitions,
		rows,
	});
	const moment = call.moment();
	const cluster = up(moment);
	if (!cluster) return fail(1, 'error: EOF');
	if (url.searchParams.get('watch') !== 'true') {
		return ok(JSON.stringify(tableOf([...rowsAt(moment, cluster).values()], moment.now, columnsAt(moment, cluster))));
	}

	const tell = (type: string, row: unknown, at: number): void =>
		call.print('stdout', JSON.stringify({type, object: tableOf([row], at, null)}));
	const from = Number(url.searchParams.get('resourceVersion'));
	let last = rowsAt({...moment, now: from}, cluster);
	let before = printed(last);
	call.print('stdout', '');
	for (;;) {
		const now = call.moment();
		const running = up(now);
		if (!running) return ok();
		const rows = rowsAt(now, running);
		const after = printed(rows);
		for (const [key, text] of after) {
			if (before.get(key) !== text) tell(before.has(key) ? 'MODIFIED' : 'ADDED', rows.get(key), now.now);
		}

		for (const key of before.keys()) if (!after.has(key)) tell('DELETED', last.get(key), now.now);
		before = after;
		last = rows;
		await call.idle(look);
	}
}

/** PartialObjectMetadata, as the API puts beside each row. */
function partOf(row: Row, moment: Moment): unknown {
	const object = row.object();
	const metadata = (object['metadata'] ?? {}) as Record<string, unknown>;
	return {
		kind: 'PartialObjectMetadata',
		apiVersion: 'meta.k8s.io/v1',
		metadata: {
			creationTimestamp: rfc3339(row.at),
			...metadata,
			name: row.name,
			...(row.namespace === null ? {} : {namespace: row.namespace}),
			labels: row.labels,
			resourceVersion: String(moment.now),
		},
	};
}

/** Without what changes by itself: a real API tells of no change when only time passes. */
const printed = (rows: ReadonlyMap<string, unknown>): Map<string, string> =>
	new Map(
		[...rows].map(([key, row]) => [
			key,
			JSON.stringify(row).replaceAll(/"resourceVersion":"\d+"|"\d+[smhd](?:\d+[smhd])?"/g, '""'),
		]),
	);
