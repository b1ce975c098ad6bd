import {useEffect} from 'react';
import {useUi} from '../components/context.js';
import type {MouseEvent} from '../terminal/mouse.js';

/** Rows that one turn of the wheel scrolls. */
const step = 3;
/** Milliseconds between the clicks of a double click, at most. */
const twice = 400;

export type OnMouse = (listener: (event: MouseEvent) => void) => void;

/** Wheel, click and double click. `onMouse` undefined: the mouse is off. */
export function useMouse(onMouse: OnMouse | undefined, awake: () => void): void {
	const {layers, pointer} = useUi();
	useEffect(() => {
		if (onMouse === undefined || pointer === undefined) return;
		let last: {readonly press: string; readonly at: number} | undefined;
		onMouse(event => {
			awake();
			if (event.kind === 'wheel') {
				for (let row = 0; row < step; row++) layers.scroll(event.by > 0 ? 'list.down' : 'list.up');
				return;
			}

			const press = pointer.at(event.column, event.row);
			const now = performance.now();
			const isSecond = last !== undefined && last.press === press && now - last.at < twice;
			last = press === undefined || isSecond ? undefined : {press, at: now};
			if (press === undefined) return;
			if (isSecond && press.startsWith('list.at:')) layers.open();
			else layers.click(press);
		});
		return () => onMouse(() => undefined);
	}, [onMouse, pointer, layers, awake]);
}
