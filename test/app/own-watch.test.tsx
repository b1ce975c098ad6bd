import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {startProgram} from '../support/program.js';

/** The program on its first screen, where the header's verdict alone is kept. */
async function started() {
	const program = await startProgram(createSimulatedHost({scenario: 'ready', speed: 20}));
	await program.sees('healthy');
	await sleep(1000);
	const since = program.log.get().length;
	return {
		...program,
		/** What was begun since then, as a person would type it. */
		begun: () =>
			program.log
				.get()
				.slice(since)
				.map(({argv}) => argv.join(' ')),
		going: () =>
			program.log
				.get()
				.filter(({kind}) => kind === null)
				.map(({argv}) => argv.join(' ')),
		async list(kind: string) {
			await program.type(':');
			await program.sees('Go to');
			for (const letter of kind) await program.type(letter);
			await program.type('\r');
		},
	};
}

test('a list of one kind starts its own watch and nothing else, and ends it', async () => {
	const {list, begun, going, sees, type, until} = await started();
	const before = going();
	await list('cm');
	await sees('kube-root-ca.crt');
	await sleep(500);
	const own = going().filter(each => !before.includes(each));
	expect(own).toEqual([expect.stringMatching(/configmaps/)]);
	// What `:` asks to know the kinds is no part of the list.
	const asked = begun().filter(each => !/api-resources|get --raw \/apis?$/.test(each));
	expect([...new Set(asked.map(each => (each.includes('configmaps') ? 'configmaps' : each)))]).toEqual(['configmaps']);
	await type('\u001B');
	await until(() => going().every(each => !each.includes('configmaps')), 'the end of the watch');
});

test('containers and images are asked for Status’s own lists, and not for a list of a kind', async () => {
	const {list, begun, sees, type, until} = await started();
	const ofRuntime = (): number => begun().filter(each => /\bctr\b.*(container|image)/.test(each)).length;
	await type('3');
	await sees('NAMESPACE');
	await until(() => ofRuntime() > 0, 'containers');
	await sleep(500);
	const before = ofRuntime();
	await list('pods');
	await sees('pods (all');
	await type('r');
	await sleep(500);
	expect(ofRuntime()).toBe(before);
});
