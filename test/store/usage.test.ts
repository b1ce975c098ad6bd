import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createPacer} from '../../source/store/pacer.js';
import {createSources} from '../../source/store/sources.js';

test('usage is asked only while it is shown, without starting a program but df', async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready'}));
	const sources = createSources({runner, pacer: createPacer({interval: 200})});
	const leaveHeader = sources.verdict.subscribe(() => undefined);
	for (let look = 0; look < 200 && !sources.lastPods(); look++) await sleep(20);
	const words = () => runner.log.get().map(({argv}) => argv.join(' '));
	expect(words().filter(line => /proc\/stat|metrics/.test(line))).toEqual([]);
	const leave = sources.usage.subscribe(() => undefined);
	for (let look = 0; look < 200 && !sources.usage.get().value; look++) await sleep(20);
	const {value} = sources.usage.get();
	expect(value?.host.memory).toMatchObject({known: true});
	expect(value?.host.disks).toMatchObject({known: true});
	expect(value?.host.loads).toMatchObject([{value: 0.31}]);
	const [disk] = value?.host.disks.known ? value.host.disks.value : [];
	expect(value?.host.diskTrends.get(disk?.target ?? '')).toMatchObject([
		{value: (disk?.size ?? 0) - (disk?.available ?? 0)},
	]);
	expect(value?.withoutMetrics).toBeNull();
	expect(value?.rows[0]).toMatchObject({kind: 'node', from: 'metrics-server', trend: [{memory: 876_000 * 1024}]});
	expect(value?.rows.filter(({kind}) => kind === 'pod').length).toBe(sources.lastPods()?.length);
	leave();
	leaveHeader();
	await runner.close();
});
