import {describe, expect, test} from 'vitest';
import type {CheckId} from '../../source/checks/check.js';
import {allChecks} from '../../source/checks/checks.js';
import {defaultOptions} from '../../source/checks/options.js';
import {runChecks} from '../../source/checks/run.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {absent, answering, config, controller, failing, goodHost, type Given} from '../support/good-host.js';
import {el10} from './case.js';

/** Remedies look at the host first: what is there already is not proposed. */
const text = catalogue('en');

async function noteOf(id: CheckId, given: Given): Promise<string> {
	const runner = fakeRunner(answering({...goodHost, ...given}));
	const checks = allChecks.filter(check => check.id === id);
	const [report] = await runChecks(checks, {ask: command => runner.run(command), options: defaultOptions, text});
	expect(['fail', 'warn']).toContain(report?.result);
	return report?.remedy?.note ?? '';
}

describe('control groups', () => {
	const pi = 'Linux 6.12.25+rpt-rpi-v8 aarch64\n';
	const words = 'console=tty1 root=PARTUUID=4e639091-02 rootfstype=ext4 fsck.repair=yes rootwait';
	const without = (names: string, commandLine: string | null, more: Given = {}): Given => ({
		'cat -- /sys/fs/cgroup/cgroup.controllers': `${names}\n`,
		'cat -- /proc/cmdline': commandLine === null ? failing('cat: /proc/cmdline: Permission denied\n') : commandLine,
		...more,
	});
	const note = (given: Given) => noteOf('cgroup-controllers', given);

	test('a Raspberry Pi: the word that is not there, and the file that it goes into', async () => {
		const said = await note(without('cpuset cpu io pids', `cgroup_disable=memory ${words}\n`, {'uname -srm': pi}));
		expect(said).toBe(
			'Add cgroup_enable=memory at the end of the one line in /boot/firmware/cmdline.txt (older systems: /boot/cmdline.txt) and reboot.',
		);
	});

	test('a Raspberry Pi that has it already: it is not proposed again', async () => {
		const line = `cgroup_disable=memory ${words} cgroup_memory=1 cgroup_enable=memory\n`;
		const said = await note(without('cpuset cpu io pids', line, {'uname -srm': pi}));
		expect(said).toMatch(/^The kernel command line has cgroup_enable=memory already: /);
	});

	test('a list of controllers in one word, and the last word wins', async () => {
		expect(await note(without('cpu io', 'ro cgroup_enable=memory cgroup_disable=memory,pids\n'))).toBe(
			'Remove cgroup_disable=memory,pids from the kernel command line and reboot. Add cgroup_enable=cpuset to the kernel command line and reboot.',
		);
	});

	test('cpuset alone: memory, which is there, is not proposed', async () => {
		expect(await note(without('cpu io memory pids', 'ro\n'))).toBe(
			'Add cgroup_enable=cpuset to the kernel command line and reboot.',
		);
	});

	test('a controller that no word brings', async () => {
		expect(await note(without('cpuset cpu memory', 'ro\n'))).toContain(
			'Nothing on the kernel command line turns off pids',
		);
	});

	test('a kernel without the controller', async () => {
		const given = {[`cat -- /boot/config-${el10}`]: config('MEMCG')};
		expect(await note(without('cpuset cpu pids', 'ro\n', given))).toContain('built without CONFIG_MEMCG');
	});

	test('a command line that could not be read: look at it first', async () => {
		expect(await note(without('cpuset cpu pids', null))).toBe(
			'/proc/cmdline could not be read: look at it first. If cgroup_enable=memory is not there, add it and reboot.',
		);
	});

	const version1 = (line: string, more: Given = {}): Given => ({
		'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n',
		'cat -- /proc/cmdline': `${line}\n`,
		...more,
	});

	test.each([
		['ro', 'Boot with systemd.unified_cgroup_hierarchy=1'],
		['ro systemd.unified_cgroup_hierarchy=1', 'has systemd.unified_cgroup_hierarchy=1 already'],
		['ro systemd.unified_cgroup_hierarchy', 'has systemd.unified_cgroup_hierarchy already'],
		[
			'ro systemd.unified_cgroup_hierarchy=1 systemd.unified_cgroup_hierarchy=0',
			'remove systemd.unified_cgroup_hierarchy=0',
		],
	])('version 1, started with %s', async (line, said) => {
		expect(await noteOf('cgroup-version', version1(line))).toContain(said);
	});

	test.each([
		['ro', 'kernelCommandLine = cgroup_no_v1=all'],
		['ro cgroup_no_v1=all', 'has cgroup_no_v1=all already'],
	])('version 1 on WSL, started with %s', async (line, said) => {
		const release = {'uname -srm': 'Linux 5.15.167.4-microsoft-standard-WSL2 x86_64\n'};
		expect(await noteOf('cgroup-version', version1(line, release))).toContain(said);
	});
});

describe('words for the kernel that the next boot has already', () => {
	const boot = [
		'grep -r -H -e  -- /boot/loader/entries /efi/loader/entries /boot/efi/loader/entries /boot/grub2/grubenv',
		'/boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/firmware/cmdline.txt /boot/cmdline.txt',
		'/boot/extlinux/extlinux.conf /etc/default/grub /etc/default/grub.d /etc/kernel/cmdline',
	].join(' ');
	const gone = 'grep: /boot/cmdline.txt: No such file or directory\n';
	const files = (...lines: readonly string[]): Given => ({
		[boot]: {kind: 'failed', exit: 2, stdout: `${lines.join('\n')}\n`, stderr: gone},
	});
	const version1 = (line: string, given: Given): Given => ({
		'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n',
		'cat -- /proc/cmdline': `${line}\n`,
		...given,
	});
	const word = 'systemd.unified_cgroup_hierarchy=1';
	const entry = '/boot/loader/entries/4a5-6.12.conf';

	test.each([
		[
			'an entry of the boot loader',
			files(`${entry}:options root=UUID=1 ro ${word}`),
			`${word} is set in ${entry} already: reboot.`,
		],
		[
			'the variable of the entries',
			files(`${entry}:options $kernelopts`, `/boot/grub2/grubenv:kernelopts=root=UUID=1 ${word}`),
			`${word} is set in ${entry} already: reboot.`,
		],
		[
			'grub.cfg',
			files(
				`/boot/grub/grub.cfg:\tlinux\t/boot/vmlinuz-6 root=UUID=1 ro ${word}`,
				`/etc/default/grub:GRUB_CMDLINE_LINUX="${word}"`,
			),
			`${word} is set in /boot/grub/grub.cfg already: reboot.`,
		],
		[
			'what grub.cfg is made of alone',
			files(
				'/boot/grub/grub.cfg:\tlinux /boot/vmlinuz-6 root=UUID=1 ro',
				`/etc/default/grub.d/50-k0s.cfg:GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX ${word}"`,
			),
			`${word} is in /etc/default/grub.d/50-k0s.cfg already, but not in what the boot loader reads. Run update-grub`,
		],
		[
			'the same where entries are files of their own',
			files(`${entry}:options root=UUID=1 ro`, `/etc/default/grub:GRUB_CMDLINE_LINUX="${word}"`),
			`Run grubby --update-kernel=ALL --args=${word}, then reboot.`,
		],
		[
			'a comment is no setting',
			files(`/etc/default/grub:#GRUB_CMDLINE_LINUX="${word}"`),
			'Boot with systemd.unified_cgroup_hierarchy=1',
		],
		[
			'a rescue entry is not the next boot',
			files(`/boot/loader/entries/4a5-0-rescue.conf:options ${word}`),
			'Boot with',
		],
		[
			'a later word in the same file turns it off',
			files(`${entry}:options ${word} systemd.unified_cgroup_hierarchy=0`),
			'Boot with',
		],
		['no file', {[boot]: failing(gone)}, 'Boot with systemd.unified_cgroup_hierarchy=1'],
	])('version 1: %s', async (_where, given, said) => {
		expect(await noteOf('cgroup-version', version1('ro', given))).toContain(said);
	});

	test('the word that asks for version 1 is gone already', async () => {
		const old = 'systemd.unified_cgroup_hierarchy=0';
		const note = (given: Given) => noteOf('cgroup-version', version1(`ro ${old}`, given));
		expect(await note(files(`${entry}:options root=UUID=1 ro`))).toBe(
			`${old} is gone from the boot loader’s files already: reboot.`,
		);
		expect(await note(files(`${entry}:options root=UUID=1 ro ${old}`))).toContain(`remove ${old} and reboot`);
		const refused = {
			[boot]: {
				kind: 'failed',
				exit: 2,
				stdout: `${entry}:options ro\n`,
				stderr: 'grep: /boot/grub2/grub.cfg: Permission denied\n',
			},
		} as const;
		expect(await note(refused)).toContain(`remove ${old} and reboot`);
	});

	const without = (given: Given): Given => ({
		'cat -- /sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io pids\n',
		'cat -- /proc/cmdline': 'ro\n',
		...given,
	});

	test('controllers: set, not yet for sure, and where a file could not be read', async () => {
		const pi = '/boot/firmware/cmdline.txt';
		const note = (given: Given) => noteOf('cgroup-controllers', without(given));
		expect(await note(files(`${pi}:console=tty1 cgroup_enable=memory`))).toBe(
			`cgroup_enable=memory is set in ${pi} already: reboot.`,
		);
		expect(await note(files(`${entry}:options ro`))).toBe(
			'Add cgroup_enable=memory to the kernel command line and reboot.',
		);
		expect(
			await note({[boot]: {kind: 'failed', exit: 2, stderr: 'grep: /boot/grub2/grub.cfg: Permission denied\n'}}),
		).toContain('unless a boot file that only root can read has it already');
	});
});

describe('DNS servers that are this host itself', () => {
	const own = {'cat -- /etc/resolv.conf': 'nameserver 127.0.0.1\n'};
	const lists =
		'ls -1d -- /run/systemd/resolve/resolv.conf /run/NetworkManager/no-stub-resolv.conf /run/dnsmasq/resolv.conf /run/resolvconf/resolv.conf';
	const unit = 'cat -- /etc/systemd/system/k0scontroller.service';
	const no = {[unit]: absent('/etc/systemd/system/k0scontroller.service')};

	test('the list with the real ones is named where it is there', async () => {
		expect(await noteOf('resolv-conf', {...own, ...no, [lists]: '/run/NetworkManager/no-stub-resolv.conf\n'})).toBe(
			'Give the kubelet the list with the real servers: k0s install controller --kubelet-extra-args=--resolv-conf=/run/NetworkManager/no-stub-resolv.conf.',
		);
		expect(await noteOf('resolv-conf', {...own, ...no, [lists]: absent('/run/dnsmasq/resolv.conf')})).toContain(
			'Write the real servers into a file of its own',
		);
	});

	test('of an installed k0s: how, and nothing where it has that option', async () => {
		const started = (more: string) => `[Service]\nExecStart=/usr/local/bin/k0s controller --enable-worker ${more}\n`;
		const there = {'systemctl show k0scontroller.service': controller('inactive', 'dead')};
		expect(await noteOf('resolv-conf', {...own, ...there, [unit]: started(''), [lists]: absent('/run/x')})).toContain(
			'--force',
		);
		const runner = fakeRunner(
			answering({
				...goodHost,
				...own,
				...there,
				[unit]: started('"--kubelet-extra-args=--v=2 --resolv-conf=/etc/k0s/resolv.conf"'),
			}),
		);
		const checks = allChecks.filter(check => check.id === 'resolv-conf');
		const [report] = await runChecks(checks, {ask: command => runner.run(command), options: defaultOptions, text});
		expect(report).toMatchObject({
			result: 'pass',
			found: '127.0.0.1 is this host itself; the kubelet reads /etc/k0s/resolv.conf',
		});
	});
});

describe('process 1 is not systemd', () => {
	const other = {'cat -- /proc/1/comm': 'init\n', 'ls -1A -- /run/systemd/system': absent('/run/systemd/system')};
	const wsl = {...other, 'uname -srm': 'Linux 5.15.167.4-microsoft-standard-WSL2 x86_64\n'};
	const file = 'cat -- /etc/wsl.conf';

	test.each([
		[
			'WSL without /etc/wsl.conf',
			{...wsl, [file]: absent('/etc/wsl.conf')},
			'add the lines “[boot]” and “systemd=true”',
		],
		['WSL with systemd off', {...wsl, [file]: '[boot]\nsystemd=false\n'}, 'add the lines'],
		['WSL with the key in another section', {...wsl, [file]: '[network]\nsystemd=true\n'}, 'add the lines'],
		['WSL with the line in a comment', {...wsl, [file]: '[boot]\n#systemd=true\n'}, 'add the lines'],
		[
			'WSL with systemd on',
			{...wsl, [file]: '[user]\ndefault=k\n[boot]\nsystemd = true\n'},
			'has systemd=true already',
		],
		[
			'WSL where the file is refused',
			{...wsl, [file]: failing('cat: /etc/wsl.conf: Permission denied\n')},
			'could not be read',
		],
		['WSL 1', {...other, 'uname -srm': 'Linux 4.4.0-19041-Microsoft x86_64\n'}, 'wsl --set-version'],
		['another host', other, 'systemd must be process 1'],
	] as const)('%s', async (_, given, said) => {
		expect(await noteOf('init', given)).toContain(said);
	});
});
