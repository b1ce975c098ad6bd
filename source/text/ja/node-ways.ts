import type {nodes as english} from '../en/node-ways.js';
import type {Translation} from '../translation.js';

const tunnels: Readonly<Record<string, string>> = {
	ipip: ' (IPIP トンネル)',
	ip6tnl: ' (IPv6 トンネル)',
	sit: ' (SIT トンネル)',
	gre: ' (GRE トンネル)',
	vxlan: ' (VXLAN オーバーレイ)',
	geneve: ' (Geneve オーバーレイ)',
	wireguard: ' (WireGuard トンネル)',
};

export const wrapped = (kind: string | null): string => tunnels[kind ?? ''] ?? '';

export const nodes: Translation<typeof english> = {
	title: name => `ノード ${name}`,
	count: count => `ほかのノード ${count}`,
	pods: count => `ポッド ${count}`,
	podsThere: count => (count === 0 ? 'ポッドなし (別ノード)' : `ポッド ${count} (別ノード)`),
	way({to, type, words, kind, rule}) {
		const route =
			type === 'none'
				? `${to} への経路がない`
				: to === 'default'
					? `専用の経路がなく、デフォルトルート: ${words}${wrapped(kind)}`
					: `${words}${wrapped(kind)}`;
		return rule === null ? route : `${route} (ルール「${rule}」に合うパケット)`;
	},
	routesUnknown: '不明: 経路を読み取れない',
	leaves: (node, way) => `${node} 上。出口: ${way}`,
	unseen: (node, command) => `${node} はここからは見えません。そこで調べてください: ${command}`,
	to: names => `${names} へ`,
	columns: {node: 'ノード', address: 'アドレス', pods: 'ポッド', leaves: '出口'},
};
