import type {Packet} from '../facts/packets.js';
import {readPacketLine} from '../read/tcpdump.js';

/** Packets that are kept of a capture that goes on. */
export const mostKept = 5000;
/** Letters of what goes on below a packet's line. */
const longest = 2000;

/**
 * The last packets of a capture, in bounded memory: lines are kept as they came, and read where somebody looks. A line that
 * begins no packet belongs to the one before.
 */
export interface PacketLines {
	add(line: string): void;
	/** Packets that came, kept or not. */
	readonly count: number;
	/** Those that are kept, the oldest first; a list that does not change any more. */
	get(): KeptPackets;
}

export type KeptPackets = {
	readonly length: number;
	/** How many came before the first that is kept. */
	readonly lost: number;
	readonly at: (index: number) => Packet;
};

const begins = /^\d{1,12}\.\d/;

export function createPacketLines(most = mostKept): PacketLines {
	let lines: string[] = [];
	let count = 0;
	return {
		add(line) {
			// tcpdump that is ended prints a newline, in case it was in the middle of a line.
			if (line.trim() === '') return;
			if (begins.test(line) || lines.length === 0) {
				lines.push(line);
				count++;
				// Cut seldom: taking one off the front of a long list each time costs more than the line.
				if (lines.length >= most * 2) lines = lines.slice(-most);
				return;
			}

			const last = lines.at(-1) ?? '';
			if (last.length < longest) lines[lines.length - 1] = `${last} ${line.trim()}`.slice(0, longest);
		},
		get count() {
			return count;
		},
		get() {
			const kept = lines.slice(-most);
			const read: Packet[] = [];
			return {
				length: kept.length,
				lost: count - kept.length,
				at: index => (read[index] ??= packetOf(kept[index] ?? '')),
			};
		},
	};
}

/** A line that is none of tcpdump's is shown as it is. */
export const packetOf = (line: string): Packet =>
	readPacketLine(line) ?? {
		...{at: null, link: null, way: null, length: null, vlans: [], protocol: 'other', from: null, to: null},
		...{what: line.trim(), refuses: false, truncated: false},
	};
