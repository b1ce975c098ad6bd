import type {Text} from '../text/text.js';

/** That word as a question, to stand behind what is unknown; nothing when nothing is near. */
export const didYouMean = (near: string | undefined, {cli}: Text): string =>
	near === undefined ? '' : cli.didYouMean(near);
