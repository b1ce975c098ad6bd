import {describe, expect, test} from 'vitest';
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
