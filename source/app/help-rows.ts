import {wrap} from '../components/blocks.js';
import {dialogBindings} from '../components/dialog.js';
import {blank, bold, line, span, type Line, type Span} from '../components/line.js';
import {sign, type Mark} from '../components/marks.js';
import {rowsOf, type Rows} from '../components/rows.js';
import {rawBindings} from '../components/text-pane.js';
import {displayWidth, pad} from '../components/width.js';
import {fieldBindings, type Binding} from '../keys/binding.js';
import {keyLabel} from '../keys/key.js';
import {meaningsOf} from '../keys/scheme.js';
import type {KeyHelp} from '../text/key-help.js';
import type {Text} from '../text/text.js';
import {frameBindings, nameOfAction} from './screen-table.js';

/** What an action does, in a sentence: its own, else that of its meaning. */
export function sentenceOf(action: string, help: KeyHelp, text: Text): string {
	const meaning = meaningsOf(action)[0] ?? '';
	const meanings: Readonly<Record<string, string>> = text.app.meanings;
	const own = help.actions[action];
	if (own !== undefined) return own;
	const words = meanings[meaning] ?? nameOfAction(text, action);
	return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.。]$/.test(words) ? '' : help.stop}`;
}

type Given = {
	/** The tables that worked when the help was opened, top first. */
	readonly tables: ReadonlyArray<readonly Binding[]>;
	/** A table with the keys that the person wants. */
	readonly rebind: (bindings: readonly Binding[]) => readonly Binding[];
	/** The name of the screen. */
	readonly screen: string;
	readonly width: number;
	readonly ascii: boolean;
};

const isShared = ({action}: Binding): boolean => action.startsWith('list.') || action.startsWith('pane.');

/** Without the keys that a table above binds already: they do not reach this one. */
function reached(bindings: readonly Binding[]): readonly Binding[] {
	const taken = new Set<string>();
	return bindings.map(binding => {
		const keys = binding.keys.filter(key => !taken.has(key));
		for (const key of keys) taken.add(key);
		return {...binding, keys};
	});
}

/** The keys that reach their table; tables of which the footer shows nothing come after the others. */
function mainFirst(tables: Given['tables']): readonly Binding[] {
	const bindings = reached(tables.flat());
	const starts = tables.map((_, at) => tables.slice(0, at).reduce((sum, {length}) => sum + length, 0));
	const parts = tables.map((table, at) => bindings.slice(starts[at], (starts[at] ?? 0) + table.length));
	const isMain = (part: readonly Binding[]): boolean => part.some(({footer}) => footer !== undefined);
	return [...parts.filter(part => isMain(part)), ...parts.filter(part => !isMain(part))].flat();
}

/** The help as one text: this screen, lists, everywhere, in a question, where a line is typed, signs. */
export function helpRows({tables, rebind, screen, width, ascii}: Given, help: KeyHelp, text: Text): Rows {
	const here = mainFirst(tables).filter(binding => !isShared(binding) && !binding.action.startsWith('app.'));
	const {sections} = help;
	const parts: ReadonlyArray<readonly [string, readonly Binding[]]> = [
		[sections.here(screen), here],
		[sections.lists, rebind(rawBindings)],
		[sections.everywhere, rebind(frameBindings)],
		[sections.question, dialogBindings.filter(binding => !isShared(binding))],
		[sections.typing, fieldBindings],
	];
	const signs: readonly Mark[] = ['pass', 'warn', 'fail', 'unknown', 'skip', 'running', 'todo'];
	const keysWidth = width < 72 ? 13 : 17;
	const lines = [
		...parts.flatMap(([title, bindings]) => [
			line(bold(title)),
			...bindings
				.filter(({keys}) => keys.length > 0)
				.flatMap(({action, keys}) =>
					entry(bold(keys.map(key => keyLabel(key, ascii)).join(' ')), sentenceOf(action, help, text), {
						keysWidth,
						width,
					}),
				),
			blank,
		]),
		line(bold(sections.signs)),
		...signs.flatMap(mark => entry(sign(mark), help.signs[mark as keyof typeof help.signs], {keysWidth, width})),
	];
	return rowsOf(lines);
}

/** `  enter        Runs the selected step.`, the sentence wrapped in its column; keys that are too long stand above. */
function entry(head: Span, sentence: string, size: {readonly keysWidth: number; readonly width: number}): Line[] {
	const {keysWidth, width} = size;
	const [first = '', ...more] = wrap(sentence, Math.max(20, width - keysWidth - 2));
	const indent = ' '.repeat(keysWidth + 2);
	const isLong = displayWidth(head.text) > keysWidth - 1;
	return [
		...(isLong ? [line('  ', head)] : []),
		line('  ', isLong ? span(' '.repeat(keysWidth)) : {...head, text: pad(head.text, keysWidth)}, first),
		...more.map(part => line(indent, part)),
	];
}
