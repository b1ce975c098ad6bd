import {describe, expect, test} from 'vitest';
import type {Packet, Surroundings} from '../../../source/model/packet-walk/facts.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {readIpsecAssociations} from '../../../source/read/ip/xfrm-policy.js';
import {readIptablesSave} from '../../../source/read/iptables/save.js';
import {readNftTables} from '../../../source/read/nft/table.js';
import {finish} from '../../../source/read/sliced.js';
import {readNeeds} from '../../../source/store/walk-needs.js';
import {usualKernel} from '../../support/kernel-settings.js';
import {ended} from '../../support/packet-filter.js';
import {outcomeOf} from '../../support/samples.js';
import {surroundings} from '../../support/trace-samples.js';

// Labels, helpers and IPsec: where nobody on the host gives them, no packet has them; else a condition on them is unread.

const world = surroundings();
const kernel = usualKernel(world.links);
const packet: Packet = {
	...{source: '192.168.122.1', destination: '192.168.122.161', protocol: 'tcp'},
	...{sourcePort: 40_000, destinationPort: 22, input: 'enp1s0'},
};
const nothing: Partial<Surroundings> = {
	...{filters: [], ipsec: [], associations: 0},
	sysctls: new Map([...(kernel.sysctls ?? []), ['net/netfilter/nf_conntrack_helper', null]]),
};

function walked(saved: string, native: readonly unknown[], more: Partial<Surroundings>) {
	const save = readIptablesSave(ended(saved));
	const reading = readNftTables(ended(JSON.stringify({nftables: [{metainfo: {json_schema_version: 1}}, ...native]})));
	if (!save.known || !reading.known) throw new Error('unreadable');
	const parts =
		native.length === 0
			? {...emptyParts, saved: save.value}
			: {...emptyParts, heads: reading.value, natives: reading.value};
	const {main, needs} = createWalker(finish(assemble(parts)).ruleset, {
		...world,
		...kernel,
		links: world.links,
		...more,
	}).walk(packet);
	return {said: main.unread.length > 0 ? 'unread' : main.verdict, needs: needs.map(({kind}) => kind)};
}

const xtables = (...rules: string[]): string =>
	['*filter', ':INPUT ACCEPT [0:0]', ...rules.map(rule => `-A INPUT ${rule}`), 'COMMIT', ''].join('\n');
const ask = (match: string): string => xtables(`-p tcp ${match} -j DROP`);
const table = {family: 'ip', table: 'w'};
const nft = (...rules: ReadonlyArray<readonly unknown[]>): readonly unknown[] => [
	{table: {family: 'ip', name: 'w', handle: 1}},
	{chain: {...table, name: 'c', handle: 1, type: 'filter', hook: 'input', prio: 10, policy: 'accept'}},
	...rules.map((expr, at) => ({rule: {...table, chain: 'c', handle: 9 + at, expr}})),
];
const drop = {drop: null};
const match = (left: unknown, right: unknown, op = '=='): unknown => ({match: {op, left, right}});
const [label, helper, ipsec] = [{ct: {key: 'label'}}, {ct: {key: 'helper'}}, {meta: {key: 'ipsec'}}];
const empty = xtables();

describe('nobody gives it', () => {
	test.each([
		['-m helper --helper ftp', 'arrives'],
		['-m helper ! --helper ftp', 'dropped'],
		['-m connlabel --label 3', 'arrives'],
		['-m connlabel ! --label 3', 'dropped'],
		['-m policy --dir in --pol ipsec', 'arrives'],
		['-m policy --dir in --pol ipsec --proto esp', 'arrives'],
		['-m policy --dir in --pol none', 'dropped'],
	])('%s: %s', (words, said) => {
		expect(walked(ask(words), [], nothing).said).toBe(said);
		expect(walked(ask(words), [], {}).said).toBe('unread');
	});

	test.each<[unknown, string]>([
		[match(label, 3, 'in'), 'arrives'],
		[match(label, 3, '!='), 'dropped'],
		[match(helper, 'ftp'), 'arrives'],
		[match(ipsec, true), 'arrives'],
		[match(ipsec, false), 'dropped'],
		[match({rt: {key: 'ipsec'}}, true), 'arrives'],
		[match({ipsec: {key: 'reqid', dir: 'in', spnum: 0}}, 1), 'arrives'],
	])('%j: %s', (condition, said) => {
		expect(walked(empty, nft([condition, drop]), nothing).said).toBe(said);
		expect(walked(empty, nft([condition, drop]), {}).said).toBe('unread');
	});
});

describe('somebody gives it, or may', () => {
	test('a rule of either kind', () => {
		const gives = xtables('-p tcp -m connlabel --label 3 --set', '-p tcp -m connlabel --label 3 -j DROP');
		expect(walked(gives, [], nothing).said).toBe('unread');
		const set = {mangle: {key: label, value: 3}};
		expect(walked(empty, nft([set], [match(label, 3, 'in'), drop]), nothing).said).toBe('unread');
		const raw = '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp\nCOMMIT\n';
		expect(walked(`${raw}${ask('-m helper --helper ftp')}`, [], nothing).said).toBe('unread');
		expect(walked(empty, nft([{'ct helper': 'x'}], [match(helper, 'ftp'), drop]), nothing).said).toBe('unread');
	});

	test('the kernel by port, tc, Open vSwitch, one association', () => {
		const byPort = new Map([...(kernel.sysctls ?? []), ['net/netfilter/nf_conntrack_helper', '1'] as const]);
		expect(walked(ask('-m helper --helper ftp'), [], {...nothing, sysctls: byPort}).said).toBe('unread');
		const filters = [{device: 'eth9', way: 'in' as const, shown: 'tc filter show dev eth9'}];
		expect(walked(ask('-m connlabel --label 3'), [], {...nothing, filters}).said).toBe('unread');
		const links = [...world.links, {name: 'ovs-system', kind: 'openvswitch', addresses: []}];
		expect(walked(ask('-m connlabel --label 3'), [], {...nothing, links}).said).toBe('unread');
		expect(walked(ask('-m policy --dir in --pol ipsec'), [], {...nothing, associations: 1}).said).toBe('unread');
	});
});

test('how many associations there are is read only where a rule asks; their keys never', async () => {
	const {associations: _associations, ...more} = nothing;
	expect(walked(ask('-m policy --dir in --pol none'), [], more).needs).toContain('associations');
	expect(walked(empty, [], more).needs).not.toContain('associations');
	const asked: string[] = [];
	const found = await readNeeds(
		async ({argv}) => {
			asked.push(argv.join(' '));
			return outcomeOf({argv, stdout: '\t SAD count 2\n'});
		},
		[{kind: 'associations'}],
	);
	expect([asked, found]).toEqual([['ip xfrm state count'], {associations: 2}]);
	expect(readIpsecAssociations(ended('Usage: ip xfrm\n'))).toMatchObject({known: false});
});
