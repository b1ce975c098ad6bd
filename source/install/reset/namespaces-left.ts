import * as remove from '../../command/leftovers.js';
import {usersOf} from './beside.js';
import type {ResetAnswers, ResetFacts} from './facts.js';
import {mayRun, nothing, some, type Left} from './left.js';
import {cniUsers, unproved} from './ownership.js';

export const namespaceFolder = '/run/netns';
/** As containerd names those of its pods: `cni-` and a UUID. CRI-O and nerdctl do the same. */
const podNamespace = /^\/run\/netns\/(cni-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Names of pods' network namespaces that outlived their pods: a reset that did not reach containerd leaves them. */
export function namespacesLeft(facts: ResetFacts, answers: ResetAnswers): Left {
	const {contents, beside, shims} = facts;
	if (!contents.known || !beside.known) return nothing;
	const found = contents.value.flatMap(({path}) => {
		const name = podNamespace.exec(path)?.[1];
		return name === undefined ? [] : [{name, path}];
	});
	const users = [...new Set([...cniUsers(facts), ...usersOf('containerd', beside.value)])];
	const why = (path: string) => (mayRun(shims) ? 'pods' : users.length > 0 ? 'shared' : unproved(path, facts, answers));
	return {
		leftovers: found
			.filter(({path}) => why(path) === undefined)
			.map(({name}) => ({kind: 'namespace', name, command: remove.deleteNamespace(name)})),
		kept: found.flatMap(({name, path}) => {
			const reason = why(path);
			return reason === undefined
				? []
				: [{kind: 'namespace' as const, name, why: reason, detail: reason === 'shared' ? some(users) : ''}];
		}),
	};
}
