import {expect, test} from 'vitest';
import {readShims} from '../../source/read/shims.js';
import {outcomeOf, sample} from '../support/samples.js';

const read = (stdout: string) => readShims(outcomeOf({argv: ['ps'], stdout}));
const own = '4026531832';
const shim = (address: string, uid = '0', mount = own) =>
	`  812     ${uid} ${mount} /usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id abc -address ${address}\n`;
const init = `    1     0 ${own} /sbin/init\n`;
const socket = '/run/k0s/containerd.sock';

test("k0s's pods are counted by their shims", () => {
	expect(read(sample('ps/shims-mntns-k0s-real.txt'))).toMatchObject({
		known: true,
		value: [{pid: 1453}, {pid: 1485}, {pid: 2423, sandbox: expect.stringMatching(/^278f05bd/) as string}, {pid: 2790}],
	});
});

test('those of a k0s in a container are not ours; where that cannot be seen, nobody knows', () => {
	expect(read(init + shim(socket) + shim(socket, '0', '4026536407'))).toMatchObject({value: [{pid: 812}]});
	expect(read(init + shim(socket, '0', '4026536407'))).toMatchObject({known: true, value: []});
	expect(read(sample('ps/shims-mntns-ordinary-user.txt'))).toMatchObject({unknown: {reason: 'needs-root'}});
	// Root that is kept from looking at process 1.
	expect(
		readShims(outcomeOf({argv: ['ps'], asRoot: true, stdout: init.replace(own, '-') + shim(socket)})),
	).toMatchObject({known: false, unknown: {reason: 'failed'}});
	expect(read(init.replace(own, '-') + shim('/run/containerd/containerd.sock'))).toMatchObject({value: []});
});

test.each([
	['of the distribution', shim('/run/containerd/containerd.sock')],
	['of Docker', shim('/var/run/docker/containerd/containerd.sock')],
	['that an ordinary user calls so', shim('/run/k0s/containerd.sock', '1000')],
	['without an address', `812 0 ${own} /usr/bin/containerd-shim -id abc\n`],
])('a shim %s is none of k0s', (_, line) => {
	expect(read(init + line)).toMatchObject({known: true, value: []});
});

test('nothing seen where processes are hidden is not nothing there', () => {
	expect(read('')).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
	expect(readShims(outcomeOf({argv: ['ps'], kind: 'not-found'}))).toMatchObject({unknown: {reason: 'tool-missing'}});
});
