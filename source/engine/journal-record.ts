import {isSaid} from '../text/ids.js';

/**
 * The version of the records that we write, and the newest that we understand. 1: `found`, `hint` and the stages' words were
 * sentences. 2: they are ids and values (`Said`).
 */
export const recordVersion = 2;

/**
 * The journal: the append-only truth of what was begun on a host and how it ended. One JSON object a line; `begin` is on
 * disk before the command runs. `prevSha` chains the lines, so that a torn or edited tail is found.
 */
export type JournalEvent =
	| 'plan'
	| 'begin'
	| 'out'
	| 'end'
	| 'verify'
	| 'undo-begin'
	| 'undo-end'
	| 'guard-armed'
	| 'confirmed'
	| 'rolled-back'
	| 'aborted'
	/** First in a journal that was begun anew. `after`: `{path, reason, seq}`, where the one before it lies and why. */
	| 'archived';

/** What a writer knows; the journal adds `v`, `seq` and `prevSha`. Times: `t_mono` milliseconds since boot or start, `t_wall` since the epoch. */
export type JournalEntry = {
	readonly run: string;
	readonly boot_id: string | null;
	readonly t_mono: number;
	readonly t_wall: number;
	readonly uid: number | null;
	readonly sudo_user: string | null;
	readonly tty: string | null;
	/** Null: of the run as a whole. */
	readonly step: string | null;
	readonly ev: JournalEvent;
	readonly argv: readonly string[] | null;
	readonly cwd: string | null;
	/** Names only: values may be secrets. */
	readonly envKeys: readonly string[];
	readonly before: Json;
	readonly after: Json;
	readonly exit: number | null;
	readonly sig: string | null;
	readonly ms: number | null;
	readonly outSha: string | null;
};

export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

export type JournalRecord = JournalEntry & {
	readonly v: 1 | typeof recordVersion;
	readonly seq: number;
	readonly prevSha: string;
};

/**
 * One line of the journal as it was read:
 * - record: one that we understand.
 * - newer: written by a newer k0s-tui. `version`: its `v`. `seq`: its number, where it tells one.
 * - none: no JSON, or not the shape of a record.
 */
export type JournalLine =
	| {readonly kind: 'record'; readonly record: JournalRecord}
	| {readonly kind: 'newer'; readonly version: number; readonly seq: number | null; readonly prevSha: string | null}
	| {readonly kind: 'none'};

type Fields = Readonly<Record<string, unknown>>;

const events: Readonly<Record<JournalEvent, true>> = {
	plan: true,
	begin: true,
	out: true,
	end: true,
	verify: true,
	'undo-begin': true,
	'undo-end': true,
	'guard-armed': true,
	confirmed: true,
	'rolled-back': true,
	aborted: true,
	archived: true,
};

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isArgv = (value: unknown): boolean => isTexts(value) && (value as readonly string[]).length > 0;
const orNull =
	(is: (value: unknown) => boolean) =>
	(value: unknown): boolean =>
		value === null || is(value);

/** What each field must be. A field that is not here may stand in a record too: readers pass it by. */
const shape: Readonly<Record<Exclude<keyof JournalRecord, 'before' | 'after'>, (value: unknown) => boolean>> = {
	v: isCount,
	seq: isCount,
	prevSha: isText,
	run: isText,
	boot_id: orNull(isText),
	t_mono: isNumber,
	t_wall: isNumber,
	uid: orNull(isNumber),
	sudo_user: orNull(isText),
	tty: orNull(isText),
	step: orNull(isText),
	ev: value => isText(value) && Object.hasOwn(events, value),
	argv: orNull(isArgv),
	cwd: orNull(isText),
	envKeys: isTexts,
	exit: orNull(isNumber),
	sig: orNull(isText),
	ms: orNull(isNumber),
	outSha: orNull(isText),
};

/** Version 1 kept the sentence itself. */
const isSentence = (value: unknown): boolean => isText(value) || isSaid(value);

const isStage = (value: unknown): boolean =>
	isFields(value) && isText(value['id']) && isSentence(value['title']) && typeof value['done'] === 'boolean';

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** `after` of a record that tells how a step stands: what readers of it go through must be there as they expect it. */
const isFinding = (value: unknown): boolean =>
	value === null ||
	(isFields(value) &&
		(isAbsent(value['state']) || isText(value['state'])) &&
		(isAbsent(value['found']) || isSentence(value['found'])) &&
		(isAbsent(value['hint']) || isSentence(value['hint'])) &&
		(isAbsent(value['stages']) || (Array.isArray(value['stages']) && value['stages'].every(isStage))) &&
		(isAbsent(value['values']) || (isFields(value['values']) && Object.values(value['values']).every(isText))));

/** `before` of a `plan`: the commands of its undo are run as root. */
const isPlan = (value: unknown): boolean =>
	value === null ||
	(isFields(value) && (isAbsent(value['undo']) || (Array.isArray(value['undo']) && value['undo'].every(isArgv))));

const concluding: readonly unknown[] = ['out', 'verify', 'aborted', 'undo-end'];

/** Reads one line. Never throws. */
export function readJournalLine(line: string): JournalLine {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return {kind: 'none'};
	}

	if (!isFields(value)) return {kind: 'none'};
	const {v, seq, prevSha} = value;
	if (isCount(v) && v > recordVersion) {
		return {kind: 'newer', version: v, seq: isCount(seq) ? seq : null, prevSha: isText(prevSha) ? prevSha : null};
	}

	const fields = value;
	const isRecord =
		Object.entries(shape).every(([name, is]) => is(fields[name])) &&
		(fields['ev'] !== 'plan' || isPlan(fields['before'])) &&
		(!concluding.includes(fields['ev']) || isFinding(fields['after']));
	return isRecord ? {kind: 'record', record: fields as unknown as JournalRecord} : {kind: 'none'};
}
