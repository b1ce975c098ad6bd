import type {CollectorSection} from '../../command/collector.js';
import type {ProcessRow} from '../../facts/network.js';
import {firstLine} from '../reading.js';
import {known, unknown, type Note, type Reading} from '../../facts/reading.js';
import type {Sliced} from '../sliced.js';

type Sections = ReadonlyMap<string, CollectorSection>;

/** A note's reason: /proc did not show this process, which may be in any namespace. */
export const denied = 'denied';

/**
 * The collector's walk over /proc: `pids` (inode of each process's namespace), `cgroup` and `commands`. Another user than
 * root sees a few of its own: unknown, and not a shorter list. What even root is denied (a container's root) is a note.
 */
export function* readProcesses(sections: Sections): Sliced<Reading<readonly ProcessRow[]>> {
	const walk = sections.get('pids');
	if (!walk) return unknown('unreadable', 'pids');
	if (walk.exit === 127) return unknown('tool-missing', firstLine(walk.body) || 'awk');
	const user = sections.get('user');
	// Whether something was denied does not tell: with hidepid the others are not even listed.
	if (user?.exit !== 0 || firstLine(user.body) !== '0') return unknown('needs-root', '/proc');

	const groups = yield* groupsOf(sections.get('cgroup')?.body ?? '');
	const names = yield* commandsOf(sections.get('commands')?.body ?? '');
	const own = Number(firstLine(sections.get('self')?.body ?? ''));
	const rows: ProcessRow[] = [];
	const notes: Note[] = [];
	let walked = false;
	for (const [index, line] of walk.body.split('\n').entries()) {
		if (index % each === 0) yield;
		const match = /^(\d+) \/proc\/(\d+)\/ns\/net$/.exec(line);
		if (!match) {
			if (line !== '') notes.push({line, reason: /ermission denied/.test(line) ? denied : 'not a process'});
			continue;
		}

		const pid = Number(match[2]);
		walked = true;
		// Not the collector itself, nor what ended since (its own helpers, as a rule).
		if (pid === own || (names.size > 0 && !names.has(pid))) continue;
		const group = groups.get(pid);
		rows.push({
			pid,
			inode: Number(match[1]),
			command: names.get(pid) ?? null,
			container: group?.container ?? null,
			podUid: group?.podUid ?? null,
		});
	}

	// The collector itself is one: a walk that saw none has not walked, a tool of it is missing.
	if (!walked) return unknown('unreadable', notes[0]?.line ?? '/proc');
	return known(rows, notes);
}

/** Lines between two stops: well below a millisecond. */
const each = 500;

type Group = {readonly container: string; readonly podUid: string | null};

/**
 * `/proc/PID/cgroup:0::/kubepods/burstable/pod<uid>/<64 hex>` (cgroupfs driver) or
 * `….slice/kubepods-burstable-pod<uid with _>.slice/cri-containerd-<64 hex>.scope` (systemd driver). cgroup v1 has a line a
 * controller: the one that names a pod wins. The kernel escapes newlines in paths.
 */
function* groupsOf(body: string): Sliced<ReadonlyMap<number, Group>> {
	const groups = new Map<number, Group>();
	for (const [index, line] of body.split('\n').entries()) {
		if (index % each === 0) yield;
		const match = /^\/proc\/(\d+)\/cgroup:\d*:[^:]*:(.*)$/.exec(line);
		if (!match) continue;
		const pid = Number(match[1]);
		if (groups.get(pid)?.podUid) continue;
		const group = groupOf(match[2] ?? '');
		if (group && (group.podUid !== null || !groups.has(pid))) groups.set(pid, group);
	}

	return groups;
}

function groupOf(path: string): Group | undefined {
	const pod = /kubepods.*?pod([\da-f]{8}(?:[-_][\da-f]{4}){3}[-_][\da-f]{12}|[\da-f]{32})(?![\da-f])(.*)$/.exec(path);
	const container = /(?<![\da-f])[\da-f]{64}(?![\da-f])/.exec(pod?.[2] ?? path)?.[0];
	if (container === undefined) return undefined;
	return {container, podUid: pod?.[1]?.replaceAll('_', '-') ?? null};
}

/** `/proc/PID/cmdline:ARGV0` where there is one, else `/proc/PID/comm:NAME ` (kernel threads). Every process has a comm. */
function* commandsOf(body: string): Sliced<ReadonlyMap<number, string>> {
	const names = new Map<number, string>();
	for (const [index, line] of body.split('\n').entries()) {
		if (index % each === 0) yield;
		const match = /^\/proc\/(\d+)\/(cmdline|comm):(.*)$/.exec(line);
		if (!match) continue;
		const pid = Number(match[1]);
		const name = (match[3] ?? '').trim();
		if (match[2] === 'cmdline' ? name !== '' : !names.has(pid)) names.set(pid, name);
	}

	return names;
}
