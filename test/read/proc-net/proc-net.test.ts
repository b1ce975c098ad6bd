import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readProcNet} from '../../../source/read/proc-net/proc-net.js';
import {ipv6Text} from '../../../source/read/proc-net/route.js';
import {mutated} from '../../support/mutate.js';
import {outcomeOf, sample} from '../../support/samples.js';

const pod = sample('net/linux-6.18/proc-pid-net.txt');
const read = (stdout: string) => readProcNet(outcomeOf({stdout}));
const inside = (stdout: string) => {
	const reading = read(stdout);
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading;
};

describe('/proc/PID/net of a pod', () => {
	test('links with counters and addresses; what it does not tell is null', () => {
		const {value, notes} = inside(pod);
		expect(notes).toEqual([]);
		expect(value.through).toBe('process');
		expect(value.links).toMatchObject([
			{
				...{index: 1, name: 'lo', kind: 'loopback'},
				addresses: [
					{family: 'inet', local: '127.0.0.1', prefixlen: 8, scope: 'host'},
					{family: 'inet6', local: '::1', prefixlen: 128, scope: 'host'},
				],
			},
			{
				...{index: 2, name: 'eth0', kind: 'unknown', mac: null, mtu: null, linkIndex: null},
				addresses: [
					{family: 'inet', local: '10.244.0.6', prefixlen: 24, scope: 'global'},
					{family: 'inet6', local: 'fe80::f807:fcff:fec0:eda4', prefixlen: 64, scope: 'link'},
				],
				rx: {bytes: 4554, packets: 57, drops: 0},
				tx: {bytes: 796, packets: 10, drops: 0},
			},
		]);
	});

	test('routes of both families, without what the kernel keeps for itself', () => {
		expect(inside(pod).value.routes).toMatchObject([
			{to: 'default', via: '10.244.0.1', dev: 'eth0', metric: null, table: 'main', type: 'unicast'},
			{to: '10.244.0.0/24', via: null, dev: 'eth0'},
			{to: 'fe80::/64', via: null, dev: 'eth0', metric: 256},
		]);
	});

	test('without IPv6 the index comes from the groups that the link listens to', () => {
		const only4 = pod.replaceAll(/^.*(?:if_inet6|ipv6_route).*\n/gm, '');
		expect(inside(only4).value.links.map(({index, addresses}) => [index, addresses.map(({local}) => local)])).toEqual([
			[1, ['127.0.0.1']],
			[2, ['10.244.0.6']],
		]);
	});

	test('a link of which no file tells the index is left out with a note, never numbered by its place', () => {
		const {value, notes} = inside(pod.replaceAll(/^.*(?:if_inet6|dev_mcast).*\n/gm, ''));
		expect(value.links.map(({name}) => name)).toEqual(['lo']);
		expect(notes).toMatchObject([{reason: 'no index'}]);
	});

	test('nothing there is unknown, and mutated files never throw', () => {
		expect(read('')).toMatchObject({known: false, unknown: {reason: 'unreadable'}});
		fc.assert(
			fc.property(mutated([pod]), stdout => {
				const reading = read(stdout);
				if (!reading.known) return;
				for (const {index} of reading.value.links) expect(Number.isInteger(index)).toBe(true);
			}),
			{numRuns: 300},
		);
	});
});

test.each([
	['00000000000000000000000000000000', '::'],
	['00000000000000000000000000000001', '::1'],
	['fe800000000000000000000000000000', 'fe80::'],
	['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
	['20010db8000100020003000400050006', '2001:db8:1:2:3:4:5:6'],
	['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
])('%s is %s', (hex, text) => {
	expect(ipv6Text(hex)).toBe(text);
});
