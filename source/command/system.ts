import {change, command, type Command} from './command.js';

/** Small questions to the system. */

export const userId = (): Command => command(['id', '-u'], 'user-id');
export const userName = (): Command => command(['id', '-un'], 'user-id');
export const sudoWithoutPassword = (): Command => command(['sudo', '-n', 'true'], 'sudo-probe', {deadline: 2000});
/** kernel release, machine: `uname -rm` prints both on one line. */
export const kernel = (): Command => command(['uname', '-srm'], 'kernel');
export const hostName = (): Command =>
	command(['uname', '-n'], 'hostname', {direct: {kind: 'file', path: '/proc/sys/kernel/hostname'}});
export const listeners = (): Command =>
	command(['ss', '-Hltnup'], 'listeners', {root: true, maxOutput: 4 * 1024 * 1024});
/** Without whose they are: what is asked of another network namespace. */
export const sockets = (): Command => command(['ss', '-Hltnu'], 'listeners', {root: true, maxOutput: 4 * 1024 * 1024});
/** What these processes are: their systemd unit and their command line (procps 3.3.10 and newer). */
export const processes = (pids: readonly number[]): Command =>
	command(['ps', '-ww', '-o', 'pid=,unit=,args=', '-p', pids.join(',')], 'processes');
/**
 * Who holds containers: containerd's shims, one a pod, of every containerd on the host. The kernel keeps 15 characters of
 * their name. Process 1 is asked for too: where even that is hidden (hidepid), none seen is not none there. Each with its
 * mount namespace (procps 3.3.10 and newer): that of a container has a k0s of its own.
 */
export const shims = (): Command =>
	command(['ps', '-ww', '-o', 'pid=,uid=,mntns=,args=', '-p', '1', '-C', 'containerd-shim'], 'shims', {
		root: true,
		maxOutput: 4 * 1024 * 1024,
	});
export const resolve = (name: string): Command => command(['getent', 'hosts', name], 'resolve-name', {deadline: 5000});
/** All its addresses, of both families (`getent hosts` gives those of one). */
export const resolveAll = (name: string): Command =>
	command(['getent', 'ahosts', name], 'resolve-name', {deadline: 5000});
/** Which module files this kernel has: missing ones are named on standard error, the others (or `(builtin)`) in order. */
export const moduleFiles = (release: string, names: readonly string[]): Command =>
	command(['modinfo', '-k', release, '-F', 'filename', ...names], 'module-file');
export const processors = (): Command => command(['nproc'], 'processors');
/** The kind of file system that is mounted there: `cgroup2fs`, `tmpfs`. */
export const fileSystemType = (path: string): Command =>
	command(['stat', '-f', '-c', '%T', '--', path], 'file-system-type');
export const gunzip = (path: string): Command =>
	command(['gzip', '-dc', '--', path], 'read-file', {maxOutput: 4 * 1024 * 1024});
export const timeSync = (): Command =>
	command(['timedatectl', 'show', '--property=NTP', '--property=NTPSynchronized', '--property=CanNTP'], 'time-sync');
/** Seconds since the epoch. */
export const clock = (): Command => command(['date', '+%s'], 'clock');
/** k0s loads its modules when it starts. */
export const loadModule = (name: string): Command =>
	change(['modprobe', '--', name], 'load-module', {deadline: 30_000});
/** Its settings, secure_path among them, are printed for root only. */
export const sudoSettings = (): Command => command(['sudo', '-V'], 'sudo-settings', {root: true});
/** The answer's status alone; nothing is kept. 401 of a registry is an answer. */
export const httpStatus = (url: string): Command =>
	command(
		['curl', '-sSI', '-o', '/dev/null', '-w', '%{http_code}', '--connect-timeout', '2', '--max-time', '4', '--', url],
		'reachable',
		{deadline: 6000, proxy: true},
	);
/** Until the next reboot. */
export const setSysctl = (name: string, value: string): Command =>
	change(['sysctl', '-w', `${name}=${value}`], 'sysctl-set', {deadline: 10_000});
export const sysctl = (...names: string[]): Command => command(['sysctl', '-e', ...names], 'sysctl');
/** On which queues (nfqueue) programs listen. */
export const queues = (): Command =>
	command(['cat', '--', '/proc/net/netfilter/nfnetlink_queue'], 'nfqueues', {root: true});
/** One HTTP request: the body on standard output. */
export const httpGet = (url: string): Command =>
	command(['curl', '-sS', '--max-time', '5', '--noproxy', '*', '--', url], 'http-get', {deadline: 8000});
/** What the tools that this program asks say of their own version; each in its own form. */
export const toolVersions = (): readonly Command[] =>
	(
		[
			['systemctl', '--version'],
			['ip', '-V'],
			['nft', '--version'],
			['iptables-nft-save', '-V'],
			['ipset', '--version'],
			['firewall-cmd', '--version'],
			['curl', '--version'],
			['sudo', '-V'],
		] as const
	).map(argv => command(argv, 'tool-version'));
/** `container=lxc`, of the variables of process 1 alone this one. Exit 1: it has none. */
export const containerVariable = (): Command =>
	command(['grep', '-a', '-o', '-e', 'container=[a-z][a-z.-]*', '--', '/proc/1/environ'], 'container-kind', {
		root: true,
	});
