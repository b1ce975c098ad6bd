import {describe, expect, test} from 'vitest';
import {denyingPolicy, readPolicies} from '../../source/read/firewall/policies.js';
import {readService} from '../../source/read/firewall/service.js';
import {readZones} from '../../source/read/firewall/zones.js';
import {readSshSockets} from '../../source/read/ssh-sockets.js';
import {outcomeOf, sample} from '../support/samples.js';

const policies = sample('firewalld/1.3.3/list-all-policies.txt');
const service = sample('firewalld/1.3.3/info-service-ssh.txt');
const sockets = [
	'ESTAB 0 0 192.168.122.161:22 192.168.122.1:51742 users:(("sshd-session",pid=1320,fd=4),("sshd-session",pid=1317,fd=4))',
	'ESTAB 0 36 [::ffff:10.0.0.5]:2222 [::ffff:10.0.0.9]:40000 users:(("sshd",pid=7,fd=4))',
	'ESTAB 0 0 [fe80::1%enp1s0]:22 [fe80::2%enp1s0]:5 users:(("sshd",pid=8,fd=4))',
	'ESTAB 0 0 127.0.0.1:50000 127.0.0.1:6443 users:(("k0s",pid=9,fd=12))',
	'TIME-WAIT 0 0 10.0.0.5:22 10.0.0.9:41000',
	'ESTAB 0 0 10.0.0.5:22 10.0.0.9:41001',
].join('\n');

describe('logins over SSH', () => {
	test('those that a process of sshd holds, by plain addresses', () => {
		const read = readSshSockets(outcomeOf({argv: ['ss'], stdout: `${sockets}\n`}));
		expect(read).toMatchObject({
			known: true,
			value: [
				{address: '192.168.122.161', port: 22, peer: '192.168.122.1', peerPort: 51_742, pids: [1320, 1317]},
				{address: '10.0.0.5', port: 2222, peer: '10.0.0.9', peerPort: 40_000, pids: [7]},
				{address: 'fe80::1', port: 22, peer: 'fe80::2', peerPort: 5, pids: [8]},
			],
		});
	});

	test('no connection is none; connections of which none has a name are not known: an ordinary user sees that', () => {
		expect(readSshSockets(outcomeOf({argv: ['ss']}))).toMatchObject({known: true, value: []});
		const bare = sockets.replaceAll(/ users:.*$/gm, '');
		expect(readSshSockets(outcomeOf({argv: ['ss'], stdout: bare}))).toMatchObject({
			known: false,
			unknown: {reason: 'needs-root'},
		});
		expect(readSshSockets(outcomeOf({argv: ['ss'], stdout: 'Netid what\n'}))).toMatchObject({known: false});
		expect(readSshSockets(outcomeOf({argv: ['ss'], stdout: sockets, stdoutCut: 9}))).toMatchObject({known: false});
	});
});

describe('firewalld beside its zones', () => {
	test('policies; which of them may refuse connections to this host', () => {
		const read = readPolicies(outcomeOf({stdout: policies}));
		expect(read).toMatchObject({
			value: [{name: 'allow-host-ipv6', active: true, target: 'CONTINUE', ingress: ['ANY'], egress: ['HOST']}],
		});
		if (!read.known) throw new Error('not read');
		expect(denyingPolicy(read.value)).toBeNull();
		const [first] = read.value;
		if (!first) throw new Error('none');
		expect(denyingPolicy([{...first, name: 'no', target: 'DROP'}])).toBe('no');
		expect(denyingPolicy([{...first, name: 'no', target: 'DROP', active: false}])).toBeNull();
		expect(denyingPolicy([{...first, name: 'no', richRules: ['rule service name="ssh" reject']}])).toBe('no');
		expect(denyingPolicy([{...first, name: 'no', target: 'DROP', egress: ['public']}])).toBeNull();
	});

	test('firewalld before 0.9 has none; an ordinary user is refused', () => {
		const old = {
			kind: 'failed',
			exit: 2,
			stderr: 'firewall-cmd: error: unrecognized arguments: --list-all-policies',
		} as const;
		expect(readPolicies(outcomeOf(old))).toMatchObject({known: true, value: []});
		expect(readPolicies(outcomeOf({kind: 'failed', exit: 253, stderr: 'Authorization failed.\n'}))).toMatchObject({
			unknown: {reason: 'needs-root'},
		});
	});

	test('a service', () => {
		expect(readService(outcomeOf({stdout: service}))).toMatchObject({
			value: {name: 'ssh', ports: ['22/tcp'], protocols: [], includes: [], destinations: []},
		});
		expect(readService(outcomeOf({kind: 'failed', exit: 101, stderr: 'Error: INVALID_SERVICE: x'})).known).toBe(false);
	});

	test('forwarded ports and an own priority of a zone', () => {
		const stdout = `public (active)
  target: default
  ingress-priority: -10
  interfaces: enp1s0
  services: ssh
  forward-ports: 
\tport=2222:proto=tcp:toport=22:toaddr=
  rich rules: 
\trule family="ipv4" source address="10.0.0.0/8" port port="22" protocol="tcp" reject
`;
		expect(readZones(outcomeOf({stdout}))).toMatchObject({
			value: [
				{
					ingressPriority: -10,
					forwardPorts: ['port=2222:proto=tcp:toport=22:toaddr='],
					richRules: [expect.stringContaining('reject') as string],
				},
			],
		});
	});
});

test.each([
	['sockets', sockets, readSshSockets],
	['policies', policies, readPolicies],
	['service', service, readService],
] as const)('%s: no mutation makes the reader throw', (_name, text, read) => {
	for (let at = 0; at < text.length; at += 7) {
		for (const stdout of [
			text.slice(0, at),
			text.slice(at),
			`${text.slice(0, at)}\u0000${text.slice(at + 1)}`,
			`${text.slice(0, at)}\n\n${text.slice(at)}`,
			`${text.slice(0, at)}]:${text.slice(at)}`,
		]) {
			expect(() => read(outcomeOf({stdout}))).not.toThrow();
		}
	}
});
