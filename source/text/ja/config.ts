import type {config as english} from '../en/config.js';
import type {Translation} from '../translation.js';

export const config: Translation<typeof english> = {
	file: '設定ファイル',
	notThere: file => `${file}（ありません）`,
	noPlace: 'なし（ホームフォルダーがありません）',
	titles: {setting: '設定', value: '値', from: '決めたもの'},
	origins: {default: '既定値', environment: '環境変数', file: '設定ファイル', option: 'オプション'},
	atLine: (from, line) => `${from} ${line} 行目`,
	on: 'オン',
	off: 'オフ',
	keysDefault: 'キーはすべて既定のままです（docs/KEYS.md、または画面で ?）。',
	keysChanged: count => `${count} 個の操作のキーが変わっています:`,
	insteadOf: keys => `（既定 ${keys}）`,
	faultsTitle: '使われないもの:',
	wanted: {
		trueOrFalse: 'true か false にしてください',
		seconds: (least, most) => `${least} から ${most} までの秒数にしてください`,
		keys: '操作とそのキーのオブジェクトにしてください',
	},
	unknown: (name, near) => `「${name}」という設定はありません${near}`,
	faults: {
		'unknown-action': (name, near) => `「${name}」という操作はありません${near}。一覧は docs/KEYS.md`,
		'unknown-key': (name, near) => `「${name}」というキーはありません${near}`,
		'not-keys': name => `${name}: キー、またはキーの配列にしてください`,
		'not-here': name => `${name} はこの画面の操作ではありません`,
		'in-question': name => `${name}: 確認画面のキーは変えられません`,
		'taken-by-terminal': (name, key) => `${name}: ${key} は割り当てられません`,
		'is-text': (name, key) => `${name}: 文字を入力する所では ${key} は文字です`,
		clash: (name, key, other, table) => `${name}: ${key} はすでに ${other} のキーです（${table}）`,
	},
	notice: (first, more) => (more === 0 ? first : `${first}（ほかに ${more} 件: k0s-tui config）`),
	meanings: {
		lang: '画面とコマンドの出力の言語。既定はロケールに従い、なければ英語',
		theme: '背景が暗い端末か明るい端末の色、または色なし（mono）。既定の auto は NO_COLOR と COLORFGBG に従う',
		screen: '最初に開く画面',
		mouse: 'ホイールでスクロール、クリックでタブや行を選択、ダブルクリックで開く。shift を押すと端末が文字を選択する',
		interval: '変化する値を読む間隔の秒数。既定は 2',
		readOnly:
			'true にすると --read-only と同じく、ホストにもクラスターにも何も変更しない。--read-only=off でその回だけ打ち消す。拒否の文にこのファイル名が出る。既定は false',
		keys: '操作の別のキー',
	},
};
