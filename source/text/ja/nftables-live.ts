import type {nftablesLive as english} from '../en/nftables-live.js';
import type {Translation} from '../translation.js';

export const nftablesLive: Translation<typeof english> = {
	services: 'サービス',
	drops: '破棄と拒否',
	hot: '通信量の多いルール',
	servicesCount: (ports, mode) => `サービスのポート ${ports} 個、kube-proxy は ${mode} モード`,
	readingServices: 'ルールからサービスを調べています …',
	noServices: 'このホストに kube-proxy のルールはありません。つながるサービスがありません。',
	ipvs: 'kube-proxy は ipvs モードです。サービスはパケットルールではなく、カーネルの IPVS テーブルにあります (一覧は ipvsadm -Ln)。ルールが参照するセット:',
	ipvsNoSets: 'セットを読み取れません (ipset)。',
	members: number => `要素 ${number} 個`,
	unknownService: key => `(名前なし) ${key}`,
	columns: {
		service: 'サービス',
		ways: '入口',
		endpoints: 'エンドポイント',
		connections: '接続数',
		verdict: '結果',
		rule: 'ルール',
		rate: '毎秒',
		meaning: '意味',
		where: '場所',
		set: 'セット',
		type: '種類',
	},
	endpoints: endpoints => `エンドポイント ${endpoints} 個`,
	verdicts: {reject: 'エンドポイントなし', drop: 'このノードになし', none: '行き先なし'},
	entryRefused: {
		reject: '拒否: エンドポイントなし',
		drop: '破棄: このノードにエンドポイントなし',
		none: '行き先なし',
	},
	roles: {
		guards: ranges => (ranges.length === 0 ? '送信元を確認' : `${ranges.join(', ')} からのみ`),
		external: policy => (policy === null ? '外部から' : `外部から (policy ${policy})`),
		spreads: endpoints => `エンドポイント ${endpoints} 個に分散`,
		'spreads-local': endpoints => `このノードのエンドポイント ${endpoints} 個に分散`,
	},
	affinity: seconds => (seconds === null ? 'クライアントごとに固定' : `クライアントごとに ${seconds} 秒固定`),
	masquerade: {
		always: 'マスカレード: ポッドには送信元がこのノードに見える',
		some: '一部をマスカレード: ポッドには送信元がこのノードに見える',
	},
	sinceSync: '入口の回数は kube-proxy の同期ごとに数え直し、ほかはそのまま続きます。',
	noPod: 'このアドレスのポッドは不明',
	thisNode: 'このノード自身',
	home: namespace => `ネットワーク名前空間 ${namespace}`,
	nodeItself: 'このアドレスのポッドはこのノードにない',
	podFirewall: (ingress, egress) => `ポッドのファイアウォール: 受信 ${policies(ingress)}、送信 ${policies(egress)}`,
	refused: packets => `拒否 ${packets}`,
	result: {
		dnat: endpoints =>
			endpoints === 1
				? 'NAT により唯一のエンドポイントへ送られます。t でパケットをたどれます。'
				: `NAT によりエンドポイント ${endpoints} 個のいずれかへ送られます。t でパケットをたどれます。`,
		reject: () => '拒否: Ready のエンドポイントがありません。',
		drop: () => '破棄: policy が Local で、このノードにエンドポイントがありません。',
		none: () => 'どのルールも転送しません。',
	},
	rangesDrop: ranges => `ロードバランサのアドレスでは、${ranges.join(', ')} 以外の送信元を破棄します。`,
	serviceGone: 'このサービスはルールからなくなりました。esc で戻ります。',
	rate: value => `${value}/秒`,
	reset: 'リセット',
	policyDrops: hook => `${hook} のどのルールも許可しなかったもの: policy が drop (ここでは数えない)`,
	refusals: {
		'no-endpoints': who => `エンドポイントなし: ${who}`,
		'no-local-endpoints': who => `policy Local、このノードにエンドポイントなし: ${who}`,
		'source-range': who => `許可された範囲外の送信元: ${who}`,
		localnet: () => '外部からの 127.0.0.0/8 宛て',
		invalid: () => 'どの接続にも属さない (INVALID)',
		pod: who => `許可するネットワークポリシーなし: ポッド ${who}`,
		zone: who => `firewalld: ゾーン ${who} が許可しない`,
		'zone-into': (who, into) => `firewalld: ゾーン ${who} からゾーン ${into} への転送は許可されない`,
		'firewall-policy': who => `firewalld: ポリシー ${who} が拒否`,
		'strict-forward': () => 'firewalld: StrictForwardPorts=yes が、ほかの DNAT (転送) を拒否',
		'reverse-path': () => 'firewalld: 戻る経路のない IPv6 送信元',
		'reserved-address': () => 'firewalld: 予約済み IPv4 を含む IPv6 アドレス',
		'firewalld-rest': () => 'firewalld: どのゾーンも許可しない',
		'cluster-ip-unused': () => '該当するポートのない ClusterIP',
		'reject-chain': () => 'エンドポイントのないサービスのマップの行き先',
		other: () => '',
	},
	dropsCount: (rules, moving) =>
		`パケットを拒否しうるルール ${rules} 本${moving > 0 ? `、うち ${moving} 本が直前に拒否` : ''}`,
	noDrops: 'このホストにパケットを拒否するルールはありません。',
	hotCount: seconds => (seconds === null ? '多い順。毎秒の値は次の読み取り後' : `多い順 (直近 ${seconds} 秒)`),
	noHot: 'パケットを数えたルールはありません。',
	wiped: before =>
		`表示中に Kubernetes のルール ${before} 本が消されました。nft flush ruleset か、firewalld によるものです (2.0 より前のリロード、direct ルールがある間のリロード、最初の direct ルールの追加)。kube-proxy は 30 秒以内に、kube-router はポリシーを 3 分以内に書き直します。systemctl restart k0scontroller（ワーカーでは k0sworker）で、ポッドのホストポート以外はすべて戻ります。`,
	partly: (before, now, missing) =>
		`消される前の Kubernetes のルールは ${before} 本、今は ${now} 本です。ないもの: ${missing.join('、')}。systemctl restart k0scontroller（ワーカーでは k0sworker）で戻りますが、ホストポートは戻らないので、そのポッドを作り直してください。`,
	parts: {
		services: 'サービス (kube-proxy)',
		policies: 'ネットワークポリシー (kube-router)',
		masquerade: 'ポッドのマスカレード (kube-router)',
		hostPorts: 'ポッドのホストポート (CNI)',
	},
};

function policies(names: readonly string[] | null): string {
	if (names === null) return '不明';
	return names.length === 0 ? '許可 (既定)' : `${names.join(', ')} のみ`;
}
