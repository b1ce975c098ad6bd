import {isNewVersion, version} from '../releases.js';
import {kernelRelease} from '../seed/kernel.js';
import {fail, parseArguments, type Call, type Result} from './tool.js';

/** `k0s sysinfo` of 1.34: the probes that say something on this host. Exit 1 when one is rejected. */

type Probe = readonly [path: string, name: string, prop: string, category?: 'warning' | 'rejected', message?: string];

const controllers: readonly Probe[] = [
	['cpu', 'cgroup controller "cpu"', 'available (is a listed root controller)'],
	['cpuacct', 'cgroup controller "cpuacct"', 'available (via cpu in version 2)'],
	['cpuset', 'cgroup controller "cpuset"', 'available (is a listed root controller)'],
	['memory', 'cgroup controller "memory"', 'available (is a listed root controller)'],
	['devices', 'cgroup controller "devices"', 'available (device filters attachable)'],
	['freezer', 'cgroup controller "freezer"', 'available (cgroup.freeze exists)'],
	['pids', 'cgroup controller "pids"', 'available (is a listed root controller)'],
	['hugetlb', 'cgroup controller "hugetlb"', 'available (is a listed root controller)'],
	['blkio', 'cgroup controller "blkio"', 'available (via io in version 2)'],
];

function probes(listed: string): readonly Probe[] {
	return [
		['memory', 'Total memory', '3.8 GiB'],
		['filesystem:/var/lib/k0s', 'File system of /var/lib', 'xfs'],
		['disk:/var/lib/k0s', 'Disk space available for /var/lib/k0s', '12.7 GiB'],
		['reldisk:/var/lib/k0s', 'Relative disk space available for /var/lib/k0s', '75%'],
		['nameresolution:localhost', 'Name resolution: localhost', '[::1 127.0.0.1]'],
		['os', 'Operating system', 'Linux'],
		['os/kernelRelease', 'Linux kernel release', kernelRelease],
		['os/rlimit', 'Max. file descriptors per process', 'current: 1024 / max: 524288', 'warning', '< 65536'],
		['os/apparmor', 'AppArmor', 'unavailable'],
		['os/modprobe', 'Executable in PATH: modprobe', '/usr/sbin/modprobe'],
		['os/mount', 'Executable in PATH: mount', '/usr/bin/mount'],
		['os/umount', 'Executable in PATH: umount', '/usr/bin/umount'],
		['os/procfs', '/proc file system', 'mounted (0x9fa0)'],
		['os/cgroups', 'Control Groups', 'version 2'],
		...controllers.map(([name, words, prop]): Probe => {
			const missing =
				['cpu', 'cpuset', 'memory', 'pids', 'hugetlb'].includes(name) && !listed.split(/\s+/).includes(name);
			return missing
				? [`os/cgroups/${name}`, words, 'unavailable', name === 'hugetlb' ? 'warning' : 'rejected']
				: [`os/cgroups/${name}`, words, prop];
		}),
		['os/CGROUPS', 'CONFIG_CGROUPS: Control Group support', 'built-in'],
		['os/NAMESPACES', 'CONFIG_NAMESPACES: Namespaces support', 'built-in'],
		['os/NET', 'CONFIG_NET: Networking support', 'built-in'],
		['os/NET/NETFILTER', 'CONFIG_NETFILTER: Network packet filtering framework (Netfilter)', 'built-in'],
		['os/NET/IP_SET', 'CONFIG_IP_SET: IP set support', 'module'],
		[
			'os/NET/NF_CONNTRACK_IPV4',
			'CONFIG_NF_CONNTRACK_IPV4: IPv4 connection tracking support (required for NAT)',
			'unknown',
			'warning',
		],
		['os/NET/NF_NAT_IPV4', 'CONFIG_NF_NAT_IPV4: IPv4 NAT', 'unknown', 'warning'],
		['os/NET/BRIDGE', 'CONFIG_BRIDGE: 802.1d Ethernet Bridging', 'module'],
		['os/EXT4_FS', 'CONFIG_EXT4_FS: The Extended 4 (ext4) filesystem', 'module'],
		['os/PROC_FS', 'CONFIG_PROC_FS: /proc file system support', 'built-in'],
	];
}

/** What k0s 1.35.7 says on a host with cgroup v1. */
const refusal: Probe = ['os/cgroups', 'Control Groups', 'version 1', 'rejected', 'cgroup v1 is not supported'];

export function sysinfo(call: Call, rest: readonly string[]): Result {
	const {options} = parseArguments(rest, ['-o', '--output', '--data-dir']);
	const form = options.get('-o') ?? options.get('--output') ?? 'text';
	if (!['text', 'json', 'yaml'].includes(form)) return fail(1, `Error: unknown output format: "${form}"`);
	const {state, faults} = call.moment();
	const rejects = faults.newVersion === 'rejects' && isNewVersion(call.env['SIMULATED_RELEASE'] ?? version);
	const all = [...probes(state.files['/sys/fs/cgroup/cgroup.controllers']?.text ?? ''), ...(rejects ? [refusal] : [])];
	const stdout = form === 'text' ? text(all) : json(all);
	return all.some(([, , , category]) => category === 'rejected')
		? {exit: 1, stdout, stderr: 'Error: sysinfo failed\n'}
		: {exit: 0, stdout, stderr: ''};
}

function text(all: readonly Probe[]): string {
	return all
		.map(([path, name, prop, category, message]) => {
			const indent = '  '.repeat(path.startsWith('os/') ? path.split('/').length - 1 : 0);
			return `${indent}${name}: ${prop} (${category ?? 'pass'}${message === undefined ? '' : `: ${message}`})\n`;
		})
		.join('');
}

/** A bare array without a newline at its end. */
function json(all: readonly Probe[]): string {
	return JSON.stringify(
		all.map(([path, displayName, prop, category = 'pass', message = '']) => ({
			path: path.startsWith('os/') ? path.split('/') : [path],
			displayName,
			prop,
			message,
			category,
			error: null,
		})),
		null,
		2,
	);
}
