import type {Asked} from '../../install/upkeep/asked.js';
import type {UpkeepKind, UpkeepWanted} from '../../install/upkeep/wanted.js';
import type {Reading} from '../../facts/reading.js';
import {knownAsOf} from '../../model/k0s-releases.js';
import {isReleaseTag} from '../../model/release.js';
import {upgradeChoices} from '../../model/upgrade-choices.js';
import type {UpkeepText} from '../../text/upkeep.js';

/** One thing that can be asked for. */
export type Option = {readonly id: string; readonly note: string; readonly wanted: UpkeepWanted};

/** What a question offers, and what to know beside it: sentences. */
export type Offer = {readonly options: readonly Option[]; readonly notes: readonly string[]};

const because = (reading: Reading<unknown>): string =>
	reading.known ? '' : reading.unknown.detail || reading.unknown.reason;

export function offerOf(kind: UpkeepKind, asked: Asked, words: UpkeepText['screen']): Offer {
	switch (kind) {
		case 'upgrade':
			return upgradeOffer(asked, words);

		case 'restore': {
			const {archives, folder} = asked;
			const options = (archives.known ? archives.value : []).toReversed().map((name): Option => ({
				...{id: `${folder}/${name}`, note: words.archive},
				wanted: {kind, file: `${folder}/${name}`},
			}));
			return {options, notes: options.length === 0 ? [words.noArchives(folder)] : []};
		}

		case 'backup':
			return {options: [{id: asked.folder, note: words.usualFolder, wanted: {kind}}], notes: []};
	}
}

function upgradeOffer({here, stable}: Asked, words: UpkeepText['screen']): Offer {
	if (!here.known) return {options: [], notes: [words.hereUnknown(because(here))]};
	const {choices, far} = upgradeChoices(here.value, stable.known ? stable.value : null);
	const noteOf = {
		patch: {known: words.patch(knownAsOf), told: words.toldPatch},
		minor: {known: words.minor(knownAsOf), told: words.toldMinor},
	};
	const option = (tag: string, note: string): Option => ({id: tag, note, wanted: {kind: 'upgrade', to: tag}});
	return {
		options: [
			...choices.map(({tag, kind, from}) => option(tag, noteOf[kind][from])),
			...(isReleaseTag(here.value) ? [option(here.value, words.same)] : []),
		],
		notes: [
			...(choices.length === 0 ? [words.noNewer(knownAsOf)] : []),
			...(far === undefined ? [] : [words.far(far)]),
			...(stable.known ? [] : [words.stableUnknown(because(stable))]),
		],
	};
}

/** What was typed, as something that can be asked for; a string: what is wrong with it. */
export function typedWish(kind: UpkeepKind, typed: string, words: UpkeepText['screen']): UpkeepWanted | string {
	if (kind === 'upgrade') return isReleaseTag(typed) ? {kind, to: typed} : words.badVersion;
	// No control characters, and no other path than an absolute one: it becomes a word of an argv.
	if (!typed.startsWith('/') || /[\u0000-\u001F\u007F]/.test(typed)) return words.badPath;
	const path = typed.replace(/(?<=.)\/+$/, '');
	return kind === 'restore' ? {kind, file: path} : {kind, folder: path};
}
