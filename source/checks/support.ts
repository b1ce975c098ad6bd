import {supportOf, supportState} from '../model/k0s-releases.js';
import {cannotTell, defineCheck} from './check.js';
import {advice} from './remedies.js';

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
			const state = supportState(known, clock.value);
			if (state === 'over') {
				return {result: 'warn', found: words.over(minor, end), remedy: advice(words.note)};
			}

			return state === 'soon'
				? {result: 'warn', found: words.soon(minor, end), remedy: advice(words.note)}
				: {result: 'pass', found: words.good(minor, end)};
		},
	}),
];
