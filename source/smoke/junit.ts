import {visible} from '../terminal/sanitise.js';
import type {DemoResult} from './session.js';

const escapes: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

const attribute = (text: string): string => visible(text).replaceAll(/[&<>"']/g, character => escapes[character] ?? '');

/** The rungs as test cases of JUnit's XML, as CI servers read it. Times are seconds. `details`: what was found where it failed. */
export function junitOf({rungs}: DemoResult, at: Date, details: readonly string[] = []): string {
	const failures = rungs.filter(({result}) => result === 'fail').length;
	const skipped = rungs.filter(({result}) => result === 'skip').length;
	const seconds = (ms: number | null): string => ((ms ?? 0) / 1000).toFixed(3);
	const total = rungs.reduce((sum, {ms}) => sum + (ms ?? 0), 0);
	const cases = rungs.map(({id, title, result, ms, found, hint}) => {
		const head = `    <testcase classname="k0s-tui.demo" name="${attribute(`${id}: ${title}`)}" time="${seconds(ms)}"`;
		if (result === 'pass') return `${head}/>`;
		const said = attribute([found, hint ?? ''].filter(words => words !== '').join(' '));
		if (result === 'skip') return `${head}>\n      <skipped message="${said}"/>\n    </testcase>`;
		if (details.length === 0) return `${head}>\n      <failure message="${said}"/>\n    </testcase>`;
		const body = details.map(line => attribute(line)).join('\n');
		return `${head}>\n      <failure message="${said}">${body}</failure>\n    </testcase>`;
	});
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<testsuites>',
		`  <testsuite name="k0s-tui demo" tests="${rungs.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${seconds(total)}" timestamp="${at.toISOString()}">`,
		...cases,
		'  </testsuite>',
		'</testsuites>',
		'',
	].join('\n');
}

/** Tells a file of ours. */
export const isJunit = (head: string): boolean => head.includes('<testsuite name="k0s-tui demo"');
