import type {Address, Link} from '../../facts/network.js';
import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown, type Note} from '../../facts/reading.js';

/**
 * The text of `ip -d link show` and `ip addr show` (iproute2 6.1.0 and EL10's), for hosts that are known by a recording
 * only: JSON is read wherever it can be had. Attributes that differ by version are skipped over.
 */
export const readLinksText: Reader<readonly Link[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ip');
	const links: Link[] = [];
	const notes: Note[] = [];
	let block: string[] = [];
	const close = (): void => {
		const link = linkOf(block);
		if (link) links.push(link);
		else for (const line of block) notes.push({line, reason: 'not a link'});
		block = [];
	};

	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		if (/^\S/.test(line)) close();
		block.push(line);
	}

	close();
	if (links.length === 0 && notes.length > 0) return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	return known(withPeersByName(links), notes);
};

/** `ip -d link show` knows kinds and bridge ports, `ip addr show` addresses: one Link of both, by index. */
export function mergeLinks(details: readonly Link[], addressed: readonly Link[]): readonly Link[] {
	const byIndex = new Map(addressed.map(link => [link.index, link]));
	return details.map(link => {
		const other = byIndex.get(link.index);
		return other?.name === link.name ? {...link, addresses: other.addresses, altnames: other.altnames} : link;
	});
}

/** `2: eth0@if7: <FLAGS> mtu 1500 …` with the indented lines below it. `lower`: what stands after the @, by name. */
type TextLink = Link & {readonly lower: string | null};

function linkOf(block: readonly string[]): TextLink | undefined {
	const header = /^(\d+): (\S+?)(?:@([^@:\s]+))?: <([^>]*)> ?(.*)$/.exec(block[0] ?? '');
	if (!header) return undefined;
	const [, index = '', name = '', at, flags = '', rest = ''] = header;
	const attributes = words(rest);
	const lines = block.slice(1).map(line => line.trim());
	const hardware = lines.find(line => line.startsWith('link/')) ?? '';
	const type = /^link\/(\S+)/.exec(hardware)?.[1] ?? 'unknown';
	const far = words(hardware.replace(/^\S+ ?\S*/, ''));
	const outside = /^if(\d+)$/.exec(at ?? '')?.[1];
	const port = lines.find(line => line.startsWith('bridge_slave '));
	return {
		index: Number(index),
		name,
		kind: kindOf(lines) ?? type,
		mac: type === 'loopback' ? null : (/^link\/\S+ (\S+)/.exec(hardware)?.[1] ?? null),
		mtu: Number(attributes.get('mtu') ?? 0) || null,
		state: attributes.get('state') ?? 'UNKNOWN',
		flags: flags === '' ? [] : flags.split(','),
		qdisc: attributes.get('qdisc') ?? null,
		altnames: lines.flatMap(line => /^altname (\S+)$/.exec(line)?.[1] ?? []),
		master: attributes.get('master') ?? null,
		linkIndex: outside === undefined ? null : Number(outside) || null,
		linkNetnsid: numberOrNull(far.get('link-netnsid')),
		linkNetns: far.get('link-netns') ?? null,
		bridgePort: port === undefined ? null : portOf(words(port.slice('bridge_slave '.length))),
		addresses: lines.flatMap(addressOf),
		rx: null,
		tx: null,
		lower: outside === undefined ? (at ?? null) : null,
	};
}

/** Within one namespace `va@vb` names the other end: its index is in the same listing. */
function withPeersByName(links: readonly Link[]): readonly Link[] {
	const indexes = new Map(links.map(link => [link.name, link.index]));
	return (links as readonly TextLink[]).map(({lower, ...link}) =>
		lower === null ? link : {...link, linkIndex: indexes.get(lower) ?? null},
	);
}

/** `mtu 1500 qdisc noqueue` as pairs; a word without a value shifts the pairs, so every word may be a name. */
function words(text: string): ReadonlyMap<string, string> {
	const all = text.split(/\s+/).filter(word => word !== '');
	const pairs = new Map<string, string>();
	for (const [position, word] of all.entries()) {
		const value = all[position + 1];
		if (value !== undefined && !pairs.has(word)) pairs.set(word, value);
	}

	return pairs;
}

const notAKind = /^(?:link\/|inet6? |altname |alias |valid_lft |RX|TX|vf |prog\/|[\d])/;

/** The line of `-d` that begins with the kind: `veth`, `bridge forward_delay …`; a `…_slave` line belongs to the master. */
function kindOf(lines: readonly string[]): string | undefined {
	const line = lines.find(item => !notAKind.test(item) && !/^\w+_slave\b/.test(item));
	return line === undefined ? undefined : /^[a-z][\w-]*/.exec(line)?.[0];
}

function portOf(port: ReadonlyMap<string, string>): Link['bridgePort'] {
	const state = port.get('state');
	return state === undefined ? null : {state, hairpin: port.get('hairpin') === 'on'};
}

function addressOf(line: string): Address[] {
	const match = /^(inet6?) (\S+?)(?: peer \S+?)?\/(\d+) ?(.*)$/.exec(line);
	if (!match) return [];
	const [, family, local = '', prefixlen, rest = ''] = match;
	const attributes = words(rest);
	return [
		{
			family: family === 'inet6' ? 'inet6' : 'inet',
			local,
			prefixlen: Number(prefixlen),
			scope: attributes.get('scope') ?? 'global',
			broadcast: attributes.get('brd') ?? null,
			dynamic: rest.split(' ').includes('dynamic'),
		},
	];
}

const numberOrNull = (value: string | undefined): number | null =>
	value !== undefined && /^-?\d+$/.test(value) ? Number(value) : null;
