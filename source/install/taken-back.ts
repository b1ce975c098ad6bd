import {change, type Command} from '../command/command.js';
import type {JournalRecord} from './journal.js';

/**
 * What would take back all that runs did in one step, newest first, each command once: as it was planned before the step
 * ran, when the state before it was still to be seen. A step that was taken back since, or of which no command ever
 * began, has nothing; neither has any after a reset.
 */
export function recordedUndo(records: readonly JournalRecord[], step: string): readonly Command[] {
	let attempts: Array<{undo: readonly string[][]; began: boolean}> = [];
	let taking = false;
	for (const record of records) {
		if (record.run.startsWith('reset-')) {
			if (record.step === 'leftovers' && record.ev === 'verify' && stateOf(record) === 'done') attempts = [];
			continue;
		}

		if (record.step !== step) continue;
		switch (record.ev) {
			case 'plan': {
				taking = false;
				attempts.push({undo: undoOf(record), began: false});
				break;
			}

			case 'begin': {
				const last = attempts.at(-1);
				if (last && !taking) last.began = true;
				break;
			}

			case 'undo-begin': {
				taking = true;
				break;
			}

			case 'undo-end': {
				taking = false;
				if (stateOf(record) === 'undone') attempts = [];
				break;
			}

			case 'rolled-back': {
				attempts = [];
				break;
			}

			default:
		}
	}

	const seen = new Set<string>();
	return attempts
		.filter(({began}) => began)
		.toReversed()
		.flatMap(({undo}) => undo)
		.flatMap(argv => {
			const [tool, ...rest] = argv;
			const key = argv.join('\0');
			if (tool === undefined || seen.has(key)) return [];
			seen.add(key);
			return [change([tool, ...rest], 'take-back', {deadline: 300_000})];
		});
}

const stateOf = ({after}: JournalRecord): unknown => (after as {state?: unknown} | null)?.state;

function undoOf({before}: JournalRecord): readonly string[][] {
	const undo = (before as {undo?: unknown} | null)?.undo;
	const isArgv = (argv: unknown): argv is string[] =>
		Array.isArray(argv) && argv.length > 0 && argv.every(word => typeof word === 'string');
	return Array.isArray(undo) ? undo.filter(isArgv) : [];
}
