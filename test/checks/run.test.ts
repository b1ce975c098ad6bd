import {setTimeout as wait} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import type {Command} from '../../source/command/command.js';
import {createGate} from '../../source/host/gate.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {answering, goodHost} from '../support/good-host.js';

/** All checks with four places, as the runner has: which commands began, in order, and how many firewall-cmd ran at once. */
async function begun(): Promise<{readonly words: readonly string[]; readonly most: number}> {
	const runner = fakeRunner(words => answering(goodHost)(words));
	const gate = createGate(4);
	const {signal} = new AbortController();
	const words: string[] = [];
	let firewalls = 0;
	let most = 0;
	const ask = async (command: Command) => {
		await gate.enter(signal, command.first);
		const isFirewall = command.argv[0] === 'firewall-cmd';
		words.push(command.argv.join(' '));
		if (isFirewall) most = Math.max(most, ++firewalls);
		await wait(isFirewall ? 100 : 10);
		const outcome = await runner.run(command);
		if (isFirewall) firewalls--;
		gate.leave();
		return outcome;
	};

	await runChecks(allChecks, {ask, options: defaultOptions, text: catalogue('en')});
	return {words, most};
}

test('what takes longest is asked before the rest, and leaves a place to what is cheap', async () => {
	const {words, most} = await begun();
	const firewall = words.flatMap((command, at) => (command.startsWith('firewall-cmd ') ? [at] : []));
	expect(words.filter(command => command.startsWith('firewall-cmd --direct '))).toHaveLength(3);
	expect(words[0]).toBe('firewall-cmd --state');
	expect(most).toBe(3);
	// Nine in three places take as long as thirty of the others in the one that is left.
	expect(firewall).toHaveLength(9);
	expect(firewall.at(-1)).toBeGreaterThan(firewall.length);
	expect(firewall.at(-1)).toBeLessThan(words.length * 0.75);
});
