import type {Ending, Hop} from '../packet-walk/facts.js';
import type {Reached, ReachReason, ReachVerdict} from './facts.js';

/** One piece of a packet's way, from who sends it to where it ends. */
export type Stop =
	/** Who sends. `address`: as whom; null: not known. */
	| {readonly kind: 'sender'; readonly label: string; readonly address: string | null}
	/** Rules of one hook that let it pass: how many were looked at. */
	| {readonly kind: 'rules'; readonly hook: string; readonly count: number; readonly chains: number}
	/** What changes it on its way, or which way it takes. */
	| {readonly kind: 'change' | 'route'; readonly hop: Hop}
	/** The rule, policy, route or setting that ends it. */
	| {readonly kind: 'refused'; readonly hop: Hop}
	/** It is not known what this one does. */
	| {readonly kind: 'unread'; readonly hop: Hop}
	/** Where it should arrive, and whether it does. */
	| {
			readonly kind: 'end';
			readonly address: string;
			readonly port: number | null;
			readonly pod: string | null;
			readonly verdict: ReachVerdict;
			/** False: it was stopped before. */
			readonly arrives: boolean;
	  };

export type Way = {
	readonly stops: readonly Stop[];
	/** How often chance leads this way, of 1. */
	readonly share: number;
	readonly reasons: readonly ReachReason[];
};

const changes = /^(?:dnat|snat|masquerade|redirect|notrack)\b/;
const refuses = new Set(['dropped', 'rejected', 'unreachable']);

/** The way that tells most: of a packet that does not get there one that ends, else the likeliest. */
export function wayOf({flow, verdict, ends, packet, walk, reasons}: Reached): Way {
	const sender: Stop = {kind: 'sender', label: flow.sender.label, address: packet?.source ?? null};
	const ending = walk ? endingFor(verdict, walk.endings, walk.main) : undefined;
	const home = ends.find(
		({address, port}) =>
			address === (ending?.packet.destination ?? flow.destination) &&
			port === (ending?.packet.destinationPort ?? flow.port),
	);
	const target = ending?.packet ?? {destination: flow.destination, destinationPort: flow.port};
	const stopped = ending ? refuses.has(ending.verdict) || ending.verdict === 'unknown' : verdict !== 'reaches';
	const end: Stop = {
		...{kind: 'end', address: target.destination, port: target.destinationPort, pod: home?.pod ?? null},
		...{verdict: home?.verdict ?? verdict, arrives: !stopped},
	};
	return {
		stops: [sender, ...(ending ? stopsOf(ending) : []), end],
		share: ending?.share ?? 1,
		reasons: home && home.reasons.length > 0 && verdict === 'blocked' ? home.reasons : reasons,
	};
}

function endingFor(verdict: ReachVerdict, endings: readonly Ending[], main: Ending): Ending {
	const fits = (ending: Ending): boolean =>
		verdict === 'blocked' ? ending.verdict !== 'delivered' : verdict === 'reaches' && ending.verdict === 'delivered';
	return fits(main) ? main : (endings.find(fits) ?? main);
}

function stopsOf({hops, by}: Ending): readonly Stop[] {
	const stops: Stop[] = [];
	let passed: Hop[] = [];
	const flush = (): void => {
		const [first] = passed;
		if (first) {
			const chains = new Set(passed.map(({family, table, chain}) => `${family} ${table} ${chain}`)).size;
			stops.push({kind: 'rules', hook: first.hook, count: passed.length, chains});
		}

		passed = [];
	};

	for (const hop of hops) {
		const own = special(hop, by);
		if (own === undefined) {
			if (passed[0] && passed[0].hook !== hop.hook) flush();
			passed.push(hop);
			continue;
		}

		flush();
		stops.push(own);
	}

	flush();
	const isTold = stops.some(stop => stop.kind === 'refused' || stop.kind === 'unread');
	return by && !isTold ? [...stops, {kind: by.answer === 'unread' ? 'unread' : 'refused', hop: by}] : stops;
}

/** Undefined: one of the rules that it only passes. */
function special(hop: Hop, by: Hop | null): Stop | undefined {
	if (by && isSame(hop, by)) return {kind: hop.answer === 'unread' ? 'unread' : 'refused', hop};
	if (hop.answer === 'unread') return {kind: 'unread', hop};
	if (hop.kind === 'route') return {kind: 'route', hop};
	return changes.test(hop.verdict) ? {kind: 'change', hop} : undefined;
}

const isSame = (one: Hop, other: Hop): boolean =>
	one === other ||
	(one.family === other.family &&
		one.table === other.table &&
		one.chain === other.chain &&
		one.index === other.index &&
		one.kind === other.kind &&
		one.text === other.text);
