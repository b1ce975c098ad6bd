import type {FirewallDifference} from '../model/firewall-plan.js';
import type {Text} from '../text/text.js';

/** A row of the table of now and then: `zone public, ports`, `none`, `6443/tcp`. */
export type DifferenceRow = {readonly what: string; readonly now: string; readonly then: string};

/** The rows in words. Names of zones, links and services come from the host: made visible where they are shown. */
export function differenceRows(differences: readonly FirewallDifference[], text: Text): readonly DifferenceRow[] {
	const words = text.guard.differences;
	return differences.map(({zone, key, now, then}) => {
		const list = (values: readonly string[]): string => {
			if (values.length === 0) return words.none;
			return key === 'richRules' ? bySource(values).join('; ') : values.join(' ');
		};

		return {
			what: zone === null ? words.defaultZone : words.zone(zone, words.keys[key] ?? key),
			now: list(now),
			then: list(then),
		};
	});
}

const opens =
	/^rule family="ipv[46]" source address="([^"]*)" (?:port port="([^"]*)" protocol="(\w+)"|protocol value="(\w+)") accept$/;

/** What rich rules open, for each source once: `192.0.2.11: 6443/tcp protocol 4`; any other rule as it is. */
export function bySource(rules: readonly string[]): readonly string[] {
	const parts = new Map<string, string[]>();
	for (const rule of rules) {
		const [, source, port, protocol, number] = opens.exec(rule) ?? [];
		const key = source === undefined ? rule : `${source}:`;
		const what = source === undefined ? [] : [port === undefined ? `protocol ${number}` : `${port}/${protocol}`];
		parts.set(key, [...(parts.get(key) ?? []), ...what]);
	}

	return [...parts].map(([key, what]) => [key, ...what].join(' '));
}
