import type {demo as english} from '../en/demo.js';
import type {Translation} from '../translation.js';

export const demo: Translation<typeof english> = {
	actions: {
		'demo.run': 'デモを実行',
		'demo.cleanup': '後片付け',
		'demo.keep': '残す',
		'demo.output': '出力',
		'demo.pane': '別のペイン',
		'demo.stop': '停止',
		'demo.reach': '到達性',
		'demo.why': '理由',
		'demo.events': 'イベント',
		'demo.copy': 'この手順のコマンドをコピー',
		'demo.refresh': '再確認',
		'demo.back': '戻る',
	},
	screen: {
		title: '動作確認',
		what: (name, image) => `${name} (${image})`,
		ready: keep => (keep ? 'enter で実行し、作ったものを残す' : 'enter で実行し、作ったものを削除する'),
		keeps: '実行後: 残す',
		deletes: '実行後: すべて削除',
		keepKey: 'K で変更',
		left: '以前のデモが残っている: D で削除',
		noCluster: '正常なクラスタなし: 2 でインストール、3 で状態',
		readOnly: '読み取り専用: 何も実行しない',
		answered: answer => `「${answer}」`,
		deleted: 'すべて削除済み',
		kept: '残っている: D で削除',
		busy: '実行中です。X で停止します。',
		ask: 'デモを実行しますか?',
		willMake: (name, image) => `Deployment ${name} (${image}) と Service ${name} を作り、リクエストを送ります。`,
		willCleanUp: '最後に両方とも削除します (K で残します)。',
		willKeep: '両方とも残します: 後で D で削除できます。',
		willDelete: name => `Deployment ${name} とその Service を削除します。デモが作ったものだけです。`,
		askCleanup: 'デモで作ったものを削除しますか?',
		table: {step: '手順', time: '時間', result: '結果'},
	},
	rungs: {
		cluster: {
			title: '正常なクラスタ',
			why: 'デモは、正常なクラスタで初めて意味を持ちます。正常でないときは、状態画面のほうが詳しくわかります。',
			healthy: '正常',
			notHealthy: (what, found) => `正常でない: ${what}: ${found}`,
			notKnown: (what, found) => `正常かどうか不明: ${what}: ${found}`,
			asRoot: 'k0s に問い合わせできるのは root だけです: sudo k0s-tui demo',
			first: '先に k0s をインストールしてください: 画面 2、または k0s-tui install。',
		},
		create: {
			title: 'ポッドの作成',
			why: 'Web サーバ (httpd) を 1 つ deployment として作成し、API サーバ、スケジューラ、コントローラの動作を確かめます。ラベルで自分のものと印を付けるため、ほかのものは削除しません。',
			absent: 'まだない',
			ours: name => `deployment ${name} はこのデモのもの`,
			foreign: name => `デモが作ったものではない deployment ${name} があります。手を触れません。`,
			otherImage: (name, image) => `以前のデモが残っています: deployment ${name} は ${image} を実行中です。`,
			otherImageHint:
				'先に後片付けをするか (画面 6 で D)、同じイメージを指定するか、--name で別の名前を選んでください。',
		},
		pod: {
			title: 'ポッドの起動待ち',
			why: 'イメージを取得してコンテナを起動し、レジストリへの接続、containerd、ポッドのネットワークを確かめます。',
			none: 'ポッドはまだない',
			unseen: 'コントローラがまだ ReplicaSet を作っていない',
			ready: (name, ips) => `${name} (${ips})`,
			waits: pod => `${pod} を待っている`,
		},
		expose: {
			title: 'サービスの作成',
			why: 'NodePort のサービスを作成します。kube-proxy がパケットルールを書き、このホストのポートをポッドにつなぎます。',
			absent: 'サービスはまだない',
			ours: (name, port) => `サービス ${name}${port === null ? '' : `、NodePort ${port}`}`,
			foreign: name => `デモが作ったものではないサービス ${name} があります。手を触れません。`,
			world:
				'NodePort は、ファイアウォールのポートの指定にかかわらず、このホストのすべてのアドレスで外部にも応答します。後片付けまで開いています。',
		},
		request: {
			title: '接続確認',
			why: 'このホストからルールを通ってポッドに届き、戻るまでのパケットの経路を確かめます。',
			noPort: '接続するポートがまだない',
			silent: (url, said) => `${url} が応答しない${said === '' ? '' : ` (${said})`}`,
			answered: (url, answer) => `${url} が「${answer}」と応答`,
			other: (url, answer) => `${url} の応答が異なる:「${answer}」`,
			strangers: pods =>
				`応答はありましたが、サービスはこの deployment 以外にもつながっています: ${pods}。どれが応答したかわかりません。`,
			strangersHint:
				'以前のデモのポッドが終了中かもしれません。もう一度実行するか、--name で別の名前を選んでください。',
		},
		'pod-service': {
			title: 'ポッドから: クラスター IP',
			why: 'デモのポッドから自分のサービスに接続します。ポッド同士が通る経路で、ポッドが一つならルールを通って自分に戻ります。',
		},
		'pod-name': {
			title: 'ポッドから: DNS 名',
			why: 'ポッドからクラスターの DNS にサービスの名前を尋ねます。CoreDNS と往復の経路を確かめます。',
			noDns: 'このクラスターにはサービス kube-system/kube-dns がない',
			silent: (server, pod) => `クラスターの DNS ${server} が ${pod} に応答しない`,
			silentHint: 'coredns が動いているかとログを確認: k0s-tui why kube-system/coredns',
			answered: (name, address) => `${name} は ${address}`,
			code: code =>
				code === 3
					? 'その名前はない'
					: code === 0
						? 'アドレスがない'
						: code === 2
							? 'サーバー自身の失敗'
							: `コード ${code}`,
			other: (name, said, wanted) => `${name} へのクラスター DNS の答え: ${said}。正しくは ${wanted}`,
			read: (said, bytes) => `DNS の応答 (${bytes} バイト): ${said}`,
			otherHint:
				'coredns が API の変更を受け取っていないか、クラスターのドメインが違います: k0s-tui why kube-system/coredns',
		},
		'pod-node': {
			title: 'ポッドから: ノードのアドレス',
			why: 'ポッドからほかのノードのアドレスのノードポートに接続します。ノードが一つならこのノードです。',
		},
		cleanup: {
			title: '後片付け',
			why: 'デモのラベルが付いたものだけを、名前を指定して削除します。',
			nothing: 'デモのものは残っていない',
			left: count => `デモのものが ${count} 個`,
			ending: pods => `削除済み、終了待ち: ${pods}`,
			endingHint: 'kubelet が動いていれば自然に終わります: k0s kubectl get pods -A',
		},
	},
	fromPod: {
		noPod: 'デモのポッドはまだ Ready ではない',
		noTarget: '接続先がまだない',
		answered: (to, pod) => `${to} が ${pod} に応答`,
		ends: {
			refused: (to, pod) => `${to} が ${pod} を拒否`,
			silent: (to, pod) => `${to} から ${pod} に何も返らない`,
			unsent: (to, pod) => `${pod} から ${to} に何も送れない: nsenter、timeout、bash のどれかがない`,
		},
		hints: {
			service: 'ホストからの要求は通ったので、ポッドからのパケットが破棄されたか変換されていません。',
			node: 'ポッドからサービスは応答しますが、ノードのアドレスは応答しません。ファイアウォールが止めている可能性があります。',
		},
	},
	otherName: '別の名前を選んでください: k0s-tui demo --name NAME --yes',
	hints: {
		image:
			'イメージを取得できません。DNS、プロキシ、レジストリの回数制限を確認するか、ここにあるイメージを --image で指定してください。',
		crash: 'コンテナが自分で終了しています。ログ: k0s kubectl logs deployment/demo',
		taint: 'ノードがポッドを受け入れません。--no-taints なしでインストールされています。',
		resources: 'ノードのメモリまたはプロセッサが足りません。',
		network: 'ポッドのネットワークができません。状態画面で kube-router を確認してください。',
		silent:
			'kube-proxy がこのサービスのルールをまだ書いていない可能性があります。k0s-tui path nodeport:N で経路を確認できます。',
		strict:
			'firewalld が StrictForwardPorts=yes で動作中のため、kube-proxy からポッドへの転送が拒否されます。/etc/firewalld/firewalld.conf で no にしてください。方法は k0s-tui check --only firewall-forward で確認できます。',
		gone: 'パケットフィルターに Kubernetes のルールがありません。何かが削除しました。kube-proxy の分は 30 秒以内に書き直され、残りは systemctl restart k0scontroller で戻ります。',
	},
	bad: {
		name: '英小文字、数字、「-」。英字で始まり 63 文字以内',
		namespace: '英小文字、数字、「-」。63 文字以内',
		image: 'イメージ名。例: httpd、docker.io/library/httpd:2.4',
	},
	headless: {
		junitExists: file => `${file} はすでにあり、デモの結果ではありません。別の名前にするか、--force を付けてください`,
		junitFailed: (file, why) => `${file} に書き込めませんでした: ${why}`,
		rung: (id, result, found, seconds) => `${id}: ${result}${seconds}${found === '' ? '' : `  ${found}`}`,
		answered: answer => `デモの応答: ${answer}`,
		kept: '作ったものを残しました。後片付け: k0s-tui demo --yes をもう一度実行すると削除します。',
		cleaned: '作ったものを削除しました。',
		notCleaned: '作ったものの一部を削除できませんでした。',
		failed: rung => `デモが失敗しました: ${rung}`,
		failure: {
			way: (from, to) => `${from} から ${to} への経路と、実際に送ったパケット:`,
			cause: '理由:',
			events: 'デモが作ったもののイベント:',
			noEvents: why => `不明: ${why}`,
			more: 'さらに調べるには、デモを残してパケットを追跡します:',
		},
		noCluster: '正常なクラスタがない',
	},
};
