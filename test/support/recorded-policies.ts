/** Names of the NetworkPolicies that were recorded on a real cluster, with the rules that carry them. */
export const recordedPolicies = [
	'deny-all',
	'deny-in',
	'egress-deny',
	'egress-some',
	'from-label',
	'ipblock',
	'lan-only',
	'named-port',
	'ns-sel',
	'port',
] as const;
