import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

/** The demo on a test host: the stand-in's API and controllers, real containers, real packets. */
const without = whyNoTestHost();
const title = (what: string): string => (without === undefined ? what : `${what}: ${without}`);
let host: TestHost;

type Demo = {
	readonly rungs: ReadonlyArray<{readonly id: string; readonly result: string; readonly found: string}>;
	readonly answer: string | null;
	readonly cleaned: boolean;
};

async function demo(...args: readonly string[]): Promise<{readonly exit: number | null; readonly json: Demo}> {
	const {exit, stdout} = await host.tui(['demo', ...args, '--skip', 'pod-name', '--yes', '--json'], {
		milliseconds: 120_000,
	});
	return {exit, json: JSON.parse(stdout) as Demo};
}

const pods = async (): Promise<string> =>
	host.must(['k0s', 'kubectl', 'get', 'pods', '-n', 'default', '-l', 'app=demo', '-o', 'name']);

describe.skipIf(without !== undefined)(title('the demo on a server that runs k0s'), () => {
	beforeAll(async () => {
		host = await startTestHost({
			name: 'demo',
			profile: 'containerd',
			k0s: 'ready',
			switches: {readySeconds: 1, nodePort: 30_094},
		});
		await host.must(['firewall-cmd', '--zone=trusted', '--change-interface=kube-bridge']);
	});
	afterAll(() => {
		host.down();
	});

	test('answers, and when it says that nothing is left no pod of it is', async () => {
		const {exit, json} = await demo();
		// The stand-in's coredns answers nobody: its rung is left out here.
		const others = json.rungs.filter(({result}) => result !== 'pass');
		expect(others.map(({id, result}) => `${id} ${result}`)).toEqual(['pod-name skip']);
		expect(json).toMatchObject({answer: 'It works!', cleaned: true});
		expect(exit).toBe(0);
		expect(await pods()).toBe('');
	}, 180_000);

	test('a kept one does not answer for an image that is not there', async () => {
		expect((await demo('--keep')).exit).toBe(0);
		const {exit, json} = await demo('--image', 'registry.invalid/nosuch:1');
		expect(exit).toBe(1);
		expect(json.answer).toBeNull();
		expect(json.rungs.find(({id}) => id === 'create')).toMatchObject({result: 'fail'});
		// It is the other run's, and still there.
		expect(await pods()).not.toBe('');
		expect((await demo()).json.cleaned).toBe(true);
	}, 240_000);

	test('a ready pod that an earlier deployment of that name left is not this one’s', async () => {
		await host.must(['k0s', 'kubectl', 'create', 'deployment', 'demo', '--image=httpd', '--port=80']);
		await host.must(['k0s', 'kubectl', 'rollout', 'status', 'deployment/demo', '--timeout=60s']);
		await host.must(['k0s', 'kubectl', 'delete', 'deployment', 'demo', '--cascade=orphan']);
		expect(await pods()).not.toBe('');
		// Cut short after the time in which it would have passed by the old pod.
		const said = await host.exec(
			['timeout', '-s', 'INT', '25', ...host.tuiArgv, 'demo', '--image', 'registry.invalid/nosuch:1', '--yes'],
			{milliseconds: 120_000},
		);
		expect(`${said.stdout}${said.stderr}`).toMatch(/create: done/);
		expect(`${said.stdout}${said.stderr}`).not.toMatch(/pod: done/);
	}, 240_000);
});
