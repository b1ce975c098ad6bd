import {useEffect, useState} from 'react';
import {askedFor, type Asked} from '../../install/upkeep/asked.js';
import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import type {Services} from '../services.js';

/** What a question offers, read once while somebody looks at it; undefined: no answer yet, or nobody looks. */
export function useAsked({ask}: Services, kind: UpkeepKind | undefined): Asked | undefined {
	const [asked, setAsked] = useState<{readonly kind: UpkeepKind; readonly asked: Asked}>();
	useEffect(() => {
		if (kind === undefined) return undefined;
		const control = new AbortController();
		void askedFor(kind, async command => ask(command, control.signal)).then(found => {
			if (!control.signal.aborted) setAsked({kind, asked: found});
		});
		return () => control.abort();
	}, [ask, kind]);
	return asked?.kind === kind ? asked?.asked : undefined;
}
