import {describe, expect, test} from 'vitest';
import {readAddresses} from '../../source/read/ip/address.js';
import {readRoutes} from '../../source/read/ip/route.js';
import {readK0sStatus} from '../../source/read/k0s/status.js';
import {readNodes} from '../../source/read/kubectl/get.js';
import {outcomeOf, sample} from '../support/samples.js';

const status = (change: Readonly<Record<string, unknown>>): string =>
	JSON.stringify({...(JSON.parse(sample('k0s/1.34.1/status.json')) as object), ...change});

describe('an answer of another shape is unknown, not nothing', () => {
	test.each([{}, 'x', 3, true, {a: 1}])('a list whose items are %j', items => {
		const stdout = JSON.stringify({kind: 'NodeList', apiVersion: 'v1', items});
		expect(readNodes(outcomeOf({stdout}))).toMatchObject({unknown: {reason: 'unreadable'}});
	});

	test('an empty list is none, as Go writes it too', () => {
		for (const items of [[], null]) {
			const stdout = JSON.stringify({kind: 'NodeList', apiVersion: 'v1', items});
			expect(readNodes(outcomeOf({stdout}))).toMatchObject({known: true, value: []});
		}
	});

	test.each([0, -3, 1e300, 1.5, '12', null])('a process %j', Pid => {
		expect(readK0sStatus(outcomeOf({stdout: status({Pid})})).known).toBe(false);
	});

	test('a process that the text form leaves empty', () => {
		const text = (pid: string): string => `Version: v1.34.1+k0s.0\nProcess ID: ${pid}\nRole: controller\n`;
		expect(readK0sStatus(outcomeOf({stdout: text('')})).known).toBe(false);
		expect(readK0sStatus(outcomeOf({stdout: text('12')}))).toMatchObject({value: {pid: 12}});
	});

	test('a field that stands there twice', () => {
		const stdout = status({WorkerToAPIConnectionStatus: {Success: true}}).replace(
			'"Success":true',
			'"Success":false,"Success":true',
		);
		expect(readK0sStatus(outcomeOf({stdout}))).toMatchObject({unknown: {reason: 'unreadable'}});
	});
});

describe('what is left out of a list is noted', () => {
	const link = (info: unknown): string => JSON.stringify([{ifindex: 2, ifname: 'eth0', mtu: 1500, addr_info: info}]);
	const good = {family: 'inet', local: '192.0.2.1', prefixlen: 24};

	test.each([[[good, {...good, prefixlen: '24'}]], [{0: good}], ['192.0.2.1']])('addresses that are %j', info => {
		const read = readAddresses(outcomeOf({stdout: link(info)}));
		expect(read.known && read.notes.map(({reason}) => reason)).toEqual(['an address cannot be read']);
	});

	test.each([[[]], [[good]], [undefined], [null], [[{}]]])('none for %j', info => {
		expect(readAddresses(outcomeOf({stdout: link(info)}))).toMatchObject({known: true, notes: []});
	});

	test('next hops that are no list', () => {
		const stdout = '[{"dst":"default","nexthops":{"gateway":"192.0.2.1"}}]';
		const read = readRoutes(outcomeOf({stdout}));
		expect(read.known && read.notes.map(({reason}) => reason)).toEqual(['next hops cannot be read']);
	});
});
