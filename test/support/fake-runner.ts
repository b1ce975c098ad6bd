import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {HostKind} from '../../source/host/host.js';
import type {Runner} from '../../source/host/runner.js';
import {outcomeOf} from './samples.js';

export type Answers = (argv: string) => Partial<Outcome> | string | undefined;

/** A runner that answers from a function (undefined: no such tool) and remembers what it was asked. */
export function fakeRunner(answers: Answers, kind: HostKind = 'local'): Runner & {asked: string[]} {
	const asked: string[] = [];
	return {
		kind,
		readOnly: false,
		follows: false,
		log: {get: () => [], subscribe: () => () => undefined, changed: 0},
		asked,
		async run({argv}: Command, {signal} = {}) {
			const words = argv.join(' ');
			asked.push(words);
			if (signal?.aborted) return outcomeOf({kind: 'aborted', exit: null, argv});
			const answer = answers(words);
			if (answer === undefined) return outcomeOf({kind: 'not-found', exit: null, argv});
			return outcomeOf({argv, startedAt: Date.now(), ...(typeof answer === 'string' ? {stdout: answer} : answer)});
		},
		interactive: async () => Promise.reject(new Error('no terminal here')),
		async close() {
			return undefined;
		},
	};
}
