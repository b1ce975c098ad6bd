import {describe, expect, test} from 'vitest';
import {readJoin} from '../../../source/read/k0s/join.js';
import {outcomeOf} from '../../support/samples.js';

const asked = (port: string, answer = 'answer 200 0.001200\nexit 0'): string =>
	[
		'mode 600\nowner 0\nsize 2000\nchanged 1764500000',
		'server https://192.168.122.161:6443\nid w01kol\nuser kubelet-bootstrap',
		answer,
		`here 1764500000\n${port}`,
	].join('\n');

const portOf = (line: string): string | undefined => {
	const read = readJoin(outcomeOf({stdout: asked(line)}));
	if (!read.known || read.value.fault !== null) throw new Error('unread');
	return read.value.look.asked?.ports[0]?.answer;
};

describe('what answered on a port of the controller, by how curl ended', () => {
	test.each([
		[
			'a port that closes during the TLS handshake is one that was reached (curl 7.88 tells no time then)',
			'35 0.000000',
		],
		['one that closes without an answer', '52 0.000000'],
		['one whose certificate is not known', '60 0.000000'],
		['one that asks for a certificate', '56 0.000812'],
	])('%s', (_, how) => {
		expect(portOf(`port 8132 ${how}`)).toBe('open');
	});

	test('what was not reached is not', () => {
		expect(portOf('port 8132 7 0.000000')).toBe('refused');
		expect(portOf('port 8132 28 0.000000')).toBe('late');
		expect(portOf('port 8132 6 0.000000')).toBe('no-name');
		expect(portOf('port 8132 2 0.000000')).toBe('other');
	});
});
