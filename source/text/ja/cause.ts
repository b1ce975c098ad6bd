import type {cause as english} from '../en/cause.js';
import type {Translation} from '../translation.js';
import {lastWords, schedulerWords, signalName, type CauseWords} from '../trouble-words.js';
import {causeAdvice} from './cause-advice.js';

const because = (detail: string): string => (detail.trim() === '' ? '' : `: ${detail.trim()}`);

const who = ({container, init}: CauseWords): string =>
	container === null ? 'ポッド' : `${init ? 'init コンテナ' : 'コンテナ'} ${container}`;

function ended(cause: CauseWords): string {
	const {exitCode, restarts} = cause;
	const name = signalName(cause);
	const code = exitCode === null ? (name ?? '') : `exit ${exitCode}${name === undefined ? '' : ` (${name})`}`;
	const again = restarts === 0 ? '' : `（再起動 ${restarts} 回）`;
	return `${who(cause)} が${code === '' ? '' : ` ${code} で`}終了しました${again}`;
}

const absent = ({appeared}: CauseWords): string => (appeared ? 'が、前回の試行時にはありませんでした' : 'がありません');

const thrown = (what: string, {detail}: CauseWords): string =>
	/was rejected/.test(detail)
		? `ノードの${what}が足りず、受け入れを拒否されました`
		: `ノードの${what}が足りなくなり、退去させられました`;

const image = ({image: name}: CauseWords): string => name ?? '';
const from = (host: string): string => (host === '' ? '' : `（${host}）`);
const noPull = (c: CauseWords): string => `イメージ ${image(c)} を取得できません。`;
const noStart = (c: CauseWords): string => `${who(c)} を起動できません。`;

export const cause: Translation<typeof english> = {
	causes: {
		'image-absent': c => `レジストリにイメージ ${image(c)} がありません。名前かタグが違います`,
		'image-denied': c =>
			`レジストリがイメージ ${image(c)} を拒否しました。リポジトリがないか、ログインが必要です${because(c.detail)}`,
		'image-login': c => `イメージ ${image(c)} の取得にはレジストリへのログインが必要です${because(c.detail)}`,
		'image-pull-secret': c =>
			`イメージ ${image(c)} の取得にはレジストリへのログインが必要ですが、pull secret ${c.subject}${absent(c)}`,
		'image-rate': c =>
			`レジストリの取得回数の上限に達し、今はイメージ ${image(c)} を取得できません${because(c.detail)}`,
		'image-dns': c =>
			`${noPull(c)}このホストは ${c.subject} の名前を解決できません${c.more === '' ? '' : `（問い合わせ先 ${c.more}）`}`,
		'image-unreachable': c => `${noPull(c)}レジストリが応答しません${because(c.detail)}`,
		'image-certificate': c => `${noPull(c)}レジストリの証明書が受け入れられません${because(c.more || c.detail)}`,
		'image-plain-http': c => `${noPull(c)}レジストリは HTTP で応答しますが、containerd は HTTPS で要求しています`,
		'image-platform': c => `イメージ ${image(c)} はこのプロセッサー用ではありません${because(c.detail)}`,
		'image-disk': c => `${noPull(c)}ディスクに空きがありません`,
		'image-proxy': c => `${noPull(c)}HTTP プロキシが拒否したか、応答しません${because(c.detail)}`,
		'image-registry': c => `${noPull(c)}レジストリ側の障害です${because(c.detail)}`,
		'image-unpack': c => `イメージ ${image(c)} は取得できましたが、ノード上で展開できません${because(c.detail)}`,
		'image-pull': c => `イメージ ${image(c)} を取得できません${because(c.detail)}`,
		'image-name': c => `イメージ名 ${image(c)} が正しくありません${because(c.detail)}`,
		'image-never-pulled': c => `イメージ ${image(c)} はノードになく、pull policy が Never なので取得できません`,
		'config-map': c => `${who(c)} に必要な config map ${c.subject}${absent(c)}`,
		secret: c => `${who(c)} に必要な secret ${c.subject}${absent(c)}`,
		'config-key': c => `${who(c)} に必要なキー ${c.more} が config map ${c.subject} にありません`,
		'secret-key': c => `${who(c)} に必要なキー ${c.more} が secret ${c.subject} にありません`,
		'run-as-non-root': c => `${who(c)} は root で動けません（runAsNonRoot）が、イメージは root で動きます`,
		'user-no-number': c =>
			`${who(c)} は root で動けません（runAsNonRoot）が、イメージのユーザーは ${c.subject} で、root かどうか判断できません`,
		'container-config': c => `${who(c)} を作成できません${because(c.detail)}`,
		'command-missing': c => `${noStart(c)}${c.subject} がイメージにありません`,
		'command-forbidden': c => `${noStart(c)}${c.subject} に実行権限がありません`,
		'working-dir': c => `${noStart(c)}作業ディレクトリー ${c.subject} を使えません${because(c.more)}`,
		'wrong-architecture': c =>
			`${noStart(c)}プログラムが別のプロセッサー用か、プログラムではありません（exec format error）`,
		'mount-into': c => `${noStart(c)}ボリュームがマウント先に合いません${because(c.detail)}`,
		'sub-path': c => `${who(c)} を作成できません。ボリューム ${c.subject} の subPath を用意できません`,
		'start-hook': c => `postStart フックが失敗するため、${who(c)} が停止されます${because(c.detail)}`,
		'runtime-slow': c =>
			`${who(c)} を起動できません。containerd が kubelet の待ち時間内に終わりません${because(c.detail)}`,
		'container-start': c => `${who(c)} を起動できません${because(c.detail)}`,
		'out-of-memory': c => `${ended(c)}: メモリ不足（${whoseMemory[c.more] ?? 'コンテナの上限、またはノード'}）`,
		'oom-process': c =>
			`動作していますが、メモリ不足${c.more === '' ? '' : `（${whoseMemory[c.more]}）`}のためカーネルが${c.subject === '' ? 'プロセス' : `プロセス ${c.subject} `}を強制終了しました（コンテナ ${c.container ?? ''} の開始以来 ${c.detail} 回）`,
		'oom-undated': c =>
			`動作していますが、メモリ不足のためカーネルがプロセスを強制終了しました（コンテナ ${c.container ?? ''} の開始以来 ${c.detail} 回）。いつのことかは不明で、ずっと前かもしれません`,
		killed: c =>
			`${ended(c)}: 強制終了されましたが、読み取れた範囲では誰によるものか分かりません (メモリ不足によるカーネルの可能性があります)`,
		segfault: c => `${ended(c)}: プログラムの異常終了（不正なメモリ参照）${because(lastWords(c))}`,
		'illegal-instruction': c =>
			`${ended(c)}: プログラムが使う命令がこのプロセッサーにありません${because(lastWords(c))}`,
		'ended-by-signal': c => `${ended(c)}${because(lastWords(c))}`,
		'exit-not-found': c => `${ended(c)}: シェルがコマンドを見つけられないときの値です${because(lastWords(c))}`,
		'exit-not-executable': c => `${ended(c)}: シェルがコマンドを実行できないときの値です${because(lastWords(c))}`,
		crash: c => `${ended(c)}${because(lastWords(c))}`,
		ends: c => `${ended(c)}: プログラムは処理を終え、毎回起動し直されます${because(lastWords(c))}`,
		failed: c => `${ended(c)}${because(lastWords(c))}`,
		restarts: c => `今は動作中ですが、${ended(c)}${because(lastWords(c))}`,
		liveness: c => `${ended(c)}: liveness プローブが失敗するため kubelet が停止しています${because(c.detail)}`,
		'startup-probe': c => `${ended(c)}: startup プローブが失敗するため kubelet が停止しています${because(c.detail)}`,
		startup: c => `${who(c)} の起動が終わっていません。startup プローブが失敗しています${because(c.detail)}`,
		readiness: c => `${who(c)} は動作中ですが準備ができていません。プローブが失敗しています${because(c.detail)}`,
		'readiness-gate': c =>
			`コンテナは準備できていますが、readiness gate ${c.subject} が満たされていません${because(c.detail)}`,
		'volume-config-map': c => `ボリュームに必要な config map ${c.subject}${absent(c)}`,
		'volume-secret': c => `ボリュームに必要な secret ${c.subject}${absent(c)}`,
		'volume-key': c => `ボリュームに必要なキー ${c.subject} が config map または secret にありません`,
		'volume-path': c => `ボリュームに必要なノード上の ${c.subject} が使えません: ${c.more || '合いません'}`,
		'volume-driver': c => `ボリュームに必要なストレージドライバー ${c.subject} がノードで動いていません`,
		'volume-attach': c => `ボリューム ${c.subject} がまだ別の場所に接続されています${because(c.more)}`,
		'volume-helper': c =>
			`ボリュームをマウントできません。ファイルシステム用のプログラムかカーネルモジュールがノードにありません${because(c.detail)}`,
		mount: c => `ボリュームをマウントできません${because(c.detail)}`,
		'sandbox-addresses': c => `ノードにはもうポッド用のアドレスがありません${from(c.subject)}`,
		'sandbox-plugin': c => `ネットワークプラグイン ${c.subject} が ${c.more} にありません`,
		'sandbox-bridge': c => `ネットワークを用意できません。ブリッジ ${c.subject} のアドレスが ${c.more} ではありません`,
		'sandbox-network': c => `ネットワークを用意できません${because(c.detail)}`,
		'sandbox-image': c =>
			`サンドボックスを用意できません。pause イメージ ${c.subject} を取得できません${because(c.detail)}`,
		'sandbox-runtime': c => `runtime class が求めるランタイム ${c.subject} が containerd にありません`,
		sandbox: c => `サンドボックスを用意できません${because(c.detail)}`,
		'claim-absent': c => `必要な PersistentVolumeClaim ${c.subject}${absent(c)}`,
		'claim-class': c => `PersistentVolumeClaim ${c.subject} が求める storage class ${c.more} がありません`,
		'claim-provision': c => `PersistentVolumeClaim ${c.subject} のボリュームがまだ作られていません${because(c.detail)}`,
		'claim-waits': c => `PersistentVolumeClaim ${c.subject} はノードが決まるのを待っています${because(c.detail)}`,
		'volume-claim': c => `PersistentVolumeClaim に合うボリュームがありません${because(c.detail)}`,
		'node-resources': c => `${c.subject} が足りるノードがありません`,
		'node-full': () => 'どのノードもポッド数の上限に達しています',
		'control-plane-taint': c =>
			`ノードはコントロールプレーン専用（taint ${c.subject}）で、ポッドにその toleration がありません`,
		'node-taint': c =>
			c.subject === ''
				? 'taint のため、ノードに置けません'
				: c.subject.includes(', ')
					? `taint ${c.subject} のどれかのため、ノードに置けません`
					: `taint ${c.subject}${c.more === '' ? '' : `=${c.more}`} のため、ノードに置けません`,
		'node-cordoned': () => 'ノードは cordon されており、新しいポッドを受け入れません',
		'node-not-ready': () => 'ノードが Ready でないため、ポッドを受け入れません',
		'node-pressure': c => `ノードの${pressure(c.subject)}が足りないため、ポッドを受け入れません`,
		'node-selector': () => 'node selector または affinity が求めるラベルを持つノードがありません',
		'pod-affinity': c => `ほかのポッドとの affinity に合うノードがありません${because(schedulerWords(c.detail))}`,
		'topology-spread': c => `topology spread に合うノードがありません${because(schedulerWords(c.detail))}`,
		'host-port': () => '求める host port はすでに別のポッドが使っています',
		'volume-node': () => 'ボリュームのあるノードがこのポッドを受け入れられません',
		'scheduling-gate': c => `scheduling gate により止められています${because(c.detail)}`,
		'no-nodes': () => '受け入れられるノードがクラスターにありません',
		'other-scheduler': c => `スケジューラー ${c.subject} を指定していますが、どこにも配置されていません`,
		unscheduled: c => `受け入れるノードがありません${because(schedulerWords(c.detail))}`,
		'evicted-memory': c => `${thrown('メモリ', c)}${because(c.detail)}`,
		'evicted-disk': c => `${thrown('ディスク', c)}${because(c.detail)}`,
		'evicted-pids': c => `${thrown('プロセス ID', c)}${because(c.detail)}`,
		'evicted-limit': c => `ローカルディスクの上限を超え、退去させられました${because(c.detail)}`,
		preempted: c => `優先度の高いポッドのために退去させられました${because(c.detail)}`,
		'node-shutdown': c => `ノードがシャットダウンされました${because(c.detail)}`,
		'kubelet-refused': c => `ノードの kubelet が受け入れませんでした${because(c.detail)}`,
		evicted: c => `ノードから退去させられました${because(c.detail)}`,
		deadline: c => `許された時間（activeDeadlineSeconds）を超えました${because(c.detail)}`,
		finalizer: c => `削除中で、finalizer ${c.subject} を待っています`,
		'stuck-ending': c => `削除中ですが、kubelet が終了できません${because(c.more)}`,
		'node-lost': c => `ノード ${c.subject} からの報告が途絶えています`,
		'node-gone': c => `ノード ${c.subject} がクラスタにもうないため、動かすことも終了することもできません`,
		'node-unready': c => `ノード ${c.subject} の準備ができていません${because(c.detail)}`,
		quota: c => `quota ${c.subject} の上限に達しています${because(c.more)}`,
		'quota-needs-limits': c => `quota ${c.subject} は ${c.more} を指定したポッドだけを受け入れます`,
		'limit-range': c => `名前空間の limit range がこの ${c.subject} を許しません${because(c.detail)}`,
		'service-account': c => `必要な service account ${c.subject}${absent(c)}`,
		'pod-security': c => `pod security（${c.subject}）により禁止されています${because(c.more)}`,
		'webhook-denies': c => `admission webhook ${c.subject} により禁止されています${because(c.more)}`,
		'webhook-down': c => `必須の admission webhook ${c.subject} に問い合わせできません${because(c.more)}`,
		'policy-denies': c => `admission policy ${c.subject} により禁止されています${because(c.more)}`,
		'priority-class': c => `priority class ${c.subject} がありません`,
		'runtime-class': c => `runtime class ${c.subject} がありません`,
		'namespace-ending': c => `名前空間 ${c.subject} は削除中です`,
		'pod-invalid': c => `ポッドテンプレートが正しくありません${because(c.more || c.detail)}`,
		'no-pods': c => `ポッドを作成できません${because(c.detail)}`,
		'job-backoff': c => `ジョブは再試行をやめました${because(c.detail)}`,
		'job-deadline': c => `ジョブは許された時間を超えました${because(c.detail)}`,
		'rollout-paused': c => `ロールアウトが一時停止中のため、ポッドを作りません。準備完了は ${c.detail} です`,
		'rollout-stuck': c => `ロールアウトが時間内に進みませんでした${because(c.detail)}`,
		creating: () => 'コンテナがまだ作成されていません。読み取れたものからは理由がわかりません',
		'not-ready': c => `${who(c)} は動作中ですが準備ができていません。読み取れたものからは理由がわかりません`,
		terminating: () => '削除中のまま消えません。読み取れたものからは理由がわかりません',
		waiting: c => `待機中です${because(c.detail)}`,
		starting: c => `まだ起動中です${because(c.detail)}`,
		'scheduler-silent': () => 'ノードを待っていますが、スケジューラーがまだ見ていません',
		'short-of-pods': c => `準備ができたポッドは ${c.detail} です。読み取れたものからは理由がわかりません`,
		'init-runs': c => `${who(c)} がまだ動作中で、ポッドはその終了を待っています${because(lastWords(c))}`,
		'end-unknown': c => `${who(c)} は、ランタイムかホストの再起動中に終了しました。どのように終了したかは不明です`,
		'failed-silent': () => '失敗しましたが、読み取れた情報からは理由がわかりません',
		'run-unknown': c =>
			`前回の実行は ${c.subject} に始まりましたが、その job はもうなく、どのように終了したかは不明です`,
		stale: c => `API は動作中と言いますが、ノード ${c.subject} の kubelet から 40 秒以上報告がありません`,
	},
	well: {
		runs: '動作中で、準備ができています',
		done: '処理を終えました',
		'wants-none': 'ポッドを必要としていません',
		suspended: '一時停止中です',
		paused: '動作中です。ロールアウトは一時停止中です',
		'none-due': 'まだ実行の時刻になっていません',
	},
	also: (first, others) => [first, ...others.map(other => `ほかに: ${other}`)].join('。'),
	verdict: {healthy: '正常', cause: '異常', unknown: '不明'},
	pods: (bad, all) => `ポッド ${all} 個のうち ${bad} 個`,
	titles: {chain: '作成元', evidence: '根拠', next: '次にすること', unread: '読み取れなかったもの'},
	evidence: {
		pod: (name, phase, node) => `ポッド ${name} は ${phase}${node === '' ? '（ノードなし）' : `（ノード ${node}）`}`,
		container: (name, state, reason) => `コンテナ ${name} は${state}${reason === '' ? '' : `（${reason}）`}`,
		ended: (name, code, reason, age, restarts) =>
			`コンテナ ${name} は${age === '' ? '' : ` ${age} 前に`} ${code} で終了${reason === '' ? '' : `（${reason}）`}。再起動 ${restarts} 回`,
		exit: (code, signal) =>
			code === '' ? signal || '不明な終了コード' : `exit ${code}${signal === '' ? '' : ` (${signal})`}`,
		oomKill: (task, pid, scope, age) =>
			`カーネルがプロセス ${pid}（${task}）を${age === '' ? '' : ` ${age} 前に`}強制終了しました。使い切ったメモリ: ${whoseMemory[scope] ?? ''}`,
		oomCount: (name, count, file) =>
			`コンテナ ${name} の開始以来、メモリ不足でカーネルが強制終了したプロセス: ${count}（${file}）`,
		memory: (name, limit) =>
			limit === '' ? `コンテナ ${name} にメモリの上限はありません` : `コンテナ ${name} のメモリの上限は ${limit}`,
		probe: (name, kind, asks) => `コンテナ ${name} の ${kind} プローブ: ${asks}`,
		event: (on, reason, age, count) =>
			`${on} のイベント: ${reason}${count > 1 ? `（${count} 回）` : ''}${age === '' ? '' : `、${age} 前`}`,
		log: name => `コンテナ ${name} の最後の出力`,
		node: (name, ready) => `ノード ${name} は ${ready ? 'Ready' : 'Ready ではありません'}`,
		cordoned: 'cordon 済み',
		taints: taints => `taint: ${taints}`,
		room: (name, asks, has) => `要求は ${asks}。ノード ${name} が全ポッドに使えるのは ${has}`,
		selector: wants => `求めるノードのラベル: ${wants}`,
		object: (kind, name, there) =>
			there ? `${kind} ${name} は今はあります。kubelet は数分以内に再試行します` : `${kind} ${name} はありません`,
		condition: (of, type, status, reason) => `${of}: ${type} は ${status}${reason === '' ? '' : `（${reason}）`}`,
		workload: (of, ready, desired) => `${of}: ${desired} 個のうち ${ready} 個が準備完了`,
		lease: (name, age) => `ノード ${name} の kubelet が最後に lease を更新したのは ${age} 前`,
		states: {running: '動作中', waiting: '待機中', terminated: '終了'},
	},
	advice: causeAdvice,
	unread: {
		events: namespace => `名前空間 ${namespace} のイベント`,
		nodes: () => 'ノード',
		log: container => `コンテナ ${container} のログ`,
		object: name => name,
		kernel: () => 'カーネルのログ',
	},
	couldNotRead: why => `ポッドを読み取れません: ${why}`,
	notFound: name => `${name} という名前のポッドもワークロードもありません`,
	several: (name, names, all) =>
		`「${name}」に当てはまるものが複数あります: ${names.join('、')}${all > names.length ? `、ほか ${all - names.length} 個` : ''}`,
	badTarget: target => `「${target}」は NAMESPACE/NAME でも KIND/NAMESPACE/NAME でもありません`,
};

const whoseMemory: Readonly<Record<string, string>> = {
	limit: 'コンテナの上限',
	pods: 'すべてのポッド全体の上限',
	node: 'ノード自体のメモリ',
};

function pressure(taint: string): string {
	const [, what = ''] = /\/(memory|disk|pid)-pressure$/.exec(taint) ?? [];
	return {memory: 'メモリ', disk: 'ディスク', pid: 'プロセス ID'}[what] ?? taint;
}
