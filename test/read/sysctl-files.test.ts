import {describe, expect, test} from 'vitest';
import {lastWord, readSysctlFiles} from '../../source/read/sysctl-files.js';
import {outcomeOf} from '../support/samples.js';
import {must} from '../support/cluster.js';

const forward = 'net.ipv4.ip_forward';
const lines = (...stdout: readonly string[]) =>
	must(readSysctlFiles(outcomeOf({stdout: stdout.map(each => `${each}\n`).join('')})));
const last = (stdout: readonly string[], own: readonly string[] = []): string => {
	const found = lastWord(lines(...stdout), forward, own);
	return found ? `${found.file} ${found.value}` : 'nobody';
};

describe('who has the last word on a setting at boot', () => {
	test.each([
		[[], 'nobody'],
		[['/etc/sysctl.d/99-x.conf:net.ipv4.ip_forward = 0'], '/etc/sysctl.d/99-x.conf 0'],
		[['/etc/sysctl.d/99-x.conf:-net.ipv4.ip_forward=1'], '/etc/sysctl.d/99-x.conf 1'],
		[['/etc/sysctl.d/99-x.conf:net/ipv4/ip_forward = 1'], '/etc/sysctl.d/99-x.conf 1'],
		// By the names of files, whatever folder they are in.
		[
			['/usr/lib/sysctl.d/zz.conf:net.ipv4.ip_forward=0', '/etc/sysctl.d/10.conf:net.ipv4.ip_forward=1'],
			'/usr/lib/sysctl.d/zz.conf 0',
		],
		// One of the same name in /etc hides it.
		[
			['/usr/lib/sysctl.d/50.conf:net.ipv4.ip_forward=0', '/etc/sysctl.d/50.conf:net.ipv4.ip_forward=1'],
			'/etc/sysctl.d/50.conf 1',
		],
		[['/etc/sysctl.conf:net.ipv4.ip_forward=0', '/etc/sysctl.d/90.conf:net.ipv4.ip_forward=1'], '/etc/sysctl.conf 0'],
		[
			['/etc/sysctl.d/90.conf:net.ipv4.ip_forward=0', '/etc/sysctl.d/90.conf:net.ipv4.ip_forward=1'],
			'/etc/sysctl.d/90.conf 1',
		],
		// Not read: another ending.
		[['/etc/sysctl.d/README:net.ipv4.ip_forward=0', '/etc/sysctl.d/x.conf.bak:net.ipv4.ip_forward=0'], 'nobody'],
	])('%j: %s', (stdout, expected) => {
		expect(last(stdout)).toBe(expected);
	});

	test('a link to /dev/null in /etc hides the file of its name', () => {
		expect(last(['/usr/lib/sysctl.d/50.conf:net.ipv4.ip_forward=0'], ['50.conf'])).toBe('nobody');
	});

	test('folders that are not there are no fault; one that cannot be read is', () => {
		const stderr = 'grep: /run/sysctl.d: No such file or directory\n';
		expect(readSysctlFiles(outcomeOf({kind: 'failed', exit: 2, stderr})).known).toBe(true);
		const denied = 'grep: /etc/sysctl.d/x.conf: Permission denied\n';
		expect(readSysctlFiles(outcomeOf({kind: 'failed', exit: 2, stderr: denied})).known).toBe(false);
	});
});
