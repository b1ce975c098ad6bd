import {expect, test} from 'vitest';
import {copyToClipboard} from '../../source/terminal/clipboard.js';

function sent(text: string, env: Record<string, string> = {}): {result: string; bytes: string} {
	let bytes = '';
	const result = copyToClipboard(
		text,
		sequence => {
			bytes += sequence;
		},
		env,
	);
	return {result, bytes};
}

test('the text goes to the terminal in Base64', () => {
	expect(sent('ip -j addr')).toEqual({result: 'sent', bytes: '\u001B]52;c;aXAgLWogYWRkcg==\u0007'});
	expect(sent('名前').bytes).toContain(Buffer.from('名前').toString('base64'));
});

test('behind tmux and screen it is wrapped for the terminal outside', () => {
	expect(sent('a', {TMUX: '/tmp/tmux-0/default'}).bytes).toBe(
		'\u001B]52;c;YQ==\u0007\u001BPtmux;\u001B\u001B]52;c;YQ==\u0007\u001B\\',
	);
	expect(sent('a', {TERM: 'screen-256color'}).bytes).toBe('\u001BP\u001B]52;c;YQ==\u0007\u001B\\');
});

test('what a terminal would cut is not sent', () => {
	expect(sent('x'.repeat(80_000))).toEqual({result: 'too-long', bytes: ''});
});
