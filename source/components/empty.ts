import type {Text} from '../text/text.js';
import {blank, bold, dim, line, type Line} from './line.js';

/** What is said where there is nothing to show, or why it is not known. Never an empty pane. */
export function unknownLines(text: Text, unknown: {readonly reason: string; readonly detail: string}): Line[] {
	const {common} = text;
	const tool = unknown.detail.split(/[\s/]/).at(-1) ?? '';
	switch (unknown.reason) {
		case 'needs-root': {
			return [line(bold(common.needsRoot)), blank, line(dim(common.becomeRoot))];
		}

		case 'tool-missing': {
			return [line(bold(common.toolMissing(tool, common.package[tool] ?? tool)))];
		}

		default: {
			const why = common.reason[unknown.reason] ?? unknown.reason;
			return [line(bold(common.unknownBecause(why))), ...(unknown.detail === '' ? [] : [line(dim(unknown.detail))])];
		}
	}
}
