import type {Hop, Packet} from '../packet-walk/facts.js';

/** What a person types to see why: argv of commands that only read. */

/** The chain that holds a rule or policy. */
export function chainCommand({family, table, chain}: Hop, legacy = false): readonly string[] {
	if (!isXtables(family, table)) return ['nft', 'list', 'chain', family, table, chain];
	return [`${family === 'ip6' ? 'ip6tables' : 'iptables'}${legacy ? '-legacy' : ''}`, '-t', table, '-S', chain, '-v'];
}

const isXtables = (family: string, table: string): boolean =>
	(family === 'ip' || family === 'ip6') && /^(?:raw|mangle|nat|filter|security)$/.test(table);

/** The kernel's own routing decision for a packet. */
export function routeCommand({source, destination, input}: Packet): readonly string[] {
	return ['ip', 'route', 'get', destination, ...(input === null ? [] : ['from', source, 'iif', input])];
}

export const inNamespace = (file: string | undefined, argv: readonly string[]): readonly string[] =>
	file === undefined ? argv : ['nsenter', `--net=${file}`, ...argv];

/** Who listens, in a namespace or (no file) on this host. */
export const listenersCommand = (file: string | undefined): readonly string[] =>
	file === undefined ? ['ss', '-Hltnup'] : inNamespace(file, ['ss', '-Hltnu']);
