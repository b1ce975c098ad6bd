import {cannotTell, defineCheck} from './check.js';
import type {Facts} from './facts.js';

type Readings = Pick<Facts, 'reboots' | 'bootId'>;

/** A remedy ran in this very start of the system, and waits for the next. */
export const waitsForReboot = (id: string, {reboots, bootId}: Readings): boolean =>
	reboots.known && bootId.known && reboots.value.get(id) === bootId.value;

export const reboot = [
	defineCheck({
		id: 'reboot',
		group: 'system',
		needs: ['rebootRequired'],
		may: ['reboots', 'bootId'],
		judge({rebootRequired}, {readings, words, text}) {
			if (!readings.bootId.known) return cannotTell(readings.bootId.unknown, text);
			const bootId = readings.bootId.value;
			if (!readings.reboots.known) return cannotTell(readings.reboots.unknown, text);
			const waiting = [...readings.reboots.value.keys()].filter(id => waitsForReboot(id, readings));
			const remedy = {commands: [], note: words.note};
			if (waiting.length > 0) {
				const {items} = text.checks;
				const titles = waiting.map(id => (id in items ? items[id as keyof typeof items].title : id));
				return {result: 'warn', found: words.waits(titles), shows: [bootId], remedy};
			}

			return rebootRequired.length > 0
				? {result: 'warn', found: words.asked, shows: rebootRequired, remedy}
				: {result: 'pass', found: words.none, shows: [bootId]};
		},
	}),
];
