import {headerLine, layout, rowLine, type Column} from '../../components/columns.js';
import {blank, bold, colored, dim, line, plain, span, type Line, type Span} from '../../components/line.js';
import {rowsOf, stacked, type Rows} from '../../components/rows.js';
import {displayWidth} from '../../components/width.js';
import type {LinkWithPeer, OtherNode, Route} from '../../facts/network.js';
import {linkKey} from '../../model/network-keys.js';
import type {LinkRate} from '../../model/network-rates.js';
import {formatBytes} from '../../model/quantity.js';
import type {Text} from '../../text/text.js';
import {nodeRows} from './node-details.js';
import type {Space} from './spaces.js';

export type DetailContext = {
	readonly text: Text;
	readonly width: number;
	readonly rates: ReadonlyMap<string, LinkRate>;
	/** Names of pods by the name of their namespace: they say more of a peer. */
	readonly pods: ReadonlyMap<string, string>;
	/** The other nodes of the cluster. */
	readonly nodes?: readonly OtherNode[];
};

/** From here on a link is one row with all its columns; below it takes a second, dim one. */
const wide = 110;

const fixed = (...lines: readonly Line[]): Rows => rowsOf(lines);

/** Everything about one namespace (or the host): its pod, links, routes, processes. */
export function detailRows(space: Space, context: DetailContext): Rows {
	const {text, width} = context;
	const words = text.network;
	const {namespace, links, routes, processes} = space;
	if (space.node) return nodeRows(space.node, width, text);
	const pod = namespace?.pod;
	const note = namespace ? words.note(namespace) : null;
	const known = !namespace?.unread && namespace?.state !== 'stale';
	return stacked([
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
		...(namespace?.state === 'stale' || (processes === null && note !== null)
			? []
			: [...(known || pod || note ? [fixed(blank)] : []), processBlock(space, text, width)]),
		...(known ? furtherBlocks(space, context) : []),
	]);
}

function linkBlock(space: Space, links: readonly LinkWithPeer[], context: DetailContext): Rows {
	const {text, width} = context;
	const rateOf = (link: LinkWithPeer): LinkRate | undefined => context.rates.get(linkKey(space.key, link));
	const columns = linkColumns(context, rateOf, width >= wide);
	// Widths by the first ones: a host has a link for each of its 500 pods.
	const laid = layout(columns, links.slice(0, 100), width);
	const rows = links.flatMap((link): Array<() => Line> => {
		const one = (): Line => rowLine(laid, link);
		return width >= wide || link.kind === 'loopback' ? [one] : [one, () => moreOf(link, text)];
	});
	return {length: rows.length + 1, at: row => (row === 0 ? headerLine(laid) : (rows[row - 1]?.() ?? blank))};
}

const rowOf = <T>(items: readonly T[], index: number, make: (item: T) => Line): Line => {
	const item = items[index];
	return item === undefined ? blank : make(item);
};

function linkColumns(
	{text, pods}: DetailContext,
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
			cell: link => addressText(shownAddresses(link)) || dim(none),
			grow: true,
			min: 18,
		},
		...(all
			? ([
					{
						id: 'mac',
						title: c.mac,
						cell: link => link.mac ?? dim(link.kind === 'unknown' ? text.network.unknown : none),
					},
					{
						id: 'mtu',
						title: c.mtu,
						cell: ({mtu}) => (mtu === null ? dim(text.network.unknown) : String(mtu)),
						align: 'right',
					},
				] satisfies ReadonlyArray<Column<LinkWithPeer>>)
			: []),
		{
			id: 'peer',
			title: c.peer,
			cell: link => peerText(link, pods, text) ?? dim(none),
			middle: true,
			max: all ? 28 : 20,
		},
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
	if (state === 'UNKNOWN') return dim(state);
	return state === 'UP' ? span(state) : colored(state, 'yellow');
}

const addressText = (addresses: LinkWithPeer['addresses']): string =>
	addresses.map(({local, prefixlen}) => `${local}/${prefixlen}`).join(' ');

/** `eth0 coredns-7656…`, or the namespace where its pod is not known; of an end on the host its name alone. */
function peerText({peer}: LinkWithPeer, pods: DetailContext['pods'], text: Text): string | undefined {
	if (!peer) return undefined;
	const end = peer.name ?? `#${peer.index}`;
	if (peer.namespace === '') return end;
	if (peer.namespace === null) return `${end} ${text.network.unnamed}`;
	return `${end} ${pods.get(peer.namespace) ?? peer.namespace}`;
}

const isLinkLocal = ({scope}: LinkWithPeer['addresses'][number]): boolean => scope === 'link';

/** Link-local addresses say little: only where there is no other. */
function shownAddresses({addresses}: LinkWithPeer): LinkWithPeer['addresses'] {
	const others = addresses.filter(address => !isLinkLocal(address));
	return others.length > 0 ? others : addresses;
}

/** On a narrow window: what did not fit. The loopback is the same everywhere. */
function moreOf(link: LinkWithPeer, text: Text): Line {
	const words = text.network;
	const rest = link.addresses.filter(address => !shownAddresses(link).includes(address));
	const parts = [
		...(link.mac === null ? [] : [link.mac]),
		...(link.mtu === null ? [] : [words.mtu(link.mtu)]),
		...(link.master === null ? [] : [words.inBridge(link.master)]),
		...(rest.length > 0 ? [addressText(rest)] : []),
	];
	return line(dim(`  ${parts.join('  ')}`));
}

/** Rows of one kind, the first with its title. */
function titled<T>(title: string, items: readonly T[], none: string, make: (item: T) => Line): Rows {
	const indent = ' '.repeat(displayWidth(title) + 2);
	if (items.length === 0) return fixed(line(dim(`${title}  ${none}`)));
	return {
		length: items.length,
		at: row => rowOf(items, row, item => [dim(row === 0 ? `${title}  ` : indent), ...make(item)]),
	};
}

/** The main table, but for the link-local prefix that every link has: that stands with the other tables. */
function routeBlock(routes: readonly Route[] | null, {text}: DetailContext): Rows {
	const {columns, none, unknown, default: word} = text.network;
	if (!routes) return fixed(line(dim(`${columns.routes}  ${unknown}`)));
	return titled(columns.routes, routes.filter(isTelling), none, route => routeLine(route, word));
}

const isTelling = ({table, to}: Route): boolean => table === 'main' && to !== 'fe80::/64';

/** What is looked for more seldom: who answers under which address, and the other routing tables. */
function furtherBlocks({routes, neighbours, rules}: Space, {text}: DetailContext): readonly Rows[] {
	const {columns, none, unknown, default: word} = text.network;
	const tables = new Map<string, Route[]>([['main', []]]);
	for (const route of routes ?? []) {
		if (isTelling(route)) continue;
		const table = tables.get(route.table);
		if (table) table.push(route);
		else tables.set(route.table, [route]);
	}

	return [
		...(neighbours
			? [
					fixed(blank),
					titled(columns.neighbours, neighbours, none, ({address, dev, mac, state}) =>
						line(address, dim(` dev ${dev}`), mac === null ? '' : ` ${mac}`, dim(` ${state.join(' ')}`)),
					),
				]
			: []),
		...(rules
			? [
					fixed(blank),
					titled(columns.rules, rules, none, ({family, priority, rule}) =>
						line(dim(`IPv${family} `), bold(String(priority)), ` ${rule}`),
					),
				]
			: rules === null
				? [fixed(blank), fixed(line(dim(`${columns.rules}  ${unknown}`)))]
				: []),
		...[...tables]
			.filter(([, own]) => own.length > 0)
			.flatMap(([table, own]) => [
				fixed(blank),
				titled(columns.table(table), own, none, route => routeLine(route, word)),
			]),
	];
}

/** As `ip route` writes it. */
export function routeLine(route: Route, word: string): Line {
	const {type, to, via, dev, source, metric} = route;
	return line(
		bold(`${type === 'unicast' ? '' : `${type} `}${to === 'default' ? word : to}`),
		via === null ? '' : ` via ${via}`,
		dev === null ? '' : ` dev ${dev}`,
		source === null ? '' : dim(` src ${source}`),
		metric === null ? '' : dim(` metric ${metric}`),
	);
}

function processBlock({processes, namespace}: Space, text: Text, width: number): Rows {
	const words = text.network;
	if (processes === null) return fixed(line(dim(`${words.columns.processes}  `), words.processesUnknown));
	if (processes.length === 0) return fixed(line(dim(`${words.columns.processes}  `), text.common.none));
	const names = new Map((namespace?.containers ?? []).map(({id, name}) => [id, name]));
	const columns: ReadonlyArray<Column<(typeof processes)[number]>> = [
		{id: 'pid', title: words.columns.pid, cell: ({pid}) => String(pid)},
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
	// Widths by the first ones here too.
	const laid = layout(columns, processes.slice(0, 100), width);
	return {
		length: processes.length + 1,
		at: row => (row === 0 ? headerLine(laid) : rowOf(processes, row - 1, process => rowLine(laid, process))),
	};
}

/** The row in which a process stands; undefined: it is not there. */
export function rowOfProcess({length, at}: Rows, pid: string): number | undefined {
	for (let row = length - 1; row >= 0; row--) if (plain(at(row)).split(/\s/, 1)[0] === pid) return row;
	return undefined;
}
