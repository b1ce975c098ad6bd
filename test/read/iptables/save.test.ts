import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseXtRule, tokenise, xtMatch, xtOption} from '../../../source/read/iptables/rule.js';
import {recount} from '../../../source/read/iptables/recount.js';
import {readIptablesSave, type Saved} from '../../../source/read/iptables/save.js';
import {finish} from '../../../source/read/sliced.js';
import type {Rule} from '../../../source/facts/packet-filter.js';
import {ended, plainRule, sample} from '../../support/packet-filter.js';

const saved = (name: string): Saved => {
	const reading = readIptablesSave(ended(sample('iptables', `${name}.txt`)));
	if (!reading.known) throw new Error(reading.unknown.detail);
	expect(reading.notes).toEqual([]);
	return reading.value;
};

const rulesOf = (from: Saved): Rule[] =>
	from.tables.flatMap(table => [...table.chains.values()].flatMap(c => c.rules.map(rule => plainRule(rule))));

describe('iptables-save -c', () => {
	it("reads the guide's node: 112 rules in three tables", () => {
		const seed = saved('seed');
		expect(seed.backend).toBe('nf_tables');
		expect(seed.tables.map(({name}) => name)).toEqual(['mangle', 'filter', 'nat']);
		expect(rulesOf(seed)).toHaveLength(112);
		const own = seed.tables.flatMap(({chains}) => [...chains.values()].filter(({policy}) => policy === null));
		const base = seed.tables.flatMap(({chains}) => [...chains.values()].filter(({policy}) => policy === 'accept'));
		expect(own).toHaveLength(35);
		expect(base.map(({name}) => name)).toContain('POSTROUTING');
	});

	it('keeps the words of every rule and its counters', () => {
		const lines = sample('iptables', 'full.txt').split('\n');
		const wanted = lines.filter(line => line.startsWith('['));
		const got = rulesOf(saved('full')).map(({packets, bytes, text}) => `[${packets}:${bytes}] ${text}`);
		expect(got).toHaveLength(198);
		expect(got).toEqual(wanted);
	});

	it('reads comments with quotes, and verdicts', () => {
		const rules = rulesOf(saved('full'));
		expect(rules.map(({comment}) => comment)).toContain(
			"rule to permit the traffic traffic to pods when source is the pod's local node",
		);
		const dnat = rules.find(({text}) => text.includes('--to-destination 10.244.0.6:80'));
		expect(dnat).toMatchObject({comment: 'default/demo', verdict: {kind: 'dnat', to: '10.244.0.6:80'}});
		expect(rules.find(({comment}) => comment?.startsWith('other traffic to shop/lb'))?.verdict).toEqual({kind: 'none'});
		expect(rules.find(({text}) => text.includes('NFLOG'))?.verdict).toEqual({kind: 'log', text: '--nflog-group 100'});
		const kinds = new Set(rules.map(({verdict}) => verdict.kind));
		expect([...kinds].sort()).toEqual(
			['accept', 'dnat', 'drop', 'jump', 'log', 'mark', 'masquerade', 'none', 'reject', 'return'].sort(),
		);
	});

	it.each([
		['-A X -m comment --comment "use -j DROP here" -m tcp', 'use -j DROP here', {kind: 'none'}],
		['-A X -m comment --comment "a \\"b\\" -g Y" -j Y', 'a "b" -g Y', {kind: 'jump', chain: 'Y'}],
		['-A X -m comment --comment bare -g Y', 'bare', {kind: 'goto', chain: 'Y'}],
		[
			'-A X -j LOG --log-prefix "-j ACCEPT --comment no "',
			null,
			{kind: 'log', text: '--log-prefix -j ACCEPT --comment no '},
		],
		['-A X -m string --string " --comment x" -m comment --comment "次の規則" -j DROP', '次の規則', {kind: 'drop'}],
		['-A X -j TPROXY --on-port 1', null, {kind: 'other', name: 'TPROXY'}],
	])('reads %s', (line, comment, verdict) => {
		const reading = readIptablesSave(ended(`*filter\n:X - [0:0]\n:Y - [0:0]\n[1:2] ${line}\nCOMMIT\n`));
		const rule = reading.known ? rulesOf(reading.value)[0] : undefined;
		expect(rule).toMatchObject({text: line, comment, verdict, packets: 1, bytes: 2});
	});

	it('has no counters where the tool printed none', () => {
		const reading = readIptablesSave(ended('*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n'));
		const chain = reading.known ? reading.value.tables[0]?.chains.get('INPUT') : undefined;
		expect(chain).toMatchObject({policy: 'drop', rules: [{packets: null, bytes: null}]});
	});
});

describe('what iptables-save says when it cannot', () => {
	const outcome = (name: string) => {
		const part = (ext: string) => sample('iptables', `${name}.${ext}`);
		return ended(part('stdout'), {stderr: part('stderr'), exit: Number(part('rc'))});
	};

	it('needs root', () => {
		expect(readIptablesSave(outcome('not-root'))).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
	});

	it('nothing there is known to be nothing', () => {
		expect(readIptablesSave(outcome('empty'))).toMatchObject({known: true, value: {tables: [], backend: null}});
	});

	it('tells of legacy tables and of tables that it leaves out', () => {
		const legacy = readIptablesSave(outcome('legacy-present'));
		expect(legacy).toMatchObject({known: true, value: {legacyToo: true}, notes: [{reason: 'legacy-tables'}]});
		const left = readIptablesSave(outcome('table-incompatible'));
		expect(left).toMatchObject({
			known: true,
			value: {incompatible: ['filter']},
			notes: [{reason: 'incompatible-table'}],
		});
	});

	it('a table without COMMIT was cut, and other words are not rules', () => {
		const text = sample('iptables', 'full.txt');
		expect(readIptablesSave(ended(text.slice(0, -200)))).toMatchObject({known: false, unknown: {reason: 'cut'}});
		expect(readIptablesSave(ended('segmentation fault\n'))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readIptablesSave(ended(text, {stdoutCut: 5}))).toMatchObject({unknown: {reason: 'cut'}});
	});
});

describe('one rule taken apart', () => {
	it('negation stands before what it negates', () => {
		const rule = parseXtRule(
			'-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
		);
		expect(rule.source).toEqual({not: true, value: '127.0.0.0/8'});
		expect(rule.destination).toEqual({not: false, value: '127.0.0.0/8'});
		expect(xtOption(rule, 'ctstate')).toEqual({name: 'ctstate', not: true, values: ['RELATED,ESTABLISHED,DNAT']});
		expect(rule.target).toEqual({name: 'DROP', goto: false, options: []});
	});

	it('sets, statistics and flags', () => {
		const rule = parseXtRule(
			'-A X -m set ! --match-set A,B src,dst -m statistic --mode random --probability 0.33333333349 -m physdev --physdev-is-bridged -j SNAT --to-source 1.2.3.4',
		);
		expect(xtOption(rule, 'match-set')).toEqual({name: 'match-set', not: true, values: ['A,B', 'src,dst']});
		expect(xtOption(rule, 'probability')?.values).toEqual(['0.33333333349']);
		expect(xtMatch(rule, 'physdev')?.options).toEqual([{name: 'physdev-is-bridged', not: false, values: []}]);
		expect(rule.target?.options).toEqual([{name: 'to-source', not: false, values: ['1.2.3.4']}]);
	});

	it('tokenises and puts together again what it is given', () => {
		fc.assert(
			fc.property(fc.array(fc.string({minLength: 1}), {maxLength: 6}), words => {
				const text = words.map(word => `"${word.replaceAll(/["'\\]/g, String.raw`\$&`)}"`).join(' ');
				expect(tokenise(text).map(token => token.text)).toEqual(words);
			}),
		);
	});
});

describe('counters read again', () => {
	const text = sample('iptables', 'full.txt');
	const before = saved('full');

	it('is the same object when no counter moved', () => {
		const later = text.replaceAll('02:33:22', '02:33:59').replaceAll('ACCEPT [2:176]', 'ACCEPT [9:999]');
		expect(finish(recount(before, Buffer.from(later)))).toBe(before);
	});

	it('takes the new counters and leaves the other rules alone', () => {
		const later = text.replace('[15:900] -A KUBE-SERVICES', '[16:960] -A KUBE-SERVICES');
		const after = finish(recount(before, Buffer.from(later)));
		const fresh = readIptablesSave(ended(later));
		expect(fresh.known && rulesOf(fresh.value)).toEqual(after && rulesOf(after));
		const nat = (from: Saved | undefined) => from?.tables[2]?.chains;
		expect(nat(after)?.get('KUBE-SERVICES')?.rules.at(-1)?.packets).toBe(16);
		expect(nat(after)?.get('KUBE-NODEPORTS')).toBe(nat(before)?.get('KUBE-NODEPORTS'));
		expect(after?.tables[1]).toBe(before.tables[1]);
	});

	it('reads the counters of a later listing of the same rules', () => {
		const early = saved('full-before-traffic');
		const after = finish(recount(early, Buffer.from(text)));
		expect(after && rulesOf(after)).toEqual(rulesOf(before));
	});

	it('is what reading anew gives, whatever counters move and come back, read after read', () => {
		const lines = text.split('\n');
		const counting = lines.flatMap((line, at) => (line.startsWith('[') ? [at] : []));
		const later = (moves: ReadonlyArray<readonly [number, number]>): string => {
			const now = [...lines];
			for (const [rule, packets] of moves) {
				const at = counting[rule] ?? 0;
				now[at] = (lines[at] ?? '').replace(/^\[\d+:\d+\]/, `[${packets}:${packets * 60}]`);
			}

			return now.join('\n');
		};

		const move = fc.tuple(fc.nat(counting.length - 1), fc.nat(10 ** 12));
		fc.assert(
			fc.property(fc.array(fc.array(move), {minLength: 1, maxLength: 4}), reads => {
				let now: Saved = before;
				for (const moves of reads) {
					const listing = later(moves);
					const then = now;
					now = finish(recount(then, Buffer.from(listing))) ?? expect.fail('read anew');
					const fresh = readIptablesSave(ended(listing));
					expect(rulesOf(now)).toEqual(fresh.known && rulesOf(fresh.value));
					for (const [at, table] of now.tables.entries()) {
						for (const [name, chain] of table.chains) {
							const old = then.tables[at]?.chains.get(name);
							const same = JSON.stringify(chain.rules.map(plainRule)) === JSON.stringify(old?.rules.map(plainRule));
							expect(chain === old).toBe(same);
						}
					}
				}
			}),
			{numRuns: 30},
		);
	});

	it.each([
		['a rule more', text.replace('COMMIT', '[0:0] -A PREROUTING -j ACCEPT\nCOMMIT')],
		['a rule less', text.replace(/\[\d+:\d+\] -A OUTPUT -j KUBE-FIREWALL\n/, '')],
		['another rule', text.replace('-j KUBE-MARK-MASQ', '-j KUBE-MARK-DROP')],
		['a chain more', text.replace(':KUBE-SERVICES', ':NEW - [0:0]\n:KUBE-SERVICES')],
		['another policy', text.replace(':FORWARD ACCEPT', ':FORWARD DROP')],
		['a table left out', `${text}# Table \`raw' is incompatible, use 'nft' tool.\n`],
		['a table more', `${text}*raw\nCOMMIT\n`],
		['nothing', ''],
	])('gives up when there is %s', (_, later) => {
		expect(later).not.toBe(text);
		expect(finish(recount(before, Buffer.from(later)))).toBeUndefined();
	});
});

describe('spoilt outputs', () => {
	const text = readFileSync(new URL('../../samples/iptables/full.txt', import.meta.url), 'utf8');
	it('never throw, and rules taken apart never throw', () => {
		fc.assert(
			fc.property(fc.nat(text.length), fc.nat(400), fc.string(), (at, length, put) => {
				const reading = readIptablesSave(ended(text.slice(0, at) + put + text.slice(at + length)));
				if (!reading.known) return;
				for (const rule of rulesOf(reading.value)) parseXtRule(rule.text);
			}),
			{numRuns: 150},
		);
		fc.assert(
			fc.property(
				fc.array(
					fc.constantFrom('-A', 'X', '!', '-j', '-m', '"', '\\', '--comment', '-s', ' ', '[1:2]', '*t', ':c', '\n'),
				),
				parts => {
					readIptablesSave(ended(parts.join(' ')));
					parseXtRule(parts.join(' '));
				},
			),
		);
	});
});
