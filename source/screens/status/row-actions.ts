import type {ClusterFacts} from '../../model/cluster.js';
import type {BrowseEvent} from './browse/state.js';
import type {StatusEvent, StatusState} from './state.js';
import type {Show} from './object/state.js';
import {objectOf, targetOf, whyOf} from './object/target-of.js';
import {forbidden} from '../forbidden.js';
import type {Services} from '../services.js';

type Asked = {
	readonly services: Services;
	readonly facts: ClusterFacts;
	readonly state: StatusState;
	/** The row whose details are open. */
	readonly detail: string | undefined;
	readonly dispatch: (event: StatusEvent) => void;
	readonly browse: (event: BrowseEvent) => void;
};

/** What is done with the object of a row: shown, acted on, or opened in another program. */
export function rowActions({services, facts, state, detail, dispatch, browse}: Asked) {
	const {text} = services;
	/** Where nobody has chosen a row yet, the first one in trouble is meant. */
	const openObject = async (show: Show, selected: string | null): Promise<void> => {
		const {troubledKeys} = await import('./object/target.js');
		const chosen = state.lists[state.section].selected !== null || detail !== undefined;
		const lists = chosen ? [] : [state.section, 'pods' as const, 'workloads' as const];
		const [first] = lists.flatMap(list => troubledKeys(list, facts).map(each => ({list, each})));
		const wanted = first?.each ?? selected;
		const list = first?.list ?? state.section;
		const target = wanted === null ? undefined : targetOf(list, wanted);
		const words = text.status.object;
		if (wanted === null || !target) services.notify(words.nothing);
		else if (show === 'why' && !whyOf(target)) services.notify(words.noWhy);
		else dispatch({type: 'object', show, key: wanted, section: list});
	};

	const actOn = async (action: 'status.actions' | 'status.remove', selected: string | null): Promise<void> => {
		if (services.readOnly) return services.notify(forbidden(services));
		const {kindNamed, usualKinds} = await import('../../model/api-kinds.js');
		const target = selected === null ? undefined : targetOf(state.section, selected);
		const kind = target && kindNamed(target.what, usualKinds);
		if (!target || !kind) return services.notify(text.act.ofObjects);
		const {podsOf} = await import('./object/target.js');
		const pod = target.kind === 'Pod' ? podsOf(target, facts)[0] : undefined;
		const wanted = action === 'status.remove' ? ({change: 'delete'} as const) : {};
		browse({
			type: 'begin',
			place: {
				type: 'act',
				kind,
				object: objectOf(kind, target.namespace, target.name),
				uid: pod?.uid ?? null,
				...wanted,
			},
		});
	};

	/** k0s-tui on the server of the row: a node, or the node of a pod. */
	const openThere = async (selected: string | null): Promise<void> => {
		const [{serverOf, serverOfObject}, {openOtherServer}] = await Promise.all([
			import('./on-line.js'),
			import('../other-server.js'),
		]);
		const object = selected === null ? undefined : targetOf(state.section, selected);
		const isNode = selected !== null && state.section === 'nodes';
		return openOtherServer(services, isNode ? serverOf(selected, facts) : serverOfObject(object, facts));
	};

	/** What takes the terminal: a shell in the pod's container, k9s on the row's object. */
	const openIn = async (action: 'status.exec' | 'status.k9s', selected: string | null): Promise<void> => {
		if (action === 'status.exec' && state.section === 'nodes') {
			return openThere(selected);
		}

		const {openK9s, openShell} = await import('./object/shell.js');
		const target = selected === null ? undefined : targetOf(state.section, selected);
		if (action === 'status.k9s') {
			const {kindNamed, usualKinds} = await import('../../model/api-kinds.js');
			return openK9s(services, target && kindNamed(target.what, usualKinds), target, facts);
		}

		if (!target) return services.notify(text.act.exec.ofPods);
		if ((await openShell(services, target, facts)) !== 'choose' || target.namespace === null) return;
		const {namespace, name} = target;
		browse({type: 'begin', place: {type: 'containers', namespace, name}});
	};

	return {openObject, actOn, openIn, openThere};
}
