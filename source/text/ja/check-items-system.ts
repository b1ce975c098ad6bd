import type {systemChecks as english} from '../en/check-items-system.js';
import type {Translation} from '../translation.js';
import {list} from './amounts.js';

export const systemChecks: Translation<typeof english> = {
	root: {
		title: 'root または sudo',
		wanted: 'root、または sudo を使えるユーザ',
		why: 'k0s のインストールと起動は root で行います。一般ユーザでは、ここで確認する内容の一部しか読めません。',
		isRoot: 'root',
		sudo: uid => `ユーザ ${uid}、パスワードなしで sudo 可`,
		password: uid => `ユーザ ${uid}。sudo はパスワードを求めるか、拒否`,
		noSudo: uid => `ユーザ ${uid}。sudo は未インストール`,
		unclear: uid => `ユーザ ${uid}。sudo を使えるかは読み取れない`,
		become: 'root で実行してください: sudo k0s-tui。画面では S キーで切り替わります。',
		noSudoNote: 'root でログインするか、管理者に sudo のインストールを依頼してください。',
	},
	'secure-path': {
		title: 'sudo から k0s が見える',
		wanted: 'secure_path に /usr/local/bin',
		why: 'k0s は /usr/local/bin に置かれます。secure_path にこのディレクトリがないと、「sudo k0s」は「command not found」になります。',
		has: '/usr/local/bin を検索する',
		none: 'secure_path の設定なし',
		lacks: path => `検索しない: ${path} のみ`,
		noSudo: 'sudo は未インストール',
		note: '変更は不要です。k0s-tui は常にフルパスを使います。手で実行するときは sudo /usr/local/bin/k0s … としてください。',
	},
	os: {
		title: 'OS',
		wanted: 'k0s がテストされている系統の Linux',
		why: 'k0s は静的リンクの単一バイナリで、ほとんどの Linux で動きます。パッケージ名、パス、既定値がわかっているのはテスト済みの系統だけです。',
		other: name => `${name}: k0s のテスト対象外`,
	},
	architecture: {
		title: 'アーキテクチャ',
		wanted: 'x86_64、aarch64、armv7l のいずれか',
		why: 'リリースはこれらの CPU 向けだけです。ほかではダウンロードスクリプトが止まります。',
	},
	init: {
		title: 'init システム',
		wanted: 'systemd',
		why: 'k0s は systemd または OpenRC のサービスとして動き、起動と監視はそれが行います。ないと、システムの再起動後に k0s は起動しません。',
		other: name => `プロセス 1 は ${name} (systemd ではない)`,
		openrc: 'OpenRC',
		noteOpenrc:
			'k0s は OpenRC でも動きます（rc-service k0scontroller status）。k0s-tui はここで表示だけを行い、変更しません。インストール、リセット、アップグレードは手で行ってください。',
		note: 'systemd で起動するシステムを使ってください。コンテナの中では systemd がプロセス 1 である必要があります。',
		noteWsl:
			'WSL は /etc/wsl.conf の指定で systemd を起動します。「[boot]」と「systemd=true」の 2 行を加え、Windows で wsl --shutdown を実行してからログインし直してください。',
		noteWslHas:
			'/etc/wsl.conf にはもう systemd=true があります。WSL は起動時に読むので、Windows で wsl --shutdown を実行してからログインし直してください。変わらなければ wsl --update を実行してください。',
		noteWslUnread:
			'これは WSL ですが、/etc/wsl.conf を読めませんでした。「[boot]」の下に「systemd=true」が必要です。変更したら Windows で wsl --shutdown を実行してください。',
		noteWsl1: 'これは WSL 1 で、Linux カーネルがありません。Windows で: wsl --set-version NAME 2',
	},
	container: {
		title: 'コンテナ',
		wanted: '独立したマシン、または k0s に必要なことができるコンテナ',
		why: 'LXC コンテナでは、カーネル、モジュール、デバイスは別のホストのものです。kubelet は /dev/kmsg を読み、ないと起動しません。',
		none: 'いいえ: プロセス 1 から分かるかぎり独立したマシン',
		is: kind => `このシステムはコンテナ (${kind})`,
		noKmsg: kind => `${kind} に /dev/kmsg がない: kubelet は起動しない`,
		note: 'カーネルモジュール (overlay、br_netfilter、nf_conntrack、ip_set) はコンテナのホストで読み込んでください。ここで読めるモジュールはそのカーネルのものです。コンテナは特権付きで、nesting が必要です。',
		kmsgNote:
			'コンテナのホストで: lxc config device add NAME kmsg unix-char source=/dev/kmsg path=/dev/kmsg (LXC: lxc.mount.entry = /dev/kmsg dev/kmsg none defaults,bind,create=file 0 0)。またはコンテナの中で: ln -s /dev/console /dev/kmsg。',
	},
	'kernel-release': {
		title: 'カーネルのリリース',
		wanted: '3.10 以降',
		why: '古いカーネルにはコンテナに必要な機能がありません。k0s は 3.10 より前を保証しません。',
	},
	reboot: {
		title: 'システムの再起動',
		wanted: '再起動待ちなし',
		why: '修復の中には、次の起動で初めて有効になるものがあります。それまで、該当するチェックの結果は変わりません。',
		none: '再起動待ちなし',
		waits: titles => `再起動待ち: ${list(titles)}`,
		asked: 'インストールしたパッケージが再起動を求めている (/run/reboot-required)',
		note: '都合のよいときに再起動してください: systemctl reboot',
	},
	programs: {
		title: 'k0s が呼ぶコマンド',
		wanted: 'modprobe、mount、umount、useradd、curl。ネットワークポリシーを読むには ipset も必要',
		why: 'k0s はインストールと起動の途中でこれらを呼びます。足りないと、起動の失敗として後から現れます。ipset は人のためのものです。ネットワークポリシーが参照するセットは ipset でしか表示できません。',
		all: 'すべてあり',
		missing: names => `不足: ${list(names)}`,
		onlyIpset: 'k0s が呼ぶものはすべてあり。ipset がないため、ネットワークポリシーは読めない',
		note: '該当するパッケージをインストールします。',
		noteByHand: 'このシステムのパッケージマネージャでインストールしてください。',
	},
	memory: {
		title: 'メモリ',
		wanted: '最低 1 GiB、余裕をみて 2 GiB',
		why: 'コントロールプレーンとワークロードが 1 台を共有します。足りないとカーネルがプロセスを終了させ、k0s は再起動を繰り返します。',
		note: 'サーバのメモリを増やしてください。',
	},
	cpu: {
		title: 'プロセッサ',
		wanted: '1 個以上',
		why: 'k0s 自体は 1 個で足ります。2 個あると全体の起動が速くなります。',
		found: count => `${count} 個`,
	},
	'disk-space': {
		title: 'ディスク空き容量',
		wanted: 'データディレクトリに 2 GB の空き',
		why: 'バイナリ、イメージ、クラスタの状態はデータディレクトリの下に置かれます。一杯になるとイメージを取得できず、ポッドが終了します。',
		found: (free, target) => `${target} の空き ${free}`,
		note: '空きを作るか、データディレクトリを別のファイルシステムに置いてください。',
	},
	'disk-share': {
		title: 'ディスク空き率',
		wanted: '空き 15 %、できれば 20 %',
		why: '空きが 15 % を下回ると、ディスクの大きさにかかわらず kubelet がイメージを消し、ポッドを退避させます。新しいノードは正常になりません。',
		found: (percent, size, target) => `${target} の ${size} のうち ${percent} % が空き`,
		note: '空きを作るか、データディレクトリを別のファイルシステムに置いてください。使われていないイメージ: k0s-tui check --only unused-images。',
	},
	'disk-inodes': {
		title: 'inode',
		wanted: '空き 5 %、最低 100,000',
		why: 'イメージの各レイヤのファイル 1 つごとに inode を 1 つ使います。なくなると、容量が残っていても書き込めません。',
		dynamic: type => `${type} は必要に応じて作る`,
		found: (free, percent) => `空き ${free} (${percent} %)`,
		note: '小さなファイルを多数削除するか、データディレクトリを別のファイルシステムに置いてください。',
	},
	'unused-images': {
		title: '使われていないイメージ',
		wanted: '5 GiB 未満、かつディスクの空き 25 % 以上',
		why: 'イメージはポッドがなくなってもディスクに残ります。kubelet が消すのは、ディスクの空きが 15 % になってからです。使われていないとは、コンテナもポッドもワークロードもその名前を挙げておらず、containerd が固定（pinned）していないことです。',
		stopped: 'k0s は動いていない',
		worker: 'ワーカーでは不明: どのイメージが使われているかはコントローラが知っている',
		none: 'なし',
		found: (count, size) => `${count} 個、${size}`,
		note: 'イメージごとに、すべての名前を消します。あとで必要になったポッドは取得し直します。「ctr images prune --all」は使用中の名前まで消すので使わないでください。',
		someNote: left =>
			`イメージごとに、すべての名前を消します。あとで必要になったポッドは取得し直します。残る ${left} 個はレジストリから来たものではなく、ここにしかないかもしれません。`,
		onlyCopyNote:
			'これらのイメージはレジストリから来たものではありません。誰かが取り込んだもので、ここにしかないかもしれません。手で消すには: k0s ctr images rm NAME',
		bundleNote:
			'このホストはイメージのバンドル（データディレクトリの images）を取り込みます。取得元のレジストリがないかもしれません。k0s が次の起動で戻すのはバンドルにあるものだけです。確かめてから、手で実行してください。',
	},
	'node-pressure': {
		title: 'ノードの資源不足',
		wanted: 'ディスク、メモリ、プロセス数の逼迫なし',
		why: '逼迫すると kubelet はポッドを終了させ、新しいポッドを受け入れません。ディスクの逼迫は空き 15 % から始まります。',
		notYet: 'ノードはまだない',
		none: 'なし',
		found: types => list(types),
		note: '不足している資源を空けてください。5 分後に kubelet が自分で逼迫を解除します。',
	},
	'disk-type': {
		title: 'データのファイルシステム',
		wanted: 'ext4、xfs、btrfs のいずれか。読み取り専用でも noexec でもない',
		why: 'k0s は自身のプログラムをデータディレクトリの下に展開して実行します。イメージのレイヤには overlay を使えるファイルシステムが必要です。',
		found: (type, target) => `${target} は ${type}`,
		readOnly: target => `${target} は読み取り専用でマウント`,
		noexec: target => `${target} は noexec でマウント: 何も実行できない`,
		noexecNote: target =>
			`${target} を noexec なしでマウントするか (/etc/fstab も)、別のデータディレクトリを選んでください。`,
		odd: (type, target) => `${target} は ${type}: コンテナが起動しない可能性`,
		oddNote: 'ext4、xfs、btrfs のいずれかにあるデータディレクトリを選んでください。',
	},
	'program-folder': {
		title: 'k0s プログラムの置き場所',
		wanted: '/usr/local/bin に 316 MiB の空き。読み取り専用でも noexec でもない',
		why: 'k0s は 267 MiB 以上の 1 ファイルで、/usr/local/bin に置かれ、そこから実行されます。入らない、または実行できない場合、インストールはダウンロードの前に止まります。',
		here: version => `k0s ${version} がある`,
		absent: '/usr/local/bin はまだない',
		absentNote: 'インストールがディレクトリを作ります。先に確認するには作成してください: mkdir -p /usr/local/bin',
		found: (free, target) => `${target} の空き ${free}`,
		readOnly: target => `${target} は読み取り専用でマウント`,
		noexec: target => `${target} は noexec でマウント: 何も実行できない`,
		mountNote: target => `${target} を ro と noexec なしでマウントしてください (/etc/fstab も)。`,
		note: 'そこに空きを作ってください。',
	},
	'file-descriptors': {
		title: 'オープンファイル数',
		wanted: 'ハードリミット 65,536 以上',
		why: 'API サーバと etcd は多数の接続を開きます。サービスは 999,999 を求めますが、システムの上限は超えられません。',
		found: (soft, hard) => `現在 ${soft}、上限 ${hard}`,
		unlimited: '無制限',
		note: 'システムの上限 (fs.nr_open、またはこれを動かしているコンテナの制限) を上げてください。',
	},
	swap: {
		title: 'スワップ',
		wanted: 'あってもなくてもよい',
		why: 'k0s の kubelet はスワップがあっても起動します。ないほうが応答時間は安定します。',
		none: 'なし',
	},
	'kernel-modules': {
		title: 'カーネルモジュール',
		wanted: 'k0s、kube-proxy、kube-router が使うものすべて',
		why: 'EL10 では多くが kernel-modules-extra にあり、クラウドイメージには入っていません。k0s は警告だけで sysinfo も通りますが、ポッドのネットワークは動きません。',
		found: (files, builtIn) => `すべてあり: ファイル ${files}、組み込み ${builtIn}`,
		missing: names => `不足: ${list(names, 12)}`,
		unknown: (names, release) => `/lib/modules/${release} がないため不明: ${list(names)}`,
		note: release =>
			`実行中のカーネル ${release} と同じ版のパッケージが必要です。提供が終わっているときは、kernel-modules-extra をインストールして再起動してください。`,
		noteNewer: (running, newest) =>
			`${newest} はインストール済みですが、実行中は ${running} です。新しいほうのパッケージをインストールします。`,
		waits: 'パッケージはインストール済みです。再起動するとカーネルとモジュールの版がそろいます。',
		noteDebian: '新しいカーネルがインストールされているときは再起動してください。ファイルとカーネルの版がそろいます。',
		unknownNote:
			'コンテナの中やこのようなカーネルでは、ホスト側で確認するか、ポッドのネットワークが動くかを見てください。',
	},
	'kernel-config': {
		title: 'カーネル構成',
		wanted: 'k0s sysinfo が必要とするもの',
		why: 'これらのオプションは後から読み込めません。1 つでも欠けると k0s は起動を拒否します。',
		found: count => `必要なオプション ${count} 個すべて有効`,
		missing: names => `無効: ${list(names)}`,
		none: 'このカーネルの構成はここにない',
		note: '一般的なディストリビューションのカーネルを使ってください。',
	},
	'cgroup-version': {
		title: 'cgroup',
		wanted: 'バージョン 2',
		why: 'k0s 1.35 以降はバージョン 1 を拒否します。使えるのは 1.34 までです。',
		version: version => `バージョン ${version}`,
		none: type => `/sys/fs/cgroup に cgroup がない (${type})`,
		refused: release => `バージョン 1。k0s ${release} は拒否する`,
		note: 'カーネルのコマンドラインに systemd.unified_cgroup_hierarchy=1 を付けて起動するか、k0s 1.34 を使ってください。',
		noteOff: word =>
			`カーネルのコマンドラインがバージョン 1 を求めています。${word} を消して再起動するか、k0s 1.34 を使ってください。`,
		noteHas: word =>
			`カーネルのコマンドラインにはもう ${word} があります。決めているのはほかのもの (このコンテナのホスト、またはバージョン 1 をマウントする init システム) です。`,
		noteWsl:
			'Windows で %UserProfile%\\.wslconfig の「[wsl2]」の下に「kernelCommandLine = cgroup_no_v1=all」を加え、wsl --shutdown を実行してください。または k0s 1.34 を使ってください。',
		noteWslHas:
			'カーネルのコマンドラインにはもう cgroup_no_v1=all があります。ほかのものがバージョン 1 をマウントしています。WSL を更新してください (wsl --update)。',
		notePending: (word, file) => `${word} は ${file} に設定済みです。再起動してください。`,
		noteWritten: (word, file, bls) =>
			`${word} は ${file} にありますが、ブートローダーが読むファイルにはありません。${bls ? `grubby --update-kernel=ALL --args=${word}` : 'update-grub (Debian、Ubuntu) か grub2-mkconfig -o /boot/grub2/grub.cfg'} を実行して再起動してください。`,
		noteGone: word => `${word} はブートローダーのファイルからすでに削除されています。再起動してください。`,
		noteUnread:
			'/proc/cmdline を読めませんでした。まず中を見てください。バージョン 2 には systemd.unified_cgroup_hierarchy=1 か、新しいシステムが必要です。',
	},
	'cgroup-controllers': {
		title: 'cgroup コントローラ',
		wanted: 'cpu、cpuset、memory、pids',
		why: 'kubelet はこれらでポッドの資源を制限します。小型ボードでは memory コントローラが無効なことが多く、k0s は起動を拒否します。',
		found: names => list(names, 12),
		missing: names => `不足: ${list(names)}`,
		note: words => `カーネルのコマンドラインに ${list(words)} を加えて再起動してください。`,
		notePi: words =>
			`/boot/firmware/cmdline.txt (古いシステムでは /boot/cmdline.txt) にある 1 行の末尾に ${list(words)} を加えて再起動してください。`,
		noteOff: words => `カーネルのコマンドラインから ${list(words)} を消して再起動してください。`,
		noteHas: words =>
			`カーネルのコマンドラインにはもう ${list(words)} があります。このカーネルが従わないか、このコンテナのホストがコントローラを渡していません。`,
		noteKernel: options =>
			`このカーネルには ${list(options)} がありません。一般的なディストリビューションのカーネルを使ってください。`,
		noteHeld: names =>
			`カーネルのコマンドラインは ${list(names)} を無効にしていません。バージョン 1 の階層か、このコンテナのホストが持ったままです。`,
		notePending: (word, file) => `${word} は ${file} に設定済みです。再起動してください。`,
		noteWritten: (word, file, bls) =>
			`${word} は ${file} にありますが、ブートローダーが読むファイルにはありません。${bls ? `grubby --update-kernel=ALL --args=${word}` : 'update-grub (Debian、Ubuntu) か grub2-mkconfig -o /boot/grub2/grub.cfg'} を実行して再起動してください。`,
		noteGone: word => `${word} はブートローダーのファイルからすでに削除されています。再起動してください。`,
		noteUnless: words =>
			`root だけが読めるブートファイルにまだなければ、カーネルのコマンドラインに ${list(words)} を追加して再起動してください。`,
		noteUnread: words =>
			`/proc/cmdline を読めませんでした。まず中を見てください。${list(words)} がなければ、加えて再起動してください。`,
	},
};
