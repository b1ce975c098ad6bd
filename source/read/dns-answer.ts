import {dnsId} from '../command/dns-ask.js';
import type {Outcome} from '../command/outcome.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {notOk} from './reading.js';

/** What a DNS server said. `code`: 0 found, 2 the server failed, 3 there is no such name, 5 refused (RFC 1035). */
export type DnsAnswer = {readonly code: number; readonly addresses: readonly string[]};

/** The answer's bytes as `od -An -v -tx1` prints them (coreutils). Nothing came in time: `timed-out`. */
export function readDnsAnswer(outcome: Outcome): Reading<DnsAnswer> {
	if (outcome.kind === 'failed' && outcome.exit === 124) return unknown('timed-out');
	const problem = notOk(outcome);
	if (problem) return problem;
	// An ICMP refusal ends the read: nobody listens there.
	if (outcome.stdout.trim() === '') return unknown('failed', 'refused');
	const answer = dnsAnswerOf(outcome.stdout);
	return answer ? known(answer) : unknown('unreadable', 'dns');
}

/** Of such bytes as printed; undefined: they are no answer to our question. */
export function dnsAnswerOf(printed: string): DnsAnswer | undefined {
	const bytes = printed.split(/\s+/).flatMap(word => (word === '' ? [] : [Number.parseInt(word, 16)]));
	return bytes.every(byte => byte >= 0 && byte <= 255) ? answerIn(bytes) : undefined;
}

function answerIn(bytes: readonly number[]): DnsAnswer | undefined {
	const word = (at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
	if (bytes.length < 12 || word(0) !== dnsId || ((bytes[2] ?? 0) & 0x80) === 0) return undefined;
	let at = 12;
	/** Behind a name: labels, or a pointer to them. */
	const skipName = (): void => {
		while (at < bytes.length) {
			const length = bytes[at] ?? 0;
			if (length >= 0xc0) {
				at += 2;
				return;
			}

			at += length + 1;
			if (length === 0) return;
		}
	};

	for (let left = word(4); left > 0; left--) {
		skipName();
		at += 4;
	}

	const addresses: string[] = [];
	for (let left = word(6); left > 0; left--) {
		skipName();
		const [type, size] = [word(at), word(at + 8)];
		at += 10;
		const data = bytes.slice(at, at + size);
		if (data.length < size) return undefined;
		if (type === 1 && size === 4) addresses.push(data.join('.'));
		if (type === 28 && size === 16) addresses.push(short(data));
		at += size;
	}

	return {code: (bytes[3] ?? 0) & 15, addresses};
}

/** As the API writes it. */
function short(bytes: readonly number[]): string {
	const groups = Array.from({length: 8}, (_, at) =>
		(((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
	);
	return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
