import {absent, config, disk, failing, modules} from '../support/good-host.js';
import {df, el10, programDf, type Case} from './case.js';

export const systemCases: readonly Case[] = [
	// privilege
	[
		'an ordinary user with sudo',
		{'id -u': '1001\n', 'sudo -n true': ''},
		{root: 'warn', 'secure-path': 'unknown'},
		'user 1001, sudo without a password',
	],
	[
		'an ordinary user whom sudo asks',
		{'id -u': '1001\n', 'sudo -n true': failing('sudo: a password is required\n')},
		{root: 'warn', 'secure-path': 'unknown'},
		'sudo asks',
	],
	[
		'an ordinary user without sudo',
		{'id -u': '1001\n', 'sudo -n true': null, 'sudo -V': null},
		{root: 'fail', 'secure-path': 'skip'},
		'sudo is not installed',
	],
	[
		'secure_path without /usr/local/bin',
		{'sudo -V': "Value to override user's $PATH with: /sbin:/bin\n"},
		{'secure-path': 'warn'},
		'/sbin:/bin',
	],
	// system
	['an unknown distribution', {'cat -- /etc/os-release': 'ID=void\nPRETTY_NAME=Void\n'}, {os: 'warn'}, 'Void'],
	['a machine without releases', {'uname -srm': `Linux ${el10} riscv64\n`}, {architecture: 'fail'}, 'riscv64'],
	[
		'another init system',
		{'cat -- /proc/1/comm': 'init\n', 'ls -1A -- /run/systemd/system': absent('/run/systemd/system')},
		{init: 'fail'},
		'init, not systemd',
	],
	[
		'no modprobe',
		{
			'ls -1d -- /sbin/modprobe':
				'/usr/bin/mount\n/usr/bin/umount\n/usr/sbin/useradd\n/usr/bin/curl\n/usr/sbin/ipset\n',
		},
		{programs: 'warn'},
		'missing: modprobe',
	],
	[
		'no ipset, which k0s does not call',
		{'ls -1d -- /sbin/modprobe': '/sbin/modprobe\n/usr/bin/mount\n/usr/bin/umount\n/usr/sbin/useradd\n/usr/bin/curl\n'},
		{programs: 'warn'},
		'without ipset, network policies cannot be read',
	],
	// resources
	[
		'half a gigabyte of memory',
		{'cat -- /proc/meminfo': 'MemTotal: 500000 kB\nSwapTotal: 0 kB\n'},
		{memory: 'fail'},
		'488.3 MiB',
	],
	['a gigabyte of memory', {'cat -- /proc/meminfo': 'MemTotal: 1000000 kB\nSwapTotal: 0 kB\n'}, {memory: 'warn'}],
	[
		'a full disk',
		{[df]: disk('xfs', 1_500_000_000)},
		{'disk-space': 'fail', 'disk-share': 'fail'},
		'1.4 GiB free on /',
	],
	['a large disk with 10 % free', {[df]: disk('xfs', 2_000_000_001)}, {'disk-share': 'fail'}, '11 %'],
	['no inodes left', {[df]: disk('ext4', 14_000_000_000, 1000)}, {'disk-inodes': 'fail'}, '1,000 free (0 %)'],
	['a file system of overlays', {[df]: disk('overlay')}, {'disk-type': 'warn'}, 'overlay on /'],
	[
		'a root mounted noexec, with data folder and program on it',
		{'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw,noexec 0 0\n'},
		{'disk-type': 'fail', 'program-folder': 'fail'},
		'noexec',
	],
	[
		'a separate /var/lib mounted noexec',
		{
			[df]: disk('ext4', 14_000_000_000, 8_000_000, '/var/lib'),
			'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw 0 0\n/dev/vdb /var/lib ext4 rw,nosuid,noexec 0 0\n',
		},
		{'disk-type': 'fail'},
		'/var/lib is mounted noexec',
	],
	[
		'/usr/local/bin mounted noexec',
		{
			[programDf]: disk('ext4', 14_000_000_000, 8_000_000, '/usr/local'),
			'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw 0 0\n/dev/vdb /usr/local ext4 rw,noexec 0 0\n',
		},
		{'program-folder': 'fail'},
		'/usr/local is mounted noexec',
	],
	[
		'/usr/local/bin mounted read-only',
		{
			[programDf]: disk('ext4', 14_000_000_000, 8_000_000, '/usr/local/bin'),
			'cat -- /proc/self/mounts': '/dev/vda3 / xfs rw 0 0\n/dev/vdb /usr/local/bin ext4 ro 0 0\n',
		},
		{'program-folder': 'fail'},
		'/usr/local/bin is mounted read-only',
	],
	[
		'a /usr/local without space for k0s',
		{[programDf]: disk('ext4', 316 * 1024 ** 2 - 1, 8_000_000, '/usr/local')},
		{'program-folder': 'fail'},
		'316.0 MiB free on /usr/local',
	],
	['no /usr/local/bin', {[programDf]: absent('/usr/local/bin')}, {'program-folder': 'unknown'}, 'no /usr/local/bin'],
	[
		'a root mounted read-only',
		{'cat -- /proc/self/mounts': '/dev/vda3 / xfs ro 0 0\n'},
		{'disk-type': 'fail', 'program-folder': 'fail'},
		'read-only',
	],
	[
		'a low limit of open files',
		{'cat -- /proc/self/limits': 'Max open files  1024  4096  files\n'},
		{'file-descriptors': 'warn'},
		'up to 4,096',
	],
	[
		'few inotify instances',
		{'sysctl -e': 'net.ipv4.ip_forward = 0\nfs.inotify.max_user_instances = 8\n'},
		{inotify: 'warn'},
	],
	// kernel
	[
		'EL10 without kernel-modules-extra',
		{[`modinfo -k ${el10}`]: modules(['br_netfilter', 'ip_set', 'xt_comment'])},
		{'kernel-modules': 'fail'},
		'missing: br_netfilter, ip_set, xt_comment',
	],
	[
		'a useful module is missing',
		{[`modinfo -k ${el10}`]: modules(['xt_recent'])},
		{'kernel-modules': 'warn'},
		'xt_recent',
	],
	[
		'modules of another kernel than the running one',
		{[`ls -1A -- /lib/modules/${el10}`]: absent('/lib/modules')},
		{'kernel-modules': 'unknown'},
		'no /lib/modules/6.12.0-124.el10.x86_64',
	],
	[
		'an option left out',
		{[`cat -- /boot/config-${el10}`]: config('PID_NS')},
		{'kernel-config': 'fail'},
		'CONFIG_PID_NS',
	],
	// cgroups
	[
		'cgroup version 1',
		{
			'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n',
			'cat -- /proc/cgroups':
				'#subsys_name\thierarchy\tnum_cgroups\tenabled\n' +
				'cpu cpuacct cpuset memory devices freezer pids'
					.split(' ')
					.map(name => `${name}\t1\t1\t1\n`)
					.join(''),
		},
		{'cgroup-version': 'warn'},
		'version 1',
	],
	[
		'cgroup version 1 and a k0s that refuses it',
		{
			'stat -f -c %T -- /sys/fs/cgroup': 'tmpfs\n',
			'cat -- /proc/cgroups':
				'#subsys_name\thierarchy\tnum_cgroups\tenabled\n' +
				'cpu cpuacct cpuset memory devices freezer pids'
					.split(' ')
					.map(name => `${name}\t1\t1\t1\n`)
					.join(''),
		},
		{'cgroup-version': 'fail'},
		'k0s v1.35.7+k0s.0 refuses',
		{k0sVersion: 'v1.35.7+k0s.0'},
	],
	[
		'no memory controller',
		{'cat -- /sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io pids\n'},
		{'cgroup-controllers': 'fail'},
		'missing: memory',
	],
	[
		'controllers that stayed with version 1',
		{'cat -- /sys/fs/cgroup/cgroup.controllers': '\n'},
		{'cgroup-controllers': 'fail'},
	],
	[
		'no control groups',
		{'stat -f -c %T -- /sys/fs/cgroup': 'ext2/ext3\n'},
		{'cgroup-version': 'fail', 'cgroup-controllers': 'skip'},
	],
];
