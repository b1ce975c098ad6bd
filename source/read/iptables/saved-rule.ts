import type {Rule, Verdict} from '../../facts/packet-filter.js';
import {textOf} from '../bytes.js';
import {commentOf} from './verdict.js';

/** One table of an iptables-save that was read: its bytes, and what tells a chain from a target in it. */
export type SavedText = {
	readonly bytes: Buffer;
	readonly verdict: (line: string) => Verdict;
};

export type Jump = Extract<Verdict, {readonly kind: 'jump' | 'goto'}>;

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
	/** To the chain of the table that it leads to; all rules that lead there share it. Undefined: it does something else. */
	readonly jump: Jump | undefined;
	readonly #text: SavedText;

	constructor(
		text: SavedText,
		place: {readonly index: number; readonly start: number; readonly end: number},
		jump: Jump | undefined,
		packets: number | null,
		bytes: number | null,
	) {
		this.#text = text;
		this.jump = jump;
		this.index = place.index;
		this.start = place.start;
		this.end = place.end;
		this.packets = packets;
		this.bytes = bytes;
	}

	/** Of all rules together; this one's words go from `start` to `end`. */
	get source(): Buffer {
		return this.#text.bytes;
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
		return this.jump ?? this.#text.verdict(this.text);
	}

	/** The same rule with other counters. */
	counted(packets: number | null, bytes: number | null): SavedRule {
		return new SavedRule(this.#text, this, this.jump, packets, bytes);
	}
}
