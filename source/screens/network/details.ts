import {headerLine, layout, rowLine, type Column} from '../../components/columns.js';
import {blank, bold, colored, dim, line, span, type Line, type Span} from '../../components/line.js';
import type {LinkWithPeer, Route} from '../../model/network.js';
import {linkKey} from '../../model/network-keys.js';
import type {LinkRate} from '../../model/network-rates.js';
import {formatBytes} from '../../model/quantity.js';
import type {Text} from '../../text/text.js';
import type {Space} from './spaces.js';

/** Lines made only where they are seen: a host has thousands of processes. */
export type Block = {readonly length: number; readonly at: (row: number) => Line};

export type DetailContext = {
	readonly text: Text;
	readonly width: number;
	readonly rates: ReadonlyMap<string, LinkRate>;
};

/** From here on a link is one row with all its columns; below it takes a second, dim one. */
const wide = 110;

const fixed = (...lines: readonly Line[]): Block => ({length: lines.length, at: row => lines[row] ?? blank});

/** Everything about one namespace (or the host): its pod, links, routes, processes. */
export function detailBlocks(space: Space, context: DetailContext): readonly Block[] {
	const {text, width} = context;
	const words = text.network;
	const {namespace, links, routes, processes} = space;
	const pod = namespace?.pod;
	const note = namespace ? words.note(namespace) : null;
	const known = !namespace?.unread && namespace?.state !== 'stale';
	return [
		...(pod
			? [
					fixed(
						line(
							dim(`${words.columns.pod}  `),
							bold(`${pod.namespace}/${pod.name}`),
							dim(`  ${words.podSource[pod.source]}`),
						),
					),
				]
			: []),
		...(note === null ? [] : [fixed(line(colored(note, 'yellow')))]),
		...(known ? [linkBlock(space, links, context), fixed(blank), routeBlock(routes, context)] : []),
		...(processes === null && note !== null
			? []
			: [...(known || pod || note ? [fixed(blank)] : []), processBlock(space, text, width)]),
	];
}

/** The lines `from` up to `to` of blocks that stand one under the other. */
export function linesOf(blocks: readonly Block[], from: number, to: number): Line[] {
	const lines: Line[] = [];
	let start = 0;
	for (const {length, at} of blocks) {
		for (let row = Math.max(0, from - start); row < Math.min(length, to - start); row++) lines.push(at(row));
		start += length;
	}

	return lines;
}

export const lengthOf = (blocks: readonly Block[]): number => blocks.reduce((sum, {length}) => sum + length, 0);

function linkBlock(space: Space, links: readonly LinkWithPeer[], context: DetailContext): Block {
	const {text, width} = context;
	const rateOf = (link: LinkWithPeer): LinkRate | undefined => context.rates.get(linkKey(space.key, link));
	const columns = linkColumns(text, rateOf, width >= wide);
	const laid = layout(columns, links, width);
	if (width >= wide) {
		return {
			length: links.length + 1,
			at: row => (row === 0 ? headerLine(laid) : rowOf(links, row - 1, link => rowLine(laid, link))),
		};
	}

	return {
		length: links.length * 2 + 1,
		at(row) {
			if (row === 0) return headerLine(laid);
			return rowOf(links, Math.floor((row - 1) / 2), link =>
				row % 2 === 1 ? rowLine(laid, link) : moreOf(link, text),
			);
		},
	};
}

const rowOf = <T>(items: readonly T[], index: number, make: (item: T) => Line): Line => {
	const item = items[index];
	return item === undefined ? blank : make(item);
};

function linkColumns(
	text: Text,
	rateOf: (link: LinkWithPeer) => LinkRate | undefined,
	all: boolean,
): ReadonlyArray<Column<LinkWithPeer>> {
	const {columns: c, none} = text.network;
	const rate = (link: LinkWithPeer, way: 'rx' | 'tx'): Span => {
		const known = rateOf(link)?.[way];
		if (!known) return dim(none);
		return known.bytes < 0.5 ? dim('0') : span(formatBytes(known.bytes));
	};

	return [
		{id: 'link', title: c.link, cell: link => bold(link.name), min: 4, max: 16, middle: true},
		{id: 'state', title: c.state, cell: link => stateSpan(link), max: 8},
		{
			id: 'address',
			title: c.address,
			cell: ({addresses}) => (all ? addressText(addresses) : addressText(addresses.slice(0, 1))) || dim(none),
			grow: true,
			min: 18,
		},
		...(all
			? ([
					{id: 'mac', title: c.mac, cell: link => link.mac ?? dim(none)},
					{id: 'mtu', title: c.mtu, cell: ({mtu}) => String(mtu), align: 'right'},
				] satisfies ReadonlyArray<Column<LinkWithPeer>>)
			: []),
		{id: 'peer', title: c.peer, cell: link => peerText(link, text) ?? dim(none), middle: true, max: all ? 24 : 18},
		{id: 'rx', title: c.rxRate, cell: link => rate(link, 'rx'), align: 'right', min: 8},
		{id: 'tx', title: c.txRate, cell: link => rate(link, 'tx'), align: 'right', min: 8},
		...(all
			? ([
					{
						id: 'drops',
						title: c.drops,
						cell({rx, tx}) {
							const drops = rx && tx ? rx.drops + tx.drops : null;
							return drops === null ? dim(none) : drops > 0 ? colored(String(drops), 'yellow') : '0';
						},
						align: 'right',
					},
				] satisfies ReadonlyArray<Column<LinkWithPeer>>)
			: []),
	];
}

/** UNKNOWN is what the loopback and many virtual links are while all is well. */
function stateSpan({state}: LinkWithPeer): Span {
	return state === 'UP' || state === 'UNKNOWN' ? span(state) : colored(state, 'yellow');
}

const addressText = (addresses: LinkWithPeer['addresses']): string =>
	addresses.map(({local, prefixlen}) => `${local}/${prefixlen}`).join(' ');

/** `eth0 cni-530e…c466`; of an end on the host its name alone. */
function peerText({peer}: LinkWithPeer, text: Text): string | undefined {
	if (!peer) return undefined;
	const end = peer.name ?? `#${peer.index}`;
	return peer.namespace === '' ? end : `${end} ${peer.namespace ?? text.network.unnamed}`;
}

/** What does not fit beside the first address. */
function moreOf(link: LinkWithPeer, text: Text): Line {
	const words = text.network;
	const parts = [
		...(link.mac === null ? [] : [link.mac]),
		words.mtu(link.mtu),
		...(link.master === null ? [] : [words.inBridge(link.master)]),
		...(link.addresses.length > 1 ? [addressText(link.addresses.slice(1))] : []),
	];
	return line(dim(`  ${parts.join('  ')}`));
}

/** The main table; what else there is stands in the raw view. */
function routeBlock(routes: readonly Route[], {text}: DetailContext): Block {
	const {headings, none, default: word} = text.network;
	const main = routes.filter(({table}) => table === 'main');
	if (main.length === 0) return fixed(line(dim(`${headings.routes}  `), none));
	return {
		length: main.length + 1,
		at: row => (row === 0 ? line(dim(headings.routes)) : rowOf(main, row - 1, route => routeLine(route, word))),
	};
}

/** As `ip route` writes it. */
function routeLine(route: Route, word: string): Line {
	const {type, to, via, dev, source, metric} = route;
	return line(
		bold(`${type === 'unicast' ? '' : `${type} `}${to === 'default' ? word : to}`),
		via === null ? '' : ` via ${via}`,
		dev === null ? '' : ` dev ${dev}`,
		source === null ? '' : dim(` src ${source}`),
		metric === null ? '' : dim(` metric ${metric}`),
	);
}

function processBlock({processes, namespace}: Space, text: Text, width: number): Block {
	const words = text.network;
	if (processes === null) return fixed(line(dim(`${words.headings.processes}  `), words.processesUnknown));
	if (processes.length === 0) return fixed(line(dim(`${words.headings.processes}  `), text.common.none));
	const names = new Map((namespace?.containers ?? []).map(({id, name}) => [id, name]));
	const columns: ReadonlyArray<Column<(typeof processes)[number]>> = [
		{id: 'pid', title: words.columns.pid, cell: ({pid}) => String(pid), align: 'right', min: 7},
		{id: 'command', title: words.columns.command, cell: ({command}) => command ?? dim(words.unknown), min: 20, max: 40},
		{
			id: 'container',
			title: words.columns.container,
			cell({container}) {
				if (container === null) return dim(words.none);
				const name = names.get(container);
				return name ? `${container.slice(0, 12)}  ${name}` : container.slice(0, 12);
			},
			grow: true,
		},
	];
	// Widths by the first ones: laying out thousands to show ten is not worth it.
	const laid = layout(columns, processes.slice(0, 100), width);
	return {
		length: processes.length + 1,
		at: row => (row === 0 ? headerLine(laid) : rowOf(processes, row - 1, process => rowLine(laid, process))),
	};
}
