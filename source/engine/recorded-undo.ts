import {change, type Command} from '../command/command.js';
import {endingAgain} from '../command/processes.js';
import type {JournalRecord} from './journal.js';
import {resetting, stopping} from './service-end.js';

/**
 * What would undo all that runs did in one step, newest first, each command once: as it was planned before the step
 * ran, when the state before it was still to be seen. A step that was undone since, or of which no command ever
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
		.flatMap(({undo}) => undo.flatMap(argv => (undo.length === 1 ? whole(argv) : [again(argv)])))
		.filter(({argv}) => {
			const key = argv.join('\0');
			const isNew = !seen.has(key);
			seen.add(key);
			return isNew;
		});
}

/** The command of an argv that a journal kept. */
function again(argv: readonly string[]): Command {
	const [tool = '', ...rest] = argv;
	return endingAgain(argv) ?? change([tool, ...rest], 'take-back', {deadline: 300_000});
}

/** Journals of earlier versions kept k0s's own command alone, which leaves a failed unit and what outlived it. */
function whole(argv: readonly string[]): readonly Command[] {
	const [tool, verb, option, dataDir] = argv;
	if (tool !== 'k0s') return [again(argv)];
	if (verb === 'stop') return stopping(undefined);
	return verb === 'reset' ? resetting(option === '--data-dir' ? dataDir : undefined) : [again(argv)];
}

const stateOf = ({after}: JournalRecord): unknown => (after as {state?: unknown} | null)?.state;

function undoOf({before}: JournalRecord): readonly string[][] {
	const undo = (before as {undo?: unknown} | null)?.undo;
	const isArgv = (argv: unknown): argv is string[] =>
		Array.isArray(argv) && argv.length > 0 && argv.every(word => typeof word === 'string');
	return Array.isArray(undo) ? undo.filter(isArgv) : [];
}
