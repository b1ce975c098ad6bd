import {command, follow, type Command} from './command.js';

/** nftables (measured with 1.0.6). Never a whole `nft -j list ruleset`: 13 s and 1 GB at 10,000 services. */

export const chains = (): Command =>
	command(['nft', '-j', 'list', 'chains'], 'nft-chains', {root: true, maxOutput: 64 * 1024 * 1024});
/** For tables that xtables did not make (firewalld, kube-proxy's nftables mode). */
export const table = (family: string, name: string): Command =>
	command(['nft', '-j', 'list', 'table', family, name], 'nft-table', {root: true, maxOutput: 64 * 1024 * 1024});
/** The same as text: nft 1.0.6 tells only there on which devices a chain hangs. */
export const tableText = (family: string, name: string): Command =>
	command(['nft', 'list', 'table', family, name], 'nft-table', {root: true, maxOutput: 64 * 1024 * 1024});
/** What the guide shows. Shown raw, never read for meaning on a live host. */
export const rawRuleset = (): Command =>
	command(['nft', 'list', 'ruleset', 'ip'], 'nft-raw', {root: true, maxOutput: 32 * 1024 * 1024, deadline: 60_000});
/** One chain with the handles of its rules. */
export const chain = (family: string, table: string, name: string): Command =>
	command(['nft', '-j', 'list', 'chain', family, table, name], 'nft-chain', {
		root: true,
		maxOutput: 64 * 1024 * 1024,
	});
/** There only where kube-proxy runs in nftables mode. */
export const proxyChain = (): Command =>
	command(['nft', '-j', 'list', 'chain', 'ip', 'kube-proxy', 'services'], 'nft-proxy-chain', {root: true});
/** Tells of every table, chain, rule and set that comes or goes, iptables-nft's too, and of each transaction's end. */
export const monitor = (): Command => follow(['nft', 'monitor'], 'nft-monitor', {root: true});
