import process from 'node:process';
import {groups, results, type CheckId, type Report} from '../checks/check.js';
import {allChecks} from '../checks/checks.js';
import {isWantedBy, joinReport, type JoinReport} from '../checks/join.js';
import {optionsFor, type CheckOptions} from '../checks/options.js';
import {runChecks} from '../checks/run.js';
import {summaryOf} from '../checks/source.js';
import {command, typed, type Command} from '../command/command.js';
import {nodesOf, refuseNodes, refusePath, refuseProfile, refuseRole, refuseVersion} from '../install/answers.js';
import {roles} from '../install/role.js';
import {firewallProfiles} from '../model/firewall.js';
import {visible} from '../terminal/sanitise.js';
import {padded, widest} from '../terminal/text-columns.js';
import type {Text} from '../text/text.js';
import {fixChecks, type Fixed} from './check-fix.js';
import {usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {nearest} from '../model/nearest.js';
import {didYouMean} from './nearest.js';
import {string, type Values} from './option.js';
import {brief} from './parse.js';

const idsOf = (value: string): readonly CheckId[] =>
	value.split(',').flatMap(id => allChecks.find(check => check.id === id)?.id ?? []);
const known: ReadonlySet<string> = new Set(allChecks.map(({id}) => id));

/** A list of check ids; undefined when all are known. */
function refuseIds(value: string, text: Text): string | undefined {
	const ids = value.split(',').filter(id => id !== '');
	const unknown = ids.find(id => !known.has(id));
	if (unknown !== undefined) {
		return text.cli.wanted.noSuchCheck(brief(unknown), didYouMean(nearest(unknown, [...known]), text));
	}

	return ids.length === 0 ? text.cli.wanted.checkIds : undefined;
}

/** `check [--only ID,…] [--fix ID,… --yes]`: the prerequisite checks, and their remedies; exit 1 when one failed. */
export const check: HeadlessCommand = {
	name: 'check',
	options: {
		only: {value: 'ID,…', words: [...known], list: true, refuse: refuseIds},
		fix: {value: 'ID,…', words: [...known], list: true, refuse: refuseIds},
		profile: {value: firewallProfiles.join('|'), refuse: refuseProfile},
		nodes: {value: 'ADDR[,ADDR|CIDR…]', list: true, refuse: refuseNodes},
		role: {value: roles.join('|'), words: roles, refuse: refuseRole},
		'token-file': {value: 'FILE', refuse: refusePath},
		'data-dir': {value: 'DIR', refuse: refusePath},
		'k0s-version': {value: 'VERSION|stable', refuse: refuseVersion},
		'airgap-bundle': {value: 'FILE', refuse: refusePath},
	},
	positionals: {min: 0, max: 0, name: ''},
	// Without --fix it changes nothing; with it, it asks for --yes by itself.
	changes: false,
	async run(invocation, values): Promise<Answer> {
		const options = optionsOf(invocation, values);
		const {install} = invocation.text;
		if (options.tokenFile !== null && (options.role === null || options.role === 'single'))
			return usage(install.bad.noJoin);
		const fix = string(values, 'fix');
		const given = givenWords(values);
		if (fix === undefined) return answerOf(await judge(invocation, values, options), invocation.text, given);
		const fixed = await fixChecks(invocation, idsOf(fix), options);
		if (!fixed.ran) return fixed.answer;
		return answerOf(await judge(invocation, values, options), invocation.text, given, fixed);
	},
};

function optionsOf({runner}: Invocation, values: Values): CheckOptions {
	const options = optionsFor(runner.kind, process.env);
	const version = string(values, 'k0s-version');
	const nodes = string(values, 'nodes');
	return {
		...options,
		// Who names nodes has several.
		profile:
			firewallProfiles.find(each => each === string(values, 'profile')) ??
			(nodes === undefined ? options.profile : 'multi-node'),
		nodes: nodes === undefined ? null : nodesOf(nodes),
		tokenFile: string(values, 'token-file') ?? null,
		role: roles.find(each => each === string(values, 'role')) ?? null,
		dataDir: string(values, 'data-dir') ?? options.dataDir,
		k0sVersion: version === undefined || version === 'stable' ? null : version,
		airgapBundle: string(values, 'airgap-bundle') ?? null,
	};
}

/** What decides the findings, as it was typed: a fix without it would judge another host. */
const deciding = ['profile', 'nodes', 'role', 'token-file', 'data-dir', 'k0s-version', 'airgap-bundle'] as const;

const givenWords = (values: Values): readonly string[] =>
	deciding.flatMap(name => {
		const value = string(values, name);
		return value === undefined ? [] : [`--${name}`, value];
	});

const fixLine = (id: string, given: readonly string[]): string =>
	typed(command(['k0s-tui', 'check', '--fix', id, ...given, '--yes'], ''));

type Row = Report | JoinReport;

async function judge(
	{runner, text, signal}: Invocation,
	values: Values,
	options: CheckOptions,
): Promise<readonly Row[]> {
	const only = string(values, 'only');
	const wanted = only === undefined ? undefined : new Set(idsOf(only));
	const given = {ask: async (command: Command) => runner.run(command, {signal}), options, text};
	const [reports, join] = await Promise.all([
		runChecks(
			allChecks.filter(({id}) => (wanted ? wanted.has(id) : isWantedBy(options.role, id))),
			given,
		),
		wanted ? undefined : joinReport(given),
	]);
	return join === undefined ? reports : [...reports, join];
}

function answerOf(reports: readonly Row[], text: Text, given: readonly string[], fixed?: Fixed): Answer {
	const failed = reports.some(({result}) => result === 'fail') || fixed?.good === false;
	return {
		exit: failed ? 1 : 0,
		json: {
			checks: reports.map(jsonOf),
			summary: summaryOf(reports),
			...(fixed && {run: fixed.run, fixes: fixed.fixes}),
		},
		lines: checkLines(reports, text, given),
	};
}

function jsonOf({remedy, ...report}: Row): Record<string, unknown> {
	if (remedy === null) return {...report, remedy};
	const {commands, note, fix} = remedy;
	return {
		...report,
		remedy: {
			commands: commands.map(({argv}) => argv),
			/** What a command is given on its standard input, by its place in the list. */
			inputs: commands.map(({input}) => input ?? null),
			note,
			applies: fix !== undefined,
			safe: fix?.safe ?? false,
			reboot: fix?.reboot ?? false,
			undo: fix?.undo.map(({argv}) => argv) ?? [],
		},
	};
}

/**
 * The table for people: by group, problems with what would mend them, one line of counts at the end. The id that `--only`
 * and `--fix` take ends the row, as eslint and ShellCheck end theirs with the rule.
 */
export function checkLines(reports: readonly Row[], text: Text, given: readonly string[] = []): readonly string[] {
	const {marks, wanted, headlessRemedy, headlessFix, groups: titles, summary} = text.checks;
	const markWidth = widest(results.map(result => marks[result])) + 2;
	const titleWidth = widest(reports.map(({title}) => title)) + 2;
	const indent = ' '.repeat(2 + markWidth);
	const rows = groups.flatMap(group => {
		const members = reports.filter(report => report.group === group);
		if (members.length === 0) return [];
		return [
			titles[group],
			...members.flatMap(report => [
				`  ${padded(marks[report.result], markWidth)}${padded(report.title, titleWidth)}${report.found}  [${report.id}]`,
				...(report.result === 'fail' || report.result === 'warn' ? [`${indent}${wanted}: ${report.wanted}`] : []),
				...(report.remedy
					? [
							...report.remedy.commands.flatMap(each =>
								typed(each)
									.split('\n')
									.map((line, index) => `${indent}${index === 0 ? `${headlessRemedy}: ` : ''}${line}`),
							),
							`${indent}${headlessRemedy}: ${report.remedy.note}`,
							...(report.remedy.fix ? [`${indent}${headlessRemedy}: ${headlessFix(fixLine(report.id, given))}`] : []),
						]
					: []),
			]),
			'',
		];
	});
	return [...rows, summary(summaryOf(reports))].map(line => visible(line.trimEnd()));
}
