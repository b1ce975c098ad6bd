import {blank, line, type Line} from '../../../components/line.js';
import type {Pod} from '../../../facts/cluster.js';
import type {Text} from '../../../text/text.js';
import {signalName} from '../../../text/trouble-words.js';
import type {Killed} from './use-killed.js';

/** Above what kubectl describes: how each container ended last, and whether the kernel killed something in it since it runs. */
export function endedLines(pods: readonly Pod[], killed: Killed, text: Text): readonly Line[] {
	const {object: words} = text.status;
	const {exit} = text.cause.evidence;
	const rows = pods.flatMap(({containers}) =>
		containers.flatMap(({name, id, state, last, exitCode, signal, reason}) => {
			const {kills = 0, file = ''} = (id === null ? undefined : killed.get(id)) ?? {};
			const counted = kills > 0 ? [line(text.cause.evidence.oomCount(name, kills, file))] : [];
			const end = state === 'terminated' ? {exitCode, signal, reason} : last;
			if (end === null) return counted;
			const code = exit(end.exitCode === null ? '' : String(end.exitCode), signalName(end) ?? '');
			return [line(words.lastEnd(name, code, end.reason ?? '')), ...counted];
		}),
	);
	return rows.length === 0 ? [] : [...rows, blank];
}
