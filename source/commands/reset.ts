import process from 'node:process';
import {shown} from '../command/command.js';
import {refuseDataDir} from '../install/answers.js';
import {createClock} from '../engine/clock.js';
import {openJournal, speedOf} from '../engine/open-journal.js';
import {createResetSession} from '../install/reset/session.js';
import type {StepView} from '../engine/session-view.js';
import {visible} from '../terminal/sanitise.js';
import {idText, says} from '../text/ids.js';
import type {Text} from '../text/text.js';
import {cannotRun, faulted, type Answer, type HeadlessCommand, type Invocation} from './headless.js';
import {string, type Values} from './option.js';
import {heeding, looked, unseen, within} from './heed.js';
import {narrate} from './narrate.js';
import {stepsPlan} from './steps-plan.js';

/**
 * `k0s-tui reset --yes`: stop, `k0s reset`, and what remains after it, each by its own command. Exit 1 while something is
 * left: it is listed with what would take it away.
 */
export const reset: HeadlessCommand = {
	name: 'reset',
	options: {'data-dir': {value: 'DIR', refuse: refuseDataDir}},
	positionals: {min: 0, max: 0, name: ''},
	changes: true,
	async plan(invocation, values) {
		const {text} = invocation;
		const session = await sessionFor(invocation, values);
		await session.refresh();
		const {steps} = session.get();
		const root = withoutRoot(steps, text) ?? withoutSystemd(steps, text);
		return root ?? stepsPlan(steps, [text.install.reset.dataLoss], text);
	},
	async run(invocation, values): Promise<Answer> {
		const {text, signal, say} = invocation;
		const words = text.install.reset;
		const session = await within(signal, sessionFor(invocation, values));
		if (session === undefined) return unseen;
		const finish = narrate(session, text, say);
		const joined = await session.join();
		if (joined === undefined && !(await looked(signal, session.refresh()))) return unseen;
		const {steps: seen} = session.get();
		const root = joined === undefined ? (withoutRoot(seen, text) ?? withoutSystemd(seen, text)) : undefined;
		if (root) return root;

		let end: string | undefined;
		if (joined !== undefined) end = await heeding(signal, session, async () => joined.end);
		else if (session.get().steps.some(({state}) => state !== 'done' && state !== 'skipped')) {
			end = await heeding(signal, session, async () => session.run(session.get().steps.map(({id}) => id)));
		}

		finish();
		if (end === 'running') say(text.install.worker.goesOn);
		const {steps, run, fault} = session.get();
		const {leftovers, kept, unread} = await session.left();
		const json = {
			run,
			steps: steps.map(({id, title, state, exit, ms, found}) => ({id, title, state, exit, ms, found})),
			leftovers: leftovers.map(({kind, name, command}) => ({kind, name, command: command.argv})),
			kept: kept.map(({kind, name, why, detail}) => ({kind, name, why, because: words.why[why](detail)})),
			unread,
		};
		if (fault !== undefined) return {...faulted(end, fault), json};
		const failed = steps.find(({state}) => state === 'failed' || state === 'blocked');
		for (const what of unread) say(words.unread(what));
		const stays =
			kept.length === 0
				? []
				: [
						words.kept(kept.length),
						...kept.map(({kind, name, why, detail}) => visible(words.keptLine(kind, name, words.why[why](detail)))),
					];
		if (leftovers.length === 0 && !failed && unread.length === 0) {
			const all = kept.every(({kind}) => kind === 'setting');
			return {exit: 0, json, lines: [all ? words.done : words.doneBut, ...stays]};
		}

		return {
			exit: 1,
			json,
			lines: [
				...(leftovers.length === 0 ? [] : [words.left(leftovers.length)]),
				...leftovers.flatMap(({kind, name, command}) => [
					words.leftover(kind, visible(name)),
					words.command(visible(shown(command.argv))),
				]),
				...stays,
			],
			error: {
				code: leftovers.length > 0 ? 'leftovers' : (failed?.id ?? 'unread'),
				message: failed
					? text.install.headless.blocked(failed.id, failed.found)
					: leftovers.length > 0
						? text.install.reset.leftovers.some(leftovers.length)
						: words.unread(unread.join(', ')),
				hint: text.install.reset.leftovers.reboot,
			},
		};
	},
};

const sessionFor = async ({runner, text, settings}: Invocation, values: Values) =>
	createResetSession({
		...{runner, text, force: settings.force},
		journal: openJournal(runner.kind, process.env),
		clock: createClock(speedOf(runner.kind, process.env)),
		dataDir: string(values, 'data-dir'),
	});

/** What systemd does not run is not stopped by it: nothing is begun, and what still runs is no leftover. */
function withoutSystemd(steps: readonly StepView[], text: Text): Answer | undefined {
	const {found, byHand} = text.install.openrc;
	return steps.some(({said}) => says(said.found, idText.install.openrc.found))
		? cannotRun('unsupported', found, byHand['reset'])
		: undefined;
}

function withoutRoot(steps: readonly StepView[], text: Text): Answer | undefined {
	const blocked = steps.find(({state}) => state === 'blocked');
	return blocked?.id === 'privilege'
		? cannotRun('needs-root', blocked.found, text.install.steps.privilege.becomeRootFor('reset --yes'))
		: undefined;
}
