import type {screen as english} from '../en/upkeep-screen.js';
import type {Translation} from '../translation.js';

export const screen: Translation<typeof english> = {
	title: 'クラスターの維持',
	reading: 'このホストを確認中 …',
	menu: {
		backup: {
			name: 'バックアップ',
			does: 'k0s 自身が持つもの（オブジェクト、鍵、設定）を 1 つのファイルにする。クラスターは動いたまま。',
		},
		upgrade: {
			name: 'アップグレード',
			does: '新しい k0s にする: バックアップ、新しいプログラムによる確認、停止、置き換え、起動。失敗すると元に戻る。',
		},
		restore: {
			name: '復元',
			does: 'クラスターのないホストで、そのファイルからクラスターを作る。',
		},
	},
	interrupted: '中断している: ここで続ける',
	runs: '実行中: ここで様子を見る',
	keysMenu: 'enter 選ぶ · esc インストールに戻る',
	choose: {
		upgrade: {title: 'どのバージョンにしますか？', other: '別のバージョン …', entry: 'バージョン: '},
		restore: {title: 'どのバックアップを復元しますか？', other: '別のファイル …', entry: 'ファイル: '},
		backup: {title: 'どのフォルダーに保存しますか？', other: '別のフォルダー …', entry: 'フォルダー: '},
	},
	here: version => `ここでは ${version} が動いている。`,
	hereUnknown: why => `ここで動いているバージョンが分からない: ${why}`,
	patch: asOf => `動いているマイナーの最新 (${asOf} 現在)`,
	minor: asOf => `次のマイナーの最新 (${asOf} 現在)`,
	toldPatch: '今日の安定版。動いているマイナーのもの',
	toldMinor: '今日の安定版。次のマイナーのもの',
	same: 'ここで動いている。手順を見れば正常かどうか分かる。k0s-tui で上げたものなら、そこで u を押すと前のバージョンに戻る。',
	far: stable => `今日の安定版は ${stable}。マイナーが 2 つ以上離れているので、1 つずつ上げる。`,
	noNewer: asOf =>
		`これより新しいリリースはここでは知られていない (${asOf} 現在)。あれば入力する: github.com/k0sproject/k0s/releases に一覧がある。`,
	stableUnknown: why => `リリース元から安定版を聞けない: ${why}`,
	usualFolder: 'root だけが読める、ジャーナルの隣',
	archive: 'そこにあるバックアップ',
	noArchives: folder => `${folder} にバックアップはない。`,
	badVersion: 'v1.35.7+k0s.0 のようなリリース',
	badPath: '/ で始まるパス',
	examples: {upgrade: '例: v1.35.7+k0s.0', restore: '例: /root/k0s_backup_….tar.gz', backup: '例: /srv/backups'},
	keysSteps: 'enter 実行 (確認あり) · c 選択 · o 出力 · esc 戻る',
	keysDone: 'c 選び直す · o 出力 · esc 戻る',
	keysUndo: 'u 前のバージョンに戻る · c 選択 · o 出力 · esc 戻る',
	titles: {
		backup: folder => `${folder} にバックアップ`,
		restore: file => `${file} を復元`,
		upgrade: (from, to) => `${from} から ${to} へアップグレード`,
		same: to => `${to} へアップグレード`,
	},
	open: {
		backup: 'まだ何も保存していない',
		restore: 'まだ何も復元していない',
		upgrade: 'まだ何も変えていない',
	},
	ask: {
		backup: 'クラスターをバックアップしますか？',
		restore: 'このバックアップからクラスターを作りますか？',
		upgrade: to => `${to} にアップグレードしますか？`,
		undo: version => `${version} に戻しますか？`,
	},
	yes: {backup: '保存', restore: '復元', upgrade: 'アップグレード', undo: '戻す'},
	done: {
		backup: '保存した',
		restore: '復元し、正常',
		upgrade: to => `${to} が動き、正常`,
		undone: version => `${version} に戻した`,
	},
	wentBack: (version, step) => `「${step}」で失敗。${version} がまた動き、正常`,
	noWayBack: step => `「${step}」で失敗し、元に戻しきれなかった`,
	loses:
		'アップグレードのあとクラスターに加えた変更は失われる: その前のバックアップを復元する。新しいデータはその隣に残る。',
	losesNone: '前のプログラムを戻して起動する。',
	nothingToUndo: '取り消せるアップグレードはない。',
	nothing: 'することは残っていない。',
	cutHint: '中断している。enter で続ける。済んだことは繰り返さない。',
};
