/**
 * Where a line of Japanese may end. It has no spaces: a line may end after any character, but for those that never begin
 * one (closing brackets, full stops, small kana, the long vowel) or never end one (opening brackets), and Latin words stay
 * whole. A word in katakana, mostly a term, is kept together too (JIS X 4051, W3C jlreq 3.1).
 */
const opening = '\u3008\u300A\u300C\u300E\u3010\uFF08';
const closing =
	'\u3001\u3002\u3005\u3009\u300B\u300D\u300F\u3011\uFF01\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F' +
	'\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308E';
const katakana = '\u30A1-\u30FF';
const wide = '\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF\uFF01-\uFF60';

const japanese = new RegExp(`[${wide}]`);
const parts = new RegExp(
	`[${opening}(]*(?:[${katakana}]+|[^${wide}]+|[^${closing}])?[${closing}]*(?:(?<=[${wide}])[)\\]:;,.!?%\u2026]+[${closing}]*)?`,
	'gu',
);

/** A word without spaces, in the parts that a line does not end within. */
export function unbroken(word: string): readonly string[] {
	return japanese.test(word) ? (word.match(parts) ?? []).filter(part => part !== '') : [word];
}
