import type {act as english} from '../en/act.js';
import type {Translation} from '../translation.js';

export const act: Translation<typeof english> = {
	goOn: 'Enter で続けます。',
	notStarted: code => `起動できませんでした (${code})。`,
	endedWith: how => `${how} で終わりました。`,
	cannot: {
		simulated: 'シミュレーションのホストではコンテナは動いていません。開くものがありません。',
		recorded: '記録では何も動いていません。開くものがありません。',
		local: 'ここでは端末を渡せません。',
	},
	readOnly: '読み取り専用です。何も変更しません。',
	exec: {
		ofPods: 'シェルはコンテナの中で開きます。ポッドを選んでください。',
		unknownPod: 'このポッドのコンテナはまだ分かりません。',
		noneRuns: 'このポッドで動いているコンテナはありません。',
		notRunning: container => `コンテナ ${container} はいま動いていません。`,
		choose: 'コンテナが複数あります。選んでからもう一度 s を押してください。',
		none: container => `コンテナ ${container} にはシェルがありません。イメージに sh がありません。`,
		failed: why => `シェルを開けません: ${why}`,
	},
	k9s: {
		missing: 'k9s は、root だけが書けるフォルダー (/usr/bin, /usr/local/bin) にありません。',
		ofObjects: 'k9s は API のオブジェクトで開きます。選んでください。',
	},
};
