import type {PolicyRule, Route} from '../../facts/network.js';
import {contains, parseCidr} from '../cidr.js';
import {and, not, when, type Answer} from './answer.js';

/** What the kernel asks its routing rules (`struct flowi`). */
export type RouteQuery = {
	readonly destination: string;
	/** Null: not chosen yet. */
	readonly source: string | null;
	/** By which it came; null: made here (`iif lo`). */
	readonly input: string | null;
	/** Null: not known. */
	readonly mark: number | null;
	readonly protocol: string;
	readonly sourcePort: number | null;
	readonly destinationPort: number | null;
};

/** The rules that every kernel begins with; of IPv6 the last one is missing, and leads nowhere. */
export const usualPolicies = (family: 4 | 6): readonly PolicyRule[] =>
	[
		[0, 'local'],
		[32_766, 'main'],
		[32_767, 'default'],
	].map(([priority, table]) => ({
		...{family, priority: Number(priority), not: false, from: null, to: null, input: null, output: null, mark: null},
		...{protocol: null, sourcePorts: null, destinationPorts: null, suppressPrefix: null, unread: []},
		action: {kind: 'lookup', table: String(table)},
	}));

/** Nothing but where to look, as a kernel begins. */
export const isPlain = ({
	not: turned,
	from,
	to,
	input,
	output,
	mark,
	protocol,
	sourcePorts,
	destinationPorts,
	users,
	...rule
}: PolicyRule): boolean =>
	!turned &&
	[from, to, input, output, mark, protocol, sourcePorts, destinationPorts, rule.suppressPrefix].every(
		each => each === null,
	) &&
	users === undefined &&
	rule.unread.length === 0 &&
	rule.action.kind === 'lookup';

/** Whether a rule is asked by such a packet. */
export function fitsPolicy(rule: PolicyRule, query: RouteQuery, hasVrf: boolean): Answer {
	const {mark, protocol, sourcePorts, destinationPorts} = rule;
	// `l3mdev` asks for a packet of a VRF.
	const others = rule.unread.filter(key => key !== 'l3mdev' || hasVrf);
	const vrf: Answer = rule.unread.includes('l3mdev') && !hasVrf ? 'no' : 'yes';
	const inner = [
		vrf,
		inNetwork(rule.from, query.source, query),
		inNetwork(rule.to, query.destination),
		rule.input === null ? 'yes' : when(rule.input === (query.input ?? 'lo')),
		// Only a socket that is bound to a device asks for one.
		rule.output === null ? 'yes' : 'no',
		mark === null
			? 'yes'
			: query.mark === null
				? 'unread'
				: when((query.mark & mark.mask) >>> 0 === (mark.value & mark.mask) >>> 0),
		protocol === null ? 'yes' : when(protocol === (query.protocol === 'icmpv6' ? 'ipv6-icmp' : query.protocol)),
		inPorts(sourcePorts, query.sourcePort),
		inPorts(destinationPorts, query.destinationPort),
		byUser(rule.users, query),
		others.length > 0 ? 'unread' : 'yes',
	].reduce<Answer>((all, each) => and(all, each as Answer), 'yes');
	return rule.not ? not(inner) : inner;
}

function inNetwork(network: string | null, address: string | null, madeHere?: RouteQuery): Answer {
	if (network === null) return 'yes';
	const [net, own] = [parseCidr(network), address === null ? undefined : parseCidr(address)];
	if (!net || !own) return 'unread';
	const answer = when(contains(net, own));
	// What is made here is first looked up without a source; tcp then asks again, with the one that was chosen.
	return answer === 'yes' && madeHere?.input === null && madeHere.protocol !== 'tcp' ? 'unread' : answer;
}

/** What comes from elsewhere is looked up as root's (ip_route_input_slow); who makes what is made here, nobody told. */
const byUser = (users: PolicyRule['users'], {input}: RouteQuery): Answer =>
	users === undefined ? 'yes' : input === null || input === 'lo' ? 'unread' : when(users[0] <= 0 && users[1] >= 0);

const inPorts = (range: readonly [number, number] | null, port: number | null): Answer =>
	range === null ? 'yes' : port === null ? 'unread' : when(port >= range[0] && port <= range[1]);

/** As ip writes it, in short: `5270: lookup 52`. */
export function policyText({priority, action, from, mark}: PolicyRule): string {
	const what =
		action.kind === 'lookup'
			? `lookup ${action.table}`
			: action.kind === 'goto'
				? `goto ${action.priority}`
				: action.kind === 'refuse'
					? action.type
					: 'nop';
	const asks = [from === null ? '' : `from ${from}`, mark === null ? '' : `fwmark 0x${mark.value.toString(16)}`];
	return `ip rule ${priority}: ${[...asks, what].filter(Boolean).join(' ')}`;
}

/** A route of a refusing rule (`prohibit`, `blackhole`, `unreachable`). */
export const refusingRoute = (type: string, family: 4 | 6): Route => ({
	...{to: 'default', type, via: null, dev: null, source: null, table: '', protocol: null, scope: null, metric: null},
	family,
});
