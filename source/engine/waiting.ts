import {idText, saidOf} from '../text/ids.js';
import type {Clock} from './clock.js';
import {findingOf, finished, type Finding, type StepRunState} from './finding.js';
import type {Output} from './output.js';
import type {Judgement, Wait} from './step.js';

type Parts = {
	/** The step that waits. */
	readonly step: string;
	readonly wait: Wait;
	readonly look: () => Promise<Judgement>;
	readonly conclude: (ev: 'verify' | 'out' | 'aborted', finding: Finding) => Promise<StepRunState>;
	readonly clock: Clock;
	readonly output: Pick<Output, 'add'>;
	readonly signal: AbortSignal;
};

/** What stands in the way for so long, in milliseconds, is no part of a usual start: what to do about it is told. */
const usual = 30_000;

/** Judges a step again and again, until it is so, nothing can help, its time is over or nobody wants it any more. */
export async function waitFor({step, wait, look, conclude, clock, output, signal}: Parts): Promise<StepRunState> {
	const words = idText.install.engine;
	const begun = clock.mono();
	let streak = 0;
	let told = '';
	let noted = '';
	let stall: string | undefined;
	let stalledSince = begun;
	let before: Judgement | undefined;
	const note = (line: string): void => {
		output.add({step, kind: 'note', text: line});
	};

	for (;;) {
		const judged = await look();
		if (signal.aborted) {
			const {detached, detachedHint} = words;
			// What this last look was not told any more says nothing of the host.
			const seen = findingOf(before ?? judged);
			return conclude('aborted', {...seen, state: 'aborted', found: saidOf(detached), hint: saidOf(detachedHint)});
		}

		before = judged;
		streak = judged.state === 'so' ? streak + 1 : 0;
		if (streak >= wait.times) return conclude('verify', finished(judged));
		if (judged.hopeless) return conclude('verify', {...findingOf(judged), state: 'failed'});
		const finding: Finding = {...findingOf(judged), state: 'running'};
		const now = JSON.stringify(finding);
		if (now !== told) {
			told = now;
			await conclude('out', finding);
			if (judged.found !== noted) note(judged.found);
			noted = judged.found;
		}

		const {stall: seen} = finding.values;
		if (seen !== stall) {
			stall = seen;
			stalledSince = clock.mono();
		} else if (stall !== undefined && judged.hint !== undefined && clock.mono() - stalledSince >= usual) {
			note(judged.hint);
			stalledSince = Infinity;
		}

		if (clock.mono() - begun > wait.limit) {
			const last = findingOf(judged);
			return conclude('verify', {...last, state: 'failed', found: saidOf(words.waitedTooLong(judged.found))});
		}

		await clock.sleep(wait.every, signal);
	}
}
