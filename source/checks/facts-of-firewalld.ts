import type {Outcome} from '../command/outcome.js';
import type {DirectRules, Zone} from '../facts/host.js';
import type {Table} from '../facts/packet-filter.js';
import {known, mapReading, type Reading} from '../facts/reading.js';
import {knownServices} from '../model/firewall.js';
import {readText} from '../read/file.js';
import {directOf, readDirect} from '../read/firewall/state.js';
import {readNftTables} from '../read/nft/table.js';
import type {Reader} from '../read/reading.js';
import {notAsked} from '../fact-table/one-fact.js';
import type {Facts} from './facts.js';

/** Rules, chains, passthroughs in force, then the file that a reload brings into force. */
export function readDirectRules(outcomes: readonly Outcome[]): Reading<DirectRules> {
	const [rules, chains, passthroughs, file] = outcomes;
	if (!rules || !chains || !passthroughs || !file) return notAsked;
	const [first, second, third] = [readDirect(rules), readDirect(chains), readDirect(passthroughs)];
	const written = mapReading(readText(file), directOf);
	if (!first.known) return first;
	if (!second.known) return second;
	if (!third.known) return third;
	if (!written.known) return written;
	return known({rules: first.value, chains: second.value, passthroughs: third.value, written: written.value});
}

/** nft says "No such file or directory" where the back end iptables made none. */
export const readFirewallTable: Reader<Table | null> = outcome => {
	if (outcome.kind === 'failed' && /No such file or directory/.test(outcome.stderr)) return known(null);
	return mapReading(readNftTables(outcome), tables => {
		const table = tables.find(({name}) => name === 'firewalld');
		return table ? {...table, owner: 'firewalld', kind: 'native'} : null;
	});
};

/** Names of ipsets that zones have as their sources. */
export const ipsetsOf = (zones: readonly Zone[]): readonly string[] => [
	...new Set(zones.flatMap(({sources}) => sources.flatMap(source => /^ipset:(.+)$/.exec(source)?.[1] ?? []))),
];

/**
 * Services of what may judge pods, that stand in no list of ours, or there as what opens a port of Kubernetes: those of k0s
 * are made by whoever followed its documentation, and any can be made anew below /etc/firewalld.
 */
export function strangeServices({zones, policies, defaultZone}: Partial<Facts>): readonly string[] {
	const judging = (zones?.known ? zones.value : []).filter(
		({name, interfaces, sources}) =>
			interfaces.length > 0 || sources.length > 0 || (defaultZone?.known === true && name === defaultZone.value),
	);
	const active = (policies?.known ? policies.value : []).filter(policy => policy.active);
	const names = [...judging, ...active].flatMap(({services}) => services);
	return [...new Set(names)].filter(name => name !== 'ssh' && knownServices.get(name)?.ports.length !== 0).toSorted();
}

/** What was read of each; what could not be read is missing. */
export const named = <T>(
	names: readonly string[],
	outcomes: readonly Outcome[],
	read: Reader<T>,
): ReadonlyMap<string, T> =>
	new Map(
		names.flatMap((name, index) => {
			const outcome = outcomes[index];
			const reading = outcome && read(outcome);
			return reading?.known ? [[name, reading.value] as const] : [];
		}),
	);
