import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Outcome} from '../../source/command/outcome.js';
import {readControllers1, readControllers2} from '../../source/read/cgroup.js';
import {readDisk} from '../../source/read/df.js';
import {readExisting, readFolder, readText} from '../../source/read/file.js';
import {backendOf, readFirewallState} from '../../source/read/firewall/state.js';
import {readHosts, readResolved} from '../../source/read/hosts.js';
import {readHttpAnswer} from '../../source/read/http-status.js';
import {readSysinfo} from '../../source/read/k0s/sysinfo.js';
import {readKernelConfig} from '../../source/read/kernel-config.js';
import {readOpenFiles} from '../../source/read/limits.js';
import {readMemory} from '../../source/read/meminfo.js';
import {readModuleFiles} from '../../source/read/modinfo.js';
import {readModuleList} from '../../source/read/modules-dep.js';
import {readMounts} from '../../source/read/mounts.js';
import {readOsRelease} from '../../source/read/os-release.js';
import type {Reading} from '../../source/facts/reading.js';
import {readResolvConf} from '../../source/read/resolv-conf.js';
import {readListeners} from '../../source/read/ss.js';
import {readSecurePath, readSudo} from '../../source/read/sudo.js';
import {readSysctls} from '../../source/read/sysctl.js';
import {readTimeSync} from '../../source/read/timedatectl.js';
import {readKernel, readNumber, readWord} from '../../source/read/uname.js';
import {readEnvironment, readUnits} from '../../source/read/units.js';
import {mutated} from '../support/mutate.js';
import {outcomeOf, recorded, sample} from '../support/samples.js';

const out = (stdout: string, rest: Partial<Outcome> = {}): Outcome => outcomeOf({stdout, ...rest});
const failed = (stderr: string, exit = 1, stdout = ''): Outcome => outcomeOf({kind: 'failed', exit, stdout, stderr});
const gone = (path: string) => failed(`cat: ${path}: No such file or directory\n`);
const value = <T>(reading: Reading<T>): T => {
	if (!reading.known) throw new Error(`${reading.unknown.reason}: ${reading.unknown.detail}`);
	return reading.value;
};

const reason = (reading: Reading<unknown>): string => (reading.known ? 'known' : reading.unknown.reason);

describe('files', () => {
	test('text, absent, refused, cut', () => {
		expect(value(readText(out('a\n')))).toBe('a\n');
		expect(value(readText(gone('/x')))).toBeNull();
		expect(reason(readText(failed('cat: /x: Permission denied\n')))).toBe('needs-root');
		expect(reason(readText(out('a', {stdoutCut: 5})))).toBe('cut');
	});

	test('folders and which paths are there', () => {
		expect(value(readFolder(out('a b\n.c\n')))).toEqual(['a b', '.c']);
		expect(value(readFolder(out('')))).toEqual([]);
		expect(value(readFolder(failed("ls: cannot access '/x': No such file or directory\n", 2)))).toBeNull();
		const some = failed("ls: cannot access '/x': No such file or directory\n", 2, '/\n');
		expect(value(readExisting(some))).toEqual(['/']);
		const refused = failed(
			"ls: cannot access '/x': No such file or directory\nls: cannot access '/y/z': Permission denied\n",
			2,
		);
		expect(reason(readExisting(refused))).toBe('needs-root');
	});
});

describe('the system', () => {
	test('/etc/os-release of Debian 12, and quoting', () => {
		expect(value(readOsRelease(recorded('host/debian-12/os-release.json')))).toEqual({
			id: 'debian',
			like: [],
			versionId: '12',
			prettyName: 'Debian GNU/Linux 12 (bookworm)',
		});
		const text = 'NAME="CentOS Stream"\nID=centos\nID_LIKE="rhel fedora"\nPRETTY_NAME=\'A \\"b\\" c\'\n';
		expect(value(readOsRelease(out(text)))).toMatchObject({like: ['rhel', 'fedora'], prettyName: 'A "b" c'});
		expect(reason(readOsRelease(out('hello\n')))).toBe('unreadable');
		expect(reason(readOsRelease(gone('/etc/os-release')))).toBe('failed');
	});

	test('uname, words and numbers', () => {
		expect(value(readKernel(out('Linux 6.12.0-124.el10.x86_64 x86_64\n')))).toEqual({
			system: 'Linux',
			release: '6.12.0-124.el10.x86_64',
			machine: 'x86_64',
		});
		expect(reason(readKernel(out('Linux\n')))).toBe('unreadable');
		expect(value(readWord(recorded('host/debian-12/cgroup-type.json')))).toBe('tmpfs');
		expect(reason(readWord(out('\n')))).toBe('unreadable');
		expect(value(readNumber(recorded('host/debian-12/nproc.json')))).toBe(2);
		expect(reason(readNumber(out('two\n')))).toBe('unreadable');
	});

	test('memory in bytes', () => {
		expect(value(readMemory(recorded('host/debian-12/meminfo.json')))).toEqual({
			total: 24_684_084 * 1024,
			available: 22_951_496 * 1024,
			swap: 0,
		});
		expect(reason(readMemory(out('MemFree: 1 kB\n')))).toBe('unreadable');
	});

	test('open files of a limited process, and without a limit', () => {
		expect(value(readOpenFiles(recorded('systemd/252/limits.json')))).toEqual({soft: 20_000, hard: 20_000});
		const text = 'Limit  Soft Limit  Hard Limit  Units\nMax open files            1024      unlimited     files\n';
		expect(value(readOpenFiles(out(text)))).toEqual({soft: 1024, hard: Number.POSITIVE_INFINITY});
		expect(reason(readOpenFiles(out('x')))).toBe('unreadable');
	});

	test('df: blanks in the source and the target, no inodes, absent', () => {
		const head = 'Filesystem     Type    1B-blocks       Avail   Inodes    IFree Mounted on\n';
		expect(value(readDisk(out(`${head}/dev/vda       ext4 270553174016 84582113280 16777216 16338876 /\n`)))).toEqual({
			source: '/dev/vda',
			type: 'ext4',
			size: 270_553_174_016,
			available: 84_582_113_280,
			inodes: 16_777_216,
			inodesFree: 16_338_876,
			target: '/',
		});
		expect(value(readDisk(out(`${head}//nas/my share cifs 100 50 0 0 /mnt/my disk\n`)))).toMatchObject({
			source: '//nas/my share',
			inodes: 0,
			target: '/mnt/my disk',
		});
		expect(value(readDisk(out(`${head}/dev/sdb btrfs 100 50 - - /data\n`)))).toMatchObject({type: 'btrfs', inodes: 0});
		expect(value(readDisk(failed('df: /var/lib/k0s: No such file or directory\n')))).toBeNull();
		expect(reason(readDisk(failed('df: unrecognized option: output=source\n')))).toBe('failed');
	});

	test('mounts with escaped blanks', () => {
		expect(value(readMounts(out('/dev/vda / ext4 rw,noexec 0 0\n/dev/sdb /mnt/a\\040b xfs ro 0 0\n')))).toEqual([
			{source: '/dev/vda', target: '/', type: 'ext4', options: ['rw', 'noexec']},
			{source: '/dev/sdb', target: '/mnt/a b', type: 'xfs', options: ['ro']},
		]);
	});
});

describe('the kernel', () => {
	const names = ['overlay', 'br_netfilter', 'xt_comment'];
	const modinfo = (exit: number, stdout: string, stderr = '') =>
		readModuleFiles(outcomeOf({kind: exit === 0 ? 'ok' : 'failed', exit, stdout, stderr, argv: ['modinfo']}), names);

	test('modinfo of many: present in order, the missing by name', () => {
		const answer = modinfo(
			1,
			'/lib/modules/6/overlay.ko.xz\n(builtin)\n',
			'modinfo: ERROR: Module br_netfilter not found.\n',
		);
		expect([...value(answer)]).toEqual([
			['overlay', '/lib/modules/6/overlay.ko.xz'],
			['br_netfilter', null],
			['xt_comment', '(builtin)'],
		]);
		const all = modinfo(1, '', names.map(name => `modinfo: ERROR: Module alias ${name} not found.`).join('\n'));
		expect([...value(all).values()]).toEqual([null, null, null]);
	});

	test('another modinfo’s words are no answer', () => {
		expect(reason(modinfo(1, '', 'modinfo: unrecognized option: k\n'))).toBe('unreadable');
		expect(reason(readModuleFiles(outcomeOf({kind: 'not-found', exit: null, argv: ['modinfo']}), names))).toBe(
			'tool-missing',
		);
	});

	test('modules.dep and modules.builtin', () => {
		const dep = 'kernel/net/bridge/br_netfilter.ko.xz: kernel/net/bridge/bridge.ko.xz\nkernel/a/snd-seq.ko:\n';
		expect([...(value(readModuleList(out(dep))) ?? [])]).toEqual(['br_netfilter', 'snd_seq']);
		expect([...(value(readModuleList(out('kernel/fs/overlayfs/overlay.ko\n'))) ?? [])]).toEqual(['overlay']);
		expect(value(readModuleList(gone('/lib/modules/6/modules.dep')))).toBeNull();
	});

	test('kernel configuration', () => {
		const config = value(
			readKernelConfig(out('CONFIG_NET=y\nCONFIG_IP_SET=m\n# CONFIG_FOO is not set\nCONFIG_HZ=250\n')),
		);
		expect([...(config ?? [])]).toEqual([
			['NET', 'built-in'],
			['IP_SET', 'module'],
		]);
		expect(value(readKernelConfig(failed('gzip: /proc/config.gz: No such file or directory\n')))).toBeNull();
		expect(reason(readKernelConfig(out('hello\n')))).toBe('unreadable');
	});

	test('controllers of both versions', () => {
		expect(value(readControllers2(out('cpuset cpu io memory\n')))).toEqual(['cpuset', 'cpu', 'io', 'memory']);
		expect(value(readControllers2(out('\n')))).toEqual([]);
		const text = '#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t4\t1\nmemory\t0\t32\t0\n';
		expect(value(readControllers1(out(text)))).toEqual(['cpu']);
		expect(reason(readControllers1(out('cpu 1 4 1\n')))).toBe('unreadable');
	});

	test('sysctl', () => {
		expect([...value(readSysctls(out('net.ipv4.ip_forward = 0\nnet.x =\n')))]).toEqual([
			['net.ipv4.ip_forward', '0'],
			['net.x', ''],
		]);
		expect(reason(readSysctls(out('what\n')))).toBe('unreadable');
	});
});

describe('names and the network', () => {
	test('resolv.conf: comments, the last search', () => {
		const text =
			'# made\nnameserver 192.168.1.1 # a\n;nameserver 9.9.9.9\nsearch a b\nnameserver fe80::1%eth0\nsearch c\n';
		expect(value(readResolvConf(out(text)))).toEqual({nameservers: ['192.168.1.1', 'fe80::1%eth0'], search: ['c']});
	});

	test('hosts and getent', () => {
		expect(value(readHosts(out('127.0.0.1 localhost a # b\n\n# 1.1.1.1 x\n')))).toEqual([
			{address: '127.0.0.1', names: ['localhost', 'a']},
		]);
		expect(value(readResolved(out('::1  localhost\n127.0.0.1 localhost\n')))).toEqual(['::1', '127.0.0.1']);
		expect(value(readResolved(failed('', 2)))).toEqual([]);
		expect(reason(readResolved(failed('', 1)))).toBe('failed');
	});

	test('ss: owners, scopes, wildcards, and the ordinary user', () => {
		const text = [
			'udp UNCONN 0      0      127.0.0.53%lo:53   0.0.0.0:*    users:(("systemd-resolve",pid=500,fd=13))',
			'tcp LISTEN 0      4096               *:6443             *:*    users:(("kube-apiserver",pid=1600,fd=3))',
			'tcp LISTEN 0      511          0.0.0.0:8080       0.0.0.0:*    users:(("nginx: master",pid=7,fd=6),("nginx",pid=8,fd=6),("nginx",pid=8,fd=7))',
			'tcp LISTEN 0      128             [::]:22            [::]:*   ',
			'tcp LISTEN 0      4096  [fe80::1%eth0]:9000          [::]:*   ',
		].join('\n');
		expect(value(readListeners(out(text)))).toEqual([
			{protocol: 'udp', address: '127.0.0.53', port: 53, processes: [{name: 'systemd-resolve', pid: 500}]},
			{protocol: 'tcp', address: '*', port: 6443, processes: [{name: 'kube-apiserver', pid: 1600}]},
			{
				protocol: 'tcp',
				address: '0.0.0.0',
				port: 8080,
				processes: [
					{name: 'nginx: master', pid: 7},
					{name: 'nginx', pid: 8},
				],
			},
			{protocol: 'tcp', address: '[::]', port: 22, processes: null},
			{protocol: 'tcp', address: '[fe80::1]', port: 9000, processes: null},
		]);
		expect(value(readListeners(out('')))).toEqual([]);
		expect(reason(readListeners(out('Netid State\n')))).toBe('unreadable');
	});

	test('an answer, no answer, no curl', () => {
		expect(value(readHttpAnswer(out('401')))).toEqual({status: 401, words: ''});
		expect(value(readHttpAnswer(failed('curl: (6) Could not resolve host: quay.io\n', 6, '000')))).toEqual({
			status: null,
			words: 'curl: (6) Could not resolve host: quay.io',
		});
		expect(reason(readHttpAnswer(out('000')))).toBe('unreadable');
		expect(reason(readHttpAnswer(outcomeOf({kind: 'not-found', exit: null})))).toBe('tool-missing');
	});
});

describe('services', () => {
	test('firewalld: runs, does not, is not there, refuses', () => {
		expect(value(readFirewallState(recorded('firewalld/1.3.3/state-running.json')))).toBe('running');
		expect(value(readFirewallState(recorded('firewalld/1.3.3/error-stopped-state.json')))).toBe('stopped');
		expect(value(readFirewallState(recorded('firewalld/1.3.3/error-stopped-state-operator.json')))).toBe('stopped');
		expect(value(readFirewallState(outcomeOf({kind: 'not-found', exit: null})))).toBe('absent');
		expect(reason(readFirewallState(recorded('firewalld/1.3.3/state-as-operator.json')))).toBe('needs-root');
		expect(reason(readFirewallState(recorded('firewalld/1.3.3/error-dbus-down.json')))).toBe('failed');
		expect(backendOf('# x\nFirewallBackend=iptables\n')).toBe('iptables');
		expect(backendOf(null)).toBe('nftables');
	});

	test('units in blocks; unknown ones are left out', () => {
		const text =
			'Id=a.service\nLoadState=loaded\nActiveState=active\nSubState=running\n\nId=b.service\nLoadState=not-found\nActiveState=inactive\n';
		expect([...value(readUnits(out(text)))]).toEqual([['a.service', {active: 'active', sub: 'running'}]]);
	});

	test('a service’s environment with quoted words', () => {
		const text = 'Environment=HTTPS_PROXY=http://p:3128 "NO_PROXY=10.0.0.0/8, .local" X\n';
		expect([...value(readEnvironment(out(text)))]).toEqual([
			['HTTPS_PROXY', 'http://p:3128'],
			['NO_PROXY', '10.0.0.0/8, .local'],
		]);
		expect(value(readEnvironment(out('Environment=\n'))).size).toBe(0);
	});

	test('timedatectl', () => {
		expect(value(readTimeSync(out('NTP=yes\nNTPSynchronized=no\n')))).toEqual({
			ntp: true,
			synchronized: false,
			can: null,
		});
		expect(reason(readTimeSync(out('')))).toBe('unreadable');
	});

	test('sudo: without a password, with one, no right at all, no terminal', () => {
		expect(value(readSudo(recorded('sudo/debian-12/admin-n.json')))).toBe(true);
		expect(value(readSudo(recorded('sudo/debian-12/operator-n.json')))).toBe(false);
		expect(value(readSudo(recorded('sudo/debian-12/not-in-sudoers-n.json')))).toBe(false);
		expect(value(readSudo(recorded('sudo/debian-12/operator-notty.json')))).toBe(false);
		expect(reason(readSudo(outcomeOf({kind: 'not-found', exit: null, argv: ['sudo']})))).toBe('tool-missing');
	});

	test('secure_path', () => {
		const text = "Sudo version 1.9.13p3\nValue to override user's $PATH with: /sbin:/usr/local/bin\n";
		expect(value(readSecurePath(out(text)))).toEqual(['/sbin', '/usr/local/bin']);
		expect(value(readSecurePath(out('Sudo version 1.9.13p3\n\nSudoers path: /etc/sudoers\n')))).toBeNull();
		// An ordinary user's sudo prints versions alone: that says nothing of its settings.
		expect(reason(readSecurePath(out('Sudo version 1.9.13p3\n')))).toBe('unreadable');
	});

	test('k0s sysinfo: a whole document, also with exit 1', () => {
		const text = sample('k0s/1.34.1/sysinfo.json');
		const probes = value(readSysinfo(out(text)));
		expect(probes).toHaveLength(82);
		expect(probes[0]).toEqual({name: 'Total memory', found: '23.5 GiB', message: '', category: 'pass'});
		expect(value(readSysinfo(failed('Error: sysinfo failed\n', 1, text)))).toHaveLength(82);
		expect(reason(readSysinfo(failed('Error: unknown flag\n')))).toBe('failed');
		expect(reason(readSysinfo(out(text.slice(0, 100))))).toBe('unreadable');
	});
});

test('no reader throws, whatever is printed', () => {
	const readers = [
		readControllers1,
		readControllers2,
		readDisk,
		readEnvironment,
		readExisting,
		readFirewallState,
		readFolder,
		readHosts,
		readHttpAnswer,
		readKernel,
		readKernelConfig,
		readListeners,
		readMemory,
		readModuleList,
		readMounts,
		readNumber,
		readOpenFiles,
		readOsRelease,
		readResolvConf,
		readResolved,
		readSecurePath,
		readSudo,
		readSysctls,
		readSysinfo,
		readText,
		readTimeSync,
		readUnits,
		readWord,
	];
	const texts = [
		sample('k0s/1.34.1/sysinfo.json'),
		recorded('systemd/252/limits.json').stdout,
		recorded('host/debian-12/os-release.json').stdout,
		recorded('host/debian-12/meminfo.json').stdout,
		'tcp LISTEN 0 4096 *:6443 *:* users:(("k",pid=1,fd=3))\n',
		'Id=a\nLoadState=loaded\n\nEnvironment="A=b" C=d\n',
	];
	fc.assert(
		fc.property(
			mutated(texts),
			mutated(['cat: /x: No such file or directory\n', 'a password is required', '']),
			fc.constantFrom('ok', 'failed', 'timed-out', 'killed', 'not-permitted', 'aborted', 'not-found' as const),
			(stdout, stderr, kind) => {
				for (const read of readers) {
					const reading: Reading<unknown> = read(outcomeOf({kind, exit: kind === 'ok' ? 0 : 1, stdout, stderr}));
					if (!reading.known) expect(reading.unknown.reason).not.toBe('');
				}
			},
		),
		{numRuns: 300},
	);
});
