import type {Lease, Node, Pod, Service, Workload} from '../../facts/cluster.js';
import {eachObject, readKubectl, type KubectlAnswer} from './answer.js';
import {leaseOf, nodeOf, serviceOf, workloadKinds, workloadOf} from './object.js';
import {podOf} from './pod.js';
import {nodeFromRow, podFromRow, serviceFromRow, workloadFromRow} from './table.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import type {Reader} from '../reading.js';
import type {TextTable} from '../text-table.js';

/** `kubectl get …` in both forms. Lists are sorted by namespace and name, as kubectl prints them. */

type Named = {readonly name: string; readonly namespace?: string};

const byName = (a: Named, b: Named): number => compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name);
/** By code unit: the order of the API server's keys, the same in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const sorted = <T extends Named>(values: readonly T[]): readonly T[] => values.toSorted(byName);

/** The tables that have a column. */
const having = (tables: readonly TextTable[], title: string): readonly TextTable[] =>
	tables.filter(({titles}) => titles.includes(title));

/** `kubectl get nodes`. */
export const readNodes: Reader<readonly Node[]> = outcome => derive(readKubectl(outcome), nodesOf);

/** `kubectl get leases -A -o json`; its table does not tell when they were renewed. */
export const readLeases: Reader<readonly Lease[]> = outcome => {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind === 'tables') return unknown('unreadable', 'kubectl get leases');
	const {values, notes} = eachObject(answer.value.items, leaseOf, ['Lease']);
	return known(sorted(values), [...answer.notes, ...notes]);
};

/** `kubectl get pods -A`. */
export const readPods: Reader<readonly Pod[]> = outcome => derive(readKubectl(outcome), podsOf);

/** `kubectl get services -A`. */
export const readServices: Reader<readonly Service[]> = outcome => derive(readKubectl(outcome), servicesOf);

export type All = {
	readonly pods: readonly Pod[];
	readonly services: readonly Service[];
	readonly workloads: readonly Workload[];
};

/** `kubectl get all -A`: everything of the category `all` in one answer. */
export const readAll: Reader<All> = outcome =>
	derive(readKubectl(outcome), answer => {
		const pods = podsOf(answer);
		const services = servicesOf(answer);
		const workloads = workloadsOf(answer);
		return {
			values: {pods: pods.values, services: services.values, workloads: workloads.values},
			notes: [...pods.notes, ...services.notes, ...workloads.notes],
		};
	});

type Derived<T> = {readonly values: T; readonly notes: readonly Note[]};

function derive<T>(reading: Reading<KubectlAnswer>, of: (answer: KubectlAnswer) => Derived<T>): Reading<T> {
	if (!reading.known) return reading;
	const {values, notes} = of(reading.value);
	return known(values, [...reading.notes, ...notes]);
}

function nodesOf(answer: KubectlAnswer): Derived<readonly Node[]> {
	if (answer.kind === 'objects') {
		const {values, notes} = eachObject(answer.items, nodeOf, ['Node']);
		return {values: sorted(values), notes};
	}

	const rows = having(answer.tables, 'ROLES').flatMap(table => table.rows);
	return {values: sorted(rows.map(row => nodeFromRow(row, answer.askedAt))), notes: []};
}

function podsOf(answer: KubectlAnswer): Derived<readonly Pod[]> {
	if (answer.kind === 'objects') {
		const {values, notes} = eachObject(answer.items, podOf, ['Pod']);
		return {values: sorted(values), notes};
	}

	const rows = having(answer.tables, 'RESTARTS').flatMap(table => table.rows);
	const hostAddress = nodeAddress(rows.map(row => row('IP')));
	return {values: sorted(rows.map(row => podFromRow(row, answer.askedAt, hostAddress))), notes: []};
}

/** Pods never share an address, but with the node: what two of them have is the node's. */
function nodeAddress(addresses: readonly string[]): string | null {
	const seen = new Set<string>();
	for (const address of addresses) {
		if (address === '' || address === '<none>') continue;
		if (seen.has(address)) return address;
		seen.add(address);
	}

	return null;
}

function servicesOf(answer: KubectlAnswer): Derived<readonly Service[]> {
	if (answer.kind === 'objects') {
		const {values, notes} = eachObject(answer.items, serviceOf, ['Service']);
		return {values: sorted(values), notes};
	}

	const rows = having(answer.tables, 'CLUSTER-IP').flatMap(table => table.rows);
	return {values: sorted(rows.map(row => serviceFromRow(row, answer.askedAt))), notes: []};
}

export const sortedWorkloads = (values: readonly Workload[]): readonly Workload[] =>
	values.toSorted((a, b) => workloadKinds.indexOf(a.kind) - workloadKinds.indexOf(b.kind) || byName(a, b));

function workloadsOf(answer: KubectlAnswer): Derived<readonly Workload[]> {
	if (answer.kind === 'objects') {
		const {values, notes} = eachObject(answer.items, workloadOf, workloadKinds);
		return {values: sortedWorkloads(values), notes};
	}

	const rows = answer.tables.flatMap(table => table.rows);
	return {values: sortedWorkloads(rows.flatMap(row => workloadFromRow(row, answer.askedAt) ?? [])), notes: []};
}
