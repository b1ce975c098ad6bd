import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {redact} from '../redact/redact.js';
import {idText} from '../text/ids.js';
import type {Clock} from './clock.js';
import type {Output} from './output.js';
import {outcomeProblem} from './problem.js';
import {readProgress, readResumed, type Progress} from './progress.js';
import type {Action} from './step.js';

type Parts = {
	readonly runner: Runner;
	readonly clock: Clock;
	readonly output: Pick<Output, 'add'>;
	readonly onProgress?: (progress: Progress | undefined) => void;
};

/** Runs one action of a step with its output streaming, again and again where it is asked so. Never rejects. */
export function createPerformer({runner, clock, output, onProgress}: Parts) {
	const once = async (step: string, {command, interruptible, progress: meter}: Action, signal: AbortSignal) => {
		let before = 0;
		const outcome = await runner.run(command, {
			// A command that changes the host is never ended midway.
			...(interruptible || !command.changes ? {signal} : {}),
			onLine(line, stream) {
				if (meter === 'curl') before = readResumed(line) ?? before;
				const progress = meter === 'curl' ? readProgress(line, before) : undefined;
				if (progress) onProgress?.(progress);
				else if (meter === undefined || !isMeterHead(line)) output.add({step, kind: stream, text: redact(line)});
			},
		});
		if (meter !== undefined) onProgress?.(undefined);
		return outcome;
	};

	/** Only the last attempt's answer is shown: the others said the same. */
	const repeated = async (
		step: string,
		{command, expect, asks}: Action,
		{every, limit, ends}: NonNullable<Action['until']>,
		signal: AbortSignal,
	): Promise<Outcome> => {
		const begun = clock.mono();
		let told = false;
		for (;;) {
			const outcome = await runner.run(command, {signal});
			const good = outcomeProblem(outcome, idText) === undefined && expect?.(outcome) === undefined;
			if (!good && asks !== undefined && !told) output.add({step, kind: 'note', text: asks});
			told = true;
			if (good || signal.aborted || ends?.(outcome) || clock.mono() - begun > limit) {
				for (const kind of ['stdout', 'stderr'] as const) {
					for (const line of outcome[kind].split('\n').filter(each => each !== ''))
						output.add({step, kind, text: redact(line)});
				}

				return outcome;
			}

			await clock.sleep(every, signal);
		}
	};

	return async (step: string, action: Action, signal: AbortSignal): Promise<Outcome> =>
		action.until === undefined ? once(step, action, signal) : repeated(step, action, action.until, signal);
}

/** The two titles of curl's progress table, and the blank line before it. */
const isMeterHead = (line: string): boolean => /^\s*(% Total|Dload|$|\*\* Resuming transfer)/.test(line);
