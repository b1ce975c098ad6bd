import type {Command} from './command.js';

/** The same command in another network namespace (util-linux' nsenter), which is entered by a file of it. Needs root. */
export function inside(file: string, {direct: _direct, ...rest}: Command): Command {
	return {...rest, argv: ['nsenter', `--net=${file}`, ...rest.argv], root: true};
}
