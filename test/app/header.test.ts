import {describe, expect, test} from 'vitest';
import {footerLine, hints} from '../../source/app/footer.js';
import {headerLine, tabsLine} from '../../source/app/header.js';
import {plain} from '../../source/components/line.js';
import {displayWidth} from '../../source/components/width.js';
import {jobWords} from '../../source/screens/jobs.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const facts = {
	host: 'centos10.home.local',
	version: 'v1.34.1+k0s.0',
	verdict: {mark: 'pass', word: 'healthy'} as const,
	problems: null,
	badges: ['SIMULATED'],
	job: null,
	age: 'live',
};

const ids = ['checks', 'install', 'status', 'network', 'nftables', 'demo'] as const;

describe('the frame', () => {
	test.each([60, 80, 120])('the header fills %i columns and keeps the verdict', width => {
		const header = plain(headerLine(text, facts, width));
		expect(displayWidth(header)).toBe(width);
		expect(header).toMatch(/^k0s-tui .*✓ healthy .* SIMULATED {2}live$/);
	});
	test.each([
		[120, '! healthy, but 2 pods in trouble'],
		[80, '! healthy, but 2 pods in trouble'],
		[60, '! healthy, but …'],
	] as const)('in %i columns the verdict goes on as far as it has room', (width, said) => {
		const verdict = {mark: 'warn', word: 'healthy, but 2 pods in trouble', short: 'healthy, but …'} as const;
		const header = plain(headerLine(text, {...facts, verdict}, width));
		expect(displayWidth(header)).toBe(width);
		expect(header).toMatch(new RegExp(`centos10.* ${said} {2,}SIMULATED {2}live$`));
	});
	test('a host with a very long name gives way to the verdict', () => {
		const header = plain(headerLine(text, {...facts, host: `${'h'.repeat(64)}.example.org`}, 60));
		expect(displayWidth(header)).toBe(60);
		expect(header).toContain('healthy');
	});
	test.each([80, 120])(
		'the header of %i columns repeats what the checks found; on a narrow one it gives way',
		width => {
			const problems = {mark: 'fail', word: '2 failed'} as const;
			expect(plain(headerLine(text, {...facts, problems}, width))).toMatch(/ ✓ healthy {2}✗ 2 failed /);
			const narrow = plain(headerLine(text, {...facts, problems, badges: ['SIMULATED', 'READ-ONLY', 'paused']}, 60));
			expect(narrow).toContain('✓ healthy');
			expect(narrow).not.toContain('2 failed');
			expect(displayWidth(narrow)).toBe(60);
		},
	);
	test.each([60, 80])('six tabs fit in %i columns', width => {
		const tabs = plain(tabsLine(text, ['checks', 'install', 'status', 'network', 'nftables', 'demo'], 'status', width));
		expect(displayWidth(tabs.trimEnd())).toBeLessThanOrEqual(width);
		expect(tabs).toContain('6 Demo');
	});
	test.each([60, 80, 120])('a job that runs stands in the header of %i columns, and is marked on its tab', width => {
		const job = {id: 'install', state: 'running', screen: 'install', percent: 49} as const;
		const words = jobWords({...job, step: {at: 6, of: 10, title: 'Download'}}, text);
		const header = plain(headerLine(text, {...facts, job: {mark: 'running', word: words}}, width));
		expect(displayWidth(header)).toBe(width);
		expect(header).toContain('▸ install 6/10 · 49 %');
		const tabs = plain(tabsLine(text, ids, 'network', width, [job]));
		expect(tabs).toContain('2 Install ▸');
		expect(displayWidth(tabs.trimEnd())).toBeLessThanOrEqual(width);
	});
	test('a job that was cut off is told too, with another mark', () => {
		const job = {id: 'install', state: 'interrupted', screen: 'install', percent: null, step: undefined} as const;
		expect(jobWords(job, text)).toBe('install interrupted');
		expect(plain(tabsLine(text, ids, 'checks', 80, [job]))).toContain('2 Install !');
	});
	test('the footer shows what works now, in order; a key that a higher layer took is not shown twice', () => {
		const list = hints(
			[
				[
					{action: 'screen.open', keys: ['enter'], footer: 1},
					{action: 'screen.zero', keys: ['z']},
				],
				[
					{action: 'app.help', keys: ['?'], footer: 90},
					{action: 'app.enter', keys: ['enter'], footer: 2},
				],
			],
			action => action,
		);
		expect(list.map(({name}) => name)).toEqual(['screen.open', 'app.help']);
	});
	test('the footer keeps the screen’s keys first, and help', () => {
		const many = [
			...Array.from({length: 16}, (_, index) => ({keys: `k${index}`, name: `action ${index}`})),
			...['help', 'palette', 'commands', 'quit'].map(
				name => ({keys: '?', name, frame: name === 'help' ? 'help' : 'other'}) as const,
			),
		];
		const footer = plain(footerLine(many, 60));
		expect(displayWidth(footer.trimEnd())).toBeLessThanOrEqual(62);
		expect(footer).toContain('action 0');
		expect(footer).toMatch(/help\s*$/);
	});
});
