import {describe, expect, test} from 'vitest';
import type {NamedSet, SetElement} from '../../../source/facts/packet-filter.js';
import {fits, indexOf, inIpset, lookUp, type Value} from '../../../source/model/packet-walk/sets.js';

const elements = (keys: readonly string[]): SetElement[] =>
	keys.map(key => ({key, value: null, verdict: null, comment: null}));
const ipset = (name: string, type: string, keys: readonly string[]): NamedSet => ({
	...{name, type, kind: 'set', comment: null, timeout: null},
	elements: elements(keys),
});

describe('a value and an element as nft and ipset write it', () => {
	test.each<[string | number, string]>([
		['10.0.0.1', '10.0.0.1'],
		[80, '80'],
		[80, '0x50'],
		['0x50', '80'],
		['eth0', '*'],
		[5, '1-5'],
		[1, '1-5'],
		['10.0.0.9', '10.0.0.1-10.0.0.9'],
		['10.0.0.1', '10.0.0.1-10.0.0.9'],
		['10.0.3.7', '10.0.0.0/22'],
		['fd00::1', 'fd00:0:0::1'],
		['fd00::1', 'fd00::/64'],
		['cni0', 'cni*'],
		['tcp:80', 'tcp:80'],
		['wg-home', 'wg-home'],
	])('%s is in %s', (value, element) => {
		expect(fits(value, element)).toBe(true);
	});

	test.each<[string | number, string]>([
		['10.0.0.2', '10.0.0.1'],
		[8, '80'],
		[800, '80'],
		[6, '1-5'],
		[0, '1-5'],
		['10.0.0.10', '10.0.0.1-10.0.0.9'],
		['10.0.0.0', '10.0.0.1-10.0.0.9'],
		['fd00::5', '10.0.0.1-10.0.0.9'],
		['10.0.4.0', '10.0.0.0/22'],
		['fd01::1', 'fd00::/64'],
		['10.0.0.1', 'fd00::/64'],
		['acni0', 'cni*'],
		['cn', 'cni*'],
		['udp:80', 'tcp:80'],
		['wg-home', 'wg-work'],
		['eth0', '10.0.0.0/8'],
	])('%s is not in %s', (value, element) => {
		expect(fits(value, element)).toBe(false);
	});
});

describe('a set of nft', () => {
	const found = (keys: readonly string[], values: readonly Value[]) => {
		const answer = lookUp(indexOf(elements(keys)), values);
		return answer === null || answer === 'unread' ? answer : answer.key;
	};

	test('gives the very element, a network, a range or a wildcard that holds it', () => {
		expect(found(['10.0.0.0/8', '10.0.0.1'], ['10.0.0.1'])).toBe('10.0.0.1');
		expect(found(['10.0.0.0/8', '10.0.0.1'], ['10.0.0.2'])).toBe('10.0.0.0/8');
		expect(found(['22', '80-90'], [85])).toBe('80-90');
		expect(found(['fd00::a-fd00::f'], ['fd00::b'])).toBe('fd00::a-fd00::f');
		expect(found(['lo', 'veth*'], ['veth1234'])).toBe('veth*');
		expect(found(['22', '80-90'], [91])).toBeNull();
	});

	test('pairs fit part by part', () => {
		const keys = ['10.0.0.0/8 . 80-90', '10.1.0.1 . 443'];
		expect(found(keys, ['10.2.0.1', 85])).toBe('10.0.0.0/8 . 80-90');
		expect(found(keys, ['10.1.0.1', 443])).toBe('10.1.0.1 . 443');
		expect(found(keys, ['10.2.0.1', 91])).toBeNull();
		expect(found(keys, ['11.0.0.1', 85])).toBeNull();
		expect(found(keys, ['10.2.0.1'])).toBeNull();
	});

	test('a value that is not known is unread, but nobody is in an empty set', () => {
		expect(found(['10.0.0.1 . 80'], ['10.0.0.1', null])).toBe('unread');
		expect(found([], [null])).toBeNull();
	});
});

describe('an ipset', () => {
	const packet: Readonly<Record<string, Value>> = {
		'ip src': '10.244.0.7',
		'ip dst': '192.168.1.5',
		'net src': '10.244.0.7',
		'net dst': '192.168.1.5',
		'port src': 'tcp:40000',
		'port dst': 'tcp:80',
	};
	const holds = (set: NamedSet, directions: readonly string[], all: readonly NamedSet[] = []) =>
		inIpset(set, directions, (dimension, direction) => packet[`${dimension} ${direction}`] ?? null, all);

	test('asks each dimension in the direction that the rule gives', () => {
		const pods = ipset('pods', 'hash:ip', ['10.244.0.7']);
		expect(holds(pods, ['src'])).toBe('yes');
		expect(holds(pods, ['dst'])).toBe('no');
		const open = ipset('open', 'hash:ip,port', ['192.168.1.5,tcp:80']);
		expect(holds(open, ['dst', 'dst'])).toBe('yes');
		expect(holds(open, ['dst', 'src'])).toBe('no');
		expect(holds(open, ['src', 'dst'])).toBe('no');
	});

	test('of networks the longest decides, and nomatch takes a part out', () => {
		const keys = ['10.0.0.0/8', '! 10.244.0.0/16', '10.244.0.7/32'];
		expect(holds(ipset('a', 'hash:net', keys), ['src'])).toBe('yes');
		expect(holds(ipset('a', 'hash:net', keys.slice(0, 2)), ['src'])).toBe('no');
		expect(holds(ipset('a', 'hash:net', keys.slice(0, 2).toReversed()), ['src'])).toBe('no');
		expect(holds(ipset('a', 'hash:net', keys.slice(0, 1)), ['src'])).toBe('yes');
	});

	test('a dimension that is not known is unread, but nobody is in an empty set', () => {
		expect(holds(ipset('a', 'hash:ip,mark', ['10.244.0.7,0x1']), ['src', 'src'])).toBe('unread');
		expect(holds(ipset('a', 'hash:ip,mark', []), ['src', 'src'])).toBe('no');
	});

	test('an element of another number of dimensions is none of them', () => {
		expect(holds(ipset('a', 'hash:ip,port', ['192.168.1.5']), ['dst', 'dst'])).toBe('no');
	});

	test('a set of sets: one member is enough, and a missing member is unread', () => {
		const pods = ipset('pods', 'hash:ip', ['10.244.0.7']);
		const others = ipset('others', 'hash:ip', ['10.244.0.8']);
		const list = (...names: string[]) => ipset('list', 'list:set', names);
		expect(holds(list('others', 'pods'), ['src'], [pods, others])).toBe('yes');
		expect(holds(list('others'), ['src'], [pods, others])).toBe('no');
		expect(holds(list('others', 'gone'), ['src'], [pods, others])).toBe('unread');
		expect(holds(list('pods', 'gone'), ['src'], [pods, others])).toBe('yes');
		const inner = {...list('pods'), name: 'inner'};
		expect(holds(list('inner'), ['src'], [pods, inner])).toBe('unread');
		expect(holds(list(), ['src'], [])).toBe('no');
	});
});

describe('a value that is not known', () => {
	const index = indexOf(elements(['10.0.0.1 . tcp . 80', '10.1.0.0/16 . udp . 1-60']));

	test.each<[readonly Value[], 'unread' | null]>([
		[['10.0.0.1', 'tcp', null], 'unread'],
		[[null, 'tcp', 80], 'unread'],
		[['10.1.2.3', null, 60], 'unread'],
		[[null, null, null], 'unread'],
		[['10.0.0.2', 'tcp', null], null],
		[['10.0.0.1', 'icmp', null], null],
		[['10.1.2.3', null, 61], null],
		[[null, 'tcp'], null],
	])('%j of an nft set: %s', (values, wanted) => {
		expect(lookUp(index, values)).toBe(wanted);
	});

	test.each<[readonly Value[], string]>([
		[['10.0.0.1', null], 'unread'],
		[['10.0.0.2', null], 'no'],
		[['10.0.0.9', null], 'unread'],
		[[null, 'tcp:80'], 'unread'],
		[[null, 'tcp:81'], 'no'],
	])('%j of an ipset: %s', ([address = null, port = null], wanted) => {
		const set = ipset('few', 'hash:ip,port', ['10.0.0.1,tcp:80', '! 10.0.0.9,tcp:80']);
		expect(inIpset(set, ['src', 'dst'], dimension => (dimension === 'ip' ? address : port), [])).toBe(wanted);
	});
});
