import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import {packets} from '../../source/commands/packets.js';
import {createPcapGauge} from '../../source/read/pcap.js';
import {runCommand, type Odd} from '../support/run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-packets-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const run = async (positionals: readonly string[], values?: Record<string, string>, odd?: Odd) =>
	runCommand(packets, positionals, values, odd);

const isDump = ({argv}: Command): boolean => argv.includes('tcpdump');

describe('packets', () => {
	test('of this host: each in a line as it comes, and in the JSON', async () => {
		const {exit, json, shown, said} = await run([], {count: '5'});
		expect(exit).toBe(0);
		expect(shown).toHaveLength(5);
		expect(json['packets']).toHaveLength(5);
		expect(json).toMatchObject({
			target: {label: 'host', link: 'any'},
			ended: {by: 'count'},
			counts: {captured: 5, dropped: 0},
		});
		expect(said[0]).toMatch(/^Simulated/);
	});

	test('of a pod: entered by its namespace, the filter one word', async () => {
		const {exit, json, shown, ran} = await run(['kube-system/coredns'], {count: '2', filter: 'udp port 53'});
		expect(exit).toBe(0);
		expect(json).toMatchObject({target: {pod: {namespace: 'kube-system'}}, filter: 'udp port 53'});
		expect(shown.every(line => line.includes(' dns ') && line.includes(':53 '))).toBe(true);
		const last = ran.filter(argv => argv.includes('timeout')).at(-1) ?? [];
		expect(last[0]).toBe('nsenter');
		expect(last.slice(-2)).toEqual(['--', 'udp port 53']);
	});

	test('of a bridge: the link is promiscuous, else it is left as it is', async () => {
		const words = async (name: string): Promise<unknown> => (await run([name], {seconds: '1'})).json['command'];
		expect(await words('kube-bridge')).not.toContain('-p');
		expect(await words('enp1s0')).toContain('-p');
	});

	test('none in the time: exit 1, and said', async () => {
		const {exit, json, shown, said} = await run(['host'], {seconds: '1', filter: 'port 9'});
		expect([exit, shown]).toEqual([1, []]);
		expect(json).toMatchObject({packets: [], ended: {by: 'time'}});
		expect(said).toContain('No packets.');
	});

	test.each([
		[['nothing-of-this-name'], {}, 1, 'no-such-target'],
		[['host'], {link: 'eth99'}, 1, 'no-such-target'],
		[['host'], {filter: 'tcp prt 80'}, 2, 'usage'],
		[['host'], {count: '0'}, 2, 'usage'],
		[['host'], {seconds: '99999'}, 2, 'usage'],
	] as const)('%j %j: exit %i', async (positionals, values, exit, code) => {
		const answer = await run(positionals, values);
		expect([answer.exit, answer.error?.code]).toEqual([exit, code]);
	});

	test('without tcpdump: the package is named, and nothing else happens', async () => {
		const {exit, error, ran} = await run([], {}, command =>
			isDump(command) ? {kind: 'not-found', exit: null} : undefined,
		);
		expect([exit, error?.code, error?.hint]).toEqual([
			3,
			'tool-missing',
			'tcpdump is not installed. Package: tcpdump.',
		]);
		expect(ran.filter(argv => argv.includes('tcpdump'))).toEqual([['tcpdump', '--version']]);
	});

	test('not root: refused, and not empty', async () => {
		const {exit, error} = await run([], {}, command =>
			isDump(command) && command.argv.includes('-d')
				? {
						kind: 'not-permitted',
						stderr:
							"tcpdump: any: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)\n",
					}
				: undefined,
		);
		expect([exit, error?.code]).toEqual([3, 'needs-root']);
	});

	test('tcpdump that ends by itself: 4, in its words; one that never listened: 3', async () => {
		const stderr = 'tcpdump: pcap_loop: The interface disappeared\n1 packet captured\n';
		const ends = async (said: string) =>
			run([], {}, command =>
				isDump(command) && command.follow === true ? {exit: 1, stderr: said + stderr} : undefined,
			);
		const broken = await ends('tcpdump: listening on any, link-type LINUX_SLL2\n');
		expect(broken.exit).toBe(4);
		expect(broken.json).toMatchObject({ended: {by: 'broken', why: 'pcap_loop: The interface disappeared'}});
		const never = await ends('');
		expect([never.exit, never.error?.code]).toEqual([3, 'failed']);
	});
});

describe('packets --write', () => {
	test('whole packets, for their owner alone', async () => {
		const file = join(folder, 'web.pcap');
		const {exit, json, said, shown} = await run(['host'], {count: '4', write: file});
		expect(exit).toBe(0);
		expect(json).toMatchObject({packets: null, file, saved: {packets: 4, full: false}});
		expect(shown).toEqual([]);
		expect(said.some(line => line.startsWith('Saved 4 packets'))).toBe(true);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const gauge = createPcapGauge(1e9);
		gauge.take(readFileSync(file));
		expect(gauge.packets).toBe(4);
	});

	test('a file that is there is never written over', async () => {
		const file = join(folder, 'mine');
		writeFileSync(file, 'mine');
		const {exit, error} = await run(['host'], {count: '1', write: file});
		expect([exit, error?.code]).toEqual([3, 'exists']);
		expect(readFileSync(file, 'utf8')).toBe('mine');
	});

	test('where nothing could be captured no empty file is left', async () => {
		const file = join(folder, 'none.pcap');
		const {exit} = await run(['host'], {filter: 'prt 3', write: file});
		expect(exit).toBe(2);
		expect(existsSync(file)).toBe(false);
	});
});
