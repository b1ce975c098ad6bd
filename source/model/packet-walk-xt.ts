import type {Negatable, XtMatch, XtOption, XtRule} from '../read/iptables-rule.js';
import {contains, parseCidr} from './cidr.js';
import {
	and,
	doesNotApply,
	negated,
	when,
	type Answer,
	type Assumption,
	type Ruling,
	type Step,
	type Surroundings,
	type Travel,
} from './packet-walk-facts.js';
import type {Routing} from './packet-walk-route.js';
import {inIpset, type Value} from './packet-walk-sets.js';

/** Rules of xtables (iptables-save 1.8.x), condition by condition. */

export type XtWorld = {
	readonly routing: Routing;
	readonly ipsets: Surroundings['ipsets'];
	readonly isChain: (name: string) => boolean;
};

const destinationHead = /^-A \S+ (?:-s \S+ )?-d (\d+\.\d+\.\d+\.\d+)\/32 /;

/**
 * Whether a rule's words alone tell that it cannot apply, without taking it apart: 10,000 services are as many rules, each
 * for one address or one port.
 */
export function cannotApply(text: string, {destination, destinationPort}: Travel): boolean {
	const head = destinationHead.exec(text);
	if (head) return head[1] !== destination;
	const at = text.lastIndexOf(' --dport ');
	// A comment may hold these words too, and a range or a `!` is for the reader.
	if (at === -1 || destinationPort === null || text.includes('"', at) || text.charCodeAt(at - 1) === 0x21) return false;
	const [word = ''] = text.slice(at + 9, at + 21).split(' ');
	return /^\d+$/.test(word) && Number(word) !== destinationPort;
}

export function xtRuling(rule: XtRule, travel: Travel, world: XtWorld): Ruling {
	let answer = headers(rule, travel);
	let chance = 1;
	const assumed: Assumption[] = [];
	const unread: string[] = [];
	for (const match of rule.matches) {
		if (answer === 'no') return doesNotApply;
		const told = matches(match, travel, world);
		if (told.answer === 'unread') unread.push(matchText(match));
		if (told.assumed) assumed.push(told.assumed);
		chance *= told.chance ?? 1;
		answer = and(answer, told.answer);
		if (told.answer === 'no' && told.assumed) return {...doesNotApply, assumed};
	}

	if (answer === 'no') return doesNotApply;
	const {step, ...effects} = stepOf(rule, travel, world.isChain, assumed);
	return {answer, ways: [{share: chance, step}], ...effects, assumed, unread};
}

function headers({source, destination, protocol, inInterface, outInterface}: XtRule, travel: Travel): Answer {
	return [
		address(source, travel.source),
		address(destination, travel.destination),
		protocol ? negated(protocol.not, when(isProtocol(protocol.value, travel.protocol))) : 'yes',
		device(inInterface, travel.input),
		device(outInterface, travel.output),
	].reduce<Answer>((all, each) => and(all, each), 'yes');
}

/** Lists stand in rules that were typed so; iptables-save prints one address a rule, with a mask of either form. */
function address(wanted: Negatable<string> | null, actual: string): Answer {
	if (!wanted) return 'yes';
	const net = parseCidr(withPrefix(wanted.value));
	const own = parseCidr(actual);
	return net && own ? negated(wanted.not, when(contains(net, own))) : 'unread';
}

/** `10.0.0.0/255.255.0.0` as `/16`; a mask with holes stays, and is unread. */
function withPrefix(text: string): string {
	const [, net, mask] = /^([\d.]+)\/(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
	if (net === undefined || mask === undefined) return text;
	const bits = mask
		.split('.')
		.map(part => Number(part).toString(2).padStart(8, '0'))
		.join('');
	return /^1*0*$/.test(bits) ? `${net}/${bits.lastIndexOf('1') + 1}` : text;
}

function device(wanted: Negatable<string> | null, actual: string | null): Answer {
	if (!wanted) return 'yes';
	const {value, not} = wanted;
	const same = value.endsWith('+') ? (actual ?? '').startsWith(value.slice(0, -1)) : value === (actual ?? '');
	return negated(not, when(same));
}

const protocolNumbers: Readonly<Record<string, string>> = {
	'0': 'all',
	'1': 'icmp',
	'6': 'tcp',
	'17': 'udp',
	'58': 'icmpv6',
	'132': 'sctp',
	'ipv6-icmp': 'icmpv6',
};

export function isProtocol(wanted: string, actual: string): boolean {
	const name = protocolNumbers[wanted] ?? wanted;
	return name === 'all' || name === actual;
}

type Told = {readonly answer: Answer; readonly chance?: number; readonly assumed?: Assumption};

/** Matches of which every option is understood; any other option makes the match unread. */
function matches(match: XtMatch, travel: Travel, world: XtWorld): Told {
	const {routing} = world;
	const each = (tell: (option: XtOption, value: string) => Answer): Told => ({
		answer: match.options.reduce<Answer>((all, option) => and(all, tell(option, option.values[0] ?? '')), 'yes'),
	});
	switch (match.name) {
		case 'comment':
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
				if (side === undefined) return 'unread';
				return negated(not, when(value.toLowerCase().split(',').includes(routing.typeOf(side))));
			});
		case 'conntrack':
		case 'state':
			return each(({name, not}, value) => {
				if (name === 'ctdir') return negated(not, when(value === 'ORIGINAL'));
				return name === 'ctstate' || name === 'state' ? negated(not, connectionState(value, travel)) : 'unread';
			});
		case 'mark':
			return each(({name, not}, value) => (name === 'mark' ? negated(not, hasMark(value, travel.mark)) : 'unread'));
		case 'set':
			return each(option => setOption(option, travel, world));
		case 'physdev':
			return each(({name, not}) => (name === 'physdev-is-bridged' ? negated(not, when(travel.bridged)) : 'unread'));
		case 'statistic':
			return statistic(match);
		case 'recent':
			return recent(match);
		case 'limit':
			return {answer: 'yes', assumed: 'limit'};
		case 'hashlimit':
			return {answer: when(!has(match, 'hashlimit-above')), assumed: 'limit'};
		case 'icmp':
		case 'icmp6':
			return each(({name, not}, value) => (/^icmp(?:v6)?-type$/.test(name) ? negated(not, icmpType(value)) : 'unread'));
		default:
			return {answer: 'unread'};
	}
}

const has = (match: XtMatch, name: string): boolean => match.options.some(option => option.name === name);

function portOption({name, not, values}: XtOption, {sourcePort, destinationPort, protocol}: Travel): Answer {
	const value = values[0] ?? '';
	const test = (port: number | null): Answer =>
		port === null ? 'unread' : when(value.split(',').some(range => inRange(port, range)));
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

		// The first packet of a connection: SYN alone.
		case 'tcp-flags':
			return protocol === 'tcp' ? negated(not, synOnly(value, values[1] ?? '')) : 'no';
		case 'syn':
			return negated(not, when(protocol === 'tcp'));
		default:
			return 'unread';
	}
}

const synOnly = (mask: string, set: string): Answer =>
	when((mask.split(',').includes('SYN') || mask === 'ALL' ? 'SYN' : 'NONE') === set);

function inRange(port: number, range: string): boolean {
	const [low = '', high = low] = range.split(':');
	return port >= Number(low || 0) && port <= Number(high || 65_535);
}

function connectionState(list: string, {tracked, dnat, snat}: Travel): Answer {
	const states = [tracked ? 'NEW' : 'UNTRACKED', ...(dnat ? ['DNAT'] : []), ...(snat ? ['SNAT'] : [])];
	return when(list.split(',').some(state => states.includes(state)));
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

	return negated(not, inIpset(set, (values[1] ?? '').split(','), ask, ipsets));
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

/** An echo request. */
const icmpType = (value: string): Answer => when(/^(?:8(?:\/0)?|128(?:\/0)?|any|255|echo-request|ping)$/.test(value));

const matchText = ({name, options}: XtMatch): string =>
	[
		`-m ${name}`,
		...options.map(option => [option.not ? '!' : '', `--${option.name}`, ...option.values].filter(Boolean).join(' ')),
	].join(' ');

/** Targets that let the packet go on as it is. */
const harmless = new Set(
	'LOG NFLOG ULOG TRACE TCPMSS TCPOPTSTRIP CONNMARK CONNSECMARK SECMARK CLASSIFY DSCP TOS TTL HL ECN CHECKSUM AUDIT SET RATEEST IDLETIMER LED TEE'.split(
		' ',
	),
);

type Done = {readonly step: Step; readonly mark?: number | null; readonly untracked?: true};

function stepOf({target}: XtRule, {mark}: Travel, isChain: XtWorld['isChain'], assumed: Assumption[]): Done {
	if (!target) return {step: {kind: 'continue'}};
	const {name, goto, options} = target;
	const value = (option: string): string | undefined => options.find(each => each.name === option)?.values[0];
	if (goto) return {step: {kind: 'goto', chain: name}};
	if (isChain(name)) return {step: {kind: 'jump', chain: name}};
	switch (name) {
		case 'ACCEPT':
		case 'DROP':
		case 'RETURN':
			return {step: {kind: name.toLowerCase() as 'accept' | 'drop' | 'return'}};
		case 'REJECT':
			return {step: {kind: 'reject', with: value('reject-with') ?? null}};
		case 'MASQUERADE':
			return {step: {kind: 'masquerade'}};
		case 'DNAT':
			return {step: {kind: 'dnat', ...natAddress(value('to-destination') ?? '', assumed)}};
		case 'SNAT':
			return {step: {kind: 'snat', ...natAddress(value('to-source') ?? '', assumed)}};
		case 'REDIRECT': {
			const port = /^\d+/.exec(value('to-ports') ?? '')?.[0];
			return {step: {kind: 'redirect', port: port === undefined ? null : Number(port)}};
		}

		case 'QUEUE':
		case 'NFQUEUE':
			return {step: {kind: 'queue'}};
		case 'MARK':
			return {step: {kind: 'continue'}, mark: marked(value('set-xmark') ?? value('set-mark'), mark)};
		case 'NOTRACK':
			return {step: {kind: 'continue'}, untracked: true};
		case 'CT':
			return {
				step: {kind: 'continue'},
				...(options.some(each => each.name === 'notrack') && {untracked: true as const}),
			};
		default:
			return {step: harmless.has(name) ? {kind: 'continue'} : {kind: 'unknown', name}};
	}
}

/** `--set-xmark VALUE/MASK`: the bits of the mask go, then those of the value are turned. */
function marked(text: string | undefined, mark: number | null): number | null {
	const change = text === undefined ? undefined : markOf(text);
	if (!change) return null;
	if (change.mask === 0xff_ff_ff_ff) return change.value >>> 0;
	return mark === null ? null : ((mark & ~change.mask) ^ change.value) >>> 0;
}

/** `10.244.0.3:53`, `[fd00::3]:53`, `10.0.0.1-10.0.0.9:80-90`: of a range the first is taken, and said so. */
function natAddress(text: string, assumed: Assumption[]): {address: string | null; port: number | null} {
	const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:[\]]+|[\da-f:.]+:[\da-f:.]+))?(?::(\d[\d-]*))?$/i.exec(text) ?? [];
	const [address = null, lastAddress] = (six ?? four ?? '').split('-').filter(Boolean);
	const [first, last] = (port ?? '').split('-').filter(Boolean);
	if (lastAddress !== undefined || last !== undefined) assumed.push('one-of-range');
	return {address, port: first === undefined ? null : Number(first)};
}
