import type {ObjectName} from '../../../command/kubectl.js';
import {fullName} from '../../../command/kubectl-table.js';
import type {ApiKind} from '../../../facts/browse.js';
import type {WhyKind, WhyTarget} from '../../../model/why/facts.js';
import type {SectionId} from '../state.js';

/** The object of a row's key; undefined: the row is about something else. */
export function targetOf(section: SectionId, key: string): ObjectName | undefined {
	const parts = key.split('/');
	const [first = '', second = '', third = ''] = parts;
	const isPod = section === 'pods' || (section === 'usage' && first !== '');
	if (isPod && parts.length === 2) return {what: 'pod', kind: 'Pod', namespace: first, name: second};
	if (section === 'services' && parts.length === 2) {
		return {what: 'service', kind: 'Service', namespace: first, name: second};
	}

	if (section !== 'workloads' || parts.length !== 3) return undefined;
	return {what: first.toLowerCase(), kind: first, namespace: second, name: third};
}

/** An object of any kind of the API. */
export const objectOf = (kind: ApiKind, namespace: string | null, name: string): ObjectName => ({
	...{what: fullName(kind), kind: kind.kind, namespace, name},
});

/** Kinds that `why` knows, with the groups they belong to: another group may have a kind of the same name. */
const askable: Readonly<Record<WhyKind, string>> = {
	Pod: 'pods',
	Deployment: 'deployments.apps',
	ReplicaSet: 'replicasets.apps',
	DaemonSet: 'daemonsets.apps',
	StatefulSet: 'statefulsets.apps',
	Job: 'jobs.batch',
	CronJob: 'cronjobs.batch',
};

/** The same as `why` takes it; undefined: it is no pod and no workload. */
export function whyOf({what, kind, namespace, name}: ObjectName): WhyTarget | undefined {
	if (namespace === null || !Object.hasOwn(askable, kind)) return undefined;
	const known = kind as WhyKind;
	return what === askable[known] || what === kind.toLowerCase() ? {kind: known, namespace, name} : undefined;
}

/** Whether it has containers, and so a log: a pod, a workload, or a service with the pods behind it. */
export const hasLog = (object: ObjectName): boolean =>
	whyOf(object) !== undefined || (object.namespace !== null && /^services?$/.test(object.what));

/** What `R` asks of a row: what a pod reaches, or the pods behind a service. */
export function subjectOf(section: SectionId, key: string | null): {readonly from?: string} {
	const parts = (key ?? '').split('/');
	const isPod = section === 'pods' || (section === 'usage' && parts[0] !== '');
	if (isPod && parts.length === 2) return {from: `pod/${key}`};
	return section === 'services' && parts.length === 2 ? {from: `svc/${key}`} : {};
}
