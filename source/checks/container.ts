import {cannotTell, defineCheck} from './check.js';
import {advice} from './remedies.js';

/** Whether this system is itself a container, whose kernel, modules and devices are another host's. */
export const container = [
	defineCheck({
		id: 'container',
		group: 'system',
		needs: [],
		may: ['container', 'kmsg'],
		judge(_, {readings: {container: kind, kmsg}, words, text}) {
			if (!kind.known) return cannotTell(kind.unknown, text);
			if (kind.value === null) return {result: 'pass', found: words.none};
			const isLxc = kind.value.startsWith('lxc');
			if (!isLxc) return {result: 'pass', found: words.is(kind.value), shows: [kind.value]};
			const missing = kmsg.known && !kmsg.value;
			return missing
				? {result: 'fail', found: words.noKmsg(kind.value), shows: [kind.value], remedy: advice(words.kmsgNote)}
				: {result: 'warn', found: words.is(kind.value), shows: [kind.value], remedy: advice(words.note)};
		},
	}),
];
