import {visible} from '../terminal/sanitise.js';
import {plain, type Line} from './line.js';
import {rowsOf} from './rows.js';
import {emptyPane, paneLines} from './text-pane.js';

/** Details in less than this tell less than their frame costs, title included. */
const least = 7;
const share = 0.45;

/**
 * How many lines of a list's window are for the details of its selected row below it, title included; 0: the list needs all
 * of them. It depends on how many rows there are, not on which of them are shown: a filter moves nothing.
 */
export function roomBelow(total: number, window: number): number {
	if (total === 0) return 0;
	const most = Math.floor(window * share);
	return [most, least].find(lines => lines >= least && total <= window - lines) ?? 0;
}

/** The details below a list, exactly `height` lines: the first of them is the title, and no line is left empty. Pure. */
export function belowLines(details: readonly Line[], size: {readonly width: number; readonly height: number}): Line[] {
	const [title, ...rest] = details;
	const content = rowsOf(rest.filter(each => plain(each).trim() !== ''));
	return paneLines(emptyPane, {content, ...size}, {title: title ? visible(plain(title)) : '', none: ''});
}
