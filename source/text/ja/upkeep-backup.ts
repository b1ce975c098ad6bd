import type {backup as backupEnglish, restore as restoreEnglish} from '../en/upkeep-backup.js';
import type {Translation} from '../translation.js';

const size = (bytes: number): string =>
	bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

export const backup: Translation<typeof backupEnglish> = {
	controller: {
		title: 'コントローラー',
		why: 'バックアップは動いているコントロールプレーンから作られる。k0s が etcd にスナップショットを求めるので、k0s が動いていて、データを自分で持っていることが必要。',
		so: (role, storage) => `k0s は ${role} として動作中。データは ${storage} にある`,
		notInstalled: 'このホストに k0s はない',
		notRunning: 'k0s は動いていない。バックアップは動いているコントロールプレーンから作る',
		startIt: '先に起動する: k0s start。コントロールプレーンなしでできるのは、停止したデータディレクトリのコピーだけ。',
		worker: role => `このホストは ${role}。バックアップの中身を持つのはコントローラーだけ`,
		external: 'etcd は k0s の外で動いている。k0s はそのバックアップを作らない',
		externalHint: 'その etcd のバックアップを使う。',
		database: source => `kine のデータは ${source} にある。k0s はそのバックアップを作らない`,
		databaseHint: 'そのデータベースのバックアップを使う。',
		storageUnknown: 'k0s はデータの場所を答えない',
	},
	folder: {
		title: 'ディレクトリ',
		why: 'このファイルはクラスターの鍵とすべての Secret を含む。root だけが読めるディレクトリに置く。空き容量は、そこと、k0s がファイルを組み立てる /tmp に必要。',
		so: (folder, available) => `${folder} がある。空き ${size(available)}`,
		absent: folder => `${folder} はまだない`,
		does: folder => `${folder} を root 専用で作る`,
		noFolder: folder => `${folder} はディレクトリではない`,
		noRoom: (available, needed, place) =>
			`${place} の空きは ${size(available)}。バックアップには ${size(needed)} が必要になりうる`,
		free: '空きを作るか、別のディレクトリを選ぶ: --out FOLDER',
		open: (folder, mode) =>
			`${folder} はほかの人も見られる (モード ${mode})。ファイル自体は k0s が書いた直後に root 専用になる。`,
	},
	backup: {
		title: 'バックアップ',
		why: 'k0s は証明書と鍵、データストアのスナップショット、設定、そしてマニフェスト・イメージ・Helm のディレクトリの中身を 1 つのアーカイブにまとめる。',
		open: folder => `${folder} に新しいアーカイブはない`,
		so: (path, bytes) => `${path}、${size(bytes)}`,
		does: folder => `${folder} にアーカイブを 1 つ書く。クラスターは動き続ける`,
		noConfig: path =>
			`k0s は ${path} をまとめに含め、ファイルがなければ失敗する。そこで何も変えない設定を先に書き、後で削除する。`,
		otherName: path =>
			`設定ファイルは ${path}。k0s restore はアーカイブの中の k0s.yaml を探すので、これは見つからない。k0s.yaml としてコピーを残し、リストアの前にアーカイブへ加える。`,
		failedHint: 'k0s は前と同じく動いている。何も保存されていない。',
	},
	seal: {
		title: '封をして読む',
		why: 'k0s はアーカイブをだれでも読めるように書く。ここで root 専用にし、最後まで読む。中身は期待ではなく確認になる。',
		later: '名前は k0s が書いたときに決まる: chmod 600 FILE、続いて sync FILE',
		open: mode => `モード ${mode}: まだ root 専用ではない`,
		so: (entries, bytes) => `${entries} ファイル、展開すると ${size(bytes)}、root 専用`,
		unread: (path, why) => `${path} を読めない: ${why}`,
		incomplete: (path, missing) => `${path} は完全ではない: ${missing} がない`,
		incompleteHint: 'このファイルを当てにしない。もう一度バックアップを作り、k0s の出力を見る: k0s backup -v',
		does: 'root 専用にして読む',
	},
	saved: (path, bytes) => `保存した: ${path}、${size(bytes)}。`,
	nothingSaved: step => `バックアップは作られなかった: ${step}`,
	inIt: '含まれるもの:',
	notInIt: '含まれないもの:',
	line: (what, entries, bytes) => `  ${what}: ${entries} ファイル、${size(bytes)}`,
	none: what => `  ${what}: なし`,
	without: what => `  ${what}`,
	secret: 'クラスターの鍵とすべての Secret を含む。読める人はクラスターの管理者になる。',
	how: path => `クラスターのないホストで元に戻す: k0s-tui restore ${path}`,
	parts: {
		store: 'API のすべてのオブジェクト (データストアのスナップショット)',
		keys: '証明書と鍵 (pki)',
		config: '設定 (k0s.yaml)',
		manifests: 'マニフェスト',
		images: 'イメージバンドル',
		helm: 'Helm の設定',
		other: 'その他のファイル',
	},
	missing: {
		volumes: 'ボリュームのデータ: アプリケーションが保存するものは別にバックアップする',
		images: '取得済みのイメージ: レジストリから取り直す',
		service: 'k0s のインストール方法: フラグを含むユニットファイルと k0s のバージョン',
		settings: '/etc/k0s のほかの部分、ホスト名、ファイアウォールなど、このホストの設定',
		workers: 'ほかのノードが持つもの',
	},
};

export const restore: Translation<typeof restoreEnglish> = {
	archive: {
		title: 'アーカイブ',
		why: '最後まで読めて、鍵とスナップショットと設定を含むファイルだけが、始める値打ちを持つ。',
		so: (entries, bytes, storage) => `${entries} ファイル、展開すると ${size(bytes)}、${storage} のデータ`,
		absent: path => `${path} はない`,
		unread: (path, why) => `${path} を読めない: ${why}`,
		incomplete: (path, missing) => `${path} は k0s の完全なバックアップではない: ${missing} がない`,
		other: wanted => `中の k0s.yaml ではデータは ${wanted} にあるが、そのスナップショットがない。`,
		hint: 'k0s restore は途中で失敗する。別のバックアップを使う。',
	},
	vacant: {
		title: 'クラスターがないこと',
		why: 'リストアは鍵とデータを書く。別のクラスターのものに重ねると、どちらも動かない。k0s は断り、これも断る。',
		so: folder => `k0s は動いておらず、${folder} にクラスターはない`,
		ours: 'ここにあるものは前の実行がリストアした',
		runs: 'このホストで k0s が動いている',
		holds: (folder, names) => `${folder} にはすでにクラスターがある: ${names}`,
		resetFirst: '残したいならバックアップを作り、それから取り除く: k0s-tui reset',
		processes: names => `k0s のプロセスがまだ動いている: ${names}`,
	},
	restore: {
		title: 'リストア',
		why: 'k0s は鍵とマニフェストをデータディレクトリに展開し、スナップショットから新しいデータストアを作り、設定を自分が探す場所に置く。',
		open: folder => `${folder} にはまだ何もリストアされていない`,
		so: folder => `${folder} にリストアした`,
		incomplete: (folder, missing) => `${folder} は完全ではない: ${missing} がない`,
		does: (file, folder) => `${file} を ${folder} に、k0s.yaml を /etc/k0s に展開する`,
		keeps: path => `今ある ${path} は ${path}.before-restore として隣に残る。`,
		name: '元のノードに戻るのは、このホストの名前とアドレスが前と同じときだけ。名前が違えばこのホストは 2 つ目のノードになり、元のノードは削除するまで NotReady のまま。',
		noUndo: '失敗したら、展開したものはすべて取り除かれる (k0s reset)。',
		removedAgain: '展開したものは取り除いた。何も残っていない。k0s の言葉を読んでからやり直す。',
		failedHint: '残ったものと取り除き方: k0s-tui reset',
		ready: 'k0s はまだ配置されていない。先に手順「配置」を実行する。',
	},
	title: file => `${file} のリストア。k0s をインストールし、このデータで起動する。`,
	healthy: seconds => `リストアが済み、${seconds} 秒で正常になった。`,
	volumes: 'ボリュームのデータは k0s のバックアップに含まれない。ポッドはそれなしで起動する。',
	flags: 'k0s のフラグはアーカイブに書かれていない: --single か、通常の 1 ノード構成か。',
};
