import {aboutCommands, onCommand} from '../../source/commands/about.js';
import {commandHelp, help} from '../../source/commands/help.js';
import {commandTable} from '../../source/commands/table.js';
import type {Text} from '../../source/text/text.js';
import {page} from './page.js';

const block = (lines: readonly string[]): string[] => ['```', ...lines, '```', ''];

/** docs/COMMANDS.md: the help of the program and of each command. */
export async function commandsPage(text: Text): Promise<string> {
	const shown = commandTable.filter(({hidden}) => hidden !== true);
	const sections = await Promise.all(
		shown.map(async ({name, load}) => {
			const command = load && (await load());
			return [`## k0s-tui ${name}`, '', ...block(command ? commandHelp(command, text) : [])];
		}),
	);
	for (const about of [onCommand, ...aboutCommands])
		sections.push([`## k0s-tui ${about.name}`, '', ...block(commandHelp(about, text))]);
	return page('Commands', 'Exit codes and JSON keys stand in [CONTRACT.md](CONTRACT.md).', [
		...block(help(text)),
		...sections.flat(),
	]);
}
