/** Facts of the packet filter, named as nft and iptables-save name them. */

export type Family = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev';

export type Verdict =
	| {readonly kind: 'jump' | 'goto'; readonly chain: string}
	| {readonly kind: 'accept' | 'drop' | 'return' | 'continue' | 'queue'}
	| {readonly kind: 'reject'; readonly with: string | null}
	| {readonly kind: 'dnat' | 'snat'; readonly to: string | null}
	| {readonly kind: 'masquerade'}
	/** A verdict map: a named one (`map`), or written in the rule, then `map` is null. `chains`: where an inline one leads. */
	| {readonly kind: 'vmap'; readonly map: string | null; readonly chains: readonly string[]}
	| {readonly kind: 'mark'; readonly text: string}
	| {readonly kind: 'log'; readonly text: string}
	/** A rule that only counts. */
	| {readonly kind: 'none'}
	/** A target that is not understood: its name as printed. */
	| {readonly kind: 'other'; readonly name: string};

/**
 * One rule. `text` is the tool's own words without counters: iptables-save's for xtables tables (`-A CHAIN …`), for
 * native tables the statements of `nft -j` written as nft writes them.
 * `packets`/`bytes` are null where the rule has no counter (firewalld, kube-proxy's nftables mode).
 * Not a plain object: of 100,000 rules the words are read when somebody looks (`SavedRule`), and a spread loses them.
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
	/** Of native tables: the statements as `nft -j` gives them, for who has to evaluate them. */
	readonly statements?: readonly unknown[];
};

/** A chain without its rules, as `nft list chains` prints it. type, hook, priority and policy: base chains only. */
export type ChainHead = {
	readonly name: string;
	readonly handle: number | null;
	readonly type: string | null;
	readonly hook: string | null;
	readonly priority: number | null;
	readonly policy: string | null;
	/** Of ingress and egress: the devices that it hangs on; missing: this listing does not tell (nft 1.0.6). */
	readonly devices?: readonly string[];
};

export type Chain = ChainHead & {readonly rules: readonly Rule[]};

/** An element of a set or map. `key` as nft writes it (`10.96.0.10 . tcp . 53`). */
export type SetElement = {
	readonly key: string;
	/** Of maps: the value, or the verdict's words. */
	readonly value: string | null;
	readonly verdict: Verdict | null;
	readonly comment: string | null;
};

/** A named set or map of a native table (`nft`), or a set of ipset. */
export type NamedSet = {
	readonly name: string;
	readonly kind: 'set' | 'map';
	/** Types of the key, joined by ` . `; of an ipset its type name (`hash:net`). */
	readonly type: string;
	readonly comment: string | null;
	/** Seconds after which an element is forgotten; null: never. */
	readonly timeout: number | null;
	readonly elements: readonly SetElement[];
};

/** Who wrote a table or chain, told by its names: kube-proxy, kube-router, k0s/kubelet, firewalld, docker ..., or null. */
export type Owner =
	| 'kube-proxy'
	| 'kube-router'
	| 'kubelet'
	| 'kubernetes'
	| 'firewalld'
	| 'docker'
	| 'libvirt'
	/** CNI's own plugins: portmap's host ports. */
	| 'cni'
	| 'calico'
	| 'k0s-tui'
	| null;

/**
 * How a table's rules were read.
 * - xtables: from iptables-save, complete.
 * - legacy: the same, from the kernel's old xtables, which nft does not show.
 * - native: from `nft -j list table`.
 * - text: from nft's text, where no iptables-save exists; xt matches are lost in it, so only few forms are evaluated.
 * - unread: chains known, rules not (yet).
 */
export type TableKind = 'xtables' | 'legacy' | 'native' | 'text' | 'unread';

export type Table = {
	readonly family: Family;
	readonly name: string;
	readonly owner: Owner;
	readonly kind: TableKind;
	/** Base chains first, by hook and priority; then the others in the tool's order. */
	readonly chains: readonly Chain[];
	/** Named sets and maps of a native table. */
	readonly sets: readonly NamedSet[];
};

export type Ruleset = {
	/** The commands that were read, as shown to people; '' where none was. */
	readonly source: {readonly rules: string; readonly chains: string};
	readonly tables: readonly Table[];
};

/**
 * One line of `nft -a monitor trace` (nft 1.0.x and newer):
 *
 *     trace id 8ecd5d7a ip nat OUTPUT packet: oif "enp1s0" ip saddr 192.168.122.161 ip daddr 10.100.10.4 … tcp dport 80 …
 *     trace id 8ecd5d7a ip nat OUTPUT rule counter packets 5 bytes 280 jump KUBE-SERVICES # handle 58 (verdict jump KUBE-SERVICES)
 *     trace id 8ecd5d7a ip nat OUTPUT policy accept meta mark 0x00004000
 *
 * The kernel tells only rules that fit. The counters in a rule are those of the moment when nft began to listen.
 */
export type TraceEvent = {
	/**
	 * Made of the packet's place in memory and the interface that it came in by: a packet gets another one behind a bridge
	 * (br_netfilter), and when it comes in again through `lo`.
	 */
	readonly id: string;
	readonly family: Family;
	readonly table: string;
	readonly chain: string;
} & (
	| {
			readonly kind: 'packet';
			readonly input: string | null;
			readonly output: string | null;
			readonly source: string | null;
			readonly destination: string | null;
			readonly sourcePort: number | null;
			readonly destinationPort: number | null;
			/** What tells one packet of a flow from the next; null: not printed (IPv6 has no number). */
			readonly number: number | null;
			readonly length: number | null;
	  }
	| {
			readonly kind: 'rule';
			readonly text: string;
			/** Null: an nft that does not tell. */
			readonly handle: number | null;
			readonly verdict: string;
	  }
	| {readonly kind: 'policy' | 'verdict'; readonly verdict: string}
);
