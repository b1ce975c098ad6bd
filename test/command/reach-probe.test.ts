import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {reachProbe, reachProbeEnd, type ReachProbe} from '../../source/command/reach-probe.js';

const folder = mkdtempSync(join(tmpdir(), 'reach-probe-'));
const pipe = join(folder, 'pipe');
spawnSync('mkfifo', [pipe]);
afterAll(() => rmSync(folder, {recursive: true}));

const dns: ReachProbe = {
	sender: {kind: 'host'},
	destination: '10.96.0.10',
	protocol: 'udp',
	port: 53,
};

/** The probe's own script, with a pipe in the place of the connection, and its query sent to `query`. */
function endWith(connection: string, query: string) {
	const argv = reachProbe(dns)?.argv ?? [];
	const script = argv.find(word => word.includes('/dev/udp')) ?? '';
	const own = script.replace('"/dev/udp/$0/53"', connection).replace('>&3', `>${query}`);
	const {status} = spawnSync('bash', ['-c', own, dns.destination]);
	return reachProbeEnd(dns, status);
}

test('a DNS query: a byte is an answer, silence is no refusal, an end of the connection is one', () => {
	expect(endWith(pipe, '&3')).toBe('answered');
	expect(endWith(pipe, '/dev/null')).toBe('silent');
	expect(endWith('/dev/null', '&3')).toBe('refused');
});

describe('a connection from one address of several, to somebody who does not speak HTTP', () => {
	const probe: ReachProbe = {
		...{sender: {kind: 'address', address: '192.168.122.161'}, destination: '10.244.0.13', protocol: 'tcp', port: 8080},
	};
	test.each([
		[28, '0.000412', 'answered'],
		[28, '0.000000', 'silent'],
		[28, '', 'silent'],
		[7, '0.000000', 'refused'],
		[0, '0.000412', 'answered'],
	])('curl ends with %i and prints %j: %s', (exit, stdout, end) => {
		expect(reachProbe(probe)?.argv).toEqual(expect.arrayContaining(['--write-out', '%{time_connect}']));
		expect(reachProbeEnd(probe, exit, stdout)).toBe(end);
	});
});
