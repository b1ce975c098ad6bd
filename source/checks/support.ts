import {supportOf, supportOver} from '../model/k0s-releases.js';
import {cannotTell, defineCheck} from './check.js';
import {advice} from './remedies.js';

const day = 24 * 60 * 60 * 1000;
/** Days: an upgrade wants to be planned. */
const soon = 60;

/** How long the release that lies here gets fixes. */
export const support = [
	defineCheck({
		id: 'support',
		group: 'security',
		needs: [],
		may: ['k0sVersion', 'clock'],
		judge(_, {readings: {k0sVersion: version, clock}, words, text}) {
			if (!version.known) {
				return version.unknown.reason === 'not-installed'
					? {result: 'skip', found: words.none}
					: cannotTell(version.unknown, text);
			}

			const known = supportOf(version.value);
			if (known === undefined) return {result: 'unknown', found: words.unknown(version.value)};
			if (!clock.known) return cannotTell(clock.unknown, text);
			const {minor, end} = known;
			if (supportOver(known, clock.value)) {
				return {result: 'warn', found: words.over(minor, end), remedy: advice(words.note)};
			}

			const left = Math.floor((Date.parse(end) - clock.value) / day);
			return left < soon
				? {result: 'warn', found: words.soon(minor, end), remedy: advice(words.note)}
				: {result: 'pass', found: words.good(minor, end)};
		},
	}),
];
