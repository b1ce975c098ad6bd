import {render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import stringWidth from 'string-width';
import {expect, onTestFinished} from 'vitest';
import {UiContext} from '../../source/components/context.js';
import type {Look} from '../../source/components/look.js';
import type {Pointer} from '../../source/components/pointer.js';
import {Layers} from '../../source/keys/layers.js';

type Key = Parameters<Layers['dispatch']>[0];

type Drawing = {
	readonly look?: Look;
	readonly layers?: Layers;
	readonly pointer?: Pointer;
	/** Run when the test is over, after the screen is gone. */
	readonly close?: () => void;
};

/**
 * A component on a terminal that is none, until its test is over: what a person sees, and the keys that he presses. Drawn by
 * the renderer that is shipped.
 */
export function draw(element: () => ReactElement, given: Drawing = {}) {
	const {look = {color: false, ascii: false}, layers = new Layers(), pointer, close} = given;
	const ui = {look, layers, states: new Map<string, unknown>(), ...(pointer && {pointer})};
	const whole = (): ReactElement => <UiContext.Provider value={ui}>{element()}</UiContext.Provider>;
	let screen = render(whole());
	onTestFinished(() => {
		screen.unmount();
		close?.();
	});

	/** With its colours. */
	const styled = (): string => screen.lastFrame() ?? '';
	const frame = (): string => styled().replaceAll(/\u001B\[[\d;]*m/g, '');
	/** Until what is shown stays. */
	const settled = async (): Promise<void> => {
		for (let same = 0, before = ''; same < 4;) {
			await new Promise(resolve => setTimeout(resolve, 10));
			same = styled() === before ? same + 1 : 0;
			before = styled();
		}
	};

	const until = async (seen: () => boolean): Promise<void> => {
		for (let tries = 0; !seen(); tries++) {
			if (tries > 2000) throw new Error(`not seen:\n${frame()}`);
			await new Promise(resolve => setTimeout(resolve, 10));
		}
	};

	return {
		layers,
		styled,
		frame,
		rows: () => frame().split('\n'),
		settled,
		until,
		sees: async (part: string) => until(() => frame().includes(part)),
		async press(...keys: readonly Key[]) {
			for (const key of keys) {
				layers.dispatch(key);
				await settled();
			}
		},
		/** Another tab, and back. */
		leave: () => screen.unmount(),
		comeBack() {
			screen = render(whole());
		},
		fits(width: number, height: number) {
			const lines = frame().split('\n');
			expect(lines.length).toBeLessThanOrEqual(height);
			for (const each of lines) expect(stringWidth(each)).toBeLessThanOrEqual(width);
		},
	};
}
