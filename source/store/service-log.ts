import * as systemd from '../command/systemd.js';
import type {Runner} from '../host/runner.js';
import type {JournalLine, K0sStatus, Node, Part, Unit} from '../facts/cluster.js';
import {faultsOf, isTelling, logLines} from '../model/log-cause.js';
import {ownNode} from '../model/own-node.js';
import {readJournal} from '../read/journal.js';
import {mapReading} from '../facts/reading.js';
import {createAsked, runEither, type Asked} from './asked.js';

/** What recordings made before hold. */
const fewerLines = 200;

/** The log of `unit`, as it is called when it is asked. */
export const createServiceLog = (runner: Runner, unit: () => string): Asked<readonly JournalLine[]> =>
	createAsked(async signal =>
		readJournal(
			await runEither(runner, systemd.journal(unit(), logLines), systemd.journal(unit(), fewerLines), signal),
		),
	);

type Seen = {
	readonly unit: Unit;
	readonly k0s: Part<K0sStatus>;
	readonly nodes: Part<readonly Node[]>;
	readonly hostname: string | null;
};

/**
 * Why the log is worth a look. `service`: it failed, or systemd starts it again and again. `within`: the service is up,
 * but what it starts is not: it may start that again and again by itself (a port that is taken, a kubelet without its
 * certificate). Undefined: no reason.
 */
export function logReason({unit, k0s, nodes, hostname}: Seen): 'service' | 'within' | undefined {
	const {activeState, subState, restarts} = unit;
	if (activeState === 'failed' || subState === 'auto-restart' || (restarts > 0 && !k0s.known)) return 'service';
	if (restarts > 0) return 'within';
	if (activeState !== 'active') return undefined;
	if (!k0s.known) return k0s.unknown.reason === 'needs-root' ? undefined : 'within';
	if (k0s.value.apiReachable === false) return 'within';
	const own = nodes.known ? ownNode(nodes.value, hostname) : undefined;
	return nodes.known && own?.ready !== true ? 'within' : undefined;
}

/**
 * The faults of the log that count now, the cause first. While the service is up only those of its present run, and only
 * what says by itself what is wrong: a start logs a hundred errors that pass.
 */
export function faultsNow(
	log: Part<readonly JournalLine[]>,
	why: 'service' | 'within',
	activeSince: number | null,
): Part<readonly JournalLine[]> {
	return mapReading(log, lines => {
		if (why === 'service') return faultsOf(lines);
		// A time that cannot be read tells nothing: its line stays.
		const young = activeSince === null ? lines : lines.filter(({time}) => !(Date.parse(time) < activeSince));
		return faultsOf(young, {current: true}).filter(line => isTelling(line));
	});
}
