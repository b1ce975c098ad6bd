import {allChecks} from '../checks/checks.js';
import {journalFault, journalWords, type JournalFault} from '../engine/journal-fault.js';
import {backupSteps} from '../install/backup/steps.js';
import {backStep, upgradeSteps} from '../install/upgrade/steps.js';
import {restoreSteps} from '../install/restore/steps.js';
import {resetSteps} from '../install/reset/steps.js';
import {installSteps} from '../install/steps.js';
import {demoRungs} from '../smoke/rungs.js';
import {redact} from '../redact/redact.js';
import {idText, readably, sentence} from '../text/ids.js';
import type {Text} from '../text/text.js';
import {text as words, heading, type Block, type Chapter, type RanCommand} from './document.js';
import type {Attempt, ListName} from './history.js';
import {moment} from './moment.js';
import type {ReportJournal} from './read.js';

/** What was run here, in the chapters of the guide: a chapter tells each attempt at its steps in the order of time. */
export type HistoryChapter = 'preparation' | 'hostname' | 'firewall' | 'install' | 'start' | 'demo';

const chapterOf: Readonly<Record<string, HistoryChapter>> = {
	'install privilege': 'preparation',
	'install preflight': 'preparation',
	'install hostname': 'hostname',
	'install firewall-trial': 'firewall',
	'install firewall-commit': 'firewall',
	'install download': 'install',
	'install place': 'install',
	'install install': 'install',
	'install start': 'start',
	'install healthy': 'start',
};

const lists: Readonly<Record<ListName, HistoryChapter | undefined>> = {
	install: 'install',
	demo: 'demo',
	remedy: 'preparation',
	backup: 'start',
	upgrade: 'start',
	restore: 'install',
	reset: undefined,
};

/** Undefined: of a reset, which the chapter on taking back tells. */
export const chapterOfAttempt = ({list, step}: Attempt): HistoryChapter | undefined =>
	chapterOf[`${list} ${step}`] ?? lists[list];

/** Why what the journal records may not be all, or not what was run; undefined: it holds, or is not known at all. */
export const faultOf = (journal: ReportJournal): JournalFault | undefined =>
	journal.state === 'read' ? journalFault(journal.reading) : undefined;

/** What is told where nothing can be, because the journal is not known; undefined: it is. */
export function journalUnknown(journal: ReportJournal, text: Text): Block | undefined {
	const {journal: told} = text.report;
	if (journal.state === 'recorded') return {kind: 'unknown', text: told.recorded};
	if (journal.state === 'read') {
		const fault = faultOf(journal);
		return fault && {kind: 'unknown', text: journalWords(fault, text).message};
	}

	const why = journal.why === 'needs-root' ? (text.common.reason['needs-root'] ?? journal.why) : journal.detail;
	return {kind: 'unknown', text: told.unread(why)};
}

export function historyChapter(
	id: HistoryChapter,
	attempts: readonly Attempt[],
	unknown: Block | undefined,
	text: Text,
): Chapter {
	const mine = attempts.filter(attempt => chapterOfAttempt(attempt) === id);
	const blocks =
		mine.length > 0
			? mine.flatMap(attempt => attemptBlocks(attempt, text))
			: [unknown ?? words(text.report.journal.none)];
	return {id, title: text.report.chapters[id], blocks};
}

export function attemptBlocks(attempt: Attempt, text: Text): readonly Block[] {
	const {journal: told} = text.report;
	const {state, commands, kind, undone} = attempt;
	const found = redact(sentence(attempt.found, text));
	const hint = attempt.hint === null ? null : redact(sentence(attempt.hint, text));
	const title = titleOf(attempt, text);
	const quiet = commands.length === 0 && (state === 'done' || state === 'skipped');
	if (quiet) return [words(told.already(title, found))];
	const when = moment(attempt.at);
	return [
		heading(told.attempt(kind === 'undo' ? told.undone(title) : title, when, attempt.who)),
		...grouped(commands).map((rans): Block => ({kind: 'ran', why: whyOf(rans, text), rans})),
		words(told.outcome(told.states[state] ?? state, found)),
		...(hint !== null && state !== 'done' ? [words(told.advice(hint))] : []),
		...(undone && kind === 'run' ? [words(told.undoneLater)] : []),
	];
}

const whyOf = ([first]: readonly RanCommand[], text: Text): string => {
	if (!first) return '';
	return first.own ? text.report.journal.own : (text.why[first.why] ?? first.why);
};

/** Commands that follow each other for one reason are told together, unless one did not end well. */
function grouped(commands: readonly RanCommand[]): ReadonlyArray<readonly RanCommand[]> {
	const groups: RanCommand[][] = [];
	for (const command of commands) {
		const group = groups.at(-1);
		const before = group?.at(-1);
		if (group && before && belong(before, command)) group.push(command);
		else groups.push([command]);
	}

	return groups;
}

const belong = (before: RanCommand, next: RanCommand): boolean =>
	before.state === 'ok' &&
	next.state === 'ok' &&
	before.own === next.own &&
	(next.own || (next.why !== '' && before.why === next.why));

const stepsOf: Readonly<
	Record<ListName, (() => ReadonlyArray<{readonly id: string; readonly title: string}>) | undefined>
> = {
	install: () => installSteps(idText),
	demo: () => demoRungs(idText),
	reset: () => resetSteps(idText),
	backup: () => backupSteps(idText),
	upgrade: () => [...upgradeSteps(idText), backStep(idText)],
	restore: () => restoreSteps(idText),
	remedy: undefined,
};

/** The step's name as the screens have it; of a check that is no more its id. */
export function titleOf({list, step}: Attempt, text: Text): string {
	const named = stepsOf[list]?.() ?? allChecks.map(({id}) => ({id, title: text.checks.items[id].title}));
	return readably(named.find(({id}) => id === step)?.title ?? step, text);
}
