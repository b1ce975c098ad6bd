import {describe, expect, test} from 'vitest';
import type {Ruleset, TraceEvent} from '../../../source/facts/packet-filter.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {readNftText} from '../../../source/read/nft/text.js';
import {readNftTables} from '../../../source/read/nft/table.js';
import {ended, rulesetOf, sample} from '../../support/packet-filter.js';
import {surroundings, traced, tracedPacket, withFirewalld} from '../../support/trace-samples.js';

/** Rules by place as nft writes them: the trace has no index, and this tells which indexes a traced rule can have. */
function texts(): Map<string, string[]> {
	const xt = readNftText(ended(sample('nft', 'full-ruleset.txt')));
	const native = readNftTables(ended(sample('nft', 'firewalld.json')));
	if (!xt.known || !native.known) throw new Error('unreadable sample');
	return new Map(
		[...xt.value, ...native.value].flatMap(table =>
			table.chains.map(chain => [
				`${table.family} ${table.name} ${chain.name}`,
				chain.rules.map(({text}) => normal(text)),
			]),
		),
	);
}

const normal = (text: string): string =>
	text
		.replaceAll(/counter packets \d+ bytes \d+/g, '')
		.replaceAll(/[\s"]+/g, ' ')
		.trim();

type Rule = Extract<TraceEvent, {kind: 'rule'}>;

const verdicts: Readonly<Record<string, string>> = {
	'host-to-empty-service': 'rejected',
	'pod-to-pod-denied': 'rejected',
};

describe.each([
	'host-to-empty-service',
	'local-policy-from-outside',
	'nodeport-from-localhost',
	'nodeport-from-outside',
	'nodeport-from-outside-with-firewalld',
	'pod-to-clusterip',
	'pod-to-pod-allowed',
	'pod-to-pod-denied',
])('the kernel traced %s', name => {
	const ruleset: Ruleset = name.endsWith('firewalld') ? withFirewalld() : rulesetOf('full');
	const {main, agreed, whole} = createWalker(ruleset, surroundings()).walk(tracedPacket(name));
	const hops = main.hops.filter(({kind}) => kind === 'rule');
	const rules = traced(name).filter((event): event is Rule => event.kind === 'rule');

	test('the same rules in the same order', () => {
		const known = texts();
		expect(hops.map(({family, table, chain}) => `${family} ${table} ${chain}`)).toEqual(
			rules.map(({family, table, chain}) => `${family} ${table} ${chain}`),
		);
		for (const [at, {family, table, chain, text}] of rules.entries()) {
			const all = known.get(`${family} ${table} ${chain}`) ?? [];
			const possible = all.flatMap((each, index) => (each === normal(text) ? [index] : []));
			expect(possible, `${chain}: ${text}`).toContain(hops[at]?.index);
		}
	});

	test('what each does, and how it ends', () => {
		const words = (verdict: string): string => verdict.split(' ')[0] ?? '';
		const kernel = rules.map(({verdict}) => verdict);
		for (const [at, verdict] of kernel.entries()) {
			const ours = hops[at]?.verdict ?? '';
			// For the kernel a translation is an accept, a refusal with an answer a drop.
			const same = {dnat: 'accept', masquerade: 'accept', reject: 'drop'}[words(ours)] ?? ours;
			expect(same).toBe(verdict);
		}

		expect(main.verdict).toBe(verdicts[name] ?? 'arrives');
		expect(main.by?.index ?? null).toBe(main.verdict === 'rejected' ? hops.at(-1)?.index : null);
		expect(main.unread).toEqual([]);
		expect(agreed && whole).toBe(true);
	});

	test('rules and policies in one order', () => {
		const ours = main.hops
			.filter(({kind}) => kind !== 'route')
			.map(({kind, table, chain}) => `${kind} ${table} ${chain}`);
		const kernel = traced(name).flatMap(({kind, table, chain}) =>
			kind === 'packet' ? [] : [`${kind} ${table} ${chain}`],
		);
		expect(kernel.length).toBeGreaterThan(3);
		expect(ours).toEqual(kernel);
	});
});
