import {defaultAnswers, refusePath} from '../install/answers.js';
import {defaultBackupFolder} from '../install/backup/folder.js';
import {previousOf} from '../install/upgrade/previous.js';
import {isWorkerRole} from '../install/role.js';
import {createUpgradeSession, type UpgradeSession} from '../install/upgrade/session.js';
import type {StepView} from '../engine/session-view.js';
import {isReleaseTag} from '../model/release.js';
import {visible} from '../terminal/sanitise.js';
import {upkeepText, type UpkeepText} from '../text/upkeep.js';
import * as files from '../command/files.js';
import {readExisting} from '../read/file.js';
import {usage, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {seconds} from './install-options.js';
import {within} from './heed.js';
import {string, type Values} from './option.js';
import {blockedStep, failed, isGood, partsOf, runSteps, stepsJson, withoutRoot} from './steps-run.js';
import {stepsPlan} from './steps-plan.js';

/**
 * `k0s-tui upgrade --to VERSION [--plan]`, `upgrade --undo`: one minor at a time, with a backup before and a way back. Exit 1: a step failed; then
 * the old version runs again, or what stands is said.
 */
export const upgrade: HeadlessCommand = {
	name: 'upgrade',
	options: {
		to: {value: 'VERSION', refuse: (value, text) => (isReleaseTag(value) ? undefined : text.install.bad.version)},
		plan: {},
		undo: {},
		out: {value: 'FOLDER', refuse: refusePath},
		binary: {value: 'FILE', refuse: refusePath},
		bundle: {value: 'FILE', refuse: refusePath},
		'healthy-wait': {value: 'SECONDS', refuse: seconds},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: values => values['plan'] !== true,
	plan: async (invocation, values) => planned(invocation, values),
	async run(invocation, values): Promise<Answer> {
		const {text} = invocation;
		if (values['undo'] === true && values['to'] !== undefined) {
			const {undo} = (await upkeepText(text)).upgrade;
			return usage(undo.alone);
		}

		if (values['plan'] === true) return planned(invocation, values);
		if (values['undo'] === true) return (await import('./upgrade-undo.js')).undoUpgrade(invocation);
		const {upgrade: words} = await upkeepText(text);
		const session = await sessionFor(invocation, values);
		if (!('get' in session)) return session;
		const parts = partsOf(invocation);
		const begun = parts.clock.mono();
		const command = `upgrade --to ${session.answers.version} --yes`;
		const ran = await runSteps(session, invocation, command);
		const about = {from: session.answers.from, to: session.answers.version};
		if (ran.answer) {
			const stands = (await within(invocation.signal, standing(session, invocation))) ?? nothing;
			return {...ran.answer, json: {...ran.answer.json, ...about, ...jsonOf(stands)}};
		}

		const stands = await standing(session, invocation);
		const back = ran.steps.find(({id}) => id === 'back');
		const bad = failingOf(ran.steps);
		const good = bad === undefined && back === undefined;
		const verdict = good ? 'upgraded' : back?.state === 'done' ? 'rolled-back' : 'failed';
		const json = {run: ran.run, verdict, ...about, steps: stepsJson(ran.steps), ...jsonOf(stands)};
		const took = ((parts.clock.mono() - begun) / 1000).toFixed(1);
		if (good) {
			const ranOne = ran.steps.some(({ran: own}) => own !== undefined);
			return {exit: 0, json, lines: [ranOne ? words.done(about.from ?? '?', about.to, took) : words.nothing(about.to)]};
		}

		const failing = bad ?? back;
		const answer = failing === undefined ? {exit: 1 as const, lines: []} : failed(session, failing, text);
		const lines =
			back?.state === 'done'
				? [words.wentBack(stands.program ?? '?', failing?.id ?? ''), ...standingLines(stands, session, words)]
				: [...answer.lines, ...standingLines(stands, session, words)];
		return {...answer, json, lines: lines.map(line => visible(line))};
	},
};

/** The step that failed, with its own words, also where it was undone since. */
function failingOf(steps: readonly StepView[]): StepView | undefined {
	const undone = steps.find(({ran}) => ran?.failedWith !== undefined);
	if (undone?.ran?.failedWith !== undefined) return {...undone, ...undone.ran.failedWith, state: 'failed'};
	const ends = ['failed', 'blocked', 'aborted'];
	return (
		steps.find(({id, ran}) => id !== 'back' && ran !== undefined && ends.includes(ran.state)) ??
		steps.find(({id, state}) => id !== 'back' && !isGood(state) && state !== 'undone')
	);
}

async function planned(invocation: Invocation, values: Values): Promise<Answer> {
	const {text} = invocation;
	if (values['undo'] === true) return (await import('./upgrade-undo.js')).undoPlan(invocation);
	const {upgrade: words} = await upkeepText(text);
	const session = await sessionFor(invocation, values);
	if (!('get' in session)) return session;
	await session.refresh();
	const {steps, run} = session.get();
	const {from, version: to} = session.answers;
	const about = {run, verdict: 'planned', from, to, ...jsonOf({...nothing, program: from})};
	const root = withoutRoot(steps, `upgrade --to ${to} --yes`, text);
	if (root) return root;
	const bad = blockedStep(steps);
	if (bad !== undefined) {
		const answer = failed(session, bad, text);
		return {...answer, json: {...answer.json, ...about, verdict: 'failed'}};
	}

	const isWorker = isWorkerRole(session.answers);
	const told = isWorker ? [words.podsWorker, words.ifFailsWorker] : [words.pods, words.ifFails];
	const plan = stepsPlan(steps, [words.title(from ?? '?', to), ...told], text);
	return {...plan, json: {...about, ...plan.json}};
}

async function sessionFor(invocation: Invocation, values: Values): Promise<UpgradeSession | Answer> {
	const {upgrade: words} = await upkeepText(invocation.text);
	const to = string(values, 'to');
	if (to === undefined) return usage(`${words.needsTo}: ${words.wanted}`);
	return createUpgradeSession({
		...partsOf(invocation),
		folder: string(values, 'out')?.replace(/(?<=.)\/+$/, '') ?? defaultBackupFolder(),
		answers: {
			...defaultAnswers,
			version: to,
			binary: string(values, 'binary'),
			airgapBundle: string(values, 'bundle'),
			wait: Number(string(values, 'healthy-wait') ?? defaultAnswers.wait),
		},
	});
}

/** What is there after a run, as it was just read; null: not known, or not there. */
type Stands = {
	readonly program: string | null;
	readonly service: string | null;
	readonly previous: string | null;
	readonly aside: string | null;
	readonly backup: string | null;
};

const nothing: Stands = {program: null, service: null, previous: null, aside: null, backup: null};

async function standing(session: UpgradeSession, {runner}: Invocation): Promise<Stands> {
	const {k0sVersion, controllerUnit: unit, saved} = session.seen();
	const {from, version, archive} = session.answers;
	const previous = previousOf(from ?? '');
	const asides = ['/var/lib/k0s/etcd', '/var/lib/k0s/db'].map(folder => `${folder}.written-by-${version}`);
	const there = readExisting(await runner.run(files.existing([previous, ...asides])));
	const paths = there.known ? there.value : [];
	return {
		program: k0sVersion?.known ? k0sVersion.value : null,
		service: unit?.known ? unit.value.activeState : null,
		previous: paths.includes(previous) ? previous : null,
		aside: paths.find(path => asides.includes(path)) ?? null,
		backup: archive ?? saved?.path ?? null,
	};
}

const jsonOf = ({backup, ...stands}: Stands) => ({backup, stands});

function standingLines(stands: Stands, session: UpgradeSession, words: UpkeepText['upgrade']): readonly string[] {
	const {standing: own} = words;
	const {program, service, previous, aside, backup} = stands;
	if (program === session.answers.from && service === 'active' && aside === null && previous === null) {
		return [words.stands, own.unchanged(program ?? '?')];
	}

	const lost = program !== session.answers.from || service !== 'active';
	return [
		words.stands,
		own.program(program ?? '?'),
		own.service(service ?? '?'),
		...(previous === null ? [] : [own.previous(previous)]),
		...(backup === null ? [] : [own.archive(backup)]),
		...(aside === null ? [] : [own.aside(aside)]),
		...(lost && previous !== null && backup !== null ? [words.byHand(previous, backup)] : []),
	];
}
