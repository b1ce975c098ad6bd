import type {firewallChecks as english} from '../en/check-items-firewall.js';
import type {Translation} from '../translation.js';
import {list} from './amounts.js';

export const firewallChecks: Translation<typeof english> = {
	firewalld: {
		title: 'firewalld',
		wanted: '停止、または nftables バックエンドで動作',
		why: 'ポッドからこのホストへのパケットはすべて firewalld が判定します。2.0 より前の firewalld や direct ルールがある firewalld は、リロードで k0s のルールを消すため、先に設定します。',
		running: backend => `動作中 (バックエンド ${backend})`,
		backend: backend => `動作中 (バックエンド ${backend}: 旧式)`,
		stopped: 'インストール済みだが停止中: 全ポートが開いている',
		stoppedNote:
			'k0s が動作しているホストでは、続けて kube-bridge をゾーンに割り当ててください。方法は次のチェックが示します。',
		masked: 'mask されている: 意図して無効化されている',
		maskedRuns: '動作中だが mask されている: 次のシステム起動後は動かない',
		maskedNote: 'mask を解除し、起動できるようにします。',
		panic: 'panic モード: すべてのパケットを破棄',
		panicNote: '誰かが有効にしています。解除する前に理由を確認してください。解除すると接続はすぐに戻ります。',
		absent: '未インストール',
		note: 'k0s をインストールする前に、/etc/firewalld/firewalld.conf に FirewallBackend=nftables を設定してください。',
		backendNote: 'firewalld を再起動します。失われる Kubernetes のルールはまだありません。',
		backendCosts: chains =>
			`firewalld を再起動します。Kubernetes のチェイン ${chains} 本が消え、k0s が書き直すまで (k0scontroller、ワーカーでは k0sworker の再起動) サービスは応答しません。`,
	},
	'firewall-pods': {
		title: 'ポッドの通信の許可',
		wanted: 'kube-bridge が trusted ゾーンにある、またはガイドどおりのポッド範囲、ポート、マスカレード',
		why: 'ポッドは、このホストの 6443、8132、10250 と外部に届く必要があります。firewalld が拒否すると「no route to host」となり、CoreDNS が Ready になりません。',
		good: (zone, by) => `ポッドはゾーン ${zone} で判定 (${by})`,
		hides: zone => `ポッドはゾーン ${zone} で判定。マスカレードにより、ポッドからクライアントのアドレスが見えない`,
		zone: (zone, by) => `ゾーン ${zone} (${by})`,
		closed: (blocker, ports) => `${blocker} がポッドから ${list(ports)} への通信を拒否`,
		noForward: blocker => `${blocker} がポッドからの転送を拒否`,
		perhaps: (zone, ports) =>
			ports.length === 0
				? `ポッドはゾーン ${zone} で判定。ポッド間と外への転送が通るかは不明`
				: `ポッドはゾーン ${zone} で判定。${list(ports)} に届くかは不明`,
		blocker: {
			policy: name => `ポリシー ${name}`,
			direct: rule => `direct ルール「${rule}」`,
			rule: (chain, rule) => `チェーン ${chain} のルール「${rule}」`,
		},
		blockerNote: {
			policy:
				'ポリシーは対象のゾーンすべてに適用されるため、ポッドのゾーンを変えても変わりません。ポリシーを変更してください。firewall-cmd --info-policy=NAME で内容を確認できます。',
			direct:
				'direct ルールはゾーンより先に適用されます。追加した場所でこのルールを削除してください。firewall-cmd --direct --get-all-rules と --get-all-passthroughs で一覧を確認できます。',
			rule: 'このルールの元を探してください: firewall-cmd --list-all-policies、--list-all-zones、--direct --get-all-rules。',
		},
		by: {source: 'ポッド範囲による', interface: 'kube-bridge による', default: 'デフォルトゾーン'},
		note: 'ランタイム設定と永続設定の両方に、リロードなしで適用します。2.0 より前の firewalld や direct ルールがある場合、リロードで Kubernetes のルールが消えるためです。画面 2 のファイアウォールの手順と同じです。',
		articleNote:
			'ガイドどおりの設定です。デフォルトゾーン trusted は、ゾーンのないインターフェイスをすべて許可するため、最後に設定します。',
		perhapsNote:
			'ここでは判定できないもの、または一部のポッドだけを別に扱うものがあります。ゾーンのリッチルールと送信元、ポリシー、direct ルールを確認してください。',
	},
	'firewall-interface': {
		title: '外部側のゾーン',
		wanted: '指定したものだけを通すゾーン',
		why: 'このゾーンが、ネットワークから見たこのホストです。ここが trusted だと etcd と kubelet が誰にでも開きます。',
		found: (dev, zone, by) => `${dev} は ${zone} (${by})`,
		open: (dev, zone) => `${dev} は ${zone}: すべて許可`,
		by: {source: '送信元による', interface: '割り当て済み', default: 'デフォルトゾーン'},
		noRoute: 'デフォルトルートがなく、外部側のインターフェイスもない',
		note: 'ガイドの順では最後の行までホストが開いたままになります。先にインターフェイスを public に割り当ててください。',
	},
	'firewall-default-zone': {
		title: 'デフォルトゾーン',
		wanted: 'trusted でないゾーン',
		why: 'ゾーンのないインターフェイスは、2 枚目の NIC も含めてすべてここに入ります。trusted だと、そこではすべてが開きます。',
		found: zone => zone,
		open: zone => `${zone}: すべて許可`,
		article: zone => `${zone} (ガイドどおり): 後から追加した NIC は誰にでも開く`,
		note: '先に kube-bridge を trusted に、外部側のインターフェイスをそのゾーンに割り当て、それからデフォルトゾーンを変えてください。',
	},
	'firewall-nodes': {
		title: 'ほかのノードの許可',
		wanted:
			'k0s のポートがほかのノードに開いている: コントローラは 6443、8132、9443、2380、ポッドが動くノードは 10250、179、4789',
		why: '参加するノードはこれらのポートに接続します。必要なのはプロファイル multi-node だけです。',
		good: zone => `ゾーン ${zone} が許可`,
		closed: (zone, ports) => `ゾーン ${zone} が ${list(ports)} を拒否`,
		notWanted: profile => `プロファイル ${profile} では不要`,
		perhaps: zone => `ゾーン ${zone} には一部のアドレス用のルールがあり、ノードがそれに含まれるかは不明`,
		nameNodes: 'ノードを指定してください: k0s-tui check --profile multi-node --nodes ADDRESS,…',
		named: zones => `ゾーン ${list(zones)} が指定したノードを許可`,
		shut: (zones, nodes) => `ゾーン ${list(zones)} が ${list(nodes)} を拒否`,
		noRoute: node => `${node} への経路がない`,
		namedNote:
			'k0s のポートを、これらのノードだけに、今すぐ、永続的に開きます。--fix にも同じ --nodes を付けてください。',
		note: 'だれにでも開きます。自分のノードだけに開くには --nodes ADDRESS,… で指定してください。',
	},
	'firewall-permanent': {
		title: '設定の永続化',
		wanted: 'ランタイム設定が永続設定にもある',
		why: 'リロードや再起動をすると永続設定に戻ります。ランタイム設定だけにあるものは失われます。',
		same: 'ランタイム設定 = 永続設定',
		differs: what => `相違: ${list(what)}`,
		note: '残したい設定は --permanent を付けて繰り返し、残りは取り消してください。リロードは不要です。',
		writeNote: 'ランタイム設定を永続設定に書きます。リロードは不要です。',
	},
	'firewall-reload': {
		title: 'firewalld のリロード',
		wanted: 'リロード後も Kubernetes のルールが残る',
		why: 'リロードすると、2.0 より前の firewalld は kube-proxy と kube-router のルールをすべて消します。新しい版が消すのは、direct ルールがある間と、最初の direct ルールを追加したときだけです。書き直されるまでサービスは応答しません。',
		harmless: '無害: Kubernetes のルールはまだない',
		keeps: (version, chains) => `direct ルールのない firewalld ${version} は Kubernetes のチェイン ${chains} 本を残す`,
		danger: (because, chains) => `${because}: リロードすると Kubernetes のチェイン ${chains} 本が消える`,
		because: {
			version: version => `firewalld ${version}`,
			backend: backend => `バックエンド ${backend}`,
			direct: rules => `direct ルール ${rules} 本`,
			unknown: '2.0 より前の firewalld か、direct ルールがある場合 (不明)',
		},
		directNote:
			'direct ルールをリッチルールかポリシーに書き換えて削除してください (firewall-cmd --direct --get-all-rules で一覧できます)。',
		starting: 'Kubernetes のルールはまだない: k0s は起動中',
		wiped: 'k0s も kube-bridge も動作中だが、ルールが消えている',
		note: '今はリロードしないでください。してしまったときは、systemctl restart k0scontroller（ワーカーでは k0sworker）でルールが戻ります。ポッドのホストポートだけは戻らないので、そのポッドを作り直してください。',
		wipedNote:
			'コントロールプレーンが 1 分ほど止まります。ポッドは動き続け、その後ルールが書き直されます。ポッドのホストポートだけは戻らないので、そのポッドを作り直してください。',
	},
	'firewall-forward': {
		title: '転送されるパケットの許可',
		wanted: 'StrictForwardPorts=no (既定値)',
		why: 'kube-proxy はサービス宛てのパケットをポッドに転送します。StrictForwardPorts=yes だと firewalld がこれを拒否し、NodePort、クラスタのアドレス、ポッドからの DNS と API が使えません。',
		off: 'StrictForwardPorts は無効',
		on: 'StrictForwardPorts=yes: kube-proxy からポッドへの転送を firewalld が拒否',
		written: 'StrictForwardPorts=yes が設定済み。次のリロードまたは起動で有効になる',
		unknownKey: version => `StrictForwardPorts=yes (firewalld ${version} では無視される)`,
		note: 'StrictForwardPorts=no に変更し、firewalld をリロードします。ここではリロードしても Kubernetes のルールは残ります。',
		fileNote:
			'/etc/firewalld/firewalld.conf を StrictForwardPorts=no に変更します。まだ有効ではないため、リロードは不要です。',
		costs:
			'/etc/firewalld/firewalld.conf を StrictForwardPorts=no に変更し、firewall-cmd --reload を実行してください。ここではリロードで Kubernetes のルールが消える可能性があります (「firewalld のリロード」を参照)。その後 systemctl restart k0scontroller（ワーカーでは k0sworker）を実行してください。',
	},
	'firewall-other': {
		title: 'ほかのファイアウォール',
		wanted: 'firewalld 以外になし',
		why: 'ファイアウォールが 2 つあると、互いのルールを壊します。nftables や iptables サービスの再起動でも Kubernetes のルールは消えます。',
		none: 'なし',
		found: names => `${list(names)} が動作中`,
		note: 'どれか 1 つにしてください。ufw ではポッドからの通信を許可し (ufw allow in on kube-bridge)、k0s の動作中に nftables サービスを再起動しないでください。',
	},
	'iptables-mix': {
		title: 'iptables バックエンド',
		wanted: '旧テーブルにルールがない',
		why: 'k0s は nftables にルールを書きます。旧テーブルのルールも判定に使われ、混在すると kube-router が落ちることがあります。',
		none: '旧テーブルなし',
		empty: tables => `旧テーブル (${list(tables)}) はあるが、ルールなし`,
		only: tables => `旧テーブルあり: ${list(tables)}`,
		mixed: tables => `旧テーブル (${list(tables)}) と nftables の Kubernetes のルールが混在`,
		note: 'iptables-legacy を使っているものを探し、そのルールを削除してシステムを再起動してください。',
	},
};
