import {describe, expect, test} from 'vitest';
import type {CheckId, Report} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions, type CheckOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, goodHost, type Given} from '../support/good-host.js';
import {firewallCases} from './cases-firewall.js';
import {installCases} from './cases-install.js';
import {networkCases} from './cases-network.js';
import {outsideCases} from './cases-outside.js';
import {systemCases} from './cases-system.js';

const text = catalogue('en');

async function judge(given: Given = {}, options: Partial<CheckOptions> = {}): Promise<readonly Report[]> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	return runChecks(allChecks, {
		ask: command => runner.run(command),
		options: {...defaultOptions, ...options},
		text,
	});
}

/** What a report puts before its reader beside its sentences: the lines that decided, and the commands of the remedy. */
function told({id, result, evidence, remedy}: Report): string {
	const lines = evidence.flatMap(each => each.lines.map(line => `  ${each.argv[0]}: ${line}`));
	const commands = (remedy?.commands ?? []).map(({argv}) => `  $ ${argv.join(' ')}`);
	const undo = (remedy?.fix?.undo ?? []).map(({argv}) => `  undo: ${argv.join(' ')}`);
	const kind = remedy?.fix ? `  fix${remedy.fix.safe ? ', safe' : ''}${remedy.fix.reboot ? ', reboot' : ''}` : '';
	const note = remedy ? (remedy.note === '' ? ['  no note'] : ['  a note']) : [];
	return [`${id}: ${result}`, ...lines, ...note, ...commands, ...undo, ...(kind === '' ? [] : [kind])].join('\n');
}

describe('what each check shows, line by line', () => {
	test('on a good host', async () => {
		const shown = (await judge()).map(told).join('\n');
		await expect(shown).toMatchFileSnapshot('told/good-host.txt');
	});

	const groups = {systemCases, networkCases, firewallCases, installCases, outsideCases};
	for (const [name, cases] of Object.entries(groups)) {
		test(name, async () => {
			const parts: string[] = [];
			for (const [what, given, turns, , options] of cases) {
				const reports = await judge(given, options);
				const turned = Object.keys(turns).map(id => reports.find(report => report.id === (id as CheckId)));
				parts.push(`# ${what}\n${turned.flatMap(report => (report ? [told(report)] : [])).join('\n')}\n`);
			}

			await expect(parts.join('\n')).toMatchFileSnapshot(`told/${name}.txt`);
		});
	}
});
