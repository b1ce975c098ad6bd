import {expect, test, vi} from 'vitest';
import type {Command} from '../../source/command/command.js';
import {createCommandLog} from '../../source/host/command-log.js';

const command: Command = {
	...{argv: ['curl', '-u', 'me:secret'], why: 'a test', root: false, changes: false},
	...{deadline: 1000, maxOutput: 1000, env: {}},
};
const hides = () =>
	vi.fn((argv: readonly string[]): readonly string[] => argv.map(word => word.replace('secret', '***')));

test('secrets of argv are looked for when the log is read, and once', () => {
	const redactArgv = hides();
	const log = createCommandLog({redactArgv});
	log.begin(command, 0);
	expect(redactArgv).not.toHaveBeenCalled();
	expect(log.get()[0]?.argv).toEqual(['curl', '-u', 'me:***']);
	expect(log.get()[0]?.argv).toBe(log.get()[0]?.argv);
	expect(redactArgv).toHaveBeenCalledOnce();
});

test('no copy of an entry holds the secret', () => {
	const log = createCommandLog({redactArgv: hides()});
	log.begin(command, 0);
	expect(JSON.stringify(log.get())).not.toContain('secret');
	expect(JSON.stringify(log.get().map(entry => ({...entry})))).not.toContain('secret');
});
