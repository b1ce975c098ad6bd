import type {Route} from '../../facts/network.js';
import type {Note} from '../../facts/reading.js';

/** RTF_* of <linux/route.h> and <linux/ipv6_route.h>. */
const flag = {up: 0x1, gateway: 0x2, reject: 0x200, anycast: 0x10_00_00, cache: 0x1_00_00_00, local: 0x80_00_00_00};

/** `/proc/PID/net/route` with its title line, and `/proc/PID/net/ipv6_route`: table main of one namespace. */
export function readProcRoutes(v4: readonly string[], v6: readonly string[], notes: Note[]): readonly Route[] {
	return [...v4.slice(1).flatMap(line => ipv4Route(line, notes)), ...v6.flatMap(line => ipv6Route(line, notes))];
}

const route = (given: Pick<Route, 'to' | 'via' | 'dev' | 'metric'>, rejects: boolean): Route => ({
	...given,
	type: rejects ? 'unreachable' : 'unicast',
	...{source: null, table: 'main', protocol: null, scope: null},
});

/** `eth0	0000F40A	00000000	0001	0	0	0	00FFFFFF	0	0	0`: numbers are in the processor's order, the low byte first. */
function ipv4Route(line: string, notes: Note[]): readonly Route[] {
	const [dev = '', to = '', via = '', flags = '', , , metric = '', mask = ''] = line.trim().split(/\s+/);
	if (![to, via, mask].every(word => /^[\dA-F]{8}$/i.test(word))) {
		notes.push({line: line.slice(0, 200), reason: 'not a line of route'});
		return [];
	}

	const bits = Number.parseInt(flags, 16);
	const length = [...Number.parseInt(mask, 16).toString(2)].filter(bit => bit === '1').length;
	return [
		route(
			{
				to: length === 0 ? 'default' : length === 32 ? ipv4Text(to) : `${ipv4Text(to)}/${length}`,
				via: (bits & flag.gateway) === 0 ? null : ipv4Text(via),
				dev: dev === '*' ? null : dev,
				metric: Number(metric) || null,
			},
			(bits & flag.reject) !== 0,
		),
	];
}

const ipv4Text = (hex: string): string =>
	(hex.match(/../g) ?? [])
		.toReversed()
		.map(byte => Number.parseInt(byte, 16))
		.join('.');

/** Destination, its length, source, its length, next hop, metric, two counts, flags, link. */
function ipv6Route(line: string, notes: Note[]): readonly Route[] {
	const [, to = '', length = '', via = '', metric = '', flags = '', dev = ''] =
		/^([\da-f]{32}) ([\da-f]{2}) [\da-f]{32} [\da-f]{2} ([\da-f]{32}) ([\da-f]{8}) [\da-f]{8} [\da-f]{8} ([\da-f]{8}) +(\S+)$/.exec(
			line,
		) ?? [];
	if (dev === '') {
		notes.push({line: line.slice(0, 200), reason: 'not a line of ipv6_route'});
		return [];
	}

	const bits = Number.parseInt(flags, 16);
	const has = (bit: number): boolean => Math.floor(bits / bit) % 2 === 1;
	// The kernel keeps its own addresses, groups and what it has looked up in the same list.
	if (!has(flag.up) || has(flag.local) || has(flag.anycast) || has(flag.cache)) return [];
	if (to.startsWith('ff') || dev === 'lo') return [];
	const prefix = Number.parseInt(length, 16);
	return [
		route(
			{
				to: prefix === 0 ? 'default' : prefix === 128 ? ipv6Text(to) : `${ipv6Text(to)}/${prefix}`,
				via: has(flag.gateway) ? ipv6Text(via) : null,
				dev,
				metric: Number.parseInt(metric, 16) || null,
			},
			has(flag.reject),
		),
	];
}

/** 32 hexadecimal digits as people write them: the longest run of zero groups as `::`. */
export function ipv6Text(hex: string): string {
	const groups = (hex.match(/.{4}/g) ?? []).map(group => Number.parseInt(group, 16).toString(16));
	const [longest] = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)]
		.map(match => ({at: match.index, length: match[0].length}))
		.toSorted((a, b) => b.length - a.length);
	const whole = groups.join(':');
	if (!longest) return whole;
	return `${whole.slice(0, longest.at)}::${whole.slice(longest.at + longest.length).replace(/^:/, '')}`;
}
