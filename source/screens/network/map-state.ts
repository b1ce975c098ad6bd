import {namespaceKey} from '../../model/network-keys.js';
import type {Boxes} from './map-boxes.js';
import type {Bus} from './map-bus.js';
import {moveInBoxes, moveInRows, namespaceAt, type Direction, type Place, type Stop} from './map-stops.js';

/** Where the selection stands on the map: a stop by its key (by its position when it is gone) and which of its ends. */
export type MapState = {
	readonly selected: string | null;
	readonly index: number;
	readonly end: boolean;
	/** First row of the vertical picture in the window. */
	readonly offset: number;
};

/** Nothing chosen yet: the host. */
export const emptyMap: MapState = {selected: null, index: 0, end: false, offset: 0};

/** The picture of the moment; `boxes` where the window is big enough for it. `height`: rows that it has on the screen. */
export type Picture = {
	readonly bus: Bus;
	readonly boxes: Boxes | undefined;
	readonly height: number;
};

/** The place that is selected now. There is always one: the host. */
export function placeOf({selected, index, end}: MapState, stops: readonly Stop[]): Place | undefined {
	const found =
		selected === null
			? stops.find(({kind}) => kind === 'host')
			: (stops.find(({key}) => key === selected) ?? stops[Math.min(index, stops.length - 1)]);
	return found && {stop: found, end: end && namespaceAt(found, true) !== null};
}

const directions: Readonly<Record<string, Direction>> = {
	'list.down': 'down',
	'list.up': 'up',
	'network.left': 'left',
	'network.right': 'right',
};

export function moveMap(map: MapState, action: string, {bus, boxes, height}: Picture): MapState {
	const {stops} = bus;
	const place = placeOf(map, stops);
	if (!place) return map;
	const direction = directions[action];
	const moved = direction
		? (boxes ? moveInBoxes : moveInRows)(stops, place, direction)
		: jumped(stops, place, action, height);
	return at(map, moved, bus, height);
}

/** The place of a namespace, else the host. */
export function findOnMap(map: MapState, key: string | null, {bus, height}: Picture): MapState {
	const stop = bus.stops.find(candidate => {
		const namespace = namespaceAt(candidate, true);
		return namespace !== null && namespaceKey(namespace) === key;
	});
	const host = bus.stops.find(({kind}) => kind === 'host');
	const found = stop ?? host;
	return found ? at(map, {stop: found, end: stop !== undefined}, bus, height) : map;
}

function at(map: MapState, {stop, end}: Place, bus: Bus, height: number): MapState {
	const next: MapState = {selected: stop.key, index: bus.stops.findIndex(({key}) => key === stop.key), end, offset: 0};
	return {...next, offset: offsetOf({...next, offset: map.offset}, bus, height)};
}

function jumped(stops: readonly Stop[], place: Place, action: string, height: number): Place {
	const half = Math.max(1, Math.floor(height / 2));
	const now = stops.findIndex(({key}) => key === place.stop.key);
	const by: Readonly<Record<string, number>> = {
		'list.half-down': now + half,
		'list.half-up': now - half,
		'list.page-down': now + height,
		'list.page-up': now - height,
		'list.top': 0,
		'list.bottom': stops.length - 1,
	};
	const stop = stops[Math.min(Math.max(by[action] ?? now, 0), stops.length - 1)];
	return stop ? {stop, end: place.end && namespaceAt(stop, true) !== null} : place;
}

/** The window over the rows, around the selected one; the first stop brings the top back into view. */
export function offsetOf(map: MapState, {rows, stops}: Bus, height: number): number {
	const place = placeOf(map, stops);
	const row = place ? rows.findIndex(({stop}) => stop?.key === place.stop.key) : 0;
	const most = Math.max(0, rows.length - height);
	const offset = Math.min(map.offset, most);
	if (row < offset) return row <= 1 ? 0 : row;
	return row >= offset + height ? Math.min(most, row - height + 1) : offset;
}
