import {describe, expect, test} from 'vitest';
import {gather} from '../../source/fact-table/gather.js';
import {known, unknown} from '../../source/facts/reading.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {defaultDemo} from '../../source/smoke/answers.js';
import {demoFacts, type DemoFacts} from '../../source/smoke/facts.js';
import {demoRungs} from '../../source/smoke/rungs.js';
import {plainIds} from '../support/plain-ids.js';

const text = plainIds;
const names = Object.keys(demoFacts) as Array<keyof DemoFacts>;

/** What the demo sees of the ready simulated host. */
const seen = async (): Promise<DemoFacts> => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 200}), {});
	return (await gather(demoFacts, defaultDemo, async command => runner.run(command)).need(names)) as DemoFacts;
};

const judged = (id: string, facts: DemoFacts) =>
	demoRungs(text)
		.find(rung => rung.id === id)
		?.judge(facts, defaultDemo);

describe('a rung', () => {
	test('an ordinary user cannot tell whether the cluster is healthy: not known, and what would help', async () => {
		const facts = await seen();
		expect(judged('cluster', facts)).toMatchObject({state: 'so'});
		const denied = unknown('needs-root', 'k0s status');
		const cluster = {...facts.cluster, k0s: denied, nodes: denied, all: denied, leases: denied, tasks: denied};
		const judgement = judged('cluster', {...facts, cluster});
		expect(judgement).toMatchObject({state: 'blocked', hint: text.demo.rungs.cluster.asRoot});
		expect(judgement?.found).toMatch(/^not known whether it is healthy/);
	});

	test('a port that does not answer: the packet filter says why, and no reload is blamed without a look', async () => {
		const facts = await seen();
		const silent = (filter: DemoFacts['filter']) =>
			judged('request', {...facts, url: 'http://127.0.0.1:30094', answer: unknown('failed', 'curl: (28)'), filter});
		const {hints} = text.demo;
		expect(silent(known({strict: true, kubeChains: 35}))).toMatchObject({state: 'open', hint: hints.strict});
		expect(silent(known({strict: false, kubeChains: 0}))).toMatchObject({hint: hints.gone});
		expect(silent(known({strict: false, kubeChains: 35}))).toMatchObject({hint: hints.silent});
		expect(silent(unknown('needs-root', 'nft'))).toMatchObject({hint: hints.silent});
		expect(hints.silent).not.toMatch(/reload/i);
	});
});
