import type {Command} from '../../command/command.js';
import * as download from '../../command/download.js';
import {binaryFolder} from '../../command/download.js';
import * as files from '../../command/files.js';
import type {Outcome} from '../../command/outcome.js';
import {mountFault, mountOf, programNeeds} from '../../model/requirements.js';
import type {Coded, IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import type {InstallFacts} from '../facts.js';
import {head} from '../guide.js';
import {sumsBeside} from '../release-bundle.js';
import {hasWanted, wanted, type Target} from '../release-facts.js';
import {isNotFound} from '../release.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../../engine/step.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;

/** Why no release can be fetched; undefined: it can. */
export function unreachable(
	{release, asset, kernel}: InstallFacts,
	{binary}: InstallAnswers,
	text: IdText,
): Judgement | undefined {
	const words = text.install.steps.download;
	if (!kernel.known) return {state: 'blocked', found: because(kernel, text)};
	if (!release.known) {
		return binary === undefined
			? {state: 'blocked', found: words.noVersion(because(release, text)), hint: words.pin}
			: {state: 'blocked', found: words.noFile(binary, because(release, text)), hint: words.beside};
	}

	if (isNotFound(asset)) return {state: 'blocked', found: words.notReleased(release.value), hint: words.pin};
	if (!asset.known) {
		return {state: 'blocked', found: words.noRelease(release.value, because(asset, text)), hint: words.pin};
	}

	return undefined;
}

/** Why no program can be put there and run; undefined: it can, or nobody knows. */
export function unfit({programDisk: disk, mounts}: InstallFacts, text: IdText): Judgement | undefined {
	const words = text.install.steps.download;
	if (!disk.known || disk.value === null || !mounts.known) return undefined;
	const fault = mountFault(mountOf(mounts.value, disk.value));
	if (fault === undefined) return undefined;
	return {state: 'blocked', found: fault === 'ro' ? words.readOnly(binaryFolder) : words.noexec(binaryFolder)};
}

function full({programDisk: disk, asset, part}: InstallFacts, text: IdText): Judgement | undefined {
	const total = asset.known ? asset.value.size : null;
	if (!disk.known || disk.value === null || total === null) return undefined;
	const {available, target} = disk.value;
	// What is here already is continued, or taken away first.
	const needed = programNeeds(total) - ('size' in part ? part.size : 0);
	return available < needed
		? {state: 'blocked', found: text.install.steps.download.noRoom(available, needed, target)}
		: undefined;
}

const continues = ({asset, part}: InstallFacts, {way, binary}: InstallAnswers): boolean =>
	part.state === 'partial' && asset.known && asset.value.ranges && way === 'release' && binary === undefined;

/** Into a part file beside the target. Verified before anything runs it: listed digest, ELF header, processor. */
export const downloadStep = (text: IdText): InstallStep => {
	const words = text.install.steps.download;
	return {
		...head('download', words),
		needs: ['k0sVersion', 'kernel', 'release', 'asset', 'part', 'programDisk', 'mounts'],
		judge(facts, answers) {
			const {k0sVersion, release, asset, part} = facts;
			if (hasWanted(facts, answers) && k0sVersion.known) return {state: 'so', found: words.here(k0sVersion.value)};
			if (part.state === 'verified') return {state: 'so', found: words.verified(part.sha256)};
			const blocked = unreachable(facts, answers, text) ?? unfit(facts, text) ?? full(facts, text);
			if (blocked) return blocked;
			const version = release.known ? release.value : '';
			if (part.state === 'bad') return {state: 'open', found: words.faults[part.fault], hint: words.anew};
			if (part.state === 'partial') {
				const say = continues(facts, answers) ? words.partial : words.partialAnew;
				return {state: 'open', found: say(version, part.size, part.total), hint: words.resumes};
			}

			if (answers.binary !== undefined) return {state: 'open', found: words.fromFile(version, answers.binary)};
			return {state: 'open', found: words.wanted(version, asset.known ? asset.value.size : null)};
		},
		plan(facts, answers): readonly Action[] {
			const target = wanted(facts);
			if (!target) return [];
			const {programDisk: disk} = facts;
			const isMissing = disk.known && disk.value === null;
			return [
				...(isMissing ? [{command: download.makeFolders(binaryFolder)}] : []),
				...(answers.binary !== undefined
					? fromFile(answers.binary, target)
					: answers.way === 'script'
						? byScript(target, text)
						: fromRelease(target, facts, answers, text)),
			];
		},
		undo(facts, {way}): readonly Command[] {
			const target = wanted(facts);
			if (!target) return [];
			return [
				files.remove(download.partPath(target.version, target.processor)),
				files.remove(download.sumsPath(target.version)),
				...(way === 'script' ? [download.removeStage()] : []),
			];
		},
		outline({release, asset}, {binary}) {
			const version = release.known ? release.value : '';
			const size = asset.known ? asset.value.size : null;
			return {does: binary === undefined ? words.does(version, size) : words.doesCopy(version, binary), warns: []};
		},
		notes: (_facts, {way, binary}) => words.notes[binary === undefined ? way : 'file'],
	};
};

const sums = ({version}: Target, text: IdText): Action => ({
	command: download.downloadSums(version),
	interruptible: true,
	hint: text.install.steps.download.pin,
});

/** curl's ends of a transfer that the other side broke off (18, 52, 56, and HTTP/2's 92): what came is kept. */
const wasCut = ({kind, exit}: Outcome): boolean => kind === 'failed' && [18, 52, 56, 92].includes(exit ?? 0);

function fromRelease(target: Target, facts: InstallFacts, answers: InstallAnswers, text: IdText): readonly Action[] {
	const {version, processor} = target;
	const path = download.partPath(version, processor);
	const goesOn = continues(facts, answers);
	return [
		sums(target, text),
		{command: goesOn ? download.setMode('600', path) : download.newPart(path)},
		{
			command: download.downloadBinary(version, processor),
			interruptible: true,
			progress: 'curl',
			again: {when: wasCut, times: 5, after: 2000},
			hint: text.install.steps.download.resumes,
		},
	];
}

/** What is on disk may change, and may be another user's: it is copied, and the copy is judged. */
const fromFile = (file: string, {version, processor}: Target): readonly Action[] => [
	{command: download.copyPrivately(sumsBeside(file), download.sumsPath(version))},
	{command: download.copyPrivately(file, download.partPath(version, processor))},
];

function byScript(target: Target, text: IdText): readonly Action[] {
	const {version, processor} = target;
	const path = download.partPath(version, processor);
	const isScript = (stdout: string): Coded | undefined =>
		stdout.startsWith('#!') ? undefined : text.install.steps.download.noScript;
	return [
		sums(target, text),
		{command: download.removeStage()},
		{command: download.makeStage()},
		{command: download.downloadScript(), interruptible: true, hint: text.install.steps.download.pin},
		{command: download.showScript(), expect: ({stdout}) => isScript(stdout)},
		{command: download.sha256(download.scriptPath)},
		{command: download.runScript(version), interruptible: true},
		{command: download.setMode('600', download.scriptResult)},
		{command: download.rename(download.scriptResult, path)},
		{command: download.removeStage()},
	];
}
