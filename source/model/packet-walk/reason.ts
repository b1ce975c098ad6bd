/**
 * What a walk's end rests on that was not read, not understood, or is not this host's to know.
 * - rule: a condition of a rule (`what`: its place) that was not understood, or a modifier whose effect is not.
 * - nat-target: a translation whose target could not be read.
 * - order: chains of one hook and one priority, whose order no listing tells.
 * - limit, recent: rates, quotas and lists of clients, which other packets change.
 * - sysctl: a kernel setting (`what`: its name) that was not read.
 * - routing: a rule or route of policy routing that was not read or not understood.
 * - hook: a chain of another hook (ingress, egress, bridge) on the way that was not understood.
 * - conntrack: what the kernel knows of the connection.
 * - namespace: the rules and routes of another network namespace.
 * - listeners: whether somebody listens where it arrives.
 * - elsewhere: what a machine beyond this host does with it.
 * - program: what a program (nfqueue) decides.
 * - filter: filters of tc or an XDP program on a device (`what`: the command that shows them).
 * - ipsec: IPsec policies for these addresses (`what`: the command that shows them).
 * - endless: more ways, or more rules, than were followed.
 */
export const reasonIds = [
	'rule',
	'nat-target',
	'order',
	'limit',
	'recent',
	'sysctl',
	'routing',
	'hook',
	'conntrack',
	'namespace',
	'listeners',
	'elsewhere',
	'program',
	'filter',
	'ipsec',
	'endless',
] as const;

export type ReasonId = (typeof reasonIds)[number];

/** `what`: the tool's own words for it (a rule's place, a sysctl's name, an address); '' where nothing names it. */
export type Reason = {readonly id: ReasonId; readonly what: string};

/**
 * How much a walk's verdict is worth.
 * - certain: every decision on the way was read and understood.
 * - depends: it would be otherwise, or is not told, by what is named.
 * - unknown: no verdict; what stands in its way is named.
 */
export type Sureness =
	{readonly kind: 'certain'} | {readonly kind: 'depends' | 'unknown'; readonly on: readonly Reason[]};
