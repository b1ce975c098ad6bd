import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink-testing-library';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {allChecks} from '../../../source/checks/checks.js';
import {defaultOptions} from '../../../source/checks/options.js';
import {createChecksSource} from '../../../source/checks/source.js';
import {UiContext} from '../../../source/components/context.js';
import {appBindings, clashes} from '../../../source/keys/binding.js';
import {Layers} from '../../../source/keys/layers.js';
import {checksBindings} from '../../../source/screens/checks/keys.js';
import {ChecksView} from '../../../source/screens/checks/view.js';
import type {Services} from '../../../source/screens/services.js';
import {createPacer} from '../../../source/store/pacer.js';
import {catalogue} from '../../../source/text/text.js';
import {fakeRunner} from '../../support/fake-runner.js';
import {answering, failing, goodHost, type Given} from '../../support/good-host.js';

const text = catalogue('en');
const closing: Array<() => void> = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

async function show(given: Given = {}, width = 80, height = 20) {
	const answers: Record<string, Given[string]> = {...goodHost, ...given};
	const runner = fakeRunner(words => answering(answers)(words));
	const pacer = createPacer({coalesce: 1});
	const checks = createChecksSource({runner, pacer, text, options: defaultOptions});
	const copied: string[] = [];
	const layers = new Layers();
	const services = {
		text,
		kind: 'local',
		readOnly: false,
		pacer,
		sources: {checks},
		copy: (what: string) => copied.push(what),
		notify: () => undefined,
	} as unknown as Services;
	const {lastFrame, unmount} = render(
		<UiContext.Provider value={{look: {color: false, ascii: false}, layers, states: new Map()}}>
			<ChecksView services={services} width={width} height={height} />
		</UiContext.Provider>,
	);
	closing.push(() => {
		unmount();
		pacer.close();
	});
	const frame = () =>
		stripVTControlCharacters(lastFrame() ?? '')
			.split('\n')
			.map(line => line.trimEnd());
	const until = (wanted: string) => vi.waitFor(() => expect(frame().join('\n')).toContain(wanted), 5000);
	await vi.waitFor(() => expect(checks.get().reading).toBe(false), 5000);
	return {frame, until, layers, copied, asked: runner.asked, answers};
}

const clockOff = {'timedatectl show': 'NTP=no\nNTPSynchronized=no\nCanNTP=yes\n'};

describe('the checks screen', () => {
	test('a good host: all fine, in words and signs', async () => {
		const {frame, until} = await show();
		await until('nothing failed · 0 warnings');
		expect(frame()[0]).toMatch(/^✓ nothing failed.*all checks$/);
		expect(frame()).toHaveLength(20);
	});

	test('n finds the problem, enter shows what was asked, C copies what would mend it, esc comes back', async () => {
		const {frame, until, layers, copied} = await show(clockOff);
		await until('1 warning');
		layers.dispatch('n');
		await until('── Clock is kept right');
		expect(frame().join('\n')).toContain('remedy  timedatectl set-ntp true');
		layers.dispatch('enter');
		await until('# timedatectl set-ntp true');
		expect(frame().join('\n')).toContain(text.checks.applies);
		layers.dispatch('G');
		await until('NTPSynchronized=no');
		layers.dispatch('C');
		expect(copied).toEqual(['timedatectl set-ntp true']);
		expect(layers.dispatch('escape')).toBe('checks.back');
		await until('enter: evidence and remedy');
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
		layers.dispatch('a');
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

	test('no key is bound twice, and every action has a name', () => {
		expect(clashes(checksBindings)).toEqual([]);
		for (const {action} of checksBindings) {
			expect({...text.app.actions, ...text.checks.actions}[action], action).toBeDefined();
		}

		// Only C is taken from the app: here it copies the remedy.
		const own = new Set<string>(
			checksBindings.filter(({action}) => action.startsWith('checks.')).flatMap(({keys}) => keys),
		);
		expect(appBindings.flatMap(({keys}) => [...keys] as string[]).filter(key => own.has(key))).toEqual(['C', 'escape']);
	});
});
