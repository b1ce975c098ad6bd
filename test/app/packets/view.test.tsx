import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, describe, expect, test, vi} from 'vitest';
import type {Command} from '../../../source/command/command.js';
import {createPcapGauge} from '../../../source/read/pcap.js';
import {show} from './view-shown.js';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-packets-view-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const pod = {name: 'kube-system/coredns-7656c59669-8wwxq'};

describe('t', () => {
	test('packets of a pod as they pass, with the exact command, and that they are simulated', async () => {
		const {sees, frame} = show(pod);
		await sees('A? kubernetes');
		expect(frame()).toContain('── kube-system/coredns-7656c59669-8wwxq  all links');
		expect(frame()).toContain('live');
		expect(frame()).toContain('Simulated: none of these packets was ever sent.');
		expect(frame()).toContain('$ nsenter --net=/run/netns/cni-');
	});

	test('of a service: its address and ports are the filter, on all links of this host', async () => {
		const {sees, frame} = show({name: 'svc/kube-system/kube-dns'}, {width: 120});
		await sees('10.96.0.10:53');
		expect(frame()).toContain('host 10.96.0.10 and (port 53 or port 9153)');
		expect(frame()).not.toContain('10.244.0.3:53');
	});

	test('a pod in the host’s network: all of this host, and said', async () => {
		const {sees} = show({name: 'kube-system/kube-proxy-lf7sz'}, {width: 120});
		await sees('these are the packets of the whole host');
	});

	test('another filter; one that tcpdump does not take is told in its words, and can be mended', async () => {
		const {sees, layers, frame} = show(pod);
		await sees('A? kubernetes');
		layers.dispatch('c');
		await sees('filter:');
		layers.paste('tcp prt');
		await sees('filter: tcp prt');
		layers.dispatch('enter');
		await sees('tcpdump rejects this filter');
		expect(frame()).toContain('syntax error');
		layers.dispatch('c');
		await sees('filter: tcp prt');
		layers.dispatch('ctrl+u');
		await sees('filter:  ');
		layers.paste('port 9');
		await sees('filter: port 9');
		layers.dispatch('enter');
		await sees('tcpdump is listening; no packets yet.');
		expect(frame()).toContain('all links  port 9');
	});

	test('pause keeps the picture, and goes on again', async () => {
		const {sees, layers, frame} = show(pod);
		await sees('A? kubernetes');
		layers.dispatch('p');
		await sees('paused');
		const before = frame();
		await new Promise(resolve => setTimeout(resolve, 500));
		expect(frame()).toBe(before);
		layers.dispatch('p');
		await sees('live');
	});

	test('X ends tcpdump; leaving ends it too', async () => {
		const first = show(pod);
		await first.sees('A? kubernetes');
		first.layers.dispatch('X');
		await first.sees('Stopped');
		expect(first.ended.map(({argv}) => argv.includes('tcpdump'))).toEqual([true]);
		const second = show(pod);
		await second.sees('A? kubernetes');
		second.layers.dispatch('q');
		expect(second.closed.times).toBe(1);
		second.leave();
		await vi.waitFor(() => expect(second.ended).toHaveLength(1));
	});

	test('E saves what comes from now on into a new file of ours', async () => {
		vi.spyOn(process, 'cwd').mockReturnValue(folder);
		const {sees, layers} = show(pod);
		await sees('A? kubernetes');
		layers.dispatch('E');
		await sees('Saving into');
		await vi.waitFor(() => {
			const [file = ''] = readdirSync(folder);
			expect(readFileSync(join(folder, file)).length).toBeGreaterThan(24);
		});
		layers.dispatch('X');
		await sees('Saved ');
		const [file = ''] = readdirSync(folder);
		expect(file).toBe('kube-system-coredns-7656c59669-8wwxq.pcap');
		const gauge = createPcapGauge(1e9);
		const bytes = readFileSync(join(folder, file));
		gauge.take(bytes);
		expect([gauge.packets > 0, gauge.bytes]).toEqual([true, bytes.length]);
		vi.restoreAllMocks();
	});

	test('without tcpdump the package is named; without root it is refused, and not empty', async () => {
		const isDump = ({argv}: Command): boolean => argv.includes('tcpdump');
		const missing = show(pod, {odd: command => (isDump(command) ? {kind: 'not-found', exit: null} : undefined)});
		await missing.sees('tcpdump is not installed. Package: tcpdump.');
		const refused = show(pod, {
			odd: command =>
				isDump(command) && command.argv.includes('-d')
					? {stderr: 'nsenter: reassociate to namespace failed: Operation not permitted\n'}
					: undefined,
		});
		await refused.sees('This needs root.');
	});
});
