import type {DirectAnswer, DirectOptions} from './direct-answer.js';
import type {Command, Direct} from '../command/command.js';
import type {Outcome, OutcomeKind} from '../command/outcome.js';
import {decode, wholeCharacters} from './capture.js';
import {isRoot} from './is-root.js';
import {needsRoot} from '../read/reading.js';
import type {ExecuteOptions} from './host.js';

/** Undefined: not in this way, the program must be asked. Each kind is loaded when it is first asked for. */
async function ask(direct: Direct, follow: boolean, options: DirectOptions): Promise<DirectAnswer | undefined> {
	switch (direct.kind) {
		case 'file': {
			const {readDirectly} = await import('./direct-files.js');
			return readDirectly(direct.path, options);
		}

		case 'stamps': {
			const {stampsOf} = await import('./direct-files.js');
			return stampsOf(direct.paths);
		}

		case 'k0s-status': {
			const {askStatusSocket} = await import('./direct-status.js');
			return askStatusSocket(direct.socket, options);
		}

		case 'api': {
			const {askApi} = await import('./direct-api.js');
			return askApi(direct, follow, options);
		}

		default: {
			const {tellChanges} = await import('./direct-changes.js');
			return tellChanges(direct.folders, options);
		}
	}
}

/**
 * Answers a command without its program, with the outcome that the program would have had. Undefined when this host must
 * start it after all. Never rejects.
 */
export async function answerDirectly(
	{argv, direct, deadline, maxOutput, follow = false}: Command,
	{signal, onLine}: ExecuteOptions,
): Promise<Outcome | undefined> {
	if (!direct) return undefined;
	const startedAt = Date.now();
	const began = performance.now();
	const ending = new AbortController();
	let ended: 'aborted' | 'timed-out' | undefined;
	const end = (why: 'aborted' | 'timed-out'): void => {
		ended ??= why;
		ending.abort();
	};

	const abort = (): void => end('aborted');
	const timer = deadline > 0 && !follow ? setTimeout(end, deadline, 'timed-out') : undefined;
	signal?.addEventListener('abort', abort);
	const outcome = (kind: OutcomeKind, {exit, stdout, stderr}: Omit<DirectAnswer, 'exit'> & {exit: number | null}) => {
		const [kept, stdoutCut] = cutAt(stdout, maxOutput);
		const ms = performance.now() - began;
		return {
			...{argv, kind, exit, signal: null, stdout: kept, stderr, stdoutCut, stderrCut: 0, startedAt, ms},
			...(isRoot() && {asRoot: true as const}),
			direct: true as const,
		};
	};

	try {
		if (signal?.aborted) abort();
		const answer = await ask(direct, follow, {
			signal: ending.signal,
			maxOutput,
			onLine: line => onLine?.(line, 'stdout'),
		});
		if (ended) return outcome(ended, {exit: null, stdout: '', stderr: ''});
		return answer && outcome(kindOf(answer), answer);
	} catch (error) {
		if (ended) return outcome(ended, {exit: null, stdout: '', stderr: ''});
		return outcome('failed', {exit: 1, stdout: '', stderr: error instanceof Error ? error.message : String(error)});
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}

/** The beginning that may be kept, in whole characters, and how many bytes come after it. */
function cutAt(text: string, most: number): readonly [string, number] {
	if (Buffer.byteLength(text) <= most) return [text, 0];
	const bytes = Buffer.from(text);
	const length = wholeCharacters(bytes, most);
	return [decode(bytes.subarray(0, length)), bytes.length - length];
}

const kindOf = ({exit, stderr}: DirectAnswer): OutcomeKind => {
	if (exit === 0) return 'ok';
	return !isRoot() && needsRoot.test(stderr) ? 'not-permitted' : 'failed';
};
