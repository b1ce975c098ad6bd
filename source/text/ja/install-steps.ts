import type {installSteps as english} from '../en/install-steps.js';
import type {Translation} from '../translation.js';
import {releaseSteps} from './install-release.js';

export const installSteps: Translation<typeof english> = {
	privilege: {
		title: 'root 権限',
		why: 'これより後の手順はシステムを変更します。途中でパスワードを求めて止まらないよう、プログラム全体を一度に root で実行します。',
		root: 'root で実行中',
		notRoot: 'root 権限が必要です。',
		becomeRootFor: command => `実行: sudo k0s-tui ${command}`,
		becomeRoot: 'S を押すと、この画面のまま sudo で root として起動し直します (または sudo k0s-tui)。',
	},
	preflight: {
		title: '実行前の確認',
		why: '成功しない起動は 10 秒ごとに再起動を繰り返します。そのため、成功に欠かせない条件を先に確認します。すべての項目は事前確認画面にあります。',
		see: '1 を押すとすべてのチェックを表示します (または k0s-tui check)。',
		notLinux: system => `k0s は Linux で動きます (現在 ${system})。`,
		noBuild: machine => `${machine} 向けの k0s はありません (x86_64、aarch64、armv7l のみ)。`,
		noSystemd: why => `systemd が応答しません (${why})。`,
		masked: unit => `ユニット ${unit} が mask されています: systemctl unmask ${unit}`,
		littleMemory: megabytes => `メモリは ${megabytes} MiB です。コントロールプレーンとワーカーには 1 GiB 必要です。`,
		littleWorkerMemory: megabytes => `メモリは ${megabytes} MiB です。ワーカーには 512 MiB 必要です。`,
		dataFolder: '専用のディレクトリ。リセットで削除されるため、システムのディレクトリは使えない',
		systemFolder: path =>
			`${path} はシステムのディレクトリです。k0s はリセットのときにデータディレクトリを削除するため、専用のディレクトリが必要です。`,
		noConfig: path => `設定ファイル ${path} がありません。`,
		badConfig: (path, said) => `k0s が設定 ${path} を拒否しました: ${said}`,
		good: (machine, memory, disk) =>
			[
				`Linux (${machine})`,
				'systemd',
				...(memory === null ? [] : [`メモリ ${memory} MiB`]),
				...(disk === null ? [] : [`空き ${disk} MiB`]),
			].join('、'),
	},
	hostname: {
		title: 'ホスト名',
		why: 'ノードはホスト名になります。後から変えるとクラスタに 2 つ目のノードができるため、k0s をインストールする前に設定するか、今の名前を使います。',
		kept: name => `変更なし: ${name}`,
		unfit: (name, fault) => `${name} はノード名に使えません (条件: ${fault})。`,
		poor: fault => `推奨: ${fault}。今のうちに名前を決めてください (c、または --hostname NAME)。後から変更できません。`,
		staysForGood: name => `ノード名は ${name} になり、後から変更できません。`,
		does: name => `このホストの名前を ${name} にする`,
		choose: '別のホスト名を選んでください: ここでは c、または --hostname NAME',
		already: name => `すでに ${name}`,
		differs: (now, wanted) => `現在 ${now}、設定する名前 ${wanted}`,
		untilReboot: (now, later) => `現在は ${now}、再起動後は ${later}`,
		installed: (now, wanted) => `k0s は ${now} としてインストール済みです。${wanted} には変更できません。`,
		installedHint: '新しい名前にするには、先に k0s のリセットが必要です。',
	},
	firewall: {
		trial: {
			title: 'firewalld の試行',
			why: 'ポッドの通信にはブリッジの許可が必要です。初期状態の firewalld は、ポッドどうしも外部との通信も遮断します。まずランタイム設定だけを変え、ログインできなくなったときに自動で元に戻すガードを付けます。',
			does: count => `firewalld の設定 ${count} 件を次の再起動まで変更`,
		},
		commit: {
			title: 'firewalld の確定',
			why: 'リロードや再起動の後も有効になるよう、試行した設定を永続設定に書きます。',
			does: count => `設定 ${count} 件を永続化`,
			order:
				'ガイドはデフォルトゾーンを先に設定するため、最後の行まで全ポートが開きます。ここでは先にインターフェイスを割り当て、デフォルトゾーンを最後に設定します。結果は同じで、途中で開くことはありません。',
			reload:
				'リロードするとランタイム設定が永続設定と同じになります。動作中のノードでは行いません。2.0 より前の firewalld や direct ルールがある場合、クラスタのパケットルールがすべて消えるためです。',
		},
		notes: {
			'single-node': [
				'ポッドからの通信 (kube-bridge) を信頼し、ほかは開きません。NodePort は外部にも応答します。転送されるパケットには、ポートの指定が適用されないためです。',
			],
			article: [
				'112/tcp はガイドに従って開きます。VRRP は TCP のポートではなく IP プロトコル 112 なので、この行は使われません。',
				'ポッドのネットワークを public の送信元とし、マスカレードを使います。ポッドからはすべてのクライアントが 10.244.0.1 に見え、このホストには指定したポートでしか届きません。',
				'デフォルトゾーンは trusted になります。ゾーンのない kube-bridge はここに入りますが、2 枚目の NIC も同じです。',
			],
			'multi-node': [
				'ポートは k0s の「必要なポート」の表のとおりです。表の TCP 112 は開きません。VRRP は IP プロトコルで、使うのはコントロールプレーンの負荷分散だけです。',
				'これらのポートにはほかのだれも届きません。別のマシンの kubectl には 6443 を開くルールが別に必要です。',
			],
		},
		risks: {
			'single-node': ['ファイアウォールがポッドを信頼します。ポートは開きません。'],
			article: ['ゾーンに割り当てのないネットワークカードをすべて信頼し、8 個のポートを開きます。'],
			'multi-node': ['ファイアウォールがすべてのノードのポッドを信頼し、指定したノードに k0s のポートを開きます。'],
		},
		opensTo: (ports, nodes) => `${ports} と、ワーカー間のトンネルを ${nodes} だけに開きます。`,
		trustsPods: networks =>
			`ほかのノードはポッドのパケットをそのまま送るため、${networks} からの通信はすべて信頼します。アドレスを偽れるネットワークでは rp_filter を 1 にしてください。`,
		assumesPods: networks =>
			`${networks} は k0s の既定値です。ワーカーからはコントローラーの設定が見えません。別のポッドネットワークなら、そのパケットは通りません。`,
		noNodes: 'プロファイル multi-node はほかのノードにポートを開きますが、ノードの指定がありません。',
		nameNodes: 'ノードを指定してください: ここでは c、または --nodes ADDRESS,…',
		podNetworks: why => `ポッドのネットワークがわかりません。${why}`,
		nodeAmongPods: (node, network) =>
			`${node} はポッドのネットワーク ${network} の中にあります。ノードのアドレスではありません。`,
		noRouteToNode: node => `${node} への経路がないため、どのゾーンに届くかわかりません。`,
		confirms: seconds =>
			`このセッションは開いたままにしてください。新しいログインで ${seconds} 秒以内に確定しないと元に戻ります。`,
		absent: 'このホストに firewalld はない: 開くものなし',
		stopped: 'firewalld は停止中: 開くものなし',
		noInterface: 'デフォルトルートがないため、外部側のインターフェイスがわかりません。',
		nameInterface: 'インターフェイスを指定してください: ここでは c、または --interface NAME',
		unknownInterface: name => `このホストに ${name} というインターフェイスはありません。`,
		runtimeSo: profile => `ランタイム設定は ${profile} のとおり`,
		runtimeLacks: (count, all) => `設定 ${all} 件中 ${count} 件が未適用`,
		permanentSo: profile => `永続設定は ${profile} のとおり`,
		permanentLacks: count => `設定 ${count} 件が永続設定にない`,
		notTried: count => `設定 ${count} 件を試行していません。先に「firewalld の試行」を実行してください。`,
	},
	...releaseSteps,
	install: {
		title: 'サービスの登録',
		why: 'k0s が systemd のユニットを書きます。役割 single では、ワーカーを兼ねるコントローラで、ポッドを遠ざける taint は付けません。まだ何も起動しません。',
		does: unit => `サービス ${unit} を登録し、起動時に有効にする`,
		absent: 'サービスはまだない',
		here: line => line,
		disabled: 'サービスはあるが、自動起動が無効',
		noExecStart: path => `${path} に ExecStart がありません。`,
		differs: (line, flags) => `ユニットは「${line}」を起動します (期待は ${flags})。`,
		differsHint: 'ほかの人または別の方法で作られたものです。上書きしません。',
		otherRole: (unit, role) =>
			`k0s はここに ${unit} として入っています。求められた役割は ${role} です。1 台のホストの役割は 1 つです。`,
		otherRoleHint: '役割を変えるには、先に k0s をリセットしてください (k0s-tui reset)。',
		noBinary: 'インストールに使う k0s がありません。先に「配置」を実行してください。',
	},
	start: {
		title: 'サービスの起動',
		why: 'k0s start は systemd に依頼するだけです。起動し続けているかどうかは、その後で確認します。',
		does: 'k0s とポッドを起動する',
		stopped: '停止中',
		active: pid => (pid === null ? '動作中' : `動作中 (プロセス ${pid})`),
		notActive: (active, sub, restarts) =>
			`サービスは ${active} (${sub}) です${restarts === 0 ? '' : ` (再起動 ${restarts} 回)`}。`,
		conditionFailed: 'systemd が起動しませんでした。/usr/local/bin/k0s に実行権限が必要です。',
		survivors: names => `前回の起動から残っているため先に終了させる: ${names}。`,
		failed: result => `サービスが失敗している（${result}）。systemd がその記録を消すまで、k0s は起動も停止もしない。`,
		stopping: 'サービスを停止中。停止後に起動する。',
		masked: unit => `ユニット ${unit} がマスクされていて起動できない。`,
		maskedHint: unit => `意図したものでなければ: systemctl unmask ${unit}`,
		unreadable: (unit, load, active) => `systemd がユニット ${unit} を使えない（${load}, ${active}）。`,
		unreadableHint: unit => `原因の確認: systemd-analyze verify ${unit}`,
		crashHint: unit => `最後のログ: journalctl -u ${unit} -n 50`,
		notInstalled: '起動するサービスがありません。先に「サービスの登録」を実行してください。',
	},
	healthy: {
		title: '正常の確認',
		why: 'サービスの起動だけではクラスタになりません。次の 5 つがそろうまで待ちます: サービスが動作中、API が応答、ノードが Ready、ポッドのネットワークが完成、DNS が応答。',
		does: '変更なし: クラスタが正常になるまで待つ',
		so: '5 つの条件がすべて成立',
		soWorker: 'このワーカーは参加し、クラスタについて確認できることはすべて正常',
		soController: 'コントロールプレーンが応答。ワーカーが参加するとポッドが動く',
		waitsFor: (what, found) => `${what}を待っている: ${found}`,
		notStarted: 'サービスが動作していません。先に「サービスの起動」を実行してください。',
	},
};
