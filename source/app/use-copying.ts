import {useCallback, useRef, useState} from 'react';
import type {CopyItem} from '../screens/copies.js';

/** The menu of `C` while it is open: what stands in it, once that is made. */
export function useCopying() {
	const [copying, setCopying] = useState<{readonly items: readonly CopyItem[] | undefined}>();
	const asked = useRef(0);
	const offer = useCallback((make: () => readonly CopyItem[] | Promise<readonly CopyItem[]>) => {
		const now = ++asked.current;
		setCopying({items: undefined});
		void (async () => {
			const items = await make();
			// Closed meanwhile, or asked for something else.
			if (asked.current === now) setCopying({items});
		})();
	}, []);
	const stop = useCallback(() => {
		asked.current++;
		setCopying(undefined);
	}, []);
	return {copying, offer, stop};
}
