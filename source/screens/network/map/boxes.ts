import {colored, dim, line, span, type Line, type Style} from '../../../components/line.js';
import {cutMiddle} from '../../../components/width.js';
import type {Branch, NetworkMap, Uplink, Wire} from '../../../model/map.js';
import type {Namespace} from '../../../facts/network.js';
import {hostKey, namespaceKey} from '../../../model/network-keys.js';
import {visible} from '../../../terminal/sanitise.js';
import {Canvas} from './canvas.js';
import type {DetailContext} from '../details.js';
import {
	addressIn,
	addressesOf,
	beyondText,
	bridgeText,
	contentOf,
	endAddress,
	endName,
	flowLine,
	hostText,
	oddities,
	spaceName,
	uplinkText,
} from './words.js';

/** A column at the foot of the picture. */
type Leaf =
	| {readonly kind: 'wire'; readonly wire: Wire}
	| {readonly kind: 'loose'; readonly namespace: Namespace}
	/** A bridge without ports takes its place too. */
	| {readonly kind: 'none'};

type Span = {readonly x: number; readonly width: number};

/** Where everything stands: columns, and the rows of each level. */
export type Boxes = {
	readonly height: number;
	readonly leaves: ReadonlyArray<{readonly leaf: Leaf; readonly at: Span; readonly branch: Branch | undefined}>;
	readonly bridges: ReadonlyArray<{readonly branch: Branch; readonly at: Span}>;
	readonly host: Span;
	readonly uplinks: ReadonlyArray<{readonly uplink: Uplink; readonly at: Span}>;
	readonly rows: {
		readonly uplink: number;
		readonly host: number;
		readonly bridge: number;
		readonly port: number;
		readonly leaf: number;
	};
	readonly namespaces: number;
	readonly processes: number | null;
};

const leafWidth = {least: 18, most: 30};
const gap = 2;
const uplinkWidth = {least: 24, most: 56};
/** The host's box at least: it says how much it holds. */
const hostWidth = 56;
const frame = 3;
const leafHeight = 6;

const middle = ({x, width}: Span): number => x + Math.floor(width / 2);

/** The picture with every pod as a box in a row; undefined when the window is too small for it. */
export function boxesOf(
	map: NetworkMap,
	host: {readonly namespaces: number; readonly processes: number | null},
	width: number,
	height: number,
): Boxes | undefined {
	const found = map.branches.flatMap(branch => leavesOf(branch).map(leaf => ({leaf, branch})));
	const all = [
		...found,
		...map.loose.map(namespace => ({leaf: {kind: 'loose', namespace} as const, branch: undefined})),
	];
	const count = Math.max(1, all.length);
	const each = Math.min(leafWidth.most, Math.floor((width - 2 + gap) / count) - gap);
	if (each < leafWidth.least) return undefined;
	const start = Math.floor((width - count * (each + gap) + gap) / 2);
	const leaves = all.map((entry, index) => ({...entry, at: {x: start + index * (each + gap), width: each}}));
	const bridges = map.branches.flatMap(branch => {
		const own = leaves.filter(leaf => leaf.branch === branch);
		return branch.bridge ? [{branch, at: around(own.map(({at}) => at))}] : [];
	});
	const below = around(leaves.filter(({branch}) => branch).map(({at}) => at));
	const box = widened(
		below.width > 0 ? below : {x: Math.floor(width / 2), width: 0},
		Math.min(hostWidth, width - 2),
		width,
	);
	const uplinks = uplinksAt(map.uplinks, box);
	if (!uplinks) return undefined;
	let row = 0;
	const take = (rows: number): number => (row += rows) - rows;
	const rows = {
		// What is beyond, and the wire there.
		uplink: uplinks.length > 0 ? take(2 + frame) + 2 : 0,
		host: take(frame),
		bridge: bridges.length > 0 ? take(frame) : row,
		port: leaves.length > 0 ? take(4) + 1 : row,
		leaf: leaves.length > 0 ? take(leafHeight) : row,
	};
	return row > height ? undefined : {height: row, leaves, bridges, host: box, uplinks, rows, ...host};
}

const leavesOf = ({wires}: Branch): readonly Leaf[] =>
	wires.length === 0 ? [{kind: 'none'}] : wires.map(wire => ({kind: 'wire', wire}));

const around = (spans: readonly Span[]): Span => {
	const [first, last] = [spans[0], spans.at(-1)];
	return first && last ? {x: first.x, width: last.x + last.width - first.x} : {x: 0, width: 0};
};

function widened(at: Span, least: number, width: number): Span {
	if (at.width >= least) return at;
	const x = Math.min(Math.max(0, middle(at) - Math.floor(least / 2)), width - least);
	return {x, width: least};
}

/** Side by side above the host's box. */
function uplinksAt(uplinks: readonly Uplink[], host: Span): Boxes['uplinks'] | undefined {
	const share = Math.floor((host.width + gap) / Math.max(1, uplinks.length)) - gap;
	if (share < uplinkWidth.least && uplinks.length > 0) return undefined;
	const each = Math.min(share, uplinkWidth.most);
	const start = host.x + Math.floor((host.width - uplinks.length * (each + gap) + gap) / 2);
	return uplinks.map((uplink, index) => ({uplink, at: {x: start + index * (each + gap), width: each}}));
}

/** Draws it. `selected`: the key of the stop, and whether its far end is meant. */
export function boxLines(
	boxes: Boxes,
	selected: {readonly key: string; readonly end: boolean} | undefined,
	context: DetailContext,
): readonly Line[] {
	const {rows} = boxes;
	const canvas = new Canvas(context.width, boxes.height);
	const isAt = (key: string, end = false): boolean => selected?.key === key && selected.end === end;
	canvas.box({...boxes.host, y: rows.host, height: frame});
	put(canvas, boxes.host, rows.host + 1, [
		span(context.text.network.thisHost, {bold: true, inverse: isAt(hostKey)}),
		dim(`  ${hostText(boxes.namespaces, boxes.processes, context)}`),
	]);
	for (const {uplink, at} of boxes.uplinks) drawUplink(canvas, uplink, at, boxes, isAt, context);
	for (const {branch, at} of boxes.bridges) {
		const {bridge} = branch;
		if (!bridge) continue;
		canvas.box({...at, y: rows.bridge, height: frame});
		canvas.wire(middle(at), rows.host + frame - 1, rows.bridge);
		put(canvas, at, rows.bridge + 1, [
			span(bridge.name, {bold: true, inverse: isAt(branch.key)}),
			span(`  ${bridgeText(bridge, branch, context)}   `),
			...flowLine(bridge, false, context),
		]);
	}

	for (const {leaf, at, branch} of boxes.leaves) {
		if (leaf.kind === 'loose') {
			const selected = isAt(namespaceKey(leaf.namespace)) || isAt(namespaceKey(leaf.namespace), true);
			drawSpace(canvas, leaf.namespace, addressIn(leaf.namespace, undefined, '?'), at, rows.leaf, selected, context);
		}

		if (leaf.kind === 'wire') {
			const top = branch?.bridge ? rows.bridge + frame - 1 : rows.host + frame - 1;
			drawWire(canvas, leaf.wire, at, {top, port: rows.port, leaf: rows.leaf}, isAt, context);
		}
	}

	return canvas.lines();
}

type IsAt = (key: string, end?: boolean) => boolean;

function drawUplink(canvas: Canvas, uplink: Uplink, at: Span, {rows}: Boxes, isAt: IsAt, context: DetailContext): void {
	const {link, key} = uplink;
	const x = middle(at);
	canvas.box({...at, y: rows.uplink, height: frame});
	canvas.wire(x, rows.uplink - 1, rows.uplink);
	canvas.wire(x, rows.uplink + frame - 1, rows.host);
	const beyond = span(beyondText(uplink, context), isAt(key, true) ? {inverse: true} : undefined);
	canvas.center(x, rows.uplink - 2, [beyond], at.width);
	canvas.put(x + 2, rows.uplink - 1, flowLine(link, true, context), at.width);
	put(canvas, at, rows.uplink + 1, [
		span(link.name, {bold: true, inverse: isAt(key)}),
		dim(`  ${uplinkText(uplink, context)}`),
	]);
}

function drawWire(
	canvas: Canvas,
	wire: Wire,
	at: Span,
	rows: {readonly top: number; readonly port: number; readonly leaf: number},
	isAt: IsAt,
	context: DetailContext,
): void {
	const {link, key, namespace} = wire;
	const x = middle(at);
	const double = isAt(key) || isAt(key, true);
	canvas.wire(x, rows.top, rows.port - 1, double);
	canvas.center(
		x,
		rows.port,
		line(
			...(oddities(wire, context).length > 0 ? [colored('! ', 'yellow')] : []),
			span(cutMiddle(visible(link.name), at.width), isAt(key) ? {inverse: true} : undefined),
		),
		at.width,
	);
	canvas.center(x, rows.port + 1, flowLine(link, false, context, at.width < 26), at.width);
	canvas.wire(x, rows.port + 2, rows.leaf, double);
	if (namespace) {
		drawSpace(canvas, namespace, endAddress(wire, context), at, rows.leaf, isAt(key, true), context);
		return;
	}

	canvas.center(x, rows.leaf, [endName(wire, context).name], at.width);
	canvas.center(x, rows.leaf + 1, [dim(addressesOf(link))], at.width);
}

function drawSpace(
	canvas: Canvas,
	namespace: Namespace,
	address: string,
	at: Span,
	row: number,
	selected: boolean,
	context: DetailContext,
): void {
	const inside = at.width - 4;
	const short = context.text.network.shortNote(namespace);
	const style: Style | undefined = selected ? {inverse: true} : undefined;
	canvas.box({...at, y: row, height: leafHeight});
	put(canvas, at, row + 1, [span(cutMiddle(visible(spaceName(namespace, context)), inside), {bold: true, ...style})]);
	put(canvas, at, row + 2, [
		dim(cutMiddle(visible(namespace.pod ? namespace.pod.namespace : namespace.state), inside)),
	]);
	put(canvas, at, row + 3, [span(visible(address))]);
	put(canvas, at, row + 4, [short === null ? dim(contentOf(namespace, context)) : colored(short, 'yellow')]);
}

/** Words within a box, a blank from its left side. */
const put = (canvas: Canvas, {x, width}: Span, row: number, content: Line): void =>
	canvas.put(x + 2, row, content, width - 4);
