import {describe, expect, test} from 'vitest';
import {changeInterface, removeService} from '../../../source/command/firewall-cmd.js';
import {shown} from '../../../source/command/command.js';
import {plain} from '../../../source/components/line.js';
import {confirmArgv} from '../../../source/install/confirm-line.js';
import {createMemoryJournal} from '../../../source/engine/journal.js';
import type {StepView, SessionView} from '../../../source/engine/session-view.js';
import {nodeRules} from '../../../source/model/node-rules.js';
import {installPanel} from '../../../source/screens/install/panel.js';
import {InstallView} from '../../../source/screens/install/view.js';
import {differenceLines} from '../../../source/screens/steps/differences.js';
import {panelLines} from '../../../source/screens/steps/panel.js';
import {idText, readably, saidOf, verbatim} from '../../../source/text/ids.js';
import {catalogue} from '../../../source/text/text.js';
import {showWalk as show} from '../../support/steps-screen.js';

const text = catalogue('en');
const words = text.install.panel;

describe('what needs a person stands across the screen', () => {
	test('a trial that waits: how long, what to type in the new login; C copies that; then the run goes on', async () => {
		const screen = show(InstallView, {speed: 1});
		await screen.sees('3 of 10 steps done');
		await screen.press('c', 'p', 'j', 'enter', 'y', 'escape', 'enter');
		await screen.sees('[ Cancel ]');
		expect(screen.frame()).toContain('default zone  public  trusted');
		await screen.press('tab', 'enter');
		await screen.sees(words.trial.title);
		expect(screen.frame()).toMatch(/── (2:00|1:5\d) left ──/);
		expect(screen.frame()).toContain('waits for a new login, ');
		screen.fits();
		await screen.press('C');
		expect(screen.copied.at(-1)).toBe('sudo k0s-tui confirm');
		expect(screen.frame()).toContain('    sudo k0s-tui confirm');
		await screen.sees('4 of 10 steps done');
		expect(screen.frame()).not.toContain(words.trial.title);
	});

	test('a download: bar, rate, rest, and the spinner; then it stands verified', async () => {
		const screen = show(InstallView, {speed: 4});
		await screen.sees('3 of 10 steps done');
		const run = screen.install.run(['download']);
		await screen.until(() =>
			/█+░* {1,3}\d+ % +\d+\.\d of 241\.0 MiB +\d+\.\d MiB\/s {2}\d+ s left/.test(screen.frame()),
		);
		expect(screen.frame()).toContain('▸ curl');
		screen.fits();
		await run;
		await screen.sees('✓ Download               done');
		expect(screen.install.get().steps.find(({id}) => id === 'download')?.found).toContain('verified: sha256');
	});

	test('a stall: its reason and what to do; X stops waiting, and a goes on', async () => {
		const screen = show(InstallView, {faults: {imagePull: true}, speed: 60});
		await screen.sees('3 of 10 steps done');
		await screen.press('a', 'tab', 'enter');
		await screen.sees(words.stalled);
		expect(screen.frame()).toContain('An image cannot be pulled');
		expect(screen.frame()).toMatch(/✓ the service .*active/);
		expect(screen.frame()).toMatch(/▸ the (node|pod network) +\d/);
		screen.fits();
		await screen.press('X');
		await screen.sees(words.stopped('Healthy'));
		// The last look was broken off: what stood before it stays.
		expect(screen.frame()).toMatch(/✓ the service .*active/);
		await screen.press('a');
		expect(screen.frame()).toContain('Run 1 step?');
	});

	test('a failure: the tool’s own words once, and the keys that go on', async () => {
		const screen = show(InstallView, {faults: {download: 'corrupt'}});
		await screen.sees('3 of 10 steps done');
		await screen.press('a', 'tab', 'enter');
		await screen.sees(words.failed('Download'));
		expect(screen.frame()).toContain(words.failedKeys);
		expect(screen.frame().match(/checksum does not match/g)).toHaveLength(1);
		screen.fits();
	});

	test('healthy: after how long, and where to go; then everything taken back says what stays', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		await screen.press('a', 'tab', 'enter');
		await screen.sees('The cluster is healthy, after');
		expect(screen.frame()).toContain('sudo k0s kubectl get nodes');
		screen.fits();
		await screen.press('u');
		expect(screen.frame()).toContain('Undo “Start”?');
		expect(screen.frame()).toContain('$ k0s stop');
		await screen.press('escape');
		screen.act('install.undo-all');
		await screen.sees('Undo everything done here: 6 steps');
		const before = screen.changes().length;
		await screen.press('enter');
		expect(screen.changes()).toHaveLength(before);
		screen.act('install.undo-all');
		await screen.sees('[ Cancel ]');
		await screen.press('tab', 'enter');
		await screen.sees(words.undone(6));
		expect(screen.frame()).toContain('k0s-tui reset');
		screen.fits();
	});

	test('a plan that would cut logins off is refused, with the line that would let them in', async () => {
		const screen = show(InstallView);
		await screen.sees('3 of 10 steps done');
		for (const permanent of [false, true]) {
			await screen.runner.run(changeInterface('home', 'enp1s0', permanent));
			await screen.runner.run(removeService('public', 'ssh', permanent));
		}

		await screen.press('c', 'p', 'j', 'enter', 'y', 'escape');
		await screen.sees(words.blocked('Firewall, now'));
		const shown = screen.frame().replaceAll('\n', ' ');
		expect(shown).toContain('Refused: it would cut off');
		expect(shown).toContain('firewall-cmd --zone=public --add-port=22/tcp && firewall-cmd --permanent --zone=public');
		screen.fits();
		await screen.press('C');
		expect(screen.copied.at(-1)).toBe(
			'firewall-cmd --zone=public --add-port=22/tcp && firewall-cmd --permanent --zone=public --add-port=22/tcp',
		);
		const before = screen.changes().length;
		await screen.press('a');
		expect(screen.said.at(-1)).toContain('--add-port=22/tcp');
		expect(screen.changes()).toHaveLength(before);
	});

	test('a run whose worker was killed: the next start says where, and offers to go on', async () => {
		const journal = createMemoryJournal();
		const first = show(InstallView, {journal});
		await first.sees('3 of 10 steps done');
		await first.install.run(['firewall-trial', 'firewall-commit']);
		const {records} = await journal.read();
		const last = records.at(-1);
		expect(last).toBeDefined();
		if (last === undefined) return;
		const {seq: _seq, prevSha: _prev, v: _v, ...entry} = last;
		await journal.append({...entry, step: 'download', ev: 'plan', after: []});
		await journal.append({...entry, step: 'download', ev: 'begin', argv: ['curl'], after: null});
		const second = show(InstallView, {journal, runner: first.runner});
		await second.sees(words.cut('Download'));
		expect(second.frame()).toContain('a continues from here');
		second.fits();
		await second.press('a', 'tab', 'enter');
		await second.sees('The cluster is healthy');
		expect(second.install.get().run).toBe(last.run);
	});
});

test('a step that was stopped shows what it would run now; that is what is agreed to, and it goes on', async () => {
	const screen = show(InstallView, {speed: 5, width: 120, height: 40});
	const download = () => screen.install.get().steps.find(({id}) => id === 'download');
	await screen.sees('3 of 10 steps done');
	void screen.install.run(['download']);
	await screen.until(() => screen.install.get().progress !== undefined);
	await screen.read(['X']);
	await screen.until(() => !screen.install.busy() && !screen.install.get().reading);
	const {state, plan = [], commands = []} = download() ?? {};
	expect(state).toBe('aborted');
	// The part that is there is gone on with: no new one is made.
	expect(commands.map(({command}) => command.argv[0])).toContain('install');
	expect(plan.map(({argv}) => argv[0])).not.toContain('install');
	// Whether the selection followed the run or not.
	await screen.press('g', 'j', 'j', 'j', 'j', 'j', 'enter');
	for (const {argv} of plan) expect(screen.frame().replaceAll(/\n\s+/g, ' ')).toContain(shown(argv));
	await screen.press('tab', 'enter');
	await screen.until(() => download()?.state === 'done');
	expect(screen.frame()).not.toContain('no longer the one that was shown');
}, 60_000);

test('the header’s host name is read again once the step has run', async () => {
	const screen = show(InstallView);
	await screen.sees('3 of 10 steps done');
	await screen.press('c', 'n', 'n', '1', 'enter', 'y', 'escape');
	await screen.sees('wanted n1');
	expect(screen.readAgain).toEqual([]);
	await screen.install.run(['hostname']);
	await screen.until(() => screen.readAgain.length > 0);
	expect(screen.readAgain).toEqual(['identity']);
});

test('the header’s verdict is read again as soon as the cluster is healthy', async () => {
	const screen = show(InstallView);
	await screen.sees('3 of 10 steps done');
	await screen.press('a', 'tab', 'enter');
	await screen.sees('The cluster is healthy');
	await screen.until(() => screen.readAgain.at(-1) === 'verdict, healthy done');
});

const step = (id: string, rest: Partial<StepView> = {}): StepView => ({
	...{
		id,
		title: id,
		why: '',
		guide: [],
		state: 'done',
		found: '',
		hint: null,
		commands: [],
		plan: [],
		outline: {does: '', warns: []},
		choice: undefined,
		notes: [],
		differences: [],
	},
	...{verify: [], undoPlanned: [], undoRecorded: [], stages: [], reached: {}, exit: null, ms: null, ran: undefined},
	...rest,
	hint: typeof rest.hint === 'string' ? readably(rest.hint, text) : null,
	said: {found: verbatim(rest.found ?? ''), hint: typeof rest.hint === 'string' ? saidOf(rest.hint) : null},
});
const viewOf = (steps: readonly StepView[], rest: Partial<SessionView> = {}): SessionView => ({
	...{
		steps,
		reading: false,
		running: undefined,
		doing: undefined,
		cut: undefined,
		stopping: false,
		progress: undefined,
		run: '',
		fault: undefined,
	},
	journal: {fault: undefined, archive: undefined},
	...rest,
});
const panelOf = (view: SessionView, width = 80) =>
	installPanel({view, confirm: ['sudo', 'k0s-tui', 'confirm']}, width, text);
const shownPanel = (view: SessionView, width = 80): string => {
	const panel = panelOf(view, width);
	return panel === undefined ? '' : panelLines(panel, width, 8).map(plain).join('\n');
};

describe('panels of states that are hard to bring about', () => {
	test('a plan that would cut somebody off: refused, with the line that would fix it', () => {
		const fix = 'firewall-cmd --zone=public --add-port=2222/tcp';
		const refused = step('firewall-trial', {
			state: 'blocked',
			found: 'Refused: it would cut off',
			hint: idText.guard.fix(fix),
		});
		const shown = shownPanel(viewOf([step('privilege'), refused, step('download', {state: 'todo'})]));
		expect(shown).toContain('Refused: it would cut off');
		expect(shown).toContain(fix);
	});

	test('what cannot be done is told while steps before it could be', () => {
		const {pin} = text.install.steps.download;
		const blocked = step('download', {state: 'blocked', found: 'No network.', hint: pin});
		const shown = shownPanel(viewOf([step('privilege'), step('firewall-trial', {state: 'todo'}), blocked]));
		expect(shown).toContain(words.blocked('download'));
		expect(shown).toContain('No network.');
		expect(shown).toContain('c here');
	});

	test('a killed worker, and why nothing could run', () => {
		const shown = shownPanel(viewOf([step('download', {state: 'aborted'})], {fault: text.install.worker.gone}));
		expect(shown).toContain(words.fault);
		expect(shown.replaceAll('\n', ' ')).toContain(text.install.worker.gone);
		expect(shown).toContain('a continues');
	});

	test('a trial that an earlier run left waiting', () => {
		const hint = idText.guard.howToConfirm;
		const shown = shownPanel(viewOf([step('firewall-trial', {state: 'aborted', hint})]));
		expect(shown).toContain(words.trial.waits);
		expect(shown).toContain('sudo k0s-tui confirm');
		expect(shown).toContain(words.trial.goesOn);
	});

	test('without root: the key that changes that; a plan alone needs nobody', () => {
		const {notRoot, becomeRoot} = text.install.steps.privilege;
		const blocked = step('privilege', {state: 'blocked', found: notRoot, hint: becomeRoot});
		const shown = shownPanel(viewOf([blocked, step('place', {state: 'todo'})]));
		expect(shown).toContain('Press S');
		expect(shown).toContain(words.needsRoot);
		expect(panelOf(viewOf([step('privilege'), step('place', {state: 'todo'})]))).toBeUndefined();
		expect(panelOf(viewOf([step('privilege', {state: 'unread'})]))).toBeUndefined();
	});

	test('a good start is told calmly, a stall is not', () => {
		const ran = {
			state: 'running',
			found: '',
			hint: null,
			exit: null,
			ms: 0,
			since: 0,
			commands: [],
			stages: [],
			reached: {},
		};
		const waiting = (stall: string) =>
			viewOf([step('healthy', {state: 'running', hint: 'Why. What to do.', ran: {...ran, values: {stall}} as never})], {
				running: 'healthy',
			});
		expect(panelOf(waiting('no-node'))?.title).toBe(words.slow);
		expect(panelOf(waiting('kernel-modules'))?.title).toBe(words.stalled);
	});

	test('what does not fit is cut, but the keys stay', () => {
		const long = 'word '.repeat(300).trim();
		const shown = shownPanel(viewOf([step('place', {state: 'failed', found: long})]));
		expect(shown.split('\n')).toHaveLength(8);
		expect(shown.split('\n').at(-1)).toBe(words.failedKeys);
	});
});

describe('rows', () => {
	test('the table of now and then: zone by zone, every value, aligned', () => {
		const row = {added: [], removed: []};
		const lines = differenceLines(
			[
				{...row, zone: null, key: 'default-zone', now: ['public'], then: ['trusted']},
				{
					...row,
					zone: 'public',
					key: 'ports',
					now: [],
					then: ['112/tcp', '179/tcp', '2380/tcp', '4789/udp', '6443/tcp'],
				},
				{...row, zone: 'public', key: 'masquerade', now: ['no'], then: ['yes']},
			],
			47,
			text,
		).map(each => plain(each).trimEnd());
		expect(lines).toEqual([
			'              now     then',
			'default zone  public  trusted',
			'zone public',
			'  ports       none    112/tcp 179/tcp 2380/tcp',
			'                      4789/udp 6443/tcp',
			'  masquerade  no      yes',
		]);
		expect(differenceLines([], 47, text)).toEqual([]);
		const rules = nodeRules('192.0.2.11', {controls: true, works: true});
		const short = differenceLines([{...row, zone: 'public', key: 'richRules', now: [], then: rules}], 60, text);
		expect(short.map(each => plain(each).trimEnd())).toEqual([
			'              now   then',
			'zone public',
			'  rich rules  none  192.0.2.11: 6443/tcp 8132/tcp 9443/tcp',
			'                    2380/tcp 10250/tcp 179/tcp 4789/udp',
			'                    protocol 4',
		]);
	});

	test('what confirms a trial can be typed as it stands, whatever PATH sudo has', () => {
		expect(confirmArgv(undefined)).toEqual(['sudo', 'k0s-tui', 'confirm']);
		expect(confirmArgv(['/usr/bin/node', '/usr/bin/k0s-tui'])).toEqual(['sudo', 'k0s-tui', 'confirm']);
		expect(confirmArgv(['/usr/bin/node', '/usr/local/bin/k0s-tui'])).toEqual([
			...['sudo', '/usr/local/bin/k0s-tui', 'confirm'],
		]);
		expect(confirmArgv(['/home/me/.nvm/node', '/home/me/.nvm/k0s-tui'])).toEqual([
			...['sudo', '/home/me/.nvm/node', '/home/me/.nvm/k0s-tui', 'confirm'],
		]);
		expect(confirmArgv(['/usr/bin/node', '/opt/k0s-tui/cli.js'])).toEqual([
			...['sudo', '/usr/bin/node', '/opt/k0s-tui/cli.js', 'confirm'],
		]);
	});
});
