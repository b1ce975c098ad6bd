import {describe, expect, test} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {nearest} from '../../source/model/nearest.js';
import {commandTable} from '../../source/commands/table.js';
import {outputTo} from '../support/output.js';

const names = commandTable.filter(({hidden}) => hidden !== true).map(({name}) => name);

describe('nearest', () => {
	test.each([
		['stauts', 'status'],
		['stat', 'status'],
		['Netwrok', 'network'],
		['nftable', 'nftables'],
		['intsall', 'install'],
		['chekc', 'check'],
		['xyz', undefined],
		['', undefined],
		['x'.repeat(10_000), undefined],
		// Taking k0s away is not almost installing it.
		['uninstall', undefined],
		// Record, report, repair and reset: all begin so.
		['re', undefined],
	])('%s is %s', (typed, wanted) => {
		expect(nearest(typed, names)).toBe(wanted);
	});
});

async function said(...argv: string[]) {
	let err = '';
	const streams = {out: outputTo(() => undefined), err: (text: string) => void (err += text)};
	const result = await ask(argv, '1.2.3', streams, {});
	return {code: result.kind === 'exit' ? result.code : null, err};
}

describe('did you mean', () => {
	test.each([
		[['stauts'], 'unknown command “stauts” (did you mean status?). See: k0s-tui --help'],
		[['help', 'stauts'], 'unknown command “stauts” (did you mean status?). See: k0s-tui --help'],
		[['version'], 'unknown command “version” (did you mean --version?). See: k0s-tui --help'],
		[['frobnicate'], 'unknown command “frobnicate”. See: k0s-tui --help'],
		[['worke'], 'unknown command “worke”. See: k0s-tui --help'],
		[['status', '--jsno'], 'unknown option --jsno (did you mean --json?). See: k0s-tui status --help'],
		[['status', '--wiat=3'], 'unknown option --wiat (did you mean --wait?). See: k0s-tui status --help'],
		[['install', '--hostnme', 'a'], 'unknown option --hostnme (did you mean --hostname?). See: k0s-tui install --help'],
		[['status', '-json'], 'unknown option -json (did you mean --json?). See: k0s-tui status --help'],
		[['install', '-y'], 'unknown option -y (did you mean --yes?). See: k0s-tui install --help'],
		[['-V'], 'unknown option -V (did you mean --version?). See: k0s-tui --help'],
		[['status', '--zzz'], 'unknown option --zzz. See: k0s-tui status --help'],
		[
			['check', '--fix', 'firewal-pods'],
			'--fix firewal-pods: unknown check “firewal-pods” (did you mean firewall-pods?); check prints all ids. See: k0s-tui check --help',
		],
		[
			['check', '--only', 'swap,selinx'],
			'--only swap,selinx: unknown check “selinx” (did you mean selinux?); check prints all ids. See: k0s-tui check --help',
		],
	])('%j: exit 2, one line', async (argv, line) => {
		expect(await said(...argv)).toEqual({code: 2, err: `k0s-tui: ${line}\n`});
	});

	test('in Japanese too', async () => {
		expect((await said('stauts', '--lang', 'ja')).err).toContain(
			'「stauts」というコマンドはありません (status ですか?)',
		);
	});
});
