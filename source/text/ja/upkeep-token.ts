import type {token as english} from '../en/upkeep-token.js';
import type {Translation} from '../translation.js';

export const token: Translation<typeof english> = {
	noFile: '端末は表示したものを残す。--out FILE でファイルを指定するか、それでも表示するなら --out -',
	onTerminal: 'トークンはこの端末とそのスクロールバックに残っている。済んだら無効にする:',
	does: (role, expiry) =>
		`別のマシンが ${role} として参加できるトークンを ${expiry} のあいだ有効にして作る。持つ人はだれでも参加できる。`,
	into: file => `${file} に所有者専用で書く。`,
	notController: role => `このホストは ${role}。トークンを作るのはコントローラーだけ`,
	single: 'ここの k0s は --single で動いている。ほかのマシンは参加できない',
	singleHint: '複数のマシンのクラスターは --single なしでインストールする。今あるものは変えられない。',
	notJoinable: storage => `データは ${storage} にある。別のコントローラーは参加できず、ワーカーは参加できる`,
	notInstalled: 'このホストに k0s はない',
	notRead: why => `ここで k0s が動いているかどうか分からない: ${why}`,
	notRunning: 'k0s は動いていない。トークンはクラスターの中に作られる',
	noToken: 'k0s の出力はトークンとして読めない。表示しない。',
	exists: file => `${file} はすでにあり、参加トークンではない。別の名前にするか、--force を付ける`,
	unwritable: (file, why) => `${file} に書けない: ${why}。トークンは作られていない`,
	notWritten: (file, why) => `${file} を書けない: ${why}。トークンを無効にする: k0s token invalidate`,
	made: (role, id, server) => `${server} に参加する ${role} のためのトークン ${id}。`,
	expires: when => `有効期限は ${when} UTC。それまでに参加を済ませる。`,
	file: file => `${file} にある。読めるのは所有者だけ。`,
	carry: 'ファイルを相手のマシンへ、root だけが読める形で運ぶ。コマンドラインには決して書かない:',
	copy: file => `  ssh root@OTHER 'umask 077; cat >/root/k0s.token' <${file}`,
	there: '相手のマシンで (または、同じマイナーの k0s を /usr/local/bin に置いて手で):',
	worker: '  k0s-tui install --role worker --token-file /root/k0s.token --yes',
	controller: '  k0s-tui install --role controller --token-file /root/k0s.token --yes',
	byHand: {
		worker: '  k0s install worker --token-file /root/k0s.token && k0s start',
		controller: '  k0s install controller --token-file /root/k0s.token && k0s start',
	},
	oneLine:
		'ここから 1 行でもよい。k0s-tui は相手にあっても、on で運んでもよい。トークンは標準入力で渡り、ファイルは残らない:',
	pipe: (role, file) => `  ssh root@OTHER k0s-tui install --role ${role} --token-file - --yes <${file}`,
	on: (role, file) => `  k0s-tui on root@OTHER install --role ${role} --token-file - --yes <${file}`,
	after: '参加したら、両方のファイルとトークンを消す:',
	invalidate: id => `  k0s token invalidate ${id}`,
	ports: {
		worker: 'コントローラーの 6443/tcp と 8132/tcp に届くこと。ノード同士は 10250/tcp と 179/tcp で届くこと。',
		controller: 'ほかのコントローラーと互いに 6443/tcp、9443/tcp、2380/tcp で届くこと。',
	},
};
