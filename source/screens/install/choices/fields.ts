import {
	refuseHostname,
	nodesOf,
	refuseInterface,
	refuseNodes,
	defaultAnswers,
	refusePath,
	refuseVersion,
	type InstallAnswers,
} from '../../../install/answers.js';
import type {InstallSession} from '../../../install/session.js';
import {outward} from '../../../install/steps/firewall-look.js';
import {roleOf, roles} from '../../../install/role.js';
import {firewallProfiles} from '../../../model/firewall.js';
import {hostnameFaults} from '../../../model/hostname.js';
import {versionChoices} from '../../../model/release.js';
import type {Text} from '../../../text/text.js';

/** What the probes read last, and the stable release once it was asked for. */
export type Seen = ReturnType<InstallSession['seen']> & {readonly stable?: Stable};

/** Or why it is not known. */
export type Stable = {readonly version: string} | {readonly version: null; readonly said: string};

export type Option = {
	readonly id: string;
	readonly name: string;
	readonly note: string;
	readonly chosen: boolean;
	/** What choosing it makes of the answers. */
	readonly answers: InstallAnswers;
};

export type Entry = {
	/** What is wrong with what was typed, in one sentence; undefined: it can be taken. */
	readonly refuse: (typed: string, text: Text) => string | undefined;
	/** Nothing typed: as it is. */
	readonly take: (typed: string | undefined, answers: InstallAnswers) => InstallAnswers;
};

/** One thing to decide: a few options, a text to type, or both. */
export type Field = {
	readonly id: FieldId;
	/** In the list, beside its name. */
	readonly value: (answers: InstallAnswers, text: Text) => string;
	readonly options: (answers: InstallAnswers, seen: Seen, text: Text) => readonly Option[];
	readonly entry?: Entry;
};

export type FieldId = 'role' | 'token' | 'profile' | 'nodes' | 'version' | 'way' | 'file' | 'hostname' | 'interface';
export type EntryId = Exclude<FieldId, 'role' | 'profile' | 'way'>;

const role: Field = {
	id: 'role',
	value: answers => roleOf(answers),
	options: (answers, _seen, text) =>
		roles.map(name => ({
			id: name,
			name,
			note: text.install.choices.options.roles[name] ?? '',
			chosen: roleOf(answers) === name,
			// A single one joins nobody; `--single` is a single one that nobody joins.
			answers:
				name === 'single' ? {...answers, role: name, tokenFile: undefined} : {...answers, role: name, single: false},
		})),
};

const token: Field = {
	id: 'token',
	value: ({tokenFile}, text) => tokenFile ?? text.install.choices.names.noToken,
	options(answers, _seen, text) {
		const {names, options} = text.install.choices;
		const {tokenFile} = answers;
		return [
			{
				id: '',
				name: names.noToken,
				note: options.noToken,
				chosen: tokenFile === undefined,
				answers: {...answers, tokenFile: undefined},
			},
			...(tokenFile === undefined
				? []
				: [{id: tokenFile, name: tokenFile, note: options.token, chosen: true, answers}]),
		];
	},
	entry: {
		refuse: refusePath,
		// Who has a token joins: as a worker, unless another role that joins was chosen.
		take: (typed, answers) => ({
			...answers,
			tokenFile: typed,
			...(typed !== undefined && roleOf(answers) === 'single' ? {role: 'worker' as const, single: false} : {}),
		}),
	},
};

const nodes: Field = {
	id: 'nodes',
	value: ({nodes: named}, text) => named?.join(',') ?? text.install.choices.names.noNodes,
	options(answers, _seen, text) {
		const {names, options} = text.install.choices;
		const {nodes: named} = answers;
		return [
			{
				id: '',
				name: names.noNodes,
				note: options.noNodes,
				chosen: named === undefined,
				answers: withNodes(undefined, answers),
			},
			...(named === undefined
				? []
				: [{id: 'named', name: named.join(','), note: options.nodes, chosen: true, answers}]),
		];
	},
	entry: {
		refuse: refuseNodes,
		take: (typed, answers) => withNodes(typed === undefined ? undefined : nodesOf(typed), answers),
	},
};

/** Only one profile opens something to them. */
const withNodes = (named: readonly string[] | undefined, answers: InstallAnswers): InstallAnswers => ({
	...answers,
	nodes: named,
	profile:
		named !== undefined ? 'multi-node' : answers.profile === 'multi-node' ? defaultAnswers.profile : answers.profile,
});

const profile: Field = {
	id: 'profile',
	value: answers => answers.profile,
	options: (answers, _seen, text) =>
		firewallProfiles.map(name => ({
			id: name,
			name,
			note: text.install.choices.options[name],
			chosen: answers.profile === name,
			answers: {...answers, profile: name, ...(name === 'multi-node' ? {} : {nodes: undefined})},
		})),
};

const version: Field = {
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

const way: Field = {
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

const file: Field = {
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

const hostname: Field = {
	id: 'hostname',
	value: (answers, text) => answers.hostname ?? text.install.choices.names.kept,
	options(answers, seen, text) {
		const {names, options} = text.install.choices;
		const now = seen.hostname?.known ? seen.hostname.value : '';
		const wanted = answers.hostname;
		const poor = hostnameFaults(now).length > 0 && now !== '';
		return [
			// A name that asks for trouble is kept by saying so, not by saying nothing.
			poor
				? {
						...{id: '', name: now, note: options.keepForGood, chosen: wanted === now},
						answers: {...answers, hostname: now},
					}
				: {
						id: '',
						name: names.kept,
						note: options.keep(now),
						chosen: wanted === undefined,
						answers: {...answers, hostname: undefined},
					},
			...(wanted === undefined || (poor && wanted === now)
				? []
				: [{id: wanted, name: wanted, note: options.hostname, chosen: true, answers}]),
		];
	},
	entry: {
		refuse: refuseHostname,
		take: (typed, answers) => ({...answers, hostname: typed}),
	},
};

const interfaceField: Field = {
	id: 'interface',
	value: (answers, text) => answers.interface ?? text.install.choices.names.byRoute,
	options(answers, seen, text) {
		const {names, options} = text.install.choices;
		const byRoute =
			seen.routes === undefined ? undefined : outward({routes: seen.routes}, {...answers, interface: undefined});
		const links = seen.links?.known ? seen.links.value : [];
		const named = links.filter(({name, kind}) => !inner.has(kind) && name !== 'lo' && isFit(name, text));
		const typed = answers.interface;
		const known = named.map(({name, addresses}) => ({
			name,
			note: addresses.map(({local, prefixlen}) => `${local}/${prefixlen}`).join(' ') || options.noAddress,
		}));
		const all =
			typed === undefined || known.some(({name}) => name === typed)
				? known
				: [...known, {name: typed, note: options.noAddress}];
		return [
			{
				id: '',
				name: names.byRoute,
				note: options.byRoute(byRoute),
				chosen: typed === undefined,
				answers: {...answers, interface: undefined},
			},
			...all.map(({name, note}) => ({
				id: name,
				name,
				note,
				chosen: name === typed,
				answers: {...answers, interface: name},
			})),
		];
	},
	entry: {
		refuse: refuseInterface,
		take: (typed, answers) => ({...answers, interface: typed}),
	},
};

/** Never towards the network. */
const inner = new Set(['loopback', 'veth']);

const isFit = (name: string, text: Text): boolean => refuseInterface(name, text) === undefined;

/** In the order in which they stand on the screen. */
export const fields: readonly Field[] = [role, token, profile, nodes, version, way, file, hostname, interfaceField];

export const fieldOf = (id: FieldId): Field => fields.find(field => field.id === id) ?? profile;

/** What a choice cannot do without: a worker joins with a token, the profile multi-node names nodes. */
export function neededNext(chosen: FieldId, answers: InstallAnswers): 'token' | 'nodes' | undefined {
	if (chosen === 'role' && roleOf(answers) === 'worker' && answers.tokenFile === undefined) return 'token';
	return chosen === 'profile' && answers.profile === 'multi-node' && answers.nodes === undefined ? 'nodes' : undefined;
}

/** What was chosen, in one line. */
export function chosenWords(answers: InstallAnswers, text: Text): string {
	const words = text.install.choices;
	const {binary, way: by} = answers;
	return words.summary(
		[
			roleOf(answers) === 'single' ? '' : words.summaryRole(roleOf(answers)),
			words.summaryProfile(answers.profile),
			binary === undefined ? words.summaryVersion(answers.version) : words.summaryFile(binary),
			binary === undefined && by === 'script' ? words.summaryScript : '',
			answers.hostname === undefined ? '' : words.summaryName(answers.hostname),
			answers.interface === undefined ? '' : words.summaryInterface(answers.interface),
		].filter(Boolean),
	);
}
