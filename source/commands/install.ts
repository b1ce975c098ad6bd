import process from 'node:process';
import {createClock} from '../install/clock.js';
import {openJournal, speedOf} from '../install/open-journal.js';
import {createInstallSession} from '../install/session.js';
import {cannotRun, type Answer, type HeadlessCommand} from './headless.js';
import {answersOf, installOptions, isAnswer} from './install-options.js';
import {narrate} from './narrate.js';

/** `k0s-tui install --yes`: every step to the healthy cluster; the first that fails ends it. */
export const install: HeadlessCommand = {
	name: 'install',
	options: installOptions,
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async run({runner, text, signal, say}, values): Promise<Answer> {
		const words = text.install.headless;
		const answers = answersOf(values, text);
		if (isAnswer(answers)) return answers;
		const clock = createClock(speedOf(runner.kind, process.env));
		const journal = openJournal(runner.kind, process.env);
		const session = createInstallSession({runner, journal, clock, text, answers});
		if (session.refuses !== undefined) {
			return cannotRun('not-built', words.notOnRealHost, words.notOnRealHostHint);
		}

		await session.refresh();
		const root = session.get().steps.find(({id, state}) => id === 'privilege' && state === 'blocked');
		if (root) return cannotRun('needs-root', root.found, root.hint ?? undefined);
		const finish = narrate(session, text, say);
		signal.addEventListener('abort', () => session.stop(), {once: true});
		const begun = clock.mono();
		await session.run(session.get().steps.map(({id}) => id));
		finish();
		const {steps, run, fault} = session.get();
		const bad = steps.find(({state}) => state !== 'done' && state !== 'skipped');
		const json = {
			run,
			verdict: bad ? 'failed' : 'healthy',
			steps: steps.map(({id, title, state, exit, ms, found}) => ({id, title, state, exit, ms, found})),
		};
		if (!bad) return {exit: 0, json, lines: [words.healthy(((clock.mono() - begun) / 1000).toFixed(1))]};
		const message = fault ?? words.blocked(bad.id, bad.found);
		return {
			exit: fault === undefined ? 1 : 3,
			json,
			lines: [words.failed(bad.id)],
			error: {code: bad.state, message, ...(bad.hint === null ? {} : {hint: bad.hint})},
		};
	},
};
