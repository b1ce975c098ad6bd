import {exactly} from '../../components/blocks.js';
import type {Column} from '../../components/columns.js';
import {filterLine} from '../../components/filter.js';
import {blank, bold, colored, dim, line, span, type Line, type Span} from '../../components/line.js';
import {settle} from '../../components/list.js';
import {listPane} from '../../components/list-pane.js';
import {lookLines, plainLook, type ListLook} from '../../components/sort.js';
import {paneLines} from '../../components/text-pane.js';
import type {OtherNode, Topology} from '../../facts/network.js';
import {globalAddresses, isPodUnknown} from '../../model/topology/pods.js';
import {noNamespaces} from '../../text/no-namespaces.js';
import type {Text} from '../../text/text.js';
import {detailRows, type DetailContext} from './details.js';
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
	const none = topology.namespaces.length === 0 ? noNamespaces(topology.unread, text) : undefined;
	const missed = topology.unread.filter(({reason}) => reason !== 'not-asked');
	return [
		...(unknown ? [line(colored(text.common.stale(words.reason(unknown)), 'yellow'))] : []),
		...(missed.some(({reason}) => reason === 'needs-root')
			? [line(colored(words.limited, 'yellow'))]
			: missed.map(unread => line(colored(words.partUnread[unread.part](words.reason(unread)), 'yellow')))),
		...(none === undefined ? [] : [line(dim(none))]),
	];
}

/** The list with its details, exactly `height` lines. */
export function networkLines(
	spaces: readonly Space[],
	frame: Frame,
	state: NetworkState,
	context: DetailContext & {readonly look?: ListLook},
	height: number,
): Line[] {
	const {text, width, look = plainLook} = context;
	const keys = spaces.map(({key}) => key);
	const list = settle(state.list, keys, frame.rows);
	const selected = spaces[list.index];
	const window = listPane({
		list,
		rows: frame.rows,
		total: spaces.length,
		rests: state.focus === 'details',
		empty: text.common.nothingFound(state.filter.text),
		lines(from, to) {
			const shown = spaces.slice(from, to);
			return lookLines(listColumns(text, width), look, shown, width);
		},
	});
	const lower = selected ? detailPane(selected, frame.details, state, context) : [blank];
	return exactly(
		[
			...frame.messages,
			...window,
			...lower,
			...(frame.filter ? [...exactly([], frame.details + 1 - lower.length), frame.filter] : []),
		],
		height,
	);
}

/** `── cni-d954…1c00 ─── id 0 · net:[4026532676] ──`, and a window over the details. */
const detailPane = (space: Space, height: number, state: NetworkState, context: DetailContext): Line[] =>
	paneLines(
		state.details,
		{content: detailRows(space, context), width: context.width, height: height + 1},
		{
			title: titleOf(space, context.text),
			right: identityOf(space, context.text),
			focused: state.focus === 'details',
			none: context.text.common.noMatch,
		},
	);

export const titleOf = ({namespace, node}: Space, {network}: Text): string =>
	node ? network.nodes.title(node.name) : namespace ? (namespace.name ?? network.unnamed) : network.thisHost;

export function identityOf({namespace, node, inode}: Space, {network}: Text): string {
	if (node) return node.address ?? '';
	const id = namespace && namespace.id !== null ? [network.idOf(namespace.id)] : [];
	return [...id, ...(inode === null ? [] : [`net:[${inode}]`])].join(' · ');
}

export function listColumns(text: Text, width: number): ReadonlyArray<Column<Space>> {
	const {columns: c, host, unnamed, none, unknown} = text.network;
	return [
		{
			id: 'namespace',
			stays: true,
			title: c.namespace,
			cell: ({namespace, node, inode}) =>
				node?.name ?? (namespace ? (namespace.name ?? `${unnamed} ${inode ?? ''}`) : bold(host)),
			middle: true,
			min: 9,
			max: width < 100 ? 16 : width < 150 ? 24 : 40,
		},
		{
			id: 'id',
			title: c.id,
			value: ({namespace}) => namespace?.id ?? null,
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
		{
			id: 'peer',
			title: c.peer,
			cell: ({namespace, node}) => namespace?.peer?.name ?? linkTo(node) ?? dim(none),
			max: 16,
			middle: true,
		},
		{id: 'bridge', title: c.bridge, cell: ({namespace}) => namespace?.peer?.bridge ?? dim(none), from: 100},
		{
			id: 'processes',
			title: c.processes,
			value: ({processes}) => processes?.length ?? null,
			cell: ({processes}) => (processes === null ? dim(unknown) : String(processes.length)),
			align: 'right',
		},
	];
}

/** The link by which packets leave for a node. */
const linkTo = (node: OtherNode | undefined): string | undefined =>
	node?.ways?.find(({dev}) => dev !== null)?.dev ?? undefined;

/** The pod, or in its place why there is none. */
function podSpan({namespace, node}: Space, {network}: Text, whole: boolean): Span {
	if (node) return dim(network.nodes.podsThere(node.pods.length));
	if (!namespace) return dim(network.thisHost);
	const {pod} = namespace;
	if (pod) return span(whole ? `${pod.namespace}/${pod.name}` : pod.name);
	const short = network.shortNote(namespace);
	if (namespace.unread?.reason === 'not-asked') return dim(short ?? '');
	if (short !== null) return colored(short, 'yellow');
	return dim(isPodUnknown(namespace) ? network.unknown : network.none);
}

function addressSpan({namespace, node, links}: Space, {network}: Text): Span {
	if (node) return node.address === null ? dim(network.unknown) : span(node.address);
	if (namespace?.unread) return dim(network.unknown);
	const addresses = globalAddresses(links);
	// The host's first is its uplink's, which is what others call it by.
	return addresses.length === 0 ? dim(network.none) : span(namespace ? addresses.join(' ') : (addresses[0] ?? ''));
}
