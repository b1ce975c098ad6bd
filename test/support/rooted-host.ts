import process from 'node:process';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {Host} from '../../source/host/host.js';
import {createLocalHost} from '../../source/host/local.js';
import {outcomeOf} from './samples.js';

/** Undefined: the real command runs. */
export type Instead = (argv: readonly string[]) => Partial<Outcome> | undefined;

/**
 * This machine, but its /usr/local lies below `root`: real commands on real files, and nothing of the machine's own is
 * touched. `asked`: each argv, as the product wrote it.
 */
export function rootedHost(root: string, instead: Instead): Host & {readonly asked: string[][]} {
	const local = createLocalHost({owners: [0, process.getuid?.() ?? 0]});
	const asked: string[][] = [];
	const below = (word: string): string => word.replaceAll('/usr/local', `${root}/usr/local`);
	const above = (text: string): string => text.replaceAll(`${root}/usr/local`, '/usr/local');
	return {
		...local,
		asked,
		async execute(command: Command, options) {
			const {argv} = command;
			asked.push([...argv]);
			const answer = instead(argv);
			if (answer) return outcomeOf({...answer, argv});
			const [tool, ...rest] = argv;
			const file = tool === 'k0s' ? '/usr/local/bin/k0s' : tool;
			const outcome = await local.execute({...command, argv: [below(file), ...rest.map(below)]}, options);
			return {...outcome, argv, stdout: above(outcome.stdout), stderr: above(outcome.stderr)};
		},
	};
}
