import {useSyncExternalStore} from 'react';
import type {Pacer} from './pacer.js';
import type {Snapshot, Source} from './source.js';

/** Subscribes while the component is on the screen; renders again only when the snapshot is another one. */
export function useSource<T>(source: Source<T>): Snapshot<T> {
	return useSyncExternalStore(source.subscribe, source.get, source.get);
}

/** The shared pause switch. */
export function usePaused(pacer: Pacer): boolean {
	const get = (): boolean => pacer.paused;
	return useSyncExternalStore(pacer.subscribe, get, get);
}
