import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import type {Namespace, Topology} from '../facts/network.js';
import type {Listeners, Socket} from '../model/packet-walk/facts.js';
import {readListeners} from '../read/ss.js';
import {askInside} from './inside.js';
import {readSpace} from './spaces.js';

/** A service may have hundreds of endpoints: of so many namespaces at most the sockets are asked for. */
const most = 16;

type Ask = (command: Command, signal?: AbortSignal) => Promise<Outcome>;

/**
 * Who listens at these addresses of namespaces (null: on this host itself), and what those decide themselves. What could not be read stays unknown: an
 * ordinary user cannot enter a namespace.
 */
export async function readListenersAt(
	ask: Ask,
	topology: Topology | undefined,
	addresses: ReadonlyArray<string | null>,
	signal?: AbortSignal,
	limit = most,
): Promise<Listeners> {
	const sockets = async (asking: Ask, command: Command): Promise<readonly Socket[] | null> => {
		const reading = readListeners(await asking(command, signal));
		return reading.known ? reading.value : null;
	};

	const spaces = (topology?.namespaces ?? []).filter(space => addressesOf(space).some(own => addresses.includes(own)));
	const [host, ...others] = await Promise.all([
		addresses.includes(null) ? sockets(ask, system.listeners()) : null,
		...spaces.slice(0, limit).map(async space => {
			const file = namespaceFile(space);
			if (file === undefined || !topology) return {space, sockets: null, own: null};
			const within = askInside(ask, file, space, signal);
			const [heard, own] = await Promise.all([
				sockets(within, system.sockets()),
				readSpace(within, file, space, topology, signal),
			]);
			return {space, sockets: heard, own};
		}),
	]);
	return {
		host,
		namespaces: new Map(
			others.flatMap(other =>
				other?.sockets ? addressesOf(other.space).map(address => [address, other.sockets ?? []] as const) : [],
			),
		),
		spaces: new Map(
			spaces.flatMap((space, at) => addressesOf(space).map(address => [address, others[at]?.own ?? null] as const)),
		),
	};
}

const addressesOf = ({links}: Namespace): string[] =>
	links.flatMap(({addresses}) => addresses.map(({local}) => local)).filter(local => !/^127\.|^::1$/.test(local));

/** By which a namespace can be entered: its name, else a process in it. */
export function namespaceFile({name, processes}: Namespace): string | undefined {
	if (name) return `/run/netns/${name}`;
	const pid = processes?.[0]?.pid;
	return pid === undefined ? undefined : `/proc/${pid}/ns/net`;
}
