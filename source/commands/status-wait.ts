import {setTimeout as sleep} from 'node:timers/promises';
import type {ClusterFacts} from '../model/cluster.js';
import {assess, type Assessment} from '../model/verdict.js';
import {createClusterReader} from '../store/cluster-reader.js';
import {momentOf} from '../store/cluster.js';
import type {Runner} from '../host/runner.js';

/** `moment`: the time by which it was judged, milliseconds since the epoch. */
export type Judged = Assessment & {readonly facts: ClusterFacts; readonly moment: number};

/**
 * Reads once; with `wait` (milliseconds) again and again until healthy, until the time is over, or until waiting cannot
 * help (an ordinary user never sees more). `changed` is told each new verdict or reason.
 */
export async function judge(given: {
	readonly runner: Runner;
	readonly interval: number;
	readonly wait: number | undefined;
	readonly signal: AbortSignal;
	readonly changed: (judged: Judged) => void;
}): Promise<Judged> {
	const {runner, interval, wait, signal, changed} = given;
	const reader = createClusterReader(runner, interval);
	const read = async (scope: 'core' | 'all'): Promise<Judged> => {
		const facts = await reader.read(scope, signal);
		const moment = momentOf(facts, Date.now());
		return {...assess(facts, moment), facts, moment};
	};

	if (wait === undefined) return read('all');
	const until = performance.now() + wait;
	let told = '';
	for (;;) {
		const judged = await read('core');
		const left = until - performance.now();
		if (judged.verdict === 'healthy' || hopeless(judged) || left <= 0 || signal.aborted) {
			// Containers and images as they are now, not as they were when the wait began.
			return read('all');
		}

		const now = JSON.stringify([judged.verdict, judged.reasons[0]]);
		if (now !== told) changed(judged);
		told = now;
		await sleep(Math.min(interval, left), undefined, {signal}).catch(() => undefined);
	}
}

/** A recording does not change, and an ordinary user does not become root by waiting. */
const hopeless = ({facts, reasons, verdict}: Judged): boolean =>
	facts.asOf !== null || (verdict === 'unknown' && reasons.every(({id}) => id === 'needs-root'));
