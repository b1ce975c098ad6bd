import {bold, dim, line, span, type Line} from '../../components/line.js';
import type {Text} from '../../text/text.js';

/** The name of the file that a report is to be written into, while it is typed; null: nobody asked for one. */
export type ReportPrompt = {readonly name: string | null};

export const noPrompt: ReportPrompt = {name: null};

/** In the folder that the program was started in. */
export const usualName = 'k0s-report.md';

export type ReportEvent =
	| {readonly type: 'ask'}
	| {readonly type: 'type'; readonly text: string}
	| {readonly type: 'erase'}
	| {readonly type: 'close'};

export function reduceReport({name}: ReportPrompt, event: ReportEvent): ReportPrompt {
	switch (event.type) {
		case 'ask': {
			return {name: usualName};
		}

		case 'type': {
			return {name: (name ?? '') + event.text};
		}

		case 'erase': {
			return {name: [...(name ?? '')].slice(0, -1).join('')};
		}

		case 'close': {
			return noPrompt;
		}
	}
}

/** Undefined: nobody asked. */
export const promptLine = ({name}: ReportPrompt, {status}: Text): Line | undefined =>
	name === null
		? undefined
		: line(bold(`${status.report.into} `), name, span(' ', {inverse: true}), dim(`  ${status.report.formats}`));
