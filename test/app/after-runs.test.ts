import {describe, expect, it, vi} from 'vitest';
import {onEndOf} from '../../source/app/sessions.js';

describe('after a run', () => {
	it('what was found before is dropped once, when it ends, whatever screen is open', () => {
		let running: string | undefined;
		const listeners = new Set<() => void>();
		const then = vi.fn();
		onEndOf(
			{
				busy: () => running !== undefined,
				subscribe(listener) {
					listeners.add(listener);
					return () => listeners.delete(listener);
				},
			},
			then,
		);
		const tell = (now: string | undefined): void => {
			running = now;
			for (const listener of listeners) listener();
		};

		tell(undefined);
		tell('start');
		tell('healthy');
		expect(then).not.toHaveBeenCalled();
		tell(undefined);
		tell(undefined);
		expect(then).toHaveBeenCalledTimes(1);
	});
});
