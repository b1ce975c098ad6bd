import type {trace as english} from '../en/trace.js';
import type {Translation} from '../translation.js';

export const trace: Translation<typeof english> = {
	badSource: text => `「${text}」はアドレスではありません`,
	badFamily: (source, destination) => `${source} と ${destination} のアドレスファミリが異なります`,
	sctp: '送信できるのは tcp と udp のパケットだけです',
	noService: target => `${target} につながるルールがありません`,
	simulated: '模擬ホストでは仮想追跡がこのトレースを作るため、両者は必ず一致します。証明にはなりません。',
	willRun: '次を実行します。テーブルは数秒で削除します:',
	willSend: probe => `送信: ${probe}`,
	willWait: (source, seconds) =>
		`${source} からのパケットを ${seconds} 秒待ちます。このアドレスから送れるものはここにありません。`,
	noPod: source =>
		`このホストのPodで${source}を持つものは今ありません。Podのアドレスは\`k0s kubectl get pods -A -o wide\`で確認できます。`,
	willWaitAny: seconds => `次に来る該当パケットを ${seconds} 秒待ちます。`,
	guard: seconds =>
		`このプログラムに何が起きても、ガードが ${seconds} 秒後にテーブルを削除します。要素は ${seconds + 2} 秒で消えます。`,
	slowStart: chains =>
		`このホストのチェインは ${chains} 本です。nft は待ち受けの前にすべて読み取るため、1 分ほどかかることがあります。`,
	states: {
		marking: '待ち受けを開始中 …',
		listening: '待ち受け中、フローに印を付けました …',
		sent: '送信しました。',
		ended: '完了。',
	},
	busy: '別の追跡が進行中か、直前に強制終了しました。30 秒以内に終わります',
	leftover: '以前の追跡が残したテーブルを削除しました。',
	notGone: command => `テーブルを削除できませんでした: ${command}`,
	failed: why => `追跡できません: ${why}`,
	verdict: {
		delivered: '到達',
		unanswered: '応答なし: 拒否したルールはないが、送信側は接続できなかった',
		dropped: '破棄',
		rejected: '拒否',
		lost: '消失: 拒否したルールはないが、先に進まなかった (ルートなし、または逆経路フィルタ)',
		silent: '該当するパケットは来なかった',
	},
	packet: (source, destination, protocol, input) =>
		`${source} → ${destination}/${protocol}${input === null ? '、ここで作成' : ` (${input} から)`}`,
	decided: (verdict, by) => `${verdict} (${by})`,
	reply: {
		answered: '送信側は応答を受け取りました。',
		refused: '送信側は拒否されました。待ち受けがないか、経路がないか、ルールが拒否しました。',
		silent: '送信側は 2 秒待ちましたが、接続できませんでした。',
		'silent-udp': '1 秒以内に何も返りませんでした。udp の受信側は応答しないこともあるため、判断できません。',
		unsent: '送信できませんでした。送信するプログラムがないか、使えません。',
	},
	expected: {
		delivered: '到達',
		unheard: '届くが、待ち受けがない',
		unanswered: '届くが、応答が戻らない',
		arrives: '届く',
		leaves: 'このホストから出る',
		astray: 'サービスだけが持つアドレスに向けてこのホストから出る',
		dropped: '破棄',
		rejected: '拒否',
		unreachable: 'ルートなし',
		queued: 'プログラム (nfqueue) に渡る',
		unknown: '不明',
	},
	same: '仮想追跡の結果と同じです。',
	other: (verdict, by) => `仮想追跡の結果と異なります: ${verdict}${by === '' ? '' : ` (${by})`}`,
	columns: {hook: 'フック', priority: '優先度', chain: 'チェイン', rule: 'ルール', verdict: '結果', text: '内容'},
};
