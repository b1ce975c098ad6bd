import type {Usage} from '../../facts/usage.js';
import type {Snapshot, Source} from '../../store/source.js';
import {useSource} from '../../store/use-source.js';
import type {Services} from '../services.js';

const nothing = {value: undefined, unknown: undefined, at: undefined, reading: false} as const;
const notAsked: Source<Usage> = {
	get: () => nothing,
	subscribe: () => () => undefined,
	refresh: async () => nothing,
};

/** What is used, read only while it is `shown`; undefined: it is not. */
export function useUsage({sources}: Services, shown: boolean): Snapshot<Usage> | undefined {
	const asked = useSource(shown ? sources.usage : notAsked);
	return shown ? asked : undefined;
}
