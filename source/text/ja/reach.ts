import type {reach as english} from '../en/reach.js';
import type {Translation} from '../translation.js';
import {wrapped} from './node-ways.js';

const percent = (part: number): string => `${(part * 100).toFixed(part < 0.0995 && part > 0 ? 1 : 0)} %`;

const didYouMean = (meant: readonly string[]): string =>
	meant.length === 0 ? '' : ` (もしかして: ${meant.join('、')})`;

export const reach: Translation<typeof english> = {
	verdict: {
		reaches: '届きます。',
		blocked: '届きません。',
		unknown: '不明です。',
	},
	sign: {reaches: '届く', blocked: '届かない', unknown: '条件による'},
	head: (from, to) => `${from} から ${to} へ`,
	blockedBy: why => `届きません: ${why}。`,
	dependsOn: what => `次によります: ${what}。`,
	partly: (share, why) => `新しい接続の ${percent(share)} は届きません: ${why}。`,
	someOf: (good, all) => `${all} 件中 ${good} 件が届きます。`,
	see: command => `確認: ${command}`,
	share: percent,
	sentTo: address => `${address} へ送られます`,
	sentAway: address => `別のルールが、上のエンドポイントではなく ${address} へ送ります。`,
	columns: {to: '宛先', sentTo: '送り先', share: '割合', pod: 'ポッド', answer: '結果', from: '送信元', node: 'ノード'},
	blocked: {
		rule: (place, rule) => `ルール ${place} が拒否: ${rule}`,
		policy: (place, policy) => `どのルールも許可しないものをチェイン ${place} が拒否 (${policy})`,
		'network-policy': (pod, way, policies, other) =>
			way === 'in'
				? `${pod} のネットワークポリシーが ${other} の受信を許可しない${policies === '' ? '' : ` (${policies})`}`
				: `${pod} のネットワークポリシーがこの送信を許可しない${policies === '' ? '' : ` (${policies})`}`,
		route: to => `このホストに ${to} への経路がない`,
		'own-route': (from, to) => `${from} のネットワーク名前空間に ${to} への経路がない`,
		'link-down': (pod, device) => `${pod} のネットワーク名前空間で ${device} が停止している`,
		sysctl: (name, value) => `カーネル設定 ${name} が ${value}`,
		unheard: (where, pod) => `${where} で待ち受けるものがない${pod === '' ? '' : ` (${pod})`}`,
		'way-on': where => `${where} に届いて応答も戻るが、送信側の次のパケットが届かない`,
		'way-back': where => `${where} に届くが、応答が戻らない`,
		'no-endpoints': (service, place) =>
			`サービス ${service} にエンドポイントがない${place === '' ? '' : `: ${place} が拒否`}`,
		astray: (to, output) => `${to} を変換するルールがない: ${output} から出るが、サービスのアドレスを持つマシンはない`,
		'no-service': service => `サービス ${service} がない`,
		'no-pod': name => `ポッドもサービスも ${name} という名前ではない`,
		'no-address': name => `${name} にアドレスがない`,
		'no-such-port': (service, port) => `サービス ${service} にポート ${port} がない`,
		'no-name': (name, ...meant) => `名前 ${name} を解決できない${didYouMean(meant)}`,
		'no-sender': (name, ...meant) =>
			`${name} という送信元がない: その名前のネットワーク名前空間はなく、名前も解決できない${didYouMean(meant)}`,
		'no-netns': name => `このホストにネットワーク名前空間 ${name} がない`,
		'not-running': (pod, phase) => `ポッド ${pod} にまだアドレスがない (${phase})`,
		'no-family': (from, to) => `${from} は ${to} と同じファミリのアドレスを持たない`,
		dns: (from, dns) => `${from} はクラスタの DNS (${dns}) に問い合わせられないため、そこでは名前を解決できない`,
	},
	depends: {
		beyond: (to, output) => `このホストの外での応答: ${output} から ${to} へ出る`,
		elsewhere: () => 'このホストの外のネットワークだけ: パケットはここを通らない',
		listeners: (where, pod) => `${where}${pod === '' ? '' : ` (${pod})`} での待ち受けの有無 (読み取れなかった)`,
		unread: (place, rule) => `解釈できないルール ${place}: ${rule}`,
		queued: (place, rule) => `ルール ${place} が渡すプログラム: ${rule}`,
		'too-many': () => '追跡しきれない数の経路',
		'filter-part': () => '読み取れなかったパケットフィルタの一部',
		'needs-route': to => `外のネットワークが ${to} 宛てのパケットをこのホストへ届けるかどうか`,
		'other-node-way': (pod, node, way, link) =>
			`${pod} が動くノード ${node} のルール (ここからは読めない)。パケットは ${way} で出る${wrapped(link)}`,
		'other-node-default': (pod, node, way) =>
			`外のネットワーク。${pod} は ${node} で動くが、このホストには ${node} のポッドへの経路がなく、デフォルトルートで出る (${way})`,
		'other-node': (pod, node) => `${pod} が動くノード${node === '' ? '' : ` ${node}`}のルール`,
		'name-unknown': name => `名前 ${name} の解決結果 (読み取れなかった)`,
		resolver: (from, name) => `${from} での ${name} の解決結果: ここではこのホストのリゾルバに問い合わせた`,
		'services-unknown': name => `サービス ${name}: ルールからも API からも分からない`,
		'pods-unknown': name => `${name} のポッド (読み取れなかった)`,
		'netns-unknown': name => `ネットワーク名前空間 ${name} (このホストの名前空間を読み取れなかった)`,
		'named-port': (service, port) => `${service} のポート ${port} の番号: コンテナだけが知る`,
	},
	notes: {
		listening: 'ポートの指定なし: 待ち受けているすべてのポート。',
		echo: 'ポートの指定なし: エコー要求 (ping)。',
		cluster: (name, service) =>
			`クラスタの DNS は ${name} をサービス ${service} とします。DNS には問い合わせず、サービスの一覧で判断しました。`,
		host: (name, addresses) => `このホストのリゾルバ (getent ahosts) によると ${name} は ${addresses} です。`,
		external: (service, name) => `サービス ${service} は外部の名前 ${name} です。`,
		headless: (service, by) => `サービス ${service} は headless で、名前はエンドポイントを表します (${by})。`,
		slices: 'EndpointSlice による',
		selector: 'セレクタが選ぶポッドによる',
		rules: 'kube-proxy のルールによる',
		outside: address => `outside: このホストの外の任意のアドレス。ここでは ${address}。`,
	},
	from: {
		host: 'このホスト',
		outside: address => `外部 (${address} として)`,
		pod: (pod, address) => `${pod}${address === '' ? '' : ` (${address})`}`,
	},
	probe: {
		sent: number => `パケットを ${number} 個送りました。`,
		ends: {answered: '応答あり', refused: '拒否', silent: '応答なし', unsent: '送信できない'},
		predicted: '予測',
		seen: '実測',
		wantsYes: '未送信: 宛先で何かが起こりうる (--yes で送信)',
		differs: (from, to, predicted, seen) =>
			`ルールと実測が違います: ${from} から ${to} の予測は「${predicted}」、実測は「${seen}」でした。`,
		ran: command => `実行: ${command}`,
	},
	matrix: {
		counts: (all, reaches, blocked, unknown) =>
			`${all} 件: 届く ${reaches}、届かない ${blocked}、条件による ${unknown}。`,
		legend: '+ 届く、x 届かない、? 条件によるか不明。列の番号の意味は下にあります。',
		leftOut: number => `ほかに ${number} 件を省きました: --namespace で 1 つの名前空間を指定できます。`,
		everybody: 'すべて',
		fromWho: who => `送信元: ${who}`,
		saved: file => `${file} に保存しました`,
		exists: file => `${file} は k0s-tui の表ではないため、そのままにします (--force で置き換え)`,
		notRead: (file, why) => `${file} と比較できません: ${why}`,
		only: option => `${option} は --matrix と一緒に使います`,
		same: '変わったものはありません。',
		changed: number => `${number} 件の結果が変わりました:`,
		absent: '対象外',
		before: '以前',
		now: '現在',
		why: '理由',
	},
	badPlace: text =>
		`${text}: NAMESPACE/NAME[:PORT]、svc/NAMESPACE/NAME[:PORT]、host、netns/NAME[:PORT]、outside、ADDRESS[:PORT]、NAME[:PORT]、nodeport:N のどれでもありません`,
	badPort: text => `${text}: --port は 1 から 65535 の番号、またはサービスのポート名です`,
	badProtocol: text => `${text}: --proto は tcp、udp、sctp、icmp のどれかです`,
	noPort: '--port が必要です',
	cannotSend: text =>
		`${text} は送信できません: FROM はポッド、サービス、host、ネットワーク名前空間、outside、アドレス、名前のどれかです`,
	several: (text, all) => `${text} は ${all.join('、')} のどれか分かりません: 指定してください`,
	wantsTwo: 'reach には FROM と TO、または --matrix が必要です',
	pathFrom: from => `${from} から:`,
	pathFromDefault: from => `${from} から (ほかの場所からは --from):`,
	notKubeProxy: 'kube-proxy のルールはありませんが、別のルールが送ります:',
	notAsked: 'パケットが届くかどうかは調べていません (--rules-only)。',
	badFrom: text => `${text}: --from は host、outside、ポッド (NAMESPACE/NAME)、アドレスのどれかです`,
	couldNotWalk: why => `届くかどうか不明です: ${why}`,
};
