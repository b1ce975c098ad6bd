import type {Back, Ending, Packet, WalkVerdict} from './facts.js';
import {surenessOf} from './sureness.js';

/** The first answer of whoever takes the packet at its end; undefined: nobody answers from there. */
export function answerTo({verdict, packet, output}: Ending): Packet | undefined {
	if (!takes.has(verdict)) return undefined;
	const {source, destination, protocol, sourcePort, destinationPort} = packet;
	return {
		...{source: destination, destination: source, protocol},
		...{sourcePort: destinationPort, destinationPort: sourcePort, input: output},
	};
}

const takes: ReadonlySet<WalkVerdict> = new Set(['delivered', 'arrives', 'leaves']);
const stops: ReadonlySet<WalkVerdict> = new Set(['dropped', 'rejected', 'unreachable', 'astray']);

/** Of tcp a question and its answer are no connection yet: what the sender says then must pass too. */
export const goesOn = ({packet: {protocol}}: Ending): boolean => protocol === 'tcp';

/** What the ways of an answer say together: it must come by the way of the question, from whom it was sent to. */
export function backOf(asked: Packet, endings: readonly Ending[], whole: boolean): Back {
	return together(endings, whole, ({verdict, packet, output}) => {
		if (stops.has(verdict)) return 'lost';
		if (verdict !== 'arrives' && verdict !== 'leaves') return 'unknown';
		const isTurned =
			packet.source === asked.destination &&
			packet.destination === asked.source &&
			packet.sourcePort === asked.destinationPort &&
			packet.destinationPort === asked.sourcePort;
		return isTurned && output === asked.input ? 'returns' : 'other';
	});
}

/** What the sender says after the answer must come to where the first packet came. */
export function nextOf({packet: first, output}: Ending, endings: readonly Ending[], whole: boolean): Back {
	const back = together(endings, whole, ({verdict, packet, ...to}) => {
		if (stops.has(verdict)) return 'lost';
		if (!takes.has(verdict)) return 'unknown';
		const isSame =
			packet.source === first.source &&
			packet.destination === first.destination &&
			packet.destinationPort === first.destinationPort;
		return isSame && to.output === output ? 'returns' : 'other';
	});
	return back.verdict === 'returns' ? back : {...back, next: true};
}

/** `other`: it comes somewhere, but not as it is waited for. */
type Kind = 'returns' | 'lost' | 'other' | 'unknown';

function together(endings: readonly Ending[], whole: boolean, kindOf: (ending: Ending) => Kind): Back {
	const [main, ...others] = endings;
	if (!main) return {verdict: 'open', by: null, reasons: [{id: 'endless', what: ''}]};
	const kinds = endings.map(ending => kindOf(ending));
	const agreed =
		whole &&
		endings.every(({reasons, unread, supposed}) => reasons.length === 0 && (unread.length === 0 || !supposed)) &&
		kinds.every(kind => kind === kinds[0]);
	if (agreed && kinds[0] === 'returns') {
		return {verdict: 'returns', by: null, reasons: [], vias: [...new Set(endings.map(({via}) => via))]};
	}

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
