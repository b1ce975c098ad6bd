import type {policy as english} from '../en/policy.js';
import type {Translation} from '../translation.js';

const list = (items: readonly string[]): string => items.join('、');

export const policy: Translation<typeof english> = {
	title: name => `NetworkPolicy ${name}`,
	selects: (selector, namespace) =>
		selector === '' ? `名前空間 ${namespace} のすべてのポッドが対象。` : `${namespace} の ${selector} のポッドが対象。`,
	pods: (names, more) =>
		names.length === 0
			? '今選ばれるポッドはない。'
			: `今選ばれるもの: ${list(names)}${more > 0 ? ` ほか ${more} 個` : ''}。`,
	hostNetwork: names => `ホストのネットワークにあり、ポリシーが効かない: ${list(names)}。`,
	podsUnknown: 'どのポッドを選ぶかは読み取れなかった。',
	lets: {
		in: (who, ports) => `${who} からの ${ports} への通信を通す。`,
		out: (who, ports) => `${who} の ${ports} への送信を通す。`,
	},
	everyPort: 'すべてのポート',
	port: (protocol, port) => `${protocol} ${port}`,
	allPorts: protocol => `${protocol} のすべてのポート`,
	range: (from, to) => `${from} から ${to}`,
	named: name => `${name} という名前のポート`,
	everybody: {in: '全員', out: '全員'},
	podsOf: (pods, where) => (pods === '' ? `${where}すべてのポッド` : `${where} ${pods} のポッド`),
	same: namespace => `${namespace} の`,
	everywhere: 'すべての名前空間の',
	namespaces: (selector, names) => `${selector} の名前空間${names === '' ? '' : ` (今は ${names})`} の`,
	block: (cidr, except) => (except === '' ? `${cidr} のアドレス` : `${cidr} のうち ${except} 以外のアドレス`),
	unread: 'ここでは分からない形の相手',
	rest: {
		in: 'これらのポッドへのほかの通信は、別のポリシーが通さない限り拒否される。',
		out: 'これらのポッドからのほかの送信は、別のポリシーが通さない限り拒否される。',
	},
	nothing: {
		in: '別のポリシーが通さない限り、これらのポッドには何も届かない。',
		out: '別のポリシーが通さない限り、これらのポッドは何も送れない。DNS も拒否される。',
	},
	silent: {in: '受信については何も定めていない。', out: '送信については何も定めていない。'},
	open: {in: 'すべての受信を通す: 条件のない規則。', out: 'すべての送信を通す: 条件のない規則。'},
	carried: (place, rules, pods) => `${place} が実現: ${rules} 個のルール、${pods} 個のポッドのチェインから呼ばれる。`,
	set: (name, addresses) =>
		`ipset ${name}: ${addresses === null ? '中身は読み取れなかった' : `${addresses} 個のアドレス`}`,
	bare: family =>
		`${family} では実現されていない: 対象のポッドは ${family} のアドレスを持つが、このホストにそれを行うルールがない。ログの確認: k0s kubectl logs -n kube-system -l k8s-app=kube-router`,
	notCarried: 'このホストにこれを実現するルールはない: 対象のポッドがないか、別のプラグインが行う。',
	node: 'kube-router はこのほかに、このノード自身からポッドへの通信、応答、ping を通す。',
	flow: (from, to, port) => `${from} から ${to}${port === '' ? '' : ` の ${port}`} へ:`,
	side: {
		in: {
			free: pod => `${pod} への受信を定めるポリシーはない`,
			yes: (pod, names) => `${pod} への受信: ${list(names)} が通す`,
			no: (pod, names) => `${pod} への受信: ${list(names)} のどの規則も通さないため拒否`,
			unknown: (pod, names) => `${pod} への受信: ${list(names)} の分からない点による (名前付きポートなど)`,
		},
		out: {
			free: pod => `${pod} からの送信を定めるポリシーはない`,
			yes: (pod, names) => `${pod} からの送信: ${list(names)} が通す`,
			no: (pod, names) => `${pod} からの送信: ${list(names)} のどの規則も通さないため拒否`,
			unknown: (pod, names) => `${pod} からの送信: ${list(names)} の分からない点による (名前付きポートなど)`,
		},
	},
	allow: 'これで許可される。表示だけで、適用はしない:',
	none: 'NetworkPolicy はない。',
	notRead: why => `NetworkPolicy を読み取れなかった: ${why}`,
	absent: name => `NetworkPolicy ${name} はない。`,
	see: command => `$ ${command}`,
	viewTitle: 'ネットワークポリシー',
};
