import {blank, line, type Line} from '../../../components/line.js';
import type {Pod} from '../../../facts/cluster.js';
import type {Text} from '../../../text/text.js';
import {signalName} from '../../../text/trouble-words.js';

/** Above what kubectl describes: how each container ended last. */
export function endedLines(pods: readonly Pod[], text: Text): readonly Line[] {
	const {object: words} = text.status;
	const {exit} = text.cause.evidence;
	const rows = pods.flatMap(({containers}) =>
		containers.flatMap(({name, state, last, exitCode, signal, reason}) => {
			const end = state === 'terminated' ? {exitCode, signal, reason} : last;
			if (end === null) return [];
			const code = exit(end.exitCode === null ? '' : String(end.exitCode), signalName(end) ?? '');
			return [line(words.lastEnd(name, code, end.reason ?? ''))];
		}),
	);
	return rows.length === 0 ? [] : [...rows, blank];
}
