import type {ApiKind, ServerRow} from '../../../facts/browse.js';
import {kindNamed, usualKinds} from '../../../model/api-kinds.js';
import type {Show} from '../object/state.js';
import {hasLog, objectOf, whyOf} from '../object/target-of.js';
import {rowKey} from './rows.js';
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

/**
 * Where `l`, `d`, `y`, `e` and `Y` lead from a row of the list `listed`; else why nowhere, by its name in the catalogue. A
 * container stands for its pod.
 */
export function shownPlace(
	show: Show,
	listed: Place | undefined,
	row: ServerRow,
): Place | 'noWhy' | 'noLog' | undefined {
	if (listed?.type === 'containers') {
		const pods = usual('pods');
		const object = pods && objectOf(pods, listed.namespace, listed.name);
		return object && {type: 'shown', show, object, container: row.name};
	}

	if (listed?.type !== 'kind') return undefined;
	const object = objectOf(listed.kind, row.namespace, row.name);
	if (show === 'why' && !whyOf(object)) return 'noWhy';
	return show === 'logs' && !hasLog(object) ? 'noLog' : {type: 'shown', show, object};
}
