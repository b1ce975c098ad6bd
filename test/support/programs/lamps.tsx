import {fromOutside} from '../../../source/text/ids.js';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {change, command} from '../../../source/command/command.js';
import {existing} from '../../../source/command/files.js';
import {createLocalHost} from '../../../source/host/local.js';
import {createRunner} from '../../../source/host/runner.js';
import type {Executor} from '../../../source/engine/executor.js';
import {createHereExecutor} from '../../../source/engine/run-here.js';
import type {Step} from '../../../source/engine/step.js';
import type {FactTable} from '../../../source/fact-table/fact.js';
import {createRemoteExecutor} from '../../../source/engine/worker/remote.js';
import {ownProgram} from '../../../source/engine/worker/start.js';
import {work, type Lists} from '../../../source/engine/worker/work.js';
import {readExisting} from '../../../source/read/file.js';
import {catalogue} from '../../../source/text/text.js';

/**
 * A list of four lamps (files below K0S_TUI_ROOT) for the worker and for who has it work: `worker RUN ORDER`, or `look RUN`,
 * which prints how the run ended as JSON. Each lamp takes a while to light.
 */
const root = process.env['K0S_TUI_ROOT'] ?? '';
if (!root.startsWith('/tmp/')) throw new Error('K0S_TUI_ROOT must be a folder of the test');
const text = catalogue('en');
const runner = createRunner(createLocalHost());
mkdirSync(join(root, 'lamps'), {recursive: true});
const names = ['one', 'two', 'three', 'four'];
const path = (name: string): string => join(root, 'lamps', name);

type Lit = {readonly lit: readonly string[]};
const table: FactTable<Lit, object> = {
	lit: {
		commands: () => [existing(names.map(path))],
		read: ([outcome]) => {
			const reading = outcome && readExisting(outcome);
			return reading?.known ? reading.value : [];
		},
	},
};
const steps = names.map((name): Step<Lit, object> => ({
	id: name,
	title: fromOutside(name),
	why: fromOutside(''),
	guide: [],
	needs: ['lit'],
	judge: ({lit}) => ({state: lit.includes(path(name)) ? 'so' : 'open', found: fromOutside(name)}),
	plan: () => [
		{command: command(['sleep', '0.3'], 'read-file')},
		{command: command(['ls', '-l', '/proc/self/fd'], 'read-file')},
		{command: change(['tee', '-a', '--', path(name)], 'write-file', {input: 'lit\n'})},
	],
	undo: () => [],
}));
const lists: Lists = {
	lamps: parts => createHereExecutor<Lit, object>({...parts, steps, table}) as Executor<unknown>,
};

const [verb = '', run = '', order = ''] = process.argv.slice(2);
if (verb === 'worker') process.exitCode = await work({run, order, runner, text, env: process.env, lists});
else {
	const told: string[] = [];
	const end = await createRemoteExecutor<object>({
		...{runner, text, env: process.env},
		list: 'lamps',
		program: ownProgram(),
	}).execute(
		{kind: 'run', run, steps: names, approved: undefined, answers: {color: process.env['COLOR']}},
		{
			record: ({step, ev}) => told.push(`${step} ${ev}`),
			line: ({text: line}) => told.push(line),
			progress: () => undefined,
			plan: () => undefined,
			step: () => undefined,
		},
		new AbortController().signal,
	);
	process.stdout.write(`${JSON.stringify({...end, told})}\n`);
}
