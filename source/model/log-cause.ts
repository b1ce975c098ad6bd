import type {JournalLine} from '../facts/cluster.js';

/**
 * Which line of a service's log says why it does not run: k0s 1.34 logs some 2,500 lines in a healthy start, more than a
 * hundred of them errors that pass by themselves, and after the fatal line a dozen that only follow from it.
 */

/**
 * So many lines are looked through: k0s logs 2,500 in a healthy start, up to 775 in ten seconds, and a Go crash alone some
 * 260 (k0s 1.34.1).
 */
export const logLines = 5000;

/** Where one run of the service begins, as systemd says it. */
const begins = ({identifier, message}: JournalLine): boolean =>
	identifier === 'systemd' && /^Started k0s\w+\.service\b/.test(message);

/** The lines of the run that is under way, and those of the run before it. */
function runs(lines: readonly JournalLine[]): {
	readonly last: readonly JournalLine[];
	readonly before: readonly JournalLine[];
} {
	const at = lines.findLastIndex(line => begins(line));
	const earlier = lines.slice(0, Math.max(0, at));
	return {last: lines.slice(at + 1), before: earlier.slice(earlier.findLastIndex(line => begins(line)) + 1)};
}

/** Says by itself what is wrong, whatever else was logged. */
const root =
	/bind: address already in use|no space left on device|^Rejected\b|Failed (at step|to (execute|locate|load environment))|Unable to locate executable|error while loading shared libraries|[Ee]xec format error|[Oo]ut of memory|oom-kill|OOM killer|systemd-oomd killed|too many open files|cannot allocate memory|read-only file system|certificate (has expired|is not yet valid)/;

/** Follows from another fault, from a stop, or is usual while a cluster starts. */
const follows =
	/signal: (terminated|killed)$|context (canceled|deadline exceeded)|use of closed network connection|http: (Server closed|Handler timeout)|connection refused|Failed to apply manifests|Lost the controller lease|Watch terminated|failed to get informer|^Unhandled Error|No agent available|DIAL_RSP|error retrieving resource lock|[Pp]ost-timeout activity|Unable to (sync caches|record event)|[Ff]ailed to stop|NetworkPluginNotReady|cni plugin not initialized|could not listen|Client authentication failed|error resolving |Main process exited|Failed with result|Failed to wait for process|remove endpoints|retrying of unary invoker/;

/** systemd's words that say how the program ended by themselves: it could not be started, a signal, not a code of its own. */
const ended =
	/Main process exited, (?:code=exited, status=2\d\d\/[A-Z]|code=(?:killed|dumped), status=(?!15\/|2\/|1\/))/;

/** k0s's last words where it only gave up waiting for something: what that was stands elsewhere. */
const gaveUp = /health-check timed out|pre-flight checks failed|context canceled|did not become (ready|healthy)/;

/** 0: follows from something else. 1: an error. 2: k0s gave up waiting. 3: the last words of a program. 4: the root. */
type Rank = 0 | 1 | 2 | 3 | 4;
const telling: Rank = 2;

/** Undefined: no fault. */
function rank({severity, message, identifier}: JournalLine): Rank | undefined {
	if (severity !== 'error' && severity !== 'fatal') return undefined;
	if (root.test(message) || severity === 'fatal') return 4;
	if (identifier === 'systemd' && ended.test(message)) return 2;
	if (message.startsWith('Error: ')) return gaveUp.test(message) ? 2 : 3;
	if (follows.test(message)) return 0;
	if (message.startsWith('command failed: ')) return 3;
	return identifier === 'systemd' ? 0 : 1;
}

/** How many are kept. */
const most = 10;

/**
 * The faults of the run that is under way, the cause first; of the run before it where this one has none yet (between two
 * crashes), unless `current`. Each once, as it was said first. Faults that only follow from others come only where
 * nothing else was said.
 */
export function faultsOf(
	lines: readonly JournalLine[],
	{current = false}: {readonly current?: boolean} = {},
): readonly JournalLine[] {
	const {last, before} = runs(lines);
	const own = ranked(last);
	const told = current || own.some(({at}) => at > 0) ? own : [...ranked(before), ...own].toSorted(byRank);
	return told.slice(0, most).map(({line}) => line);
}

type Ranked = {readonly line: JournalLine; readonly at: Rank};

const byRank = (a: Ranked, b: Ranked): number => b.at - a.at;

function ranked(lines: readonly JournalLine[]): readonly Ranked[] {
	const seen = new Set<string>();
	const all = lines.flatMap((line): Ranked[] => {
		const at = rank(line);
		const key = `${line.component ?? ''} ${line.message}`;
		if (at === undefined || seen.has(key)) return [];
		seen.add(key);
		return [{line, at}];
	});
	const own = all.filter(({at}) => at > 0);
	return (own.length > 0 ? own : all).toSorted(byRank).slice(0, most);
}

/** It says what is wrong by itself: shown also while the service is up. */
export const isTelling = (line: JournalLine): boolean => (rank(line) ?? 0) >= telling;

/** The one line that says why; undefined: none says more than that something failed. */
export function causeOf(
	lines: readonly JournalLine[],
	options?: {readonly current?: boolean},
): JournalLine | undefined {
	return faultsOf(lines, options).find(line => isTelling(line));
}
