import type {Chain, Table} from '../../facts/packet-filter.js';
import type {Travel} from './facts.js';
import type {Reason} from './sureness.js';
import type {Terrain} from './terrain.js';

/**
 * Chains of the family `bridge` see frames, of which this walk knows the packet alone. They are not walked: named is each
 * that could do more than let it through.
 */
export function bridgeReasons(travel: Travel, {rule, bridges, chainOf}: Terrain, hooks: readonly string[]): Reason[] {
	const refuses = (table: Table, chain: Chain, depth: number): boolean =>
		depth > 16 ||
		chain.rules.some(each => {
			const {answer, ways, mark, doubts} = rule(table, each, travel, chain.hook);
			if (answer === 'no') return false;
			if (mark !== undefined || doubts) return true;
			return ways.some(({step}) => {
				if (step.kind === 'accept' || step.kind === 'continue' || step.kind === 'return') return false;
				if (step.kind !== 'jump' && step.kind !== 'goto') return true;
				const next = chainOf(table, step.chain);
				return !next || refuses(table, next, depth + 1);
			});
		});
	return bridges
		.filter(
			({table, chain}) => hooks.includes(chain.hook ?? '') && (chain.policy === 'drop' || refuses(table, chain, 0)),
		)
		.map(({table, chain}) => ({id: 'hook', what: `bridge ${table.name} ${chain.name}`}));
}

/** Chains on the bridge's own ingress: the packet comes there changed by `prerouting`, or not, as br_netfilter has it. */
export const ingressReasons = (bridge: string, {ingressOf}: Terrain): Reason[] =>
	ingressOf(bridge).map(({table, chain}) => ({id: 'hook', what: `${table.family} ${table.name} ${chain.name}`}));
