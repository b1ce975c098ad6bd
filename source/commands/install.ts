import process from 'node:process';
import {createClock, type Clock} from '../engine/clock.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import {areSame} from '../engine/worker/order-file.js';
import {createInstallSession, type InstallSession} from '../install/session.js';
import type {InstallAnswers} from '../install/answers.js';
import {forgetToken, keepToken, tokenPath} from '../install/kept-token.js';
import {roleOf} from '../install/role.js';
import {visible} from '../terminal/sanitise.js';
import type {StepView} from '../engine/session-view.js';
import type {Text} from '../text/text.js';
import {cannotRun, faulted, usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {answersOf, installOptions, isAnswer} from './install-options.js';
import {heeding, looked, unseen} from './heed.js';
import {narrate} from './narrate.js';
import {fileFaultWords} from './open-fault.js';
import {fromStandardInput} from './role-options.js';
import {readToken} from './token-stdin.js';

/**
 * `k0s-tui install --yes`: every step to the healthy cluster; the first that fails ends it. On a real host a worker does
 * it: this command only looks on, and joins a run that is under way.
 */
export const install: HeadlessCommand = {
	name: 'install',
	options: installOptions,
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async run(invocation, values): Promise<Answer> {
		const {text, runner} = invocation;
		const answers = answersOf(values, text);
		if (isAnswer(answers)) return answers;
		if (answers.tokenFile !== fromStandardInput) return go(invocation, answers);
		// It is kept where only root can write: without root nothing is read.
		if (runner.kind === 'local' && process.getuid?.() !== 0)
			return needsRoot(text.install.steps.privilege.notRoot, text);
		const read = await readToken();
		if ('fault' in read)
			return usage(read.fault === 'terminal' ? text.install.bad.tokenTerminal : text.install.bad.noTokenInput);
		return go(invocation, {...answers, tokenFile: tokenPath()}, read.token);
	},
};

const isDone = ({json}: Answer, step: string): boolean =>
	((json as {readonly steps?: ReadonlyArray<{readonly id: string; readonly state: string}>}).steps ?? []).some(
		({id, state}) => id === step && isGood(state),
	);

const needsRoot = (found: string, text: Text): Answer =>
	cannotRun('needs-root', found, text.install.steps.privilege.becomeRootFor('install --yes'));

/** `token`: came by standard input; it is kept only if no run is under way, which may need its own. */
async function go(invocation: Invocation, answers: InstallAnswers, token?: string): Promise<Answer> {
	const {runner, text, settings} = invocation;
	const clock = createClock(speedOf(runner.kind, process.env));
	const journal = openJournal(runner.kind, process.env);
	const session = createInstallSession({
		...{runner, journal, clock, text, answers, force: settings.force},
	});
	const joined = await session.join();
	if (joined !== undefined && !(joined.kind === 'run' && areSame(joined.answers, answers))) {
		joined.leave();
		return cannotRun('locked', text.install.worker.held(joined.who));
	}

	const unkept = token === undefined || joined ? undefined : await keepToken(runner, token);
	if (unkept !== undefined) {
		const message = text.cli.openFaults.unwritable(tokenPath(), fileFaultWords(unkept, text));
		return {exit: 1, json: {}, lines: [], error: {code: 'failed', message}};
	}

	const {end, answer} = await follow(session, joined, clock, invocation);
	// A run that goes on by itself still needs it, and its worker forgets it; so does a k0s that has not joined yet.
	const waits = answer.exit !== 0 && isDone(answer, 'install') && !isDone(answer, 'healthy');
	if (token !== undefined && end !== 'running' && !waits) await forgetToken(runner);
	return answer;
}

async function follow(
	session: InstallSession,
	joined: Awaited<ReturnType<InstallSession['join']>>,
	clock: Clock,
	{text, signal, say}: Invocation,
): Promise<{readonly end?: string | undefined; readonly answer: Answer}> {
	const words = text.install.headless;
	const finish = narrate(session, text, say);
	const begun = clock.mono();
	let end: string | undefined;
	if (joined === undefined) {
		if (!(await looked(signal, session.refresh()))) return {answer: unseen};
		const refused = refusal(session, text);
		if (refused !== undefined) return {answer: refused};
		const {steps} = session.get();
		const cut = steps.find(({state, ran}) => state === 'aborted' && ran === undefined);
		if (cut) say(words.resumes(cut.id));
		if (steps.some(({state}) => !isGood(state)))
			end = await heeding(signal, session, async () => session.run(steps.map(({id}) => id)));
	} else end = await heeding(signal, session, async () => joined.end);

	finish();
	if (end === 'running') say(text.install.worker.goesOn);
	const {fault} = session.get();
	if (fault !== undefined) return {end, answer: {...faulted(end, fault), json: jsonOf(session, 'failed')}};
	return {end, answer: answerOf(session, ((clock.mono() - begun) / 1000).toFixed(1), text)};
}

const isGood = (state: string): boolean => state === 'done' || state === 'skipped';

/** How its run ended: a probe after it may come too late or in vain on a host that is busy with what was started. */
const asItRan = (step: StepView): StepView =>
	step.ran === undefined || step.ran.state === 'running' ? step : {...step, ...step.ran, commands: step.commands};

/** What cannot be done is said before anything changes, not when its turn has come. */
function refusal(session: InstallSession, text: Text): Answer | undefined {
	const blocked = session.get().steps.find(({state}) => state === 'blocked');
	if (!blocked) return undefined;
	if (blocked.id === 'privilege') return needsRoot(blocked.found, text);
	return failure(session, blocked, text);
}

function answerOf(session: InstallSession, seconds: string, text: Text): Answer {
	const words = text.install.headless;
	const steps = session.get().steps.map(asItRan);
	const bad = steps.find(({state}) => !isGood(state));
	if (bad) return failure(session, bad, text);
	const {tokenFile} = session.answers;
	return {
		exit: 0,
		json: jsonOf(session, 'healthy'),
		lines: [
			words.healthyAs[roleOf(session.answers)](seconds),
			...(tokenFile === undefined || tokenFile === tokenPath() ? [] : [visible(words.tokenDone(tokenFile))]),
		],
	};
}

const failure = (session: InstallSession, {id, state, found, hint}: StepView, text: Text): Answer => ({
	exit: 1,
	json: jsonOf(session, isUndone(session, id) ? 'rolled-back' : 'failed'),
	lines: [text.install.headless.failed(id)],
	error: {
		code: state,
		message: text.install.headless.blocked(id, found),
		...(hint === null ? {} : {hint}),
	},
});

/** The guard takes a firewall trial back that failed or was not confirmed. */
const isUndone = (session: InstallSession, id: string): boolean =>
	session
		.get()
		.steps.some(
			step =>
				step.id === id &&
				id === 'firewall-trial' &&
				step.ran?.commands.some(({argv}) => argv.some(word => word.endsWith('/guard.sh'))) === true,
		);

export function jsonOf(session: InstallSession, verdict: string) {
	const {run} = session.get();
	const steps = session.get().steps.map(asItRan);
	return {
		run,
		verdict,
		steps: steps.map(({id, title, state, exit, ms, found}) => ({id, title, state, exit, ms, found})),
	};
}
