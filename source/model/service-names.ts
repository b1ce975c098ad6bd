import {hashedChain, serviceHash, serviceKey} from './kube-chains.js';
import type {Ruleset} from '../facts/packet-filter.js';

type NamedPorts = {
	readonly namespace: string;
	readonly name: string;
	readonly ports: ReadonlyArray<{readonly name: string | null; readonly protocol: string}>;
};

/** Names that charts and k0s itself give to ports, the most usual first. */
const usual = [
	...['http', 'https', 'dns', 'dns-tcp', 'metrics', 'grpc', 'web', 'api', 'tcp', 'udp', 'webhook', 'admin', 'health'],
	...['http-metrics', 'https-metrics', 'metrics-server', 'server', 'client', 'peer', 'proxy', 'ui', 'dashboard'],
	...['postgres', 'postgresql', 'mysql', 'redis', 'mongodb', 'amqp', 'smtp', 'ssh', 'ldap', 'websecure', 'http-web'],
];

/**
 * The services behind the hashes of a ruleset, by hash. kubectl's tables print ports without their names, which are part
 * of what is hashed: then usual names are tried, and one counts only when its hash is there (80 bits: no accident).
 */
export function serviceNames(services: readonly NamedPorts[], ruleset: Ruleset): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	const nameless: Array<{readonly namespace: string; readonly name: string; readonly protocol: string}> = [];
	for (const {namespace, name, ports} of services) {
		for (const port of ports) {
			const key = serviceKey(namespace, name, port.name);
			found.set(serviceHash(key, port.protocol), key);
			if (port.name === null) nameless.push({namespace, name, protocol: port.protocol});
		}
	}

	if (nameless.length === 0) return found;
	const open = openHashes(ruleset, found);
	for (const {namespace, name, protocol} of nameless) {
		if (open.size === 0) break;
		for (const port of usual) {
			const key = serviceKey(namespace, name, port);
			const hash = serviceHash(key, protocol);
			if (open.delete(hash)) found.set(hash, key);
		}
	}

	return found;
}

/** Hashes of service chains that nothing has named yet. */
function openHashes({tables}: Ruleset, named: ReadonlyMap<string, string>): Set<string> {
	const hashes = tables
		.flatMap(({chains}) => chains)
		.flatMap(({name}) => {
			const chain = hashedChain(name);
			return chain && ['SVC', 'SVL', 'EXT', 'XLB', 'FW'].includes(chain.kind) ? [chain.hash] : [];
		});
	return new Set(hashes.filter(hash => !named.has(hash)));
}
