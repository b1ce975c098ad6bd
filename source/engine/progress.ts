/** What curl says of a download, once a second. Bytes, bytes a second, milliseconds; null: not said. */
export type Progress = {
	readonly received: number;
	readonly total: number | null;
	readonly rate: number;
	readonly rest: number | null;
};

const units: Readonly<Record<string, number>> = {'': 1, k: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40, P: 2 ** 50};

/**
 * One line of curl's progress table (7.x and 8.x):
 * `percent total percent received percent sent rate-down rate-up time-total time-spent time-left rate-now`.
 * Of a download that is continued it counts the rest alone; `before`: bytes that were here. Undefined: not such a line.
 */
export function readProgress(line: string, before = 0): Progress | undefined {
	const words = line.trim().split(/\s+/);
	if (words.length !== 12) return undefined;
	const [, total, , received, , , , , , , left, rate] = words;
	const sizes = [total, received, rate].map(bytes);
	const [all, got, now] = sizes;
	if (all === undefined || got === undefined || now === undefined) return undefined;
	return {received: before + got, total: all === 0 ? null : before + all, rate: now, rest: duration(left)};
}

/** What curl says first of a download that goes on: the bytes that were here. Its table counts only what is still to come. */
export function readResumed(line: string): number | undefined {
	const position = /^\*\* Resuming transfer from byte position (\d{1,15})$/.exec(line)?.[1];
	return position === undefined ? undefined : Number(position);
}

function bytes(word: string | undefined): number | undefined {
	const match = /^(\d+(?:\.\d+)?)([kMGTP]?)$/.exec(word ?? '');
	return match ? Math.round(Number(match[1]) * (units[match[2] ?? ''] ?? 1)) : undefined;
}

/** `0:00:10`, `--:--:--`, `12d 03h` (longer than 99 hours: two words, so that the line is not read at all). */
function duration(word: string | undefined): number | null {
	const match = /^(\d+):(\d\d):(\d\d)$/.exec(word ?? '');
	return match ? (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000 : null;
}
