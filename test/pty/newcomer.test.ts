import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {describeOnTerminal, open} from '../support/pty.js';

const program = join(process.cwd(), 'dist/cli.js');
const page = readFileSync('docs/WALK.md', 'utf8');

type Step = {
	readonly verb: string;
	readonly what: string;
	/** How the screen names the key, now or in the help that was read before. */
	readonly named: string | undefined;
	readonly says: readonly string[];
};

/** `### Press `c`: c choices`, then what the screen says, quoted. */
const steps: readonly Step[] = page
	.split(/^### /m)
	.slice(1)
	.map(part => {
		const [, verb = '', what = '', named] = /^(\w+) `([^`]+)`(?:: (.+))?/.exec(part) ?? [];
		const says = [...part.matchAll(/^> (.+)$/gm)].map(([, words = '']) => words);
		return {verb, what, named, says};
	});

const bytes: Readonly<Record<string, string>> = {enter: '\r', esc: '\u001B'};
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describeOnTerminal('docs/WALK.md', () => {
	test(
		'leads somebody new from the start to “It works!”, by keys that the screen names',
		{timeout: 90_000},
		async () => {
			expect(steps.length).toBeGreaterThan(12);
			expect(steps.flatMap(({says}) => says)).toContain('“It works!”');
			const [first, ...others] = steps;
			expect(first).toMatchObject({verb: 'Start', what: 'k0s-tui --simulate'});
			const app = open(process.execPath, [program, ...(first?.what.split(' ').slice(1) ?? [])], {
				...{columns: 80, rows: 24},
				env: {K0S_TUI_SIMULATION_SPEED: '60'},
			});
			const says = async (words: readonly string[]): Promise<void> => {
				expect(words.length).toBeGreaterThan(0);
				for (const each of words) await app.until(() => flat(app.screen()).includes(flat(each)), each, 40_000);
			};

			const read: string[] = [];
			await says(first?.says ?? []);
			for (const {verb, what, named, says: words} of others) {
				expect(['Press', 'Type']).toContain(verb);
				if (verb === 'Press' && !read.some(each => each === named)) await says([named ?? 'a key that nothing names']);
				app.type(verb === 'Type' ? what : (bytes[what] ?? what));
				await says(words);
				// A person is no faster; two esc in one read would be another key.
				await new Promise(resolve => {
					setTimeout(resolve, 300);
				});
				read.push(...words);
			}

			expect(await app.closed()).toMatchObject({exitCode: 0});
		},
	);
});
