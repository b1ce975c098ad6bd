import type {installPanel as english} from '../en/install-panel.js';
import type {Translation} from '../translation.js';

export const installPanel: Translation<typeof english> = {
	trial: {
		title: 'もう 1 つログインして確定する',
		left: time => `残り ${time}`,
		how: 'このセッションは開いたままにし、新しくログインして次を実行してください:',
		copies: 'C でコピー',
		proves:
			'引き続きログインできることは、新しいログインでしか確かめられません。確定すると、ここで自動的に続行します。',
		otherwise: '確定しないとガードがすべて取り消し、ファイアウォールは元に戻ります。',
		waits: 'ファイアウォールの試行が新しいログインを待っている',
		goesOn: 'a で続行: そのログインを待ちます。',
	},
	slow: '時間がかかることがあります',
	stalled: '自動では先に進みません',
	stopKeys: 'X で待つのをやめる (クラスタは動き続ける) · o で全出力',
	failed: title => `${title}: 失敗`,
	failedKeys: 'a でここから続行 · u で直前の手順を取り消す · o で全出力',
	fault: '途中で終了しました',
	faultKeys: 'a でホストの現状から続行 · o で出力を表示',
	cut: title => `前回は「${title}」の途中で終わっています`,
	stopped: title => `「${title}」で停止しました`,
	cutWhy: '始めた手順から確認します。済んでいるものは検出し、二度は行いません。',
	needsRoot: 'root 権限が必要です',
	readsOnly: 'それまでは root なしで読めるものだけを表示し、何も実行しません。',
	blocked: title => `${title}: まだ実行できません`,
	fixKeys: 'C でコマンドをコピー · r で再確認',
	undone: count => `手順 ${count} 個を取り消しました`,
	undoneLeft:
		'k0s はパケットルール、セット、フォルダを残します。リセット（X または k0s-tui reset）が残りを 1 つずつ名前で取り除きます。',
	undoneKeys: 'a で残りを再び実行',
	healthy: time => (time === '' ? 'クラスタは正常です' : `クラスタは正常です (所要 ${time})`),
	next: '6 はデモです。ポッドの Web サーバに NodePort から接続します。3 で状態を、4 と 5 でネットワークを確認できます。',
	kubectl: '手で実行するなら:',
	again: 'もう一度実行しても何も変わりません。u で直前の手順を取り消します。',
};
