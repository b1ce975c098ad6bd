import type {Command} from '../command/command.js';
import type {Approved, Refusal, StepSession, SessionView} from '../engine/session-view.js';
import {idText} from '../text/ids.js';
import {createStepSession} from '../engine/session.js';
import type {SessionParts} from '../install/session.js';
import {defaultDemo, skippable, type DemoAnswers} from './answers.js';
import {demoFacts} from './facts.js';
import {demoCommands, demoRungs} from './rungs.js';

/** The demo on one host: made once, outside the screens. */
export type DemoSession = StepSession<DemoAnswers>;

export function createDemoSession(parts: SessionParts & {readonly answers?: DemoAnswers}): DemoSession {
	const {runner, journal, clock, text, answers = defaultDemo, force = false} = parts;
	const refuses: Refusal | undefined = runner.readOnly ? 'read-only' : undefined;
	let steps: ReturnType<typeof demoRungs> | undefined;
	return createStepSession({
		name: 'demo',
		get steps() {
			steps ??= demoRungs(idText);
			return steps;
		},
		table: demoFacts,
		last: 'cleanup',
		shows: 'run',
		...{refuses, runner, journal, clock, text, answers, force},
	});
}

/** The rungs of one demo, with what is agreed to by starting it. */
export function demoOrder(answers: DemoAnswers): {
	readonly rungs: readonly string[];
	/** By rung, whole: what is shown to whoever decides. */
	readonly commands: ReadonlyMap<string, readonly Command[]>;
	readonly approved: Approved;
} {
	const all: Readonly<Record<string, readonly Command[]>> = demoCommands(answers);
	const fromPod = skippable.filter(id => answers.skip?.includes(id) !== true);
	const rungs = ['cluster', 'create', 'pod', 'expose', 'request', ...fromPod, ...(answers.keep ? [] : ['cleanup'])];
	const commands = new Map(rungs.map(id => [id, all[id] ?? []] as const));
	const approved = new Map([...commands].map(([id, some]) => [id, some.map(({argv}) => argv)] as const));
	return {rungs, commands, approved};
}

/** What a demo came to. `answer` and `url`: of its request, once it was answered. */
export type DemoResult = {
	readonly rungs: ReadonlyArray<{
		readonly id: string;
		readonly title: string;
		readonly result: 'pass' | 'fail' | 'skip';
		readonly ms: number | null;
		readonly found: string;
		readonly hint: string | null;
	}>;
	readonly answer: string | null;
	readonly url: string | null;
	/** Nothing of ours is left on the cluster. */
	readonly cleaned: boolean;
};

export function demoResult({steps}: SessionView): DemoResult {
	const request = steps.find(({id}) => id === 'request')?.ran;
	return {
		rungs: steps.map(({id, title, ran}) => ({
			id,
			title,
			result: ran === undefined ? 'skip' : ran.state === 'done' ? 'pass' : ran.state === 'skipped' ? 'skip' : 'fail',
			ms: ran?.ms ?? null,
			found: ran?.found ?? '',
			hint: ran?.state === 'done' ? null : (ran?.hint ?? null),
		})),
		answer: request?.values['answer'] ?? null,
		url: request?.values['url'] ?? null,
		cleaned: steps.find(({id}) => id === 'cleanup')?.ran?.state === 'done',
	};
}
