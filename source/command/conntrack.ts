import {command, follow, type Command} from './command.js';

/** conntrack (conntrack-tools 1.4): what the kernel remembers of connections, and how NAT changed them. Needs root. */

/**
 * Which entries: their sender (`source`), whom they asked (`destination`), or who answers (`reply-source`: behind a service
 * that is its endpoint). The tool and the kernel look through the table, and nobody reads all of it.
 */
export type ConnectionFilter = {
	readonly family: 4 | 6;
	readonly side: 'source' | 'destination' | 'reply-source';
	/** Null: of any; a node port has none. */
	readonly address: string | null;
	readonly protocol: 'tcp' | 'udp' | 'sctp' | null;
	/** The port that was asked; only with a protocol. */
	readonly port: number | null;
};

const options = {source: '-s', destination: '-d', 'reply-source': '-r'} as const;

const words = ({family, side, address, protocol, port}: ConnectionFilter): readonly string[] => [
	...['-f', family === 6 ? 'ipv6' : 'ipv4'],
	...(protocol === null ? [] : ['-p', protocol]),
	...(address === null ? [] : [options[side], address]),
	...(protocol === null || port === null ? [] : ['--orig-port-dst', String(port)]),
];

/** The entries there are, a line each. What is kept of the text are its last words: the lines are taken as they come. */
export const connections = (filter: ConnectionFilter): Command =>
	command(['conntrack', '-L', '-o', 'extended,id', ...words(filter)], 'conntrack', {
		root: true,
		deadline: 30_000,
		maxOutput: 8192,
	});

/** Entries that begin, change and end, a line each, for so many seconds. */
export const connectionEvents = (filter: ConnectionFilter, seconds: number): Command =>
	follow(
		['timeout', String(seconds), 'conntrack', '-E', '-o', 'extended,id,timestamp', ...words(filter)],
		'conntrack-events',
		{root: true},
	);
