/** Counters as iptables-save writes them: `[packets:bytes] `. */
export type Counters = {packets: number | null; bytes: number | null};

/** A rule without counters: they are not known. */
export function clear(counters: Counters): number {
	counters.packets = null;
	counters.bytes = null;
	return 0;
}

/** Reads `[6:360] ` at `from` into `counters`; how long it is, or -1 when it is something else. */
export function readCounters(text: Uint8Array, from: number, counters: Counters): number {
	let at = from + 1;
	let packets = 0;
	let bytes = 0;
	let code = text[at] ?? 0;
	while (code >= 0x30 && code <= 0x39) {
		packets = packets * 10 + code - 0x30;
		code = text[++at] ?? 0;
	}

	if (code !== colon || at === from + 1) return -1;
	code = text[++at] ?? 0;
	while (code >= 0x30 && code <= 0x39) {
		bytes = bytes * 10 + code - 0x30;
		code = text[++at] ?? 0;
	}

	if (code !== 0x5d || text[at + 1] !== blank) return -1;
	counters.packets = packets;
	counters.bytes = bytes;
	return at + 2 - from;
}

const blank = 0x20;
const colon = 0x3a;
