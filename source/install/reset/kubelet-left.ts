import * as remove from '../../command/leftovers.js';
import {isSystemFolder} from '../../model/system-folder.js';
import type {ResetAnswers, ResetFacts} from './facts.js';
import {mayRun, nothing, some, type Left} from './left.js';
import {unproved, withoutFound} from './ownership.js';

/** What a kubelet makes in its own folder (1.28 to 1.36). */
const madeByKubelet =
	/^(actuated_pods_state|allocated_pods_state|checkpoints|cpu_manager_state|device-plugins|dra_manager_state|memory_manager_state|pki|plugins|plugins_registry|pod-resources|pod_status_manager_state|pods|usernamespaces|config\.yaml|kubeconfig)$/;

/** Only a kubelet's things are in it. */
export const isKubelets = ({data}: Pick<ResetFacts, 'data'>, {kubeletRoot}: ResetAnswers): boolean =>
	kubeletRoot !== null &&
	!isSystemFolder(kubeletRoot) &&
	data.known &&
	data.value.some(({path, entries}) => path === kubeletRoot && entries !== null && foreignTo(entries).length === 0);

const foreignTo = (entries: readonly string[]): readonly string[] =>
	withoutFound(entries).filter(name => !madeByKubelet.test(name));

/** A kubelet's folder outside the data folder (`--kubelet-root-dir`): k0s's reset looks there only when it is told. */
export function kubeletRootLeft(facts: ResetFacts, answers: ResetAnswers): Left {
	const {kubeletRoot: path} = answers;
	const folder = facts.data.known ? facts.data.value.find(each => each.path === path) : undefined;
	if (path === null || folder === undefined || folder.entries === null) return nothing;
	const stays = (why: Parameters<typeof keep>[1], detail = '') => keep(path, why, detail);
	if (isSystemFolder(path)) return stays('owner');
	if (mayRun(facts.shims)) return stays('pods');
	const foreign = foreignTo(folder.entries);
	if (foreign.length > 0) return stays('foreign', some(foreign));
	if (folder.kind.includes('link')) return stays('link');
	if (facts.mounts.known && facts.mounts.value.some(({target}) => target === path)) {
		const kept = stays('mount');
		return withoutFound(folder.entries).length === 0
			? kept
			: {...kept, leftovers: [{kind: 'folder', name: path, command: remove.emptyFolder(path)}]};
	}

	const why = unproved(path, facts, answers);
	if (why !== undefined) return stays(why);
	return {leftovers: [{kind: 'folder', name: path, command: remove.removeFolder(path)}], kept: []};
}

const keep = (name: string, why: Left['kept'][number]['why'], detail: string): Left => ({
	leftovers: [],
	kept: [{kind: 'folder', name, why, detail}],
});
