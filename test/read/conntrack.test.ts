import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readConnection, readConnectionEvent} from '../../source/read/conntrack.js';
import {createTracker} from '../../source/store/connections.js';

/** conntrack 1.4.7 on Debian 12: one that NAT sent on, by a rule `dnat to 10.9.0.2:5353`. */
const lines = (file: string): readonly string[] =>
	readFileSync(`test/samples/conntrack/${file}.txt`, 'utf8').trimEnd().split('\n');
const end = (address: string, port: number | null) => ({address, port});

describe('a line of conntrack -L', () => {
	test('both ways, what NAT did, that no answer came, and the counts', () => {
		expect(readConnection(lines('list-1.4.7')[0] ?? '')).toEqual({
			...{id: 4_048_098_575, protocol: 'udp', state: null, timeout: 27, replied: false, assured: false},
			original: {from: end('10.9.0.1', 39_245), to: end('10.96.0.10', 53), packets: 1, bytes: 33},
			reply: {from: end('10.9.0.2', 5353), to: end('10.9.0.1', 39_245), packets: 0, bytes: 0},
			...{mark: 0, zone: null, dnat: end('10.9.0.2', 5353), snat: null},
		});
	});

	test.each([
		[
			'without -o extended',
			'tcp      6 431999 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=5 dport=6 src=10.0.0.2 dst=10.0.0.1 sport=6 dport=5 [ASSURED] mark=0 use=1',
			{state: 'ESTABLISHED', timeout: 431_999, id: null, assured: true, dnat: null, snat: null},
		],
		[
			'ICMP, whose own id is not that of the entry',
			'ipv4     2 icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=77 src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=77 mark=0 use=1 id=1234',
			{protocol: 'icmp', id: 1234, dnat: null},
		],
		[
			'ICMP where no id of the entry is told',
			'icmp     1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=77 src=10.0.0.2 dst=10.0.0.1 type=0 code=0 id=77 mark=0 use=1',
			{id: null},
		],
		[
			'IPv6 that is masqueraded',
			'ipv6     10 tcp      6 100 SYN_SENT src=fd00::5 dst=2001:db8::1 sport=5 dport=443 [UNREPLIED] src=2001:db8::1 dst=2001:db8::9 sport=443 dport=6000 zone=3 mark=0 use=1 id=9',
			{snat: end('2001:db8::9', 6000), dnat: null, zone: 3, replied: false},
		],
		[
			'offloaded, without a timeout',
			'ipv4     2 tcp      6 src=10.0.0.1 dst=10.0.0.2 sport=5 dport=6 src=10.0.0.2 dst=10.0.0.1 sport=6 dport=5 [OFFLOAD] mark=0 use=2 id=5',
			{timeout: null, state: null, id: 5},
		],
	])('%s', (_, line, expected) => {
		expect(readConnection(line)).toMatchObject(expected);
	});

	test('what is none of its lines is none', () => {
		for (const line of [
			'',
			'conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.',
			'tcp 6 5 src=1 dst=2',
		])
			expect(readConnection(line)).toBeUndefined();
		fc.assert(fc.property(fc.string(), text => void readConnection(`ipv4 2 tcp 6 5 src=10.0.0.1 ${text}`)));
	});
});

describe('events', () => {
	test('what begins, and what ends', () => {
		expect(lines('events-1.4.7').map(line => readConnectionEvent(line)?.kind)).toEqual([
			'new',
			'destroy',
			'new',
			'destroy',
		]);
		expect(readConnectionEvent(lines('events-1.4.7')[0] ?? '')).toMatchObject({
			at: 1_796_056_846.495_124,
			connection: {id: 2_826_751_059, state: 'SYN_SENT', dnat: end('10.9.0.2', 8080)},
		});
	});

	test('change what was listed: one entry an id, and those that ended last stay to be seen', () => {
		const tracker = createTracker();
		for (const line of [...lines('list-1.4.7'), ...lines('events-1.4.7')]) expect(tracker.add(line)).toBe(true);
		const {live, over, total, unread} = tracker.get();
		expect([live, over.map(({id}) => id), total, unread]).toEqual([[], [4_048_098_575, 2_826_751_059], 0, 0]);
	});

	test('a table of 200,000 is counted, and not kept', () => {
		const tracker = createTracker(100);
		for (let id = 1; id <= 5000; id++) {
			tracker.add(
				`tcp 6 9 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=${id} dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=${id} use=1 id=${id}`,
			);
		}

		expect([tracker.get().live.length, tracker.get().total]).toEqual([100, 5000]);
		const event = (kind: string, id: number): boolean =>
			tracker.add(
				`[${kind}] tcp 6 src=10.0.0.1 dst=10.0.0.2 sport=${id} dport=80 src=10.0.0.2 dst=10.0.0.1 sport=80 dport=${id} id=${id}`,
			);
		// One that is not kept is the same one after an update, and is gone once.
		event('UPDATE', 4000);
		event('UPDATE', 4000);
		expect(tracker.get().total).toBe(5000);
		event('DESTROY', 4000);
		event('DESTROY', 4000);
		expect(tracker.get().total).toBe(4999);
		event('DESTROY', 1);
		event('UPDATE', 3000);
		expect([tracker.get().live.length, tracker.get().total]).toEqual([100, 4998]);
		expect(tracker.add('nonsense')).toBe(false);
		expect(tracker.get().unread).toBe(1);
	});
});
