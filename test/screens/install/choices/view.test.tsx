import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {initialChoices, reduceChoices} from '../../../../source/screens/install/choices/state.js';
import {InstallView} from '../../../../source/screens/install/view.js';
import {catalogue} from '../../../../source/text/text.js';
import {showWalk as show} from '../../../support/steps-screen.js';

const text = catalogue('en');
const words = text.install.choices;

const commandsOf = (screen: ReturnType<typeof show>, id: string): readonly string[] =>
	screen.install
		.get()
		.steps.find(step => step.id === id)
		?.commands.map(({command}) => command.argv.join(' ')) ?? [];

describe('the choices of an install', () => {
	test.each([
		[60, 11],
		[80, 20],
		[120, 36],
	])('all of them at %i x %i: key, value, and what the selected one means', async (width, height) => {
		const screen = show(InstallView, {width, height});
		await screen.sees('of 10 steps done');
		await screen.press('c');
		expect(screen.frame()).toContain('● single');
		for (const {name} of Object.values(words.fields)) {
			expect(screen.frame()).toMatch(new RegExp(`^\\S ${name}`, 'm'));
			screen.fits();
			await screen.press('j');
		}

		await screen.press('escape');
		await screen.sees('of 10 steps done');
	});

	test('no letter changes anything on the Install screen: the fields have no key there', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		const before = screen.install.answers;
		for (const key of ['p', 'v', 'w', 'f', 'n', 'i']) {
			await screen.press(key);
			expect(screen.install.answers).toBe(before);
			expect(screen.frame()).toContain('3 of 10 steps done');
		}
	});

	test('a choice shows old and new, and counts only after a yes; the focus is on Cancel', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('c', 'p', 'j', 'enter');
		expect(screen.frame()).toContain(words.ask('Profile'));
		expect(screen.frame()).toMatch(/^now +single-node$/m);
		expect(screen.frame()).toMatch(/^then +article$/m);
		expect(screen.frame()).toContain(words.options['single-node']);
		expect(screen.frame()).toContain('[ Cancel ]  [ Change ]');
		screen.fits();
		await screen.press('enter');
		expect(screen.install.answers.profile).toBe('single-node');
		await screen.press('enter', 'n');
		expect(screen.install.answers.profile).toBe('single-node');
		await screen.press('enter', 'y');
		expect(screen.install.answers.profile).toBe('article');
		// What is chosen already asks nothing.
		await screen.press('p', 'enter');
		expect(screen.frame()).not.toContain('[ Cancel ]');
		expect(screen.install.answers.profile).toBe('article');
	});

	test('w: the guide’s own script, and back; the plan follows', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('c', 'w', 'j', 'enter', 'y', 'escape');
		await screen.until(() => !screen.install.get().reading);
		expect(screen.frame()).toContain('by get.k0s.sh');
		expect(commandsOf(screen, 'download').some(each => each.includes('https://get.k0s.sh'))).toBe(true);
		await screen.press('c', 'w', 'k', 'enter', 'y', 'escape');
		await screen.until(() => !screen.install.get().reading);
		expect(commandsOf(screen, 'download').some(each => each.includes('https://get.k0s.sh'))).toBe(false);
	});

	test('v: stable with its tag; another is typed, a bad one is refused in a sentence; it stays in the list', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.acts('install.version');
		await screen.sees('currently v1.34.1+k0s.0');
		expect(screen.frame()).toContain('● stable');
		await screen.press('j', 'enter', 'v', '1', '.', '3', '3');
		expect(screen.frame()).toContain(text.install.bad.version);
		await screen.press('enter');
		expect(screen.install.answers.version).toBe('stable');
		screen.type('.5+k0s.0');
		await screen.press('enter');
		expect(screen.install.answers.version).toBe('stable');
		expect(screen.frame()).toMatch(/^then +v1.33.5\+k0s.0$/m);
		await screen.press('y');
		expect(screen.install.answers.version).toBe('v1.33.5+k0s.0');
		await screen.sees('k0s v1.33.5+k0s.0');
		await screen.until(() => !screen.install.get().reading);
		expect(commandsOf(screen, 'download').some(each => each.includes('/v1.33.5+k0s.0/'))).toBe(true);
		await screen.acts('install.version');
		await screen.sees('● v1.33.5+k0s.0');
		expect(screen.frame()).toContain('● v1.33.5+k0s.0');
		await screen.sees('currently v1.34.1+k0s.0');
		await screen.press('g', 'enter', 'y');
		expect(screen.install.answers.version).toBe('stable');
		screen.fits();
	});

	test('f: a file on this host, by its absolute path; nothing typed fetches again', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.acts('install.file');
		screen.type('k0s');
		await screen.press('enter');
		expect(screen.frame()).toContain(text.install.bad.path);
		await screen.press('escape');
		await screen.acts('install.file');
		screen.type('/root/k0s');
		await screen.press('enter', 'y');
		expect(screen.install.answers.binary).toBe('/root/k0s');
		await screen.sees('k0s from /root/k0s');
		await screen.acts('install.file');
		await screen.press('enter', 'y');
		expect(screen.install.answers.binary).toBeUndefined();
	});

	test('i: a link of this host, or the default route’s again', async () => {
		const screen = show(InstallView, {width: 120, height: 36});
		await screen.sees('3 of 10 steps done');
		await screen.press('c', 'p', 'j', 'enter', 'y', 'escape');
		await screen.acts('install.interface');
		await screen.sees('currently enp1s0');
		expect(screen.frame()).toContain('currently enp1s0');
		expect(screen.frame()).toContain('192.168.122.161/24');
		await screen.press('j', 'enter', 'y');
		expect(screen.install.answers.interface).toBe('enp1s0');
		await screen.sees('interface enp1s0');
		await screen.acts('install.interface');
		await screen.press('g', 'enter', 'y');
		expect(screen.install.answers.interface).toBeUndefined();
	});

	test('n: esc leaves the name as it was; keys go to the line alone while it is typed', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('c', 'n');
		screen.type('a.q-w');
		expect(screen.install.answers.profile).toBe('single-node');
		await screen.press('escape', 'escape', 'escape');
		await screen.sees('3 of 10 steps done');
		expect(screen.install.answers.hostname).toBe('localhost.localdomain');
	});

	test('a poor host name is a choice: not ticked, selected first, first in the question; said once, it is so', async () => {
		const screen = show(InstallView, {undecided: true});
		await screen.sees('2 of 10 steps done');
		const name = 'localhost.localdomain';
		expect(screen.frame()).toMatch(/^! Host name +your choice/m);
		await screen.sees('Better: not localhost');
		await screen.press('a');
		const lines = screen.frame().split('\n');
		expect(lines[0]).toContain('Run 7 steps?');
		expect(lines[1]).toContain(`! The node will be called ${name}`);
		await screen.press('n', 'enter');
		expect(screen.frame()).toContain(`○ ${name}`);
		expect(screen.frame()).toContain(words.undecided);
		await screen.press('enter');
		expect(screen.frame()).toMatch(/^then +localhost.localdomain$/m);
		await screen.press('y');
		expect(screen.install.answers.hostname).toBe(name);
		await screen.sees('3 of 10 steps done');
		await screen.press('a');
		expect(screen.frame()).not.toContain('will be called');
		expect(screen.changes()).toEqual([]);
	});

	test('nothing can be chosen while something runs', async () => {
		const screen = show(InstallView, {speed: 4});
		await screen.sees('3 of 10 steps done');
		const run = screen.install.run(['download']);
		await screen.until(() => screen.install.get().running !== undefined);
		await screen.press('c');
		expect(screen.said.at(-1)).toBe(text.install.screen.busy);
		// The palette's way.
		screen.act('install.profile');
		expect(screen.said.at(-1)).toBe(text.install.screen.busy);
		expect(screen.frame()).not.toContain(words.hint);

		expect(screen.install.answers).toMatchObject({profile: 'single-node', way: 'release', version: 'stable'});
		await screen.press('X');
		await run;
	});

	test('whatever is pressed and typed but enter: it fits, nothing runs, and esc leads back to the steps', async () => {
		const keys = [...'cpvwfniuUaoxjkgGhlC?1.-+/ q', ...['tab', 'shift+tab', 'escape', 'backspace', 'down', 'up']];
		const screen = show(InstallView, {width: 60, height: 11});
		await screen.sees('of 10 steps done');
		await fc.assert(
			fc.asyncProperty(fc.array(fc.constantFrom(...keys), {minLength: 1, maxLength: 30}), async script => {
				await screen.read(script);
				await screen.press('escape', 'escape', 'escape', 'escape');
				screen.fits();
				expect(screen.frame()).toContain('Install k0s');
				expect(screen.changes()).toEqual([]);
			}),
			{numRuns: 12},
		);
	}, 60_000);

	test('a field that is gone to ends what was being typed for another', () => {
		const typing = reduceChoices(initialChoices, {type: 'field', field: 'hostname', option: null, types: true});
		expect(typing).toMatchObject({open: true, typed: '', direct: true});
		const next = reduceChoices(typing, {type: 'field', field: 'profile', option: null, types: false});
		expect(next).toMatchObject({typed: undefined, pane: 'options'});
	});
});
