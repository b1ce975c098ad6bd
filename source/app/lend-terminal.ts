import {shown, type Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {visible} from '../terminal/sanitise.js';
import type {Terminal} from '../terminal/terminal.js';
import type {Text} from '../text/text.js';

/**
 * Gives the terminal to a program that a person asked for (a shell, k9s) and takes it back. After a failure its last words
 * stay until Enter.
 */
export async function lendTerminal(
	command: Command,
	{runner, terminal, text}: {readonly runner: Runner; readonly terminal: Terminal; readonly text: Text},
): Promise<Outcome> {
	return runner.interactive(command, async ({argv, env}) => {
		const result = await terminal.handOver(argv, {
			env,
			before: [`$ ${visible(shown(command.argv))}`],
			afterFailure(ended) {
				if (ended.kind === 'not-started') return [text.act.notStarted(ended.code), text.act.goOn];
				if (ended.exit === 0) return undefined;
				return [text.act.endedWith(ended.signal ?? String(ended.exit)), text.act.goOn];
			},
		});
		if (result.kind === 'not-started') return {kind: 'not-found', exit: null, signal: null};
		const {exit, signal} = result;
		return {kind: exit === 0 ? 'ok' : signal === null ? 'failed' : 'killed', exit, signal};
	});
}
