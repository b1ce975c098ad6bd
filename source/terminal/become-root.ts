const proxies = /^(?:https?|all|no)_proxy$/i;

/**
 * Names of the proxy settings of the user's shell, which a download needs as root too. Names alone: a value may hold a
 * password, and is never part of an argv.
 */
export const proxyNames = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
	Object.entries(env)
		.filter(([name, value]) => proxies.test(name) && value)
		.map(([name]) => name)
		.toSorted();

/**
 * The argv that starts this program again as root, with the same options, on the same screen: `sudo -- NODE CLI …`.
 * `--` ends sudo's options, so that nothing of ours can be taken for one. Paths are absolute because sudo's PATH is not
 * the user's. sudo (1.8.21 and newer) leaves out every variable that is not named in `keep`; one that its policy does not
 * let through makes it refuse.
 */
export function becomeRootArgv(given: {
	readonly sudo: string;
	/** `process.execPath` */
	readonly node: string;
	/** The absolute path of the program, `process.argv[1]` */
	readonly program: string;
	/** `process.argv.slice(2)` */
	readonly arguments: readonly string[];
	readonly keep?: readonly string[];
}): readonly string[] {
	const {sudo, node, program, keep = []} = given;
	const preserve = keep.length === 0 ? [] : [`--preserve-env=${keep.join(',')}`];
	return [sudo, ...preserve, '--', node, program, ...given.arguments];
}
