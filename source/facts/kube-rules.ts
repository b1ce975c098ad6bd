/**
 * What the packet filter holds of Kubernetes, in short: enough to say whether it is what the API asks for (kube-proxy
 * 1.34 in iptables or nftables mode, kube-router 2.6). Null: not known, or not asked for in this mode.
 */
export type KubeRules = {
	/** `ADDRESS PORT PROTOCOL` that KUBE-SERVICES sends to pods (nat) or refuses (filter); null: it is not read. */
	readonly portals: ReadonlySet<string> | null;
	/** Whether packets get there: a rule of PREROUTING leads to KUBE-SERVICES. */
	readonly entered: boolean | null;
	/** Addresses of pods that KUBE-ROUTER-FORWARD leads to their policies. */
	readonly judged: ReadonlySet<string> | null;
	/** A rule of FORWARD leads to the policies before another one lets pods' packets through. */
	readonly judgedFirst: boolean | null;
	/** kube-router's masquerade of what pods send to other networks. */
	readonly masquerade: boolean | null;
	/** firewalld runs with StrictForwardPorts=yes. */
	readonly strictForwardPorts: boolean | null;
};
