import type {FirewallDifference} from '../model/firewall-plan.js';
import type {Text} from '../text/text.js';

/** A row of the table of now and then: `zone public, ports`, `none`, `6443/tcp`. */
export type DifferenceRow = {readonly what: string; readonly now: string; readonly then: string};

/** The rows in words. Names of zones, links and services come from the host: made visible where they are shown. */
export function differenceRows(differences: readonly FirewallDifference[], text: Text): readonly DifferenceRow[] {
	const words = text.guard.differences;
	const list = (values: readonly string[]): string => (values.length === 0 ? words.none : values.join(' '));
	return differences.map(({zone, key, now, then}) => ({
		what: zone === null ? words.defaultZone : words.zone(zone, words.keys[key] ?? key),
		now: list(now),
		then: list(then),
	}));
}
