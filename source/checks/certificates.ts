import {unitName} from '../command/k0s-paths.js';
import {restartUnit} from '../command/systemd.js';
import type {Certificate} from '../facts/host.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding, type Remedy} from './check.js';
import {advice, fix} from './remedies.js';
import {isYoung} from './unit.js';

const day = 24 * 60 * 60 * 1000;
/** Days. k0s's own certificates last a year, its authorities ten. */
const soon = 30;

type Words = Text['checks']['items']['certificates'];

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);

function finding(all: ReadonlyMap<string, Certificate>, now: number, renewing: Remedy, words: Words): Finding {
	const sorted = [...all].toSorted(([, a], [, b]) => a.notAfter - b.notAfter);
	const early = sorted.find(([, {notBefore}]) => notBefore > now);
	const [first] = sorted;
	if (early) {
		return {result: 'fail', found: words.notYet(early[0], date(early[1].notBefore)), remedy: advice(words.clockNote)};
	}

	if (!first) return {result: 'skip', found: words.none};
	const [name, {notAfter, authority}] = first;
	const left = Math.floor((notAfter - now) / day);
	if (left >= soon) return {result: 'pass', found: words.good(all.size, name, date(notAfter))};
	// k0s makes its certificates anew at each start, its authorities never.
	const remedy = authority ? advice(words.authorityNote) : renewing;
	return notAfter <= now
		? {result: 'fail', found: words.over(name, date(notAfter)), remedy}
		: {result: 'warn', found: words.soon(name, left), remedy};
}

export const certificates = [
	defineCheck({
		id: 'certificates',
		group: 'security',
		needs: ['pkiFiles'],
		may: ['certificates', 'clock', 'controllerUnit'],
		settles: {every: 2000, limit: 90_000, times: 1},
		judge({pkiFiles}, {readings: {certificates: all, clock, controllerUnit: unit}, words, text}) {
			if (pkiFiles === null || pkiFiles.length === 0) return {result: 'skip', found: words.none};
			if (!all.known) return cannotTell(all.unknown, text);
			if (!clock.known) return cannotTell(clock.unknown, text);
			// A restart would start a k0s that a person stopped, or cut short a start that makes them anew anyway.
			const runs = unit.known && unit.value.activeState === 'active';
			const renewing = !runs
				? advice(words.stoppedNote)
				: isYoung(unit, clock)
					? advice(words.startingNote)
					: fix(words.note, [restartUnit(unitName)], [], false);
			return finding(all.value, clock.value, renewing, words);
		},
	}),
];
