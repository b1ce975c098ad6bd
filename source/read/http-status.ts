import {firstLine, notOk, type Reader} from './reading.js';
import {known, unknown} from '../facts/reading.js';

/** What came of one request. `status` null: nobody answered, and curl's own words say why. */
export type HttpAnswer = {readonly status: number | null; readonly words: string};

/** `curl -sSI -o /dev/null -w %{http_code} URL` (curl 7.88): the code; `curl: (6) Could not resolve host …` on failure. */
export const readHttpAnswer: Reader<HttpAnswer> = outcome => {
	if (outcome.kind === 'timed-out') return known({status: null, words: 'no answer in time'});
	const words = firstLine(outcome.stderr);
	if (outcome.kind === 'failed' && words.startsWith('curl: (')) return known({status: null, words});
	const bad = notOk(outcome);
	if (bad) return bad;
	const status = Number(firstLine(outcome.stdout));
	return Number.isInteger(status) && status >= 100 && status < 600
		? known({status, words})
		: unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
};
