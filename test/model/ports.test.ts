import {expect, test} from 'vitest';
import type {Listener} from '../../source/facts/host.js';
import {blocks, isK0sProcess, k0sPorts} from '../../source/model/ports.js';

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

test('knows k0s’s processes by the fifteen characters that the kernel keeps', () => {
	for (const name of ['k0s', 'kube-apiserver', 'kube-controller', 'konnectivity-se', 'etcd']) {
		expect(isK0sProcess(name)).toBe(true);
	}

	for (const name of ['nginx', 'etcdctl', 'kube', '']) expect(isK0sProcess(name)).toBe(false);
});

test('no port is listed twice', () => {
	expect(new Set(k0sPorts.map(each => each.port)).size).toBe(k0sPorts.length);
});
