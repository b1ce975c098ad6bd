import {change, command, follow, type Command} from './command.js';

/** iproute2 (measured with 6.1.0; EL10's is newer). JSON for meaning, text only to be shown raw. */

const big = 8 * 1024 * 1024;

/** Links, addresses, linkinfo and counters in one call. 24 ms and 0.8 MB with 500 veths. */
export const addresses = (): Command =>
	command(['ip', '-j', '-d', '-s', 'addr', 'show'], 'ip-addresses', {maxOutput: big});
export const routes = (): Command =>
	command(['ip', '-j', 'route', 'show', 'table', 'all'], 'ip-routes', {maxOutput: big});
/** Which table a packet's route is looked for in. */
export const rules = (family: 4 | 6): Command => command(['ip', `-${family}`, '-j', 'rule', 'show'], 'ip-rules');
/** Which packets IPsec is for; it has no JSON. */
/** How many security associations there are; their list would hold their keys. */
export const ipsecAssociations = (): Command =>
	command(['ip', 'xfrm', 'state', 'count'], 'ip-xfrm-count', {root: true});
export const ipsecPolicies = (): Command => command(['ip', 'xfrm', 'policy'], 'ip-xfrm', {root: true, maxOutput: big});
/** Names and ids as seen from here. Needs no root. */
export const namespaces = (): Command => command(['ip', '-j', 'netns', 'list'], 'ip-netns-list', {maxOutput: big});

/** Tells of every change as it happens, also in the namespaces that have a number here; neighbours come and go and are left out. */
export const monitor = (): Command =>
	follow(['ip', 'monitor', 'all-nsid', 'link', 'address', 'route', 'rule', 'nsid'], 'ip-monitor', {root: true});

/** Where a raw command looks: undefined = the host, a name in /run/netns, or the pid of a process in a nameless one. */
export type Inside = string | number | undefined;

/** The guide's way in for names. A nameless namespace is entered through a process (util-linux). */
const within = (inside: Inside, rest: readonly string[]): readonly [string, ...string[]] => {
	if (inside === undefined) return ['ip', ...rest];
	if (typeof inside === 'number') return ['nsenter', '-t', String(inside), '-n', 'ip', ...rest];
	return ['ip', 'netns', 'exec', inside, 'ip', ...rest];
};

const raw = (inside: Inside, rest: readonly string[], why: string): Command =>
	command(within(inside, rest), why, {root: inside !== undefined, maxOutput: big});

/** What the guide runs, for the raw view. */
export const rawLinks = (inside?: Inside): Command => raw(inside, ['-d', 'link', 'show'], 'raw-links');
export const rawAddresses = (inside?: Inside): Command => raw(inside, ['addr', 'show'], 'raw-addresses');
export const rawRoutes = (inside?: Inside): Command => raw(inside, ['route', 'show'], 'raw-routes');
/** Beyond the guide: the other tables, and who answers under which address. */
export const rawAllRoutes = (inside?: Inside): Command =>
	raw(inside, ['route', 'show', 'table', 'all'], 'raw-all-routes');
export const rawNeighbours = (inside?: Inside): Command => raw(inside, ['neigh', 'show'], 'raw-neighbours');
export const rawNamespaces = (): Command => command(['ip', 'netns'], 'ip-netns-list');
/** Exit 0 with nothing printed means nothing without root. */
export const namespacePids = (name: string): Command =>
	command(['ip', 'netns', 'pids', name], 'ip-netns-pids', {root: true});
export const deleteLink = (name: string): Command =>
	change(['ip', 'link', 'delete', 'dev', name], 'link-delete', {deadline: 10_000});
