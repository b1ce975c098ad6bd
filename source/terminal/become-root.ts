/**
 * The argv that starts this program again as root, with the same options, on the same screen: `sudo -- NODE CLI …`.
 * `--` ends sudo's options, so that nothing of ours can be taken for one. Paths are absolute because sudo's PATH is not
 * the user's.
 */
export function becomeRootArgv(given: {
	readonly sudo: string;
	/** `process.execPath` */
	readonly node: string;
	/** The absolute path of the program, `process.argv[1]` */
	readonly program: string;
	/** `process.argv.slice(2)` */
	readonly arguments: readonly string[];
}): readonly string[] {
	return [given.sudo, '--', given.node, given.program, ...given.arguments];
}
