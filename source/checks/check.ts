import type {Command} from '../command/command.js';
import type {OutcomeKind} from '../command/outcome.js';
import type {Wait} from '../engine/step.js';
import type {Reading, Unknown} from '../facts/reading.js';
import type {Text} from '../text/text.js';
import type {FactName, Facts, FactValues} from './facts.js';
import type {CheckOptions} from './options.js';

export type Result = 'pass' | 'warn' | 'fail' | 'skip' | 'unknown';
export const results: readonly Result[] = ['fail', 'warn', 'unknown', 'pass', 'skip'];

/** In the order in which they are shown. */
export const groups = [
	'privilege',
	'system',
	'resources',
	'kernel',
	'cgroups',
	'name',
	'network',
	'firewall',
	'ports',
	'earlier',
	'security',
	'outside',
] as const;
export type Group = (typeof groups)[number];

type Items = Text['checks']['items'];
/** Every check has its words in the catalogue, so that the catalogue knows all ids. */
export type CheckId = keyof Items;

/** What would mend it: exact commands, or what a person must do. */
export type Remedy = {
	readonly commands: readonly Command[];
	readonly note: string;
	/** Left out: the commands are for a person to look at first, they are never run from here. */
	readonly fix?: Fix;
};

/** How the commands of a remedy may be run. */
export type Fix = {
	/** What undoes it, in the order to be run; empty: it cannot be undone. */
	readonly undo: readonly Command[];
	/** Touches nothing that runs or is used: such remedies may be applied all together. */
	readonly safe: boolean;
	/** Takes effect at the next start of the system only. */
	readonly reboot?: true;
};

export type Finding = {
	readonly result: Result;
	/** What is so, in a few words. May hold text from outside. */
	readonly found: string;
	/** What should be; the catalogue's sentence when left out. */
	readonly wanted?: string;
	/** Pieces of the lines that decided; the lines themselves are taken from what the commands printed. */
	readonly shows?: readonly string[];
	readonly remedy?: Remedy;
	/** All that a remedy can do is done: what is left comes by itself, or with a reboot. */
	readonly mended?: true;
};

/** One command that was asked for a check. `lines`: those that decided, as printed. */
export type Evidence = {
	readonly argv: readonly string[];
	readonly kind: OutcomeKind;
	readonly exit: number | null;
	readonly lines: readonly string[];
};

/** What a check says of a host: the row on the screen and in `check --json`. */
export type Report = {
	readonly id: CheckId;
	readonly group: Group;
	readonly title: string;
	readonly result: Result;
	readonly found: string;
	readonly wanted: string;
	readonly why: string;
	readonly evidence: readonly Evidence[];
	readonly remedy: Remedy | null;
};

/** A Check is data but for its judgement, which is pure: the same facts give the same finding. */
export type Check = {
	readonly id: CheckId;
	readonly group: Group;
	/** Facts that are read for it: what its evidence shows. */
	readonly facts: readonly FactName[];
	readonly judge: (facts: Partial<Facts>, options: CheckOptions, text: Text) => Finding;
	/** After its remedy ran it is judged again and again until it is mended. */
	readonly settles?: Wait;
};

type Values<N extends FactName> = {readonly [K in N]: FactValues[K]};

export type Definition<Id extends CheckId, N extends FactName, M extends FactName> = {
	readonly id: Id;
	readonly group: Group;
	/** Must be known, else the check is unknown and says why. */
	readonly needs: readonly N[];
	/** Taken as readings: the check knows what to make of one that is not known. */
	readonly may?: readonly M[];
	readonly settles?: Wait;
	readonly judge: (
		known: Values<N>,
		given: {
			readonly readings: Pick<Facts, M>;
			readonly options: CheckOptions;
			readonly words: Items[Id];
			readonly text: Text;
		},
	) => Finding;
};

export function defineCheck<Id extends CheckId, N extends FactName = never, M extends FactName = never>(
	definition: Definition<Id, N, M>,
): Check {
	const {id, group, needs, may = [], settles, judge} = definition;
	return {
		id,
		group,
		...(settles && {settles}),
		facts: [...needs, ...may],
		judge(facts, options, text) {
			const unread = needs.map(name => facts[name]).find(reading => reading === undefined || !reading.known);
			if (unread && !unread.known) return cannotTell(unread.unknown, text);
			const values = Object.fromEntries(needs.map(name => [name, valueOf(facts[name])])) as Values<N>;
			const found = judge(values, {readings: facts as Pick<Facts, M>, options, words: text.checks.items[id], text});
			return facts.openrc?.known && facts.openrc.value ? withoutSystemd(found, text) : found;
		},
	};
}

/** Where OpenRC runs the services, what systemd would be told is no remedy: a person does the same by rc-service. */
function withoutSystemd(finding: Finding, text: Text): Finding {
	const {remedy} = finding;
	if (!remedy?.commands.some(({argv}) => ofSystemd.includes(argv[0]))) return finding;
	return {...finding, remedy: {commands: [], note: text.checks.byOpenrc}};
}

const valueOf = (reading: Reading<unknown> | undefined): unknown => (reading?.known ? reading.value : undefined);

/** No package brings these to a host that another init started. */
const ofSystemd: readonly string[] = ['systemctl', 'journalctl', 'hostnamectl', 'timedatectl'];

/** What could not be read is unknown, and says why and what would help. */
export function cannotTell({reason, detail}: Unknown, {checks, common}: Text): Finding {
	const because = common.reason[reason] ?? reason;
	const note =
		reason === 'needs-root'
			? checks.asRoot
			: reason === 'tool-missing' && ofSystemd.includes(detail)
				? checks.noSystemd
				: reason === 'tool-missing'
					? common.toolMissing(detail, common.package[detail] ?? detail)
					: undefined;
	return {
		result: 'unknown',
		found: detail === '' ? because : `${because}: ${detail}`,
		...(note === undefined ? {} : {remedy: {commands: [], note}}),
	};
}
