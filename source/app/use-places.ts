import {useCallback, useRef, useState} from 'react';
import {useUi} from '../components/context.js';
import {useLayer} from '../components/use-layer.js';
import {level} from '../keys/layers.js';
import type {States} from '../screens/objects.js';
import type {ScreenId} from '../screens/services.js';

/** A jump to an object by its name: where it was made from, and what it changed of the screens' states. */
type Jump = {
	readonly from: ScreenId;
	readonly changes: ReadonlyArray<{readonly id: string; readonly before: unknown; readonly after: unknown}>;
};

/** Nobody goes back further. */
const mostJumps = 20;

export const backBindings = [{action: 'app.back', keys: ['escape', 'backspace']}] as const;

/**
 * Which screen is open, and the way back from objects that were found by name: the old screen with its state as it was. esc
 * goes back at once while nothing was done where one arrived, else when the screen itself has nothing more to go back from.
 * Who goes to another screen by its number forgets the way. `turn`: another one when the open screen's state was replaced.
 */
export function usePlaces(first: ScreenId) {
	const {states} = useUi();
	const [{open, turn}, setPlace] = useState({open: first, turn: 0});
	const jumps = useRef<readonly Jump[]>([]);

	const show = useCallback((screen: ScreenId) => {
		setPlace(place => ({open: screen, turn: place.turn + 1}));
	}, []);
	const go = useCallback((screen: ScreenId) => {
		jumps.current = [];
		setPlace(place => (place.open === screen ? place : {...place, open: screen}));
	}, []);
	const jump = useCallback(
		(screen: ScreenId, select: (states: States) => void) => {
			const before = new Map(states);
			select(states);
			const ids = new Set([...before.keys(), ...states.keys()]);
			const changes = [...ids]
				.map(id => ({id, before: before.get(id), after: states.get(id)}))
				.filter(change => change.before !== change.after);
			jumps.current = [...jumps.current, {from: open, changes}].slice(-mostJumps);
			show(screen);
		},
		[states, open, show],
	);
	const back = useCallback((): boolean => {
		const last = jumps.current.at(-1);
		if (!last) return false;
		jumps.current = jumps.current.slice(0, -1);
		for (const {id, before} of last.changes) {
			if (before === undefined) states.delete(id);
			else states.set(id, before);
		}

		show(last.from);
		return true;
	}, [states, show]);

	useLayer({
		level: level.jump,
		bindings: backBindings,
		onAction() {
			const last = jumps.current.at(-1);
			return last?.changes.every(({id, after}) => states.get(id) === after) ? back() : false;
		},
	});
	return {open, turn, go, jump, back};
}
