import {describe, expect, test} from 'vitest';
import type {Need, Packet, Surroundings} from '../../../source/model/packet-walk/facts.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {walkReason} from '../../../source/model/reach/reasons.js';
import {readAddresses} from '../../../source/read/ip/address.js';
import {readIpsecPolicies} from '../../../source/read/ip/xfrm-policy.js';
import {readHasFilters, readQdiscs} from '../../../source/read/tc.js';
import {readQueues} from '../../../source/read/queues.js';
import {readNeeds} from '../../../source/store/walk-needs.js';
import {ended, rulesetOf} from '../../support/packet-filter.js';
import {outcomeOf} from '../../support/samples.js';
import {surroundings} from '../../support/trace-samples.js';

/** What decides beside the rules: seen, named with the command that shows it, never walked. */

const world = {...surroundings(), filters: [], ipsec: []};
const packet: Packet = {
	...{source: '192.168.122.1', destination: '192.168.122.161', protocol: 'tcp'},
	...{sourcePort: 40_000, destinationPort: 30_094, input: 'enp1s0'},
};
const reasonsIn = (more: Partial<Surroundings>, given = packet) => {
	const {main, sureness, needs} = createWalker(rulesetOf('full'), {...world, ...more}).walk(given);
	const on = sureness.kind === 'certain' ? [] : sureness.on;
	return {
		needs: needs.map(({kind}) => kind),
		verdict: main.verdict,
		on: on.filter(({id}) => id === 'filter' || id === 'ipsec'),
	};
};

// iproute2 6.15, on Linux 6.18 and 6.12.
const queues =
	'[{"kind":"tbf","handle":"8001:","dev":"vb","root":true,"refcnt":3,"options":{"rate":125000,"burst":10240,"lat":50000}},{"kind":"noqueue","handle":"0:","dev":"va","root":true,"refcnt":2,"options":{}},{"kind":"clsact","handle":"ffff:","dev":"va","parent":"ffff:fff1","options":{}}]\n';
const policies = `src 10.8.0.0/16 dst 10.9.0.0/24 
	dir in action block priority 0 ptype main 
src 10.9.0.0/24 dst 10.8.0.0/16 
	dir out priority 0 ptype main 
	tmpl src 1.1.1.1 dst 2.2.2.2
		proto esp reqid 0 mode tunnel
src 0.0.0.0/0 dst 0.0.0.0/0 
	socket in priority 0 ptype main 
`;

describe('on the way', () => {
	test('nothing there costs no certainty; not looked at is wanted', () => {
		expect(reasonsIn({}).on).toEqual([]);
		expect(reasonsIn({}).needs).not.toContain('filters');
		const {filters: _filters, ipsec: _ipsec, ...blind} = world;
		const {needs} = createWalker(rulesetOf('full'), blind).walk(packet);
		expect(needs.map(({kind}) => kind)).toEqual(expect.arrayContaining(['filters', 'ipsec']));
	});

	test('a filter where it comes in, or where it goes out, and not on another device', () => {
		const on = (device: string, way: 'in' | 'out') =>
			reasonsIn({filters: [{device, way, shown: `tc filter show dev ${device}`}]}).on;
		expect(on('enp1s0', 'in')).toEqual([{id: 'filter', what: 'tc filter show dev enp1s0'}]);
		expect(on('kube-bridge', 'out')).toHaveLength(1);
		expect(on('kube-bridge', 'in').length).toBeLessThan(2);
		expect(on('docker0', 'in')).toEqual([]);
		expect(on('docker0', 'out')).toEqual([]);
	});

	test('one on a port of the bridge by which it leaves', () => {
		const links = [...world.links, {name: 'veth9', kind: 'veth', master: 'kube-bridge', up: true, addresses: []}];
		const filters = [{device: 'veth9', way: 'out' as const, shown: 'tc filter show dev veth9 egress'}];
		expect(reasonsIn({links, filters}).on).toEqual([{id: 'filter', what: 'tc filter show dev veth9 egress'}]);
	});

	test('an XDP program on the device that it comes by', () => {
		const links = world.links.map(link => (link.name === 'enp1s0' ? {...link, xdp: true as const} : link));
		expect(reasonsIn({links}).on).toEqual([{id: 'filter', what: 'ip -d link show dev enp1s0'}]);
	});

	test('an IPsec policy for its addresses, before or after translation, and no other one', () => {
		const on = (source: string, destination: string) => reasonsIn({ipsec: [{source, destination}]}).on;
		expect(on('192.168.122.0/24', '10.244.0.0/16')).toEqual([{id: 'ipsec', what: 'ip xfrm policy'}]);
		expect(on('192.168.122.0/24', '192.168.122.161/32')).toHaveLength(1);
		expect(on('0.0.0.0/0', '0.0.0.0/0')).toHaveLength(1);
		expect(on('10.8.0.0/16', '10.244.0.0/16')).toEqual([]);
		expect(on('::/0', '::/0')).toEqual([]);
	});

	test('is shown by its own command', () => {
		expect(walkReason({id: 'filter', what: 'tc filter show dev va ingress'}).command).toEqual(
			'tc filter show dev va ingress'.split(' '),
		);
		expect(walkReason({id: 'ipsec', what: 'ip xfrm policy'}).command).toEqual(['ip', 'xfrm', 'policy']);
	});
});

describe('a packet that a rule hands to a program', () => {
	const handed = (to: string, more: Partial<Surroundings>) => {
		const first = `[0:0] -A FORWARD -p tcp -j NFQUEUE ${to}\n[0:0] -A FORWARD -j DROP\n`;
		const rules = rulesetOf('full', text => text.replace(/^\[\d+:\d+\] -A FORWARD /m, rule => first + rule));
		const forwarded = {...packet, destination: '10.244.0.6', destinationPort: 80};
		const {main, needs} = createWalker(rules, {...world, ...more}).walk(forwarded);
		return {verdict: main.verdict, needs: needs.map(({kind}) => kind)};
	};

	test('where nobody listens: on by `--queue-bypass`, else dropped; else the program decides', () => {
		expect(handed('--queue-num 3', {})).toMatchObject({verdict: 'queued', needs: expect.arrayContaining(['queues'])});
		expect(handed('--queue-num 3', {queues: []}).verdict).toBe('dropped');
		expect(handed('--queue-num 3', {queues: [2, 4]}).verdict).toBe('dropped');
		// By accept, past the rule that drops.
		expect(handed('--queue-num 3 --queue-bypass', {queues: [2]}).verdict).toBe('arrives');
		expect(handed('--queue-num 3 --queue-bypass', {queues: [3]}).verdict).toBe('queued');
		expect(handed('--queue-balance 3:4 --queue-bypass', {queues: [3]}).verdict).toBe('queued');
		expect(handed('--queue-num 3', {queues: []}).needs).not.toContain('queues');
	});

	test('the list of queues: numbers, none without the file, unknown where it may not be read', () => {
		expect(
			readQueues(
				ended('    3   1234     0 2 65531     0     0        7  1\n   10   99     0 2 0     0     0        7  1\n'),
			),
		).toMatchObject({value: [3, 10]});
		expect(readQueues(ended(''))).toMatchObject({value: []});
		const failed = (stderr: string) => readQueues(outcomeOf({kind: 'failed', exit: 1, stderr}));
		expect(failed('cat: /proc/net/netfilter/nfnetlink_queue: No such file or directory')).toMatchObject({value: []});
		expect(failed('cat: /proc/net/netfilter/nfnetlink_queue: Permission denied')).toMatchObject({known: false});
		expect(readQueues(ended('odd\n'))).toMatchObject({known: false});
	});
});

describe('as the tools print it', () => {
	const needs: readonly Need[] = [{kind: 'filters'}, {kind: 'ipsec'}];
	const read = async (answers: Readonly<Record<string, string>>) => {
		const asked: string[] = [];
		const found = await readNeeds(async ({argv}) => {
			const words = argv.join(' ');
			asked.push(words);
			const stdout = answers[words];
			return outcomeOf(stdout === undefined ? {argv, kind: 'not-found', exit: null} : {argv, stdout});
		}, needs);
		return {asked, found};
	};

	test('one look at the queues; filters are asked for where there may be some', async () => {
		const {asked, found} = await read({
			'tc -j qdisc show': queues,
			'tc -j filter show dev va ingress':
				'[{"protocol":"all","pref":49152,"kind":"matchall","chain":0},{"protocol":"all","pref":49152,"kind":"matchall","chain":0,"options":{"handle":1,"actions":[]}}]\n',
			'tc -j filter show dev va egress': '[]\n',
			'ip xfrm policy': policies,
		});
		expect(found.filters).toEqual([{device: 'va', way: 'in', shown: 'tc filter show dev va ingress'}]);
		expect(found.ipsec).toEqual([
			{source: '10.8.0.0/16', destination: '10.9.0.0/24'},
			{source: '10.9.0.0/24', destination: '10.8.0.0/16'},
		]);
		expect(asked).toHaveLength(4);
		const plain = await read({
			'tc -j qdisc show': '[{"kind":"fq_codel","dev":"eth0","root":true}]',
			'ip xfrm policy': '',
		});
		expect(plain.found).toMatchObject({filters: [], ipsec: []});
		expect(plain.asked).toHaveLength(2);
	});

	test('filters that could not be listed are taken as there; without tc nobody looked', async () => {
		expect((await read({'tc -j qdisc show': queues})).found.filters).toHaveLength(2);
		expect((await read({})).found).not.toHaveProperty('filters');
	});

	test('netem loses packets by its kind', async () => {
		const {found} = await read({'tc -j qdisc show': '[{"kind":"netem","dev":"eth0","root":true}]'});
		expect(found.filters).toEqual([{device: 'eth0', way: 'out', shown: 'tc qdisc show dev eth0'}]);
	});

	test('nothing, an older version and a kernel without IPsec', () => {
		expect(readHasFilters(ended(''))).toMatchObject({known: true, value: false});
		expect(readHasFilters(ended('filter protocol all'))).toMatchObject({known: false});
		expect(readQdiscs(ended('[]'))).toMatchObject({known: true, value: []});
		const without = outcomeOf({kind: 'failed', exit: 2, stderr: 'Cannot open netlink socket: Protocol not supported'});
		expect(readIpsecPolicies(without)).toMatchObject({known: true, value: []});
		const refused = outcomeOf({kind: 'failed', exit: 2, stderr: 'RTNETLINK answers: Operation not permitted'});
		expect(readIpsecPolicies(refused)).toMatchObject({known: false});
	});

	test('an XDP program in the listing of links', () => {
		const line = (xdp: string) =>
			`[{"ifindex":2,"ifname":"eth0","flags":["UP"],"mtu":1500,${xdp}"operstate":"UP","link_type":"ether","addr_info":[]}]`;
		const of = (text: string) => readAddresses(ended(text));
		expect(of(line('"xdp":{"mode":1,"prog":{"id":13}},'))).toMatchObject({value: [{name: 'eth0', xdp: true}]});
		expect(of(line('"xdp":{},'))).not.toMatchObject({value: [{xdp: true}]});
	});
});
