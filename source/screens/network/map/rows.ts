import {exactly} from '../../../components/blocks.js';
import {filterLine, type FilterState} from '../../../components/filter.js';
import type {Line} from '../../../components/line.js';
import {noRows, type Rows} from '../../../components/rows.js';
import {paneLines} from '../../../components/text-pane.js';
import type {NetworkMap} from '../../../model/map.js';
import type {Topology} from '../../../facts/network.js';
import {hostKey, namespaceKey} from '../../../model/network-keys.js';
import {detailRows, type DetailContext} from '../details.js';
import {boxesOf, boxLines} from './boxes.js';
import {busHeader, busLine, busOf} from './bus.js';
import {linkRows} from './details.js';
import {offsetOf, placeOf, type Picture} from './state.js';
import {linkAt, namespaceAt} from './stops.js';
import {identityOf, titleOf} from '../rows.js';
import {watchedOf, type Space} from '../spaces.js';
import type {NetworkState} from '../state.js';

/** Lines that the details have at least, where there is a choice. */
const leastDetails = 8;

/** The heights of the map's parts; with `picture` what is drawn in it. */
export type MapFrame = {
	readonly picture: Picture;
	readonly details: number;
	readonly messages: readonly Line[];
	readonly filter: Line | undefined;
};

/** Boxes where every pod has room for one, else rows that scroll: those take what they need, at most three fifths. */
export function mapFrame(
	whole: NetworkMap,
	map: NetworkMap,
	topology: Topology,
	chosen: FilterState,
	messages: readonly Line[],
	context: DetailContext,
	height: number,
): MapFrame {
	const host = {namespaces: topology.namespaces.length, processes: topology.processes?.length ?? null};
	const found = endsOf(map);
	const nothing = found === 0 && chosen.text !== '' ? context.text.common.nothingFound(chosen.text) : undefined;
	const bus = busOf(map, host, nothing, context);
	const filter = filterLine(chosen, found, endsOf(whole));
	const free = height - messages.length - (filter ? 1 : 0) - 1;
	// A filter that leaves few does not make another picture of it.
	const fits = boxesOf(whole, host, context.width, free - leastDetails) !== undefined;
	const boxes = fits && !nothing ? boxesOf(map, host, context.width, free - leastDetails) : undefined;
	const most = Math.max(2, Math.min(free - 3, Math.floor((free * 3) / 5)));
	// The rows have a line of titles above them.
	const lines = boxes ? boxes.height : Math.min(bus.rows.length + 1, most);
	return {
		picture: {bus, boxes, height: boxes ? lines : lines - 1},
		details: Math.max(0, free - lines),
		messages,
		filter,
	};
}

/** Wires and loose namespaces: what a filter chooses among. */
const endsOf = ({branches, loose}: NetworkMap): number =>
	branches.reduce((sum, {wires}) => sum + wires.length, loose.length);

/** What is selected, as the details tell it. */
export type Selected = {
	/** The namespace (or host) whose raw output is shown. */
	readonly space: Space | undefined;
	readonly title: string;
	readonly identity: string;
	readonly content: Rows;
};

export function selectedOnMap(
	{bus}: Picture,
	state: NetworkState,
	spaces: readonly Space[],
	topology: Topology,
	context: DetailContext,
): Selected {
	const {text} = context;
	const place = placeOf(state.map, bus.stops);
	const namespace = place && namespaceAt(place.stop, place.end);
	const key = namespace ? namespaceKey(namespace) : hostKey;
	const space = spaces.find(candidate => candidate.key === key);
	const link = place && linkAt(place.stop, place.end);
	if (link) {
		const wire = place.stop.kind === 'wire' ? place.stop.wire : undefined;
		return {
			space,
			title: link.name,
			identity: text.network.link.index(link.index),
			content: linkRows(link, wire, topology, context),
		};
	}

	if (!space) return {space, title: '', identity: '', content: noRows};
	return {
		space,
		title: titleOf(space, text),
		identity: identityOf(space, text),
		content: detailRows(space, context),
	};
}

/** What `t` shows of what is selected: one link of this host, or all links of a namespace. */
export function watchedOnMap({bus}: Picture, state: NetworkState): {readonly name: string; readonly link?: string} {
	const place = placeOf(state.map, bus.stops);
	const namespace = place ? namespaceAt(place.stop, place.end) : null;
	const link = place && linkAt(place.stop, place.end);
	if (link) return {name: 'host', link: link.name};
	return watchedOf(namespace ? {namespace} : undefined);
}

/** Names of the namespaces that are seen on the map: their insides are kept fresh. */
export function namesOnMap({bus, boxes, height}: Picture, state: NetworkState): readonly string[] {
	const offset = offsetOf(state.map, bus, height);
	const rows = boxes ? bus.rows : bus.rows.slice(offset, offset + height);
	return rows.flatMap(({stop}) => (stop && namespaceAt(stop, true)?.name) ?? []);
}

/** The map with the details of what is selected, exactly `height` lines. */
export function mapLines(
	{picture, details, messages, filter}: MapFrame,
	selected: Selected,
	state: NetworkState,
	context: DetailContext,
	height: number,
): Line[] {
	return exactly(
		[
			...messages,
			...pictureLines(picture, state, context),
			...paneLines(
				state.details,
				{content: selected.content, width: context.width, height: details + 1},
				{
					title: selected.title,
					right: selected.identity,
					focused: state.focus === 'details',
					none: context.text.common.noMatch,
				},
			),
			...(filter ? [filter] : []),
		],
		height,
	);
}

function pictureLines({bus, boxes, height}: Picture, state: NetworkState, context: DetailContext): readonly Line[] {
	const place = placeOf(state.map, bus.stops);
	if (boxes) return boxLines(boxes, place && {key: place.stop.key, end: place.end}, context);
	const offset = offsetOf(state.map, bus, height);
	const rows = bus.rows.slice(offset, offset + height);
	return [
		busHeader(context.width, context),
		...exactly(
			rows.map(row => {
				const is = row.stop && row.stop.key === place?.stop.key;
				return busLine(bus, row, is ? (place?.end ? 'end' : 'link') : undefined, context);
			}),
			height,
		),
	];
}
