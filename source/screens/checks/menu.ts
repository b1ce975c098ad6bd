import {isSafe, type RemedySession} from '../../checks/remedy-session.js';
import type {CheckRow} from '../../checks/source.js';
import {exactly, rule} from '../../components/blocks.js';
import {dim, line, restyled, type Line} from '../../components/line.js';
import type {Text} from '../../text/text.js';
import {copyText} from './details.js';

export type MenuAction = 'apply' | 'apply-safe' | 'copy' | 'undo' | 'rerun' | 'rerun-all' | 'stop';

export type MenuItem = {
	readonly action: MenuAction;
	readonly label: string;
	/** Why it cannot be chosen now. */
	readonly not: string | undefined;
};

/** What can be done with the selected check, and with all. */
export function menuItems(
	selected: CheckRow | undefined,
	rows: readonly CheckRow[],
	session: Pick<RemedySession, 'get' | 'refuses'>,
	text: Text,
	readOnlyBy = '--read-only',
): readonly MenuItem[] {
	const {remedies: words} = text.checks;
	const {busy} = session.get();
	const cannot = session.refuses === undefined ? (busy ? words.busy : undefined) : words.readOnly(readOnlyBy);
	const safe = safeOnes(rows).length;
	const title = selected?.title ?? '';
	const item = (action: MenuAction, label: string, not?: string): MenuItem => ({action, label, not});
	return [
		...(busy ? [item('stop', words.stop)] : []),
		...(selected ? [item('apply', words.apply(title), cannot ?? whyNoRemedy(selected, text))] : []),
		item('apply-safe', words.applySafe(safe), cannot ?? (safe === 0 ? words.noSafe : undefined)),
		...(selected
			? [
					item('copy', words.copy, copyText(selected) === undefined ? words.noSafe : undefined),
					item('undo', words.undoFix(title), cannot),
					item('rerun', words.rerun(title)),
				]
			: []),
		item('rerun-all', words.rerunAll),
	];
}

export const safeOnes = (rows: readonly CheckRow[]): readonly CheckRow[] =>
	rows.filter(({report}) => report !== null && isSafe(report));

function whyNoRemedy({report}: CheckRow, text: Text): string | undefined {
	const {remedies: words} = text.checks;
	if (!report?.remedy) return words.noRemedy;
	return report.remedy.fix ? undefined : words.byPerson;
}

/** As high as the pane that it covers on a narrow window. */
const least = 8;

/** The menu over the lower end of the body; what is there above it stays. */
export function withMenu(
	body: readonly Line[],
	items: readonly MenuItem[],
	index: number,
	width: number,
	text: Text,
): readonly Line[] {
	const lines = [
		rule(text.checks.remedies.menu, width, text.checks.closeHint),
		...items.map(({label, not}, at) => {
			const words = line('  ', not === undefined ? label : dim(`${label} (${not})`));
			return at === Math.min(index, items.length - 1) ? restyled(words, {inverse: true}) : words;
		}),
	];
	const block = exactly(lines, Math.max(lines.length, least));
	return exactly([...body.slice(0, Math.max(0, body.length - block.length)), ...block], body.length);
}
