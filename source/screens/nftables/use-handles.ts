import {useEffect, useState} from 'react';
import * as nft from '../../command/nft.js';
import {joinHandles} from '../../model/join-handles.js';
import {handlesOf} from '../../store/packet-filter/packet-filter.js';
import type {Services} from '../services.js';
import type {HandleOf, View} from './row.js';
import type {Found} from './places.js';

/** nft needs more than a second for the rules of a chain with 10,000. */
const mostRules = 2000;

/**
 * The handles of the rules of the open chain, asked when it opens and again when its rules (not only counters) changed.
 * Undefined: not asked, not known, or the chain changed between the two reads.
 */
export function useHandles(
	{ask}: Services,
	found: Found | undefined,
	ruleKeys: View['ruleKeys'],
): HandleOf | undefined {
	const chain = found?.kind === 'chain' && found.table.kind === 'xtables' ? found.chain : undefined;
	const table = chain && found?.kind === 'chain' ? found.table : undefined;
	const count = chain?.rules.length ?? 0;
	const keys = table && chain && count > 0 && count <= mostRules ? ruleKeys(table, chain) : undefined;
	const [family, name, chainName] = [table?.family ?? '', table?.name ?? '', chain?.name ?? ''];
	const [read, setRead] = useState<{readonly keys: readonly string[]; readonly rules: ReturnType<typeof handlesOf>}>();
	useEffect(() => {
		if (!keys) return undefined;
		const controller = new AbortController();
		void ask(nft.chain(family, name, chainName), controller.signal).then(outcome => {
			if (!controller.signal.aborted) setRead({keys, rules: handlesOf(outcome)});
		});
		return () => controller.abort();
	}, [ask, keys, family, name, chainName]);
	if (!chain || !keys || read?.keys !== keys || !read.rules) return undefined;
	const handles = joinHandles(chain.rules, read.rules);
	return handles && (rule => (chain.rules[rule.index] === rule ? handles[rule.index] : undefined));
}
