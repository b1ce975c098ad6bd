import {basename, dirname} from 'node:path';

/** Where sudo finds programs on every distribution. */
const systemFolders = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/**
 * What keeps a trial, as it must be typed in the new login: with absolute paths wherever sudo's PATH may not lead to this
 * very program. `program`: `[process.execPath, process.argv[1]]`; undefined: of a host that has none (a simulated one).
 */
export function confirmArgv(program: readonly string[] | undefined): readonly string[] {
	if (program === undefined) return ['sudo', 'k0s-tui', 'confirm'];
	const [node = '', script = ''] = program;
	const isCommand = basename(script) === 'k0s-tui' && systemFolders.includes(dirname(node));
	if (!isCommand) return ['sudo', node, script, 'confirm'];
	return ['sudo', systemFolders.includes(dirname(script)) ? 'k0s-tui' : script, 'confirm'];
}
