/** 名前の列挙。多いときは先頭だけと残りの件数。 */
export const list = (names: readonly string[], most = 6): string =>
	names.length > most ? `${names.slice(0, most).join(', ')} ほか ${names.length - most} 件` : names.join(', ');

/** 人が読む時間: `45 秒`、`3 時間`。 */
export const span = (seconds: number): string =>
	seconds < 120
		? `${seconds} 秒`
		: seconds < 7200
			? `${Math.round(seconds / 60)} 分`
			: seconds < 172_800
				? `${Math.round(seconds / 3600)} 時間`
				: `${Math.round(seconds / 86_400)} 日`;
