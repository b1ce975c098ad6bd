import type {Capture} from '../command/tcpdump.js';
import {anyLink} from '../command/tcpdump.js';
import type {Link, Namespace, Topology} from '../facts/network.js';
import {namespaceKey} from '../model/network-keys.js';
import {namespaceFile} from '../store/listeners.js';
import type {PacketsText} from '../text/packets.js';
import {findNamespaces} from './network-name.js';

/** Where packets are looked at. */
export type PacketsPlace = Pick<Capture, 'file' | 'link' | 'isBridge'> & {
	/** `host`, `NAMESPACE/POD`, or the namespace's own name. */
	readonly label: string;
	readonly namespace: string | null;
	readonly pod: {readonly namespace: string; readonly name: string} | null;
};

export type NoPlace = {readonly code: 'no-such-target' | 'ambiguous'; readonly message: string};

/** `host` or nothing, a link of this host, or a namespace as `network NAME` takes it. `link`: one of those there. */
export function packetsPlace(
	topology: Topology,
	name: string | undefined,
	link: string | undefined,
	words: PacketsText,
): PacketsPlace | NoPlace {
	const none = (message: string): NoPlace => ({code: 'no-such-target', message});
	const on = (links: readonly Link[], place: Omit<PacketsPlace, 'link' | 'isBridge'>): PacketsPlace | NoPlace => {
		if (link === undefined || link === anyLink) return {...place, link: anyLink};
		const found = links.find(each => each.name === link);
		// What is inside may not be known; whether it is there tcpdump says.
		if (!found && links.length > 0) return none(words.noLink(link));
		return {...place, link, isBridge: found?.kind === 'bridge'};
	};

	const host = {label: 'host', namespace: null, pod: null};
	if (name === undefined || name === 'host') return on(topology.links, host);
	const own = topology.links.find(each => each.name === name);
	if (own && link === undefined) return {...host, link: own.name, isBridge: own.kind === 'bridge'};
	const found = findNamespaces(topology.namespaces, name);
	if ('candidates' in found) {
		return {code: 'ambiguous', message: words.several(name, found.candidates.slice(0, 10).join(', '))};
	}

	const [space] = found;
	if (!space) return none(words.noTarget(name));
	const label = labelOf(space);
	const file = namespaceFile(space);
	if (file === undefined) return none(words.noWay(label));
	const pod = space.pod === null ? null : {namespace: space.pod.namespace, name: space.pod.name};
	return on(space.links, {label, namespace: space.name, pod, file});
}

const labelOf = (space: Namespace): string =>
	space.pod ? `${space.pod.namespace}/${space.pod.name}` : namespaceKey(space);
