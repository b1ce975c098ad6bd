/**
 * Counts the packets of a pcap stream as it comes (tcpdump -w: 24 bytes of head, then 16 bytes before each packet), and says
 * how much of it may be kept: whole packets only, up to a size.
 */
export interface PcapGauge {
	/** The part of the chunk that belongs into the file. */
	take(chunk: Uint8Array): Uint8Array;
	/** Whole packets so far, and the bytes up to the end of the last one. */
	readonly packets: number;
	readonly bytes: number;
	/** The next packet would be too much. */
	readonly full: boolean;
}

const fileHead = 24;
const packetHead = 16;

export function createPcapGauge(most: number): PcapGauge {
	let seen = 0;
	let whole = 0;
	let packets = 0;
	let full = false;
	let isLittle = true;
	/** Bytes of the head that is being read, and how long it is. */
	let head: number[] = [];
	/** Where the packet that is being read ends. */
	let end = fileHead;
	let inHead = true;

	return {
		take(chunk) {
			const from = seen;
			let at = 0;
			while (at < chunk.length && !full) {
				if (inHead) {
					const wanted = whole === 0 ? fileHead : packetHead;
					while (head.length < wanted && at < chunk.length) head.push(chunk[at++] ?? 0);
					if (head.length < wanted) break;
					if (whole === 0) {
						isLittle = head[0] === 0xd4 || head[0] === 0x4d;
						whole = fileHead;
					} else {
						const length = lengthOf(head, isLittle);
						end = whole + packetHead + length;
						if (end > most) full = true;
						else if (length === 0) {
							whole = end;
							packets++;
						} else inHead = false;
					}

					head = [];
					continue;
				}

				const step = Math.min(chunk.length - at, end - (from + at));
				at += step;
				if (from + at < end) break;
				whole = end;
				packets++;
				inHead = true;
			}

			seen = from + chunk.length;
			return full ? chunk.subarray(0, Math.max(0, Math.min(chunk.length, whole - from))) : chunk;
		},
		get packets() {
			return packets;
		},
		get bytes() {
			return whole;
		},
		get full() {
			return full;
		},
	};
}

/** `incl_len`: how many bytes of the packet follow. */
function lengthOf(head: readonly number[], isLittle: boolean): number {
	const bytes = isLittle ? [11, 10, 9, 8] : [8, 9, 10, 11];
	return bytes.reduce((sum, at) => sum * 256 + (head[at] ?? 0), 0);
}
