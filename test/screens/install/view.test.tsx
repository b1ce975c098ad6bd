import {change} from '../../../source/command/command.js';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {plain} from '../../../source/components/line.js';
import {clashes, type Binding, isFieldAction} from '../../../source/keys/binding.js';
import {demoBindings} from '../../../source/screens/demo/keys.js';
import {DemoView} from '../../../source/screens/demo/view.js';
import {choicesBindings, entryBindings} from '../../../source/screens/install/choices/keys.js';
import {installBindings} from '../../../source/screens/install/keys.js';
import {progressLine} from '../../../source/screens/install/rows.js';
import {InstallView} from '../../../source/screens/install/view.js';
import {commandLines, duration} from '../../../source/screens/steps/rows.js';
import {catalogue} from '../../../source/text/text.js';
import {showWalk as show} from '../../support/steps-screen.js';

const text = catalogue('en');

describe('the Install screen', () => {
	test('shows every step, and of the selected one why, exact commands and how it is checked', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		for (const {title} of screen.install.get().steps) expect(screen.frame()).toContain(title);
		await screen.sees('none  kube-bridge');
		await screen.press('tab', 'ctrl+d', 'ctrl+d');
		await screen.sees('$ mkdir -p -m 700 -- /var/lib/k0s-tui');
		await screen.press('tab', 'j', 'j');
		const download = screen.install.get().steps.find(({id}) => id === 'download');
		expect(screen.frame()).toContain(download?.found);
		expect(screen.frame()).toContain(`$ ${download?.commands[0]?.command.argv.slice(0, 3).join(' ')}`);
		screen.fits();
		expect(screen.changes()).toEqual([]);
	});

	test('runs one step only after its commands were shown, with the focus on Cancel', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('enter');
		expect(screen.frame()).toContain('Run “Firewall, now”?');
		await screen.press('page-down');
		expect(screen.frame()).toContain('$ firewall-cmd --zone=trusted --change-interface=kube-bridge');
		await screen.press('enter');
		await screen.sees('3 of 10 steps done');
		expect(screen.changes()).toEqual([]);
		const planned = screen.install.get().steps.find(({id}) => id === 'firewall-trial')?.commands ?? [];
		const shown = planned.filter(({command}) => command.changes).map(({command}) => command.argv);
		await screen.press('enter', 'tab', 'enter');
		await screen.sees('4 of 10 steps done');
		expect(screen.changes().map(({argv}) => argv)).toEqual(shown);
		// The next step is selected, its commands shown.
		await screen.sees('$ firewall-cmd --permanent --zone=trusted');
	});

	test('asked before the host is read, the question comes once it is; esc takes the wish back', async () => {
		const first = show(InstallView);
		first.act('install.all');
		expect(first.frame()).toContain(text.install.screen.reading);
		await first.sees('Run 7 steps?');
		const one = show(InstallView);
		one.act('install.run');
		await one.sees('Run “Firewall, now”?');
		const none = show(InstallView);
		none.act('install.all');
		none.act('install.back');
		await none.sees('3 of 10 steps done');
		await none.press('j');
		expect(none.frame()).toContain('3 of 10 steps done');
	});

	test('asked before a host is read on which nothing is left to do, it says so', async () => {
		const screen = show(InstallView);
		await screen.install.run(screen.install.get().steps.map(({id}) => id));
		screen.install.setAnswers({...screen.install.answers});
		screen.act('install.all');
		void screen.install.refresh();
		await screen.sees('healthy. Next');
		await screen.until(() => screen.said.at(-1) === text.install.screen.allDone);
		expect(screen.frame()).not.toContain('[ Cancel ]');
	});

	test('by keys to a healthy cluster; the run goes on in another tab', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('a');
		expect(screen.frame()).toContain('Run 7 steps?');
		await screen.press('tab', 'enter');
		screen.leave();
		await screen.until(() => !screen.install.busy());
		screen.comeBack();
		await screen.sees('healthy');
		screen.fits();
		await screen.sees('all five conditions hold');
		await screen.press('o');
		expect(screen.frame()).toContain('$ k0s start');
		await screen.press('g');
		expect(screen.frame()).toContain('$ mkdir -p -m 700 -- /var/lib/k0s-tui');
		await screen.press('escape', 'enter');
		expect(screen.said.at(-1)).toContain('already done');
	});

	test('U takes back a step with all that stands on it, after its commands were shown', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('u');
		expect(screen.said.at(-1)).toBe(text.install.screen.nothingToUndoAtAll);
		await screen.press('U');
		expect(screen.said.at(-1)).toBe(text.install.screen.nothingToUndo('Firewall, now'));
		await screen.install.run(['firewall-trial', 'firewall-commit', 'download', 'place', 'install']);
		await screen.press('g', 'j', 'j', 'j', 'j', 'U');
		expect(screen.frame()).toContain('Undo 4 steps, newest first, down to “Firewall, for good”?');
		expect(screen.frame()).toContain('$ k0s reset');
		const before = screen.changes().length;
		await screen.press('enter');
		expect(screen.changes()).toHaveLength(before);
		await screen.press('U', 'tab', 'enter');
		await screen.until(() => !screen.install.busy());
		const taken = screen
			.changes()
			.slice(before)
			.map(({argv}) => argv.join(' '));
		expect(taken[0]).toBe('k0s reset');
		expect(taken.at(-1)).toBe('firewall-cmd --permanent --zone=trusted --remove-interface=kube-bridge');
		await screen.sees('4 of 10 steps done');
		await screen.sees('4 steps are undone');
		await screen.press('U');
		expect(screen.said.at(-1)).toBe(text.install.screen.nothingToUndo('Firewall, for good'));
		screen.fits();
	});

	test('another profile changes the plan; C copies the commands as a person types them', async () => {
		const screen = show(InstallView, {width: 120, height: 36});
		await screen.sees('profile single-node');
		await screen.press('c', 'p', 'j', 'enter', 'y', 'escape');
		await screen.sees('profile article');
		await screen.until(() => !screen.install.get().reading);
		await screen.press('C');
		expect(screen.copied[0]?.split('\n')).toContain('firewall-cmd --zone=public --add-port=112/tcp');
		expect(screen.copied[0]?.split('\n')).toContain('firewall-cmd --zone=public --add-masquerade');
		await screen.press('tab', 'ctrl+d');
		await screen.sees('VRRP is IP protocol 112');
		screen.fits();
	});

	test('n takes a host name, and no bad one', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('c', 'n', 'A', 'enter');
		expect(screen.frame()).toContain('lower case');
		await screen.press('backspace', 'n', '1', 'enter', 'y', 'escape');
		await screen.sees('wanted n1');
		expect(screen.frame()).toContain('$ hostnamectl set-hostname n1');
		expect(screen.changes()).toEqual([]);
	});

	test('a failed step is told in a word, a sign and the tool’s reason', async () => {
		const screen = show(InstallView, {faults: {download: 'corrupt'}});
		await screen.sees('3 of 10 steps done');
		await screen.press('a', 'tab', 'enter');
		await screen.until(() => !screen.install.busy());
		await screen.sees('failed at: Download');
		expect(screen.frame()).toContain('✗');
		expect(screen.frame()).toContain('checksum');
		screen.fits();
	});

	test('read-only it shows the plan and runs nothing', async () => {
		const screen = show(InstallView, {readOnly: true});
		await screen.sees('read-only');
		await screen.press('enter');
		expect(screen.said.at(-1)).toBe(text.app.forbidden('--read-only'));
		await screen.press('a');
		expect(screen.changes()).toEqual([]);
	});

	test.each([
		[60, 11],
		[80, 20],
		[120, 36],
		[200, 60],
	])('fits %i x %i, in ASCII too', async (width, height) => {
		const screen = show(InstallView, {width, height, ascii: true});
		await screen.sees('of 10 steps done');
		screen.fits();
		expect(screen.frame()).toMatch(/^[\u0000-\u007F]*$/);
	});
});

describe('the Demo screen', () => {
	test('lists what it will run, then shows the answer, its address, and that all is gone', async () => {
		const screen = show(DemoView, {scenario: 'ready', height: 40});
		await screen.sees('enter runs it');
		await screen.press('enter');
		for (const part of [
			'kubectl create -n default --validate=ignore -f - <<',
			'"kind":"Deployment"',
			'expose deployment demo',
		]) {
			expect(screen.frame()).toContain(part);
		}

		await screen.press('G');
		expect(screen.frame()).toContain('delete service demo');
		expect(screen.changes()).toEqual([]);
		await screen.press('tab', 'enter');
		await screen.until(() => !screen.demo.busy());
		await screen.sees('“It works!”');
		expect(screen.frame()).toContain('http://127.0.0.1:30094');
		expect(screen.frame()).toContain('all deleted again');
		screen.fits();
	});

	test('ends with a table of what it made and what that answered; o shows the output instead', async () => {
		const screen = show(DemoView, {scenario: 'ready', width: 100, height: 30});
		await screen.sees('enter runs it');
		await screen.press('enter', 'tab', 'enter');
		await screen.until(() => !screen.demo.busy());
		await screen.sees('RESULT');
		const rows = screen.frame().split('\n');
		const table = rows.slice(rows.findIndex(row => row.startsWith('┌')));
		// A title, four rungs from this host, three from the pod; a rule around each.
		expect(table).toHaveLength(2 * 8 + 1);
		for (const [at, title] of ['Pod to cluster IP', 'Pod to DNS name', 'Pod to node address'].entries())
			expect(table[11 + 2 * at]).toContain(`│ ${title}`);
		expect(table[0]).toMatch(/^┌─+┬─+┬─+┐ *$/);
		expect(table[3]).toMatch(/^│ Create the deployment │ +[\d.:]+(?: s)? │ deployment demo/);
		expect(table[9]).toMatch(/^│ Request it +│ +[\d.:]+(?: s)? │ http:.* answered “It works!” +│ *$/);
		expect(new Set(table.map(row => stringWidth(row.trimEnd()))).size).toBe(1);
		for (const title of ['Healthy cluster', 'Clean up']) expect(screen.frame()).toContain(title);
		screen.fits();
		await screen.press('o');
		expect(screen.frame()).not.toContain('RESULT');
		expect(screen.frame()).toContain('deployment.apps/demo created');
	});

	test('K keeps it, D deletes it', async () => {
		const screen = show(DemoView, {scenario: 'ready'});
		await screen.sees('enter runs it');
		await screen.press('K');
		await screen.sees('keeps what it makes');
		await screen.press('enter');
		expect(screen.frame()).not.toContain('delete service');
		await screen.press('tab', 'enter');
		await screen.until(() => !screen.demo.busy());
		await screen.sees('kept: D deletes it');
		await screen.press('D');
		expect(screen.frame()).toContain('delete deployment demo');
		await screen.press('tab', 'enter');
		await screen.until(() => !screen.demo.busy());
		await screen.sees('all deleted again');
	});

	test('without a cluster it says what to do first', async () => {
		const screen = show(DemoView);
		await screen.sees('press 2 to install k0s');
		await screen.press('enter');
		expect(screen.said.at(-1)).toBe(text.demo.screen.noCluster);
		expect(screen.changes()).toEqual([]);
		screen.fits();
	});
});

describe('rows', () => {
	test('a wrapped command loses nothing', () => {
		const command = change(['curl', '-o', `/usr/local/bin/${'x'.repeat(60)}`, 'it’s “here”', '--'], 'x');
		const joined = commandLines(command, 30).map(plain).join('').replaceAll(' ', '');
		expect(joined).toBe(`$curl-o/usr/local/bin/${'x'.repeat(60)}'it’s“here”'--`);
		for (const row of commandLines(command, 30)) expect(stringWidth(plain(row))).toBeLessThanOrEqual(30);
	});

	test('progress with and without a known total', () => {
		const known = {received: 50 * 1024 ** 2, total: 200 * 1024 ** 2, rate: 10 * 1024 ** 2, rest: 15_000};
		expect(plain(progressLine(known, 78, text))).toContain('25 %   50.0 of 200.0 MiB   10.0 MiB/s  15 s left');
		expect(plain(progressLine({...known, total: null, rest: null}, 78, text))).toBe('50.0 MiB   10.0 MiB/s');
		const later = {...known, received: 150 * 1024 ** 2, rate: 900 * 1024, rest: 9_400};
		expect(plain(progressLine(later, 78, text)).indexOf(' MiB')).toBe(
			plain(progressLine(known, 78, text)).indexOf(' MiB'),
		);
		expect(plain(progressLine(later, 78, text))).toContain('10 s left');
		expect(plain(progressLine({...known, rate: 0}, 78, text))).toMatch(/MiB {2}stalled$/);
		for (const width of [58, 78, 118])
			expect(stringWidth(plain(progressLine(known, width, text)))).toBeLessThanOrEqual(width);
	});

	test('durations', () => {
		expect([400, 12_000, 185_000].map(duration)).toEqual(['0.4 s', '12 s', '3:05']);
	});

	test('no key stands twice, every action has a name', () => {
		const tables: ReadonlyArray<readonly [readonly Binding[], Readonly<Record<string, string>>]> = [
			[installBindings, text.install.actions],
			[choicesBindings, text.install.actions],
			[entryBindings, text.install.actions],
			[demoBindings, text.demo.actions],
		];
		for (const [table, names] of tables) {
			expect(clashes(table)).toEqual([]);
			for (const {action} of table) {
				if (isFieldAction(action)) continue;
				if (!action.startsWith('list.')) expect(names[action], action).toBeTruthy();
			}
		}
	});
});
