import type {installLeft as english} from '../en/install-left.js';
import type {Translation} from '../translation.js';

export const installLeft: Translation<typeof english> = {
	noneSeen: what => `見つかったものなし。確認できないもの: ${what}`,
	unreadPart: (what, why) => `${what} (${why})`,
	parts: {
		paths: 'k0s のユニットとディレクトリ',
		data: 'データディレクトリ',
		contents: 'ネットワークとコンテナーのディレクトリ',
		beside: 'ほかのコンテナーエンジン',
		managed: '/etc/k0s/containerd.toml',
		shims: '動作中の Pod',
		mounts: 'マウント',
		accounts: 'アカウント',
		links: 'ネットワークリンク',
		rules: 'パケットルール',
		tables: 'nft テーブル',
		sets: 'ipset',
		ipRules: 'ルーティングルール',
		routes: '経路',
		groups: 'コントロールグループ',
		settings: 'カーネル設定',
		firewall: 'firewalld',
	},
	kept: count => `そのまま残すもの ${count} 件とその理由:`,
	keptLine: (kind, name, why) => `${kind} ${name}: ${why}`,
	why: {
		person: () => '人が書いたもの',
		foreign: names => `k0s が作らないものがある: ${names}`,
		shared: who => `このホストの ${who} も使う可能性がある`,
		pods: () => 'Pod がまだ動作しているか、動作しているか確認できない',
		mount: () => 'マウントポイント。中身だけを削除し、マウントは残す',
		subvolume: () => 'btrfs のサブボリューム。中身だけを削除し、サブボリュームは残す',
		link: () => 'データディレクトリのリンク先。中身だけを削除し、ディレクトリは残す',
		setting: () => 'k0s が設定する値。ほかでも使う可能性があり、再起動で元に戻る',
		owner: () => '何のものか確認できない',
	},
};
