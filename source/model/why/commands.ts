import type {WhyKind} from './facts.js';

/** Commands as a person types them to see a piece of evidence, or to go on from it. Data: nothing here is run. */

export type Argv = readonly [string, ...string[]];

const kubectl = (...words: readonly string[]): Argv => ['k0s', 'kubectl', ...words];

const singular: Readonly<Record<WhyKind, string>> = {
	Pod: 'pod',
	DaemonSet: 'daemonset',
	Deployment: 'deployment',
	ReplicaSet: 'replicaset',
	StatefulSet: 'statefulset',
	Job: 'job',
	CronJob: 'cronjob',
};

export const kindWord = (kind: string): string => singular[kind as WhyKind] ?? kind.toLowerCase();

export const getWide = (kind: string, namespace: string, name: string): Argv =>
	kubectl('get', kindWord(kind), name, '-n', namespace, '-o', 'wide');
export const getYaml = (kind: string, namespace: string, name: string): Argv =>
	kubectl('get', kindWord(kind), name, '-n', namespace, '-o', 'yaml');
export const describe = (kind: string, namespace: string, name: string): Argv =>
	kubectl('describe', kindWord(kind), name, '-n', namespace);
export const describeNode = (name: string): Argv => kubectl('describe', 'node', name);
export const nodes = (): Argv => kubectl('get', 'nodes', '-o', 'wide');
export const nodeLabels = (): Argv => kubectl('get', 'nodes', '--show-labels');
export const eventsOf = (namespace: string, name: string): Argv =>
	kubectl('get', 'events', '-n', namespace, '--field-selector', `involvedObject.name=${name}`);
export const logs = (namespace: string, pod: string, container: string, previous: boolean): Argv =>
	kubectl('logs', pod, '-n', namespace, '-c', container, ...(previous ? ['--previous'] : []), '--tail=50');
export const get = (kind: string, namespace: string, name?: string): Argv =>
	kubectl('get', kind, ...(name === undefined || name === '' ? [] : [name]), '-n', namespace);
export const clusterGet = (kind: string, name?: string): Argv =>
	kubectl('get', kind, ...(name === undefined || name === '' ? [] : [name]));
/** What the kernel says of processes that it killed. */
export const kernelLog = (): Argv => ['journalctl', '-k', '-b', '--no-pager', '--grep', 'oom-kill|Killed process'];
export const lease = (node: string): Argv => kubectl('get', 'lease', node, '-n', 'kube-node-lease', '-o', 'yaml');
