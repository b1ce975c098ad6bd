import type {network as english} from '../en/network.js';
import type {Translation} from '../translation.js';
import {nodes} from './node-ways.js';

type Why = Parameters<typeof english.reason>[0];
type Namespace = Parameters<typeof english.note>[0];

const reasons: Readonly<Record<string, string>> = {
	'needs-root': 'root が必要',
	'tool-missing': 'ツールなし',
	'timed-out': '時間内に応答なし',
	failed: '読み取り不可',
	unreadable: '解釈不可',
	cut: '長すぎて途中まで',
	aborted: '問い合わせ中止',
	'not-asked': '未確認',
	partly: '一部のみ',
	'no-handle': '入れない: プロセスも名前もない',
};

const reason = ({reason: why, detail}: Why): string => {
	const words = reasons[why] ?? why;
	return ['tool-missing', 'failed', 'unreadable', 'partly'].includes(why) ? `${words}: ${detail}` : words;
};

const note = (namespace: Namespace): string | null => {
	if (namespace.state === 'stale') return '無効: 名前空間のないファイルが残っている';
	if (namespace.unread) return `内部は不明: ${reason(namespace.unread)}`;
	if (namespace.state === 'empty') return '属するプロセスなし';
	if (namespace.through) return 'このユーザーのプロセスを通して見たもの。残りは root が必要';
	if (namespace.processes === null) return '属するプロセスの有無は不明';
	return namespace.state === 'unnamed' ? '/run/netns に名前がない' : null;
};

const shortNote = (namespace: Namespace): string | null => {
	if (namespace.state === 'stale') return '無効なファイル';
	if (namespace.unread?.reason === 'no-handle') return '入れない';
	if (namespace.unread) return reasons[namespace.unread.reason] ?? namespace.unread.reason;
	return namespace.state === 'empty' ? 'プロセスなし' : null;
};

export const network: Translation<typeof english> = {
	nodes,
	reason,
	note,
	shortNote,
	thisHost: 'このホスト',
	idOf: id => `id ${id}`,
	mtu: mtu => `mtu ${mtu}`,
	inBridge: master => `${master} に接続`,
	limited: 'root でないため内部は不明です。S を押すと sudo で root として起動し直します。',
	processesUnknown: '不明',
	silentPids: '出力なし: 属するプロセスがないか、root でない。どちらも同じ結果になる',
	noRaw: '内部を確認できません。/run/netns に名前がなく、プロセスもありません。',
	whoseProcesses: '属するプロセスと、そのコンテナ',
	couldNotRead: why => `ネットワークを読み取れません: ${why}`,
	severalNamespaces: (name, fits, count) =>
		`「${name}」に一致するものが ${count} 個あります: ${fits.join(', ')}${count > fits.length ? ` ほか ${count - fits.length} 個` : ''}。1 つを指定してください`,
	onOtherNode: (pod, node, command) =>
		`${pod} はここではなくノード ${node} で動いています。そこで調べてください: ${command}`,
	noSuchNamespace: name => `「${name}」という名前空間、ポッド、inode はありません`,
	partUnread: {
		routes: why => `ホストのルート: ${why}`,
		rules: why => `ホストのルーティングルール: ${why}`,
		namespaces: why => `名前空間の名前: ${why}`,
		processes: why => `プロセス: ${why}`,
	},
	podSource: {
		containerd: 'containerd のラベルから',
		'cni-cache': 'CNI プラグインのキャッシュから',
		'pod-uid': 'プロセスの cgroup にある uid から',
		'pod-ip': 'API のアドレスから',
		'rule-comment': 'kube-router のルールのコメントから',
	},
	map: {
		outside: '外部',
		processes: count => `プロセス ${count}`,
		ports: count => `ポート ${count}`,
		others: 'ポッドなし',
		loose: 'このホストの線がつながらない先',
		unknownPeer: '接続先は不明',
		wiredTo: (kind, namespace) => `${kind} (相手は ${namespace})`,
		onHost: name => `このホストの ${name}`,
		down: '↓/秒',
		up: '↑/秒',
		perSecond: bytes => `${bytes}/秒`,
	},
	link: {
		state: '状態',
		kind: '種類',
		addresses: 'アドレス',
		peer: '対向',
		received: '受信',
		sent: '送信',
		routes: 'ルート',
		index: index => `デバイス ${index}`,
		qdisc: qdisc => `qdisc ${qdisc}`,
		port: (state, hairpin) => (hairpin ? `${state}、hairpin on` : state),
		verified: '両端が互いを指している',
		notVerified: '一方からのみ確認',
		counted: (bytes, packets, drops) => `${bytes}  ${packets} パケット  破棄 ${drops}`,
		perSecond: (bytes, packets) => `現在 ${bytes}/秒  ${packets} パケット/秒`,
		dropped: (count, perMinute, since) => `${since} から ${count} 個破棄、直近 1 分で ${perMinute} 個`,
		odd: {
			drops: '今パケットを破棄している',
			down: 'このデバイスは通信していない',
			'unknown-peer': '対向は既知の名前空間にない',
			unverified: '対向がこのデバイスを指していない',
			'no-process': '対向の名前空間に属するプロセスがない',
		},
	},
	host: '(ホスト)',
	unnamed: '(名前なし)',
	none: '-',
	unknown: '?',
	default: 'default',
	headings: {
		hostLinks: 'ホストのデバイス',
		hostRoutes: 'ホストのルーティング (テーブル main)',
		hostRules: 'ホストのルール: テーブルの選択 (ip rule)',
		namespaces: count => `ネットワーク名前空間 ${count} 個`,
		noNamed: '名前付きのネットワーク名前空間なし。ほかにあるかどうかは不明 (すべてのプロセスは見えない)。',
		noNamespaces: 'ネットワーク名前空間なし: k0s が動作すると、ポッドごとに作られます。',
		links: 'デバイス',
		routes: 'ルーティング',
		processes: 'プロセス',
	},
	columns: {
		namespace: '名前空間',
		id: 'ID',
		state: '状態',
		pod: 'ポッド',
		address: 'アドレス',
		peer: '対向',
		processes: 'プロセス',
		note: '備考',
		link: 'デバイス',
		kind: '種類',
		mac: 'MAC',
		mtu: 'MTU',
		master: '接続先',
		bridge: 'ブリッジ',
		rxRate: '受信/秒',
		txRate: '送信/秒',
		drops: '破棄',
		routes: 'ルート',
		table: name => `テーブル ${name}`,
		neighbours: '近隣',
		rules: 'ルール',
		family: '種別',
		priority: '優先度',
		rule: 'ルール',
		to: '宛先',
		via: '経由',
		dev: 'デバイス',
		source: '送信元',
		metric: 'メトリック',
		pid: 'PID',
		command: 'コマンド',
		container: 'コンテナ',
	},
	actions: {
		'network.across': '別の層',
		'network.server': 'サーバー',
		'network.open': '生出力',
		'network.raw': '生出力',
		'network.trace': 'パケット',
		'network.reach': '届くか',
		'network.copy': 'コピー',
		'network.map': '図',
		'network.list': '一覧',
		'network.pane': '詳細',
		'network.filter': '絞り込み',
		'network.left': '左へ',
		'network.right': '右へ',
		'network.back': '戻る',
	},
};
