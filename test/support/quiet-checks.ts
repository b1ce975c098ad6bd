import type {ChecksSource} from '../../source/checks/source.js';

const nothing = {value: [], unknown: undefined, at: undefined, reading: false} as const;

/** Checks that found nothing that ends soon, for screens that only look at that. */
export const quietChecks = {
	ahead: {get: () => nothing, subscribe: () => () => undefined, refresh: async () => nothing},
} as unknown as ChecksSource;
