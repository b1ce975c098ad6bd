import {labelText, type ChainLabel, type Labels} from '../model/chain-labels.js';
import type {Chain, Rule, Table} from '../facts/packet-filter.js';
import {conditionsOf, targetOf} from '../model/rule-words.js';
import {createPacketFilterReader, type PacketFilter} from '../store/packet-filter/read.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {cannotRun, type HeadlessCommand} from './headless.js';

export const nftables: HeadlessCommand = {
	name: 'nftables',
	options: {},
	positionals: {min: 0, max: 0, name: ''},
	changes: false,
	async run({runner, text, signal}) {
		const reading = await createPacketFilterReader(runner)(signal);
		if (!reading.known) {
			const {reason, detail} = reading.unknown;
			const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ');
			return cannotRun(reason, text.nftables.couldNotRead(why), packageHint(text, reason, detail));
		}

		return {
			exit: reading.value.whole ? 0 : 1,
			json: nftablesJson(reading.value),
			lines: nftablesLines(reading.value, text),
		};
	},
};

export function packageHint({common}: Text, reason: string, tool: string): string | undefined {
	return reason === 'tool-missing' ? common.toolMissing(tool, common.package[tool] ?? tool) : undefined;
}

export function nftablesJson({ruleset, labels, notes, whole}: PacketFilter): Record<string, unknown> {
	return {
		source: ruleset.source,
		whole,
		notes,
		tables: ruleset.tables.map(table => ({
			family: table.family,
			name: table.name,
			owner: table.owner,
			kind: table.kind,
			chains: table.chains.map(chain => ({
				name: chain.name,
				handle: chain.handle,
				type: chain.type,
				hook: chain.hook,
				priority: chain.priority,
				policy: chain.policy,
				label: labelOf(chain.name, labels),
				rules: table.kind === 'unread' ? null : chain.rules.map(ruleJson),
			})),
			sets: table.sets,
		})),
	};
}

const ruleJson = ({index, handle, text, comment, verdict, packets, bytes}: Rule): Record<string, unknown> => ({
	index,
	handle,
	text,
	comment,
	target: targetOf(verdict) || null,
	verdict,
	packets,
	bytes,
});

const labelOf = (chain: string, {chains}: Labels): ChainLabel | null => chains.get(chain) ?? null;

/** The human form: a block a table, a line a rule with its counters before it, as iptables -v has it. */
export function nftablesLines({ruleset, labels, notes}: PacketFilter, text: Text): string[] {
	const words = text.nftables;
	const chains = ruleset.tables.flatMap(table => table.chains);
	const rules = chains.reduce((sum, chain) => sum + chain.rules.length, 0);
	return [
		...(ruleset.tables.length === 0 ? [words.noRules] : [words.counts(ruleset.tables.length, chains.length, rules)]),
		...ruleset.tables.flatMap(table => ['', ...tableLines(table, labels, text)]),
		...(notes.length === 0 ? [] : ['', ...notes.map(note => visible(words.note(note)))]),
	];
}

function tableLines(table: Table, labels: Labels, {nftables: words}: Text): string[] {
	const owner = table.owner === null ? words.noOwner : words.ownedBy(table.owner);
	const kind = table.kind === 'unread' ? words.unread : table.kind === 'legacy' ? words.legacy : '';
	const head = [`table ${table.family} ${table.name}`, owner, words.chainCount(table.chains.length), kind];
	return [
		visible(head.filter(Boolean).join(', ')),
		...table.chains.flatMap(chain => [
			chainLine(chain, labels),
			...chain.rules.map(rule => ruleLine(rule, table, labels)),
		]),
	];
}

function chainLine(chain: Chain, labels: Labels): string {
	const label = labels.chains.get(chain.name);
	const base =
		chain.hook === null
			? ''
			: `${chain.type ?? ''} hook ${chain.hook} priority ${chain.priority ?? '?'} policy ${chain.policy ?? '?'}`;
	return visible([`  chain ${chain.name}`, label ? labelText(label) : '', base].filter(Boolean).join('  '));
}

const number = (value: number | null): string => (value === null ? '-' : String(value)).padStart(9);

function ruleLine(rule: Rule, table: Table, labels: Labels): string {
	const target = targetOf(rule.verdict);
	const label = 'chain' in rule.verdict ? labels.chains.get(rule.verdict.chain) : undefined;
	const what = [
		conditionsOf(rule, table.kind),
		target === '' ? '' : `-> ${target}`,
		label ? `(${labelText(label)})` : '',
		rule.comment === null ? '' : `/* ${rule.comment} */`,
	];
	return visible(`    ${number(rule.packets)} ${number(rule.bytes)}  ${what.filter(Boolean).join(' ')}`.trimEnd());
}
