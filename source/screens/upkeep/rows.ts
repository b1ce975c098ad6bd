import {exactly, filled, rule, windowOf, wrap} from '../../components/blocks.js';
import {fieldSpans} from '../../components/field.js';
import {blank, bold, dim, line, restyled, span, type Line} from '../../components/line.js';
import {settle} from '../../components/list.js';
import {marked, sign} from '../../components/marks.js';
import {displayWidth, pad} from '../../components/width.js';
import type {Asked} from '../../install/upkeep/asked.js';
import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import type {UpkeepView} from '../../install/upkeep/holder.js';
import type {UpkeepText} from '../../text/upkeep.js';
import {typedWish, type Offer} from './options.js';
import type {UpkeepState} from './state.js';

type Size = {readonly width: number; readonly height: number};
type Words = UpkeepText['screen'];

/** In the order in which they are needed. */
export const menuKinds: readonly UpkeepKind[] = ['upgrade', 'backup', 'restore'];

/** The row below the options that opens the line to type in. */
export const other = 'other';

export const optionIds = ({options}: Offer): readonly string[] => [...options.map(({id}) => id), other];

/** What can be done, each in a sentence; what runs or was interrupted says so. */
export function menuLines(
	{options}: UpkeepState,
	{kind, session, cut}: UpkeepView,
	{width, height}: Size,
	words: Words,
): Line[] {
	const {selected} = settle(options, menuKinds, menuKinds.length);
	const runs = session?.busy() === true ? kind : undefined;
	const widest = Math.max(...menuKinds.map(each => displayWidth(words.menu[each].name)));
	const rows = menuKinds.flatMap((each): Line[] => {
		const {name, does} = words.menu[each];
		const state =
			each === runs
				? [span('  '), marked('running', words.runs)]
				: each === cut?.kind
					? [span('  '), marked('warn', words.interrupted)]
					: [];
		const row = filled([span(' '), bold(pad(name, widest + 1)), ...state], width);
		return [
			each === selected ? restyled(row, {inverse: true}) : row,
			...wrap(does, Math.max(8, width - 3)).map(part => line('   ', dim(part))),
			blank,
		];
	});
	return exactly(
		[line(bold(words.title)), rule('', width), ...rows.slice(0, height - 3), line(dim(words.keysMenu))],
		height,
	);
}

/** The question which version, file or folder, with what each means. */
export function chooseLines(
	given: {
		readonly kind: UpkeepKind;
		readonly state: UpkeepState;
		readonly asked: Asked | undefined;
		readonly offer: Offer | undefined;
	},
	{width, height}: Size,
	words: Words,
): Line[] {
	const {kind, state, asked, offer} = given;
	const {title, entry} = words.choose[kind];
	const here = kind === 'upgrade' && asked?.here.known ? words.here(asked.here.value) : '';
	const head = [line(bold(title), ...(here === '' ? [] : [dim(`  ${here}`)])), rule('', width)];
	if (offer === undefined) return exactly([...head, line(dim(words.reading))], height);
	if (state.typed !== undefined) {
		const wrong = state.typed.text === '' ? undefined : typedWish(kind, state.typed.text, words);
		return exactly(
			[
				...head,
				[bold(entry), ...fieldSpans(state.typed, Math.max(8, width - displayWidth(entry) - 1))],
				typeof wrong === 'string' ? line(sign('warn'), ' ', wrong) : line(dim(words.examples[kind])),
			],
			height,
		);
	}

	const ids = optionIds(offer);
	const {selected} = settle(state.options, ids, ids.length);
	const blocks = ids.map((id): Line[] => {
		const option = offer.options.find(each => each.id === id);
		const row: Line = [span(' '), option === undefined ? span(words.choose[kind].other) : bold(option.id)];
		return [
			id === selected ? restyled(filled(row, width), {inverse: true}) : row,
			...(option === undefined ? [] : wrap(option.note, Math.max(8, width - 3)).map(part => line('   ', dim(part)))),
		];
	});
	const notes = offer.notes.flatMap(note => wrap(note, width)).map(part => line(dim(part)));
	const foot = notes.length === 0 ? [] : [blank, ...notes];
	const room = Math.max(1, height - head.length - foot.length);
	const at = ids.indexOf(selected ?? '');
	const end = blocks.slice(0, at + 1).flat().length;
	return exactly([...head, ...windowOf(blocks.flat(), Math.max(0, end - room), room), ...foot], height);
}
