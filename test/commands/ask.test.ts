import {describe, expect, test} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {commandTable} from '../../source/commands/table.js';

async function asked(...argv: string[]) {
	const out: string[] = [];
	const err: string[] = [];
	const result = await ask(argv, '1.2.3', {out: text => void out.push(text), err: text => void err.push(text)});
	return {result, out: out.join(''), err: err.join('')};
}

describe('the command line as a whole', () => {
	test('the contract’s commands are all known', () => {
		expect(commandTable.map(({name}) => name)).toEqual(
			expect.arrayContaining(
				'check plan install undo status network nftables path trace demo confirm reset record report info'.split(' '),
			),
		);
	});
	test.each(commandTable.filter(({load}) => load).map(({name}) => name))(
		'%s --help says what it is and takes',
		async name => {
			const {result, out, err} = await asked(name, '--help');
			expect(result).toEqual({kind: 'exit', code: 0});
			expect(out).toMatch(new RegExp(`^Usage: k0s-tui ${name}`));
			expect(out.split('\n')[1]).not.toBe('');
			expect(err).toBe('');
		},
	);
	test('what is promised and not built says so, exit 3', async () => {
		for (const {name, load} of commandTable) {
			if (load) continue;
			const {result, err} = await asked(name);
			expect(result).toEqual({kind: 'exit', code: 3});
			expect(err).toBe(`k0s-tui ${name}: not built yet\n`);
		}
	});
	test.each([
		[['frobnicate'], 'frobnicate'],
		[['status', '--what'], '--what'],
		[['path'], 'missing'],
		[['status', 'extra'], 'extra'],
		[['--interval', 'never'], '--interval'],
		[['--simulate', '--replay', 'x'], '--replay'],
	])('%j is a usage error: one line and where to look, exit 2', async (argv, named) => {
		const {result, out, err} = await asked(...argv);
		expect(result).toEqual({kind: 'exit', code: 2});
		expect(out).toBe('');
		expect(err.trimEnd().split('\n')).toHaveLength(1);
		expect(err).toContain(named);
		expect(err).toContain('--help');
	});
	test('a bare word is a command, on a terminal too; without one the screen opens', async () => {
		expect((await asked('status', '--simulate')).result.kind).toBe('headless');
		expect((await asked('--simulate=ready', '--screen', 'network')).result).toMatchObject({
			kind: 'screen',
			settings: {simulate: 'ready', screen: 'network'},
		});
	});
	test('--version', async () => {
		expect((await asked('--version')).out).toBe('k0s-tui 1.2.3\n');
	});
});
