import type {Packet, Surroundings} from '../../source/model/packet-walk/facts.js';
import type {Ruleset, TraceEvent} from '../../source/facts/packet-filter.js';
import {assemble, emptyParts} from '../../source/model/ruleset.js';
import {readAddresses} from '../../source/read/ip/address.js';
import {readRoutes} from '../../source/read/ip/route.js';
import {readIpsetSave} from '../../source/read/ipset-save.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {readNftChains} from '../../source/read/nft/chains.js';
import {readNftTables} from '../../source/read/nft/table.js';
import {readTraceLine} from '../../source/read/nft/trace.js';
import {finish} from '../../source/read/sliced.js';
import {usualKernel} from './kernel-settings.js';
import {ended, sample} from './packet-filter.js';

const ip = 'ip/iproute2-6.1.0/full';

/** Routes, addresses and ipsets of the recorded host `full`. */
export function surroundings(): Surroundings {
	const routes = readRoutes(ended(sample(ip, 'ip-j-route-all.json')));
	const links = readAddresses(ended(sample(ip, 'ip-j-d-s-addr.json')));
	const ipsets = readIpsetSave(ended(sample('ipset', 'full.txt')));
	if (!routes.known || !links.known || !ipsets.known) throw new Error('unreadable sample');
	return {
		...usualKernel(links.value.map(({name, kind}) => ({name, kind, addresses: []}))),
		routes: routes.value,
		links: links.value.map(({name, kind, addresses}) => ({name, kind, addresses: addresses.map(({local}) => local)})),
		ipsets: ipsets.value,
	};
}

/** The rules of `full`, with firewalld's table beside them. */
export function withFirewalld(): Ruleset {
	const saved = readIptablesSave(ended(sample('iptables', 'full.txt')));
	const heads = readNftChains(ended(sample('nft', 'full-chains.json')));
	const natives = readNftTables(ended(sample('nft', 'firewalld.json')));
	if (!saved.known || !heads.known || !natives.known) throw new Error('unreadable sample');
	const parts = {
		...emptyParts,
		heads: [...heads.value, ...natives.value],
		saved: saved.value,
		natives: natives.value,
	};
	return finish(assemble(parts)).ruleset;
}

/** The kernel's own words on one packet; our marking table is not part of its way. */
export const traced = (name: string): TraceEvent[] =>
	sample('trace', `${name}.nft-monitor.txt`)
		.split('\n')
		.flatMap(line => readTraceLine(line) ?? [])
		.filter(({table}) => table !== 'k0stui_trace');

/** The packet that was traced, as it was before any rule saw it. */
export function tracedPacket(name: string): Packet {
	const first = sample('trace', `${name}.nft-monitor.txt`)
		.split('\n')
		.flatMap(line => readTraceLine(line) ?? [])[0];
	if (first?.kind !== 'packet') throw new Error(`${name}: no packet`);
	return {
		source: first.source ?? '',
		destination: first.destination ?? '',
		protocol: 'tcp',
		sourcePort: first.sourcePort,
		destinationPort: first.destinationPort,
		input: first.input,
	};
}
