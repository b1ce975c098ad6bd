import type {Outcome} from '../command/outcome.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import type {PodGroup} from '../facts/usage.js';
import {notOk} from './reading.js';

/** `…/kubepods/besteffort/pod3c1f…/FILE`, `…/kubepods-besteffort-pod3c1f_….slice/FILE` (the systemd driver). */
const place =
	/^(.*\/(?:kubepods[^/]*-)?pod([\da-f]{8}(?:[-_][\da-f]{4}){3}[-_][\da-f]{12})(?:\.slice)?)\/([^/:]+):(.*)$/;

type Figures = {cpuSeconds: number | null; used: number | null; idle: number | null; version: 1 | 2};

/**
 * What `podGroups` (command/usage.ts) prints, `PATH:LINE`: control groups of pods, version 1 (`cpuacct.usage` in
 * nanoseconds, `memory.usage_in_bytes`, `total_inactive_file`) and 2 (`usage_usec`, `memory.current`, `inactive_file`). Those
 * of containers lie within a pod's and are part of it. The working set is what is used without files that nobody used lately,
 * as the kubelet counts it. grep ends with 2 where one of the folders is not there, which is the usual case.
 */
export function readPodGroups(outcome: Outcome): Reading<readonly PodGroup[]> {
	const some = outcome.kind === 'failed' && (outcome.exit === 2 || outcome.exit === 1) && outcome.stderr === '';
	const bad = some ? undefined : notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', '/sys/fs/cgroup');
	const pods = new Map<string, Figures>();
	for (const line of outcome.stdout.split('\n')) {
		const match = place.exec(line);
		if (!match) continue;
		const [, , raw = '', file = '', value = ''] = match;
		const uid = raw.replaceAll('_', '-');
		const own = pods.get(uid) ?? {cpuSeconds: null, used: null, idle: null, version: 2};
		pods.set(uid, own);
		take(own, file, value);
	}

	if (pods.size === 0) return unknown('failed', '/sys/fs/cgroup: no kubepods');
	return known(
		[...pods].map(([uid, {cpuSeconds, used, idle, version}]) => ({
			uid,
			cpuSeconds,
			memory: used === null || idle === null ? null : Math.max(0, used - idle),
			version,
		})),
	);
}

function take(own: Figures, file: string, value: string): void {
	const [name = '', second = ''] = value.split(' ');
	switch (file) {
		case 'cpuacct.usage': {
			own.version = 1;
			own.cpuSeconds = Number(name) / 1e9;
			break;
		}

		case 'cpu.stat': {
			if (name === 'usage_usec') own.cpuSeconds = Number(second) / 1e6;
			break;
		}

		case 'memory.usage_in_bytes':
		case 'memory.current': {
			own.used = Number(name);
			break;
		}

		case 'memory.stat': {
			// Version 1 has both: what is counted for the group alone, and with all below it.
			if (name === 'total_inactive_file' || (name === 'inactive_file' && own.idle === null)) own.idle = Number(second);
			break;
		}

		default:
	}
}
