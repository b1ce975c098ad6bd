import {describe, expect, test} from 'vitest';
import {InstallView} from '../../../../source/screens/install/view.js';
import {catalogue} from '../../../../source/text/text.js';
import {showWalk as show} from '../../../support/steps-screen.js';

const text = catalogue('en');
const words = text.install.resetScreen;

describe('reset on the Install screen', () => {
	test('X asks, with a word on the data and every command; the focus is on Cancel, and a no changes nothing', async () => {
		const screen = show(InstallView, {scenario: 'ready', height: 30});
		await screen.sees('8 of 10 steps done');
		await screen.press('D');
		await screen.sees(words.ask);
		expect(screen.frame()).toContain('It cannot be undone.');
		expect(screen.frame()).toMatch(/[#$] k0s stop/);
		expect(screen.frame()).toContain('sh -s -- k0s-processes end control-plane');
		screen.fits();
		await screen.press('enter');
		await screen.sees(words.losesData);
		expect(screen.changes()).toEqual([]);
		await screen.press('escape');
		await screen.sees('8 of 10 steps done');
	});

	test('a yes takes k0s off; then nothing is left, and the install’s steps are open again', async () => {
		const screen = show(InstallView, {scenario: 'ready', height: 30});
		await screen.sees('8 of 10 steps done');
		await screen.press('D');
		await screen.sees(words.ask);
		await screen.press('tab', 'enter');
		const session = screen.reset.get().session;
		while (session?.busy()) await new Promise(resolve => setTimeout(resolve, 50));
		await screen.sees(words.nothing);
		expect(screen.changes().map(({argv}) => argv.join(' '))).toEqual(expect.arrayContaining(['k0s stop', 'k0s reset']));
		await screen.press('escape');
		await screen.until(() => /[3-6] of 10 steps done/.test(screen.frame()));
	}, 60_000);
});
