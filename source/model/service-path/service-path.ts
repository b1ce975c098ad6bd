import {finish} from '../../read/sliced.js';
import {contains, parseCidr} from '../cidr.js';
import {hashedChain} from '../kube-chains.js';
import type {Labels} from '../chain-labels.js';
import type {Ruleset} from '../../facts/packet-filter.js';
import {serviceParts, type Entry, type ProxyMode, type ServicePath} from '../service-entry.js';
import {iptablesEntries, iptablesPath, sameDoor} from './iptables.js';
import {nftEntries, nftPath, nftTables} from './nft.js';
import type {Target} from '../service-target.js';

const ipvsChains = new Set([
	'KUBE-LOAD-BALANCER',
	'KUBE-NODE-PORT',
	'KUBE-SOURCE-RANGES-FIREWALL',
	'KUBE-IPVS-FILTER',
	'KUBE-IPVS-OUT-FILTER',
]);

/** How kube-proxy works here, told by the chains that it left; null: no trace of it. */
export function proxyMode(ruleset: Ruleset): ProxyMode | null {
	if (nftTables(ruleset).length > 0) return 'nftables';
	const names = new Set(ruleset.tables.flatMap(({chains}) => chains.map(({name}) => name)));
	// A chain of ipvs mode that was left behind outweighs no rule that leads to a service's own chain.
	if ([...ipvsChains].some(name => names.has(name)) && !leadsToServices(ruleset)) return 'ipvs';
	return names.has('KUBE-SERVICES') ? 'iptables' : null;
}

const leadsToServices = ({tables}: Ruleset): boolean =>
	tables.some(({chains}) =>
		chains.some(
			({name, rules}) =>
				(name === 'KUBE-SERVICES' || name === 'KUBE-NODEPORTS') &&
				rules.some(
					({verdict}) =>
						(verdict.kind === 'jump' || verdict.kind === 'goto') && hashedChain(verdict.chain) !== undefined,
				),
		),
	);

/** Every way into every service; empty in ipvs mode, where the packet filter does not know. */
export function serviceEntries(ruleset: Ruleset, labels: Labels): Entry[] {
	switch (proxyMode(ruleset)) {
		case 'nftables':
			return finish(nftEntries(ruleset));
		case 'iptables':
			return finish(iptablesEntries(ruleset, labels));
		default:
			return [];
	}
}

/**
 * Follows a target to its endpoints: one path for each port (and protocol) that it names. `local` are the addresses of
 * this node: a node port answers on each of them.
 */
export function followTarget(
	ruleset: Ruleset,
	target: Target,
	{labels, local = new Set()}: {readonly labels: Labels; readonly local?: ReadonlySet<string>},
): ServicePath[] {
	const entries = serviceEntries(ruleset, labels);
	const asked = entries.filter(entry => wanted(entry, target, entries, local));
	const doors = asked.filter(entry => !entry.refusal || !asked.some(other => !other.refusal && sameDoor(entry, other)));
	return primary(doors, target).map(entry => {
		const together = entries.filter(
			other =>
				other === entry ||
				sameDoor(entry, other) ||
				(entry.service !== null && other.service === entry.service && other.protocol === entry.protocol),
		);
		return entryPath(ruleset, entry, together, labels);
	});
}

/** Follows one way in to its endpoints. `entries`: all ways into the same port. */
export function entryPath(ruleset: Ruleset, entry: Entry, entries: readonly Entry[], labels: Labels): ServicePath {
	if (proxyMode(ruleset) === 'nftables') return nftPath(ruleset, entry, {entries, labels});
	const refused = entries.find(other => other.refusal && sameDoor(entry, other));
	return iptablesPath(ruleset, entry, {entries, refused, labels});
}

function wanted(entry: Entry, target: Target, all: readonly Entry[], local: ReadonlySet<string>): boolean {
	switch (target.kind) {
		case 'service': {
			const parts = entry.service === null ? null : serviceParts(entry.service);
			if (parts?.namespace !== target.namespace || parts.name !== target.name) return false;
			return target.port === null || parts.port === target.port || hasPort(entry, target.port, all);
		}

		case 'node-port':
			return entry.kind === 'node-port' && entry.port === target.port && agrees(entry, target.protocol);
		case 'address': {
			if (entry.port !== target.port || !agrees(entry, target.protocol)) return false;
			if (entry.address !== null) return sameAddress(entry.address, target.address);
			if (entry.addresses?.some(own => holds(own, target.address)) === false) return false;
			return [...local].some(own => sameAddress(own, target.address)) || target.address.startsWith('127.');
		}
	}
}

/** `fd01::a5` and `fd01:0:0::a5` are one. */
const sameAddress = (a: string, b: string): boolean => a === b || (a.includes(':') && b.includes(':') && holds(a, b));

function holds(network: string, address: string): boolean {
	const [outer, inner] = [parseCidr(network), parseCidr(address)];
	return outer !== undefined && inner !== undefined && contains(outer, inner);
}

const agrees = (entry: Entry, protocol: string | null): boolean => protocol === null || entry.protocol === protocol;

/** The port of a service is the one of its cluster IP; its node port is another number. */
function hasPort(entry: Entry, port: string, all: readonly Entry[]): boolean {
	return all.some(
		other =>
			other.service === entry.service &&
			other.protocol === entry.protocol &&
			other.kind !== 'node-port' &&
			String(other.port) === port,
	);
}

const order: ReadonlyArray<Entry['kind']> = ['cluster-ip', 'external-ip', 'load-balancer', 'node-port'];

/** Of a service the cluster IP of each port; of other targets every entry. */
function primary(entries: readonly Entry[], target: Target): Entry[] {
	if (target.kind !== 'service') return [...entries];
	const best = new Map<string, Entry>();
	for (const entry of entries) {
		const key = `${entry.service ?? ''} ${entry.protocol} ${entry.family}`;
		const before = best.get(key);
		if (!before || order.indexOf(entry.kind) < order.indexOf(before.kind)) best.set(key, entry);
	}

	return [...best.values()];
}
