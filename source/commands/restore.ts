import {refuseDataDir, refusePath, refuseVersion, defaultAnswers} from '../install/answers.js';
import {createRestoreSession, type RestoreSession} from '../install/restore/session.js';
import {upkeepText} from '../text/upkeep.js';
import {usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {string, type Values} from './option.js';
import {seconds} from './install-options.js';
import {blockedStep, failed, isGood, partsOf, runSteps, stepsJson, withoutRoot} from './steps-run.js';
import {stepsPlan} from './steps-plan.js';

/**
 * `k0s-tui restore FILE`: an archive of `k0s backup` becomes a cluster on a host that has none. Never over another one: that is
 * said, with what removes it.
 */
export const restore: HeadlessCommand = {
	name: 'restore',
	options: {
		'k0s-version': {value: 'VERSION|stable', refuse: refuseVersion},
		single: {},
		binary: {value: 'FILE', refuse: refusePath},
		'data-dir': {value: 'DIR', refuse: refuseDataDir},
		'healthy-wait': {value: 'SECONDS', refuse: seconds},
	},
	positionals: {min: 1, max: 1, name: 'ARCHIVE'},
	changes: true,
	async plan(invocation, values, positionals) {
		const {text} = invocation;
		const {restore: words} = await upkeepText(text);
		const file = fileOf(positionals, invocation);
		if (typeof file !== 'string') return file;
		const session = await sessionFor(invocation, values, file);
		await session.refresh();
		const {steps} = session.get();
		const root = withoutRoot(steps, `restore ${file} --yes`, text);
		if (root) return root;
		const bad = blockedStep(steps);
		return bad ? failed(session, bad, text) : stepsPlan(steps, [words.title(file), words.volumes, words.flags], text);
	},
	async run(invocation, values, positionals): Promise<Answer> {
		const {text} = invocation;
		const {restore: words} = await upkeepText(text);
		const file = fileOf(positionals, invocation);
		if (typeof file !== 'string') return file;
		const parts = partsOf(invocation);
		const session = await sessionFor(invocation, values, file);
		const begun = parts.clock.mono();
		const ran = await runSteps(session, invocation, `restore ${file} --yes`);
		if (ran.answer) return {...ran.answer, json: {...ran.answer.json, file}};
		const bad = ran.steps.find(({state}) => !isGood(state));
		const json = {run: ran.run, verdict: bad ? 'failed' : 'healthy', file, steps: stepsJson(ran.steps)};
		if (bad) return {...failed(session, bad, text), json};
		const took = ((parts.clock.mono() - begun) / 1000).toFixed(1);
		return {exit: 0, json, lines: [words.healthy(took), words.volumes]};
	},
};

function fileOf([file = '']: readonly string[], {text}: Invocation): string | Answer {
	const wrong = refusePath(file, text);
	return wrong === undefined ? file : usage(text.cli.badValue('ARCHIVE', file, wrong));
}

const sessionFor = async (invocation: Invocation, values: Values, file: string): Promise<RestoreSession> =>
	createRestoreSession({
		...partsOf(invocation),
		file,
		answers: {
			...defaultAnswers,
			version: string(values, 'k0s-version') ?? defaultAnswers.version,
			binary: string(values, 'binary'),
			single: values['single'] === true,
			dataDir: string(values, 'data-dir'),
			wait: Number(string(values, 'healthy-wait') ?? defaultAnswers.wait),
		},
	});
