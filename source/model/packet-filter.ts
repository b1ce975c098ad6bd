/** Facts of the packet filter, named as nft and iptables-save name them. */

export type Family = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';

/** Who wrote a table or chain, told by its names: kube-proxy, kube-router, k0s/kubelet, firewalld, docker ..., or null. */
export type Owner =
	'kube-proxy' | 'kube-router' | 'kubelet' | 'kubernetes' | 'firewalld' | 'docker' | 'libvirt' | 'calico' | null;

export type Verdict =
	| {readonly kind: 'jump' | 'goto'; readonly chain: string}
	| {readonly kind: 'accept' | 'drop' | 'return' | 'continue' | 'queue'}
	| {readonly kind: 'reject'; readonly with: string | null}
	| {readonly kind: 'dnat' | 'snat'; readonly to: string | null}
	| {readonly kind: 'masquerade'}
	| {readonly kind: 'mark'; readonly text: string}
	| {readonly kind: 'log'; readonly text: string}
	/** A rule that only counts. */
	| {readonly kind: 'none'}
	/** A target that is not understood: its name as printed. */
	| {readonly kind: 'other'; readonly name: string};

/**
 * One rule. `text` is the tool's own words without counters: iptables-save's for xtables tables, nft's for native ones.
 * `packets`/`bytes` are null where the rule has no counter (firewalld, kube-proxy's nftables mode).
 */
export type Rule = {
	/** Position in its chain, from 0. (table, chain, index) joins iptables-save with nft. */
	readonly index: number;
	readonly handle: number | null;
	readonly text: string;
	readonly comment: string | null;
	readonly verdict: Verdict;
	readonly packets: number | null;
	readonly bytes: number | null;
};

export type Chain = {
	readonly name: string;
	readonly handle: number | null;
	/** Base chains only. */
	readonly type: string | null;
	readonly hook: string | null;
	readonly priority: number | null;
	readonly policy: string | null;
	readonly rules: readonly Rule[];
};

export type Table = {
	readonly family: Family;
	readonly name: string;
	readonly owner: Owner;
	/** xtables: rules read from iptables-save; native: from nft; unread: chains known, rules not (yet). */
	readonly kind: 'xtables' | 'native' | 'unread';
	readonly chains: readonly Chain[];
};

export type Ruleset = {
	/** The commands that were read, as shown to people. */
	readonly source: {readonly rules: string; readonly chains: string};
	readonly tables: readonly Table[];
};
