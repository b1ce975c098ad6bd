import {known, type Reading} from '../../facts/reading.js';
import {finish, type Sliced} from '../../read/sliced.js';
import type {
	Inside,
	NetworkFacts,
	ProcessRow,
	Link,
	Namespace,
	Process,
	Topology,
	Unread,
} from '../../facts/network.js';
import {denied} from '../../read/collector/processes.js';
import type {Container} from '../../facts/cluster.js';
import {joinPeersInPieces, type PeerMemo} from './peers.js';
import {otherNodes} from './nodes.js';
import {podJoin, type PodFacts} from './pods.js';

/** Namespaces between two stops. */
const each = 50;

/** A namespace before the joins. */
type Found = {
	readonly name: string | null;
	readonly id: number | null;
	readonly inode: number | null;
	/** A file in /run/netns with no namespace behind it. */
	readonly stale: boolean;
	/** Undefined: not asked for. */
	readonly inside: Reading<Inside> | undefined;
	readonly processes: readonly Process[] | null;
};

/** Joins what was read into one picture. Unknown only when not even the host's links are known. */
export const topologyOf = (facts: NetworkFacts, podFacts: PodFacts = {}): Reading<Topology> =>
	finish(topologyInPieces(facts, podFacts));

/** The same with stops: the join of 500 namespaces takes 5 to 25 ms. */
export function* topologyInPieces(
	facts: NetworkFacts,
	podFacts: PodFacts = {},
	memo: PeerMemo = new WeakMap(),
): Sliced<Reading<Topology>> {
	if (!facts.links.known) return facts.links;
	const hidden = facts.processes.known ? facts.processes.notes.filter(({reason}) => reason === denied) : [];
	const walked = facts.processes.known ? byInode(facts.processes.value, hidden.length > 0) : undefined;
	const found = withNamelessPeers(facts.links.value, [
		...namedOf(facts, walked, podFacts.containers ?? []),
		...unnamedOf(facts, walked),
	]);
	yield;
	const joined = yield* joinPeersInPieces(
		facts.links.value,
		found.map(({name, id, inside}) => ({name, id, links: inside?.known ? inside.value.links : null})),
		memo,
	);
	const cni = facts.cni.known ? facts.cni.value : undefined;
	const podOf = podJoin({cni, ...podFacts});
	const names = containerNames(podFacts);
	yield;
	const namespaces: Namespace[] = [];
	for (const [position, space] of found.entries()) {
		const {name, id, inode, inside, processes} = space;
		const links = joined.spaces[position] ?? [];
		const end = joined.hostEnds[position] ?? null;
		namespaces.push({
			name,
			id,
			inode,
			state: stateOf(space),
			links,
			routes: inside?.known ? inside.value.routes : [],
			neighbours: inside?.known ? inside.value.neighbours : null,
			...(inside?.known && inside.value.through ? {through: inside.value.through} : {}),
			processes,
			pod: podOf({name, links, processes}),
			containers: containersOf(processes ?? [], names),
			peer: end && {name: end.name, index: end.index, bridge: end.master},
			unread: space.stale ? null : unreadOf(space),
		});
		if (namespaces.length % each === 0) yield;
	}

	return known(
		{
			links: joined.host,
			routes: facts.routes.known ? facts.routes.value : [],
			neighbours: facts.neighbours.known ? facts.neighbours.value : null,
			rules: facts.rules?.known ? facts.rules.value : null,
			inode: facts.inode,
			processes: walked ? walked(facts.inode) : null,
			namespaces,
			nodes: otherNodes({
				pods: podFacts.pods,
				links: joined.host,
				routes: facts.routes.known ? facts.routes.value : undefined,
				rules: facts.rules?.known ? facts.rules.value : null,
				namespaces,
			}),
			unread: [
				...(facts.overview ? [notYet('routes')] : partOf('routes', facts.routes)),
				...(facts.rules ? partOf('rules', facts.rules) : []),
				...(facts.names.known ? [] : partOf('namespaces', facts.files)),
				...(facts.walked ? partOf('processes', facts.processes) : []),
				...hidden.map(({line}) => ({part: 'processes', reason: 'partly', detail: line}) as const),
			],
		},
		facts.links.notes,
	);
}

const notYet = (part: 'routes'): Topology['unread'][number] => ({part, reason: 'not-asked', detail: ''});

const partOf = (part: Topology['unread'][number]['part'], reading: Reading<unknown>): Topology['unread'] =>
	reading.known ? [] : [{part, ...reading.unknown}];

function namedOf(facts: NetworkFacts, walked: Walked | undefined, containers: readonly Container[]): readonly Found[] {
	const files = new Map((facts.files.known ? facts.files.value : []).map(file => [file.name, file]));
	const ids = new Map((facts.ids.known ? facts.ids.value : []).map(({inode, id}) => [inode, id]));
	// Where only pids are known, containerd's tasks tell the containers that they run in.
	const tasks = new Map(containers.map(({pid, id}) => [pid, id]));
	const listed = facts.names.known ? facts.names.value : [];
	const known = new Set(listed.map(({name}) => name));
	const names = [...listed, ...[...files.keys()].filter(name => !known.has(name)).map(name => ({name, id: null}))];
	return names.map(({name, id}): Found => {
		const file = files.get(name);
		const inside = facts.insides.get(name) ?? (file ? facts.unnamed.get(file.inode) : undefined);
		// Where no file was looked at, the refusal to enter tells a leftover.
		const refused = inside?.known === false && /invalid argument/i.test(inside.unknown.detail);
		const stale = file ? !file.namespace : refused;
		const inode = stale ? null : (file?.inode ?? null);
		const pids = facts.pids.get(name);
		return {
			name,
			id: id ?? (inode === null ? null : (ids.get(inode) ?? null)),
			inode,
			stale,
			inside,
			processes: stale
				? []
				: walked && inode !== null
					? walked(inode)
					: pids?.known
						? pids.value.map(pid => ({pid, command: null, container: tasks.get(pid) ?? null, podUid: null}))
						: null,
		};
	});
}

/** Namespaces that only their processes hold (a container engine's, a service with PrivateNetwork=). */
function unnamedOf(facts: NetworkFacts, walked: Walked | undefined): readonly Found[] {
	const ids = new Map((facts.ids.known ? facts.ids.value : []).map(({inode, id}) => [inode, id]));
	const named = new Set((facts.files.known ? facts.files.value : []).map(({inode}) => inode));
	const inodes = new Set([
		...(facts.processes.known ? facts.processes.value.map(row => row.inode) : []),
		...facts.unnamed.keys(),
		...ids.keys(),
	]);
	return [...inodes]
		.filter(inode => inode !== facts.inode && !named.has(inode))
		.sort((a, b) => a - b)
		.map(inode => ({
			name: null,
			id: ids.get(inode) ?? null,
			inode,
			stale: false,
			inside: facts.unnamed.get(inode),
			processes: walked ? walked(inode) : null,
		}));
}

/** A veth of the host that leads to an id which no namespace found so far has: that one exists, without a name. */
function withNamelessPeers(links: readonly Link[], found: readonly Found[]): readonly Found[] {
	const ids = new Set(found.map(({id}) => id));
	const open = links
		.filter(link => link.linkNetnsid !== null && link.linkNetnsid >= 0 && !ids.has(link.linkNetnsid))
		// Where a namespace's own id is not known, it may be this one.
		.filter(
			link => !found.some(({id, inside}) => id === null && inside?.known && crossesAny(link, inside.value.links)),
		);
	return [
		...found,
		...[...new Set(open.map(link => link.linkNetnsid))].map((id): Found => ({
			name: null,
			id,
			inode: null,
			stale: false,
			inside: undefined,
			processes: null,
		})),
	];
}

const crossesAny = (link: Link, others: readonly Link[]): boolean =>
	others.some(other => other.index === link.linkIndex && other.linkIndex === link.index);

function stateOf({name, stale, inside, processes}: Found): Namespace['state'] {
	if (stale) return 'stale';
	if (name === null) return 'unnamed';
	if (!inside?.known) return 'unread';
	return processes?.length === 0 ? 'empty' : 'live';
}

function unreadOf({name, inode, inside, processes}: Found): Unread | null {
	if (inside?.known) return null;
	if (inside) return inside.unknown;
	// lsns of util-linux 2.41 (Debian 13) lists one, too, that only an open socket holds, or that is gone by now.
	const handle = name !== null || (inode !== null && processes?.length !== 0);
	return {reason: handle ? 'not-asked' : 'no-handle', detail: ''};
}

/** Names of containers by id, from the API and, before it, containerd. */
function containerNames({containers, pods}: PodFacts): ReadonlyMap<string, string> {
	return new Map(
		[...(pods ?? []).flatMap(pod => pod.containers), ...(containers ?? [])].flatMap(({id, name}) =>
			id === null || name === null ? [] : [[id, name]],
		),
	);
}

/** Each container once, with its first process. */
function containersOf(processes: readonly Process[], names: ReadonlyMap<string, string>): Namespace['containers'] {
	const pids = new Map<string, number>();
	for (const {container, pid} of processes) {
		if (container !== null) pids.set(container, Math.min(pid, pids.get(container) ?? pid));
	}

	return [...pids].map(([id, pid]) => ({id, name: names.get(id) ?? null, pid}));
}

/** The processes in the namespace of that inode; null where none was seen but some are hidden. */
type Walked = (inode: number | null) => readonly Process[] | null;

function byInode(rows: readonly ProcessRow[], hidden: boolean): Walked {
	const map = new Map<number, Process[]>();
	for (const {inode, ...process} of rows) {
		const list = map.get(inode);
		if (list) list.push(process);
		else map.set(inode, [process]);
	}

	return inode => map.get(inode ?? -1) ?? (hidden ? null : []);
}
