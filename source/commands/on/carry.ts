import {closeSync, openSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import type {Request} from './request.js';

/**
 * `on SERVER install … --token-file - <FILE`: the program there reads its standard input, which is ours. The token goes through
 * ssh's own standard input, or a pipe that its user alone can open: no file, no argument and no environment ever holds it.
 */
export const takesToken = ({command, words}: Pick<Request, 'command' | 'words'>): boolean =>
	command === 'install' &&
	!words.includes('--help') &&
	words.some((word, index) => word === '--token-file=-' || (word === '--token-file' && words[index + 1] === '-'));

/**
 * Where ssh and sudo can ask a person: standard input, or the terminal of this session where a token comes by that. A file
 * descriptor; undefined: nowhere.
 */
export function terminalOf(token: string | undefined): number | undefined {
	if (token === undefined) return process.stdin.isTTY ? 0 : undefined;
	try {
		const terminal = openSync('/dev/tty', 'r+');
		if (isatty(terminal)) return terminal;
		closeSync(terminal);
	} catch {
		// This session has none.
	}

	return undefined;
}
