import type {Text} from './text.js';

/**
 * What stands where no network namespace was found. One without a name is known by its processes alone: where those could
 * not be seen, nobody knows whether there is one; where not even the names could be read, that has been said.
 */
export function noNamespaces(
	unread: ReadonlyArray<{readonly part: string}>,
	{network}: Pick<Text, 'network'>,
): string | undefined {
	const lacks = (part: string): boolean => unread.some(each => each.part === part);
	if (lacks('namespaces')) return undefined;
	return lacks('processes') ? network.headings.noNamed : network.headings.noNamespaces;
}
