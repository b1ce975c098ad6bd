import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {globalOptions} from '../../source/commands/settings.js';
import {commandTable} from '../../source/commands/table.js';
import {installSteps} from '../../source/install/steps.js';
import {plainIds} from '../support/plain-ids.js';
import {schemaOf} from './schemas.js';

const pageText = readFileSync('docs/CONTRACT.md', 'utf8');

/** Rows of the table below a heading: what stands in backticks in the first cell, and in the last. */
function rows(heading: string): ReadonlyArray<{readonly name: string; readonly last: readonly string[]}> {
	const section = pageText.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
	return section
		.split('\n')
		.filter(line => line.startsWith('| `'))
		.map(line => {
			const cells = line.split(/(?<!\\)\|/).map(cell => cell.trim());
			return {name: quoted(cells[1])[0] ?? '', last: quoted(cells.at(-2))};
		});
}

const quoted = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

const shown = commandTable.filter(({hidden}) => hidden !== true).map(({name}) => name);

describe('docs/CONTRACT.md is true', () => {
	test('it names every command, and each of them is built', () => {
		const promised = rows('Commands').map(({name}) => name);
		expect(shown.filter(name => promised.includes(name))).toHaveLength(promised.length);
		expect(commandTable.filter(({load}) => load === undefined)).toEqual([]);
	});

	test('it names every option of all commands', () => {
		const promised = rows('Options of every command').map(({name}) => name.slice(2));
		expect(promised.filter(name => !(name in globalOptions))).toEqual([]);
	});

	test('it names the steps of install in their order', () => {
		const line = pageText.split('\n').find(each => each.startsWith('Step ids of install')) ?? '';
		const steps = installSteps(plainIds).map(({id}) => id);
		expect(steps.filter(id => quoted(line).includes(id))).toEqual(quoted(line));
	});

	test.each(rows('JSON'))('$name --json requires its keys', ({name, last}) => {
		expect(last.length).toBeGreaterThan(0);
		const {then, required} = schemaOf(name);
		expect(then?.required ?? required).toEqual(expect.arrayContaining([...last]));
	});
});
