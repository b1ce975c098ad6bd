import {endingWith, type Runner} from '../host/runner.js';
import {envelope, noHost} from './envelope.js';
import {readIdentity} from '../store/identity.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import type {Answer, HeadlessCommand, KeyTables} from './headless.js';
import type {Values} from './option.js';
import {whoForbids} from './read-only.js';
import type {Settings} from './settings.js';

type Given = {
	readonly runner: Runner;
	readonly text: Text;
	readonly settings: Settings;
	readonly values: Values;
	readonly positionals: readonly string[];
	readonly signal: AbortSignal;
	/** Asks the person at the terminal; undefined: there is none. */
	readonly consent?: ((question: string) => Promise<boolean>) | undefined;
	readonly keyTables?: KeyTables | undefined;
};

type Streams = {readonly out: (text: string) => void; readonly err: (text: string) => void};

/**
 * Runs one headless command: data on standard output, everything else on standard error, one JSON object with `--json`.
 * Returns the exit code of the contract.
 */
export async function runHeadless(command: HeadlessCommand, given: Given, streams: Streams): Promise<number> {
	const {runner, text, settings, values, positionals, signal, consent, keyTables} = given;
	const say = (line: string) => streams.err(`${visible(line)}\n`);
	const show = (lines: readonly string[]): void => streams.out(shownLines(lines));
	// A signal that came while the program was loaded: nothing is begun.
	const answer: Answer = signal.aborted
		? {exit: 130, json: {}, lines: []}
		: await answerOf(
				command,
				{runner, text, settings, signal, say, keyTables, show: settings.json ? undefined : show},
				{values, positionals, consent, show},
			);
	const simulated = runner.kind === 'simulated';
	if (signal.aborted) {
		const error = {code: 'interrupted', message: text.cli.interrupted};
		if (settings.json) streams.out(envelope(command.name, {...noHost, simulated}, {json: {}, error}));
		return 130;
	}

	if (settings.json) {
		const host = await readIdentity(endingWith(runner, signal));
		streams.out(envelope(command.name, {...host, simulated}, answer));
	} else {
		if (answer.lines.length > 0) streams.out(shownLines(answer.lines));
		if (answer.error) {
			say(`k0s-tui ${command.name}: ${answer.error.message}${answer.error.hint ? ` (${answer.error.hint})` : ''}`);
		}
	}

	return answer.exit;
}

async function answerOf(
	command: HeadlessCommand,
	invocation: Parameters<HeadlessCommand['run']>[0],
	{
		values,
		positionals,
		consent,
		show,
	}: Pick<Given, 'values' | 'positionals' | 'consent'> & {readonly show: (lines: readonly string[]) => void},
): Promise<Answer> {
	const {text, settings} = invocation;
	// Nothing is changed and nothing is left to clean up: whatever is still asked ends at once with ctrl-c.
	const reading = {...invocation, runner: endingWith(invocation.runner, invocation.signal)};
	const refused = (exit: 2 | 3, code: string, message: string): Answer => ({
		exit,
		json: {},
		lines: [],
		error: {code, message},
	});
	const changes = typeof command.changes === 'function' ? command.changes(values) : command.changes;
	if (changes && settings.readOnly)
		return refused(3, 'read-only', text.cli.readOnly(command.name, whoForbids(settings, text)));
	if (changes && !settings.yes) {
		let plan: Answer | undefined;
		try {
			plan = await command.plan?.(reading, values, positionals);
		} catch (error) {
			return refused(3, 'fault', error instanceof Error ? error.message : String(error));
		}

		if (plan?.error) return plan;
		if (!consent || settings.json) {
			return {
				...refused(2, 'needs-yes', text.cli.needsYes(command.name)),
				...(plan && {json: plan.json, lines: plan.lines}),
			};
		}

		if (plan) show(plan.lines);
		if (!(await consent(text.cli.goOn(command.name)))) return {exit: 1, json: {}, lines: [text.cli.leftAlone]};
	}

	try {
		return await command.run(changes ? invocation : reading, values, positionals);
	} catch (error) {
		return refused(3, 'fault', error instanceof Error ? error.message : String(error));
	}
}

/** Whatever a command leaves raw, a file's name or a tool's words, is made visible here; what is visible stays as it is. */
const shownLines = (lines: readonly string[]): string =>
	lines
		.flatMap(line => line.split('\n'))
		.map(line => `${visible(line)}\n`)
		.join('');
