import type {installChoices as english} from '../en/install-choices.js';
import type {Translation} from '../translation.js';

export const installChoices: Translation<typeof english> = {
	title: '選択項目',
	hint: '計画だけを変えます。指示するまで何も実行しません。',
	summary: parts => parts.join(' · '),
	summaryProfile: name => `プロファイル ${name}`,
	summaryVersion: version => `k0s ${version}`,
	summaryFile: file => `k0s (${file})`,
	summaryName: name => `ホスト名 ${name}`,
	summaryInterface: name => `インターフェイス ${name}`,
	summaryScript: 'get.k0s.sh を使用',
	key: 'c で変更',
	fields: {
		profile: {
			name: 'プロファイル',
			why: 'firewalld で許可する範囲です。どれを選んでも、まずガード付きで試行します。',
		},
		version: {
			name: 'バージョン',
			why: 'k0s のバージョンです。すでに動作しているものは stable とみなします。インストールでは更新しません。',
		},
		way: {
			name: '取得方法',
			why: 'k0s の取得方法です。どちらでも、配置の前に同じ方法で検証します。',
		},
		file: {
			name: 'ファイル',
			why: 'このホストにある k0s を使い、何も取得しません。同じ場所にリリースの sha256sums.txt が必要です。',
		},
		hostname: {
			name: 'ホスト名',
			why: 'ノードはホスト名になります。インストールの後は変更できません。',
		},
		interface: {
			name: 'IF',
			why: '外部につながるインターフェイスです。ゾーンに割り当てるのはプロファイル article だけです。',
		},
	},
	options: {
		'single-node': 'ポートを開かず、ポッドからの通信を信頼する',
		article: 'ガイドどおり: 8 ポートを開き、デフォルトゾーンを trusted にする。新しいログインでの確定が必要',
		stable: version => `現在は ${version}`,
		stableAsked: '確認中 …',
		stableUnknown: why => `確認できない (${why})`,
		here: 'このホストにある',
		pinned: '入力どおり',
		release: 'リリースページのバイナリとチェックサム',
		script: 'ガイドのスクリプト: ファイルに保存し、ハッシュ値を示してから実行する (パイプは使わない)',
		noFile: '取得する',
		file: 'このファイルから',
		keep: name => (name === '' ? '変更しない' : `${name} のまま`),
		hostname: 'k0s を置く前に設定する',
		byRoute: name => (name === undefined ? 'デフォルトルートがない' : `現在は ${name}`),
		noAddress: 'アドレスなし',
	},
	names: {
		fetched: 'なし',
		kept: '変更なし',
		byRoute: 'デフォルトルート',
		stable: 'stable',
		release: 'リリース',
		script: 'get.k0s.sh',
		other: 'ほか …',
	},
	entry: {
		version: 'リリース: ',
		file: 'パス: ',
		hostname: 'ホスト名: ',
		interface: 'インターフェイス: ',
	},
	examples: {
		version: '例: v1.34.1+k0s.0',
		file: '例: /root/k0s-v1.34.1+k0s.0-amd64',
		hostname: '例: node1.home.local。空なら変更しない',
		interface: '例: enp1s0',
	},
};
