import {bold, colored, dim, line, span, type Line, type Span} from '../components/line.js';
import {displayWidth} from '../components/width.js';
import {marked, sign, type Mark} from '../components/marks.js';
import type {Job} from '../screens/jobs.js';
import type {ScreenId} from '../screens/services.js';
import type {Text} from '../text/text.js';

export type HeaderFacts = {
	readonly host: string | null;
	readonly version: string | null;
	/** `short`: the word where it has no room. */
	readonly verdict: {readonly mark: Mark; readonly word: string; readonly short?: string} | null;
	/** What the checks found, when anything is wrong and they were asked. */
	readonly problems: {readonly mark: Mark; readonly word: string} | null;
	/** SIMULATED, RECORDED, READ-ONLY, paused, not root: as many as hold. */
	readonly badges: readonly string[];
	/** What works now, else what was interrupted. */
	readonly job: {readonly mark: Mark; readonly word: string} | null;
	readonly age: string;
};

/** How a job is marked in the header and on its tab. */
export const jobMarks: Readonly<Record<Job['state'], Mark>> = {running: 'running', interrupted: 'warn'};

const widthOf = (content: Line): number => content.reduce((sum, {text}) => sum + displayWidth(text), 0);

/** `k0s-tui  host  version  ✓ healthy ……… SIMULATED  live`: what gives way first is the version, then the host's domain, the checks, and what follows "but". */
export function headerLine(text: Text, facts: HeaderFacts, width: number): Line {
	const right: Span[] = [
		...(facts.job
			? [
					{...marked(facts.job.mark, facts.job.word), style: {...marked(facts.job.mark, '').style, bold: true}},
					span('  '),
				]
			: []),
		...facts.badges.flatMap(badge => [span(` ${badge} `, {color: 'black', background: 'yellow'}), span(' ')]),
		dim(facts.age),
	];
	const verdict = facts.verdict;
	const left = (
		host: string | null,
		version: string | null,
		problems = facts.problems,
		word = verdict?.word ?? '',
	): Line =>
		line(
			bold(text.common.product),
			...(host === null ? [] : [span(`  ${host}`)]),
			...(version === null ? [] : [dim(`  ${version}`)]),
			...(verdict ? [span('  '), marked(verdict.mark, word)] : []),
			...(problems ? [span('  '), marked(problems.mark, problems.word)] : []),
		);
	const room = width - widthOf(right) - 2;
	const short = facts.host?.split('.')[0] ?? null;
	const candidates = [
		left(facts.host, facts.version),
		left(facts.host, null),
		left(short, null),
		left(short, null, null),
		left(short, null, null, verdict?.short),
		left(null, null, null, verdict?.short),
	];
	const chosen = candidates.find(candidate => widthOf(candidate) <= room) ?? candidates.at(-1) ?? [];
	return [...chosen, span(' '.repeat(Math.max(1, width - widthOf(chosen) - widthOf(right)))), ...right];
}

/** `1 Checks  2 Install …`, the open one inverse; where it is narrow without the air between, or only the open one named. */
export function tabsLine(
	text: Text,
	screens: readonly ScreenId[],
	open: ScreenId,
	width: number,
	jobs: readonly Pick<Job, 'screen' | 'state'>[] = [],
): Line {
	const markOf = (id: ScreenId): string => {
		const job = jobs.find(({screen}) => screen === id);
		return job ? ` ${sign(jobMarks[job.state]).text}` : '';
	};
	const names = screens.map((id, index) => `${index + 1} ${text.app.screens[id]}${markOf(id)}`);
	const fits = (air: number): boolean => names.reduce((sum, name) => sum + displayWidth(name) + air, 0) <= width;
	const wide = fits(3);
	const named = fits(1);
	return screens.flatMap((id, index) => {
		const name = names[index] ?? '';
		const label = wide ? ` ${name} ` : named || id === open ? name : `${index + 1}${markOf(id)}`;
		const tab = id === open ? span(label, {inverse: true, bold: true}) : colored(label, 'cyan');
		return [{...tab, press: `app.${id}`}, span(' ')];
	});
}
