import type {browse as english} from '../en/browse.js';
import type {Translation} from '../translation.js';

export const browse: Translation<typeof english> = {
	all: 'すべての名前空間',
	live: '最新',
	listed: '一定間隔で読み取り',
	asking: name => `種類 "${name}" があるか API に問い合わせています …`,
	noKind: name => `API に "${name}" という種類はありません。一覧は k0s kubectl api-resources で確認できます。`,
	none: what => `${what} はありません。`,
	noPod: 'このポッドはもうありません。',
	ask: name => `${name}: この名前の種類を API に問い合わせる`,
	actions: {
		'browse.open': '開く',
		'browse.back': '戻る',
		'browse.filter': '絞り込み',
		'browse.next': '名前空間',
		'browse.copy': 'コピー',
		'browse.left': '左の列',
		'browse.right': '右の列',
		'browse.refresh': '更新',
	},
};
