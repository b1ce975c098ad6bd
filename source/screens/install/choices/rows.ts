import {fieldSpans, type Field as TypedLine} from '../../../components/field.js';
import {beside, exactly, filled, rule, windowOf, wrap} from '../../../components/blocks.js';
import {blank, bold, dim, line, restyled, span, type Line, type Style} from '../../../components/line.js';
import {settle} from '../../../components/list.js';
import {sign} from '../../../components/marks.js';
import {displayWidth, fit, pad} from '../../../components/width.js';
import type {InstallAnswers} from '../../../install/answers.js';
import {keyLabel} from '../../../keys/key.js';
import type {Text} from '../../../text/text.js';
import type {EntryId, Field, FieldId, Option, Seen} from './field.js';
import {fieldOf, fields} from './fields.js';
import {fieldBindings} from './keys.js';
import type {ChoicesState, Wish} from './state.js';

type Size = {readonly width: number; readonly height: number};

/** The row below a field's options that opens its line to type in. */
export const other = 'other';

export const fieldIds: readonly FieldId[] = fields.map(({id}) => id);

export const selectedField = ({list}: ChoicesState): Field =>
	fieldOf((settle(list, fieldIds, fieldIds.length).selected ?? 'profile') as FieldId);

/** What can be selected in a field's pane. */
export const optionIds = (field: Field, options: readonly Option[]): readonly string[] => [
	...options.map(({id}) => id),
	...(field.entry === undefined ? [] : [other]),
];

const listWidth = 33;

/** All that can be decided to the left; to the right what the selected one means, and its options. */
export function choicesLines(
	given: {readonly state: ChoicesState; readonly answers: InstallAnswers; readonly seen: Seen},
	{width, height}: Size,
	text: Text,
): Line[] {
	const words = text.install.choices;
	const rows = height - 2;
	const field = selectedField(given.state);
	return exactly(
		[
			line(bold(words.title), dim(`  ${words.hint}`)),
			rule('', width),
			...beside(
				windowOf(
					fields.map(each => fieldRow(each, each === field, given, text)),
					Math.max(0, fields.indexOf(field) + 1 - rows),
					rows,
				),
				optionsPane(field, given, {width: width - listWidth - 3, height: rows}, text),
				listWidth,
				rows,
			),
		],
		height,
	);
}

function fieldRow(
	field: Field,
	selected: boolean,
	{state, answers, seen}: {readonly state: ChoicesState; readonly answers: InstallAnswers; readonly seen: Seen},
	text: Text,
): Line {
	const options = field.options(answers, seen, text);
	const undecided = options.length > 0 && !options.some(({chosen}) => chosen);
	const key = fieldBindings.find(({action}) => action === `install.${field.id}`)?.keys[0] ?? '';
	const {name} = text.install.choices.fields[field.id];
	const row: Line = [
		bold(`${keyLabel(key)} `),
		span(fit(name, 13)),
		span(fit(undecided ? text.install.choices.undecided : field.value(answers, text), 17)),
		span(' '),
	];
	if (!selected) return row;
	return restyled(row, state.pane === 'fields' ? {inverse: true} : {bold: true, underline: true});
}

function optionsPane(
	field: Field,
	{state, answers, seen}: {readonly state: ChoicesState; readonly answers: InstallAnswers; readonly seen: Seen},
	{width, height}: Size,
	text: Text,
): Line[] {
	const words = text.install.choices;
	const {name, why} = words.fields[field.id];
	const head = [line(bold(name)), ...wrap(why, width).map(part => line(dim(part))), blank];
	if (state.typed !== undefined)
		return [
			...head,
			...entryLines(field, {text: state.typed, ...(state.cursor !== undefined && {cursor: state.cursor})}, width, text),
		];
	const options = field.options(answers, seen, text);
	const ids = optionIds(field, options);
	const active = state.pane === 'options';
	const {selected} = settle(state.options, ids, ids.length);
	const blocks = ids.map((id): Line[] => {
		const option = options.find(each => each.id === id);
		const row: Line = option
			? [option.chosen ? span('● ', {color: 'green', bold: true}) : dim('○ '), span(option.name)]
			: [span('  '), span(words.names.other)];
		const note = option === undefined || option.note === '' ? [] : wrap(option.note, Math.max(8, width - 2));
		return [
			active && id === selected ? restyled(filled(row, width), {inverse: true}) : row,
			...note.map(part => line('  ', dim(part))),
		];
	});
	const room = Math.max(1, height - head.length);
	const from = blocks.slice(0, ids.indexOf(selected ?? '')).flat().length;
	const own = blocks[ids.indexOf(selected ?? '')]?.length ?? 0;
	const all = blocks.flat();
	return [...head, ...windowOf(all, active ? Math.max(0, from + own - room) : 0, room)];
}

/** A choice before it counts: what is chosen now, and what would be, each with what it means. */
export function wishLines(
	field: Field,
	wish: Wish,
	{answers, seen}: {readonly answers: InstallAnswers; readonly seen: Seen},
	width: number,
	text: Text,
): Line[] {
	const words = text.install.choices;
	const old = field.options(answers, seen, text).find(({chosen}) => chosen);
	const of = (head: string, {name, note}: {readonly name: string; readonly note: string}, style: Style): Line[] => {
		const room = Math.max(8, width - labelWidth - 2);
		return [
			line(dim(pad(head, labelWidth)), span(name, style)),
			...(note === '' ? [] : wrap(note, room).map(part => line(' '.repeat(labelWidth), dim(part)))),
		];
	};

	const labelWidth = Math.max(displayWidth(words.now), displayWidth(words.then)) + 2;
	return [
		blank,
		...of(words.now, old ?? {name: field.value(answers, text), note: ''}, {}),
		...of(words.then, wish, {bold: true}),
		blank,
		...wrap(words.fields[field.id].why, width).map(part => line(part)),
		...wrap(words.onlyPlan, width).map(part => line(dim(part))),
	];
}

/** What is typed, what is wrong with it, and an example. */
function entryLines(field: Field, entry: TypedLine, width: number, text: Text): Line[] {
	const typed = entry.text;
	const words = text.install.choices;
	const id = field.id as EntryId;
	const refused = typed === '' ? undefined : field.entry?.refuse(typed, text);
	return [
		[bold(words.entry[id]), ...fieldSpans(entry, Math.max(8, width - displayWidth(words.entry[id]) - 1))],
		...(refused === undefined
			? wrap(words.examples[id], width).map(part => line(dim(part)))
			: wrap(refused, Math.max(8, width - 2)).map((part, index) =>
					index === 0 ? line(sign('warn'), ' ', part) : line('  ', part),
				)),
	];
}

/** Below the title of the Install screen: what was chosen, and the key that changes it. */
export function chosenRule(chosen: string, width: number, text: Text, fixed: boolean): Line {
	return rule(chosen, width, fixed ? '' : text.install.choices.key);
}
