import {expect, test} from 'vitest';
import type {Listener} from '../../source/facts/host.js';
import {blocks, isK0sProcess, k0sPorts, placeOf, portsOf, type Binding} from '../../source/model/ports.js';
import {readListeners} from '../../source/read/ss.js';
import {outcomeOf, sample} from '../support/samples.js';

const listener = (address: string, port: number, protocol: 'tcp' | 'udp' = 'tcp'): Listener => ({
	protocol,
	address,
	port,
	processes: null,
});
const port = (number: number) => k0sPorts.find(each => each.port === number)!;

test('any listener takes a port that k0s opens everywhere', () => {
	expect(blocks(listener('192.168.1.1', 8080), port(8080))).toBe(true);
	expect(blocks(listener('127.0.0.1', 8080), port(8080))).toBe(true);
	expect(blocks(listener('*', 8080, 'udp'), port(8080))).toBe(false);
	expect(blocks(listener('*', 8081), port(8080))).toBe(false);
});

test('a port that k0s opens on the loopback is taken there and by wildcards alone', () => {
	expect(blocks(listener('192.168.1.1', 2379), port(2379))).toBe(false);
	for (const address of ['127.0.0.1', '0.0.0.0', '*', '[::]', '[::1]']) {
		expect(blocks(listener(address, 2379), port(2379))).toBe(true);
	}
});

test('a port of the node’s address is taken there and by wildcards, not on the loopback', () => {
	for (const number of [2380, 179]) {
		expect(blocks(listener('127.0.0.1', number), port(number))).toBe(false);
		expect(blocks(listener('[::1]', number), port(number))).toBe(false);
		for (const address of ['192.168.1.1', '0.0.0.0', '*']) {
			expect(blocks(listener(address, number), port(number))).toBe(true);
		}
	}

	expect(blocks(listener('192.168.1.1', 8133), port(8133))).toBe(false);
	expect(blocks(listener('127.0.0.1', 50_051), port(50_051))).toBe(true);
	expect(blocks(listener('192.168.1.1', 50_051), port(50_051))).toBe(true);
});

test('another address of the loopback is in nobody’s way but of what opens all', () => {
	expect(blocks(listener('127.0.0.53', 8133), port(8133))).toBe(false);
	expect(blocks(listener('127.0.0.53', 50_051), port(50_051))).toBe(false);
	expect(blocks(listener('127.0.0.53', 8080), port(8080))).toBe(true);
});

test.each([
	['v1.34.1-real/ss.txt', false],
	['v1.34.1-real/single-ss.txt', true],
] as const)('opens each port where a real k0s does: %s', (file, single) => {
	const listeners = readListeners(outcomeOf({stdout: sample(`k0s/${file}`)}));
	expect(listeners.known).toBe(true);
	const bound = (number: number): Binding | undefined => {
		const addresses = new Set(
			(listeners.known ? listeners.value : []).filter(each => each.port === number).map(({address}) => address),
		);
		if (addresses.has('*')) return 'all';
		const node = addresses.has('192.168.122.161');
		if (addresses.has('127.0.0.1')) return node ? 'node-and-loopback' : 'loopback';
		return node ? 'node' : undefined;
	};

	const ports = portsOf(single);
	expect(Object.fromEntries(ports.map(each => [each.port, each.binds]))).toEqual(
		Object.fromEntries(ports.map(each => [each.port, bound(each.port)])),
	);
});

test('says where a listener is when it is not on every address', () => {
	expect(placeOf(listener('0.0.0.0', 8080))).toBe('8080');
	expect(placeOf(listener('[::1]', 2379))).toBe('[::1]:2379');
});

test('knows k0s’s processes by the fifteen characters that the kernel keeps', () => {
	for (const name of ['k0s', 'kube-apiserver', 'kube-controller', 'konnectivity-se', 'etcd']) {
		expect(isK0sProcess(name)).toBe(true);
	}

	for (const name of ['nginx', 'etcdctl', 'kube', '']) expect(isK0sProcess(name)).toBe(false);
});

test('no port is listed twice', () => {
	expect(new Set(k0sPorts.map(each => each.port)).size).toBe(k0sPorts.length);
});
