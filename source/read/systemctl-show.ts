import type {Unit} from '../facts/cluster.js';
import {known, unknown} from '../facts/reading.js';
import {isUp} from '../facts/unit-activity.js';
import {notOk, type Reader} from './reading.js';

/** `systemctl show UNIT --property …` (systemd 252): key=value lines. An unknown unit is known: `LoadState=not-found`. */
export const readUnit: Reader<Unit> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const fields = new Map<string, string>();
	for (const line of outcome.stdout.split('\n')) {
		const equals = line.indexOf('=');
		if (equals > 0) fields.set(line.slice(0, equals), line.slice(equals + 1).trim());
	}

	const text = (key: string): string | null => fields.get(key) || null;
	const loadState = text('LoadState');
	const activeState = text('ActiveState');
	if (loadState === null || activeState === null) return unknown('unreadable', outcome.stdout.slice(0, 200));
	const number = (key: string): number | null => {
		const value = Number(text(key) ?? Number.NaN);
		return Number.isInteger(value) ? value : null;
	};

	const running = isUp(activeState);
	// `no` also stands on a unit whose conditions were never looked at.
	const judged = (number('ConditionTimestampMonotonic') ?? 0) > 0;
	return known({
		id: text('Id') ?? '',
		loadState,
		activeState,
		subState: text('SubState') ?? '',
		result: text('Result') ?? '',
		restarts: number('NRestarts') ?? 0,
		pid: running ? number('ExecMainPID') || null : null,
		exitStatus: number('ExecMainStatus'),
		conditionMet: judged && text('ConditionResult') !== null ? text('ConditionResult') === 'yes' : null,
		fileState: text('UnitFileState'),
		path: text('FragmentPath'),
		activeSince: running ? moment(text('ActiveEnterTimestamp')) : null,
		activeSinceMono: running ? milliseconds(number('ActiveEnterTimestampMonotonic')) : null,
	});
};

/** systemd counts microseconds since the boot, and writes 0 for never. */
const milliseconds = (micros: number | null): number | null => (micros ? Math.round(micros / 1000) : null);

/** `Mon 2026-11-23 04:30:37 UTC`; another time zone has no reliable meaning and is null. */
function moment(text: string | null): number | null {
	const match = /^\S+ (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? (?:UTC|GMT)$/.exec(text ?? '');
	const at = match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN;
	return Number.isNaN(at) ? null : at;
}
