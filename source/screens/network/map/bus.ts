import {blank, bold, colored, dim, line, span, type Line, type Span} from '../../../components/line.js';
import {cutMiddle, displayWidth, fit, pad} from '../../../components/width.js';
import type {NetworkMap, Wire} from '../../../model/map.js';
import type {Namespace} from '../../../facts/network.js';
import {visible} from '../../../terminal/sanitise.js';
import type {Text} from '../../../text/text.js';
import type {DetailContext} from '../details.js';
import {stopsOf, type Stop} from './stops.js';
import {
	addressIn,
	beyondText,
	bridgeText,
	contentOf,
	endAddress,
	endName,
	nameAndNote,
	type EndName,
	flowOf,
	hostText,
	oddities,
	linkName,
	uplinkName,
	uplinkText,
} from './words.js';

/** A row of the vertical picture: a stop, or what only joins or titles others. */
export type BusRow = {
	readonly stop: Stop | undefined;
	/** The wires left of it. */
	readonly joint: string;
	/** Without a stop: the title that stands here. */
	readonly title?: string;
};

/** The picture from top to bottom, with the widths of its columns. Made once a topology, drawn row by row. */
export type Bus = {
	readonly rows: readonly BusRow[];
	readonly stops: readonly Stop[];
	readonly portWidth: number;
	readonly addressWidth: number;
	readonly namespaces: number;
	readonly processes: number | null;
};

/** Longest name of a link (IFNAMSIZ is 16 with its end), and an IPv4 address; longer ones give way in the middle. */
const longest = 15;

/** ` this host`, then ` ├─ bridge`, then ` │  ├─ port`; a port of the host itself reaches as far as those of a bridge. */
const trunk = '  ';

export function busOf(
	map: NetworkMap,
	host: {readonly namespaces: number; readonly processes: number | null},
	/** What to say where the filter left nothing. */
	nothing: string | undefined,
	context: DetailContext,
): Bus {
	const stops = stopsOf(map);
	const rows = [...topRows(stops), ...branchRows(map, stops, context), ...looseRows(stops, context)];
	if (nothing !== undefined) rows.push({stop: undefined, joint: trunk, title: nothing});
	const wires = map.branches.flatMap(branch => branch.wires);
	const widest = (words: readonly string[]): number => Math.min(longest, Math.max(4, ...words.map(displayWidth)));
	return {
		rows,
		stops,
		portWidth: widest(wires.map(({link}) => visible(link.name))),
		addressWidth: widest([
			...wires.map(wire => endAddress(wire, context)),
			...map.loose.map(namespace => addressIn(namespace, undefined, '')),
		]),
		...host,
	};
}

function topRows(stops: readonly Stop[]): readonly BusRow[] {
	const uplinks = stops.filter(({kind}) => kind === 'uplink').map((stop): BusRow => ({stop, joint: ' '}));
	const host = stops.filter(({kind}) => kind === 'host').map((stop): BusRow => ({stop, joint: ' '}));
	return [...uplinks, ...(uplinks.length > 0 ? [{stop: undefined, joint: `${trunk}│`}] : []), ...host];
}

function branchRows({branches}: NetworkMap, stops: readonly Stop[], {text}: DetailContext): readonly BusRow[] {
	const byKey = new Map(stops.map(stop => [stop.key, stop]));
	const rows: BusRow[] = [];
	for (const {key, bridge, wires} of branches) {
		const last = key === branches.at(-1)?.key;
		const beside = `${trunk}${last ? ' ' : '│'}  `;
		if (bridge) rows.push({stop: byKey.get(key), joint: `${trunk}${last ? '└─ ' : '├─ '}`});
		const grouped = bridge !== null && new Set(wires.map(groupOf)).size > 1;
		let group: string | null | undefined;
		for (const wire of wires) {
			const now = groupOf(wire);
			if (grouped && now !== group) {
				rows.push({stop: undefined, joint: `${beside}│`, title: now ?? text.network.map.others});
			}

			group = now;
			const end = wire === wires.at(-1);
			const direct = `${trunk}${last && end ? '└──── ' : '├──── '}`;
			rows.push({stop: byKey.get(wire.key), joint: bridge ? `${beside}${end ? '└─ ' : '├─ '}` : direct});
		}
	}

	return rows;
}

function looseRows(stops: readonly Stop[], {text}: DetailContext): readonly BusRow[] {
	const loose = stops.filter(({kind}) => kind === 'loose');
	if (loose.length === 0) return [];
	return [
		{stop: undefined, joint: ''},
		{stop: undefined, joint: '', title: text.network.map.loose},
		...loose.map((stop): BusRow => ({stop, joint: ' '.repeat(8)})),
	];
}

const groupOf = ({namespace}: Wire): string | null => namespace?.pod?.namespace ?? null;

const rateWidth = 9;
/** From here on there is room for what runs at the end of a wire. */
const wide = 110;

/** The titles of the moving columns. */
export const busHeader = (width: number, {text}: DetailContext): Line => {
	const {down, up} = text.network.map;
	return line(dim(pad(down, width - rateWidth - 1, 'right')), dim(pad(up, rateWidth + 1, 'right')));
};

/** One row. `selected`: which of its ends the selection is at. */
export function busLine(
	bus: Bus,
	{stop, joint, title}: BusRow,
	selected: 'link' | 'end' | undefined,
	context: DetailContext,
): Line {
	const {width} = context;
	if (!stop) return title === undefined ? line(dim(joint)) : line(dim(joint), dim(` ${title}`));
	const left = width - displayWidth(joint);
	switch (stop.kind) {
		case 'uplink': {
			const {uplink} = stop;
			const beyond = span(beyondText(uplink, context), selected === 'end' ? {inverse: true} : {});
			const content = [
				uplinkName(uplink, selected === 'link'),
				dim(` ${uplinkText(uplink, context)} ${selected ? '══' : '──'} `.replace('  ', ' ')),
				beyond,
			];
			return [dim(joint), ...withFlow(content, left, flowOf(uplink.link, true, context))];
		}

		case 'host': {
			const name = bold(context.text.network.thisHost);
			return line(
				dim(joint),
				selected ? span(name.text, {bold: true, inverse: true}) : name,
				dim(`  ${hostText(bus.namespaces, bus.processes, context)}`),
			);
		}

		case 'bridge': {
			const content = [
				linkName(stop.bridge, selected !== undefined),
				span('  '),
				span(bridgeText(stop.bridge, stop.branch, context)),
			];
			return [dim(joint), ...withFlow(content, left, flowOf(stop.bridge, false, context))];
		}

		case 'wire': {
			return wireLine(bus, stop.wire, joint, selected, left, context);
		}

		case 'loose': {
			return looseLine(bus, stop.namespace, joint, selected !== undefined, left, context);
		}
	}
}

function wireLine(
	bus: Bus,
	wire: Wire,
	joint: string,
	selected: 'link' | 'end' | undefined,
	left: number,
	context: DetailContext,
): Line {
	const {link} = wire;
	const name = cutMiddle(visible(link.name), bus.portWidth);
	const dash = selected ? '═' : '─';
	const padding = bus.portWidth - displayWidth(name);
	const lead: Span[] = [
		dim(selected ? doubled(joint) : joint),
		span(name, selected === 'link' ? {inverse: true} : {}),
		dim(` ${dash.repeat(padding + 1)}`),
		oddities(wire, context).length > 0 ? colored('!', 'yellow') : dim(dash),
		span(' '),
	];
	const used = bus.portWidth + 4;
	const end = endSpans(
		bus,
		endAddress(wire, context),
		endName(wire, context),
		wire.namespace,
		left - used,
		selected === 'end',
		context,
	);
	return [...lead, ...end, ...flowSpans(flowOf(link, false, context))];
}

/** The last joint of a row, doubled: what leads to the selected wire. */
const doubled = (joint: string): string =>
	joint.replace(/[├└]─+ $/, part => part.replace('├', '╞').replace('└', '╘').replaceAll('─', '═'));

function looseLine(
	bus: Bus,
	namespace: Namespace,
	joint: string,
	selected: boolean,
	left: number,
	context: DetailContext,
): Line {
	const {text} = context;
	const how = wayOf(namespace, text);
	const label = cutMiddle(visible(how), bus.portWidth + 3);
	return [
		dim(joint),
		dim(fit(label, bus.portWidth + 4)),
		...endSpans(
			bus,
			addressIn(namespace, undefined, text.network.unknown),
			nameAndNote(namespace, context),
			namespace,
			left - bus.portWidth - 4,
			selected,
			context,
		),
	];
}

/** How a namespace without a wire to the host is connected: by what its links are, as far as they tell. */
function wayOf({links}: Namespace, {network}: Text): string {
	const first = links.find(({kind}) => kind !== 'loopback');
	const to = first?.peer?.namespace ?? null;
	if (!first || to === null) return first?.kind ?? '';
	return network.map.wiredTo(first.kind, to);
}

function endSpans(
	bus: Bus,
	address: string,
	{name, note}: EndName,
	namespace: Namespace | null,
	left: number,
	selected: boolean,
	{width, ...context}: DetailContext,
): Line {
	const style = selected ? {inverse: true} : {};
	const flow = 2 * rateWidth + 2;
	const content = width >= wide && namespace ? contentOf(namespace, {width, ...context}) : '';
	const contentWidth = width >= wide ? Math.min(34, Math.floor(left / 3)) : 0;
	const rest = left - flow - bus.addressWidth - 2 - contentWidth;
	const room = contentWidth > 0 ? rest - 2 : rest;
	const added = note ? `  ${note.text}` : '';
	const shown = cutMiddle(visible(name.text), room - displayWidth(added));
	return [
		span(`${fit(visible(address), bus.addressWidth)}  ${shown}`, {...name.style, ...style}),
		span(added, note?.style),
		span(' '.repeat(Math.max(0, rest - displayWidth(shown) - displayWidth(added)))),
		...(contentWidth > 0 ? [dim(fit(visible(content), contentWidth))] : []),
	];
}

type Flow = {readonly down: Span; readonly up: Span};

const flowSpans = ({down, up}: Flow): Line =>
	[down, up].map(({text, style}) => span(pad(text, rateWidth + 1, 'right'), style));

/** Words on the left, the moving columns at the right edge. */
function withFlow(content: Line, left: number, flow: Flow): Line {
	const room = left - 2 * rateWidth - 2;
	let used = 0;
	const kept = content.flatMap(({text, style}): Line => {
		const shown = cutMiddle(visible(text), Math.max(0, room - used));
		used += displayWidth(shown);
		return shown === '' ? blank : [span(shown, style)];
	});
	return [...kept, span(' '.repeat(Math.max(0, room - used))), ...flowSpans(flow)];
}
