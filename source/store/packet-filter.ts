import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {readHandles, type HandledRule} from '../read/nft-handles.js';
import {createPacketFilterReader, type PacketFilter} from './packet-filter-read.js';
import type {Pacer} from './pacer.js';
import {createPoll} from './poll.js';
import type {Source} from './source.js';

export {rawLimit, type PacketFilter} from './packet-filter-read.js';

/** The rules of `nft -j list chain` with their handles; undefined: not known. */
export function handlesOf(outcome: Outcome): readonly HandledRule[] | undefined {
	const reading = readHandles(outcome);
	return reading.known ? reading.value : undefined;
}

export type PacketFilterSource = Source<PacketFilter>;

export type PacketFilterSourceOptions = {readonly runner: Runner; readonly pacer: Pacer};

/** At most a tenth of the time goes into reading: with 10,000 services iptables-save alone takes two seconds. */
const rest = 9;

/** The packet filter, live: the same reference while no rule and no counter changed. */
export function createPacketFilterSource({runner, pacer}: PacketFilterSourceOptions): PacketFilterSource {
	return createPoll({pacer, rest, read: createPacketFilterReader(runner), equal: (a, b) => a === b});
}
