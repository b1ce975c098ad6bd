import {exactly, rule} from '../../components/blocks.js';
import {headerLine, layout, rowLine, type Column} from '../../components/columns.js';
import {filterLine} from '../../components/filter.js';
import {blank, bold, colored, dim, line, restyled, span, type Line, type Span} from '../../components/line.js';
import {settle} from '../../components/list.js';
import type {Topology} from '../../facts/network.js';
import {globalAddresses, isPodUnknown} from '../../model/topology/pods.js';
import type {Text} from '../../text/text.js';
import {detailBlocks, lengthOf, linesOf, type Block, type DetailContext} from './details.js';
import type {Space} from './spaces.js';
import type {NetworkState} from './state.js';

export type Size = {readonly width: number; readonly height: number};

/** Where everything stands: heights of the list (with its titles) and of the details below their rule. */
export type Frame = {
	readonly rows: number;
	readonly details: number;
	readonly messages: readonly Line[];
	readonly filter: Line | undefined;
};

/** The list takes what it needs, but never more than half: the details are why one looks. */
export function frameOf(
	spaces: readonly Space[],
	total: number,
	state: NetworkState,
	messages: readonly Line[],
	height: number,
): Frame {
	const filter = filterLine(state.filter, spaces.length, total);
	const free = height - messages.length - (filter ? 1 : 0) - 2;
	const rows = Math.max(1, Math.min(Math.max(1, spaces.length), Math.floor(free / 2)));
	return {rows, details: Math.max(0, free - rows), messages, filter};
}

type Why = {readonly reason: string; readonly detail: string};

/** What stands above the list: what could not be read, and that nothing is here yet. */
export function messageLines(topology: Topology, unknown: Why | undefined, text: Text): readonly Line[] {
	const words = text.network;
	const missed = topology.unread.filter(({reason}) => reason !== 'not-asked');
	return [
		...(unknown ? [line(colored(text.common.stale(words.reason(unknown)), 'yellow'))] : []),
		...(missed.some(({reason}) => reason === 'needs-root')
			? [line(colored(words.limited, 'yellow'))]
			: missed.map(unread => line(colored(words.partUnread[unread.part](words.reason(unread)), 'yellow')))),
		...(topology.namespaces.length === 0 ? [line(dim(words.headings.noNamespaces))] : []),
	];
}

/** The list with its details, exactly `height` lines. */
export function networkLines(
	spaces: readonly Space[],
	frame: Frame,
	state: NetworkState,
	context: DetailContext,
	height: number,
): Line[] {
	const {text, width} = context;
	const keys = spaces.map(({key}) => key);
	const list = settle(state.list, keys, frame.rows);
	const shown = spaces.slice(list.offset, list.offset + frame.rows);
	const laid = layout(listColumns(text, width), shown, width);
	const selected = spaces[list.index];
	const rows = shown.map((space, row) => {
		const content = rowLine(laid, space);
		if (list.offset + row !== list.index) return content;
		return restyled(content, state.focus === 'list' ? {inverse: true} : {bold: true, underline: true});
	});
	const found = spaces.length > 0 ? rows : [line(dim(text.common.nothingFound(state.filter.text)))];
	const lower = selected
		? detailPane(selected, detailBlocks(selected, context), frame.details, state, context)
		: [blank];
	return exactly(
		[
			...frame.messages,
			headerLine(laid),
			...exactly(found, frame.rows),
			...lower,
			...(frame.filter ? [...exactly([], frame.details + 1 - lower.length), frame.filter] : []),
		],
		height,
	);
}

/** `── cni-d954…1c00 ─── id 0 · net:[4026532676] ──`, and a window over the details. */
function detailPane(
	space: Space,
	blocks: readonly Block[],
	height: number,
	state: NetworkState,
	{text, width}: DetailContext,
): Line[] {
	const length = lengthOf(blocks);
	const top = Math.min(state.top, Math.max(0, length - height));
	const place = length > height ? ` ${Math.min(top + height, length)}/${length}` : '';
	const title = rule(titleOf(space, text), width, `${identityOf(space, text)}${place}`);
	return [
		state.focus === 'details' ? restyled(title, {bold: true}) : title,
		...exactly(linesOf(blocks, top, top + height), height),
	];
}

export const titleOf = ({namespace}: Space, {network}: Text): string =>
	namespace ? (namespace.name ?? network.unnamed) : network.thisHost;

export function identityOf({namespace, inode}: Space, {network}: Text): string {
	const id = namespace && namespace.id !== null ? [network.idOf(namespace.id)] : [];
	return [...id, ...(inode === null ? [] : [`net:[${inode}]`])].join(' · ');
}

function listColumns(text: Text, width: number): ReadonlyArray<Column<Space>> {
	const {columns: c, host, unnamed, none, unknown} = text.network;
	return [
		{
			id: 'namespace',
			title: c.namespace,
			cell: ({namespace, inode}) => (namespace ? (namespace.name ?? `${unnamed} ${inode ?? ''}`) : bold(host)),
			middle: true,
			min: 9,
			max: width < 100 ? 16 : width < 150 ? 24 : 40,
		},
		{
			id: 'id',
			title: c.id,
			cell: ({namespace}) => (namespace && namespace.id !== null ? String(namespace.id) : dim(none)),
			align: 'right',
		},
		{id: 'pod', title: c.pod, cell: space => podSpan(space, text, width >= 100), middle: true, grow: true, min: 14},
		{
			id: 'address',
			title: c.address,
			cell: space => addressSpan(space, text),
			min: 10,
			max: width < 100 ? 15 : 40,
		},
		{id: 'peer', title: c.peer, cell: ({namespace}) => namespace?.peer?.name ?? dim(none), max: 16, middle: true},
		{id: 'bridge', title: c.bridge, cell: ({namespace}) => namespace?.peer?.bridge ?? dim(none), from: 100},
		{
			id: 'processes',
			title: c.processes,
			cell: ({processes}) => (processes === null ? dim(unknown) : String(processes.length)),
			align: 'right',
		},
	];
}

/** The pod, or in its place why there is none. */
function podSpan({namespace}: Space, {network}: Text, whole: boolean): Span {
	if (!namespace) return dim(network.thisHost);
	const {pod} = namespace;
	if (pod) return span(whole ? `${pod.namespace}/${pod.name}` : pod.name);
	const short = network.shortNote(namespace);
	if (namespace.unread?.reason === 'not-asked') return dim(short ?? '');
	if (short !== null) return colored(short, 'yellow');
	return dim(isPodUnknown(namespace) ? network.unknown : network.none);
}

function addressSpan({namespace, links}: Space, {network}: Text): Span {
	if (namespace?.unread) return dim(network.unknown);
	const addresses = globalAddresses(links);
	// The host's first is its uplink's, which is what others call it by.
	return addresses.length === 0 ? dim(network.none) : span(namespace ? addresses.join(' ') : (addresses[0] ?? ''));
}

/** A command with what it printed, and what we add to it; `lines` undefined: not answered yet. */
export type RawOutput = {
	readonly command: string;
	readonly lines: readonly string[] | undefined;
	readonly note?: string | undefined;
	/** Not a command: a heading of ours, over what we joined ourselves. */
	readonly ours?: boolean;
};

/** All lines of the raw view, what was printed shifted to the right. */
export const rawLines = (outputs: readonly RawOutput[], left: number, text: Text): Line[] =>
	outputs.flatMap(({command, lines, note, ours}) => [
		ours ? line(dim(command)) : line(dim('$ '), bold(command)),
		...(lines ?? []).map(row => line([...row].slice(left).join(''))),
		...(lines === undefined ? [line(dim(text.common.reading))] : []),
		...(note === undefined ? [] : [line(dim(note))]),
		blank,
	]);
