import {pathPart} from './path-part.js';
import {command, follow, type Command} from './command.js';
import {defaultDataDir} from './k0s-paths.js';

/** Lists of any kind of the API, in the columns that the server itself makes for `kubectl get -o wide` (1.34). */

/** A kind of the API, as `kubectl api-resources` (1.34) prints it. */
export type ApiKind = {
	/** `deployments`. */
	readonly plural: string;
	readonly shortNames: readonly string[];
	/** Empty: the core group. */
	readonly group: string;
	readonly version: string;
	readonly namespaced: boolean;
	/** `Deployment`. */
	readonly kind: string;
};

/** What is asked for: objects of one kind, of all namespaces or of one. */
export type TableQuery = {
	readonly kind: ApiKind;
	/** Null: all. */
	readonly namespace: string | null;
	/** A label selector as kubectl takes it (`app=web,tier!=db`); empty: none. */
	readonly selector: string;
	/** A field selector (`spec.nodeName=NAME`); empty: none. */
	readonly fields: string;
};

const cache = {variable: 'KUBECACHEDIR', folder: 'kubectl'};

/** `deployments.apps`: no other group's kind of that name is meant. */
export const fullName = ({plural, group}: Pick<ApiKind, 'plural' | 'group'>): string =>
	group === '' ? plural : `${plural}.${group}`;

/** `/apis/apps/v1/namespaces/default/deployments`. */
export function pathOf({kind, namespace}: TableQuery): string {
	const {plural, group, version, namespaced} = kind;
	const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
	const within = namespaced && namespace !== null ? `/namespaces/${pathPart(namespace)}` : '';
	return `${root}${within}/${plural}`;
}

/** What a person types to see the same. */
function argvOf({kind, namespace, selector, fields}: TableQuery): readonly [string, ...string[]] {
	return [
		...(['k0s', 'kubectl', 'get', fullName(kind)] as const),
		...(kind.namespaced ? (namespace === null ? ['-A'] : ['-n', namespace]) : []),
		...['-o', 'wide'],
		...(selector === '' ? [] : ['-l', selector]),
		...(fields === '' ? [] : ['--field-selector', fields]),
	];
}

function direct(query: TableQuery, dataDir: string, more: Readonly<Record<string, string>>) {
	const wanted = new URLSearchParams({
		...(query.selector !== '' && {labelSelector: query.selector}),
		...(query.fields !== '' && {fieldSelector: query.fields}),
		...more,
	}).toString();
	const path = `${pathOf(query)}${wanted === '' ? '' : `?${wanted}`}`;
	return {kind: 'api', path, kubeconfig: `${dataDir}/pki/admin.conf`, elsewhere: true, table: true} as const;
}

export const tableList = (query: TableQuery, dataDir = defaultDataDir): Command =>
	command(argvOf(query), 'kubectl-table', {
		...{root: true, cache, deadline: 30_000, maxOutput: 64 * 1024 * 1024},
		direct: direct(query, dataDir, {}),
	});

/** What changes of it from that version on, a line each: an event with a table of one row. */
export const tableWatch = (query: TableQuery, version: string, dataDir = defaultDataDir): Command =>
	follow([...argvOf(query), '--watch'] as [string, ...string[]], 'kubectl-watch', {
		...{root: true, cache},
		direct: direct(query, dataDir, {watch: 'true', allowWatchBookmarks: 'true', resourceVersion: version}),
	});

/** Every kind that the API offers, those of custom resources too. */
export const apiResources = (): Command =>
	command(['k0s', 'kubectl', 'api-resources'], 'kubectl-kinds', {root: true, cache, deadline: 30_000});
