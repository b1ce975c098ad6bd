import type {Command} from '../../command/command.js';
import * as download from '../../command/download.js';
import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import {firstLine} from '../../read/reading.js';
import type {Text} from '../../text/text.js';
import type {InstallAnswers} from '../answers.js';
import {hasWanted, wanted, type InstallFacts} from '../facts.js';
import {head} from '../guide.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../step.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;

export const previousPath = '/usr/local/bin/.k0s.prev';

/** Why no release can be fetched; undefined: it can. */
function unreachable({release, asset, kernel}: InstallFacts, text: Text): Judgement | undefined {
	const words = text.install.steps.download;
	if (!release.known) return {state: 'blocked', found: words.noVersion(because(release, text)), hint: words.pin};
	if (!kernel.known) return {state: 'blocked', found: because(kernel, text)};
	if (!asset.known)
		return {state: 'blocked', found: words.noRelease(release.value, because(asset, text)), hint: words.pin};
	return undefined;
}

/** Into a part file beside the target. Verified before anything runs it: listed digest, ELF header, processor. */
export const downloadStep = (text: Text): InstallStep => {
	const words = text.install.steps.download;
	return {
		...head('download', words),
		needs: ['binary', 'kernel', 'release', 'asset', 'part'],
		judge(facts, answers) {
			const {binary, release, asset, part} = facts;
			if (hasWanted(facts, answers) && binary.known) return {state: 'so', found: words.here(binary.value)};
			const blocked = unreachable(facts, text);
			if (part.state === 'verified') return {state: 'so', found: words.verified(part.sha256)};
			if (blocked) return blocked;
			const size = asset.known ? asset.value : null;
			if (part.state === 'bad') return {state: 'open', found: words.faults[part.fault]};
			return {state: 'open', found: words.wanted(release.known ? release.value : '', size)};
		},
		plan(facts): readonly Action[] {
			const what = wanted(facts);
			if (!what) return [];
			return [
				{command: download.downloadSums(what.version), interruptible: true, hint: words.pin},
				{
					command: download.downloadBinary(what.version, what.processor),
					interruptible: true,
					progress: 'curl',
					hint: words.pin,
				},
			];
		},
		undo(facts): readonly Command[] {
			const what = wanted(facts);
			if (!what) return [];
			return [
				files.remove(download.partPath(what.version, what.processor)),
				files.remove(download.sumsPath(what.version)),
			];
		},
		notes: () => words.notes,
	};
};

/** Only a verified part: it must say the wanted version itself, then one rename puts it in its place. */
export const place = (text: Text): InstallStep => {
	const words = text.install.steps.place;
	return {
		...head('place', words),
		needs: ['binary', 'kernel', 'release', 'asset', 'part'],
		judge(facts, answers) {
			const {binary} = facts;
			if (hasWanted(facts, answers) && binary.known) return {state: 'so', found: words.here(binary.value)};
			if (!wanted(facts))
				return {state: 'blocked', found: text.install.steps.download.noVersion(because(facts.release, text))};
			if (binary.known) return {state: 'open', found: words.other(binary.value)};
			return {
				state: 'open',
				found: binary.unknown.reason === 'not-installed' ? words.absent : words.broken(because(binary, text)),
			};
		},
		plan(facts): readonly Action[] {
			const what = wanted(facts);
			if (!what) return [];
			const part = download.partPath(what.version, what.processor);
			const says = (stdout: string): string | undefined =>
				firstLine(stdout) === what.version ? undefined : words.otherVersion(firstLine(stdout), what.version);
			return [
				{command: download.makeExecutable(part)},
				{command: download.versionOf(part), expect: ({stdout}) => says(stdout)},
				...(facts.binary.known ? [{command: download.keepPrevious(download.binaryPath, previousPath)}] : []),
				{command: download.rename(part, download.binaryPath)},
				{command: files.remove(download.sumsPath(what.version))},
				{command: k0s.version(), expect: ({stdout}) => says(stdout)},
			];
		},
		undo: ({binary}) =>
			binary.known ? [download.rename(previousPath, download.binaryPath)] : [files.remove(download.binaryPath)],
		ready: ({part}) => (part.state === 'verified' ? undefined : words.notVerified),
	};
};
