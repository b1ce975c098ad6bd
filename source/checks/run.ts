import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {redact} from '../redact/redact.js';
import {asked, gather} from '../fact-table/gather.js';
import type {Text} from '../text/text.js';
import type {Check, Evidence, Finding, Report} from './check.js';
import {factTable} from './fact-table.js';
import {withFirewallTurns} from './firewall-turns.js';
import type {FactName, Facts} from './facts.js';
import type {CheckOptions} from './options.js';

export type RunOptions = {
	readonly ask: (command: Command) => Promise<Outcome>;
	readonly options: CheckOptions;
	readonly text: Text;
	/** Told of each check as soon as it is judged. */
	readonly onReport?: (report: Report) => void;
};

/** Judges all of them at once over facts that are each asked once. Never rejects; the order is that of `checks`. */
export async function runChecks(
	checks: readonly Check[],
	{ask, options, text, onReport}: RunOptions,
): Promise<readonly Report[]> {
	const outcomes = new Map<string, Promise<Outcome>>();
	const settled = new Map<string, Outcome>();
	const askInTurn = withFirewallTurns(ask);
	const once = (command: Command): Promise<Outcome> => {
		const key = keyOf(command.argv);
		const promise = outcomes.get(key) ?? askInTurn(command);
		outcomes.set(key, promise);
		return promise.then(outcome => {
			settled.set(key, outcome);
			return outcome;
		});
	};

	const facts = gather(factTable, options, once);
	const wanted = new Set(checks.flatMap(check => check.facts));
	void facts.need(slow.filter(name => wanted.has(name)));
	return Promise.all(
		checks.map(async check => {
			await facts.need(check.facts);
			const finding = check.judge(facts.facts, options, text);
			const report = reportOf(check, finding, text, evidenceOf(check.facts, facts.facts, finding));
			onReport?.(report);
			return report;
		}),
	);

	function evidenceOf(names: readonly FactName[], known: Partial<Facts>, {shows = []}: Finding): readonly Evidence[] {
		const seen = new Set<string>();
		const evidence = asked(factTable, names, options, known).flatMap(({argv}) => {
			const key = keyOf(argv);
			const outcome = settled.get(key);
			if (!outcome || seen.has(key)) return [];
			seen.add(key);
			return [{argv, outcome, printed: printedLines(outcome, shows)}];
		});
		// Where some lines decided, answers without one only helped to word the finding.
		const deciding = evidence.filter(({printed}) => printed.length > 0);
		return (deciding.length > 0 ? deciding : evidence).map(evidenceFrom);
	}
}

/**
 * Asked first, so that everything else goes on beside them. The state of the firewall before all others, since three more
 * questions to it follow.
 */
const slow: readonly FactName[] = [
	'firewallState',
	'zones',
	'permanentZones',
	'policies',
	'directRules',
	'defaultZone',
	'panic',
	'downloadAnswer',
	'quayAnswer',
	'dockerAnswer',
];

const keyOf = (argv: readonly string[]): string => argv.join('\0');

const mostLines = 8;
const longestLine = 300;

type Printed = {readonly argv: readonly string[]; readonly outcome: Outcome; readonly printed: readonly string[]};

/** Secrets are hidden when somebody looks, for the screen shows the evidence of one check out of seventy. */
function evidenceFrom({argv, outcome: {kind, exit}, printed}: Printed): Evidence {
	let hidden: readonly string[] | undefined;
	return {
		argv,
		kind,
		exit,
		get lines() {
			hidden ??= printed.map(line => redact(line));
			return hidden;
		},
	};
}

/** The printed lines that hold one of the pieces; of a command that failed, or without a piece, the first line. */
function printedLines(outcome: Outcome, shows: readonly string[]): readonly string[] {
	const all = shows.length > 0 ? [...linesOf(outcome.stdout), ...linesOf(outcome.stderr)] : [];
	const deciding = all.filter(line => shows.some(piece => line.includes(piece)));
	const first = linesOf(outcome.kind === 'ok' ? outcome.stdout : outcome.stderr || outcome.stdout).slice(0, 1);
	return (deciding.length > 0 ? deciding : shows.length > 0 && outcome.kind === 'ok' ? [] : first)
		.slice(0, mostLines)
		.map(line => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}

/**
 * Lines that say something. JSON of one line is taken apart at its objects. What stands before the @ of an address is a
 * user and a password: it never becomes evidence.
 */
const linesOf = (text: string): string[] =>
	(/^[[{]/.test(text) ? text.split(/,(?=\s*\{)|\n/) : text.split('\n'))
		.filter(line => line.trim() !== '')
		.map(line => line.replaceAll(/\/\/[^\s/@]*@/g, '//***@'));

function reportOf(check: Check, finding: Finding, text: Text, evidence: readonly Evidence[]): Report {
	const words: {readonly title: string; readonly wanted: string; readonly why: string} = text.checks.items[check.id];
	let found: string | undefined;
	return {
		id: check.id,
		group: check.group,
		title: words.title,
		result: finding.result,
		/** Without its secrets, as the evidence is: when somebody looks. */
		get found() {
			found ??= redact(finding.found);
			return found;
		},
		wanted: finding.wanted ?? words.wanted,
		why: words.why,
		evidence,
		remedy: finding.remedy ?? null,
	};
}
