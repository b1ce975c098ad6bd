import type {Text} from '../text/text.js';
import type {RanCommand} from './document.js';
import {duration, moment} from './moment.js';

/** What became of commands that are told together, in few words: `exit 0`, `12 ms`, the moment, and what is missing here. */
export function outcomeWords(rans: readonly RanCommand[], text: Text): readonly string[] {
	const {journal: told} = text.report;
	const [first] = rans;
	if (!first) return [];
	const {exit, signal, at, state} = first;
	const end =
		state === 'unfinished' || (exit === null && signal === null)
			? told.unfinished
			: signal === null
				? told.exit(exit ?? 0, rans.length)
				: told.signal(signal);
	const ms = rans.reduce((sum, ran) => sum + (ran.ms ?? 0), 0);
	return [
		end,
		...(rans.some(ran => ran.ms !== null) ? [duration(ms)] : []),
		moment(at),
		...rans.flatMap(({input}) => (input === null ? [] : [told.input(input)])),
		...(rans.some(({secret}) => secret) ? [told.secret] : []),
	];
}

/** What they printed, each different answer once; null: not kept. What our own safety net prints is nobody's concern. */
export function printedBy(rans: readonly RanCommand[]): readonly string[] | null {
	const told = rans.filter(({own, state}) => !own || state !== 'ok');
	const kept = told.flatMap(({printed}) => printed ?? []);
	if (kept.length === 0 && told.length > 0) return null;
	return [...new Set(kept.filter(printed => printed !== ''))].flatMap(printed => printed.split('\n'));
}
