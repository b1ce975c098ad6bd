import {command, type Command} from './command.js';

/** Whom the kernel killed for lack of memory. */

/** The kernel's log since the host was started; the last lines, since a firewall that logs may fill it. */
export const kernelJournal = (): Command =>
	command(['journalctl', '-k', '-b', '-q', '-n', '5000', '--no-pager', '-o', 'short-iso'], 'kernel-oom', {
		root: true,
		maxOutput: 4 * 1024 * 1024,
	});

/** `PATH:oom_kill N` of each control group of a pod: version 2, then version 1; exit 2 where a folder is not there. */
export const oomCounts = (): Command =>
	command(
		[
			...(['grep', '-rsHE', '--include=memory.events', '--include=memory.oom_control'] as const),
			...['-e', '^oom_kill [0-9]+$', '--'],
			...['/sys/fs/cgroup/kubepods', '/sys/fs/cgroup/kubepods.slice'],
			...['/sys/fs/cgroup/memory/kubepods', '/sys/fs/cgroup/memory/kubepods.slice'],
		],
		'oom-counts',
		{maxOutput: 8 * 1024 * 1024},
	);
