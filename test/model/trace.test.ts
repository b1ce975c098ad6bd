import {describe, expect, test} from 'vitest';
import {type TraceRequest, probeEnd, traceProbe} from '../../source/command/trace.js';
import {createWalker} from '../../source/model/packet-walk/packet-walk.js';
import type {Ending} from '../../source/model/packet-walk/facts.js';
import {isAsExpected, liveTrace, type LiveTrace} from '../../source/model/trace.js';
import {onePacket} from '../../source/model/trace-packet.js';
import {readTraceLine} from '../../source/read/nft/trace.js';
import type {TraceEvent} from '../../source/facts/packet-filter.js';
import {realNetwork, realSample} from '../support/real-network.js';

/** One packet of a pod with bridge-nf-call-iptables=1, as nft told of it on the real cluster. */
const lines = realSample('iptables/monitor-trace-pod-to-lan.raw').split('\n').filter(Boolean);
const eventsOf = (all: readonly string[]): TraceEvent[] => all.flatMap(line => readTraceLine(line) ?? []);

/** Our own last chain, which the recorder did not have: the line is the one of `ip nat POSTROUTING`, under our name. */
const ours = (line: string): string => line.replace(/ip nat POSTROUTING/, 'inet mytrace postrouting');
const arrived = [...lines, ...lines.filter(line => line.includes('ip nat POSTROUTING packet:')).map(ours)];

const {ruleset, world} = realNetwork('iptables');
const trace = (all: readonly string[]): LiveTrace => liveTrace(eventsOf(all), ruleset, new Map(), 'mytrace', 'tcp');

describe('a packet that goes through a bridge has two trace ids', () => {
	test('both are its own', () => {
		expect(new Set(eventsOf(lines).map(({id}) => id)).size).toBe(2);
		expect(onePacket(eventsOf(lines))).toEqual(eventsOf(lines));
	});

	test('it was delivered, by the rules before and behind the bridge', () => {
		const {verdict, hops, packet} = trace(arrived);
		expect(verdict).toBe('delivered');
		expect(packet).toMatchObject({source: '10.244.0.14', destination: '192.168.122.1', input: 'kube-bridge'});
		expect([...new Set(hops.map(({hook}) => hook))]).toEqual(['prerouting', 'forward', 'postrouting']);
		expect(hops.map(({chain}) => chain)).toContain('KUBE-POD-FW-VUDKQIJCIPHVI6IH');
	});

	test('the walk says the same', () => {
		const walker = createWalker(ruleset, world);
		const {packet} = trace(arrived);
		if (!packet) throw new Error('no packet');
		const {main} = walker.walk(packet);
		expect(main.verdict).toBe('leaves');
		expect(isAsExpected(trace(arrived), main)).toBe(true);
	});

	test("a second try of the sender, or another one's packet, is none of it", () => {
		const again = lines.map(line => line.replace(/trace id \S+/, 'trace id 11111111'));
		const second = again.map(line => line.replace('ip id 7440', 'ip id 7441'));
		const other = again.map(line => line.replace('tcp sport 48610', 'tcp sport 48611'));
		for (const more of [again, second, other]) {
			expect(onePacket(eventsOf([...lines, ...more]))).toEqual(eventsOf(lines));
		}
	});

	test('one that stops before the bridge is lost', () => {
		expect(trace(lines.filter(line => line.includes('fe0fa51b'))).verdict).toBe('lost');
	});

	test('its address translated on the way, it is the same', () => {
		const translated = arrived.map(line =>
			line.includes('ba60d96c') ? line.replaceAll('ip daddr 192.168.122.1 ', 'ip daddr 10.244.0.16 ') : line,
		);
		expect(trace(translated).verdict).toBe('delivered');
	});
});

describe('what the sender saw', () => {
	const request: TraceRequest = {
		source: null,
		destination: '10.96.0.10',
		protocol: 'udp',
		port: 53,
		sender: {kind: 'host'},
		life: 20,
	};

	test('udp waits for something to come back', () => {
		expect(traceProbe(request)?.join(' ')).toContain('read -r -t 1');
		expect(probeEnd(request, 0)).toBe('answered');
		expect(probeEnd(request, 1)).toBe('refused');
		expect(probeEnd(request, 142)).toBe('silent');
		expect(probeEnd(request, 124)).toBe('silent');
	});

	test('tcp: connected, refused, nothing in time, no program', () => {
		const tcp = {...request, protocol: 'tcp' as const};
		expect([0, 1, 124, 127].map(exit => probeEnd(tcp, exit))).toEqual(['answered', 'refused', 'silent', 'unsent']);
	});

	test('from one address of this host: udp is udp', () => {
		const own = {...request, sender: {kind: 'address', address: '192.168.122.161'} as const};
		expect(traceProbe(own)?.at(-1)).toBe('tftp://10.96.0.10:53/x');
		const tcp = {...own, protocol: 'tcp' as const};
		expect(traceProbe(tcp)?.at(-1)).toBe('http://10.96.0.10:53/x');
		expect([0, 7, 28, 52, 45].map(exit => probeEnd(tcp, exit))).toEqual([
			'answered',
			'refused',
			'silent',
			'answered',
			'unsent',
		]);
	});
});

describe('live trace and walk agree', () => {
	const live = (verdict: LiveTrace['verdict']): LiveTrace => ({packet: null, hops: [], by: null, verdict});
	const walked = (verdict: Ending['verdict']) => ({verdict, by: null}) as unknown as Ending;
	test.each([
		['delivered', 'delivered', true],
		['delivered', 'arrives', true],
		['delivered', 'unheard', false],
		['unanswered', 'unheard', true],
		['unanswered', 'astray', true],
		['unanswered', 'delivered', false],
		['lost', 'arrives', false],
		['lost', 'unreachable', true],
	] as const)('%s and %s: %s', (verdict, expected, same) => {
		expect(isAsExpected(live(verdict), walked(expected))).toBe(same);
	});
});
