import {redact, redactArgv} from '../redact/redact.js';
import type {Begun} from '../engine/abridged.js';
import type {JournalRecord} from '../engine/journal.js';
import {keptSaid} from '../engine/run-state.js';
import {verbatim, type Said} from '../text/ids.js';
import type {RanCommand} from './document.js';

/** Lists of steps as the names of their runs tell: `install-…`, `demo-…`, `reset-…`, `remedy-…` … */
export type ListName = (typeof listNames)[number];
const listNames = ['install', 'demo', 'reset', 'remedy', 'backup', 'restore', 'upgrade'] as const;

/** One time that a step ran, or was undone. */
export type Attempt = {
	readonly run: string;
	readonly list: ListName;
	readonly step: string;
	readonly kind: 'run' | 'undo';
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Who asked for it: the name of sudo's user, else the uid. */
	readonly who: string;
	/** As it ended: done, skipped, blocked, failed, aborted, undone; `unfinished` when its end is not told. */
	readonly state: string;
	readonly found: Said;
	readonly hint: Said | null;
	readonly commands: readonly RanCommand[];
	/** What it did was undone later: by hand, by the guard, or by a reset. */
	readonly undone: boolean;
};

/** Everything that runs did on a host, oldest first: a fold over its journal. */
export function attemptsOf(records: readonly JournalRecord[]): readonly Attempt[] {
	const attempts: Draft[] = [];
	const open = new Map<string, Draft>();
	for (const record of records) {
		const list = listOf(record.run);
		if (record.step === null || list === undefined) continue;
		const key = `${list} ${record.step}`;
		if (record.ev === 'plan' || record.ev === 'undo-begin') {
			const draft = begun(record, list, record.step);
			attempts.push(draft);
			open.set(key, draft);
			continue;
		}

		const draft = open.get(key);
		if (draft?.run !== record.run) continue;
		add(draft, record);
		if (record.ev === 'rolled-back') draft.undone = true;
		if (record.ev === 'undo-end' && draft.state === 'undone') markUndone(attempts, draft);
		if (list === 'reset' && record.step === 'leftovers' && draft.state === 'done') afterReset(attempts);
	}

	return attempts.map(({undone, commands, ...rest}) => ({
		...rest,
		undone,
		commands: commands.map(command => ({...command, undone})),
	}));
}

type Draft = {-readonly [K in keyof Attempt]: Attempt[K]};

const listOf = (run: string): ListName | undefined => listNames.find(name => run.startsWith(`${name}-`));

const begun = ({run, ev, t_wall, sudo_user, uid}: JournalRecord, list: ListName, step: string): Draft => ({
	...{
		run,
		list,
		step,
		at: t_wall,
		state: 'unfinished',
		found: verbatim(''),
		hint: null,
		commands: [],
		undone: false,
	},
	kind: ev === 'plan' ? 'run' : 'undo',
	who: sudo_user ?? (uid === 0 ? 'root' : uid === null ? '' : `uid ${uid}`),
});

function add(draft: Draft, record: JournalRecord): void {
	switch (record.ev) {
		case 'begin': {
			draft.commands = [...draft.commands, commandOf(record)];
			return;
		}

		case 'end': {
			const last = draft.commands.at(-1);
			if (last) draft.commands = [...draft.commands.slice(0, -1), ended(last, record)];
			return;
		}

		case 'verify':
		case 'aborted':
		case 'undo-end': {
			const after = fieldsOf(record.after);
			draft.state = textOf(after['state']) || 'failed';
			const hint = after['hint'] ?? null;
			draft.found = keptSaid(after['found']);
			draft.hint = hint === null ? null : keptSaid(hint);
			return;
		}

		default:
	}
}

const markUndone = (attempts: readonly Draft[], {list, step}: Draft): void => {
	for (const each of attempts) if (each.list === list && each.step === step && each.kind === 'run') each.undone = true;
};

/** After a reset nothing of what was done before is there, the host name aside. */
const afterReset = (attempts: readonly Draft[]): void => {
	for (const each of attempts) if (each.list !== 'reset' && each.step !== 'hostname') each.undone = true;
};

function commandOf({argv, t_wall, after}: JournalRecord): RanCommand {
	const told = fieldsOf(after) as Partial<Begun>;
	const words = argv ?? [];
	const clean = redactArgv(words);
	return {
		argv: clean,
		secret: clean !== words,
		why: typeof told.why === 'string' ? told.why : '',
		at: t_wall,
		...{exit: null, signal: null, ms: null, state: 'unfinished', printed: null, undone: false},
		changes: typeof told.changes === 'boolean' ? told.changes : null,
		input: typeof told.input === 'number' ? told.input : null,
		own: typeof told.why === 'string' ? told.why.startsWith('guard-') : isOwn(words),
	};
}

function ended(command: RanCommand, {exit, sig, ms, after}: JournalRecord): RanCommand {
	const {stdout, stderr} = fieldsOf(after);
	const kept = typeof stdout === 'string' || typeof stderr === 'string';
	return {
		...command,
		...{exit, signal: sig, ms},
		state: exit === 0 && sig === null ? 'ok' : 'failed',
		printed: kept
			? redact(
					[textOf(stdout), textOf(stderr)]
						.filter(each => each !== '')
						.map(each => each.replace(/\n$/, ''))
						.join('\n'),
				)
			: null,
	};
}

/** Where no reason is told: folders, files and timers of k0s-tui's own. */
const isOwn = (argv: readonly string[]): boolean =>
	argv.some(word => /\/(?:var\/lib|run)\/k0s-tui\b|^(?:--unit=)?k0s-tui-/.test(word));

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
