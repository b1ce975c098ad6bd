import {describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import {conntrack} from '../../source/commands/conntrack.js';
import {runCommand, type Odd} from '../support/run-command.js';

const run = async (name: string, values?: Record<string, string>, odd?: Odd) =>
	runCommand(conntrack, [name], values, odd);

describe('conntrack', () => {
	test('of a pod: what it asked and what it answers, by two filters of the tool', async () => {
		const {exit, json, shown, said} = await run('kube-system/coredns-7656c59669-8wwxq');
		expect(exit).toBe(0);
		expect(json['commands']).toEqual([
			['conntrack', '-L', '-o', 'extended,id', '-f', 'ipv4', '-s', '10.244.0.3'],
			['conntrack', '-L', '-o', 'extended,id', '-f', 'ipv4', '-r', '10.244.0.3'],
		]);
		expect(
			shown.some(line => line.includes('10.244.0.4:40017 > 10.96.0.10:53  answered by 10.244.0.3:53 (dnat)')),
		).toBe(true);
		expect(said[0]).toMatch(/^Simulated/);
		expect(json['total']).toBe(shown.length);
	});

	test('of a service: by its address and each port', async () => {
		const {exit, json} = await run('svc/default/kubernetes');
		expect(exit).toBe(0);
		expect(json['commands']).toEqual([
			[
				...['conntrack', '-L', '-o', 'extended,id', '-f', 'ipv4', '-p', 'tcp', '-d', '10.96.0.1'],
				'--orig-port-dst',
				'443',
			],
		]);
	});

	test('--seconds tells what begins, changes and ends', async () => {
		const {json, shown} = await run('svc/kube-system/kube-dns', {seconds: '9'});
		expect(json['events']).toBeGreaterThan(0);
		expect(shown.some(line => line.includes('begins'))).toBe(true);
	});

	test.each([
		['10.1.2.3', 1, undefined],
		['kube-system/kube-proxy-lf7sz', 1, 'no-such-target'],
		['nothing-of-this-name', 1, 'no-such-target'],
		['svc/default/none', 1, 'no-such-target'],
	])('%s: exit %i', async (name, exit, code) => {
		const answer = await run(name);
		expect([answer.exit, answer.error?.code]).toEqual([exit, code]);
	});

	test('without the tool its package is named; without root it is refused, and not empty', async () => {
		const isOwn = ({argv}: Command): boolean => argv[0] === 'conntrack';
		const missing = await run('10.1.2.3', {}, command =>
			isOwn(command) ? {kind: 'not-found', exit: null} : undefined,
		);
		expect([missing.exit, missing.error?.code, missing.error?.hint]).toEqual([
			...[3, 'tool-missing'],
			'conntrack is not installed. Package: conntrack (Debian) or conntrack-tools (EL).',
		]);
		const stderr =
			'conntrack v1.4.7 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this';
		const refused = await run('10.1.2.3', {}, command => (isOwn(command) ? {stderr} : undefined));
		expect([refused.exit, refused.error?.code]).toEqual([3, 'needs-root']);
	});
});
