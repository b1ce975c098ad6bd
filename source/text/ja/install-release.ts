import type {releaseSteps as english} from '../en/install-release.js';
import type {Translation} from '../translation.js';

const mebibytes = (bytes: number): number => Math.round(bytes / 1024 ** 2);

export const releaseSteps: Translation<typeof english> = {
	download: {
		title: 'ダウンロード',
		why: 'k0s は 1 つのファイルです。https で一時ファイルに保存するため、途中で切れたものが本来の場所に置かれることはありません。',
		does: (version, bytes) => `k0s ${version}${bytes === null ? '' : ` (${mebibytes(bytes)} MiB)`} を取得して検証する`,
		doesCopy: (version, file) => `${file} から k0s ${version} をコピーして検証する`,
		here: version => `不要: k0s ${version} がある`,
		wanted: (version, bytes) => (bytes === null ? version : `${version}、${mebibytes(bytes)} MiB`),
		fromFile: (version, file) => `${version} (${file} と同じ場所の一覧による)`,
		partial: (version, size, total) =>
			`${version}: ${mebibytes(total)} MiB 中 ${mebibytes(size)} MiB があり、続きから再開`,
		partialAnew: (version, size, total) =>
			`${version}: ${mebibytes(total)} MiB 中 ${mebibytes(size)} MiB があるが、サーバが再開できないため最初から`,
		verified: digest => `検証済み: sha256 ${digest.slice(0, 16)}… が一覧と一致、この CPU 向けの ELF`,
		noVersion: why => `stable のバージョンを読み取れません (${why})。`,
		notReleased: version => `${version} というリリースはありません。`,
		noRelease: (version, why) => `リリース ${version} が見つかりません (${why})。`,
		noFile: (file, why) => `${file} を使えません (${why})。`,
		beside:
			'同じ場所にリリースの sha256sums.txt が必要です。この CPU 向けのこのファイル (--k0s-version を指定したときはそのバージョン) が載っていなければなりません。',
		pin: 'ネットワークを確認するか (事前確認)、バージョンを指定してください: ここでは c、または --k0s-version TAG',
		resumes: '届いた分は残してあります。手順をもう一度実行すると、続きから再開します。',
		anew: '手順をもう一度実行すると、最初からやり直します。',
		noScript: 'get.k0s.sh の応答がスクリプトではありません。ネットワークの認証ページかもしれません。',
		readOnly: folder => `${folder} のファイルシステムは読み取り専用でマウントされています。`,
		noexec: folder => `${folder} のファイルシステムは noexec でマウントされており、プログラムを実行できません。`,
		noRoom: (free, needed, where) =>
			`${where} の空きは ${mebibytes(free)} MiB です。${mebibytes(needed)} MiB 必要です。`,
		faults: {
			'no-list': 'チェックサムの一覧を読み取れません。',
			'no-sum': 'チェックサムの一覧にこのファイルがありません。',
			'two-sums': 'チェックサムの一覧にこのファイルが複数あります。',
			crlf: 'チェックサムの一覧の改行が k0s のものと異なります。途中で書き換えられています。',
			'other-sum': 'ダウンロードしたもののチェックサムが一覧と異なるため、使いません。',
			'not-elf': 'ダウンロードしたものはプログラムではありません。',
			'other-processor': 'ダウンロードしたものは別の CPU 向けです。',
			unread: 'ダウンロードしたものを読み取れません。',
		},
		notes: {
			release: [
				'ガイドはスクリプトを sh にパイプで渡します。そのスクリプトはチェックサムを確認せず、最終的なファイルに直接書き込み、ダウンロードに失敗しても成功と報告します。',
				'チェックサムはファイルと同じ場所から取得します。破損は検出できますが、偽のリリースは検出できません。',
			],
			script: [
				'ガイドのスクリプトを使いますが、パイプは使いません。ファイルに保存し、チェックサムとともに示し、バージョンを指定して実行します。',
				'スクリプトには /usr/local/bin の代わりに別のディレクトリを見せます。取得したものは、配置の前にほかのダウンロードと同じく検証します。',
			],
			file: [
				'チェックサムはファイルと同じ場所の一覧を使います。一方を変えられる人は他方も変えられます。一覧はリリースページから取得してください。',
			],
		},
	},
	place: {
		title: '配置',
		why: '検証が済み、自身のバージョンが期待どおりのファイルだけを、1 回の名前変更で配置します。不完全な k0s が置かれることはありません。',
		does: path => `k0s を ${path} に置く`,
		here: version => `k0s ${version}`,
		absent: '/usr/local/bin/k0s に k0s がない',
		other: version => `${version} がある。同じ場所に .k0s.prev として残す`,
		broken: why => `/usr/local/bin/k0s にあるものが動かない (${why})`,
		running: 'k0s は動作中です。サービスを再起動するまで、以前のプログラムで動き続けます。',
		otherVersion: (said, wanted) => `バージョンが「${said}」です (期待は ${wanted})。`,
		changed: 'ファイルが検証したものから変わっています。',
		notVerified: '検証済みのダウンロードがありません。先に「ダウンロード」を実行してください。',
		bundle: file => `イメージバンドル ${file} が未配置`,
		bundleHere: file => `イメージ: ${file}`,
		bundleOwn: 'イメージバンドルの名前がリリースのものと異なるため、一覧で完全かどうかを確かめられません。',
		bundleNoRoom: (free, needed, where) =>
			`${where} の空きは ${mebibytes(free)} MiB です。イメージバンドルには ${mebibytes(needed)} MiB 必要です。`,
		bundleFaults: {
			unread: detail => `イメージバンドルを読み取れません (${detail})。`,
			'no-list': detail =>
				`イメージバンドルが ${detail} に 1 回だけ載っていません。リリースの一覧をそこに置いてください。`,
			'other-sum': detail => `${detail} のチェックサムが一覧と異なるため、使いません。`,
			'other-release': detail => `イメージバンドルが別のリリースまたは CPU のものです (期待は ${detail})。`,
		},
	},
};
