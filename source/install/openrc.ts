import type {Reading} from '../facts/reading.js';
import type {Judgement} from '../engine/step.js';
import type {IdText} from '../text/ids.js';

/** What a person types instead, where services are OpenRC's. */
export type ByHand = 'install' | 'upgrade' | 'reset';

/** k0s runs under OpenRC too, but all that changes services here speaks to systemd. Undefined: OpenRC does not run this system. */
export const refusesOpenRc = (
	openrc: Reading<boolean> | undefined,
	what: ByHand,
	text: IdText,
): Judgement | undefined => {
	const words = text.install.openrc;
	return openrc?.known && openrc.value
		? {state: 'blocked', found: words.found, hint: words.byHand[what] ?? words.found}
		: undefined;
};
