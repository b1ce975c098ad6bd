import type {Text} from '../text/text.js';
import type {StepState, StepSession} from '../engine/session-view.js';

const ended: readonly StepState[] = ['done', 'skipped', 'blocked', 'failed', 'aborted', 'undone'];

/** Milliseconds as a person reads them; nothing for what took no time. */
export const seconds = (ms: number | null): string => (ms === null || ms < 50 ? '' : ` (${(ms / 1000).toFixed(1)} s)`);

/**
 * Tells a run as it goes, a line a command and a line a step, each once: for standard error. What earlier runs printed is
 * not told: a person would take it for what happens now. Returns what ends the tale.
 */
export function narrate(session: StepSession<unknown>, text: Text, say: (line: string) => void): () => void {
	const words = text.install.headless;
	const told = new Set<string>();
	let line = 0;
	let tenth = 0;
	let active: string | undefined;

	const tellOutput = (): void => {
		for (const each of session.output.get()) {
			if (each.at <= line) continue;
			line = each.at;
			if (each.earlier) continue;
			if (each.kind === 'command') say(words.command(each.text));
			else if (each.kind === 'note') say(words.stage(each.text));
		}
	};

	const tell = (): void => {
		tellOutput();
		const {steps, running, progress} = session.get();
		for (const {id, state, found, hint, ms} of steps) {
			const before = active === id && running !== id;
			if (!before || told.has(id) || !ended.includes(state)) continue;
			told.add(id);
			say(words.step(id, text.install.states[state], found, seconds(ms)));
			if (hint !== null && state !== 'done') say(words.hint(hint));
		}

		active = running;
		if (progress?.total === null || progress === undefined) return;
		const now = Math.floor((progress.received / progress.total) * 10);
		if (now > tenth) say(words.progress(now * 10, `${Math.round(progress.total / 1024 ** 2)} MiB`));
		tenth = now;
	};

	const stop = session.subscribe(tell);
	return () => {
		tell();
		stop();
	};
}
