import type {objects as english} from '../en/objects.js';
import type {Translation} from '../translation.js';

export const objects: Translation<typeof english> = {
	kinds: {
		list: '一覧',
		pod: 'ポッド',
		service: 'サービス',
		workload: 'ワークロード',
		container: 'コンテナー',
		image: 'イメージ',
		netns: 'ネットワーク名前空間',
		link: 'リンク',
		chain: 'チェイン',
		path: 'サービスの経路',
		check: 'チェック',
		step: 'ステップ',
		rung: 'デモのステップ',
	},
	lists: {
		netns: 'ネットワーク名前空間の一覧',
		map: 'ネットワークの図',
		chains: 'テーブルとチェイン',
		services: 'サービスとその経路',
		drops: '拒否されるもの',
		hot: '最も使われるルール',
	},
	unread: parts => `まだ読んでいないため見つからないもの: ${parts.join('、')}`,
	unreadPart: (screen, kinds) => (kinds.length === 0 ? screen : `${screen}（${kinds.join('、')}）`),
	jumped: screen => `esc で${screen}に戻ります`,
};
