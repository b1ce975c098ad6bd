import type {Outcome} from '../../../source/command/outcome.js';
import {createPacketFilterReader, type PacketFilter} from '../../../source/store/packet-filter/read.js';
import {fakeRunner} from '../../support/fake-runner.js';
import {sample} from '../../support/packet-filter.js';

export type Host = Record<string, Partial<Outcome> | string>;

export const full: Host = {
	'nft -j list chains': sample('nft', 'full-chains.json'),
	'iptables-nft-save -c': sample('iptables', 'full.txt'),
	'ipset save': sample('ipset', 'full.txt'),
};
export const readerOf = (host: Host) => {
	const runner = fakeRunner(argv => host[argv]);
	return {runner, read: createPacketFilterReader(runner)};
};

export const value = async (read: ReturnType<typeof createPacketFilterReader>): Promise<PacketFilter> => {
	const reading = await read();
	if (!reading.known) throw new Error(`${reading.unknown.reason}: ${reading.unknown.detail}`);
	return reading.value;
};

export const counts = ({ruleset}: PacketFilter) => {
	const chains = ruleset.tables.flatMap(table => table.chains);
	return [chains.length, chains.reduce((sum, {rules}) => sum + rules.length, 0)];
};
