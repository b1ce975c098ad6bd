import {firstLine, notOk} from './reading.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import type {Outcome} from '../command/outcome.js';

/** Where modules of the running kernel are: a path, `(builtin)`, or null for one that is not there. */
export type ModuleFiles = ReadonlyMap<string, string | null>;

/**
 * `modinfo -k RELEASE -F filename NAME…` (kmod 30): a line for each that was found, in the order asked, and on standard
 * error `modinfo: ERROR: Module NAME not found.` for each that was not (exit 1). A kernel without a module folder is
 * unknown, for then every module is "not found".
 */
export function readModuleFiles(outcome: Outcome, names: readonly string[]): Reading<ModuleFiles> {
	if (outcome.kind !== 'ok' && outcome.kind !== 'failed') return notOk(outcome) ?? unknown('failed');
	if (/could not open (moddep|builtin)? ?file|ERROR: .*modules\.(dep|builtin)/i.test(outcome.stderr)) {
		return unknown('failed', firstLine(outcome.stderr));
	}

	const missing = new Set([...outcome.stderr.matchAll(/Module (?:alias )?(\S+) not found/g)].map(([, name]) => name));
	const present = names.filter(name => !missing.has(name));
	const lines = outcome.stdout.split('\n').filter(line => line !== '');
	if (lines.length !== present.length) return unknown('unreadable', firstLine(outcome.stderr) || lines[0] || '');
	const files = new Map(present.map((name, index) => [name, lines[index] ?? null]));
	return known(new Map(names.map(name => [name, files.get(name) ?? null])));
}
