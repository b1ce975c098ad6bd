import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {command} from '../../source/command/command.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {manualClock, server, started} from './support.js';

/** The host itself: deadlines, aborts, caps, the state file, faults. */

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function stateFile(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'simulated-'));
	folders.push(folder);
	return path.join(folder, 'state.json');
}

const asset = 'https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/k0s-v1.34.1+k0s.0-amd64';

describe('the simulated host', () => {
	it('ends a command at its deadline', async () => {
		const one = await started(2500);
		const outcome = await one.run('k0s status', {deadline: 500});
		expect(outcome).toMatchObject({kind: 'timed-out', exit: null});
		expect(outcome.ms).toBe(500);
	});

	it('ends a command that nobody wants any more, and what came stays', async () => {
		const one = server('fresh');
		const controller = new AbortController();
		let lines = 0;
		const outcome = await one.run(`curl -fL -o /tmp/k0s ${asset}`, {
			signal: controller.signal,
			onLine() {
				if (++lines === 6) controller.abort();
			},
		});
		expect(outcome.kind).toBe('aborted');
		await one.run('chmod 755 /tmp/k0s');
		expect((await one.run('/tmp/k0s version')).exit).toBe(139);
	});

	it('answers in real time too', async () => {
		const host = createSimulatedHost({scenario: 'fresh', speed: 50});
		const began = performance.now();
		const outcome = await host.execute(command(['curl', '-fsSL', '-o', '/tmp/k0s', asset], 'test', {deadline: 5000}));
		expect(outcome.kind).toBe('ok');
		expect(performance.now() - began).toBeGreaterThan(100);
		await host.close();
		expect((await host.execute(command(['id', '-u'], 'test'))).kind).toBe('aborted');
	});

	it('close ends what is under way', async () => {
		const host = createSimulatedHost({scenario: 'fresh'});
		const download = host.execute(command(['curl', '-fsSL', '-o', '/tmp/k0s', asset], 'test', {deadline: 0}));
		await host.close();
		expect((await download).kind).toBe('aborted');
	});

	it('keeps the head and the tail of what is too long', async () => {
		const host = createSimulatedHost({scenario: 'ready', clock: manualClock()});
		const outcome = await host.execute(command(['nft', 'list', 'ruleset', 'ip'], 'test', {maxOutput: 1000}));
		expect(outcome.stdout.length).toBeLessThanOrEqual(1000);
		expect(outcome.stdoutCut).toBeGreaterThan(5000);
		expect(outcome.stdout.startsWith('table ip mangle {')).toBe(true);
	});

	it('gives the same answer for the same state and clock', async () => {
		const answers = await Promise.all(
			[0, 1].map(async () => (await started(30_000)).out('k0s kubectl get all -A -o json')),
		);
		expect(answers[0]).toBe(answers[1]);
	});

	it('does not know other tools, nor a shell', async () => {
		const one = server('ready');
		expect((await one.run('vim /etc/hosts')).kind).toBe('not-found');
		expect((await one.run('__proto__')).kind).toBe('not-found');
		expect((await one.run('sh -c id')).exit).toBe(127);
	});
});

describe('the state file', () => {
	it('keeps the server between processes, also while both live', async () => {
		const file = stateFile();
		const clock = manualClock();
		const first = createSimulatedHost({scenario: 'fresh', stateFile: file, clock});
		const second = createSimulatedHost({scenario: 'fresh', stateFile: file, clock});
		await first.execute(command(['hostnamectl', 'set-hostname', 'kept.home.local'], 'test'));
		expect((await second.execute(command(['hostnamectl', '--static'], 'test'))).stdout).toBe('kept.home.local\n');
		const third = createSimulatedHost({scenario: 'ready', stateFile: file, clock});
		expect((await third.execute(command(['hostnamectl', '--static'], 'test'))).stdout).toBe('kept.home.local\n');
		expect((JSON.parse(readFileSync(file, 'utf8')) as {version: number}).version).toBe(1);
	});

	it('is not written over when it is something else', () => {
		const file = stateFile();
		writeFileSync(file, 'my notes');
		expect(() => createSimulatedHost({scenario: 'fresh', stateFile: file})).toThrow(
			'not the state of a simulated host',
		);
		expect(readFileSync(file, 'utf8')).toBe('my notes');
	});
});

describe('faults', () => {
	it('imagePull: the pod says so, and its events too', async () => {
		const one = server('ready', {imagePull: ['httpd']});
		await one.run('k0s kubectl create deployment demo --image=httpd --port=80');
		one.clock.advance(20_000);
		expect(await one.out('k0s kubectl get pods')).toMatch(/0\/1 +(ErrImagePull|ImagePullBackOff)/);
		expect(await one.out('k0s kubectl get events')).toContain('Failed to pull image "httpd"');
		expect(await one.out('k0s kubectl get pods -n kube-system')).not.toContain('Err');
		expect(await one.out('k0s ctr image list')).not.toContain('httpd');
	});

	it('startCrash: start succeeds, then systemd tries again and again', async () => {
		const one = await started(25_000, {startCrash: 'pre-flight checks failed, check out `k0s sysinfo`'});
		expect(await one.run('k0s start')).toMatchObject({exit: 1, stderr: 'Error: already running\n'});
		const shown = await one.out(
			'systemctl show k0scontroller --property ActiveState,SubState,NRestarts,ExecMainStatus',
		);
		expect(
			shown
				.split('\n')
				.filter(line => line !== '')
				.sort(),
		).toEqual(['ActiveState=activating', 'ExecMainStatus=1', 'NRestarts=2', 'SubState=auto-restart']);
		expect(await one.out('journalctl -u k0scontroller -n 50')).toContain('Error: pre-flight checks failed');
		expect((await one.run('k0s status')).exit).toBe(1);
	});

	it.each([
		['not-found', 22],
		['cut', 18],
	] as const)('download: %s', async (download, exit) => {
		const one = server('fresh', {download});
		expect((await one.run(`curl -fL -o /tmp/k0s ${asset}`)).exit).toBe(exit);
	});

	it('download: corrupt arrives whole, with other bytes than its checksum says', async () => {
		const one = server('fresh', {download: 'corrupt'});
		expect((await one.run(`curl -fL -o /tmp/k0s ${asset}`)).exit).toBe(0);
		const [digest = ''] = (await one.out('sha256sum -- /tmp/k0s')).split(' ');
		const sums = 'https://github.com/k0sproject/k0s/releases/download/v1.34.1+k0s.0/sha256sums.txt';
		expect(await one.out(`curl -fsSL ${sums}`)).not.toContain(digest);
	});

	it('missingModules: named by modinfo until the package brings them', async () => {
		const one = server('fresh', {missingModules: ['br_netfilter']});
		const kernel = (await one.out('uname -r')).trim();
		const ask = `modinfo -k ${kernel} -F filename overlay br_netfilter`;
		expect(await one.run(ask)).toMatchObject({exit: 1, stderr: 'modinfo: ERROR: Module br_netfilter not found.\n'});
		await one.run(`dnf install -y kernel-modules-extra-${kernel}`);
		expect((await one.out(ask)).split('\n').filter(line => line !== '')).toHaveLength(2);
	});
});
