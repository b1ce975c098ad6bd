/** One xtables rule as its parts; each listing (iptables-save, nft text, nft JSON) writes the same parts in its own words. */

export type Match =
	| {m: 'src' | 'dst'; not?: boolean; cidr: string}
	| {m: 'in' | 'out'; name: string}
	| {m: 'proto'; name: string}
	| {m: 'comment'; text: string}
	/** `-m tcp` with or without a port. */
	| {m: 'port'; proto: string; port: number | null; end?: number}
	| {m: 'states'; not?: boolean; names: string}
	| {m: 'mark'; not?: boolean; value: number}
	| {m: 'local'; side: 'src' | 'dst'}
	| {m: 'multiport'; proto: string; ports: string}
	| {m: 'bridged'}
	| {m: 'set'; not?: boolean; name: string; side: 'src' | 'dst'}
	| {m: 'icmp'; code: number; name: string}
	| {m: 'limit'}
	/** A counter of the kernel's own (xt_nfacct). */
	| {m: 'nfacct'; name: string}
	/** Session affinity: remembers a client, or asks whether it was here within `seconds`. */
	| {m: 'recent'; name: string; seconds: number | null}
	/** One in `among`. */
	| {m: 'statistic'; among: number};

export type Target =
	| {t: 'jump'; chain: string}
	| {t: 'accept' | 'drop' | 'return' | 'reject' | 'masquerade' | 'log'}
	| {t: 'mark'; op: 'or' | 'xor' | 'and'; value: number}
	| {t: 'dnat'; to: string}
	/** Counts and goes on. */
	| {t: 'none'};

export type Rule = {matches: readonly Match[]; target: Target; packets: number; bytes: number};

export type Chain = {
	name: string;
	hook: {type: string; hook: string; priority: number; word: string} | null;
	rules: readonly Rule[];
};

export type Table = {name: 'mangle' | 'nat' | 'filter'; chains: readonly Chain[]};
