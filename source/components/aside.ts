import {visible} from '../terminal/sanitise.js';
import {beside} from './blocks.js';
import {widestList} from './columns.js';
import {type Line} from './line.js';
import type {Rows} from './rows.js';
import {emptyPane, paneLines, type PaneFrame} from './text-pane.js';
import {displayWidth} from './width.js';

/** From this many columns on, a list has the details of its selected row at its right. */
const asideFrom = 160;
const between = displayWidth(' │ ');

/** How a wide terminal is divided, in columns. */
export type Split = {readonly list: number; readonly aside: number};

/** Undefined: the terminal is not wide, the list has all of it. */
export const splitOf = (width: number): Split | undefined =>
	width < asideFrom ? undefined : {list: widestList, aside: width - widestList - between};

/** A rule is straight only beside text that is as wide as it will be on the terminal. */
const seen = (content: Line): Line =>
	content.map(part => {
		const text = visible(part.text);
		return text === part.text ? part : {...part, text};
	});

/** A list, a rule, and the details under their title: as many rows as fit, with how many there are. Pure. */
export function withAside(
	list: readonly Line[],
	content: Rows,
	frame: Omit<PaneFrame, 'none' | 'focused'>,
	given: {readonly split: Split; readonly height: number},
): Line[] {
	const {split, height} = given;
	const details = paneLines(emptyPane, {content, width: split.aside, height}, {...frame, none: ''});
	return beside(
		list.map(each => seen(each)),
		details,
		split.list,
		height,
	);
}
