import type {Counters, LinkWithPeer, Topology} from '../facts/network.js';

/** Counters by the name of a host's link. */
export type LinkCounters = ReadonlyMap<string, {readonly rx: Counters; readonly tx: Counters}>;

/**
 * The same network with the counters of now. The inside of a veth pair is taken from the host's end, mirrored. Undefined:
 * the host has other links than these, so that all must be read. `/proc/net/dev` counts more as dropped than `ip -s` does
 * (what the card missed): `base` is what it said when the topology was read, and only what came since is added.
 */
export function recounted(topology: Topology, base: LinkCounters, now: LinkCounters): Topology | undefined {
	if (topology.links.length !== now.size) return undefined;
	const links: LinkWithPeer[] = [];
	const byIndex = new Map<number, LinkWithPeer>();
	for (const link of topology.links) {
		const counted = now.get(link.name);
		const from = base.get(link.name);
		if (!counted || !from || !link.rx || !link.tx) return undefined;
		const next = withCounters(link, {
			rx: {...counted.rx, drops: link.rx.drops + Math.max(0, counted.rx.drops - from.rx.drops)},
			tx: {...counted.tx, drops: link.tx.drops + Math.max(0, counted.tx.drops - from.tx.drops)},
		});
		links.push(next);
		byIndex.set(next.index, next);
	}

	const namespaces = topology.namespaces.map(namespace => {
		const inside = namespace.links.map(link => {
			const end = link.peer?.namespace === '' && link.peer.verified ? byIndex.get(link.peer.index) : undefined;
			if (!end?.rx || !end.tx || !link.rx || !link.tx) return link;
			return withCounters(link, {
				rx: {...end.tx, drops: link.rx.drops},
				tx: {...end.rx, drops: link.tx.drops},
			});
		});
		return inside.every((link, at) => link === namespace.links[at]) ? namespace : {...namespace, links: inside};
	});
	return {
		...topology,
		links: links.every((link, at) => link === topology.links[at]) ? topology.links : links,
		namespaces: namespaces.every((each, at) => each === topology.namespaces[at]) ? topology.namespaces : namespaces,
	};
}

const same = (a: Counters | null, b: Counters): boolean =>
	a !== null && a.bytes === b.bytes && a.packets === b.packets && a.drops === b.drops;

const withCounters = (link: LinkWithPeer, {rx, tx}: {rx: Counters; tx: Counters}): LinkWithPeer =>
	same(link.rx, rx) && same(link.tx, tx) ? link : {...link, rx, tx};

/** What of it stays while only packets pass: links without counters, and nobody's neighbours, whose states come and go. */
export function shapeOf(topology: Topology): unknown {
	const bare = (links: readonly LinkWithPeer[]): unknown => links.map(link => ({...link, rx: null, tx: null}));
	return {
		...topology,
		neighbours: null,
		links: bare(topology.links),
		namespaces: topology.namespaces.map(each => ({...each, neighbours: null, links: bare(each.links)})),
	};
}
