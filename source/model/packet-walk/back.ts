import type {Back, Ending, Packet, WalkVerdict} from './facts.js';
import {surenessOf} from './sureness.js';

/** The first answer of whoever takes the packet at its end; undefined: nobody answers from there. */
export function answerTo({verdict, packet, output}: Ending): Packet | undefined {
	if (verdict !== 'delivered' && verdict !== 'arrives' && verdict !== 'leaves') return undefined;
	const {source, destination, protocol, sourcePort, destinationPort} = packet;
	return {
		...{source: destination, destination: source, protocol},
		...{sourcePort: destinationPort, destinationPort: sourcePort, input: output},
	};
}

const stops: ReadonlySet<WalkVerdict> = new Set(['dropped', 'rejected', 'unreachable', 'astray']);

/** What the ways of an answer say together: it must come by the way of the question, from whom it was sent to. */
export function backOf(asked: Packet, endings: readonly Ending[], whole: boolean): Back {
	const [main, ...others] = endings;
	if (!main) return {verdict: 'open', by: null, reasons: [{id: 'endless', what: ''}]};
	const kinds = endings.map(ending => kindOf(ending, asked));
	const agreed =
		whole &&
		endings.every(({reasons, unread, supposed}) => reasons.length === 0 && (unread.length === 0 || !supposed)) &&
		kinds.every(kind => kind === kinds[0]);
	if (agreed && kinds[0] === 'returns') return {verdict: 'returns', by: null, reasons: []};
	if (agreed && kinds[0] === 'lost') return {verdict: 'lost', by: main.by, reasons: []};
	const sureness = surenessOf([main, ...others], whole, false);
	const named = (sureness.kind === 'certain' ? [] : sureness.on).filter(
		({id}) => id !== 'listeners' && id !== 'elsewhere',
	);
	const {packet, output} = main;
	const astray = {id: 'routing' as const, what: `${packet.source} ${packet.destination} ${output ?? ''}`.trimEnd()};
	return {
		verdict: 'open',
		by: null,
		reasons: kinds.includes('other') || named.length === 0 ? [...named, astray] : named,
	};
}

/** `other`: it comes somewhere, but not as the sender waits for it. */
function kindOf({verdict, packet, output}: Ending, asked: Packet): 'returns' | 'lost' | 'other' | 'unknown' {
	if (stops.has(verdict)) return 'lost';
	if (verdict !== 'arrives' && verdict !== 'leaves') return 'unknown';
	const isTurned =
		packet.source === asked.destination &&
		packet.destination === asked.source &&
		packet.sourcePort === asked.destinationPort &&
		packet.destinationPort === asked.sourcePort;
	return isTurned && output === asked.input ? 'returns' : 'other';
}

/** What an arrival is worth beside what is known of the way of its answer. */
export function answered(ending: Ending): Ending {
	const {verdict, back, reasons} = ending;
	if (!back || back.verdict === 'returns' || verdict === 'leaves') return ending;
	if (back.verdict === 'lost') {
		return verdict === 'delivered' || verdict === 'arrives' ? {...ending, verdict: 'unanswered', by: back.by} : ending;
	}

	if (verdict !== 'delivered') return ending;
	const more = back.reasons.filter(each => !reasons.some(({id, what}) => id === each.id && what === each.what));
	return more.length === 0 ? ending : {...ending, reasons: [...reasons, ...more]};
}
