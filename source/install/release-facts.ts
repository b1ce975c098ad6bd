import * as download from '../command/download.js';
import * as files from '../command/files.js';
import type {Outcome} from '../command/outcome.js';
import type {Kernel} from '../facts/host.js';
import {arch, isReleaseTag, type Processor} from '../model/release.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {notOk} from '../read/reading.js';
import type {InstallAnswers} from './answers.js';
import {notFile, type NamedFiles} from './named-files.js';
import {bundlePath, judgeBundle, sumsBeside, type Bundle} from './release-bundle.js';
import {
	judgePart,
	readDigest,
	readReleaseHeaders,
	readSize,
	readStableVersion,
	releaseOf,
	type Asset,
	type Part,
} from './release.js';
import type {Fact} from '../fact-table/fact.js';

/** What is known of the wanted k0s, before it is in its place. */
export type ReleaseFacts = {
	/** The release that is wanted, by its tag. */
	readonly release: Reading<string>;
	/** Unknown when there is no such release. */
	readonly asset: Reading<Asset>;
	readonly part: Part;
	readonly bundle: Bundle;
};

type Around = {readonly k0sVersion: Reading<string>; readonly kernel: Reading<Kernel>};
type F = ReleaseFacts & NamedFiles & Around;
type A = InstallAnswers;

/**
 * The k0s on this host is the wanted one: nothing has to be fetched. `stable` takes any that is already there; a file
 * from disk says by its list which one it is.
 */
export function hasWanted({k0sVersion, release}: Partial<F>, {version, binary: file}: A): boolean {
	if (k0sVersion?.known !== true) return false;
	if (file !== undefined && release !== undefined) return release.known && release.value === k0sVersion.value;
	return version === 'stable' || k0sVersion.value === version;
}

export type Target = {readonly version: string; readonly processor: Processor};

export function wanted({release, kernel}: Partial<F>): Target | undefined {
	const processor = kernel?.known ? arch(kernel.value.machine) : undefined;
	return release?.known && processor !== undefined ? {version: release.value, processor} : undefined;
}

const nothing: Reading<never> = unknown('aborted');

/** Of a file from disk: its digest is looked up in the list beside it. */
function localRelease([sum, sums]: readonly Outcome[], answers: A, {kernel}: Partial<F>): Reading<string> {
	const processor = kernel?.known ? arch(kernel.value.machine) : undefined;
	if (!sum || !sums || processor === undefined) return kernel?.known === false ? kernel : nothing;
	const bad = notOk(sum) ?? notOk(sums);
	if (bad) return bad;
	const digest = readDigest(sum);
	if (digest === undefined) return unknown('unreadable', answers.binary ?? '');
	const tag = releaseOf(sums.stdout, digest, processor);
	if (tag === undefined) return unknown('unreadable', `${answers.binary ?? ''}: sha256 ${digest}`);
	return answers.version === 'stable' || answers.version === tag
		? known(tag)
		: unknown('unreadable', `${answers.binary ?? ''}: ${tag}`);
}

export const releaseFacts = (): {readonly [K in keyof ReleaseFacts]: Fact<ReleaseFacts[K], F, A>} => ({
	release: {
		after: ['k0sVersion', 'kernel', 'notFiles'],
		commands(answers, facts) {
			const {binary, version} = answers;
			if (notFile(facts, binary) !== undefined) return [];
			if (binary !== undefined) return [download.sha256(binary), files.readFile(sumsBeside(binary), 'read-sums')];
			return hasWanted(facts, answers) || version !== 'stable' ? [] : [download.stableVersion()];
		},
		read(outcomes, answers, facts) {
			const {binary, version} = answers;
			const kind = notFile(facts, binary);
			if (kind !== undefined) return unknown('unreadable', `${binary ?? ''}: ${kind}`);
			if (binary !== undefined) return localRelease(outcomes, answers, facts);
			if (hasWanted(facts, answers) && facts.k0sVersion?.known) return known(facts.k0sVersion.value);
			const [first] = outcomes;
			if (version === 'stable') return first ? readStableVersion(first) : nothing;
			// An answer may come from a file of orders: it is looked at again before it is part of a path.
			return isReleaseTag(version) ? known(version) : unknown('unreadable', version);
		},
	},
	asset: {
		after: ['k0sVersion', 'kernel', 'release'],
		commands(answers, facts) {
			const what = wanted(facts);
			if (hasWanted(facts, answers) || !what) return [];
			return [
				answers.binary === undefined
					? download.releaseHeaders(what.version, what.processor)
					: download.fileSize(answers.binary),
			];
		},
		read([outcome], answers, facts) {
			if (facts.release?.known === false) return facts.release;
			if (!outcome) return known({size: null, ranges: false});
			return answers.binary === undefined
				? readReleaseHeaders(outcome)
				: known({size: readSize(outcome), ranges: false});
		},
	},
	part: {
		after: ['k0sVersion', 'kernel', 'release', 'asset'],
		commands(answers, facts) {
			const what = wanted(facts);
			if (hasWanted(facts, answers) || !what) return [];
			const part = download.partPath(what.version, what.processor);
			return [
				download.sha256(part),
				files.readFile(download.sumsPath(what.version), 'read-sums'),
				download.elfHeader(part),
				download.fileSize(part),
			];
		},
		read(outcomes, _answers, facts) {
			const what = wanted(facts);
			if (!what) return {state: 'absent'};
			return judgePart(outcomes, {
				asset: download.assetName(what.version, what.processor),
				processor: what.processor,
				total: facts.asset?.known ? facts.asset.value.size : null,
			});
		},
	},
	bundle: {
		after: ['kernel', 'release', 'notFiles'],
		commands: ({airgapBundle: file, dataDir}, facts) =>
			file === undefined || notFile(facts, file) !== undefined
				? []
				: [
						download.sha256(file),
						files.readFile(sumsBeside(file), 'read-sums'),
						download.sha256(bundlePath(file, dataDir)),
						download.fileSize(file),
					],
		read(outcomes, {airgapBundle: file}, facts) {
			const what = wanted(facts);
			if (file === undefined) return {state: 'none'};
			const kind = notFile(facts, file);
			if (kind !== undefined) return {state: 'bad', fault: 'unread', detail: `${file}: ${kind}`};
			return judgeBundle(outcomes, file, what ?? {version: '', processor: ''});
		},
	},
});
