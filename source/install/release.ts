import type {Outcome} from '../command/outcome.js';
import {isReleaseTag} from '../model/release.js';
import {isAbsent} from '../read/file.js';
import {firstLine, notOk} from '../read/reading.js';
import {known, unknown, type Reading} from '../facts/reading.js';

/** `stable.txt`: one line. A page of a captive portal answers 200 with HTML, and is not a version. */
export function readStableVersion(outcome: Outcome): Reading<string> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const line = outcome.stdout.trim();
	return isReleaseTag(line) ? known(line) : unknown('unreadable', firstLine(line).slice(0, 200));
}

/** Bytes of a release's binary (null: not said), and whether a part of it can be continued. */
export type Asset = {readonly size: number | null; readonly ranges: boolean};

/** Response headers as `curl -I -L` prints them, one block a redirect: the last one counts. A page is no release. */
export function readReleaseHeaders(outcome: Outcome): Reading<Asset> {
	const bad = notOk(outcome);
	if (bad) return bad;
	const last =
		outcome.stdout
			.trim()
			.split(/\r?\n\r?\n/)
			.at(-1) ?? '';
	const type = /^content-type:\s*(text\/html)\b/im.exec(last)?.[1];
	if (type !== undefined) return unknown('unreadable', type);
	const length = /^content-length:\s*(\d{1,15})\s*$/im.exec(last)?.[1];
	return known({
		size: length === undefined ? null : Number(length),
		ranges: /^accept-ranges:\s*bytes\s*$/im.test(last),
	});
}

/** curl's own word for the status of an answer. */
export const isNotFound = (reading: Reading<unknown>): boolean =>
	!reading.known && /returned error: 404\b/.test(reading.unknown.detail);

/** Why a list of checksums says nothing of a file. `crlf`: somebody has changed it on the way. */
export type SumsFault = 'no-list' | 'no-sum' | 'two-sums' | 'crlf';

type Listed = {readonly digest: string; readonly name: string};

/** `sha256sum -b`: `<64 hex> *NAME` (or two blanks); any other line is none. */
const linesOf = (sums: string): readonly Listed[] =>
	sums.split('\n').flatMap(line => {
		const match = /^([\da-f]{64}) [ *](\S+)$/i.exec(line);
		return match?.[1] === undefined ? [] : [{digest: match[1].toLowerCase(), name: match[2] ?? ''}];
	});

/** The digest of one asset; it must stand there exactly once. */
export function digestOf(sums: string, name: string): {readonly digest: string} | {readonly fault: SumsFault} {
	if (sums.includes('\r')) return {fault: 'crlf'};
	const [line, second] = linesOf(sums).filter(listed => listed.name === name);
	if (line === undefined) return {fault: 'no-sum'};
	return second === undefined ? {digest: line.digest} : {fault: 'two-sums'};
}

/** The release whose binary for this processor has this digest, by the list: a file on disk does not say what it is. */
export function releaseOf(sums: string, digest: string, processor: string): string | undefined {
	const tags = linesOf(sums).flatMap(listed => {
		const tag = /^k0s-(.+)-([a-z\d]+)$/.exec(listed.name);
		return listed.digest === digest && tag?.[2] === processor && isReleaseTag(tag[1] ?? '') ? [tag[1] ?? ''] : [];
	});
	return tags.length === 1 ? tags[0] : undefined;
}

/** `sha256sum FILE`: its digest (a leading backslash tells of a name with a newline). */
export const readDigest = (outcome: Outcome | undefined): string | undefined =>
	outcome?.kind === 'ok' ? /^\\?([\da-f]{64})\b/.exec(outcome.stdout)?.[1] : undefined;

/** `stat -c %s FILE`: bytes. */
export function readSize(outcome: Outcome | undefined): number | null {
	const size = outcome?.kind === 'ok' ? /^(\d{1,15})\n?$/.exec(outcome.stdout)?.[1] : undefined;
	return size === undefined ? null : Number(size);
}

/** ELF class (1: 32 bits) and machine, little-endian, of each processor. */
const kinds: Readonly<Record<string, {readonly class: string; readonly machine: string}>> = {
	amd64: {class: '02', machine: '3e00'},
	arm64: {class: '02', machine: 'b700'},
	arm: {class: '01', machine: '2800'},
};

/** What is wrong with the first 20 bytes of a file (`od -tx1`) for this processor; undefined: an ELF program for it. */
export function elfFault(dump: string, processor: string): 'not-elf' | 'other-processor' | undefined {
	const bytes = dump.replaceAll(/\s/g, '').toLowerCase();
	const type = bytes.slice(32, 36);
	if (!bytes.startsWith('7f454c46') || bytes.length < 40 || (type !== '0200' && type !== '0300')) return 'not-elf';
	const kind = kinds[processor];
	const isFor = kind?.class === bytes.slice(8, 10) && bytes.slice(10, 12) === '01';
	return isFor && bytes.slice(36, 40) === kind.machine ? undefined : 'other-processor';
}

export type PartFault = SumsFault | 'other-sum' | 'not-elf' | 'other-processor' | 'unread';

/** A file that was not placed yet. Sizes in bytes. `partial`: so far it is what it should be. */
export type Part =
	| {readonly state: 'absent'}
	| {readonly state: 'partial'; readonly size: number; readonly total: number}
	| {readonly state: 'bad'; readonly fault: PartFault; readonly size: number}
	| {readonly state: 'verified'; readonly sha256: string; readonly size: number};

/** What a part should be. `total` null: not known. */
export type Wanted = {readonly asset: string; readonly processor: string; readonly total: number | null};

/** Judges a part by `sha256sum`, the list of sums, `od` and `stat`, in this order. */
export function judgePart(outcomes: readonly Outcome[], {asset, processor, total}: Wanted): Part {
	const [sum, sums, header, length] = outcomes;
	if (!sum || !sums || !header || isAbsent(sum)) return {state: 'absent'};
	const size = readSize(length) ?? 0;
	const bad = (fault: PartFault): Part => ({state: 'bad', fault, size});
	const digest = readDigest(sum);
	if (digest === undefined || header.kind !== 'ok' || length?.kind !== 'ok') return bad('unread');
	const elf = elfFault(header.stdout, processor);
	const listed =
		sums.kind === 'ok' && sums.stdoutCut === 0 ? digestOf(sums.stdout, asset) : {fault: 'no-list' as const};
	const isListed = 'digest' in listed && listed.digest === digest;
	if (isListed && elf === undefined) return {state: 'verified', sha256: digest, size};
	if (!isListed && elf === undefined && total !== null && size < total) return {state: 'partial', size, total};
	if ('fault' in listed) return bad(listed.fault);
	return bad(isListed && elf !== undefined ? elf : 'other-sum');
}
