import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {namedService, searched} from '../../../source/model/reach/cluster-name.js';
import {parsePlace, placeText} from '../../../source/model/reach/place.js';

describe('one end of a question', () => {
	test.each([
		['t/client', {kind: 'object', namespace: 't', name: 'client', port: null}],
		['pod/t/client:8080', {kind: 'pod', namespace: 't', name: 'client', port: '8080'}],
		[
			'svc/kube-system/kube-dns:dns-tcp',
			{kind: 'service', namespace: 'kube-system', name: 'kube-dns', port: 'dns-tcp'},
		],
		['service/a/b', {kind: 'service', namespace: 'a', name: 'b', port: null}],
		['netns/blue', {kind: 'netns', name: 'blue', port: null}],
		['netns/Web_1.x:80', {kind: 'netns', name: 'Web_1.x', port: '80'}],
		['netns/net:[4026532288]:80', {kind: 'netns', name: 'net:[4026532288]', port: '80'}],
		['pod/netns/blue', {kind: 'pod', namespace: 'netns', name: 'blue', port: null}],
		['nodeport:30080/udp', {kind: 'node-port', port: 30_080, protocol: 'udp'}],
		['host', {kind: 'host', port: null}],
		['host:6443', {kind: 'host', port: '6443'}],
		['outside', {kind: 'outside', port: null}],
		['10.244.0.6', {kind: 'address', address: '10.244.0.6', port: null, protocol: null}],
		['10.96.0.10:53/udp', {kind: 'address', address: '10.96.0.10', port: '53', protocol: 'udp'}],
		['fd00::1', {kind: 'address', address: 'fd00::1', port: null, protocol: null}],
		['[FD00::1]:80', {kind: 'address', address: 'fd00::1', port: '80', protocol: null}],
		['kube-dns.kube-system.svc', {kind: 'name', name: 'kube-dns.kube-system.svc', port: null}],
		['Example.com:443', {kind: 'name', name: 'example.com', port: '443'}],
	])('%s', (text, place) => {
		expect(parsePlace(text)).toEqual(place);
	});

	test.each([
		'',
		'a/b/c/d',
		'10.0.0.300',
		'10.0.0.1:0',
		'10.0.0.1:70000',
		'nodeport:0',
		'-x',
		'host:99999',
		'a b',
		'netns/',
		'netns/a/b',
		'netns/net:[x]',
		"x';reboot",
		'fd00::zz',
	])('%j is none', text => {
		expect(parsePlace(text)).toBeUndefined();
	});

	test('never throws, and what it reads is spelled so that it reads the same', () => {
		let read = 0;
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.ipV4(),
					fc.ipV6(),
					fc.domain(),
					fc.stringMatching(/^[a-z]{1,4}\/[a-z-]{1,6}(:\d{1,5})?$/),
				),
				text => {
					const place = parsePlace(text);
					if (!place) return;
					read++;
					expect(parsePlace(placeText(place))).toEqual(place);
				},
			),
			{numRuns: 2000},
		);
		expect(read).toBeGreaterThan(500);
	});
});

describe("names of the cluster's DNS", () => {
	test.each([
		['web.shop.svc.cluster.local', {namespace: 'shop', name: 'web', pod: null}],
		['web.shop.svc.cluster.local.', {namespace: 'shop', name: 'web', pod: null}],
		['web.shop.svc', {namespace: 'shop', name: 'web', pod: null}],
		['db-0.db.shop.svc', {namespace: 'shop', name: 'db', pod: 'db-0'}],
		['example.com', undefined],
		['svc.cluster.local', undefined],
		['a.b.c.d.svc', undefined],
	])('%s', (name, service) => {
		expect(namedService(name)).toEqual(service);
	});

	test('what the search list of a pod makes of a short name', () => {
		expect(searched('web', 'shop')).toEqual([{namespace: 'shop', name: 'web', pod: null}]);
		expect(searched('web.shop', 'other')).toEqual([{namespace: 'shop', name: 'web', pod: null}]);
		expect(searched('web.', 'shop')).toEqual([]);
		expect(searched('www.example.com', 'shop')).toEqual([]);
	});
});
