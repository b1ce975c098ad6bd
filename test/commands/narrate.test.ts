import {expect, test} from 'vitest';
import {narrate} from '../../source/commands/narrate.js';
import {createOutput} from '../../source/engine/output.js';
import type {StepView, StepSession, SessionView} from '../../source/engine/session-view.js';
import {catalogue} from '../../source/text/text.js';

/** Only what the tale is made of. */
const step = {id: 'start', state: 'running', found: '', hint: null, ms: null} as Partial<StepView> as StepView;

/** A walk whose view the test sets, and what was told of it. */
function tale() {
	const output = createOutput();
	const told: string[] = [];
	let tell = (): void => undefined;
	let view: SessionView = {
		...{
			steps: [step],
			reading: false,
			running: 'start',
			stopping: false,
			doing: 'run',
			cut: undefined,
			progress: undefined,
		},
		...{run: 'install-1', fault: undefined, journal: {fault: undefined, archive: undefined}},
	};
	const walk = {
		output,
		get: () => view,
		subscribe(listener: () => void) {
			tell = listener;
			return () => undefined;
		},
	} as unknown as StepSession<unknown>;
	const finish = narrate(walk, catalogue('en'), line => told.push(line));
	return {
		output,
		told,
		finish,
		show(next: Partial<SessionView>) {
			view = {...view, ...next};
			tell();
		},
	};
}

test('what an earlier run printed is not told as what happens now: no login is asked for that nothing waits for', () => {
	const {output, told, finish} = tale();
	output.add({step: 'firewall-trial', kind: 'note', text: 'Open a second login', earlier: true});
	output.add({step: 'start', kind: 'command', text: 'k0s start'});
	output.add({step: 'start', kind: 'stdout', text: 'not told'});
	finish();
	expect(told).toEqual([expect.stringContaining('k0s start')]);
});

test('what was told of a joined run before somebody listened is told too', () => {
	const output = createOutput();
	output.add({step: 'hostname', kind: 'command', text: 'hostnamectl set-hostname a'});
	const told: string[] = [];
	const walk = {output, get: () => ({steps: []}), subscribe: () => () => undefined} as unknown as StepSession<unknown>;
	narrate(walk, catalogue('en'), line => told.push(line))();
	expect(told).toEqual([expect.stringContaining('hostnamectl')]);
});

test('a step is told once, when it ended', () => {
	const {told, show, finish} = tale();
	show({});
	expect(told).toEqual([]);
	const failed: StepView = {...step, state: 'failed', found: 'exit 1', hint: 'look there', ms: 1200};
	show({steps: [failed], running: undefined});
	show({steps: [failed], running: undefined});
	finish();
	expect(told).toEqual([expect.stringMatching(/^start: .*\(1\.2 s\).*exit 1$/), expect.stringContaining('look there')]);
});
