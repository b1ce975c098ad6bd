/** By what a link takes packets to other nodes, in the words of `ip -d link`. */
const tunnels: Readonly<Record<string, string>> = {
	ipip: ', in an IPIP tunnel',
	ip6tnl: ', in an IPv6 tunnel',
	sit: ', in a SIT tunnel',
	gre: ', in a GRE tunnel',
	vxlan: ', in the VXLAN overlay',
	geneve: ', in the Geneve overlay',
	wireguard: ', in a WireGuard tunnel',
};

/** After a route: what its link wraps packets in; empty: nothing. */
export const wrapped = (kind: string | null): string => tunnels[kind ?? ''] ?? '';

const pods = (count: number): string => (count === 1 ? '1 pod' : `${count} pods`);

/** The nodes beside this host: their pods, and how packets leave for them. */
export const nodes = {
	title: (name: string) => `node ${name}`,
	count: (count: number) => (count === 1 ? '1 other node' : `${count} other nodes`),
	pods,
	/** In the place of a pod's name. */
	podsThere: (count: number) => (count === 0 ? 'no pods there' : `${pods(count)} there`),
	/** A route in ip's words, and what its link is. */
	way: ({to, type, words, kind, rule}: NodeWayWords) => {
		const route =
			type === 'none'
				? `no route of this host leads to ${to}`
				: to === 'default'
					? `no route of their own, so the default route: ${words}${wrapped(kind)}`
					: `${words}${wrapped(kind)}`;
		return rule === null ? route : `${route}, for packets of the rule “${rule}”`;
	},
	routesUnknown: 'not known: the routes could not be read',
	leaves: (node: string, way: string) => `on ${node}: leaves by ${way}`,
	unseen: (node: string, command: string) => `${node} cannot be seen from here. Look there: ${command}`,
	to: (names: string) => `to ${names}`,
	columns: {node: 'NODE', address: 'ADDRESS', pods: 'PODS', leaves: 'LEAVES BY'},
};

export type NodeWayWords = {
	readonly to: string;
	readonly type: string;
	readonly words: string;
	readonly kind: string | null;
	readonly rule: string | null;
};
