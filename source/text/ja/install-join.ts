import type {installJoin as english} from '../en/install-join.js';
import type {Translation} from '../translation.js';

export const installJoin: Translation<typeof english> = {
	noFile:
		'ワーカーはトークンで参加します。コントローラで k0s-tui token --out FILE を実行し、ここに運んでから --token-file FILE を付けてください。',
	unread: (file, why) => `${file} のトークンを確認できません (${why})。`,
	faults: {
		absent: file => `トークンのファイル ${file} がありません。`,
		special: (file, said) => `${file} は通常のファイルではありません (${said})。`,
		large: file => `${file} は 64 KiB を超えています。参加トークンではありません。`,
		noToken: file => `${file} に k0s の参加トークンがありません。`,
	},
	otherRole: (role, wanted) =>
		role === null
			? `トークンはどちらの役割のものでもありません。`
			: `トークンは ${role} 用です。このホストの役割は ${wanted} です。`,
	joins: (role, server, id) => `トークン ${id} で ${server} に ${role} として参加`,
	ports: open => (open === '' ? 'ほかのポートは確認していない' : `ポート ${open} が応答`),
	clock: seconds => `時計の差は ${seconds} 秒`,
	version: version => `API は ${version}`,
	notKnown: (what, role) =>
		`ここからは分からないこと: ${what} (コントローラで: k0s kubectl get nodes, k0s token list --role ${role})`,
	unknowns: {
		version: 'バージョン',
		name: '同じ名前のノードがあるか',
		expiry: 'トークンの期限',
	},
	answers: {
		open: 'は応答します',
		refused: 'に接続できません。待ち受けがないか、ファイアウォールが拒否しているか、経路がありません',
		late: 'は応答しません。ファイアウォールが捨てている可能性があります',
		'no-name': 'の名前を解決できません',
		other: 'に到達できません',
	},
	closed: (at, how) => `コントローラの ${at} ${how}。`,
	stranger: at =>
		`${at} で応答したものがこのトークンのクラスタだと確認できません。証明書が合いません (別のクラスタか、時計のずれ)。`,
	refused: id => `API はトークン ${id} を知りません。期限切れか、取り消されています。作り直してください: k0s-tui token`,
	tooNew: (ours, theirs) =>
		`k0s ${ours} は API (${theirs}) より新しいです。先にコントローラをアップグレードするか、--k0s-version で選んでください。`,
	tooOld: (ours, theirs, most) =>
		`k0s ${ours} は API (${theirs}) よりマイナーバージョンで ${most} を超えて古いです。--k0s-version で選んでください。`,
	readable: (file, mode) =>
		`このホストのほかのユーザーがトークンを読めます (${file} のモードは ${mode}): chmod 600 ${file}`,
	clockApart: seconds =>
		`時計が ${seconds} 秒ずれています。証明書がまだ有効でない可能性があります。時刻を合わせてください。`,
	old: hours => `トークンのファイルは ${hours} 時間前のものです。期限が切れている可能性があります。`,
};
