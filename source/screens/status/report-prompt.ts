import {edited, fieldSpans, type Field, type FieldEdit} from '../../components/field.js';
import {bold, dim, type Line} from '../../components/line.js';
import type {Text} from '../../text/text.js';

/** The name of the file that a report is to be written into, while it is typed; null: nobody asked for one. */
export type ReportPrompt = {readonly name: Field | null};

export const noPrompt: ReportPrompt = {name: null};

/** In the folder that the program was started in. */
export const usualName = 'k0s-report.md';

export type ReportEvent =
	{readonly type: 'ask'} | {readonly type: 'edit'; readonly edit: FieldEdit} | {readonly type: 'close'};

export function reduceReport(state: ReportPrompt, event: ReportEvent): ReportPrompt {
	switch (event.type) {
		case 'ask': {
			return {name: {text: usualName}};
		}

		case 'edit': {
			return state.name ? {name: edited(state.name, event.edit)} : state;
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
		: [bold(`${status.report.into} `), ...fieldSpans(name, 40), dim(`  ${status.report.formats}`)];
