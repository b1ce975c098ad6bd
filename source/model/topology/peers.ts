import {finish, type Sliced} from '../../read/sliced.js';
import type {Link, LinkWithPeer, Peer} from '../../facts/network.js';

/** A namespace as the join sees it; `links` null: its inside was not read. */
export type Space = {readonly name: string | null; readonly id: number | null; readonly links: readonly Link[] | null};

export type JoinedPeers = {
	readonly host: readonly LinkWithPeer[];
	/** In the order of the spaces; empty where the inside was not read. */
	readonly spaces: ReadonlyArray<readonly LinkWithPeer[]>;
	/** The host's end of each space's veth, by the space's position. */
	readonly hostEnds: ReadonlyArray<Link | null>;
};

/** Links with the peer that they were given last: the same link with the same peer stays the same object. */
export type PeerMemo = WeakMap<Link, LinkWithPeer>;

function withPeer(link: Link, peer: Peer | null, memo: PeerMemo): LinkWithPeer {
	const last = memo.get(link);
	if (last && isSame(last.peer, peer)) return last;
	const joined = {...link, peer};
	memo.set(link, joined);
	return joined;
}

const isSame = (a: Peer | null, b: Peer | null): boolean =>
	a === b ||
	(a !== null &&
		b !== null &&
		a.namespace === b.namespace &&
		a.index === b.index &&
		a.name === b.name &&
		a.verified === b.verified);

/** Links or namespaces between two stops. */
const each = 20;

/** Kinds that come in pairs. Others use `@` for the device below them. */
const paired = new Set(['veth', 'netkit', 'vxcan']);

/** The kind of a link whose listing does not tell it. */
const untold = 'unknown';

const crosses = (a: Link, b: Link): boolean => a.linkIndex === b.index && b.linkIndex === a.index;
const leaves = (link: Link): boolean => link.linkNetnsid !== null || link.linkNetns !== null;

/**
 * Ties the ends of veth pairs. The host's end says by id (as seen from the host) or name in which namespace its peer is;
 * an index alone says nothing, since every pod's eth0 is 2. `verified`: both ends were seen and each names the other.
 */
export const joinPeers = (host: readonly Link[], spaces: readonly Space[]): JoinedPeers =>
	finish(joinPeersInPieces(host, spaces));

/** The same with stops. */
export function* joinPeersInPieces(
	host: readonly Link[],
	spaces: readonly Space[],
	memo: PeerMemo = new WeakMap(),
): Sliced<JoinedPeers> {
	const byName = new Map<string, number>();
	const byId = new Map<number, number>();
	for (const [position, {name, id}] of spaces.entries()) {
		if (name !== null) byName.set(name, position);
		// Two names may stand for one namespace: the first is as good as the second.
		if (id !== null && !byId.has(id)) byId.set(id, position);
	}

	const targets = new Map<number, number>();
	const claimed = new Map<number, Link[]>();
	for (const link of host) {
		const position = paired.has(link.kind) ? targetOf(link, spaces, byName, byId) : undefined;
		if (position === undefined) continue;
		targets.set(link.index, position);
		const ends = claimed.get(position);
		if (ends) ends.push(link);
		else claimed.set(position, [link]);
	}

	yield;
	const joined: LinkWithPeer[] = [];
	for (const link of host) {
		joined.push(withPeer(link, hostPeer(link, host, spaces, targets.get(link.index)), memo));
		if (joined.length % each === 0) yield;
	}

	const inside: Array<readonly LinkWithPeer[]> = [];
	for (const [position, {links}] of spaces.entries()) {
		inside.push(
			(links ?? []).map(link => withPeer(link, insidePeer(link, links ?? [], position, spaces, claimed), memo)),
		);
		if (inside.length % each === 0) yield;
	}

	return {
		host: joined,
		spaces: inside,
		hostEnds: spaces.map(({links}, position) => {
			const ends = claimed.get(position) ?? [];
			return ends.find(end => links?.some(link => crosses(link, end))) ?? ends[0] ?? null;
		}),
	};
}

/** The position of the space that a host's link leads to. */
function targetOf(
	link: Link,
	spaces: readonly Space[],
	byName: ReadonlyMap<string, number>,
	byId: ReadonlyMap<number, number>,
): number | undefined {
	const named = link.linkNetns === null ? undefined : byName.get(link.linkNetns);
	if (named !== undefined) return named;
	if (link.linkNetnsid === null) return undefined;
	const position = byId.get(link.linkNetnsid);
	if (position !== undefined) return position;
	// The id of a namespace without a name may not be known: the one of them whose link crosses with this.
	const candidates = spaces.flatMap((space, at) =>
		space.id === null && space.links?.some(other => paired.has(other.kind) && crosses(link, other)) ? [at] : [],
	);
	return candidates.length === 1 ? candidates[0] : undefined;
}

function hostPeer(
	link: Link,
	host: readonly Link[],
	spaces: readonly Space[],
	position: number | undefined,
): Peer | null {
	if (!paired.has(link.kind) || link.linkIndex === null) return null;
	if (!leaves(link)) return within(link, host, '');
	const space = position === undefined ? undefined : spaces[position];
	const other = space?.links?.find(({index}) => index === link.linkIndex);
	const verified = other !== undefined && crosses(link, other);
	return {
		namespace: space?.name ?? link.linkNetns,
		index: link.linkIndex,
		// The name of a link that points elsewhere would be a guess; one that does not tell where it points is that link.
		name: verified || other?.linkIndex === null ? (other?.name ?? null) : null,
		verified,
	};
}

function insidePeer(
	link: Link,
	links: readonly Link[],
	position: number,
	spaces: readonly Space[],
	claimed: ReadonlyMap<number, readonly Link[]>,
): Peer | null {
	if (link.kind === untold) return toldByHost(link, claimed.get(position) ?? []);
	if (!paired.has(link.kind) || link.linkIndex === null) return null;
	if (!leaves(link)) return within(link, links, spaces[position]?.name ?? null);
	const end = claimed.get(position)?.find(other => crosses(link, other));
	if (end) return {namespace: '', index: end.index, name: end.name, verified: true};
	// Ids as seen from in there are not known: only one pair of indexes that cross can be meant, or none is.
	const others = spaces.flatMap((space, at) =>
		at === position
			? []
			: (space.links ?? [])
					.filter(other => paired.has(other.kind) && leaves(other) && crosses(link, other))
					.filter(other => !claimed.get(at)?.some(claim => crosses(claim, other)))
					.map(other => ({space, other})),
	);
	const [only] = others;
	return others.length === 1 && only
		? {namespace: only.space.name, index: only.other.index, name: only.other.name, verified: false}
		: {namespace: null, index: link.linkIndex, name: null, verified: false};
}

/** A listing that tells neither kind nor peer (/proc): the host's link that leads to this very index does. */
function toldByHost(link: Link, ends: readonly Link[]): Peer | null {
	const [only, ...others] = ends.filter(({linkIndex}) => linkIndex === link.index);
	return only && others.length === 0 ? {namespace: '', index: only.index, name: only.name, verified: false} : null;
}

/** Both ends in one namespace. */
function within(link: Link, links: readonly Link[], namespace: string | null): Peer | null {
	const other = links.find(({index}) => index === link.linkIndex);
	return other ? {namespace, index: other.index, name: other.name, verified: crosses(link, other)} : null;
}
