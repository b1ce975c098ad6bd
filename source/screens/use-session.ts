import {useCallback, useSyncExternalStore} from 'react';
import type {Pacer} from '../store/pacer.js';

/**
 * A session's state while its screen is shown. However fast it changes (every line of output), it is drawn at the pace of
 * all background changes.
 */
export function useSession<T>(
	session: {readonly get: () => T; readonly subscribe: (listener: () => void) => () => void},
	pacer: Pacer,
): T {
	const subscribe = useCallback(
		(listener: () => void) => session.subscribe(() => pacer.announce(listener)),
		[session, pacer],
	);
	return useSyncExternalStore(subscribe, session.get, session.get);
}
