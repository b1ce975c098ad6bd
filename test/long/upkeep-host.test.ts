import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

type Step = {id: string; state: string; found: string};
type Answer = {
	verdict: string;
	file?: string;
	backup?: string;
	steps: Step[];
	contents?: Array<{id: string; entries: number}>;
	stands?: {program: string; service: string; aside: string | null};
	error?: {message: string; hint?: string};
};

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
const old = 'v1.34.1+k0s.0';
const next = 'v1.35.7+k0s.0';
let host: TestHost;

const run = async (...args: string[]): Promise<{exit: number | null; json: Answer; stderr: string}> => {
	const ran = await host.tui([...args, '--yes', '--json'], {milliseconds: 300_000});
	return {exit: ran.exit, json: JSON.parse(ran.stdout) as Answer, stderr: ran.stderr};
};
const version = async (): Promise<string> => (await host.must(['k0s', 'version'])).trim();
const objects = async (): Promise<string> => host.must(['k0s', 'kubectl', 'get', 'namespaces', '-o', 'name']);

vi.setConfig({testTimeout: 400_000, hookTimeout: 200_000});

/** Backup, upgrade and restore by the worker, on a host with real systemd, tar and curl. k0s is the stand-in. */
describe.skipIf(without !== undefined)(`the upkeep of a cluster, on a test host${reason}`, () => {
	let archive = '';
	beforeAll(async () => {
		host = await startTestHost({
			name: 'upkeep',
			k0s: 'ready',
			faults: {},
			switches: {readySeconds: 1, stopSeconds: 1},
		});
		await host.must(['k0s', 'kubectl', 'create', 'namespace', 'kept']);
	});
	afterAll(() => {
		host.down();
	});

	test('backup: one archive for root alone, whole by what tar says, and nothing left where k0s looks', async () => {
		const {exit, json} = await run('backup', '--out', '/srv/k0s');
		expect(json).toMatchObject({verdict: 'saved'});
		expect(exit).toBe(0);
		archive = String(json.file);
		expect(await host.must(['stat', '-c', '%a %U', archive])).toBe('600 root\n');
		expect(json.contents?.find(({id}) => id === 'store')?.entries).toBe(1);
		const listing = await host.must(['tar', '-tzf', archive]);
		for (const name of ['etcd-snapshot.db', 'pki/ca.key', 'k0s.yaml']) expect(listing.split('\n')).toContain(name);
		expect((await host.exec(['ls', '/etc/k0s/k0s.yaml'])).exit).not.toBe(0);
	});

	test('a backup that fails says what k0s said, and nothing new is in the folder', async () => {
		const names = await host.must(['ls', '-A', '/srv/k0s']);
		await host.switches({backupFails: true, readySeconds: 1, stopSeconds: 1});
		const {exit, json} = await run('backup', '--out', '/srv/k0s');
		expect(exit).toBe(1);
		expect(json.error?.message).toContain('context deadline exceeded');
		expect(await host.must(['ls', '-A', '/srv/k0s'])).toBe(names);
		await host.switches({readySeconds: 1, stopSeconds: 1});
	});

	test('a release that crashes at its start goes back: the old one runs with all objects', async () => {
		await host.switches({newCrash: true, readySeconds: 1, stopSeconds: 1});
		const {exit, json} = await run('upgrade', '--to', next, '--healthy-wait', '60');
		expect(json).toMatchObject({verdict: 'rolled-back', stands: {program: old, service: 'active'}});
		expect(exit).toBe(1);
		expect(await version()).toBe(old);
		expect(await objects()).toContain('namespace/kept');
		await host.switches({readySeconds: 1, stopSeconds: 1});
	});

	test('upgrade: one minor up, healthy with the kubelet of the new version; several at once are refused', async () => {
		const jump = await run('upgrade', '--to', 'v1.36.3+k0s.2');
		expect(jump.exit).toBe(1);
		expect(jump.json.error?.hint).toContain(`k0s-tui upgrade --to ${next}`);
		const {exit, json} = await run('upgrade', '--to', next);
		expect(json).toMatchObject({verdict: 'upgraded'});
		expect(exit).toBe(0);
		expect(await version()).toBe(next);
		expect(await objects()).toContain('namespace/kept');
	});

	test('restore: not over a cluster; after a reset the old one is back', async () => {
		const over = await run('restore', archive);
		expect(over.exit).toBe(1);
		expect(over.json.steps.find(({id}) => id === 'vacant')?.state).toBe('blocked');
		const reset = await host.tui(['reset', '--yes'], {milliseconds: 300_000});
		expect(reset.exit).toBe(0);
		const {exit, json} = await run('restore', archive);
		expect(json.error).toBeUndefined();
		expect(json).toMatchObject({verdict: 'healthy'});
		expect(exit).toBe(0);
		expect(await objects()).toContain('namespace/kept');
	});
});
