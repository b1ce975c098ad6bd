import process from 'node:process';
import {groups, results, type Report, type Result} from '../checks/check.js';
import {allChecks} from '../checks/checks.js';
import {defaultOptions, ownEnvironment} from '../checks/options.js';
import {runChecks} from '../checks/run.js';
import {shown} from '../command/command.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {cannotRun, string, type HeadlessCommand} from './headless.js';

const idsOf = (value: string): string[] => value.split(',').filter(id => id !== '');
const known: ReadonlySet<string> = new Set(allChecks.map(({id}) => id));

/** A list of check ids; undefined when all are known. */
function refuseIds(value: string): string | undefined {
	const unknown = idsOf(value).find(id => !known.has(id));
	if (unknown !== undefined) return `there is no check “${unknown}” (check --json prints all ids)`;
	return idsOf(value).length === 0 ? 'ids of checks, with commas between' : undefined;
}

/** `check [--only ID,…]`: runs the prerequisite checks; exit 1 when one failed. */
export const check: HeadlessCommand = {
	name: 'check',
	options: {
		only: {value: 'ID,…', refuse: refuseIds},
		fix: {value: 'ID,…', refuse: refuseIds},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text, signal}, values) {
		if (string(values, 'fix') !== undefined) return cannotRun('not-built', text.checks.fixNotBuilt);
		const only = string(values, 'only');
		const wanted = only === undefined ? undefined : new Set(idsOf(only));
		const reports = await runChecks(wanted ? allChecks.filter(({id}) => wanted.has(id)) : allChecks, {
			ask: command => runner.run(command, {signal}),
			// A simulated or recorded host has its own environment, not that of this process.
			options: {...defaultOptions, environment: runner.kind === 'local' ? ownEnvironment(process.env) : {}},
			text,
		});
		return {
			exit: reports.some(({result}) => result === 'fail') ? 1 : 0,
			json: {checks: reports.map(jsonOf), summary: summaryOf(reports)},
			lines: checkLines(reports, text),
		};
	},
};

export function summaryOf(reports: readonly Report[]): Readonly<Record<Result, number>> {
	const counts = {pass: 0, warn: 0, fail: 0, skip: 0, unknown: 0};
	for (const {result} of reports) counts[result]++;
	return counts;
}

function jsonOf({remedy, ...report}: Report): Record<string, unknown> {
	return {...report, remedy: remedy && {commands: remedy.commands.map(({argv}) => argv), note: remedy.note}};
}

/** The table for people: by group, problems with what would mend them, one line of counts at the end. */
export function checkLines(reports: readonly Report[], text: Text): readonly string[] {
	const {marks, wanted, headlessRemedy, groups: titles, summary} = text.checks;
	const markWidth = Math.max(...results.map(result => marks[result].length)) + 2;
	const titleWidth = Math.max(...reports.map(({title}) => title.length)) + 2;
	const indent = ' '.repeat(2 + markWidth);
	const rows = groups.flatMap(group => {
		const members = reports.filter(report => report.group === group);
		if (members.length === 0) return [];
		return [
			titles[group],
			...members.flatMap(report => [
				`  ${marks[report.result].padEnd(markWidth)}${report.title.padEnd(titleWidth)}${report.found}`,
				...(report.result === 'fail' || report.result === 'warn' ? [`${indent}${wanted}: ${report.wanted}`] : []),
				...(report.remedy
					? [
							...report.remedy.commands.map(({argv}) => `${indent}${headlessRemedy}: ${shown(argv)}`),
							`${indent}${headlessRemedy}: ${report.remedy.note}`,
						]
					: []),
			]),
			'',
		];
	});
	return [...rows, summary(summaryOf(reports))].map(line => visible(line.trimEnd()));
}
