import type {Text} from '../../text/text.js';
import {copyItems, type CopyItem} from '../copies.js';
import type {RawOutput} from './outputs.js';

/** Of a raw pane: its commands, and what they printed. */
export function rawCopies(outputs: readonly RawOutput[], {objects}: Text): readonly CopyItem[] {
	const {labels} = objects.copy;
	const asked = outputs.filter(({ours}) => ours !== true);
	return copyItems(...asked.map(({title}) => [labels.command, title] as const), [
		labels.output,
		asked.flatMap(({title, printed}) => [`$ ${title}`, ...printed]).join('\n'),
	]);
}
