import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {Outcome} from '../../../source/command/outcome.js';
import {readDefaultZone, readZones} from '../../../source/read/firewall/zones.js';

const outcome = (exit: number, stdout: string, stderr = ''): Outcome => ({
	kind: exit === 0 ? 'ok' : 'failed',
	argv: ['firewall-cmd'],
	exit,
	signal: null,
	stdout,
	stderr,
	stdoutCut: 0,
	stderrCut: 0,
	startedAt: 0,
	ms: 1,
});

const sample = (name: string): Outcome => {
	const file = new URL(`../../samples/firewalld/1.3.3/${name}.json`, import.meta.url);
	const {exitCode, stdout, stderr} = JSON.parse(readFileSync(file, 'utf8')) as {
		exitCode: number;
		stdout: string;
		stderr: string;
	};
	return outcome(exitCode, stdout, stderr);
};

describe('firewall-cmd --list-all-zones', () => {
	test('reads every zone of firewalld 1.3.3 with the guide’s ports in public', () => {
		const reading = readZones(sample('list-all-zones'));
		if (!reading.known) throw new Error(reading.unknown.reason);
		expect(reading.notes).toEqual([]);
		expect(reading.value.map(zone => zone.name)).toEqual(
			'block dmz drop external home internal public trusted work'.split(' '),
		);
		expect(reading.value.find(zone => zone.name === 'public')).toEqual({
			name: 'public',
			marks: ['active'],
			target: 'default',
			interfaces: ['enp1s0'],
			sources: ['10.244.0.0/16'],
			services: ['dhcpv6-client', 'ssh'],
			ports: '112/tcp 179/tcp 2380/tcp 4789/udp 6443/tcp 8132/tcp 9443/tcp 10250/tcp'.split(' '),
			protocols: [],
			forward: true,
			masquerade: true,
			richRules: [],
		});
		expect(reading.value.find(zone => zone.name === 'trusted')?.target).toBe('ACCEPT');
	});

	test('reads the header and the keys of 2.x, and rich rules', () => {
		const text = [
			'public (default, active)',
			'  target: default',
			'  ingress-priority: 0',
			'  interfaces: enp1s0 enp2s0',
			'  services: ssh',
			'  ports: ',
			'  masquerade: no',
			'  rich rules: ',
			'\trule family="ipv4" source address="10.0.0.0/8" accept',
			'\trule protocol value="vrrp" accept',
			'',
		].join('\n');
		const reading = readZones(outcome(0, text));
		expect(reading.known && reading.value).toMatchObject([
			{
				name: 'public',
				marks: ['default', 'active'],
				interfaces: ['enp1s0', 'enp2s0'],
				richRules: ['rule family="ipv4" source address="10.0.0.0/8" accept', 'rule protocol value="vrrp" accept'],
			},
		]);
	});

	test('says why it does not know', () => {
		const reason = (from: Outcome) => {
			const reading = readZones(from);
			return reading.known ? 'known' : reading.unknown.reason;
		};

		expect(reason(sample('list-all-as-operator'))).toBe('needs-root');
		expect(reason(outcome(252, '', 'FirewallD is not running'))).toBe('not-running');
		expect(reason({...outcome(0, ''), kind: 'not-found', exit: null})).toBe('tool-missing');
		expect(reason(outcome(0, ''))).toBe('unreadable');
		expect(readDefaultZone(outcome(0, 'public\n'))).toMatchObject({known: true, value: 'public'});
	});
});
