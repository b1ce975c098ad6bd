import type {XtMatch, XtOption} from '../../read/iptables/rule.js';
import {contains, parseCidr} from '../cidr.js';
import {and, negated, when, type Answer} from './answer.js';
import {hasConnection, type Assumption, type Surroundings, type Tracking, type Travel} from './facts.js';
import {isToMany} from './nft-values.js';
import type {Never} from './never.js';
import type {Routing} from './route.js';
import {isProtocol} from './protocol.js';
import {fits, inIpset, type Value} from './sets.js';

export type XtWorld = {
	readonly routing: Routing;
	readonly ipsets: Surroundings['ipsets'];
	readonly isChain: (name: string) => boolean;
	readonly never?: Never;
};

/** What one match says of a packet; `chance`: how often it does, `assumed`: what that rests on. */
export type Told = {readonly answer: Answer; readonly chance?: number; readonly assumed?: Assumption};

/** Matches of which every option is understood; any other option makes the match unread. */
export function matches(match: XtMatch, travel: Travel, world: XtWorld): Told {
	const {routing} = world;
	const each = (tell: (option: XtOption, value: string) => Answer): Told => ({
		answer: match.options.reduce<Answer>((all, option) => and(all, tell(option, option.values[0] ?? '')), 'yes'),
	});
	switch (match.name) {
		case 'comment':
		// A counter with a name (`nfacct list`): kube-proxy counts by it what comes for node ports of 127.0.0.1.
		case 'nfacct':
			return {answer: 'yes'};
		case '':
			return each(({name, not}) => (name === 'f' ? negated(not, 'no') : name === 'comment' ? 'yes' : 'unread'));
		case 'tcp':
		case 'udp':
		case 'sctp':
		case 'udplite':
		case 'dccp':
		case 'multiport':
			return each(option => portOption(option, travel));
		case 'addrtype':
			return each(({name, not}, value) => {
				const side = name === 'src-type' ? travel.source : name === 'dst-type' ? travel.destination : undefined;
				if (name === 'limit-iface-in' || name === 'limit-iface-out') return travel.family === 'ip' ? 'yes' : 'unread';
				if (side === undefined) return 'unread';
				// Of another device's address it says that it is none of ours (inet_dev_addr_type).
				const device = has(match, 'limit-iface-in')
					? travel.input
					: has(match, 'limit-iface-out')
						? travel.output
						: null;
				return negated(not, when(value.toLowerCase().split(',').includes(routing.typeOf(side, device))));
			});
		case 'helper':
			// A connection that a helper expects: there is none.
			return each(({not}) => (world.never?.('helper') ? negated(not, 'no') : 'unread'));
		case 'connlabel':
			return each(({name, not}) => (name === 'label' && world.never?.('label') ? negated(not, 'no') : 'unread'));
		case 'policy': {
			// Without IPsec each packet is one of `--pol none`, which asks for nothing else.
			if (!world.never?.('ipsec')) return {answer: 'unread'};
			const asked = match.options.find(({name}) => name === 'pol')?.values[0];
			return {answer: asked === 'none' ? 'yes' : asked === 'ipsec' ? 'no' : 'unread'};
		}

		case 'pkttype':
			return each(({name, not}, value) =>
				name === 'pkt-type' && !isToMany(travel.destination) ? negated(not, when(value === 'unicast')) : 'unread',
			);
		case 'conntrack':
		case 'state': {
			const isKnown = hasConnection(travel.tracking);
			// Without a connection its state alone is asked (conntrack_mt).
			const unasked = when(match.options.some(({name}) => name === 'ctstate'));
			return each(({name, not}, value) => {
				if (name === 'ctstate' || name === 'state') return negated(not, connectionState(value, travel));
				return isKnown ? negated(not, connectionField(name, value, travel)) : unasked;
			});
		}

		case 'connmark':
			if (!hasConnection(travel.tracking)) return {answer: 'no'};
			return each(({name, not}, value) =>
				name === 'mark' ? negated(not, hasMark(value, travel.connectionMark)) : 'unread',
			);
		case 'mark':
			return each(({name, not}, value) => (name === 'mark' ? negated(not, hasMark(value, travel.mark)) : 'unread'));
		case 'set':
			return each(option => setOption(option, travel, world));
		case 'physdev':
			return each(({name, not}) => (name === 'physdev-is-bridged' ? negated(not, when(travel.bridged)) : 'unread'));
		case 'iprange':
			return each(({name, not}, value) => {
				const side = name === 'src-range' ? travel.source : name === 'dst-range' ? travel.destination : undefined;
				return side === undefined ? 'unread' : negated(not, when(fits(side, value)));
			});
		case 'owner':
			// What comes from elsewhere has no socket here (owner_mt): only a turned condition fits it.
			if (travel.input === null) return {answer: 'unread'};
			return each(({not}) => negated(not, 'no'));
		case 'statistic':
			return statistic(match);
		case 'recent':
			return recent(match);
		case 'limit':
		case 'quota':
			return {answer: negated(has(match, 'quota') && match.options.some(({not}) => not), 'yes'), assumed: 'limit'};
		case 'connlimit':
			return {
				answer: negated(
					match.options.some(({name, not}) => name === 'connlimit-above' && not),
					when(!has(match, 'connlimit-above')),
				),
				assumed: 'limit',
			};
		case 'hashlimit':
			return {answer: when(!has(match, 'hashlimit-above')), assumed: 'limit'};
		case 'icmp':
		case 'icmp6':
			return each(({name, not}, value) =>
				/^icmp(?:v6)?-type$/.test(name) ? negated(not, icmpType(value, travel.answers !== undefined)) : 'unread',
			);
		default:
			return {answer: 'unread'};
	}
}

export const has = (match: XtMatch, name: string): boolean => match.options.some(option => option.name === name);

function portOption({name, not, values}: XtOption, travel: Travel): Answer {
	const {sourcePort, destinationPort, protocol, answers, continues} = travel;
	const value = values[0] ?? '';
	const test = (port: number | null): Answer => {
		if (port !== null) return when(value.split(',').some(range => inRange(port, range)));
		return answers && name !== 'sport' && name !== 'sports' ? amongEphemeral(value.split(',')) : 'unread';
	};

	switch (name) {
		case 'dport':
		case 'dports':
			return negated(not, test(destinationPort));
		case 'sport':
		case 'sports':
			return negated(not, test(sourcePort));
		case 'ports': {
			const either = [test(sourcePort), test(destinationPort)];
			return negated(not, either.includes('yes') ? 'yes' : either.includes('unread') ? 'unread' : 'no');
		}

		case 'tcp-flags':
			return protocol === 'tcp' ? negated(not, hasFlags(travel, value, values[1] ?? '')) : 'no';
		case 'syn':
			return negated(not, when(protocol === 'tcp' && !answers && !continues));
		default:
			return 'unread';
	}
}

/** The first packet of a connection: SYN alone; the first of its answer: SYN and ACK; what comes next may push or not. */
function hasFlags({answers, continues}: Travel, mask: string, wanted: string): Answer {
	const set = wanted === 'NONE' ? [] : wanted.split(',');
	const told = (own: readonly string[]): Answer => {
		const flags = own.filter(flag => mask === 'ALL' || mask.split(',').includes(flag));
		return when(wanted !== 'ALL' && flags.length === set.length && flags.every(flag => set.includes(flag)));
	};

	if (!continues) return told(answers ? ['SYN', 'ACK'] : ['SYN']);
	const [plain, pushed] = [told(['ACK']), told(['ACK', 'PSH'])];
	return plain === pushed ? plain : 'unread';
}

/** `net.ipv4.ip_local_port_range` as Linux begins: of these a client takes the port to which the answer comes. */
const ephemeral = [32_768, 60_999] as const;

/** Whether a client's own port, which is not known, is one of these: none of its range is, all are, or some. */
function amongEphemeral(ranges: readonly string[]): Answer {
	const [first, last] = ephemeral;
	const answers = ranges.map((range): Answer => {
		const [low, high] = endsOf(range);
		return high < first || low > last ? 'no' : low <= first && high >= last ? 'yes' : 'unread';
	});
	return answers.includes('yes') ? 'yes' : answers.includes('unread') ? 'unread' : 'no';
}

function endsOf(range: string): readonly [low: number, high: number] {
	const [low = '', high = low] = range.split(':');
	return [Number(low || 0), Number(high || 65_535)];
}

function inRange(port: number, range: string): boolean {
	const [low, high] = endsOf(range);
	return port >= low && port <= high;
}

const states: Readonly<Record<Tracking, string>> = {
	none: 'INVALID',
	new: 'NEW',
	untracked: 'UNTRACKED',
	reply: 'ESTABLISHED',
	established: 'ESTABLISHED',
	invalid: 'INVALID',
};

function connectionState(list: string, travel: Travel): Answer {
	const {tracking, answers, continues} = travel;
	const state = states[tracking];
	const {dnat, snat} = answers ?? continues ?? travel;
	const isKnown = hasConnection(tracking);
	const translated = isKnown ? [...(dnat ? ['DNAT'] : []), ...(snat ? ['SNAT'] : [])] : [];
	return when(list.split(',').some(each => each === state || translated.includes(each)));
}

/** Fields of the first packet of the connection (`--ctorigdst`), and its protocol. */
function connectionField(name: string, value: string, {original, protocol, tracking}: Travel): Answer {
	const inNet = (address: string): Answer => {
		const [net, own] = [parseCidr(value), parseCidr(address)];
		return net && own ? when(contains(net, own)) : 'unread';
	};

	const port = (own: number | null): Answer => (own === null ? 'unread' : when(inRange(own, value)));
	switch (name) {
		case 'ctstatus':
			return status(value, tracking);
		case 'ctdir':
			return when(value === (tracking === 'reply' ? 'REPLY' : 'ORIGINAL'));
		case 'ctproto':
			return when(isProtocol(value, protocol));
		case 'ctorigsrc':
			return inNet(original.source);
		case 'ctorigdst':
			return inNet(original.destination);
		case 'ctorigsrcport':
			return port(original.sourcePort);
		case 'ctorigdstport':
			return port(original.destinationPort);
		default:
			return 'unread';
	}
}

/** One of these bits of the connection: whether a helper expected it, and whether it is noted already, is not told. */
function status(list: string, tracking: Tracking): Answer {
	const told: Readonly<Record<string, Answer>> = {
		NONE: 'no',
		SEEN_REPLY: when(tracking !== 'new'),
	};
	const answers = list.split(',').map(each => told[each] ?? 'unread');
	return answers.includes('yes') ? 'yes' : answers.includes('unread') ? 'unread' : 'no';
}

/** `VALUE/MASK` in any notation of C. */
export function markOf(text: string): {readonly value: number; readonly mask: number} | undefined {
	const [value, mask] = text.split('/').map(Number);
	if (value === undefined || Number.isNaN(value) || Number.isNaN(mask ?? 0)) return undefined;
	return {value, mask: mask ?? 0xff_ff_ff_ff};
}

function hasMark(text: string, mark: number | null): Answer {
	const wanted = markOf(text);
	return !wanted || mark === null ? 'unread' : when((mark & wanted.mask) >>> 0 === wanted.value >>> 0);
}

function setOption({name, not, values}: XtOption, travel: Travel, {ipsets}: XtWorld): Answer {
	const set = ipsets?.find(each => each.name === values[0]);
	if (name !== 'match-set' || !ipsets || !set) return 'unread';
	const ask = (dimension: string, direction: 'src' | 'dst'): Value => {
		const source = direction === 'src';
		switch (dimension) {
			case 'ip':
			case 'net':
				return source ? travel.source : travel.destination;
			case 'port': {
				const port = source ? travel.sourcePort : travel.destinationPort;
				return port === null ? null : set.type === 'bitmap:port' ? port : `${travel.protocol}:${port}`;
			}

			case 'iface':
				return source ? travel.input : travel.output;
			default:
				return null;
		}
	};

	const answer = inIpset(set, (values[1] ?? '').split(','), ask, ipsets);
	// A rule on the way may have put it in, or taken it out.
	return travel.touched.includes(set.name) ? 'unread' : negated(not, answer);
}

function statistic(match: XtMatch): Told {
	const value = (name: string): number => Number(match.options.find(option => option.name === name)?.values[0]);
	const chance = has(match, 'probability') ? value('probability') : 1 / value('every');
	const isNot = match.options.some(({name, not}) => not && (name === 'probability' || name === 'every'));
	if (!(chance >= 0 && chance <= 1)) return {answer: 'unread'};
	return {answer: 'yes', chance: isNot ? 1 - chance : chance};
}

/** Whether a client was seen before, only the kernel knows: taken as not. */
function recent({options}: XtMatch): Told {
	const asks = options.find(({name}) => name === 'rcheck' || name === 'update' || name === 'remove');
	return asks ? {answer: negated(asks.not, 'no'), assumed: 'recent'} : {answer: 'yes'};
}

/** An echo request, or its answer. */
const icmpType = (value: string, isAnswer: boolean): Answer =>
	when(
		(isAnswer
			? /^(?:0(?:\/0)?|129(?:\/0)?|any|255|echo-reply|pong)$/
			: /^(?:8(?:\/0)?|128(?:\/0)?|any|255|echo-request|ping)$/
		).test(value),
	);
