import {defaultAnswers, nodesOf, refuseNodes, refusePath, type InstallAnswers} from '../../../install/answers.js';
import {roleOf, roles} from '../../../install/role.js';
import {firewallProfiles} from '../../../model/firewall.js';
import type {Field} from './field.js';

export const role: Field = {
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

export const token: Field = {
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

export const nodes: Field = {
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

export const profile: Field = {
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
