/** NetworkPolicy (networking.k8s.io/v1), as `kubectl get networkpolicies -o json` (1.34) prints it. */

/** One condition on a label. `matchLabels` are conditions `In` with one value. */
export type LabelTerm = {
	readonly key: string;
	/** `In`, `NotIn`, `Exists`, `DoesNotExist`; another word is one that we do not know. */
	readonly operator: string;
	readonly values: readonly string[];
};

/** All its conditions hold; none: everything. */
export type Selector = readonly LabelTerm[];

export type PolicyPeer =
	/** `namespaces` null: those of the policy's own namespace; `pods` null: all of them. */
	| {readonly kind: 'pods'; readonly namespaces: Selector | null; readonly pods: Selector | null}
	| {readonly kind: 'block'; readonly cidr: string; readonly except: readonly string[]}
	/** A form that we do not know. */
	| {readonly kind: 'unread'};

export type PolicyPort = {
	/** `TCP`, `UDP`, `SCTP`. */
	readonly protocol: string;
	/** A number, or the name of a container's port; null: all ports. */
	readonly port: number | string | null;
	/** The last one of a range; null: just that one. */
	readonly endPort: number | null;
};

export type PolicyRule = {
	/** Null: everybody. */
	readonly peers: readonly PolicyPeer[] | null;
	/** Null: all ports of all protocols. */
	readonly ports: readonly PolicyPort[] | null;
};

export type NetworkPolicy = {
	readonly namespace: string;
	readonly name: string;
	readonly podSelector: Selector;
	/** Null: it says nothing of what comes in; empty: nothing may. */
	readonly ingress: readonly PolicyRule[] | null;
	/** Null: it says nothing of what goes out; empty: nothing may. */
	readonly egress: readonly PolicyRule[] | null;
};
