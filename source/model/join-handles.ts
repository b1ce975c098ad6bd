import type {Rule, Verdict} from '../facts/packet-filter.js';

type Handled = {readonly handle: number; readonly does: string};

/**
 * The handle of each rule by its place in the chain: iptables-save and nft list the same rules in the same order. Undefined
 * unless both have as many rules that all do the same: else somebody wrote between the two reads.
 */
export function joinHandles(rules: readonly Rule[], handled: readonly Handled[]): readonly number[] | undefined {
	if (rules.length !== handled.length) return undefined;
	const same = rules.every(({verdict}, index) => doesSame(verdict, handled[index]?.does ?? ''));
	return same ? handled.map(({handle}) => handle) : undefined;
}

const targets: Readonly<Partial<Record<Verdict['kind'], readonly string[]>>> = {
	accept: ['accept'],
	drop: ['drop'],
	return: ['return'],
	none: [''],
	dnat: ['DNAT', 'dnat'],
	snat: ['SNAT', 'snat'],
	masquerade: ['MASQUERADE', 'masquerade'],
	reject: ['REJECT', 'reject'],
	mark: ['MARK', 'CONNMARK', 'mangle'],
	log: ['LOG', 'NFLOG', 'log'],
	queue: ['NFQUEUE', 'queue'],
};

function doesSame(verdict: Verdict, does: string): boolean {
	if (verdict.kind === 'jump' || verdict.kind === 'goto') return does === `${verdict.kind} ${verdict.chain}`;
	if (verdict.kind === 'other') return does.toUpperCase() === verdict.name;
	return targets[verdict.kind]?.includes(does) ?? false;
}
