import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Capture} from '../../source/command/tcpdump.js';
import type {Command} from '../../source/command/command.js';
import {createFile} from '../../source/host/new-file.js';
import {createLocalHost} from '../../source/host/local.js';
import {createRunner} from '../../source/host/runner.js';
import {createPcapGauge} from '../../source/read/pcap.js';
import {captureFault, runCapture} from '../../source/store/capture.js';
import {watchConnections} from '../../source/store/connection-watch.js';
import {createTracker, followConnections, readConnections} from '../../source/store/connections.js';
import {createPacketLines} from '../../source/store/packet-lines.js';
import {saveCapture} from '../../source/store/saved-capture.js';
import {inside} from '../../source/command/inside.js';

/** Two network namespaces of our own with a wire between them; the second one sends 192.0.2.80:80 on to its port 8080. */
const [client, server] = [`k0stui-a-${process.pid}`, `k0stui-b-${process.pid}`];
const file = `/run/netns/${server}`;
const ran = (...[tool = '', ...words]: readonly string[]): boolean => spawnSync(tool, words).status === 0;
const inClient = (...words: readonly string[]): boolean => ran('ip', 'netns', 'exec', client, ...words);
const inServer = (...words: readonly string[]): boolean => ran('ip', 'netns', 'exec', server, ...words);

const without =
	process.getuid?.() !== 0
		? 'needs root'
		: ['tcpdump', 'conntrack', 'nft'].find(tool => !existsSync(`/usr/bin/${tool}`) && !existsSync(`/usr/sbin/${tool}`));

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-packets-kernel-'));
const runner = createRunner(createLocalHost());
const asking = {
	ask: async (command: Command, signal?: AbortSignal) => runner.run(command, signal ? {signal} : {}),
	follow: async (command: Command, onLine: (line: string, stream: 'stdout' | 'stderr') => void, signal: AbortSignal) =>
		runner.run(command, {signal, onLine}),
	followBytes: async (command: Command, onBytes: (chunk: Uint8Array) => void, signal: AbortSignal) =>
		runner.run(command, {signal, onBytes}),
};
const capture: Capture = {file, link: 'any', filter: 'udp', count: 3, seconds: 30};

/** One datagram to a port of the other end; nobody listens there. */
const send = (port: number): boolean => inClient('bash', '-c', `printf hello >/dev/udp/198.51.100.2/${port}`);
/** Until `done`: what a capture shows depends on when it began, and on nothing else. */
async function sending(done: Promise<unknown>, port: number): Promise<void> {
	let isDone = false;
	void done.finally(() => (isDone = true));
	while (!isDone) {
		send(port);
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}

describe.skipIf(without !== undefined)(
	`packets on the real kernel${without === undefined ? '' : `: ${without}`}`,
	() => {
		beforeAll(() => {
			for (const name of [client, server]) expect(ran('ip', 'netns', 'add', name)).toBe(true);
			ran('ip', 'link', 'add', 'wa', 'netns', client, 'type', 'veth', 'peer', 'name', 'wb', 'netns', server);
			ran('ip', '-n', client, 'addr', 'add', '198.51.100.1/24', 'dev', 'wa');
			ran('ip', '-n', server, 'addr', 'add', '198.51.100.2/24', 'dev', 'wb');
			for (const [name, link] of [
				[client, 'wa'],
				[server, 'wb'],
				[server, 'lo'],
			] as const)
				ran('ip', '-n', name, 'link', 'set', link, 'up');
			ran('ip', '-n', client, 'route', 'add', '192.0.2.0/24', 'via', '198.51.100.2');
			const rules =
				'add table ip nat; add chain ip nat pre { type nat hook prerouting priority -100; }; add rule ip nat pre ip daddr 192.0.2.80 udp dport 80 dnat to 198.51.100.2:8080';
			expect(inServer('nft', rules)).toBe(true);
		});
		afterAll(async () => {
			await runner.close();
			for (const name of [client, server]) ran('ip', 'netns', 'delete', name);
			rmSync(folder, {recursive: true, force: true});
		});

		test('packets from one namespace are seen in the other, and the filter takes only its own', async () => {
			const lines = createPacketLines();
			const signal = new AbortController().signal;
			const own = {...capture, filter: 'udp port 5353 and host 198.51.100.1'};
			let began = false;
			const end = runCapture(asking, own, {
				signal,
				onStart: () => (began = true),
				onLine: line => lines.add(line),
			});
			send(6000);
			await sending(end, 5353);
			expect(await end).toMatchObject({kind: 'ended', by: 'count', counts: {captured: 3, dropped: 0}});
			const kept = lines.get();
			expect([began, kept.length]).toEqual([true, 3]);
			for (let at = 0; at < 3; at++) {
				expect(kept.at(at)).toMatchObject({
					...{link: 'wb', way: 'In', protocol: 'udp', from: {address: '198.51.100.1'}},
					to: {address: '198.51.100.2', port: 5353},
				});
			}
		});

		test('where none comes nothing is shown, though tcpdump prints a newline at its end', async () => {
			const printed: string[] = [];
			const lines = createPacketLines();
			const end = await runCapture(
				asking,
				{...capture, filter: 'udp port 1', seconds: 1},
				{
					signal: new AbortController().signal,
					onLine(line) {
						printed.push(line);
						lines.add(line);
					},
				},
			);
			expect(end).toMatchObject({kind: 'ended', by: 'time', counts: {captured: 0}});
			expect([printed, lines.count, lines.get().length]).toEqual([[''], 0, 0]);
		});

		test('a filter, and a link, that tcpdump does not take', async () => {
			expect(await captureFault(asking, {...capture, filter: 'udp prt 1'})).toMatchObject({kind: 'bad-filter'});
			expect(await captureFault(asking, {...capture, filter: '-z /bin/false'})).toMatchObject({kind: 'bad-filter'});
			expect(await captureFault(asking, {...capture, link: 'nosuch'})).toMatchObject({kind: 'failed'});
			expect(await captureFault(asking, capture)).toBeUndefined();
		});

		test('what is saved are whole packets, that tcpdump itself reads', async () => {
			const made = await createFile(join(folder, 'web.pcap'));
			if (!made.handle) throw new Error(made.fault);
			const saved = saveCapture(asking, capture, made.handle, {signal: new AbortController().signal});
			await sending(saved, 5353);
			await made.handle.close();
			expect(await saved).toMatchObject({kind: 'ended', by: 'count', packets: 3, full: false, fault: undefined});
			const bytes = readFileSync(join(folder, 'web.pcap'));
			const gauge = createPcapGauge(1e9);
			gauge.take(bytes);
			expect([gauge.packets, gauge.bytes]).toEqual([3, bytes.length]);
			const read = spawnSync('tcpdump', ['-nr', join(folder, 'web.pcap')], {encoding: 'utf8'});
			expect(read.stdout.trim().split('\n')).toHaveLength(3);
		});

		test('tcpdump ends when nobody looks any more', async () => {
			const controller = new AbortController();
			const end = runCapture(asking, capture, {
				signal: controller.signal,
				onStart: () => controller.abort(),
				onLine: () => undefined,
			});
			expect(await end).toMatchObject({kind: 'ended', by: 'stopped'});
			const left = spawnSync('ps', ['-eo', 'args'], {encoding: 'utf8'}).stdout;
			expect(left.split('\n').filter(line => line.includes('tcpdump') && line.includes(file))).toEqual([]);
		});

		test('a watch reads the table, takes the events, and leaves no conntrack behind', async () => {
			const there = {
				follow: async (
					command: Command,
					onLine: (line: string, stream: 'stdout' | 'stderr') => void,
					signal: AbortSignal,
				) => asking.follow(inside(file, command), onLine, signal),
			};
			const asked = {family: 4, side: 'destination', address: '192.0.2.80', protocol: 'udp', port: 80} as const;
			const controller = new AbortController();
			const tracker = createTracker();
			let isRead = false;
			const watched = watchConnections(there, [asked], 29, tracker, {
				signal: controller.signal,
				onRead: () => (isRead = true),
				onChange: () => controller.abort(),
				onLost: () => undefined,
			});
			let isDone = false;
			void watched.finally(() => (isDone = true));
			while (!isDone) {
				if (isRead) inClient('bash', '-c', 'printf hello >/dev/udp/192.0.2.80/80');
				await new Promise(resolve => setTimeout(resolve, 50));
			}

			expect(await watched).toEqual({by: 'stopped'});
			expect(tracker.get().live[0]).toMatchObject({dnat: {address: '198.51.100.2', port: 8080}});
			const left = spawnSync('ps', ['-eo', 'args'], {encoding: 'utf8'}).stdout;
			expect(left.split('\n').filter(line => line.includes('timeout 29 conntrack') && line.includes(file))).toEqual([]);
		});

		test('what NAT did stands in the table of connections, and its events are told', async () => {
			// conntrack asks about the namespace that it runs in: a server's own is the host's.
			const there = {
				follow: async (
					command: Command,
					onLine: (line: string, stream: 'stdout' | 'stderr') => void,
					signal: AbortSignal,
				) => asking.follow(inside(file, command), onLine, signal),
			};
			const asked = {family: 4, side: 'destination', address: '192.0.2.80', protocol: 'udp', port: 80} as const;
			const tracker = createTracker();
			const controller = new AbortController();
			const events: string[] = [];
			const followed = followConnections(there, [asked], 30, tracker, {
				signal: controller.signal,
				onEvent(line) {
					events.push(line);
					controller.abort();
				},
			});
			let isDone = false;
			void followed.finally(() => (isDone = true));
			while (!isDone) {
				inClient('bash', '-c', 'printf hello >/dev/udp/192.0.2.80/80');
				await new Promise(resolve => setTimeout(resolve, 50));
			}

			expect(await followed).toBeUndefined();
			expect(events[0]).toContain('[NEW]');
			const read = await readConnections(there, [asked], tracker, new AbortController().signal);
			if (!read.known) throw new Error(read.unknown.detail);
			expect(read.value.total).toBeGreaterThan(0);
			expect(read.value.unread).toBe(0);
			for (const connection of read.value.live) {
				expect(connection).toMatchObject({
					...{protocol: 'udp', replied: false, snat: null},
					original: {from: {address: '198.51.100.1'}, to: {address: '192.0.2.80', port: 80}},
					dnat: {address: '198.51.100.2', port: 8080},
				});
			}
		});
	},
);
