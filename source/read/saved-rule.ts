import type {Rule, Verdict} from '../model/packet-filter.js';
import {commentOf} from './iptables-verdict.js';

/** One table of an iptables-save that was read: its bytes, and what tells a chain from a target in it. */
export type SavedText = {
	readonly bytes: Buffer;
	readonly verdict: (line: string) => Verdict;
};

/**
 * A rule where it stands in the text of iptables-save: its words are taken out of it when somebody looks. 100,000 rules
 * cost a tenth of the memory and time that reading all of their words takes.
 */
export class SavedRule implements Rule {
	readonly index: number;
	readonly packets: number | null;
	readonly bytes: number | null;
	/** Where its words begin (behind its counters) and end. */
	readonly start: number;
	readonly end: number;
	readonly #text: SavedText;
	/** The chain of the table that it leads to; all that lead there share it. */
	readonly #jump: Verdict | undefined;

	constructor(
		text: SavedText,
		place: {readonly index: number; readonly start: number; readonly end: number},
		jump: Verdict | undefined,
		packets: number | null,
		bytes: number | null,
	) {
		this.#text = text;
		this.#jump = jump;
		this.index = place.index;
		this.start = place.start;
		this.end = place.end;
		this.packets = packets;
		this.bytes = bytes;
	}

	get handle(): null {
		return null;
	}

	get text(): string {
		return textOf(this.#text.bytes, this.start, this.end);
	}

	get comment(): string | null {
		return commentOf(this.text);
	}

	get verdict(): Verdict {
		return this.#jump ?? this.#text.verdict(this.text);
	}

	/** The same rule with other counters. */
	counted(packets: number | null, bytes: number | null): SavedRule {
		return new SavedRule(this.#text, this, this.#jump, packets, bytes);
	}
}

/** What is not UTF-8 becomes U+FFFD. */
export const textOf = (bytes: Buffer, from: number, to: number): string => bytes.toString('utf8', from, to);
