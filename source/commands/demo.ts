import process from 'node:process';
import {isFree} from '../host/free-file.js';
import {whyUnwritable, writePrivate} from '../host/private-file.js';
import {createClock} from '../engine/clock.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import {
	defaultDemo,
	refuseImage,
	refuseName,
	refuseNamespace,
	refuseSkip,
	rungsIn,
	skippable,
	type DemoAnswers,
} from '../smoke/answers.js';
import {isJunit, junitOf} from '../smoke/junit.js';
import {createDemoSession, demoOrder, demoResult, type DemoResult} from '../smoke/session.js';
import {visible} from '../terminal/sanitise.js';
import {cannotRun, type Answer, type HeadlessCommand} from './headless.js';
import {fileFaultWords} from './open-fault.js';
import {string} from './option.js';
import {heeding, looked, unseen} from './heed.js';
import {narrate} from './narrate.js';

/** `k0s-tui demo --yes`: create, expose, wait, request, clean up. What it made is deleted also when a rung fails. */
export const demo: HeadlessCommand = {
	name: 'demo',
	options: {
		image: {value: 'IMAGE', refuse: refuseImage},
		name: {value: 'NAME', refuse: refuseName},
		namespace: {value: 'NS', refuse: refuseNamespace},
		keep: {},
		junit: {value: 'FILE'},
		skip: {value: 'RUNG,…', words: skippable, refuse: refuseSkip},
	},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async run(invocation, values): Promise<Answer> {
		const {runner, text, settings, signal, say} = invocation;
		const words = text.demo.headless;
		const junit = string(values, 'junit');
		if (junit !== undefined && !settings.force && !(await isFree(junit, isJunit).catch(() => false))) {
			return cannotRun('exists', words.junitExists(junit));
		}

		const unwritable = junit === undefined ? undefined : await whyUnwritable(junit);
		if (unwritable !== undefined)
			return cannotRun('not-written', words.junitFailed(junit ?? '', fileFaultWords(unwritable, text)));

		const answers: DemoAnswers = {
			image: string(values, 'image') ?? defaultDemo.image,
			name: string(values, 'name') ?? defaultDemo.name,
			namespace: string(values, 'namespace') ?? defaultDemo.namespace,
			keep: values['keep'] === true,
			skip: rungsIn(string(values, 'skip')),
		};
		const session = createDemoSession({
			runner,
			journal: openJournal(runner.kind, process.env),
			clock: createClock(speedOf(runner.kind, process.env)),
			text,
			answers,
			force: settings.force,
		});
		if (!(await looked(signal, session.refresh()))) return unseen;
		const cluster = session.get().steps.find(({id, state}) => id === 'cluster' && state !== 'done');
		if (cluster) {
			const {found, hint} = cluster;
			const result = demoResult(session.get());
			// The file of an earlier demo would say that all is well.
			const rungs = result.rungs.map(rung =>
				rung.id === 'cluster' ? {...rung, result: 'fail' as const, found, hint} : rung,
			);
			const unwritten = await saveJunit(junit, {...result, rungs}, []);
			if (unwritten !== undefined) say(words.junitFailed(junit ?? '', fileFaultWords(unwritten, text)));
			return {
				exit: 3,
				json: {...result, failure: null},
				lines: [],
				error: {code: 'not-healthy', message: found, ...(hint === null ? {} : {hint})},
			};
		}

		const finish = narrate(session, text, say);
		const {rungs, approved} = demoOrder(answers);
		await heeding(signal, session, async () => session.run(rungs, approved));
		const failed = demoResult(session.get()).rungs.find(({result}) => result === 'fail');
		// An earlier demo is in the way: this one made nothing, and does not delete that.
		const none = session.get().steps.some(({id, ran}) => id === 'create' && ran?.state === 'blocked');
		const pod =
			session.get().steps.find(({id, ran}) => id === 'pod' && ran?.state === 'done')?.ran?.values['pod'] ?? null;
		const point =
			failed && !none && failed.id !== 'cleanup' && !signal.aborted
				? await (await import('./demo-failure.js')).demoFailure(invocation, {rung: failed.id, answers, pod})
				: undefined;
		// What it made is not left behind because a later rung failed.
		if (failed && !answers.keep && !none && failed.id !== 'cleanup') await session.run(['cleanup'], approved);
		finish();
		const result = demoResult(session.get());
		const json = {...result, failure: point?.found ?? null};
		const unwritten = await saveJunit(junit, result, point?.lines ?? []);
		if (unwritten !== undefined && (failed ?? session.get().fault) !== undefined)
			say(words.junitFailed(junit ?? '', fileFaultWords(unwritten, text)));
		const {fault} = session.get();
		const after = answers.keep ? words.kept : json.cleaned ? words.cleaned : words.notCleaned;
		if (!failed && fault === undefined)
			return {
				...(unwritten === undefined
					? {exit: 0}
					: {
							exit: 3,
							error: {code: 'not-written', message: words.junitFailed(junit ?? '', fileFaultWords(unwritten, text))},
						}),
				json,
				lines: [words.answered(visible(json.answer ?? '')), after],
			};
		return {
			exit: fault === undefined ? 1 : 3,
			json,
			lines: none ? [] : [...(point?.lines ?? []), after],
			error: {
				code: failed?.id ?? 'fault',
				message: fault ?? words.failed(`${failed?.id ?? ''}: ${failed?.found ?? ''}`),
				...(failed?.hint ? {hint: failed.hint} : {}),
			},
		};
	},
};

/** Why the result could not be written; undefined: it is there, or nobody wants it. */
async function saveJunit(
	file: string | undefined,
	result: DemoResult,
	details: readonly string[],
): Promise<string | undefined> {
	return file === undefined ? undefined : writePrivate(file, junitOf(result, new Date(), details));
}
