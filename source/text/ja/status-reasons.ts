import type {statusReasons as english} from '../en/status-reasons.js';
import type {Translation} from '../translation.js';

const withDetail = (sentence: string, detail: string): string =>
	detail === '' ? `${sentence}。` : `${sentence}: ${detail}`;

export const statusReasons: Translation<typeof english> = {
	'no-k0s': () => 'このホストに k0s がありません。',
	'damaged-k0s': () =>
		'k0s のファイルがバージョンを出力しません。不完全です。ダウンロードが途中で切れると、このようなファイルが残ります。',
	'no-binary': () => 'サービスは登録されていますが、k0s のプログラムがないか実行できません。起動できない状態です。',
	'no-unit': version => `k0s ${version} はありますが、サービスとして登録されていません。`,
	'unit-masked': unit => `${unit} は mask されています。systemd は起動しません (systemctl unmask)。`,
	'unit-stopped': unit => `${unit} は動作していません。`,
	'pods-run': count => `ポッドが ${count} 個まだ動作しています。k0s を停止しても ポッド とそのルールは残ります。`,
	'unit-stopping': unit => `${unit} は停止処理中です。`,
	'unit-failed': (unit, detail) => withDetail(`${unit} が失敗しました`, detail),
	'unit-condition': unit =>
		`${unit} は起動していません。条件が成立していません (/usr/local/bin/k0s に実行権限が必要です)。`,
	'unit-restarting': (count, result) =>
		`k0s は起動のたびにすぐ終了し、再起動されています (これまで ${count} 回、最後の結果は ${result})。`,
	'unit-starting': unit => `${unit} は起動中です。`,
	'without-unit': (_unit, pid) =>
		withDetail(
			'k0s は動作中ですが、サービスではありません。システムの再起動後には起動しません',
			pid === '' ? '' : `プロセス ${pid}`,
		),
	'status-late': () => 'k0s status が 5 秒以内に応答しませんでした。',
	'status-none': unit => `${unit} は動作中ですが、k0s status にまだ応答しません。`,
	'api-unreachable': (_, detail) => withDetail('API サーバが応答しません', detail),
	'api-not-node': (_, detail) => withDetail('API サーバは応答しますが、このノードの k0s からは届きません', detail),
	'no-workloads': () =>
		'ワーカーのないコントローラで、参加したワーカーもまだありません。ポッドは動きません（k0s-tui token でワーカー用のトークンを作れます）。',
	worker: () => 'このホストはワーカーで、API はこれを教えません。コントローラで確認してください。',
	'not-joined': () => 'このワーカーはまだ参加していません。kubelet はコントローラから証明書を受け取っていません。',
	'no-node': () => 'ノードがまだ登録されていません。',
	'node-name': (wanted, others) =>
		`このホストの名前 (${wanted}) のノードがありません。あるノード: ${others}。最初の起動の後でホスト名が変わっています。`,
	'node-not-ready': (node, detail) => withDetail(`ノード ${node} が Ready ではありません`, detail),
	'node-old': (node, at) =>
		`API が返すノード ${node} の状態は以前のものです。k0s の起動後、kubelet からの報告がまだありません${at === '' ? '' : ` (最後は ${at})`}。`,
	'node-unproved': node => `不明: k0s の起動後に ${node} の kubelet が報告したかどうか、確認できるものがありません。`,
	'node-pressure': (node, detail) =>
		`ノード ${node} の資源が不足しています。新しいポッドを受け入れず、ポッドを退避させます (${detail})。`,
	'runtime-silent': (_, detail) => withDetail('コンテナランタイムが応答しません', detail),
	'leader-idle': leader =>
		`k0s の起動後、${leader} がまだ動いていません。数は以前のもので、ポッドが入れ替わることがあります。`,
	'no-network-parts': () => '不明: ここではネットワーク用に k0s が動かすものがなく、動作を確認できるものがありません。',
	'strict-forward-ports': () =>
		'firewalld が StrictForwardPorts=yes で動作中です。kube-proxy の転送 (クラスタのアドレスと DNS を含む) が止まります (no にして firewalld を再起動してください)。',
	'services-not-entered': () =>
		'Kubernetes のサービスへ進むルール (PREROUTING から KUBE-SERVICES) がありません。クラスタのアドレスは応答しません。',
	'rules-missing': (counts, names) =>
		`サービスのルールがありません (ポート ${counts}): ${names}。k0s を再起動すると書き直されます。`,
	'policies-missing': (counts, names) =>
		`ポッド ${counts} のネットワークポリシーへ進むルールがありません: ${names}。これらにポリシーは効きません。`,
	'policies-late': () =>
		'ほかのルールが、ネットワークポリシーより先にポッドのパケットを通します。ポリシーは効きません (k0s を再起動してください)。',
	'no-masquerade': () =>
		'kube-router のマスカレードがありません。ポッドからほかのネットワークに届きません (k0s を再起動してください)。',
	'rules-unread': (_, detail) => withDetail('不明: サービスとポリシーのルールがあるか確認できません', detail),
	'workload-missing': name => `${name} がまだありません。`,
	'workload-not-ready': (name, counts) => `${name} が Ready ではありません: ${counts}`,
	'pod-trouble': pod => `ポッド ${pod} に問題があります。`,
	'log-cause': (component, message) => `${component} のログ: ${message.replace(/^Error: /, '')}`,
	'workload-changed': name => `${name} は変更されましたが、新しい版はまだ反映されていません。`,
	'workload-rolls': (name, counts) => `${name} は入れ替え中です: 新しいものは ${counts}`,
	'pod-not-so': (pod, state) => `API の数ではポッド ${pod} は Ready ですが、実際は違います: ${state}`,
	'pod-no-container': pod => `API ではポッド ${pod} は動作中ですが、コンテナランタイムにそのコンテナが動いていません。`,
	'pod-stuck': (pod, phase) => `ポッド ${pod} が先に進みません: ${phase}`,
	'node-cordoned': node => `ノード ${node} は新しいポッドを受け入れません (kubectl uncordon で戻ります)。`,
	'other-node-silent': (node, at) =>
		`別のノード ${node} からの報告が途絶えています${at === '' ? '' : ` (最後は ${at})`}。そこで今何が動いているかは不明です。停止しているか、このコントローラーから切り離されています。`,
	'other-node': (node, detail) => withDetail(`別のノード ${node} が Ready ではありません`, detail),
	'needs-root': () => '一般ユーザでは k0s が正常か判定できません。root が必要です。',
	'no-answer': (condition, tool) => `不明 (${condition}): ${tool} が時間内に応答しませんでした。`,
	'no-tool': (condition, tool) => `不明 (${condition}): ${tool} がありません。`,
	unknown: (condition, detail) => `不明 (${condition}): ${detail}`,
};
