import {expect, test} from 'vitest';
import {readShims} from '../../source/read/shims.js';
import {outcomeOf, sample} from '../support/samples.js';

const read = (stdout: string) => readShims(outcomeOf({argv: ['ps'], stdout}));
const shim = (address: string, uid = '0') =>
	`  812     ${uid} /usr/bin/containerd-shim-runc-v2 -namespace k8s.io -id abc -address ${address}\n`;
const init = '    1     0 /sbin/init\n';

test("k0s's pods are counted by their shims", () => {
	expect(read(sample('ps/shims-k0s-stopped.txt'))).toMatchObject({
		known: true,
		value: [{pid: 3649}, {pid: 4622}, {pid: 5123, sandbox: expect.stringMatching(/^7d4f5bd4/) as string}],
	});
});

test.each([
	['of the distribution', shim('/run/containerd/containerd.sock')],
	['of Docker', shim('/var/run/docker/containerd/containerd.sock')],
	['that an ordinary user calls so', shim('/run/k0s/containerd.sock', '1000')],
	['without an address', '812 0 /usr/bin/containerd-shim -id abc\n'],
])('a shim %s is none of k0s', (_, line) => {
	expect(read(init + line)).toMatchObject({known: true, value: []});
});

test('nothing seen where processes are hidden is not nothing there', () => {
	expect(read('')).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
	expect(readShims(outcomeOf({argv: ['ps'], kind: 'not-found'}))).toMatchObject({unknown: {reason: 'tool-missing'}});
});
