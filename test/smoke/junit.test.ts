import {expect, test} from 'vitest';
import {isJunit, junitOf} from '../../source/smoke/junit.js';

test('each rung is a test case; what failed says why, and nothing breaks the XML', () => {
	const rung = {id: 'x', title: 'X', result: 'pass', ms: 1500, found: '', hint: null} as const;
	const xml = junitOf(
		{
			rungs: [
				rung,
				{...rung, id: 'pod', result: 'fail', found: 'a <b> & "c"\u001B[2J', hint: 'look'},
				{...rung, id: 'request', result: 'skip', ms: null},
			],
			answer: null,
			url: null,
			cleaned: true,
		},
		new Date(0),
	);
	expect(isJunit(xml)).toBe(true);
	expect(xml).toContain(
		'tests="3" failures="1" errors="0" skipped="1" time="3.000" timestamp="1970-01-01T00:00:00.000Z"',
	);
	expect(xml).toContain('<testcase classname="k0s-tui.demo" name="x: X" time="1.500"/>');
	expect(xml).toContain('<failure message="a &lt;b&gt; &amp; &quot;c&quot;▯ look"/>');
	expect(xml).not.toContain('\u001B');
});
