import process from 'node:process';
import {createClock} from '../install/clock.js';
import {openJournal, speedOf} from '../install/open-journal.js';
import {createInstallSession} from '../install/session.js';
import {installSteps} from '../install/steps.js';
import type {StepView} from '../install/walk-view.js';
import {catalogue} from '../text/text.js';
import {cannotRun, faulted, string, type Answer, type HeadlessCommand} from './headless.js';
import {narrate} from './narrate.js';

const ids = installSteps(catalogue('en')).map(({id}) => id);

/**
 * `k0s-tui undo --yes [--to STEP]`: takes back what runs did on this host, newest first, down to that step (it too). What
 * was there before any run stays.
 */
export const undo: HeadlessCommand = {
	name: 'undo',
	options: {to: {value: 'STEP', refuse: step => (ids.includes(step) ? undefined : ids.join(', '))}},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async run({runner, text, signal, say, settings}, values): Promise<Answer> {
		const words = text.install.headless;
		const clock = createClock(speedOf(runner.kind, process.env));
		const journal = openJournal(runner.kind, process.env);
		const session = createInstallSession({runner, journal, clock, text, lang: settings.lang});
		const joined = await session.join();
		if (joined !== undefined) {
			joined.leave();
			return cannotRun('locked', text.install.worker.held(joined.who));
		}

		await session.refresh();
		const root = session.get().steps.find(({id, state}) => id === 'privilege' && state === 'blocked');
		if (root) return cannotRun('needs-root', root.found, text.install.steps.privilege.becomeRootFor('undo --yes'));
		const {steps} = session.get();
		const last = steps.findIndex(({id}) => id === (string(values, 'to') ?? steps[0]?.id));
		const asked = steps.slice(last).filter(({takeBack}) => takeBack.length > 0);
		if (asked.length === 0) {
			const json = {run: session.get().run, verdict: 'undone', steps: []};
			return {exit: 0, json, lines: [words.nothingToUndo]};
		}

		const finish = narrate(session, text, say);
		signal.addEventListener('abort', () => session.stop(), {once: true});
		const end = await session.undo(
			asked.map(({id}) => id),
			new Map(asked.map(({id, takeBack}) => [id, takeBack.map(({argv}) => argv)])),
		);
		finish();
		const {fault, run} = session.get();
		const ran = session
			.get()
			.steps.filter(({id}) => asked.some(each => each.id === id))
			.toReversed();
		const bad = ran.find(step => stateOf(step) !== 'undone');
		const json = {run, verdict: bad ? 'failed' : 'undone', steps: ran.map(stepJson)};
		if (fault !== undefined) return {...faulted(end, fault), json};
		if (!bad) return {exit: 0, json, lines: [words.undone(ran.length)]};
		const message = words.blocked(bad.id, bad.ran?.found ?? bad.found);
		return {exit: 1, json, lines: [words.failed(bad.id)], error: {code: stateOf(bad), message}};
	},
};

/** As its undo ended, not as a probe sees the step since. */
const stateOf = ({ran, state}: StepView): string => ran?.state ?? state;

const stepJson = (step: StepView) => ({
	id: step.id,
	title: step.title,
	state: stateOf(step),
	exit: step.exit,
	ms: step.ms,
	found: step.ran?.found ?? step.found,
});
