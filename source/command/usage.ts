import {command, type Command} from './command.js';
import {readDirectly} from './files.js';
import {listed} from './kubectl.js';

/** What host, node and pods use. */

export const cpuTimes = (): Command => readDirectly('/proc/stat', 'usage-host');
export const memory = (): Command => readDirectly('/proc/meminfo', 'usage-host');
export const loadAverage = (): Command => readDirectly('/proc/loadavg', 'usage-host');

export const nodeMetrics = (): Command => listed('/apis/metrics.k8s.io/v1beta1/nodes');
export const podMetrics = (): Command => listed('/apis/metrics.k8s.io/v1beta1/pods');

/** Where the kubelet keeps the groups of pods: by its own driver or systemd's, version 2, then the two trees of version 1. */
const folders = [
	...['/sys/fs/cgroup/kubepods', '/sys/fs/cgroup/kubepods.slice'],
	...['/sys/fs/cgroup/cpuacct/kubepods', '/sys/fs/cgroup/cpuacct/kubepods.slice'],
	...['/sys/fs/cgroup/memory/kubepods', '/sys/fs/cgroup/memory/kubepods.slice'],
];

/** CPU time and memory of each pod from its control group: `PATH:LINE`; exit 2 where some of the folders are not there. */
export const podGroups = (): Command =>
	command(
		[
			...(['grep', '-rsHE'] as const),
			...['cpuacct.usage', 'cpu.stat', 'memory.usage_in_bytes', 'memory.current', 'memory.stat'].map(
				name => `--include=${name}`,
			),
			...['-e', '^[0-9]+$', '-e', '^(usage_usec|inactive_file|total_inactive_file) [0-9]+$', '--'],
			...folders,
		],
		'usage-pods',
		{maxOutput: 8 * 1024 * 1024},
	);
