import type {OomCount, OomKill} from '../facts/oom.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import type {Outcome} from '../command/outcome.js';
import {notOk, type Reader} from './reading.js';

/** A container's group by the kubelet's own driver, and by systemd's. */
const container = /\/(?:cri-containerd-)?([\da-f]{64})(?:\.scope)?(?:\/|$)/;
const pod = /\/(?:kubepods[^/]*-)?pod([\da-f]{8}(?:[-_][\da-f]{4}){3}[-_][\da-f]{12})(?:\.slice)?(?:\/|$)/;

const containerIn = (path: string): string | null => container.exec(path)?.[1] ?? null;
const podIn = (path: string): string | null => pod.exec(path)?.[1]?.replaceAll('_', '-') ?? null;

/** Linux 5.0 and newer: `oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=PATH,task_memcg=PATH,task=NAME,pid=N,uid=N`. */
const now =
	/oom-kill:constraint=(\w+),.*?(?:oom_memcg=([^,]*),)?(?:global_oom,)?task_memcg=([^,]*),task=(.*),pid=(\d+),uid=\d+$/;
/** Before that, two lines: whose group it is, then who was killed. */
const group = /Task in (\S+) killed as a result of limit of (\S+)/;
const killed = /Memory cgroup out of memory: Kill(?:ed)? process (\d+) \((.*?)\)/;
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*/;

/** `journalctl -k -o short-iso` (systemd 252, 257): every process that the kernel killed for lack of memory, oldest first. */
export const readOomKills: Reader<readonly OomKill[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	// A host whose journal has no kernel messages (a container) tells nothing of what the kernel did.
	if (outcome.stdout.trim() === '') return unknown('failed', 'journalctl -k: no entries');
	const kills: OomKill[] = [];
	let before: {readonly task: string; readonly limit: string} | undefined;
	for (const line of outcome.stdout.split('\n')) {
		const at = stamp.exec(line)?.[0] ?? null;
		const own = now.exec(line.trimEnd());
		if (own) {
			const [, constraint = '', limit = '', path = '', task = '', pid = ''] = own;
			before = undefined;
			kills.push({
				...{at, container: containerIn(path), pod: podIn(path), task, pid: Number(pid)},
				scope: scopeOf(constraint === 'CONSTRAINT_MEMCG' ? limit : ''),
			});
			continue;
		}

		const told = group.exec(line);
		if (told) before = {task: told[1] ?? '', limit: told[2] ?? ''};
		const old = before && killed.exec(line);
		if (!before || !old) continue;
		const {task, limit} = before;
		kills.push({
			...{at, container: containerIn(task), pod: podIn(task), task: old[2] ?? '', pid: Number(old[1])},
			scope: scopeOf(limit),
		});
		before = undefined;
	}

	return known(kills);
};

/** The time of the first line that has one: what the kernel did before it was not read. */
export const kernelLogStart = ({stdout}: Outcome): string | null =>
	stdout
		.split('\n', 20)
		.map(line => stamp.exec(line)?.[0])
		.find(at => at !== undefined) ?? null;

/** By the group whose limit was reached; '': the host had none left. */
function scopeOf(limit: string): OomKill['scope'] {
	if (podIn(limit) !== null || containerIn(limit) !== null) return 'limit';
	return /\/kubepods(?:\.slice)?(?:\/|$)/.test(limit) ? 'pods' : 'node';
}

/** `PATH:oom_kill N` (`oomCounts`), by the container's id. grep ends with 2 where a folder is not there, which is usual. */
export function readOomCounts(outcome: Outcome): Reading<ReadonlyMap<string, OomCount>> {
	const some = outcome.kind === 'failed' && (outcome.exit === 2 || outcome.exit === 1) && outcome.stderr === '';
	const bad = some ? undefined : notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', '/sys/fs/cgroup');
	const counts = new Map<string, OomCount>();
	for (const line of outcome.stdout.split('\n')) {
		const [, file = '', count = ''] = /^(.*\/memory\.(?:events|oom_control)):oom_kill (\d+)$/.exec(line) ?? [];
		const id = containerIn(file);
		if (id === null) continue;
		// A container may have groups of its own below: version 2 counts those in the upper one.
		if ((counts.get(id)?.kills ?? -1) < Number(count)) counts.set(id, {kills: Number(count), file});
	}

	return counts.size === 0 ? unknown('failed', '/sys/fs/cgroup: no oom_kill of a pod') : known(counts);
}
