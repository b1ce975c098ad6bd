import {expect, test} from 'vitest';
import {why} from '../../source/commands/why.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {brokenIds} from '../../source/simulated/seed/broken.js';
import {catalogue} from '../../source/text/text.js';

/** What `why` says of each pod that a switch breaks; the switch has the name of the cause unless it stands here. */
const others: Readonly<Record<string, string>> = {'init-container': 'crash'};

test('every switch breaks a pod in its way, and why finds the cause', async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000, faults: {broken: brokenIds}}));
	const {signal} = new AbortController();
	const invocation = {runner, text: catalogue('en'), settings: settingsFrom({}), signal, say() {}};
	const found = await Promise.all(
		brokenIds.map(async id => {
			const {exit, json} = await why.run(invocation, {}, [`broken/${id}`]);
			return [id, json['reason'], exit] as const;
		}),
	);
	await runner.close();
	expect(found).toEqual(brokenIds.map(id => [id, others[id] ?? id, id === 'creating' ? 4 : 1]));
});
