import {useEffect, useState} from 'react';
import {readSurroundings, type SurroundingsRead} from '../../store/surroundings.js';
import type {Services} from '../services.js';

/** Routes and addresses of this host, read once when somebody asks what-if; undefined: still reading. */
export function useSurroundings({ask}: Services): SurroundingsRead | undefined {
	const [read, setRead] = useState<SurroundingsRead>();
	useEffect(() => {
		const controller = new AbortController();
		void readSurroundings(ask, controller.signal).then(reading => {
			if (!controller.signal.aborted) setRead(reading);
		});
		return () => controller.abort();
	}, [ask]);
	return read;
}
