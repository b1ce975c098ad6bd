import {describe, expect, test} from 'vitest';
import {readHookDevices} from '../../../source/read/nft/hook-devices.js';
import {readNftTables} from '../../../source/read/nft/table.js';
import {readNftText} from '../../../source/read/nft/text.js';
import {must} from '../../support/cluster.js';
import {outcomeOf} from '../../support/samples.js';

const of = (stdout: string) => outcomeOf({stdout});

/** One rule in `nft list ruleset` (nft 1.0.6 to 1.1.7). */
const ruleOf = (line: string) => {
	const text = `table ip x { # progname y\n\tflags owner,persist\n\tchain pre { # handle 1\n\t\ttype nat hook prerouting priority dstnat + 5; policy accept;\n\t\t${line}\n\t}\n}\n`;
	const [table] = must(readNftText(of(text)));
	expect(table?.chains[0]).toMatchObject({priority: -95, hook: 'prerouting', policy: 'accept'});
	const rule = table?.chains[0]?.rules[0];
	if (!rule) throw new Error('no rule');
	return rule;
};

describe('what a line of nft comes to', () => {
	test.each([
		['dnat ip to 10.1.1.1:8080', {kind: 'dnat', to: '10.1.1.1:8080'}],
		['tcp dport 90 dnat to 10.0.0.1-10.0.0.5 random,persistent', {kind: 'dnat', to: '10.0.0.1-10.0.0.5'}],
		[
			'dnat ip prefix to ip daddr map { 10.0.0.0/24 : 10.1.0.0/24 }',
			{kind: 'dnat', to: 'ip daddr map { 10.0.0.0/24 : 10.1.0.0/24 }'},
		],
		[
			'dnat ip addr . port to ip daddr . tcp dport map { 1.1.1.1 . 80 : 10.0.0.1 . 8080 }',
			{kind: 'dnat', to: 'ip daddr . tcp dport map { 1.1.1.1 . 80 : 10.0.0.1 . 8080 }'},
		],
		['snat ip to tcp dport map { 81 : 10.0.0.1 }', {kind: 'snat', to: 'tcp dport map { 81 : 10.0.0.1 }'}],
		['tcp dport 443 tproxy ip to 127.0.0.1:50080', {kind: 'other', name: 'tproxy'}],
		['fwd to "eth2"', {kind: 'other', name: 'fwd'}],
		['dup to 10.0.0.9 device "eth1"', {kind: 'other', name: 'dup'}],
		['xt target "MASQUERADE"', {kind: 'other', name: 'MASQUERADE'}],
		['iifname "my drop" oifname "dnat to" counter packets 5 bytes 6', {kind: 'none'}],
	])('%s', (line, verdict) => {
		expect(ruleOf(line).verdict).toEqual(verdict);
	});

	test('a counter within an element is not the rule’s', () => {
		const element = 'update @s { ip saddr . tcp dport timeout 1m counter packets 7 bytes 9 }';
		expect(ruleOf(element)).toMatchObject({
			packets: null,
			bytes: null,
			text: 'update @s { ip saddr . tcp dport timeout 1m }',
		});
		expect(ruleOf(`${element} counter packets 1 bytes 60 accept`)).toMatchObject({
			packets: 1,
			bytes: 60,
			verdict: {kind: 'accept'},
		});
	});
});

test('the devices of a hook are found where the head of a table or chain has a remark', () => {
	const text = [
		'table netdev d { # progname firewalld',
		'\tchain i { # handle 3',
		'\t\ttype filter hook ingress devices = { "eth0", eth1 } priority filter; policy accept;',
	].join('\n');
	expect([...must(readHookDevices(of(text)))]).toEqual([['netdev d i', ['eth0', 'eth1']]]);
});

/** Rules as `nft -j list ruleset` of nft 1.0.6 printed them. */
const written = (...expr: readonly unknown[]): string | undefined =>
	must(
		readNftTables(
			of(
				JSON.stringify({
					nftables: [
						{chain: {family: 'ip', table: 'x', name: 'pre', handle: 1}},
						{rule: {family: 'ip', table: 'x', chain: 'pre', handle: 3, expr}},
					],
				}),
			),
		),
	)[0]?.chains[0]?.rules[0]?.text;

test('JSON of nft is written as its text: prefixes, address and port at once, quotas', () => {
	const prefix = (addr: string) => ({prefix: {addr, len: 24}});
	const map = (set: unknown) => ({map: {key: {payload: {protocol: 'ip', field: 'daddr'}}, data: {set}}});
	const pairs = map([[prefix('10.0.0.0'), prefix('10.1.0.0')]]);
	expect(written({dnat: {family: 'ip', addr: pairs, flags: 'netmap', type_flags: 'prefix'}})).toBe(
		'dnat ip prefix to ip daddr map { 10.0.0.0/24 : 10.1.0.0/24 }',
	);
	expect(written({snat: {family: 'ip', addr: pairs, type_flags: ['interval', 'prefix']}})).toMatch(
		/^snat ip prefix to /,
	);
	expect(written({dnat: {family: 'ip', addr: pairs, type_flags: 'concat'}})).toMatch(/^dnat ip addr \. port to /);
	expect(written({quota: {val: 10, val_unit: 'mbytes', inv: true, used: 77}}, {drop: null})).toBe(
		'quota over 10 mbytes drop',
	);
	expect(written({quota: 'own'}, {drop: null})).toBe('quota name "own" drop');
});

test('of a text that is not understood, twenty lines are told, and of a long one its beginning', () => {
	const odd = Array.from({length: 30}, (_, index) => `new-thing ${index} ${'x'.repeat(300)}`).join('\n');
	const reading = readNftText(of(`${odd}\ntable ip x {\n}\n`));
	const notes = reading.known ? (reading.notes ?? []) : [];
	expect(notes.map(({line}) => line.slice(0, 12).trim())).toEqual(
		Array.from({length: 20}, (_, index) => `new-thing ${index}`.slice(0, 12).trim()),
	);
	expect(new Set(notes.map(({line}) => line.length))).toEqual(new Set([200]));
});

test.each(['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'])('a table of %s, as text and as JSON', family => {
	const chain = {family, table: 'x', name: 'c', handle: 1};
	const json = {nftables: [{table: {family, name: 'x', handle: 1}}, {chain}]};
	const text = `table ${family} x {\n\tchain c {\n\t}\n}\n`;
	for (const reading of [readNftText(of(text)), readNftTables(of(JSON.stringify(json)))]) {
		expect(must(reading)).toMatchObject([{family, name: 'x', chains: [{name: 'c', rules: []}]}]);
	}
});
