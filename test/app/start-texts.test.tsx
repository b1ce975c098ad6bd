import {expect, onTestFinished, test} from 'vitest';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {en} from '../../source/text/en/index.js';
import {startProgram} from '../support/program.js';

/** The sections of the catalogue that are read from now on: each is a file of its own in the bundle. */
function sectionsRead(): ReadonlySet<string> {
	const read = new Set<string>();
	const before = Object.getOwnPropertyDescriptors(en);
	for (const [name, {value}] of Object.entries(before)) {
		Object.defineProperty(en, name, {
			...{enumerable: true, configurable: true},
			get() {
				read.add(name);
				return value as unknown;
			},
		});
	}

	onTestFinished(() => void Object.defineProperties(en, before));
	return read;
}

test('a start, up to its help, reads the words of no screen but the one that is open', async () => {
	const read = sectionsRead();
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 1000}));
	await program.sees('Root or sudo');
	await program.type('?');
	await program.sees('This screen: Checks');
	const others = ['install', 'network', 'nftables', 'demo', 'browse', 'whatIf'];
	expect(others.filter(name => read.has(name))).toEqual([]);
	expect([...read]).toContain('checks');
});
