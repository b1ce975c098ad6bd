import type {browse as english} from '../en/browse.js';
import type {Translation} from '../translation.js';

export const browse: Translation<typeof english> = {
	all: 'すべての名前空間',
	live: '最新',
	listed: '一定間隔で読み取り',
	asking: name => `種類 "${name}" があるか API に問い合わせています …`,
	noKind: name => `API に "${name}" という種類はありません。一覧は k0s kubectl api-resources で確認できます。`,
	empty: {
		everywhere: what => `どの名前空間にも ${what} はありません。`,
		cluster: what => `${what} はありません。`,
		namespace: (what, namespace) => `名前空間 ${namespace} に ${what} はありません。`,
		noNamespace: (namespace, near) =>
			near.length === 0
				? `名前空間 ${namespace} はありません。`
				: `名前空間 ${namespace} はありません。近い名前: ${near.join('、')}。`,
		owner: (what, owner) => `${owner} の ${what} は今ありません。`,
		fields: (what, fields) => `${fields} の ${what} はありません。`,
		selector: (what, selector) => `ラベル ${selector} の付いた ${what} はありません。`,
		filter: (text, rows) => `「${text}」に一致するものはありません。${rows} 行すべてが隠れています。`,
		inverse: (text, rows) => `${rows} 行すべてに「${text}」が含まれ、「!」で隠れています。`,
		clears: key => `${key} で絞り込みを解除します。`,
		widens: key => `${key} ですべての名前空間を表示します。`,
		back: key => `${key} で戻ります。`,
	},
	noPod: 'このポッドはもうありません。',
	typed: (kind, namespace, filter) =>
		[
			kind,
			...(namespace === null ? [] : [`名前空間 ${namespace}`]),
			...(filter === '' ? [] : [`絞り込み ${filter}`]),
		].join('、'),
	ask: name => `${name}: この名前の種類を API に問い合わせる`,
	actions: {
		'browse.open': '開く',
		'browse.back': '戻る',
		'browse.filter': '絞り込み',
		'browse.next': '名前空間',
		'browse.everywhere': 'すべての名前空間',
		'browse.copy': 'コピー',
		'browse.left': '左の列',
		'browse.right': '右の列',
		'browse.refresh': '更新',
	},
};
