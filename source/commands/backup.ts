import {refusePath} from '../install/answers.js';
import {defaultBackupFolder} from '../install/backup/folder.js';
import {createBackupSession, type BackupSession} from '../install/backup/session.js';
import {filesIn, partsOf as contents, unpacked} from '../model/k0s-archive.js';
import {visible} from '../terminal/sanitise.js';
import {upkeepText, type UpkeepText} from '../text/upkeep.js';
import type {Answer, HeadlessCommand, Invocation} from './headless.js';
import {string, type Values} from './option.js';
import {failed, isGood, partsOf, runSteps, stepsJson, withoutRoot} from './steps-run.js';
import {stepsPlan} from './steps-plan.js';

/** What no archive of k0s holds, in the order in which it is told. */
const missing = ['volumes', 'images', 'service', 'settings', 'workers'] as const;

/**
 * `k0s-tui backup [--out FOLDER]`: one archive of `k0s backup`, for root alone, read to its end. Says what is in it and what is
 * not. Exit 0: it is whole.
 */
export const backup: HeadlessCommand = {
	name: 'backup',
	options: {out: {value: 'FOLDER', refuse: refusePath}},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async plan(invocation, values) {
		const {text} = invocation;
		const {backup: words} = await upkeepText(text);
		const session = await sessionFor(invocation, values);
		await session.refresh();
		const {steps} = session.get();
		const root = withoutRoot(steps, 'backup --yes', text);
		if (root) return root;
		const bad = steps.find(({state}) => state === 'blocked');
		return bad ? failed(session, bad, text) : stepsPlan(steps, [words.secret], text);
	},
	async run(invocation, values): Promise<Answer> {
		const {text} = invocation;
		const words = await upkeepText(text);
		const session = await sessionFor(invocation, values);
		const ran = await runSteps(session, invocation, 'backup --yes');
		if (ran.answer) return ran.answer;
		const bad = ran.steps.find(({state}) => !isGood(state));
		const json = {run: ran.run, verdict: bad ? 'failed' : 'saved', steps: stepsJson(ran.steps), ...savedJson(session)};
		if (bad) return {...failed(session, bad, text), json};
		return {exit: 0, json, lines: savedLines(session, words).map(line => visible(line))};
	},
};

/** Beside the journal, in a folder for root alone, unless a person names one. */
const sessionFor = async (invocation: Invocation, values: Values): Promise<BackupSession> => {
	const folder = string(values, 'out')?.replace(/(?<=.)\/+$/, '') ?? defaultBackupFolder();
	return createBackupSession({...partsOf(invocation), folder});
};

function savedJson(session: BackupSession) {
	const {saved} = session.seen();
	const entries = saved?.entries.known ? saved.entries.value : [];
	return {
		file: saved?.path ?? null,
		size: saved?.bytes ?? null,
		files: saved?.entries.known ? filesIn(entries) : null,
		unpacked: saved?.entries.known ? unpacked(entries) : null,
		contents: saved?.entries.known ? contents(entries) : [],
		notInIt: missing,
	};
}

function savedLines(session: BackupSession, {backup: words}: UpkeepText): readonly string[] {
	const {saved} = session.seen();
	if (!saved) return [];
	const entries = saved.entries.known ? saved.entries.value : [];
	const parts = contents(entries).filter(part => part.id !== 'other' || part.entries > 0);
	return [
		words.saved(saved.path, saved.bytes ?? 0),
		words.inIt,
		...parts.map(part =>
			part.entries === 0
				? words.none(words.parts[part.id])
				: words.line(words.parts[part.id], part.entries, part.bytes),
		),
		words.notInIt,
		...missing.map(id => words.without(words.missing[id])),
		words.secret,
		words.how(saved.path),
	];
}
