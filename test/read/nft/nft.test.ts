import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readIpsetSave} from '../../../source/read/ipset-save.js';
import {readNftChains} from '../../../source/read/nft/chains.js';
import {readNftTables, type NativeTable} from '../../../source/read/nft/table.js';
import {readNftText} from '../../../source/read/nft/text.js';
import type {Reading} from '../../../source/facts/reading.js';
import {ended, sample} from '../../support/packet-filter.js';

const value = <T>(reading: Reading<T>): T => {
	if (!reading.known) throw new Error(reading.unknown.detail);
	expect(reading.notes).toEqual([]);
	return reading.value;
};

const rules = (tables: readonly NativeTable[]) =>
	tables.flatMap(({name, chains}) =>
		chains.flatMap(chain => chain.rules.map(rule => ({...rule, chain: `${name} ${chain.name}`}))),
	);

describe('nft -j list chains', () => {
	it('has every chain with hook, priority and policy', () => {
		const tables = value(readNftChains(ended(sample('nft', 'seed-chains.json'))));
		expect(tables.map(({family, name}) => `${family} ${name}`)).toEqual(['ip mangle', 'ip nat', 'ip filter']);
		const chains = tables.flatMap(({chains}) => chains);
		expect(chains).toHaveLength(41);
		expect(chains.filter(({hook}) => hook !== null).map(({name, hook, priority}) => [name, hook, priority])).toEqual([
			['PREROUTING', 'prerouting', -100],
			['OUTPUT', 'output', -100],
			['POSTROUTING', 'postrouting', 100],
			['INPUT', 'input', 0],
			['FORWARD', 'forward', 0],
			['OUTPUT', 'output', 0],
		]);
	});

	const outcome = (name: string) =>
		ended(sample('nft', `${name}.stdout`), {
			stderr: sample('nft', `${name}.stderr`),
			exit: Number(sample('nft', `${name}.rc`)),
		});

	it('tells nothing from not known', () => {
		expect(readNftChains(outcome('nft-j-empty'))).toEqual({known: true, value: [], notes: []});
		expect(readNftChains(outcome('nft-not-root'))).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
		expect(readNftTables(outcome('nft-no-such-table'))).toMatchObject({known: false, unknown: {reason: 'failed'}});
		expect(readNftText(outcome('nft-empty'))).toEqual({known: true, value: [], notes: []});
		expect(readNftText(outcome('nft-not-root'))).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
		expect(readNftChains(ended('[]'))).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
	});
});

describe('native tables', () => {
	it.each(['firewalld', 'kube-proxy'])('writes the rules of %s as nft itself writes them', name => {
		const ours = rules(value(readNftTables(ended(sample('nft', `${name}.json`)))));
		const theirs = rules(value(readNftText(ended(sample('nft', `${name}.txt`)))));
		expect(ours.map(({chain, text, comment, verdict}) => ({chain, text, comment, verdict}))).toEqual(
			theirs.map(({chain, text, comment, verdict}) => ({chain, text, comment, verdict})),
		);
		expect(ours.length).toBeGreaterThan(80);
		expect(ours.every(({packets, bytes}) => packets === null && bytes === null)).toBe(true);
	});

	it("reads kube-proxy's maps", () => {
		const [table] = value(readNftTables(ended(sample('nft', 'kube-proxy.json'))));
		const map = (name: string) => table?.sets.find(set => set.name === name);
		expect(map('service-ips')?.type).toBe('ipv4_addr . inet_proto . inet_service');
		expect(map('service-ips')?.elements).toContainEqual({
			key: '10.109.65.191 . tcp . 80',
			value: 'goto service-NETPOJGK-default/demo/tcp/',
			verdict: {kind: 'goto', chain: 'service-NETPOJGK-default/demo/tcp/'},
			comment: null,
		});
		expect(map('no-endpoint-services')?.elements[0]).toMatchObject({comment: 'shop/empty:http'});
		expect(map('nodeport-ips')?.elements).toEqual([
			{key: '192.168.122.161', value: null, verdict: null, comment: null},
		]);
	});

	it('keeps what it does not understand, in sight', () => {
		const rule = (expr: unknown[]) => {
			const objects = [
				{chain: {family: 'inet', table: 't', name: 'c', handle: 1}},
				{rule: {family: 'inet', table: 't', chain: 'c', handle: 2, expr}},
			];
			return value(readNftTables(ended(JSON.stringify({nftables: objects}))))[0]?.chains[0]?.rules[0];
		};

		expect(rule([{osf: {key: 'name'}}, {drop: null}])).toMatchObject({
			text: 'osf {"key":"name"} drop',
			verdict: {kind: 'drop'},
		});
		expect(rule([{match: {op: '==', left: {osf: {key: 'name'}}, right: 'Linux'}}])?.text).toBe(
			'{"osf":{"key":"name"}} Linux',
		);
		expect(rule([{counter: {packets: 3, bytes: 9}}, {accept: null}])).toMatchObject({
			text: 'accept',
			packets: 3,
			bytes: 9,
		});
		expect(rule([{counter: 'hits'}])).toMatchObject({
			text: 'counter name "hits"',
			packets: null,
			verdict: {kind: 'none'},
		});
		expect(rule([{dnat: {family: 'ip6', addr: 'fd00::3', port: 53}}])?.verdict).toEqual({
			kind: 'dnat',
			to: '[fd00::3]:53',
		});
		expect(rule([{log: {prefix: 'x', level: 'warn'}}, {reject: null}])).toMatchObject({
			text: 'log prefix "x" level warn reject',
			verdict: {kind: 'reject', with: null},
		});
	});
});

describe('nft list ruleset ip', () => {
	it.each([
		['guide-ruleset', 41, 112],
		['seed-ruleset', 41, 112],
		['seed-ruleset-handles', 41, 112],
		['full-ruleset', 65, 198],
	])('reads %s: %i chains, %i rules, no line left over', (name, chains, count) => {
		const tables = value(readNftText(ended(sample('nft', `${name}.txt`))));
		expect(tables.flatMap(table => table.chains)).toHaveLength(chains);
		expect(rules(tables)).toHaveLength(count);
	});

	it("reads the guide's rules: double blanks, quotes, counters, hooks", () => {
		const tables = value(readNftText(ended(sample('nft', 'guide-ruleset.txt'))));
		const chain = (table: string, name: string) =>
			tables.find(each => each.name === table)?.chains.find(each => each.name === name);
		expect(chain('nat', 'OUTPUT')).toMatchObject({type: 'nat', hook: 'output', priority: -100, policy: 'accept'});
		expect(chain('filter', 'FORWARD')).toMatchObject({hook: 'forward', priority: 0});
		expect(chain('nat', 'KUBE-SERVICES')?.rules[0]).toMatchObject({
			text: 'ip daddr 10.98.223.45 ip protocol tcp tcp dport 443 jump KUBE-SVC-Z4ANX4WAEWEBLCTM',
			verdict: {kind: 'jump', chain: 'KUBE-SVC-Z4ANX4WAEWEBLCTM'},
			packets: 6,
			bytes: 360,
		});
		expect(chain('nat', 'POSTROUTING')?.rules[1]).toMatchObject({
			text: 'xt match "set" xt match "set" xt match "set" masquerade fully-random',
			verdict: {kind: 'masquerade'},
			packets: 8,
		});
		expect(chain('nat', 'KUBE-SEP-PT7B37VJQL3XIBAK')?.rules[1]?.verdict).toEqual({
			kind: 'dnat',
			to: '192.168.122.161:6443',
		});
	});

	it('has the handles of -a and the counters of the JSON listing', () => {
		const text = rules(value(readNftText(ended(sample('nft', 'full-ruleset-handles.txt')))));
		const json = rules(value(readNftTables(ended(sample('nft', 'full-ruleset.json')))));
		const key = (list: typeof text) =>
			list.map(({chain, index, handle, packets}) => [chain, index, handle, packets].join(' '));
		expect(key(text).sort()).toEqual(key(json).sort());
	});

	it('a listing that ends inside a table was cut', () => {
		const text = sample('nft', 'seed-ruleset.txt');
		expect(readNftText(ended(text.slice(0, 5000)))).toMatchObject({known: false, unknown: {reason: 'cut'}});
		expect(readNftText(ended('what is this\n'))).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
	});
});

describe('ipset save', () => {
	it('reads sets and their members', () => {
		const sets = value(readIpsetSave(ended(sample('ipset', 'full.txt'))));
		expect(sets.map(({name, type, elements}) => [name, type, elements.length])).toEqual([
			['kube-router-pod-subnets', 'hash:net', 1],
			['kube-router-node-ips', 'hash:ip', 2],
			['KUBE-DST-JSXB6UTJC3JFM5P3', 'hash:ip', 1],
			['KUBE-SRC-MM6LB5OEHOQ2GTFN', 'hash:ip', 2],
			['KUBE-SRC-D23IJAI7HTN6FXNM', 'hash:net', 1],
		]);
		expect(sets[0]?.elements[0]?.key).toBe('10.244.0.0/16');
	});

	it('needs root', () => {
		const part = (ext: string) => sample('ipset', `not-root.${ext}`);
		const outcome = ended(part('stdout'), {stderr: part('stderr'), exit: Number(part('rc'))});
		expect(readIpsetSave(outcome)).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
	});
});

describe('spoilt outputs', () => {
	it('never throw', () => {
		const texts = ['full-ruleset.txt', 'kube-proxy.txt', 'firewalld.txt'].map(name => sample('nft', name));
		const ipset = sample('ipset', 'full.txt');
		fc.assert(
			fc.property(fc.constantFrom(...texts), fc.nat(10_000), fc.nat(300), fc.string(), (text, at, length, put) => {
				readNftText(ended(text.slice(0, at) + put + text.slice(at + length)));
				readIpsetSave(ended(ipset.slice(0, at % ipset.length) + put + ipset.slice((at % ipset.length) + length)));
			}),
			{numRuns: 150},
		);
	});

	it('JSON of any shape never throws', () => {
		const words = [
			'chain',
			'rule',
			'set',
			'map',
			'expr',
			'match',
			'left',
			'right',
			'&',
			'vmap',
			'data',
			'elem',
			'family',
			'table',
			'name',
			'dnat',
			'ip',
			'limit',
			'log',
			'xt',
			'set',
			'concat',
			'prefix',
		];
		const {tree} = fc.letrec(tie => ({
			tree: fc.oneof({maxDepth: 6}, fc.constantFrom(...words, 0, 1, null, true), tie('list'), tie('object')),
			list: fc.array(tie('tree'), {maxLength: 4}),
			object: fc.dictionary(fc.constantFrom(...words), tie('tree'), {maxKeys: 4}),
		}));
		const known = {chain: {family: 'ip', table: 't', name: 'c'}};
		fc.assert(
			fc.property(tree, tree, (expr, any) => {
				const rule = {rule: {family: 'ip', table: 't', chain: 'c', expr: [expr, any]}};
				const text = JSON.stringify({
					nftables: [known, rule, {set: {family: 'ip', table: 't', name: 's', elem: any}}, any],
				});
				readNftTables(ended(text));
				readNftChains(ended(text));
			}),
			{numRuns: 400},
		);
		const deep = `{"nftables":[${JSON.stringify(known)},{"rule":{"family":"ip","table":"t","chain":"c","expr":[{"match":{"op":"==","left":${'{"&":['.repeat(5000)}1${']}'.repeat(5000)},"right":1}}]}}]}`;
		expect(readNftTables(ended(deep)).known).toBe(true);
	});
});

/** Recorded with nft 1.0.6: the same ruleset as text and as JSON. */
describe('rules that do several things', () => {
	const ours = rules(value(readNftTables(ended(sample('nft', 'decide.json')))));
	const theirs = rules(value(readNftText(ended(sample('nft', 'decide.txt')))));

	it('both say the same of what decides', () => {
		const of = (each: typeof ours) => each.map(({chain, verdict}) => [chain, verdict.kind]);
		expect(of(theirs)).toEqual(of(ours));
		expect(of(theirs).map(([, kind]) => kind)).toEqual([
			...['accept', 'drop', 'jump', 'log', 'accept', 'accept', 'none', 'mark', 'accept', 'reject', 'drop'],
			...['accept', 'goto', 'vmap', 'accept', 'none', 'accept', 'continue', 'drop'],
		]);
		expect(theirs.find(({text}) => text.startsWith('log prefix "accept me'))?.verdict).toEqual({
			kind: 'jump',
			chain: 'web',
		});
		expect(theirs.find(({text}) => text.startsWith('log group'))?.verdict).toMatchObject({
			text: expect.stringMatching(/^log group 100/),
		});
	});

	it('the JSON is written as nft itself writes it', () => {
		const spelt = ours.map(({text}) => text);
		expect(spelt).toContain('limit name "lim" log prefix "x" accept');
		expect(spelt).toContain('add @dyn { ip saddr . tcp dport timeout 30s limit rate 5/second burst 5 packets } accept');
		expect(spelt.join('\n')).not.toMatch(/\?\/second|\{"(?:map|queue)"/);
	});

	it('priorities are those of the family', () => {
		const heads = (tables: readonly NativeTable[]) =>
			tables.flatMap(({chains}) => chains.map(({name, priority, policy}) => [name, priority, policy]));
		expect(heads(value(readNftText(ended(sample('nft', 'decide.txt')))))).toEqual(
			heads(value(readNftTables(ended(sample('nft', 'decide.json'))))),
		);
	});

	it('a set made with typeof keeps what it is made of (nft 1.1.4 and newer)', () => {
		const concat = [{payload: {protocol: 'ip', field: 'saddr'}}, {payload: {protocol: 'tcp', field: 'dport'}}];
		const set = {family: 'inet', name: 's', table: 't', type: {typeof: {concat}}};
		const document = JSON.stringify({nftables: [{table: {family: 'inet', name: 't'}}, {set}]});
		expect(value(readNftTables(ended(document)))[0]?.sets[0]?.type).toBe('typeof ip saddr . tcp dport');
	});
});
