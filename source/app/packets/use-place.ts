import {useEffect, useMemo, useState} from 'react';
import type {PacketsSubject} from './watched.js';

/** What a subject names, found when it is shown; `again` looks anew. Undefined: it is being looked for. */
export function usePlace<Found>(
	find: (subject: PacketsSubject, signal: AbortSignal) => Promise<Found>,
	{name, link}: PacketsSubject,
): {readonly place: Found | undefined; readonly again: () => void} {
	const [place, setPlace] = useState<Found>();
	const [turn, setTurn] = useState(0);
	useEffect(() => {
		const controller = new AbortController();
		setPlace(undefined);
		void find({...(name !== undefined && {name}), ...(link !== undefined && {link})}, controller.signal).then(found => {
			if (!controller.signal.aborted) setPlace(() => found);
		});
		return () => controller.abort();
	}, [find, name, link, turn]);
	return useMemo(() => ({place, again: () => setTurn(now => now + 1)}), [place]);
}
