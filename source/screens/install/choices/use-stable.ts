import {idText, readably} from '../../../text/ids.js';
import {useEffect, useState} from 'react';
import {stableVersion} from '../../../command/download.js';
import {readStableVersion} from '../../../install/release.js';
import {because} from '../../../install/stages.js';
import type {Services} from '../../services.js';
import type {Stable} from './field.js';

/** The stable release, asked for once while somebody looks at the versions; undefined: no answer yet. */
export function useStable({ask, text}: Services, wanted: boolean): Stable | undefined {
	const [stable, setStable] = useState<Stable | undefined>();
	useEffect(() => {
		if (!wanted) return undefined;
		const control = new AbortController();
		void ask(stableVersion(), control.signal).then(outcome => {
			if (control.signal.aborted) return;
			const read = readStableVersion(outcome);
			setStable(read.known ? {version: read.value} : {version: null, said: readably(because(read, idText), text)});
		});
		return () => control.abort();
	}, [ask, text, wanted]);
	return stable;
}
