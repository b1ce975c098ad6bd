import {describe, expect, test} from 'vitest';
import {edited, fieldSpans, type Field, type FieldEdit} from '../../source/components/field.js';
import {plain} from '../../source/components/line.js';

/** The text with `|` where the cursor stands. */
const shown = ({text, cursor}: Field): string => {
	const letters = [...text];
	const at = cursor ?? letters.length;
	return `${letters.slice(0, at).join('')}|${letters.slice(at).join('')}`;
};

const from = (marked: string): Field => ({
	text: marked.replace('|', ''),
	cursor: [...marked.slice(0, marked.indexOf('|'))].length,
});

describe('a line is edited as readline does', () => {
	test.each<readonly [FieldEdit, string, string]>([
		['field.left', 'coredns|', 'coredn|s'],
		['field.left', '|coredns', '|coredns'],
		['field.right', '|coredns', 'c|oredns'],
		['field.right', 'coredns|', 'coredns|'],
		['field.start', 'a b|c', '|a bc'],
		['field.end', 'a| bc', 'a bc|'],
		['field.word-left', 'kube system |', 'kube |system '],
		['field.word-right', '|kube system', 'kube| system'],
		['field.erase', 'kub|e', 'ku|e'],
		['field.erase', '|kube', '|kube'],
		['field.delete', 'kub|e', 'kub|'],
		['field.delete', 'kube|', 'kube|'],
		['field.erase-word', 'kube system  |dns', 'kube |dns'],
		['field.erase-start', 'kube sys|tem', '|tem'],
		['field.erase-end', 'kube sys|tem', 'kube sys|'],
		[{insert: '語x'}, 'a|b', 'a語x|b'],
		['field.erase', '日本|語', '日|語'],
		['field.left', 'a😀|', 'a|😀'],
	])('%j: %s becomes %s', (edit, before, after) => {
		expect(shown(edited(from(before), edit))).toBe(after);
	});

	test('keeps what else it holds, and its reference where nothing changes', () => {
		const field = {text: 'a', open: true};
		expect(edited(field, {insert: 'b'})).toEqual({text: 'ab', cursor: 2, open: true});
		expect(edited(field, 'field.end')).toBe(field);
	});

	test('takes no more than it holds', () => {
		expect(edited({text: 'abc'}, {insert: 'defg'}, 5).text).toBe('abcde');
	});
});

test('of a line wider than its room the part around the cursor is shown', () => {
	const long = {text: 'abcdefghij'};
	expect(plain(fieldSpans(long, 5))).toBe('ghij ');
	expect(plain(fieldSpans({...long, cursor: 0}, 5))).toBe('abcdefghij');
	expect(plain(fieldSpans({text: '日本語', cursor: 2}, 4))).toBe('本語');
});
