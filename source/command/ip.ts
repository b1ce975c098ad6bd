import {change, command, type Command} from './command.js';

/** iproute2 (measured with 6.1.0; EL10's is newer). JSON for meaning, text only to be shown raw. */

const big = 8 * 1024 * 1024;

/** Links, addresses, linkinfo and counters in one call. 24 ms and 0.8 MB with 500 veths. */
export const addresses = (): Command =>
	command(['ip', '-j', '-d', '-s', 'addr', 'show'], 'ip-addresses', {maxOutput: big});
export const routes = (): Command =>
	command(['ip', '-j', 'route', 'show', 'table', 'all'], 'ip-routes', {maxOutput: big});
/** Names and ids as seen from here. Needs no root. */
export const namespaces = (): Command => command(['ip', '-j', 'netns', 'list'], 'ip-netns-list', {maxOutput: big});

/** What the guide runs, for the raw view; `name` undefined = the host. */
const within = (name: string | undefined, rest: readonly string[]): readonly [string, ...string[]] =>
	name === undefined ? ['ip', ...rest] : ['ip', 'netns', 'exec', name, 'ip', ...rest];

export const rawLinks = (name?: string): Command =>
	command(within(name, ['-d', 'link', 'show']), 'raw-links', {root: name !== undefined});
export const rawAddresses = (name?: string): Command =>
	command(within(name, ['addr', 'show']), 'raw-addresses', {root: name !== undefined});
export const rawRoutes = (name?: string): Command =>
	command(within(name, ['route', 'show']), 'raw-routes', {root: name !== undefined});
export const rawNamespaces = (): Command => command(['ip', 'netns'], 'ip-netns-list');
/** Exit 0 with nothing printed means nothing without root. */
export const namespacePids = (name: string): Command =>
	command(['ip', 'netns', 'pids', name], 'ip-netns-pids', {root: true});
export const deleteLink = (name: string): Command =>
	change(['ip', 'link', 'delete', 'dev', name], 'link-delete', {deadline: 10_000});
