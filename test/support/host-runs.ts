import {expect} from 'vitest';
import {journalOf} from './journal-lines.js';
import type {TestHost} from './test-host.js';

/** No trial is taken back meanwhile, however long something else stands still. */
export const install = ['install', '--yes', '--hostname', 'node1.home.local', '--confirm-wait', '3600'];

/** What stands on the host after a run, but for what is new each time (times, process numbers). */
export async function stateOf(host: TestHost): Promise<string> {
	return host.must([
		'sh',
		'-c',
		[
			'hostnamectl --static',
			'firewall-cmd --list-all-zones',
			'firewall-cmd --permanent --list-all-zones',
			'firewall-cmd --get-default-zone',
			'cat /etc/systemd/system/k0scontroller.service',
			'sha256sum /usr/local/bin/k0s',
			'ls -A /usr/local/bin',
			'systemctl is-active k0scontroller',
			'systemctl is-enabled k0scontroller',
			'k0s kubectl get nodes --no-headers -o custom-columns=N:.metadata.name,R:.spec.taints',
		].join('\n'),
	]);
}

/** `seq` of the journal's newest record. */
export const lastRecord = async (host: TestHost): Promise<number> => (await journalOf(host)).at(-1)?.seq ?? 0;

export async function runInstall(host: TestHost): Promise<void> {
	const ran = await host.tui(install, {milliseconds: 240_000});
	expect(ran.exit, ran.stderr).toBe(0);
}

export async function undoAll(host: TestHost): Promise<void> {
	const ran = await host.tui(['undo', '--yes'], {milliseconds: 240_000});
	expect(ran.exit, ran.stderr).toBe(0);
}
