import {describe, expect, test, vi} from 'vitest';
import {allChecks} from '../../../source/checks/checks.js';
import {defaultOptions} from '../../../source/checks/options.js';
import {createRemedySession} from '../../../source/checks/remedy-session.js';
import {createChecksSource} from '../../../source/checks/source.js';
import {createClock} from '../../../source/engine/clock.js';
import {createMemoryJournal} from '../../../source/engine/journal.js';
import {appBindings, clashes} from '../../../source/keys/binding.js';
import {Layers} from '../../../source/keys/layers.js';
import {checksBindings, menuBindings} from '../../../source/screens/checks/keys.js';
import {ChecksView} from '../../../source/screens/checks/view.js';
import type {CopyItem} from '../../../source/screens/copies.js';
import type {Services} from '../../../source/screens/services.js';
import {createPacer} from '../../../source/store/pacer.js';
import {catalogue} from '../../../source/text/text.js';
import {draw} from '../../support/draw.js';
import {fakeRunner} from '../../support/fake-runner.js';
import {answering, failing, goodHost, type Given} from '../../support/good-host.js';

const text = catalogue('en');

async function show(given: Given = {}, width = 80, height = 20) {
	const answers: Record<string, Given[string]> = {...goodHost, ...given};
	const runner = fakeRunner(words => answering(answers)(words));
	const pacer = createPacer({coalesce: 1});
	const checks = createChecksSource({runner, pacer, text, options: defaultOptions});
	const remedies = createRemedySession({
		...{runner, text, options: defaultOptions},
		journal: createMemoryJournal(),
		clock: createClock(),
		onRan: () => void checks.refresh(),
	});
	const copied: string[] = [];
	const told: string[] = [];
	const layers = new Layers();
	const services = {
		text,
		kind: 'local',
		readOnly: false,
		pacer,
		sources: {checks},
		sessions: {remedies},
		copy: (what: string) => copied.push(what),
		// The first line of the menu, as enter takes it.
		offer: async (make: () => readonly CopyItem[] | Promise<readonly CopyItem[]>) =>
			void copied.push((await make())[0]?.value ?? ''),
		notify: (words: string) => told.push(words),
	} as unknown as Services;
	const screen = draw(() => <ChecksView services={services} width={width} height={height} />, {
		layers,
		close: () => pacer.close(),
	});
	const frame = () => screen.rows().map(line => line.trimEnd());
	const until = (wanted: string) => vi.waitFor(() => expect(frame().join('\n')).toContain(wanted), 5000);
	await vi.waitFor(() => expect(checks.get().reading).toBe(false), 5000);
	return {frame, until, layers, copied, told, asked: runner.asked, answers};
}

/** A dialog's focus is seen in colour only. */
const drawn = () =>
	new Promise(resolve => {
		setTimeout(resolve, 50);
	});
const clockOff = {'timedatectl show': 'NTP=no\nNTPSynchronized=no\nCanNTP=yes\n'};

describe('the checks screen', () => {
	test('a good host: all fine, in words and signs', async () => {
		const {frame, until} = await show();
		await until('nothing failed · 0 warnings');
		expect(frame()[0]).toMatch(/^✓ nothing failed.*all checks$/);
		expect(frame()).toHaveLength(20);
	});

	test('] finds the problem, enter shows what was asked, C copies what would mend it, esc comes back', async () => {
		const {frame, until, layers, copied} = await show(clockOff);
		await until('1 warning');
		layers.dispatch(']');
		await until('── Time synchronisation');
		expect(frame().join('\n')).toContain('fix     timedatectl set-ntp true');
		layers.dispatch('enter');
		await until('# timedatectl set-ntp true');
		expect(frame().join('\n')).toContain(text.checks.applies);
		layers.dispatch('G');
		await until('NTPSynchronized=no');
		layers.dispatch('C');
		await expect.poll(() => copied).toEqual(['timedatectl set-ntp true']);
		expect(layers.dispatch('escape')).toBe('checks.back');
		await until('enter: evidence and fix');
		expect(layers.dispatch('escape')).toBeUndefined();
	});

	test('! shows problems only, / filters, a asks one again and the row turns', async () => {
		const {frame, until, layers, answers, asked} = await show(clockOff);
		await until('1 warning');
		layers.dispatch('!');
		await until('problems only');
		expect(frame().filter(line => / ok {3}/.test(line))).toEqual([]);
		answers['timedatectl show'] = 'NTP=yes\nNTPSynchronized=yes\n';
		asked.length = 0;
		layers.act('checks.rerun');
		await until(text.checks.noProblems);
		expect(asked.map(words => words.split(' ')[0]).sort()).toEqual(['cat', 'timedatectl']);
		layers.dispatch('!');
		layers.dispatch('/');
		await until(`${allChecks.length}/${allChecks.length}`);
		for (const key of 'swap') layers.dispatch(key);
		await until('/swap');
		expect(frame()[2]).toContain('Swap');
	});

	test('r asks everything again', async () => {
		const {until, layers, answers, asked} = await show();
		await until('0 warnings');
		const once = asked.length;
		answers['cat -- /etc/hosts'] = '\n';
		answers['getent hosts localhost'] = failing('', 2);
		layers.dispatch('r');
		await until('1 failed');
		expect(asked.length).toBe(2 * once);
	});

	test('x opens the actions; a remedy is shown in full and runs only after a yes; its check runs again by itself', async () => {
		const {frame, until, layers, told, asked, answers} = await show(clockOff);
		await until('1 warning');
		layers.dispatch(']');
		layers.dispatch('x');
		await until('Apply the fix: Time synchronisation');
		expect(frame()).toHaveLength(20);
		expect(frame().join('\n')).toContain('Apply all safe fixes (1)');
		layers.dispatch('enter');
		await until('Apply this fix?');
		expect(frame().join('\n')).toContain('# timedatectl set-ntp true');
		expect(frame().join('\n')).toContain('undo: timedatectl set-ntp false');
		expect(asked).not.toContain('timedatectl set-ntp true');

		// The focus is on Cancel: enter alone runs nothing.
		layers.dispatch('enter');
		await until('1 warning');
		expect(asked).not.toContain('timedatectl set-ntp true');

		layers.dispatch('x');
		await until('Apply all safe');
		layers.dispatch('enter');
		await until('Apply this fix?');
		layers.dispatch('tab');
		await drawn();
		answers['timedatectl set-ntp true'] = '';
		Object.defineProperty(answers, 'timedatectl show', {
			enumerable: true,
			get: () =>
				clockOff['timedatectl show'].replaceAll(/=no/g, asked.includes('timedatectl set-ntp true') ? '=yes' : '=no'),
		});
		layers.dispatch('enter');
		await until('0 warnings');
		expect(asked.filter(words => words === 'timedatectl set-ntp true')).toHaveLength(1);
		expect(told).toContain(text.checks.remedies.allMended(1));
	});

	test('a remedy that fails says so where its check is, with the tool’s own words', async () => {
		const {until, layers, told, answers} = await show(clockOff);
		await until('1 warning');
		layers.dispatch(']');
		layers.dispatch('x');
		await until('Apply all safe');
		layers.dispatch('enter');
		await until('Apply this fix?');
		answers['timedatectl set-ntp true'] = failing('Failed to set ntp: NTP not supported\n');
		layers.dispatch('tab');
		await drawn();
		layers.dispatch('enter');
		await vi.waitFor(() => expect(told.join('\n')).toContain('NTP not supported'), 5000);
		layers.dispatch('enter');
		await until('── last fix');
		await until('NTP not supported');
	});

	test('what cannot be done says why, and nothing happens', async () => {
		const {until, layers, told} = await show({'cat -- /proc/meminfo': 'MemTotal: 500000 kB\nSwapTotal: 0 kB\n'});
		await until('1 failed');
		layers.dispatch(']');
		layers.dispatch('x');
		await until('Apply the fix: Memory (no automatic fix');
		layers.dispatch('enter');
		expect(told).toEqual([text.checks.remedies.byPerson]);
		layers.dispatch('j');
		layers.dispatch('enter');
		expect(told.at(-1)).toBe(text.checks.remedies.noSafe);
		layers.dispatch('escape');
		await until('enter: evidence and fix');
	});

	test('no key is bound twice, and every action has a name', () => {
		expect(clashes(checksBindings)).toEqual([]);
		expect(clashes(menuBindings)).toEqual([]);
		for (const {action} of checksBindings) {
			expect({...text.app.actions, ...text.checks.actions}[action], action).toBeDefined();
		}

		// Only C is taken from the app: here it copies the remedy.
		const own = new Set<string>(
			checksBindings.filter(({action}) => action.startsWith('checks.')).flatMap(({keys}) => keys),
		);
		expect(appBindings.flatMap(({keys}) => [...keys] as string[]).filter(key => own.has(key))).toEqual([
			'C',
			'r',
			'ctrl+r',
			'escape',
		]);
	});
});
