import {expect, test} from 'vitest';
import {dnsAsk} from '../../source/command/dns-ask.js';
import {shown} from '../../source/command/command.js';
import type {OutputLine} from '../../source/engine/output.js';
import {withDnsRead} from '../../source/smoke/dns-lines.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const asked = shown(dnsAsk('/proc/1/ns/net', '10.96.0.10', 'demo.default.svc.cluster.local', 'A').argv);
const of = (...lines: ReadonlyArray<readonly [OutputLine['kind'], string]>): readonly OutputLine[] =>
	lines.map(([kind, words], at) => ({at: at + 1, step: 'pod-name', kind, text: words}));

/** demo. A 10.96.1.2, as od prints it. */
const answer = [
	' 12 34 85 80 00 01 00 01 00 00 00 00 04 64 65 6d',
	' 6f 00 00 01 00 01 04 64 65 6d 6f 00 00 01 00 01',
	' 00 00 00 05 00 04 0a 60 01 02',
] as const;

test('the bytes of a DNS answer are shown as what they say', () => {
	const output = of(['command', asked], ...answer.map(line => ['stdout', line] as const), ['note', 'done']);
	expect(withDnsRead(output, text).map(line => line.text)).toEqual([
		asked,
		'DNS answer of 42 bytes: 10.96.1.2',
		'done',
	]);
});

test('a name that is not there is told, too', () => {
	const output = of(['command', asked], ['stdout', ' 12 34 85 83 00 00 00 00 00 00 00 00']);
	expect(withDnsRead(output, text).at(-1)?.text).toBe('DNS answer of 12 bytes: no such name');
});

test('what is no answer, and such lines of other commands, stay as they are', () => {
	const half = of(['command', asked], ['stdout', ' 12 34 85']);
	expect(withDnsRead(half, text)).toEqual(half);
	const other = of(['command', asked], ['command', 'od file'], ['stdout', answer[0]]);
	expect(withDnsRead(other, text)).toEqual(other);
});
