import type {Command} from '../command/command.js';
import * as ip from '../command/ip.js';
import type {Outcome} from '../command/outcome.js';
import {known, type Reading} from '../facts/reading.js';
import type {Surroundings} from '../model/packet-walk/facts.js';
import {readAddresses} from '../read/ip/address.js';
import {readRoutes} from '../read/ip/route.js';

export type SurroundingsRead = Reading<Omit<Surroundings, 'ipsets'>>;

/** What a packet's way depends on beside the rules: two quick reads. */
export async function readSurroundings(
	ask: (command: Command, signal?: AbortSignal) => Promise<Outcome>,
	signal?: AbortSignal,
): Promise<SurroundingsRead> {
	const [routes, links] = await Promise.all([
		ask(ip.routes(), signal).then(readRoutes),
		ask(ip.addresses(), signal).then(readAddresses),
	]);
	if (!routes.known) return routes;
	if (!links.known) return links;
	return known({
		routes: routes.value,
		// The kernel takes nothing at an address of a device that is down.
		links: links.value.map(({name, kind, master, flags, addresses, xdp}) => ({
			...{name, kind, master, up: flags.includes('UP'), ...(xdp && {xdp})},
			addresses: flags.includes('UP') ? addresses.map(({local}) => local) : [],
		})),
	});
}
