import type {JournalRecord} from '../engine/journal.js';
import {recordedUndo} from '../engine/recorded-undo.js';
import {redactArgv} from '../redact/redact.js';
import type {Text} from '../text/text.js';
import {text as words, heading, type Block, type Chapter} from './document.js';
import type {Attempt} from './history.js';
import {attemptBlocks, titleOf} from './history-chapters.js';

/** What would undo what runs left, newest first; what a reset did; and how to be rid of all of it. */
export function undoChapter(
	records: readonly JournalRecord[],
	attempts: readonly Attempt[],
	unknown: Block | undefined,
	text: Text,
): Chapter {
	const {undo: told, chapters} = text.report;
	const left = stepsLeft(records, attempts);
	const resets = attempts.filter(({list}) => list === 'reset');
	return {
		id: 'undo',
		title: chapters.undo,
		blocks: [
			...(unknown ? [unknown] : left.length === 0 ? [words(told.none)] : [words(told.steps)]),
			...left.flatMap(({attempt, argvs}): Block[] => [
				heading(titleOf(attempt, text)),
				{kind: 'typed', commands: argvs.map(argv => redactArgv(argv)), changes: true},
			]),
			...resets.flatMap(attempt => attemptBlocks(attempt, text)),
			words(told.program),
			{kind: 'typed', commands: [['sudo', 'k0s-tui', 'undo']], changes: true},
			words(told.reset),
			{
				kind: 'typed',
				commands: [
					['k0s', 'stop'],
					['k0s', 'reset'],
				],
				changes: true,
			},
		],
	};
}

type Left = {readonly attempt: Attempt; readonly argvs: ReadonlyArray<readonly string[]>};

/** Of guided installs and remedies: the demo takes its own away. */
function stepsLeft(records: readonly JournalRecord[], attempts: readonly Attempt[]): readonly Left[] {
	const newest = new Map<string, Attempt>();
	for (const attempt of attempts) {
		if (attempt.kind !== 'run' || attempt.undone || attempt.commands.length === 0) continue;
		if (attempt.list !== 'install' && attempt.list !== 'remedy') continue;
		newest.delete(attempt.step);
		newest.set(attempt.step, attempt);
	}

	return [...newest.values()].toReversed().flatMap(attempt => {
		const argvs = recordedUndo(records, attempt.step).map(({argv}) => argv);
		return argvs.length === 0 ? [] : [{attempt, argvs}];
	});
}
