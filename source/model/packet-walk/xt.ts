import type {Negatable, XtMatch, XtRule} from '../../read/iptables/rule.js';
import {contains, parseCidr} from '../cidr.js';
import {
	and,
	doesNotApply,
	negated,
	when,
	type Answer,
	type Assumption,
	type Ruling,
	type Step,
	type Travel,
} from './facts.js';
import {markOf, matches, type XtWorld} from './xt-match.js';

/** Rules of xtables (iptables-save 1.8.x), condition by condition. */

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
