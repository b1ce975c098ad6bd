import {describe, expect, it} from 'vitest';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {assess} from '../../source/model/verdict.js';
import {createClusterReader} from '../../source/store/cluster-reader.js';
import {command} from '../../source/command/command.js';
import {manualClock} from './support.js';

/** A restart on the simulated host, second by second, with what the API says and what the verdict makes of it. */
async function restarted() {
	const clock = manualClock();
	const host = createSimulatedHost({scenario: 'ready', clock, faults: {}});
	const run = async (...argv: [string, ...string[]]) => host.execute(command(argv, 'test', {deadline: 0}), {});
	await run('k0s', 'stop');
	await run('k0s', 'start');
	const runner = createRunner(host);
	return {
		clock,
		run,
		async look() {
			const facts = await createClusterReader(runner, 1000).read('all', new AbortController().signal);
			const {verdict, reasons} = assess(facts, clock.now());
			const ready = facts.nodes.known ? facts.nodes.value[0]?.ready : undefined;
			return {verdict, reason: reasons[0]?.id, ready, pods: facts.pods.known ? facts.pods.value.length : 0};
		},
	};
}

describe('a restart of the simulated host', () => {
	it('repeats what the API remembers until the kubelet reports, and the verdict believes none of it', async () => {
		const {clock, look} = await restarted();
		clock.advance(5000);
		expect(await look()).toMatchObject({verdict: 'starting', reason: 'node-old', ready: true, pods: 5});
		clock.advance(7500);
		expect(await look()).toMatchObject({verdict: 'starting', reason: 'leader-idle', ready: true});
		clock.advance(15_000);
		expect(await look()).toMatchObject({verdict: 'healthy', ready: true});
	});

	it('shows its leases as kubectl prints them', async () => {
		const {clock, run} = await restarted();
		clock.advance(5000);
		const {stdout} = await run('k0s', 'kubectl', 'get', 'leases', '-A');
		expect(stdout).toMatch(/^NAMESPACE +NAME +HOLDER +AGE$/m);
		expect(stdout).toMatch(/^kube-node-lease +centos10\.home\.local +centos10\.home\.local +\S+$/m);
		expect(stdout).toMatch(/^kube-system +kube-controller-manager +centos10\.home\.local_\S+ +\S+$/m);
	});
});
