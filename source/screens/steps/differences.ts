import {wrap} from '../../components/blocks.js';
import {colored, dim, line, span, type Line} from '../../components/line.js';
import {displayWidth, pad} from '../../components/width.js';
import type {StepView} from '../../engine/session-view.js';
import {bySource} from '../../install/differences.js';
import type {Text} from '../../text/text.js';

type Difference = StepView['differences'][number];

/** A firewall now and then, zone by zone: what comes is told apart from what stays. Names come from the host. */
export function differenceLines(all: readonly Difference[], width: number, text: Text): Line[] {
	const words = text.guard.differences;
	if (all.length === 0) return [];
	const differences = all.map(each => (each.key === 'richRules' ? inShort(each) : each));
	const nameOf = ({zone, key}: Difference): string =>
		zone === null ? words.defaultZone : `  ${words.keys[key] ?? key}`;
	const nameWidth = Math.max(...differences.map(each => displayWidth(nameOf(each)))) + 2;
	const longest = Math.max(4, ...differences.flatMap(({now}) => listed(now, words.none).map(displayWidth)));
	const nowWidth = Math.min(longest, Math.max(8, Math.floor((width - nameWidth) / 2) - 2)) + 2;
	const thenWidth = Math.max(8, width - nameWidth - nowWidth);
	const lines: Line[] = [line(dim(pad('', nameWidth)), dim(pad(words.now, nowWidth)), dim(words.then))];
	let zone: string | null = null;
	for (const each of differences) {
		if (each.zone !== null && each.zone !== zone) lines.push(line(words.ofZone(each.zone)));
		zone = each.zone ?? zone;
		const now = wrap(listed(each.now, words.none).join(' '), nowWidth - 2);
		const then = wrap(listed(each.then, words.none).join(' '), thenWidth);
		for (let row = 0; row < Math.max(now.length, then.length); row++) {
			lines.push([
				span(pad(row === 0 ? nameOf(each) : '', nameWidth)),
				dim(pad(now[row] ?? '', nowWidth)),
				...news(then[row] ?? '', each),
			]);
		}
	}

	return lines;
}

/** Eight rich rules a node: what they open for it, in one row of words. */
const inShort = (rules: Difference): Difference => {
	const short = (values: readonly string[]) => bySource(values).flatMap(each => each.split(' '));
	return {...rules, now: short(rules.now), then: short(rules.then)};
};

const listed = (values: readonly string[], none: string): readonly string[] => (values.length === 0 ? [none] : values);

/** Words of a row that were not there before stand out. */
const news = (row: string, {now, then}: Difference): Line =>
	row === ''
		? []
		: row
				.split(' ')
				.flatMap((word, index) => [
					span(index === 0 ? '' : ' '),
					now.includes(word) || then.length === 0 ? span(word) : colored(word, 'green'),
				]);
