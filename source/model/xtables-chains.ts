import type {SavedChain} from '../read/iptables/save.js';
import type {ChainHead} from '../facts/packet-filter.js';

const xtHooks: Readonly<Record<string, string>> = {
	PREROUTING: 'prerouting',
	INPUT: 'input',
	FORWARD: 'forward',
	OUTPUT: 'output',
	POSTROUTING: 'postrouting',
};

const xtPriorities: Readonly<Record<string, number>> = {raw: -300, mangle: -150, filter: 0, security: 50};

/** Hook and priority of xtables' own chains are fixed by the kernel (linux/netfilter_ipv4.h). */
export function builtin(table: string, chain: SavedChain): ChainHead {
	const hook = chain.policy === null ? undefined : xtHooks[chain.name];
	if (hook === undefined) {
		return {name: chain.name, handle: null, type: null, hook: null, priority: null, policy: null};
	}

	const nat = hook === 'prerouting' || hook === 'output' ? -100 : 100;
	const type = table === 'nat' ? 'nat' : table === 'mangle' && hook === 'output' ? 'route' : 'filter';
	const priority = table === 'nat' ? nat : (xtPriorities[table] ?? null);
	return {name: chain.name, handle: null, type, hook, priority, policy: chain.policy};
}
