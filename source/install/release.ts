import type {Outcome} from '../command/outcome.js';
import {firstLine, known, notOk, unknown, type Reading} from '../read/reading.js';

/** k0s's names of processors, by `uname -m`; undefined: there is no k0s for it. */
export const arch = (machine: string): 'amd64' | 'arm64' | 'arm' | undefined => {
	const names: Readonly<Record<string, 'amd64' | 'arm64' | 'arm'>> = {
		x86_64: 'amd64',
		amd64: 'amd64',
		aarch64: 'arm64',
		arm64: 'arm64',
		armv7l: 'arm',
		armv8l: 'arm',
	};
	return names[machine];
};

const tag = /^v\d+\.\d+\.\d+(-[\w.]+)?\+k0s\.\d+$/;

/** `stable.txt`: one line. A page of a captive portal answers 200 with HTML, and is not a version. */
export function readStableVersion(outcome: Outcome): Reading<string> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const line = outcome.stdout.trim();
	return tag.test(line) ? known(line) : unknown('unreadable', firstLine(line).slice(0, 200));
}

/** Response headers as `curl -I -L` prints them, one block a redirect: the size by the last one; null when it says none. */
export function readReleaseSize(outcome: Outcome): Reading<number | null> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const last =
		outcome.stdout
			.trim()
			.split(/\r?\n\r?\n/)
			.at(-1) ?? '';
	const length = /^content-length:\s*(\d+)\s*$/im.exec(last)?.[1];
	return known(length === undefined ? null : Number(length));
}

/** The digest of one asset in `sha256sums.txt` (`<64 hex> *NAME`, `sha256sum -b`); it must stand there exactly once. */
export function digestOf(sums: string, name: string): string | undefined {
	const digests = sums.split(/\r?\n/).flatMap(line => {
		const match = /^([\da-f]{64}) [ *](.+)$/i.exec(line);
		return match?.[1] !== undefined && match[2] === name ? [match[1].toLowerCase()] : [];
	});
	return digests.length === 1 ? digests[0] : undefined;
}

const machines: Readonly<Record<string, string>> = {amd64: '3e00', arm64: 'b700', arm: '2800'};

/** What is wrong with the first 20 bytes of a file (`od -tx1`) for this processor; undefined: an ELF program for it. */
export function elfFault(dump: string, wanted: string): 'not-elf' | 'other-processor' | undefined {
	const bytes = dump.replaceAll(/\s/g, '').toLowerCase();
	if (!bytes.startsWith('7f454c46') || bytes.length < 40) return 'not-elf';
	return bytes.slice(36, 40) === machines[wanted] ? undefined : 'other-processor';
}

/** A downloaded file that was not placed yet. */
export type Part =
	| {readonly state: 'absent'}
	| {readonly state: 'bad'; readonly fault: 'no-sum' | 'other-sum' | 'not-elf' | 'other-processor' | 'unread'}
	| {readonly state: 'verified'; readonly sha256: string};

/** Judges a part by `sha256sum`, the list of sums and `od`, in this order. */
export function judgePart(outcomes: readonly Outcome[], asset: string, processor: string): Part {
	const [sum, sums, header] = outcomes;
	if (!sum || !sums || !header) return {state: 'absent'};
	if (sum.kind !== 'ok') {
		return /no such file/i.test(sum.stderr) ? {state: 'absent'} : {state: 'bad', fault: 'unread'};
	}

	const digest = /^\\?([\da-f]{64})\b/.exec(sum.stdout)?.[1];
	const wanted = sums.kind === 'ok' ? digestOf(sums.stdout, asset) : undefined;
	if (digest === undefined || header.kind !== 'ok') return {state: 'bad', fault: 'unread'};
	if (wanted === undefined) return {state: 'bad', fault: 'no-sum'};
	if (digest !== wanted) return {state: 'bad', fault: 'other-sum'};
	const fault = elfFault(header.stdout, processor);
	return fault === undefined ? {state: 'verified', sha256: digest} : {state: 'bad', fault};
}
