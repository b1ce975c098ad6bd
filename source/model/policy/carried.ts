import type {NamedSet, Ruleset} from '../../facts/packet-filter.js';
import type {NetworkPolicy} from '../../facts/network-policy.js';
import type {Labels} from '../chain-labels.js';

/** A chain that carries a policy: kube-router makes one for each policy and family. */
export type CarriedChain = {
	readonly family: string;
	readonly table: string;
	readonly chain: string;
	readonly rules: number;
	/** Chains of pods that ask it. */
	readonly askedBy: number;
	/** The ipsets that its rules name. `addresses` null: their members were not read. */
	readonly sets: ReadonlyArray<{readonly name: string; readonly addresses: number | null}>;
};

/** Empty: no rule on this host carries it (no pod of it here, another plugin, or a part that could not be read). */
export function carriedBy(
	{namespace, name}: Pick<NetworkPolicy, 'namespace' | 'name'>,
	{tables}: Ruleset,
	labels: Labels,
	ipsets: readonly NamedSet[] | null,
): readonly CarriedChain[] {
	const key = `${namespace}/${name}`;
	return tables.flatMap(({family, name: table, chains}) =>
		chains.flatMap(({name: chain, rules}) => {
			const label = labels.chains.get(chain);
			if (label?.kind !== 'policy' || label.policy !== key) return [];
			const named = [
				...new Set(rules.flatMap(({text}) => [...text.matchAll(/--match-set (\S+)/g)].map(([, set = '']) => set))),
			];
			const askers = chains.filter(each =>
				each.rules.some(({verdict}) => (verdict.kind === 'jump' || verdict.kind === 'goto') && verdict.chain === chain),
			);
			return [
				{
					...{family, table, chain, rules: rules.length, askedBy: askers.length},
					sets: named.map(set => ({
						name: set,
						addresses: ipsets?.find(each => each.name === set)?.elements.length ?? null,
					})),
				},
			];
		}),
	);
}
