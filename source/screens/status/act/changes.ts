import type {Command} from '../../../command/command.js';
import * as kubectl from '../../../command/kubectl-change.js';
import type {ObjectName} from '../../../command/kubectl.js';
import {fullName} from '../../../command/kubectl-table.js';
import type {Outcome} from '../../../command/outcome.js';
import type {ApiKind, ServerRow, ServerTable} from '../../../facts/browse.js';

/** What can be done to an object, in the order of the menu. */
export const changes = ['restart', 'scale', 'cordon', 'uncordon', 'drain', 'evict', 'delete'] as const;
export type Change = (typeof changes)[number];

const only: Readonly<Record<Exclude<Change, 'delete'>, readonly string[]>> = {
	restart: ['deployments.apps', 'statefulsets.apps', 'daemonsets.apps'],
	scale: ['deployments.apps', 'statefulsets.apps', 'replicasets.apps', 'replicationcontrollers'],
	cordon: ['nodes'],
	uncordon: ['nodes'],
	drain: ['nodes'],
	evict: ['pods'],
};

export const changesOf = (kind: ApiKind): readonly Change[] =>
	changes.filter(change => change === 'delete' || only[change].includes(fullName(kind)));

/** The command of a change; `replicas` is what `scale` asks for. */
export function commandOf(change: Change, object: ObjectName, replicas: number): Command {
	switch (change) {
		case 'delete': {
			return kubectl.deleteObject(object);
		}

		case 'scale': {
			return kubectl.scale(object, replicas);
		}

		default: {
			return kubectl[change](object);
		}
	}
}

/** A row's cell by its title. */
export const cellOf = ({columns}: Pick<ServerTable, 'columns'>, row: ServerRow, title: string): string | undefined =>
	row.cells[columns.findIndex(column => column.title === title)];

/** The pods that it is to have now, as its row says; undefined: it does not. */
export function desiredOf(table: ServerTable, row: ServerRow): number | undefined {
	const told = cellOf(table, row, 'DESIRED') ?? cellOf(table, row, 'READY')?.split('/')[1];
	return told !== undefined && /^\d+$/.test(told) ? Number(told) : undefined;
}

/** Whether the watch tells that a change is there. */
export function isDone(
	change: Change,
	{
		table,
		row,
		replicas,
	}: {
		readonly table: ServerTable;
		/** The object's row now; undefined: it is gone, or another one has its name. */
		readonly row: ServerRow | undefined;
		readonly replicas: number;
	},
): boolean {
	if (change === 'delete' || change === 'evict') return row === undefined;
	if (!row) return false;
	const [ready = ''] = (cellOf(table, row, 'READY') ?? '').split('/');
	switch (change) {
		case 'scale': {
			return desiredOf(table, row) === replicas && Number(ready) === replicas;
		}

		case 'restart': {
			// A list does not tell which pods are old: `kubectl rollout status` does.
			return false;
		}

		default: {
			const closed = (cellOf(table, row, 'STATUS') ?? '').includes('SchedulingDisabled');
			// kubectl ends well only when the pods are gone.
			return closed === (change !== 'uncordon');
		}
	}
}

/** What the API's refusal means, by kubectl's words for its status code (1.34). `drain`: what was done until then stays. */
export type Refused =
	'drain' | 'unowned' | 'forbidden' | 'gone' | 'conflict' | 'invalid' | 'budget' | 'busy' | 'slow' | 'root' | 'other';

export function refusedBy({kind, stderr}: Pick<Outcome, 'kind' | 'stderr'>, change?: Change): Refused {
	// It cordons first and evicts one pod after the other: only a refusal of the node itself leaves all as it was.
	if (change === 'drain' && !/^Error from server \((NotFound|Forbidden)\): nodes "/m.test(stderr)) {
		// It looks at all pods before it evicts one.
		if (/declare no controller/.test(stderr)) return 'unowned';
		if (kind !== 'not-permitted') return 'drain';
	}

	if (kind === 'timed-out') return 'slow';
	if (/disruption budget/i.test(stderr)) return 'budget';
	if (/\(Forbidden\)|is forbidden:/.test(stderr)) return 'forbidden';
	if (/\(NotFound\)|\(Gone\)/.test(stderr)) return 'gone';
	if (/\(Conflict\)|\(AlreadyExists\)/.test(stderr)) return 'conflict';
	if (/\(Invalid\)|is invalid:/.test(stderr)) return 'invalid';
	if (/\(TooManyRequests\)/.test(stderr)) return 'busy';
	return kind === 'not-permitted' ? 'root' : 'other';
}
