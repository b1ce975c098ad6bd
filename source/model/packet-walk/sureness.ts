import type {Assumption, Ending, WalkVerdict} from './facts.js';
import type {Reason, ReasonId, Sureness} from './reason.js';
import {placeOf} from './words.js';

export type {Reason, Sureness} from './reason.js';

/** Of which the verdict alone does not tell whether somebody answers. */
const open: Readonly<Partial<Record<WalkVerdict, ReasonId>>> = {
	arrives: 'listeners',
	leaves: 'elsewhere',
	queued: 'program',
};

/** What an assumption would be called where the other way matters. */
export const assumptionAs: Readonly<Record<Assumption, ReasonId>> = {
	limit: 'limit',
	recent: 'recent',
	'one-of-range': 'nat-target',
	'first-packet': 'conntrack',
};

/** Of all endings of a walk, the main one first. `whole`: no way was left out. */
export function surenessOf(endings: readonly [Ending, ...Ending[]], whole: boolean, agreed: boolean): Sureness {
	const [main] = endings;
	const reasons = new Map<string, Reason>();
	const add = (id: ReasonId, what: string): void => void reasons.set(`${id} ${what}`, {id, what});
	if (!agreed) {
		if (!whole) add('endless', '');
		for (const {reasons: own, presumes, unread} of endings) {
			for (const {id, what} of [...own, ...presumes]) add(id, what);
			for (const hop of unread) add('rule', placeOf(hop));
		}
	}

	for (const {verdict, packet, output} of endings) {
		const id = open[verdict];
		if (id) add(id, verdict === 'leaves' ? `${packet.destination} ${output ?? ''}`.trimEnd() : packet.destination);
	}

	if (main.verdict === 'unknown') return {kind: 'unknown', on: [...reasons.values()]};
	return reasons.size === 0 && agreed ? {kind: 'certain'} : {kind: 'depends', on: [...reasons.values()]};
}
