import type {ListAction} from '../../../keys/binding.js';
import {namespaceKey} from '../../../model/network-keys.js';
import type {Boxes} from './boxes.js';
import type {Bus} from './bus.js';
import {moveInBoxes, moveInRows, namespaceAt, type Direction, type Place, type Stop} from './stops.js';

/** Where the selection stands on the map: a stop by its key (by its position when it is gone) and which of its ends. */
export type MapState = {
	readonly selected: string | null;
	readonly index: number;
	readonly end: boolean;
	/** Come from the list with this row: its end of a wire is selected, until one moves. */
	readonly space: string | null;
	/** First row of the vertical picture in the window. */
	readonly offset: number;
};

/** Nothing chosen yet: the host. */
export const emptyMap: MapState = {selected: null, index: 0, end: false, space: null, offset: 0};

/** The picture of the moment; `boxes` where the window is big enough for it. `height`: rows that it has on the screen. */
export type Picture = {
	readonly bus: Bus;
	readonly boxes: Boxes | undefined;
	readonly height: number;
};

/** The place that is selected now. There is always one: the host. */
export function placeOf({selected, index, end, space}: MapState, stops: readonly Stop[]): Place | undefined {
	const wanted = space === null ? undefined : stops.find(stop => keyAt(stop) === space);
	if (wanted) return {stop: wanted, end: true};
	const host = (): Stop | undefined => stops.find(({kind}) => kind === 'host');
	const found =
		selected === null || space !== null
			? host()
			: (stops.find(({key}) => key === selected) ?? stops[Math.min(index, stops.length - 1)]);
	return found && {stop: found, end: end && namespaceAt(found, true) !== null};
}

const keyAt = (stop: Stop): string | undefined => {
	const namespace = namespaceAt(stop, true);
	return namespace ? namespaceKey(namespace) : undefined;
};

/** Along the wires too. */
export type MapAction = ListAction | 'network.left' | 'network.right';

const directions: Readonly<Partial<Record<MapAction, Direction>>> = {
	'list.down': 'down',
	'list.up': 'up',
	'network.left': 'left',
	'network.right': 'right',
};

export function moveMap(map: MapState, action: MapAction, {bus, boxes, height}: Picture): MapState {
	const {stops} = bus;
	const place = placeOf(map, stops);
	if (!place) return map;
	const direction = directions[action];
	const moved = direction
		? (boxes ? moveInBoxes : moveInRows)(stops, place, direction)
		: jumped(stops, place, action, height);
	return at(map, moved, bus, height);
}

function at(map: MapState, {stop, end}: Place, bus: Bus, height: number): MapState {
	const index = bus.stops.findIndex(({key}) => key === stop.key);
	const next: MapState = {selected: stop.key, index, end, space: null, offset: 0};
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
