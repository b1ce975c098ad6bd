import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {settingsFrom} from '../../source/commands/settings.js';
import type {packets} from '../../source/commands/packets.js';
import type {Host} from '../../source/host/host.js';
import {createRunner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {catalogue} from '../../source/text/text.js';
import {ended} from './packet-filter.js';

/** How a command ends in another way than on the simulated host; undefined: as there. */
export type Odd = (command: Command) => Partial<Outcome> | undefined;

/** A command without a screen on the simulated host, on which some commands end in another way: its answer, and what ran. */
export async function runCommand(
	{run}: Pick<typeof packets, 'run'>,
	positionals: readonly string[],
	values: Record<string, string> = {},
	odd?: Odd,
) {
	const said: string[] = [];
	const shown: string[] = [];
	const ran: string[][] = [];
	const inner = createSimulatedHost({scenario: 'ready', speed: 1000});
	const host: Host = {
		...inner,
		async execute(command, options) {
			ran.push([...command.argv]);
			const other = odd?.(command);
			for (const line of other?.stderr?.split('\n') ?? []) options?.onLine?.(line, 'stderr');
			return other ? {...ended('', {exit: 1, argv: command.argv}), ...other} : inner.execute(command, options);
		},
	};
	const runner = createRunner(host);
	const answer = await run(
		{
			runner,
			text: catalogue('en'),
			settings: settingsFrom({}),
			signal: new AbortController().signal,
			say: line => said.push(line),
			show: lines => shown.push(...lines),
		},
		values,
		positionals,
	);
	await runner.close();
	return {...answer, said, shown, ran};
}
