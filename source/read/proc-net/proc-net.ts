import type {Address, Link, Route, Inside} from '../../facts/network.js';
import {ipv6Text, readProcRoutes} from './route.js';
import {known, unknown, type Note} from '../../facts/reading.js';
import type {Reader} from '../reading.js';

/**
 * `grep -aH '' /proc/PID/net/{dev,dev_mcast,if_inet6,fib_trie,route,ipv6_route}` (Linux 5.10 to 6.12): what a process sees
 * of its network namespace, for a user who cannot enter it. Neither kinds, hardware addresses, MTUs nor states are told; an
 * IPv4 address is given to the link whose route holds it.
 */
export const readProcNet: Reader<Inside> = outcome => {
	const files = filesOf(outcome.stdout);
	const dev = files.get('dev');
	if (dev === undefined) return unknown('unreadable', '/proc/PID/net/dev');
	const notes: Note[] = [];
	const routes = readProcRoutes(files.get('route') ?? [], files.get('ipv6_route') ?? [], notes);
	const ipv6 = (files.get('if_inet6') ?? []).flatMap(line => inet6Of(line, notes));
	const indexes = new Map<string, number>([
		['lo', 1],
		...(files.get('dev_mcast') ?? []).flatMap(indexOf),
		...ipv6.map(({name, index}) => [name, index] as const),
	]);
	const addresses = addressesOf(files.get('fib_trie') ?? [], routes, [...indexes.keys()]);
	const links = dev.slice(2).flatMap((line): Link[] => {
		const link = linkOf(line, indexes);
		if (!link) {
			notes.push({line: line.slice(0, 200), reason: 'no index'});
			return [];
		}

		const own = ipv6.filter(({name}) => name === link.name).map(({address}) => address);
		return [{...link, addresses: [...(addresses.get(link.name) ?? []), ...own]}];
	});
	return known({links, routes, neighbours: null, through: 'process'}, notes);
};

/** Lines by file. */
function filesOf(stdout: string): ReadonlyMap<string, readonly string[]> {
	const files = new Map<string, string[]>();
	for (const line of stdout.split('\n')) {
		const match = /^\/proc\/\d+\/net\/(\w+):(.*)$/.exec(line);
		if (!match) continue;
		const [, name = '', content = ''] = match;
		const lines = files.get(name);
		if (lines) lines.push(content);
		else files.set(name, [content]);
	}

	return files;
}

/** `  eth0:    1310      15    0    0 …`: bytes, packets, errors, drops and four more, received and then sent. */
function linkOf(line: string, indexes: ReadonlyMap<string, number>): Link | undefined {
	const [, name = '', rest = ''] = /^\s*([^\s:]+):(.*)$/.exec(line) ?? [];
	const index = indexes.get(name);
	const counted = rest.trim().split(/\s+/).map(Number);
	if (index === undefined || counted.length < 12 || counted.some(Number.isNaN)) return undefined;
	const counters = (from: number) => ({
		bytes: counted[from] ?? 0,
		packets: counted[from + 1] ?? 0,
		drops: counted[from + 3] ?? 0,
	});
	return {
		...{index, name, kind: name === 'lo' ? 'loopback' : 'unknown', mac: null, mtu: null, state: 'UNKNOWN'},
		...{flags: [], qdisc: null, altnames: [], master: null, linkIndex: null, linkNetnsid: null, linkNetns: null},
		...{bridgePort: null, addresses: [], rx: counters(0), tx: counters(8)},
	};
}

/** `2    eth0            1     0     333300000001`: what listens to a group has an index and a name. */
function indexOf(line: string): ReadonlyArray<readonly [string, number]> {
	const [, index, name] = /^(\d+)\s+(\S+)\s/.exec(line) ?? [];
	return index === undefined || name === undefined ? [] : [[name, Number(index)]];
}

const scopes: Readonly<Record<string, string>> = {'00': 'global', '10': 'host', '20': 'link'};

/** `fe80000000000000b0ed7efffe029af3 02 40 20 c0     eth0`: address, index, prefix, scope, flags, all hexadecimal. */
function inet6Of(
	line: string,
	notes: Note[],
): ReadonlyArray<{readonly name: string; readonly index: number; readonly address: Address}> {
	const [, hex = '', index = '', prefix = '', scope = '', name = ''] =
		/^([\da-f]{32}) ([\da-f]+) ([\da-f]+) ([\da-f]+) [\da-f]+ +(\S+)$/.exec(line) ?? [];
	if (name === '') {
		notes.push({line: line.slice(0, 200), reason: 'not a line of if_inet6'});
		return [];
	}

	const address: Address = {
		...{family: 'inet6', local: ipv6Text(hex), prefixlen: Number.parseInt(prefix, 16)},
		...{scope: scopes[scope] ?? scope, broadcast: null, dynamic: false},
	};
	return [{name, index: Number.parseInt(index, 16), address}];
}

/** An address of fib_trie's `/32 host LOCAL` with the link of the narrowest route that holds it, else the only link. */
function addressesOf(
	trie: readonly string[],
	routes: readonly Route[],
	names: readonly string[],
): ReadonlyMap<string, readonly Address[]> {
	const locals = new Set<string>();
	let last = '';
	for (const line of trie) {
		last = /\|-- ([\d.]+)$/.exec(line)?.[1] ?? last;
		if (/^\s*\/32 host LOCAL$/.test(line)) locals.add(last);
	}

	const others = names.filter(name => name !== 'lo');
	const found = new Map<string, Address[]>();
	for (const local of locals) {
		const loopback = local.startsWith('127.');
		const route = loopback ? undefined : narrowest(local, routes);
		const name = loopback ? 'lo' : (route?.dev ?? (others.length === 1 ? others[0] : undefined));
		if (name === undefined) continue;
		const prefixlen = loopback ? 8 : Number(route?.to.split('/')[1] ?? 32);
		const scope = loopback ? 'host' : 'global';
		const address: Address = {family: 'inet', local, prefixlen, scope, broadcast: null, dynamic: false};
		found.set(name, [...(found.get(name) ?? []), address]);
	}

	return found;
}

/** Of the routes without a next hop: those that an address of a link brings along. */
function narrowest(address: string, routes: readonly Route[]): Route | undefined {
	const value = ipv4Value(address);
	return routes
		.filter(({to, via}) => via === null && to.includes('.') && holds(to, value))
		.toSorted((a, b) => Number(b.to.split('/')[1] ?? 32) - Number(a.to.split('/')[1] ?? 32))[0];
}

const ipv4Value = (text: string): number => text.split('.').reduce((value, part) => value * 256 + Number(part), 0);

function holds(prefix: string, value: number): boolean {
	const [base = '', length = '32'] = prefix.split('/');
	const size = 2 ** (32 - Number(length));
	return Math.floor(ipv4Value(base) / size) === Math.floor(value / size);
}
