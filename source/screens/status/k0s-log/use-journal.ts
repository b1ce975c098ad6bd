import {useEffect, useState} from 'react';
import {followedJournal, noJournal, type FollowedJournal} from '../../../store/followed-journal.js';
import type {Services} from '../../services.js';

/** The unit's log, followed while this is on the screen. */
export function useJournal({ask, follow, kind}: Services, unit: string): FollowedJournal {
	const [log, setLog] = useState(noJournal);
	useEffect(() => {
		setLog(noJournal);
		return followedJournal({ask, follow, follows: kind !== 'recorded'}, unit, setLog);
	}, [ask, follow, kind, unit]);
	return log;
}
