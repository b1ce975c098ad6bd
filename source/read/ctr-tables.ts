import type {Outcome} from '../command/outcome.js';
import type {Image, Task} from '../facts/cluster.js';
import {firstLine, notOk, type Reader} from './reading.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {readTable, type TextTable} from './text-table.js';

/** `k0s ctr container|task|image list` (containerd 1.6, 1.7): tables only, there is no JSON. */

export type ContainerRow = {readonly id: string; readonly image: string; readonly runtime: string};

export const readContainers: Reader<readonly ContainerRow[]> = outcome =>
	rowsOf(outcome, ['CONTAINER', 'IMAGE', 'RUNTIME'], row => ({
		id: row('CONTAINER'),
		image: row('IMAGE') === '-' ? '' : row('IMAGE'),
		runtime: row('RUNTIME'),
	}));

export const readTasks: Reader<readonly Task[]> = outcome =>
	rowsOf(outcome, ['TASK', 'PID', 'STATUS'], row => ({
		id: row('TASK'),
		pid: Number(row('PID')) || null,
		status: row('STATUS'),
	}));

export const readImages: Reader<readonly Image[]> = outcome =>
	rowsOf(outcome, ['REF', 'DIGEST', 'SIZE'], row => ({
		ref: row('REF'),
		digest: row('DIGEST'),
		size: bytesOf(row('SIZE')),
		type: row('TYPE'),
		...(row('LABELS').split(',').includes('io.cri-containerd.pinned=pinned') && {pinned: true as const}),
	}));

/**
 * `not-running` when containerd's socket is not there (ctr dials until its own timeout), `needs-root` for an ordinary
 * user, `unreadable` when what was printed is no such table or lacks one of `titles`. An unknown namespace is an empty table, exit 0.
 */
function rowsOf<T>(
	outcome: Outcome,
	titles: readonly string[],
	read: (row: TextTable['rows'][number]) => T,
): Reading<readonly T[]> {
	const bad = ctrNotOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ctr');
	const table = readTable(outcome.stdout.split(/\r?\n/), 1);
	if (table.titles[0] !== titles[0] || !titles.every(title => table.titles.includes(title)))
		return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	return known(
		table.rows.map(row => read(row)),
		table.notes,
	);
}

/** How ctr fails, told apart; undefined when it ended well. */
export function ctrNotOk(outcome: Outcome): ReturnType<typeof notOk> {
	if (outcome.kind === 'not-found') return unknown('not-installed', 'k0s');
	// gRPC writes lines of its own (`W1130 01:35:15.429624 ... grpc: addrConn.createTransport failed`) before ctr's.
	const words = /^.*failed to dial.*$/m.exec(outcome.stderr)?.[0] ?? firstLine(outcome.stderr);
	if (outcome.kind === 'failed' && /failed to dial|addrConn/.test(words) && !/permission denied/.test(outcome.stderr)) {
		return unknown('not-running', words);
	}

	return notOk(outcome);
}

const factors: Readonly<Record<string, number>> = {B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40};

/** ctr's SIZE (`14.5 MiB`) in bytes: as exact as its one decimal. Null: not a size. */
function bytesOf(cell: string): number | null {
	const match = /^(\d+(?:\.\d+)?) ?([KMGT]i)?B$/.exec(cell);
	return match ? Math.round(Number(match[1]) * (factors[`${match[2] ?? ''}B`] ?? 1)) : null;
}
