import {describe, expect, test} from 'vitest';
import {readApiResources} from '../../../source/read/kubectl/api-resources.js';
import {readServerTable} from '../../../source/read/kubectl/server-table.js';
import {splitTables} from '../../../source/read/text-table.js';
import {kindNamed, listable, usualKinds} from '../../../source/model/api-kinds.js';
import {outcomeOf, sample} from '../../support/samples.js';

const real = (name: string): string => sample(`k0s/v1.34.1-real/${name}`);
const read = (stdout: string) => {
	const answer = readServerTable(outcomeOf({stdout}));
	if (!answer.known) throw new Error(answer.unknown.detail);
	return answer.value;
};

describe('the server’s tables of a real k0s', () => {
	test.each([
		['pods', 'kubectl-get-pods-A-wide.txt'],
		['nodes', 'kubectl-get-nodes-wide.txt'],
		['events', 'kubectl-get-events-A-wide.txt'],
	])('have the columns that kubectl get %s -o wide prints, in its order', (kind, printed) => {
		const {columns} = read(real(`api-table-${kind}.json`));
		const [titles = ''] = splitTables(real(printed))[0] ?? [];
		const wanted = titles.split(/ {2,}/).filter(title => title !== 'NAMESPACE' && title !== '');
		// Events print no name.
		expect(columns.map(({title}) => title).filter(title => kind !== 'events' || title !== 'NAME')).toEqual(
			kind === 'events' ? expect.arrayContaining(wanted.filter(title => title !== 'NAME')) : wanted,
		);
	});

	test('are read row by row, although no objects stand beside them', () => {
		const {rows, version} = read(real('api-table-pods.json'));
		expect(version).toBe('1524');
		expect(rows.map(({name}) => name)).toContain('demo-68c6d5bdd8-zg8wp');
		expect(rows.every(({cells}) => cells.length === 9)).toBe(true);
	});

	test('as kubectl prints them say the same without a version', () => {
		const {columns, rows, version} = read(real('kubectl-get-pods-A-wide.txt'));
		expect(columns.map(({title}) => title).slice(0, 4)).toEqual(['NAME', 'READY', 'STATUS', 'RESTARTS']);
		expect([rows[0]?.namespace, version]).toEqual(['default', null]);
	});
});

describe('what is no table', () => {
	test.each([
		['half of one', {stdout: real('api-table-pods.json').slice(0, 900)}, 'unreadable'],
		['other objects', {stdout: '{"kind":"PodList","items":[]}'}, 'unreadable'],
		['nothing', {stdout: ''}, 'unreadable'],
		['a cut answer', {stdout: '{"kind":"Table"', stdoutCut: 5}, 'cut'],
		['a refusal', {exit: 1, stderr: 'Error from server (Forbidden): pods is forbidden'}, 'failed'],
		['no k0s', {kind: 'not-found', exit: null}, 'not-installed'],
	] as const)('%s is unknown, never an empty list', (_, parts, reason) => {
		expect(readServerTable(outcomeOf(parts))).toMatchObject({known: false, unknown: {reason}});
	});

	test('kubectl’s own words for an empty list are an empty list', () => {
		expect(readServerTable(outcomeOf({stdout: '', stderr: 'No resources found'}))).toMatchObject({
			known: true,
			value: {rows: []},
		});
	});
});

describe('kubectl api-resources of a real k0s', () => {
	const answer = readApiResources(outcomeOf({stdout: real('kubectl-api-resources.txt')}));
	const kinds = answer.known ? answer.value : [];

	test('is read whole, custom resources too', () => {
		expect(kinds.length).toBeGreaterThan(60);
		expect(kindNamed('deploy', kinds)).toEqual({
			...{plural: 'deployments', shortNames: ['deploy'], group: 'apps', version: 'v1'},
			...{namespaced: true, kind: 'Deployment'},
		});
		expect(kindNamed('plans.autopilot.k0sproject.io', kinds)?.namespaced).toBe(false);
		expect(kindNamed('Chart', kinds)?.group).toBe('helm.k0sproject.io');
		// Of two kinds with one name the core one.
		expect(kindNamed('pods', kinds)?.group).toBe('');
		expect(kindNamed('pods.metrics.k8s.io', kinds)?.kind).toBe('PodMetrics');
		expect(kindNamed('tokenreviews', kinds)).toBeUndefined();
	});

	test('has the kinds that are offered before it is asked, as they are there', () => {
		const there = new Map(listable(kinds).map(kind => [`${kind.plural}.${kind.group}`, kind]));
		for (const kind of usualKinds) {
			const own = there.get(`${kind.plural}.${kind.group}`);
			expect(own ?? kind).toEqual(kind);
		}
	});

	test('of which a group does not answer is a part, and says so', () => {
		const stdout = real('kubectl-api-resources.txt');
		const stderr = 'error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1';
		expect(readApiResources(outcomeOf({exit: 1, stdout, stderr}))).toMatchObject({
			known: true,
			notes: [{line: stderr}],
		});
		expect(readApiResources(outcomeOf({exit: 1, stderr: 'error: EOF'})).known).toBe(false);
	});
});
