import {useEffect, useState} from 'react';
import type {ApiKind} from '../../../facts/browse.js';
import type {Unknown} from '../../../facts/reading.js';
import type {Browse} from '../../../store/browse/browse.js';

/** What the API offers, asked once when a list is first shown. `why`: it could not be asked. */
export function useKinds(browse: Browse): {
	readonly kinds: readonly ApiKind[] | undefined;
	readonly why: Unknown | undefined;
} {
	const [reading, setReading] = useState(browse.kinds());
	useEffect(() => {
		if (reading?.known) return undefined;
		let gone = false;
		void browse.discover().then(answer => {
			if (!gone) setReading(answer);
		});
		return () => {
			gone = true;
		};
	}, [browse]); // eslint-disable-line react-hooks/exhaustive-deps
	return {
		kinds: reading?.known ? reading.value : undefined,
		why: reading && !reading.known ? reading.unknown : undefined,
	};
}
