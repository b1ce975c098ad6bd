import {afterEach, describe, expect, test, vi} from 'vitest';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

/** What no code path may end in: a unit that systemd keeps as failed, and processes that outlived their service. */

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
let host: TestHost;

vi.setConfig({testTimeout: 400_000, hookTimeout: 120_000});

const unit = async (): Promise<string> =>
	host.must(['systemctl', 'show', 'k0scontroller', '--property', 'LoadState,ActiveState,Result', '--no-pager']);
const tui = async (...args: string[]) => host.tui(args, {milliseconds: 300_000});
const ours = async (): Promise<string> =>
	(await host.exec(['sh', '-c', "ls -l /proc/[0-9]*/exe 2>/dev/null | grep -F ' -> /var/lib/k0s/bin/' || true"]))
		.stdout;

describe.skipIf(without !== undefined)(`a failed unit on a real host${reason}`, () => {
	afterEach(() => {
		host.down();
	});

	test('install, ctrl-c four seconds after start, undo, install again: healthy', async () => {
		host = await startTestHost({name: 'ctrlc', profile: 'containerd', faults: {}, switches: {readySeconds: 60}});
		const argv = host.tuiArgv.map(word => `'${word}'`).join(' ');
		const script = [
			`${argv} install --yes >/root/out 2>/root/err & pid=$!`,
			'for turn in $(seq 240); do grep -q "^start: done" /root/err && break; sleep 0.25; done',
			'sleep 4; kill -INT $pid; wait $pid; echo "exit $?"',
		].join('\n');
		const cut = await host.exec(['sh', '-c', script], {milliseconds: 120_000});
		expect(cut.stdout).toContain('exit 130');

		const undone = await tui('undo', '--yes');
		expect(undone.stderr).toContain('$ systemctl reset-failed k0scontroller.service');
		expect(undone.exit, undone.stderr).toBe(0);
		expect(await unit()).toContain('ActiveState=inactive');
		expect(undone.stdout).toContain('steps undone');

		await host.switches({readySeconds: 2});
		const again = await tui('install', '--yes');
		expect(again.exit, again.stderr).toBe(0);
		expect(again.stdout).toContain('The cluster is healthy');
	});

	test('a stop that systemd cut off: undo ends what outlived it, and so does reset; the next install is healthy', async () => {
		const switches = {readySeconds: 1, stopSeconds: 8};
		host = await startTestHost({name: 'cutstop', profile: 'containerd', faults: {}, stopTimeout: 2, switches});
		expect((await tui('install', '--yes')).exit).toBe(0);

		const undone = await tui('undo', '--yes');
		expect(undone.exit, undone.stderr).toBe(0);
		expect(undone.stderr).toMatch(/\$ sh -s -- k0s-processes end control-plane \/var\/lib\/k0s/);
		expect(await unit()).toContain('ActiveState=inactive');
		expect(await ours()).toBe('');
		expect(undone.stdout).toContain('Not undone');

		const again = await tui('install', '--yes');
		expect(again.exit, again.stderr).toBe(0);

		// By hand, and then the next start: the checks name it, and start ends it first.
		await host.exec(['k0s', 'stop']);
		expect(await unit()).toContain('ActiveState=failed');
		expect((await host.exec(['k0s', 'start'])).stderr).toContain('service in failed state');
		const checks = await tui('check', '--only', 'k0s-unit,ports-control-plane');
		expect(checks.exit).toBe(1);
		expect(checks.stdout).toContain('k0s refuses to start or stop it');
		if ((await ours()) !== '') expect(checks.stdout).toContain('left over from k0s (its service is stopped)');
		const third = await tui('install', '--yes');
		expect(third.exit, third.stderr).toBe(0);
		expect(third.stderr).toContain('$ systemctl reset-failed k0scontroller.service');

		const plan = await tui('reset');
		expect(plan.exit).toBe(2);
		expect(plan.stdout).toContain('$ k0s reset');
		const reset = await tui('reset', '--yes');
		expect(reset.exit, `${reset.stdout}${reset.stderr}`).toBe(0);
		expect(reset.stdout).toMatch(/^Nothing (?:of k0s is left|is left that is proved to be of k0s alone)\.$/m);
		expect(await ours()).toBe('');
	});
});
