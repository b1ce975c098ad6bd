import type {ObjectName} from '../../../command/kubectl.js';
import type {ApiKind, ServerRow} from '../../../facts/browse.js';
import {kindNamed, usualKinds} from '../../../model/api-kinds.js';
import {rowKey} from '../../../model/server-rows.js';
import type {Show} from '../object/state.js';
import {hasLog, objectOf, whyOf} from '../object/target-of.js';
import {kindPlace, type Place} from './state.js';

const usual = (name: string): ApiKind | undefined => kindNamed(name, usualKinds);

/** What belongs to an object of that kind, by ownerReferences. */
const owned: Readonly<Record<string, string>> = {
	'deployments.apps': 'replicasets',
	'replicasets.apps': 'pods',
	'statefulsets.apps': 'pods',
	'daemonsets.apps': 'pods',
	'jobs.batch': 'pods',
	'cronjobs.batch': 'jobs',
	replicationcontrollers: 'pods',
};

/** Where enter leads from a row: deployment, replica set, pod, its containers; else all that is known of it. */
export function downFrom(kind: ApiKind, row: ServerRow, kinds: readonly ApiKind[]): Place {
	const full = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
	const below = usual(owned[full] ?? '');
	if (below && row.uid !== null) {
		const owner = {uid: row.uid, name: `${kind.kind} ${row.name}`};
		return kindPlace(below, {namespace: row.namespace, owner});
	}

	const pods = usual('pods');
	switch (full) {
		case 'pods': {
			return {type: 'containers', namespace: row.namespace ?? '', name: row.name};
		}

		case 'nodes': {
			if (pods) return kindPlace(pods, {fields: `spec.nodeName=${row.name}`});
			break;
		}

		case 'namespaces': {
			if (pods) return kindPlace(pods, {namespace: row.name});
			break;
		}

		case 'services': {
			const slices = usual('endpointslices');
			const selector = `kubernetes.io/service-name=${row.name}`;
			if (slices) return kindPlace(slices, {namespace: row.namespace, selector});
			break;
		}

		case 'customresourcedefinitions.apiextensions.k8s.io': {
			const defined = kindNamed(row.name, kinds);
			return defined ? kindPlace(defined) : {type: 'named', name: row.name};
		}

		default: {
			break;
		}
	}

	return {type: 'object', kind, key: rowKey(row)};
}

/** What a row of the list `listed` is in the API; a container stands for its pod. Undefined: of no kind that is known. */
export function namedBy(
	listed: Place | undefined,
	row: ServerRow,
): {readonly kind: ApiKind; readonly object: ObjectName; readonly container?: string} | undefined {
	const kind = listed?.type === 'kind' ? listed.kind : listed?.type === 'containers' ? usual('pods') : undefined;
	if (!kind) return undefined;
	if (listed?.type !== 'containers') return {kind, object: objectOf(kind, row.namespace, row.name)};
	return {kind, object: objectOf(kind, listed.namespace, listed.name), container: row.name};
}

/** The list of a pod's containers. */
export const containersOf = ({namespace, name}: ObjectName): Place => ({
	...{type: 'containers', namespace: namespace ?? '', name},
});

/** Where `l`, `d`, `y`, `e` and `Y` lead from a row; else why nowhere, by its name in the catalogue. */
export function shownPlace(
	show: Show,
	listed: Place | undefined,
	row: ServerRow,
): Place | 'noWhy' | 'noLog' | undefined {
	const named = namedBy(listed, row);
	if (!named) return undefined;
	const {object, container} = named;
	if (show === 'why' && !whyOf(object)) return 'noWhy';
	if (show === 'logs' && !hasLog(object)) return 'noLog';
	return {type: 'shown', show, object, ...(container !== undefined && {container})};
}
