import {describe, expect, test} from 'vitest';
import type {Ending, Hop, Packet, Walk} from '../../../source/model/packet-walk/facts.js';
import type {Reached, ReachEnd, ReachVerdict} from '../../../source/model/reach/facts.js';
import {host} from '../../../source/model/reach/resolve.js';
import {wayOf} from '../../../source/model/reach/way.js';

const hop = (hook: string, chain: string, verdict: string, more: Partial<Hop> = {}): Hop => ({
	...{kind: 'rule', hook, priority: 0, family: 'ip', table: 'filter', chain, index: 0, handle: null},
	...{text: `-j ${verdict}`, verdict, answer: 'yes', share: 1},
	...more,
});

const packet = (destination: string): Packet => ({
	...{source: '10.244.0.2', destination, protocol: 'tcp', sourcePort: null, destinationPort: 80, input: 'kube-bridge'},
});

const ending = (verdict: Ending['verdict'], destination: string, hops: readonly Hop[], share = 1): Ending =>
	({
		verdict,
		hops,
		share,
		packet: packet(destination),
		by: verdict === 'delivered' || verdict === 'unheard' ? null : (hops.at(-1) ?? null),
		reasons: [],
		unread: [],
	}) as never;

function reached(verdict: ReachVerdict, endings: readonly Ending[], ends: readonly ReachEnd[]): Reached {
	const [main] = endings;
	return {
		flow: {
			sender: host,
			label: '10.96.0.9:80/tcp',
			destination: '10.96.0.9',
			protocol: 'tcp',
			port: 80,
			conditions: [],
		},
		...{verdict, share: 1, blockedShare: 0, reasons: [], ends, packet: packet('10.96.0.9')},
		walk: {packet: packet('10.96.0.9'), endings, main} as unknown as Walk,
	};
}

const end = (verdict: ReachVerdict, address: string, share = 1): ReachEnd => ({
	...{verdict, address, port: 80, pod: 't/web', node: null, share, reasons: []},
});

describe('the way of a packet', () => {
	test('rules that let it pass stand together by hook; what changes it and its route stand alone', () => {
		const way = wayOf(
			reached(
				'reaches',
				[
					ending('delivered', '10.244.0.7', [
						hop('prerouting', 'A', 'jump B'),
						hop('prerouting', 'B', 'continue'),
						hop('prerouting', 'C', 'dnat 10.244.0.7:80'),
						hop('', '', '→ kube-bridge', {kind: 'route'}),
						hop('forward', 'FORWARD', 'accept'),
					]),
				],
				[end('reaches', '10.244.0.7')],
			),
		);
		expect(way.stops.map(({kind}) => kind)).toEqual(['sender', 'rules', 'change', 'route', 'rules', 'end']);
	});

	test('a refused packet ends at its rule and never arrives', () => {
		const drop = hop('forward', 'KUBE-POD-FW-X', 'reject');
		const way = wayOf(
			reached(
				'blocked',
				[ending('rejected', '10.244.0.7', [hop('forward', 'A', 'jump X'), drop])],
				[end('blocked', '10.244.0.7')],
			),
		);
		expect(way.stops.slice(1)).toMatchObject([
			{kind: 'rules', hook: 'forward', count: 1},
			{kind: 'refused', hop: {chain: 'KUBE-POD-FW-X'}},
			{kind: 'end', address: '10.244.0.7', pod: 't/web', arrives: false},
		]);
	});

	test('nobody listens: it arrives, and the end is blocked', () => {
		const unheard = ending('unheard', '10.244.0.7', [hop('forward', 'A', 'accept')]);
		const way = wayOf(reached('blocked', [unheard], [end('blocked', '10.244.0.7')]));
		expect(way.stops.at(-1)).toMatchObject({kind: 'end', verdict: 'blocked', arrives: true});
	});

	test('of several ways the one that is blocked is drawn, with its share', () => {
		const good = ending('delivered', '10.244.0.7', [hop('forward', 'A', 'accept')], 0.75);
		const bad = ending('dropped', '10.244.0.8', [hop('forward', 'B', 'drop')], 0.25);
		const way = wayOf(
			reached('blocked', [good, bad], [end('reaches', '10.244.0.7', 0.75), end('blocked', '10.244.0.8', 0.25)]),
		);
		expect(way.share).toBe(0.25);
		expect(way.stops.at(-1)).toMatchObject({address: '10.244.0.8', arrives: false});
	});
});
