import {describe, expect, test} from 'vitest';
import {settingRemedy} from '../../source/checks/setting-remedy.js';
import {known, unknown} from '../../source/facts/reading.js';
import type {SysctlLine} from '../../source/read/sysctl-files.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const setting = {name: 'net.ipv4.ip_forward', value: '1', before: '0', topic: 'forwarding', note: 'the usual note'};
const lines = (...all: ReadonlyArray<readonly [file: string, value: string]>): readonly SysctlLine[] =>
	all.map(([file, value]) => ({file, value, name: setting.name}));
const told = (sysctlFiles: readonly SysctlLine[], change: Partial<typeof setting & {least: number}> = {}) => {
	const remedy = settingRemedy(
		{...setting, ...change},
		{sysctlFiles: known(sysctlFiles), ownSysctlFiles: known([])},
		text,
	);
	return {note: remedy.note, does: remedy.fix === undefined ? [] : remedy.commands.map(({argv}) => argv.join(' '))};
};

describe('a kernel setting is changed where the host has not done so', () => {
	test('no file sets it, or one that is read before ours: now and at boot', () => {
		for (const all of [lines(), lines(['/etc/sysctl.d/99-hardening.conf', '0'], ['/etc/sysctl.conf', '0'])]) {
			expect(told(all)).toEqual({
				note: 'the usual note',
				does: ['sysctl -w net.ipv4.ip_forward=1', 'tee -- /etc/sysctl.d/99-z-k0s-tui-forwarding.conf'],
			});
		}
	});

	test('a file sets it already: now alone', () => {
		const {note, does} = told(lines(['/etc/sysctl.d/10-router.conf', '1']));
		expect(note).toContain('/etc/sysctl.d/10-router.conf sets it at boot already');
		expect(does).toEqual(['sysctl -w net.ipv4.ip_forward=1']);
	});

	test('a file sets more than enough: as it says', () => {
		const {does} = told(lines(['/etc/sysctl.d/10-dev.conf', '4096']), {value: '8192', least: 128});
		expect(does).toEqual(['sysctl -w net.ipv4.ip_forward=4096']);
	});

	test('a file that is read after ours says no: its file is named, nothing is written', () => {
		const {note, does} = told(lines(['/etc/sysctl.d/zz-hardening.conf', '0']));
		expect(note).toContain(
			'/etc/sysctl.d/zz-hardening.conf has the last word on net.ipv4.ip_forward at boot, and sets 0',
		);
		expect(does).toEqual([]);
	});

	test('files that could not be read change nothing', () => {
		const unread = unknown('needs-root', 'x');
		const remedy = settingRemedy(setting, {sysctlFiles: unread, ownSysctlFiles: unread}, text);
		expect(remedy.note).toBe('the usual note');
	});
});
