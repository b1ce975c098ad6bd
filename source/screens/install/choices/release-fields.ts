import {refusePath, refuseVersion, type InstallAnswers} from '../../../install/answers.js';
import {versionChoices} from '../../../model/release.js';
import type {Field, Seen, Stable} from './field.js';

export const version: Field = {
	id: 'version',
	value: answers => answers.version,
	options(answers, seen, text) {
		const words = text.install.choices.options;
		const stable = stableOf(seen, answers);
		const choices = versionChoices({
			stable: stable?.version ?? null,
			here: seen.k0sVersion?.known ? seen.k0sVersion.value : null,
			pinned: answers.version === 'stable' ? null : answers.version,
		});
		const ofStable =
			stable === undefined
				? words.stableAsked
				: stable.version === null
					? words.stableUnknown(stable.said)
					: words.stable(stable.version);
		const notes = {stable: ofStable, here: words.here, pinned: words.pinned};
		return choices.map(choice => ({
			id: choice.answer,
			name: choice.answer,
			note: notes[choice.kind],
			chosen: answers.version === choice.answer,
			answers: {...answers, version: choice.answer},
		}));
	},
	entry: {
		refuse: refuseVersion,
		take: (typed, answers) => ({...answers, version: typed ?? 'stable'}),
	},
};

/** The download's own probe knows it as well, as long as it is the stable one that is wanted and none is here. */
export function stableOf(seen: Seen, answers: InstallAnswers): Stable | undefined {
	if (seen.stable !== undefined) return seen.stable;
	const isAsked = answers.version === 'stable' && answers.binary === undefined && seen.k0sVersion?.known === false;
	return isAsked && seen.release?.known ? {version: seen.release.value} : undefined;
}

export const way: Field = {
	id: 'way',
	value: (answers, text) => text.install.choices.names[answers.way],
	options: (answers, _seen, text) =>
		(['release', 'script'] as const).map(each => ({
			id: each,
			name: text.install.choices.names[each],
			note: text.install.choices.options[each],
			chosen: answers.way === each,
			answers: {...answers, way: each},
		})),
};

export const file: Field = {
	id: 'file',
	value: ({binary}, text) => binary ?? text.install.choices.names.fetched,
	options(answers, _seen, text) {
		const {names, options} = text.install.choices;
		const {binary} = answers;
		return [
			{
				id: '',
				name: names.fetched,
				note: options.noFile,
				chosen: binary === undefined,
				answers: {...answers, binary: undefined},
			},
			...(binary === undefined ? [] : [{id: binary, name: binary, note: options.file, chosen: true, answers}]),
		];
	},
	entry: {
		refuse: refusePath,
		take: (typed, answers) => ({...answers, binary: typed}),
	},
};
