import {restartUnit} from '../command/systemd.js';
import type {Certificate} from '../model/host.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding} from './check.js';
import {advice, fix} from './remedies.js';

const day = 24 * 60 * 60 * 1000;
/** Days. k0s's own certificates last a year, its authorities ten. */
const soon = 30;

type Words = Text['checks']['items']['certificates'];

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);

function finding(all: ReadonlyMap<string, Certificate>, now: number, words: Words): Finding {
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
	const remedy = authority
		? advice(words.authorityNote)
		: fix(words.note, [restartUnit('k0scontroller.service')], [], false);
	return notAfter <= now
		? {result: 'fail', found: words.over(name, date(notAfter)), remedy}
		: {result: 'warn', found: words.soon(name, left), remedy};
}

export const certificates = [
	defineCheck({
		id: 'certificates',
		group: 'security',
		needs: ['pkiFiles'],
		may: ['certificates', 'clock'],
		settles: {every: 2000, limit: 90_000, times: 1},
		judge({pkiFiles}, {readings: {certificates: all, clock}, words, text}) {
			if (pkiFiles === null || pkiFiles.length === 0) return {result: 'skip', found: words.none};
			if (!all.known) return cannotTell(all.unknown, text);
			return clock.known ? finding(all.value, clock.value, words) : cannotTell(clock.unknown, text);
		},
	}),
];
