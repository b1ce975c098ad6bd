import type {packets as english} from '../en/packets.js';
import type {Translation} from '../translation.js';

export const packets: Translation<typeof english> = {
	noTarget: name =>
		`「${name}」に合うデバイスもネットワーク名前空間もありません。ホストのネットワークを使うポッドは次で見られます: packets host`,
	several: (name, names) => `「${name}」に合うものが複数あります: ${names}`,
	noLink: link => `そこに ${link} というデバイスはありません`,
	noWay: name => `${name} には入れません。名前もプロセスもありません`,
	badNumber: (name, most) => `--${name} には 1 から ${most} までの数を指定してください`,
	badFilter: words => `tcpdump がこのフィルターを受け付けません: ${words}`,
	cannot: why => `パケットを見られません: ${why}`,
	recorded: '記録にパケットは含まれません',
	exists: file => `${file} は既にあります。上書きしません`,
	notWritten: (file, why) => `${file} に書き込めませんでした: ${why}`,
	starts: command => `$ ${command}`,
	simulated: '模擬ホスト: これらのパケットは実際には送られていません。',
	where: {host: 'このホスト', any: 'すべてのデバイス'},
	columns: {
		time: '時刻',
		link: 'デバイス',
		way: '方向',
		from: '送信元',
		to: '宛先',
		protocol: '種類',
		what: '内容',
	},
	ended: {
		count: packets => `終了: 指定した数に達しました (${packets})。`,
		time: packets => `終了: 時間になりました (${packets})。`,
		stopped: packets => `停止しました (${packets})。`,
		broken: (packets, why) => `tcpdump が自ら終了しました: ${why} (${packets})。ほかにもあったかもしれません。`,
	},
	count: count => `パケット ${count} 個`,
	dropped: count => `ほかに ${count} 個が失われました。読むより速く届いたため、カーネルが捨てました。`,
	none: 'パケットは来ませんでした。',
	lost: count => `古いパケット ${count} 個は保持していません。`,
	saved: (file, packets, bytes) => `${packets} (${bytes}) を ${file} に保存しました (本人専用)。`,
	full: bytes => `${bytes} で終了しました。ファイルはこれより大きくなりません。`,
};
