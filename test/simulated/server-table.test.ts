import {describe, expect, test} from 'vitest';
import {tableList, apiResources} from '../../source/command/kubectl-table.js';
import type {ApiKind} from '../../source/facts/browse.js';
import {kindNamed} from '../../source/model/api-kinds.js';
import {readApiResources} from '../../source/read/kubectl/api-resources.js';
import {readServerTable} from '../../source/read/kubectl/server-table.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {outcomeOf, sample} from '../support/samples.js';

const real = (name: string): string => sample(`k0s/v1.34.1-real/${name}`);

describe('the simulated API beside the real one', async () => {
	const host = createSimulatedHost({scenario: 'ready', speed: 1000});
	const said = readApiResources(await host.execute(apiResources(), {}));
	const kinds: readonly ApiKind[] = said.known ? said.value : [];
	const table = async (name: string) => {
		const kind = kindNamed(name, kinds)!;
		const query = {kind, namespace: null, selector: '', fields: ''};
		const answer = readServerTable(await host.execute(tableList(query), {}));
		if (!answer.known) throw new Error(answer.unknown.detail);
		return answer.value;
	};

	test('offers kinds under the names, versions and scopes that the real one has', () => {
		const answer = readApiResources(outcomeOf({stdout: real('kubectl-api-resources.txt')}));
		const there = answer.known ? answer.value : [];
		expect(kinds.length).toBeGreaterThan(10);
		for (const kind of kinds) expect(there).toContainEqual(kind);
	});

	test.each(['pods', 'services', 'nodes'])('makes the columns of %s that the real one makes', async name => {
		const answer = readServerTable(outcomeOf({stdout: real(`api-table-${name}.json`)}));
		const wanted = answer.known ? answer.value.columns : [];
		expect((await table(name)).columns.map(({title, wide}) => `${title} ${wide}`)).toEqual(
			wanted.map(({title, wide}) => `${title} ${wide}`),
		);
	});

	test.each(['pods', 'svc', 'deploy', 'rs', 'ds', 'nodes', 'ev', 'cm', 'ns', 'crd', 'plans'])(
		'answers for %s with as many cells as columns, and a version to watch from',
		async name => {
			const {columns, rows, version} = await table(name);
			expect(version).toMatch(/^\d+$/);
			expect(columns.length).toBeGreaterThan(1);
			for (const {cells} of rows) expect(cells).toHaveLength(columns.length);
			if (name !== 'plans' && name !== 'ev') expect(rows.length).toBeGreaterThan(0);
		},
	);
});
