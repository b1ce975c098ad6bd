import type {Outcome} from '../command/outcome.js';
import {known, type Reading} from '../facts/reading.js';
import {readText} from './file.js';
import {notOk} from './reading.js';

/**
 * Which container manager started process 1 (`lxc`, `docker`, `systemd-nspawn`): as systemd noted it in /run/systemd/container
 * (systemd 233 and newer), else the variable `container` of process 1, which root may read. Null: neither says so.
 */
export function readContainer(
	noted: Outcome | undefined,
	variable: Outcome | undefined,
	isSystemd: boolean,
): Reading<string | null> {
	const text = noted && readText(noted);
	const name = text?.known ? text.value?.trim() : undefined;
	if (name !== undefined && /^[\w.-]+$/.test(name)) return known(name);
	const [, value] = /^container=([\w.-]+)/m.exec(variable?.stdout ?? '') ?? [];
	if (value !== undefined) return known(value);
	// grep found no such variable; or systemd, which would have noted it, did not.
	if (variable?.kind === 'failed' && variable.exit === 1) return known(null);
	if (isSystemd && text?.known) return known(null);
	return (variable && notOk(variable)) ?? known(null);
}
