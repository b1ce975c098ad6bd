import type {Command} from '../../command/command.js';
import * as download from '../../command/download.js';
import * as files from '../../command/files.js';
import * as k0s from '../../command/k0s.js';
import type {Outcome} from '../../command/outcome.js';
import {saying, type Coded, type IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import type {InstallFacts} from '../facts.js';
import {head} from '../guide.js';
import {bundlePart, bundlePath, imagesFolder} from '../release-bundle.js';
import {hasWanted, wanted, type Target} from '../release-facts.js';
import {elfFault, readDigest} from '../release.js';
import {because} from '../stages.js';
import type {Action, Judgement, Step} from '../../engine/step.js';
import {unfit, unreachable} from './download.js';

type InstallStep = Step<InstallFacts, InstallAnswers>;

export const previousPath = `${download.binaryFolder}/.k0s.prev`;

/** Only a verified part: it must say the wanted version itself, then one rename puts it in its place. */
export const place = (text: IdText): InstallStep => {
	const words = text.install.steps.place;
	return {
		...head('place', words),
		needs: [
			'k0sVersion',
			'kernel',
			'release',
			'asset',
			'part',
			'programDisk',
			'mounts',
			'bundle',
			'disk',
			'controllerUnit',
		],
		judge(facts, answers) {
			const {k0sVersion, bundle} = facts;
			const bad = badBundle(facts, text);
			if (bad) return bad;
			if (hasWanted(facts, answers) && k0sVersion.known) {
				const here = words.here(k0sVersion.value);
				if (bundle.state !== 'good') return {state: 'so', found: here};
				const file = answers.airgapBundle ?? '';
				return bundle.placed
					? {state: 'so', found: saying`${here}, ${words.bundleHere(bundlePath(file, answers.dataDir))}`}
					: {state: 'open', found: saying`${here}; ${words.bundle(file)}`};
			}

			// The download says more of what cannot be fetched; a verified part needs no release.
			const blocked = (wanted(facts) ? undefined : unreachable(facts, answers, text)) ?? unfit(facts, text);
			if (blocked) return blocked;
			if (k0sVersion.known) return {state: 'open', found: words.other(k0sVersion.value)};
			return {
				state: 'open',
				found: k0sVersion.unknown.reason === 'not-installed' ? words.absent : words.broken(because(k0sVersion, text)),
			};
		},
		plan(facts, answers): readonly Action[] {
			const target = wanted(facts);
			return [
				...(target && !hasWanted(facts, answers) ? binaryActions(target, facts, text) : []),
				...bundleActions(facts, answers, text),
			];
		},
		undo(facts, answers): readonly Command[] {
			const {k0sVersion, bundle} = facts;
			const file = answers.airgapBundle;
			const images =
				file !== undefined && bundle.state === 'good' && !bundle.placed
					? [files.remove(bundlePath(file, answers.dataDir))]
					: [];
			if (hasWanted(facts, answers)) return images;
			return [
				...images,
				k0sVersion.known ? download.rename(previousPath, download.binaryPath) : files.remove(download.binaryPath),
			];
		},
		ready: (facts, answers) =>
			hasWanted(facts, answers) || facts.part.state === 'verified' ? undefined : words.notVerified,
		outline: (facts, answers) => ({does: words.does(download.binaryPath), warns: warnings(facts, answers)}),
		notes: warnings,
	};

	function warnings(
		{bundle, controllerUnit: unit, k0sVersion}: InstallFacts,
		answers: InstallAnswers,
	): readonly Coded[] {
		return [
			...(k0sVersion.known && !hasWanted({k0sVersion}, answers) && unit.known && unit.value.activeState === 'active'
				? [words.running]
				: []),
			...(bundle.state === 'good' && !bundle.listed ? [words.bundleOwn] : []),
		];
	}
};

/**
 * The hash and the header are read once more, right before the file may run for the first time. Then it says its version;
 * after that it is on the disk before it has its name, and its name before the step ends.
 */
function binaryActions(
	{version, processor}: Target,
	{part, k0sVersion}: InstallFacts,
	text: IdText,
): readonly Action[] {
	const words = text.install.steps.place;
	const path = download.partPath(version, processor);
	const digest = part.state === 'verified' ? part.sha256 : undefined;
	const says = ({stdout}: Outcome): Coded | undefined =>
		stdout === `${version}\n` ? undefined : words.otherVersion(stdout.trim().slice(0, 100), version);
	return [
		{
			command: download.sha256(path),
			expect: outcome => (digest !== undefined && readDigest(outcome) === digest ? undefined : words.changed),
		},
		{
			command: download.elfHeader(path),
			expect({stdout}) {
				const fault = elfFault(stdout, processor);
				return fault === undefined ? undefined : text.install.steps.download.faults[fault];
			},
		},
		{command: download.setMode('700', path)},
		{command: download.versionOf(path), expect: says},
		{command: download.setMode('755', path)},
		{command: download.sync(path)},
		...(k0sVersion.known ? [{command: download.keepPrevious(download.binaryPath, previousPath)}] : []),
		// Before the last step to the wanted state: cut off after it, nothing would be found that is still to do.
		{command: files.remove(download.sumsPath(version))},
		{command: download.rename(path, download.binaryPath)},
		{command: download.sync(download.binaryFolder)},
		{command: k0s.version(), expect: says},
	];
}

/** Copied beside the folder of images and judged there: k0s imports whatever is in the folder. */
export function bundleActions(
	{bundle}: Pick<InstallFacts, 'bundle'>,
	answers: InstallAnswers,
	text: IdText,
): readonly Action[] {
	const {airgapBundle: file, dataDir} = answers;
	if (file === undefined || bundle.state !== 'good' || bundle.placed) return [];
	const part = bundlePart(file, dataDir);
	const isSame = (outcome: Outcome): Coded | undefined =>
		readDigest(outcome) === bundle.sha256 ? undefined : text.install.steps.place.changed;
	return [
		{command: download.makeFolders(imagesFolder(dataDir))},
		{command: download.copyPrivately(file, part)},
		{command: download.sha256(part), expect: isSame},
		{command: download.sync(part)},
		{command: download.rename(part, bundlePath(file, dataDir))},
	];
}

export function badBundle({bundle, disk}: Pick<InstallFacts, 'bundle' | 'disk'>, text: IdText): Judgement | undefined {
	const words = text.install.steps.place;
	if (bundle.state === 'bad') return {state: 'blocked', found: words.bundleFaults[bundle.fault](bundle.detail)};
	if (bundle.state !== 'good' || bundle.placed || !disk.known || disk.value === null) return undefined;
	const {available, target} = disk.value;
	return available < bundle.size
		? {state: 'blocked', found: words.bundleNoRoom(available, bundle.size, target)}
		: undefined;
}
