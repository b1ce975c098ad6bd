import type {outsideChecks as english} from '../en/check-items-outside.js';
import type {Translation} from '../translation.js';
import {list, span} from './amounts.js';

export const outsideChecks: Translation<typeof english> = {
	selinux: {
		title: 'SELinux',
		wanted: 'どのモードでもよい',
		why: 'k0s は enforcing でも動きますが、ラベルによるコンテナの分離は行いません。拒否は監査ログに残ります。',
		off: '無効',
		permissive: 'permissive',
		enforcing: 'enforcing',
	},
	apparmor: {
		title: 'AppArmor',
		wanted: 'あってもなくてもよい',
		why: 'AppArmor が有効なら、containerd は既定のプロファイルをコンテナに適用します。k0s 自身には不要です。',
		on: '有効',
		off: '無効',
	},
	'time-sync': {
		title: '時刻同期',
		wanted: '同期済み',
		why: '証明書には有効期間があります。時計が狂っていると、何も信頼されません。',
		good: '同期済み',
		notYet: '有効だが未同期',
		off: '未同期: 時刻同期サービスなし',
		unclear: 'このシステムでは判定できない',
		note: '時刻同期サービスを有効化します。ないときは chrony を使います。',
		noteChrony: '時刻同期サービスがないため、インストールします。',
		notYetNote: '時刻同期サービスを確認してください: chronyc tracking、または timedatectl timesync-status',
	},
	clock: {
		title: '時計',
		wanted: 'あり得る時刻。k0s の動作中は変更しない',
		why: '証明書とリースは時計に依存します。k0s の動作中に何時間も変えると、構成要素どうしが信頼できなくなります。',
		now: time => `${time} UTC`,
		past: day => `${day}: あり得ない時刻`,
		pastNote: 'timedatectl set-time で合わせるか、時刻同期サービスに任せてください。',
		jumped: (seconds, forward) =>
			`k0s の起動後に ${span(seconds)}${forward ? '進められた' : '戻された'}、またはホストがサスペンドした`,
		note: 'ノードやポッドが証明書やリースのエラーを出すときは、k0s を再起動すると整合します。コントロールプレーンが 1 分ほど止まります。',
	},
	'airgap-bundle': {
		title: 'エアギャップバンドル',
		wanted: '選択したファイル',
		why: 'バンドルがあればイメージを取得しません。インストールの前にこのホストに置く必要があります。',
		none: '選択なし',
		missing: path => `${path} がない`,
		note: 'リリースのアセット (k0s-airgap-bundle-…) から入手するか、正しいファイルを指定してください。',
	},
	proxy: {
		title: 'プロキシ',
		wanted: 'なし、またはサービスにも同じ設定があり、両方の範囲を除外',
		why: 'サービスにはシェルの変数が渡らないため、イメージを取得できません。プロキシがあって NO_PROXY がないと、クラスタ内のアドレスへの通信もプロキシに向かいます。',
		none: '設定なし',
		good: proxy => `${proxy}、両方の範囲を除外`,
		shellOnly: proxy => `ここでは ${proxy} だが、サービスには設定なし`,
		ranges: missing => `サービスの NO_PROXY に ${list(missing)} がない`,
		note: '/etc/systemd/system/k0scontroller.service.d/proxy.conf（ワーカーでは k0sworker.service.d）の [Service] に Environment="HTTPS_PROXY=…" "NO_PROXY=…" (両方の範囲とノードのネットワークを含める) を書き、systemctl daemon-reload を実行してください。',
	},
	'reach-download': {
		title: 'ダウンロード元への接続',
		wanted: 'github.com が応答',
		why: 'k0s バイナリの取得元です。届かないときは --binary でファイルを指定してください。',
	},
	'reach-quay': {
		title: 'k0s のイメージへの接続',
		wanted: 'quay.io か、設定したミラーが応答',
		why: 'クラスタのネットワーク、DNS、メトリクスのイメージの取得元です。ないとノードは Ready になりません。バンドル (--airgap-bundle) で代用できます。',
	},
	'reach-docker': {
		title: 'デモのイメージへの接続',
		wanted: 'registry-1.docker.io か、設定したミラーが応答',
		why: 'デモの Web サーバは、回数制限のある Docker Hub から取得します。k0s 自身には不要です。',
	},
	'k0s-sysinfo': {
		title: 'k0s sysinfo',
		wanted: 'rejected なし',
		why: 'k0s は起動のたびに同じ確認を行い、rejected があると拒否します。既知の誤検出はここでは除いています。',
		notYet: 'k0s バイナリはまだない',
		good: (count, alarms) =>
			alarms === 0 ? `${count} 項目、rejected なし` : `${count} 項目、rejected なし。警告 ${alarms} 件は既知の誤検出`,
		warned: names => `警告: ${list(names, 3)}`,
		rejected: names => `rejected: ${list(names, 3)}`,
		note: '全体は k0s sysinfo で確認できます。',
	},
};
