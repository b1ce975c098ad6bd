import {known} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * A container's log file in CRI form: `2026-11-30T00:53:09.123Z stderr F TEXT`, with `P` for a part that the next line
 * continues (containerd 1.7). Texts only, oldest first.
 */
export const readPodLog: Reader<readonly string[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const texts: string[] = [];
	const parts = new Map<string, string>();
	for (const line of outcome.stdout.split('\n')) {
		if (line === '') continue;
		const match = /^\S+ (stdout|stderr) ([FP])\S* ?(.*)$/s.exec(line);
		if (!match) {
			texts.push(line);
			continue;
		}

		const [, stream = '', end, text = ''] = match;
		const whole = (parts.get(stream) ?? '') + text;
		if (end === 'P') parts.set(stream, whole);
		else {
			parts.delete(stream);
			texts.push(whole);
		}
	}

	return known([...texts, ...parts.values()]);
};

/** The line that says why it ended: a crash before its stack, else the last that is not empty. Undefined: none. */
export function lastWords(texts: readonly string[]): string | undefined {
	const crash = texts.find(text => /^(panic|fatal error): |^SIG[A-Z]+: /.test(text));
	return (crash ?? texts.findLast(text => text.trim() !== ''))?.trim();
}
