import type {ProbeEnd} from '../../../command/trace.js';
import {wrap} from '../../../components/blocks.js';
import {colored, dim, line, span, type Line} from '../../../components/line.js';
import type {Ruleset} from '../../../facts/packet-filter.js';
import type {Labels} from '../../../model/chain-labels.js';
import type {Ending, Hop, Packet, Walk} from '../../../model/packet-walk/facts.js';
import {placeOf} from '../../../model/packet-walk/words.js';
import {meaningAt, meaningText} from '../../../model/refusals.js';
import {isAsExpected, passes, type LiveTrace} from '../../../model/trace.js';
import type {Text} from '../../../text/text.js';
import type {Shown} from './shown.js';
import {chainText} from '../words.js';

/** Nobody answers. */
const refusing = new Set<Verdict>([
	'dropped',
	'rejected',
	'unreachable',
	'unheard',
	'astray',
	'unanswered',
	'kept-back',
	'kept-later',
	'unknown',
	'lost',
	'silent',
]);

export type Rules = {readonly ruleset: Ruleset; readonly labels: Labels};

/** What is beside the verdict's own words: who listens and what is elsewhere, these say. */
function dependsOn({sureness}: Walk, {whatIf: words}: Text): string {
	const reasons = sureness.kind === 'certain' ? [] : sureness.on;
	const named = reasons.filter(({id}) => id !== 'listeners' && id !== 'elsewhere');
	return named.length === 0 ? '' : words.dependsOn(named.map(({id, what}) => words.reason[id]?.(what) ?? what));
}

/** The last lines: what becomes of the packet, and how sure that is. */
export function verdictLines(shown: Shown, width: number, text: Text, rules: Rules): Line[] {
	const {labels} = rules;
	const words = text.whatIf;
	if (shown.kind === 'walk') {
		const {ending, walk} = shown;
		const named = dependsOn(walk, text);
		const doubts = [
			words.beside[ending.verdict] ?? '',
			named === '' || ending.unread.length > 0 ? words.unread(ending.unread.length) : '',
			walk.agreed
				? ''
				: ending.supposed
					? words.supposed
					: ending.unread.length > 0 || !walk.whole
						? words.notSure
						: '',
			ending.assumed.length > 0 ? words.assuming(ending.assumed.map(each => words.assumed[each])) : '',
		];
		return [
			verdictLine(walkSays(ending), ending.by, ending, labels, text),
			...meaningLines(ending.by, rules, text),
			line(dim(`  ${doubts.filter(Boolean).join(', ')}`)),
			...(named === '' ? [] : wrap(named, width - 2).slice(0, 2)).map(part => line(colored(`  ${part}`, 'yellow'))),
		].map(each => each.slice(0, width));
	}

	if (shown.kind !== 'live' || !shown.trace) return [];
	const {result, state, expected} = shown;
	if (!result) return [line(dim(words.live.states[state]))];
	const agrees = expected !== undefined && isAsExpected(result, expected);
	const gone = result.gone ? '' : text.trace.notGone('nft delete table inet k0s_tui_trace');
	const arrived = expected && passes(expected.verdict) ? expected : {packet: result.packet, output: null};
	return [
		verdictLine(result.verdict, result.by, arrived, labels, text),
		...meaningLines(result.by, rules, text),
		line(
			...(expected ? [agrees ? dim(`  ${words.live.same}`) : colored(`  ${words.live.other}`, 'yellow')] : []),
			...(gone === '' ? [] : [colored(`  ${gone}`, 'red')]),
		),
		...(result.reply === null ? [] : [line(dim(`  ${text.trace.reply[replyKey(result.reply, result.packet)]}`))]),
	];
}

/** Whose rule it is that refuses, in the words of the list of refusals. */
function meaningLines(by: Hop | null, {ruleset, labels}: Rules, text: Text): Line[] {
	const meaning = by && !by.space ? meaningAt(ruleset, by, labels) : undefined;
	return meaning ? [line(`  ${meaningText(meaning, text.nftables.live.refusals)}`)] : [];
}

/** A receiver of udp need not answer. */
const replyKey = (reply: ProbeEnd, packet: Packet | null): ProbeEnd | 'silent-udp' =>
	reply === 'silent' && packet?.protocol === 'udp' ? 'silent-udp' : reply;

type Verdict = Ending['verdict'] | LiveTrace['verdict'] | 'kept-back' | 'kept-later';

/** Of a live trace "unanswered" is what its sender saw; of a walk, what is kept back is known. */
const walkSays = ({verdict, back}: Ending): Verdict =>
	verdict === 'unanswered' ? (back?.next ? 'kept-later' : 'kept-back') : verdict;

function verdictLine(
	verdict: Verdict,
	by: Hop | null,
	{packet, output}: {readonly packet: Packet | null; readonly output: string | null},
	labels: Labels,
	text: Text,
): Line {
	const good = verdict === 'delivered';
	const style = {
		color: good ? ('green' as const) : refusing.has(verdict) ? ('red' as const) : ('yellow' as const),
		bold: true,
	};
	const mark = span(good ? '✓ ' : refusing.has(verdict) ? '✗ ' : '? ', style);
	const said = verdictText(verdict, packet, output, labels, text);
	return [mark, span(said, style), ...(by ? [span(` ${text.whatIf.by(placeWithLabel(by, labels))}`)] : [])];
}

function verdictText(
	verdict: Verdict,
	packet: Packet | null,
	output: string | null,
	labels: Labels,
	{whatIf: {verdict: words}}: Text,
): string {
	const port = packet?.destinationPort ?? null;
	const door = `${packet?.destination ?? ''}${port === null ? '' : `:${port}`}`;
	const pod = packet ? labels.pods.get(packet.destination) : undefined;
	const to = pod === undefined ? door : `${door} ${pod}`;
	switch (verdict) {
		case 'delivered':
			return words.delivered(packet?.source ?? '', to);
		case 'unheard':
		case 'arrives':
		case 'unanswered':
		case 'kept-back':
		case 'kept-later':
			return words[verdict](to);
		case 'leaves':
		case 'astray':
			return words[verdict](to, output ?? '');
		default:
			return words[verdict];
	}
}

/** With the pod, policy or service in place of a chain's hash. */
function placeWithLabel(hop: Hop, labels: Labels): string {
	const label = labels.chains.get(hop.chain);
	return label ? placeOf({...hop, chain: chainText(hop.chain, labels, true)}) : placeOf(hop);
}
