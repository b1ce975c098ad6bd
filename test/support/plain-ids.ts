import type {IdText} from '../../source/text/ids.js';
import {catalogue} from '../../source/text/text.js';

/** Steps made with this say English sentences where the real ones keep ids: a test reads at once what they found. */
export const plainIds = catalogue('en') as unknown as IdText;
