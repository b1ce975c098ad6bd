import type {Services} from './services.js';

/** What to say where a key would change something and this run is read-only: who forbids it. */
export const forbidden = ({text, readOnlyBy = '--read-only'}: Pick<Services, 'text' | 'readOnlyBy'>): string =>
	text.app.forbidden(readOnlyBy);
