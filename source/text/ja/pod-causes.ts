import type {podCauses as english} from '../en/pod-causes.js';
import {lastWords, schedulerWords, signalName, type TroubleWords} from '../trouble-words.js';
import type {Translation} from '../translation.js';

const because = (detail: string): string => (detail.trim() === '' ? '' : `: ${detail.trim()}`);

function ended({container, init, exitCode, signal}: TroubleWords): string {
	const name = signalName({exitCode, signal});
	const code = exitCode === null ? (name ?? '') : `exit ${exitCode}${name === undefined ? '' : ` (${name})`}`;
	return `${init ? 'init コンテナ' : 'コンテナ'} ${container ?? ''} が${code === '' ? '' : ` ${code} で`}終了しました`;
}

const again = ({restarts}: TroubleWords): string => (restarts === 0 ? '' : `（再起動 ${restarts} 回）`);

const noWhy = (unread: true | undefined): string =>
	unread ? 'イベントを読み取れません' : '理由を示すイベントもありません';

export const podCauses: Translation<typeof english> = {
	'image-pull': ({image, detail}) => `イメージ ${image ?? ''} を取得できません${because(detail)}`,
	'image-name': ({image, detail}) => `イメージ名 ${image ?? ''} が正しくありません${because(detail)}`,
	'image-never-pulled': ({image}) =>
		`イメージ ${image ?? ''} はこのホストになく、pull policy が Never なので取得できません`,
	'container-config': ({container, detail}) => `コンテナ ${container ?? ''} を作成できません${because(detail)}`,
	'container-start': ({container, detail}) => `コンテナ ${container ?? ''} を起動できません${because(detail)}`,
	'out-of-memory': trouble => `${ended(trouble)}: メモリ不足（コンテナの上限、またはホスト）${again(trouble)}`,
	liveness: trouble => `${ended(trouble)}: プローブの失敗により停止${because(trouble.detail)}${again(trouble)}`,
	crash: trouble => `${ended(trouble)}${again(trouble)}${because(lastWords(trouble))}`,
	ends: trouble => `${ended(trouble)}が、毎回起動し直されます${again(trouble)}${because(lastWords(trouble))}`,
	failed: trouble => `${ended(trouble)}${because(lastWords(trouble))}`,
	restarts: trouble => `今は動作中ですが、${ended(trouble)}${again(trouble)}${because(lastWords(trouble))}`,
	mount: ({detail}) => `ボリュームをマウントできません${because(detail)}`,
	sandbox: ({detail}) => `サンドボックスを用意できません${because(detail)}`,
	creating: ({unread}) => `コンテナがまだ作成されておらず、${noWhy(unread)}`,
	'volume-claim': ({detail}) => `PersistentVolumeClaim が割り当てられていません${because(detail)}`,
	unscheduled: ({detail}) => `受け入れるノードがありません${because(schedulerWords(detail))}`,
	evicted: ({detail}) => `ノードから退去させられました${because(detail)}`,
	deadline: ({detail}) => `許された時間より長く動きました${because(detail)}`,
	readiness: ({container, detail}) => `コンテナ ${container ?? ''} は準備ができていません${because(detail)}`,
	startup: ({container, detail}) => `コンテナ ${container ?? ''} の起動が終わっていません${because(detail)}`,
	'not-ready': ({container, unread}) =>
		`コンテナ ${container ?? ''} は動作中ですが準備ができておらず、${noWhy(unread)}`,
	terminating: ({detail}) => `削除中のままです${detail === '' ? '' : `（finalizers: ${detail}）`}`,
	'node-lost': ({detail}) => `ノード ${detail} からの報告が途絶えています`,
	'no-pods': ({detail}) => `ポッドを作成できません${because(detail)}`,
	waiting: ({detail}) => detail,
};
