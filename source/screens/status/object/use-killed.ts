import {useEffect, useState} from 'react';
import type {OomCount} from '../../../facts/oom.js';
import {readKilled} from '../../../store/oom.js';
import type {Services} from '../../services.js';

export type Killed = ReadonlyMap<string, OomCount>;
const none: Killed = new Map();

/** Asked once while `active`: a count that grows is read again when the pane is opened again. */
export function useKilled({ask, kind}: Services, active: boolean): Killed {
	const [killed, setKilled] = useState(none);
	useEffect(() => {
		if (!active || kind === 'recorded') return undefined;
		const controller = new AbortController();
		void readKilled(ask, controller.signal).then(found => {
			if (found && !controller.signal.aborted) setKilled(found);
		});
		return () => controller.abort();
	}, [ask, kind, active]);
	return active ? killed : none;
}
