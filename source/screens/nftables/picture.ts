import {wrap} from '../../components/blocks.js';
import {blank, bold, colored, dim, line, span, type Line, type Span} from '../../components/line.js';
import {cut, displayWidth, pad} from '../../components/width.js';
import type {Home, Homes} from '../../model/endpoint-homes.js';
import type {Entry} from '../../model/service-entry.js';
import type {Picture, PictureChain, PictureEndpoint, PictureEntry, Spot} from '../../model/service-picture.js';
import {unseenOf, wayTexts} from '../../report/node-ways.js';
import type {Text} from '../../text/text.js';
import {shortNumber} from './words.js';

/** The way of a service port as lines: entries, chains, endpoints with their pods. Each line leads to its rule. */
export type Part = {readonly key: string; readonly at: Spot} & (
	| {readonly kind: 'entry'; readonly entry: PictureEntry}
	| {readonly kind: 'chain'; readonly chain: PictureChain}
	| {readonly kind: 'masquerade'; readonly chain: PictureChain}
	| {
			readonly kind: 'endpoint';
			readonly chain: PictureChain;
			readonly endpoint: PictureEndpoint;
			readonly last: boolean;
	  }
	| {readonly kind: 'firewall'; readonly endpoint: PictureEndpoint; readonly last: boolean}
);

/** The lines that can be selected, in order. */
export function partsOf({entries, chains}: Picture): Part[] {
	const parts: Part[] = entries.map((entry, index) => ({kind: 'entry', key: `entry ${index}`, at: entry.at, entry}));
	for (const chain of chains) {
		const {name} = chain.at.chain;
		parts.push({kind: 'chain', key: name, at: chain.at, chain});
		if (chain.masquerade) parts.push({kind: 'masquerade', key: `${name} masquerade`, at: chain.masquerade.at, chain});
		for (const [index, endpoint] of chain.endpoints.entries()) {
			const last = index === chain.endpoints.length - 1;
			parts.push({kind: 'endpoint', key: `${name} ${endpoint.chain}`, at: endpoint.at, chain, endpoint, last});
			const {firewall} = endpoint;
			if (firewall) {
				const at = {table: firewall.table, chain: firewall.chain, rule: null};
				parts.push({kind: 'firewall', key: `${name} ${endpoint.chain} firewall`, at, endpoint, last});
			}
		}
	}

	return parts;
}

export type PictureLine = {readonly line: Line; readonly key: string | null};

/** All lines; `key` is null for those that only head or part others. */
export function pictureLines(
	picture: Picture,
	width: number,
	text: Text,
	homes: Homes = new Map<string, Home>(),
): PictureLine[] {
	const words = text.nftables.live;
	const parts = partsOf(picture);
	const heading = (content: Line): PictureLine => ({line: content, key: null});
	const titles = [span(pad(words.columns.ways, wayWidth)), span(pad(words.columns.connections, countWidth, 'right'))];
	const lines: PictureLine[] = [heading([...titles, span(`  ${words.columns.rule}`)].map(({text}) => dim(text)))];
	for (const part of parts) {
		// The chains stand apart from the ways in, and from each other.
		if (part.kind === 'chain') lines.push(heading(blank));
		lines.push({line: partLine(part, picture, width, text, homes), key: part.key});
		const home = part.kind === 'endpoint' ? homes.get(part.endpoint.address) : undefined;
		if (part.kind === 'endpoint' && home?.node) {
			for (const way of wayTexts(home.node, text.network, part.endpoint.address))
				for (const words of wrap(text.network.nodes.leaves(home.node.name, way), width - underIndent))
					lines.push(heading(underLine(words, part.last, width)));
		}

		if (part.kind === 'endpoint' && home?.namespace)
			lines.push(heading(underLine(text.nftables.live.home(home.namespace), part.last, width)));
	}

	const away = new Map(
		parts.flatMap(part => {
			const node = part.kind === 'endpoint' ? homes.get(part.endpoint.address)?.node : undefined;
			return node ? [[node.name, node] as const] : [];
		}),
	);
	const unseen = [...away.values()].flatMap(node => wrap(unseenOf(node, text.network), width));
	lines.push(
		heading(blank),
		...resultLines(picture, text).map(heading),
		...unseen.map(words => heading(line(dim(words)))),
	);
	return lines;
}

const wayWidth = 44;
const countWidth = 11;

function partLine(part: Part, picture: Picture, width: number, text: Text, homes: Homes): Line {
	switch (part.kind) {
		case 'entry':
			return entryLine(part.entry, text);
		case 'chain':
			return chainLine(part.chain, picture, width, text);
		case 'masquerade': {
			const {live} = text.nftables;
			const {packets = null, when = 'some'} = part.chain.masquerade ?? {};
			return counted(`  ${live.masquerade[when]}`, packets, width, {dim: packets === 0});
		}

		case 'endpoint':
			return endpointLine(part.endpoint, part.last, width, text, homes.get(part.endpoint.address));
		case 'firewall':
			return firewallLine(part.endpoint, part.last, width, text);
	}
}

function entryLine({entry, verdict, at}: PictureEntry, text: Text): Line {
	const {path, live} = text.nftables;
	const name = `${pad(path.kinds[entry.kind] ?? entry.kind, 17)}${doorText(entry, path.anyAddress)}`;
	const refused: Span[] =
		verdict === 'dnat' ? [] : [colored(`  ${live.entryRefused[verdict]}`, verdict === 'none' ? 'yellow' : 'red')];
	return line(
		`  ${pad(cut(name, wayWidth - 2), wayWidth - 2)}`,
		pad(shortNumber(entry.packets), countWidth, 'right'),
		dim(`  ${at.chain.name} #${(at.rule?.index ?? 0) + 1}`),
		...refused,
	);
}

export function doorText({address, port, protocol, family}: Entry, any: string): string {
	const host = address ?? any;
	return `${host.includes(':') || family === 'ip6' ? `[${host}]` : host}:${port}/${protocol}`;
}

function chainLine(
	{role, at, packets, endpoints, affinity, affinitySeconds}: PictureChain,
	picture: Picture,
	width: number,
	text: Text,
): Line {
	const {roles, affinity: sticky} = text.nftables.live;
	const what =
		role === 'guards'
			? roles.guards(picture.sourceRanges)
			: role === 'external'
				? roles.external(picture.externalTrafficPolicy)
				: roles[role](endpoints.length);
	const more = affinity === 'ClientIP' ? `, ${sticky(affinitySeconds)}` : '';
	const room = width - countWidth - 2;
	const whole = at.chain.name;
	const name = displayWidth(`► ${whole}  ${what}${more}`) > room ? short(whole) : whole;
	const said = cut(`► ${name}  ${what}${more}`, room);
	return line(
		bold(cut(`► ${name}`, room)),
		said.slice(`► ${name}`.length),
		' '.repeat(Math.max(0, room - displayWidth(said))),
		pad(shortNumber(packets), countWidth + 2, 'right'),
	);
}

/** The kind and the start of the hash tell chains of one service apart. */
const short = (name: string): string => (name.length > 22 ? `${name.slice(0, 14)}…` : name);

function counted(words: string, packets: number | null, width: number, style: {readonly dim?: boolean}): Line {
	const room = width - countWidth - 2;
	return line(
		span(pad(cut(words, room), room), style),
		span(pad(shortNumber(packets), countWidth + 2, 'right'), style),
	);
}

const barWidth = 12;

function endpointLine(
	{share, packets, address, port, pod, namespace}: PictureEndpoint,
	last: boolean,
	width: number,
	text: Text,
	home: Home | undefined,
): Line {
	const {live} = text.nftables;
	const full = Math.round(share * barWidth);
	const head = `  ${last ? '└' : '├'} ${`${(share * 100).toFixed(1)} %`.padStart(7)} `;
	const where = port === null ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`;
	const named = pod === null ? (home?.pod ?? null) : `${namespace ?? ''}/${pod}`;
	const who = named ?? home?.node?.name ?? (home?.namespace === null ? live.thisNode : live.noPod);
	const room = width - displayWidth(head) - barWidth - 1 - countWidth - 2;
	const address22 = pad(where, 22);
	const said = cut(`${address22} ${who}`, room);
	return line(
		head,
		colored('█'.repeat(full), 'green'),
		dim('░'.repeat(barWidth - full)),
		' ',
		said.slice(0, address22.length),
		named === null ? dim(said.slice(address22.length)) : said.slice(address22.length),
		' '.repeat(Math.max(0, room - displayWidth(said))),
		pad(shortNumber(packets), countWidth + 2, 'right'),
	);
}

/** What stands left of a line under an endpoint. */
const underIndent = 13;

/** Under the bar of its endpoint. */
const underLine = (words: string, last: boolean, width: number): Line =>
	line(dim(cut(`  ${last ? ' ' : '│'}          ${words}`, width)));

function firewallLine({firewall}: PictureEndpoint, last: boolean, width: number, text: Text): Line {
	const {live} = text.nftables;
	if (!firewall) return blank;
	const {ingress, egress, refused} = firewall;
	const words = `  ${last ? ' ' : '│'}          ${live.podFirewall(ingress, egress)}`;
	const tail = refused === null ? '' : live.refused(shortNumber(refused));
	const room = width - displayWidth(tail) - 2;
	return line(dim(pad(cut(words, room), room)), '  ', refused ? colored(tail, 'red') : dim(tail));
}

function resultLines({verdict, entries, chains, sourceRanges, flags}: Picture, text: Text): Line[] {
	const {live, path} = text.nftables;
	const endpoints = chains.find(chain => chain.endpoints.length > 0)?.endpoints.length ?? 0;
	const result = live.result[verdict](endpoints);
	return [
		line(verdict === 'dnat' ? span(result, {color: 'green'}) : span(result, {color: 'red'})),
		...(entries.some(({entry}) => entry.packets !== null) ? [line(dim(live.sinceSync))] : []),
		...(sourceRanges.length > 0 ? [line(live.rangesDrop(sourceRanges))] : []),
		...flags.map(flag => line(colored(`! ${path.flags[flag] ?? flag}`, 'yellow'))),
	];
}
