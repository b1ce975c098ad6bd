import type {Negatable, XtMatch, XtRule} from '../../read/iptables/rule.js';
import {contains, parseCidr} from '../cidr.js';
import {and, negated, when, type Answer} from './answer.js';
import {doesNotApply, type Assumption, type Ruling, type Step, type Travel} from './facts.js';
import {isProtocol} from './protocol.js';
import type {Reason} from './sureness.js';
import {markOf, matches, type XtWorld} from './xt-match.js';

/** Rules of xtables (iptables-save 1.8.x), condition by condition. */

export function xtRuling(rule: XtRule, travel: Travel, world: XtWorld): Ruling {
	let answer = headers(rule, travel);
	// What rests on an assumption is apart: where all else fits, it decides, and the other way is possible.
	let given: Answer = 'yes';
	let chance = 1;
	const assumed: Assumption[] = [];
	const unread: string[] = [];
	for (const match of rule.matches) {
		if (answer === 'no') return doesNotApply;
		const told = matches(match, travel, world);
		if (told.answer === 'unread') unread.push(matchText(match));
		chance *= told.chance ?? 1;
		if (told.assumed) {
			assumed.push(told.assumed);
			given = and(given, told.answer);
		} else answer = and(answer, told.answer);
	}

	if (answer === 'no') return doesNotApply;
	const {step, ...effects} = stepOf(rule, travel, world.isChain, assumed);
	return {answer: and(answer, given), ways: [{share: chance, step}], ...effects, assumed, unread};
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

const matchText = ({name, options}: XtMatch): string =>
	[
		`-m ${name}`,
		...options.map(option => [option.not ? '!' : '', `--${option.name}`, ...option.values].filter(Boolean).join(' ')),
	].join(' ');

/** Targets that let the packet go on as it is. */
const harmless = new Set(
	'LOG NFLOG ULOG TRACE TCPMSS TCPOPTSTRIP CONNSECMARK SECMARK CLASSIFY ECN CHECKSUM AUDIT RATEEST IDLETIMER LED'.split(
		' ',
	),
);

type Done = {readonly step: Step} & Pick<Ruling, 'mark' | 'connectionMark' | 'untracked' | 'touches' | 'doubts'>;

function stepOf({target}: XtRule, travel: Travel, isChain: XtWorld['isChain'], assumed: Assumption[]): Done {
	const {mark} = travel;
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
			return {step: {kind: 'dnat', ...natTarget(value('to-destination') ?? '', travel.destinationPort)}};
		case 'SNAT':
			return {step: {kind: 'snat', ...natSource(value('to-source') ?? '', assumed)}};
		case 'REDIRECT':
			return {step: {kind: 'redirect', ...natPort(value('to-ports'), travel.destinationPort)}};
		case 'QUEUE':
		case 'NFQUEUE': {
			const has = options.some(each => each.name === 'queue-bypass');
			const [first = 0, last = first] = (value('queue-balance') ?? value('queue-num') ?? '0').split(':').map(Number);
			return {step: {kind: 'queue', queues: [first, last], bypass: has}};
		}

		case 'MARK':
			return {step: {kind: 'continue'}, mark: marked(value('set-xmark') ?? value('set-mark'), mark)};
		case 'CONNMARK':
			return {step: {kind: 'continue'}, ...connectionMarked(target, travel)};
		case 'NOTRACK':
			return {step: {kind: 'continue'}, untracked: true};
		case 'CT': {
			const has = (name: string): boolean => options.some(each => each.name === name);
			if (has('notrack')) return {step: {kind: 'continue'}, untracked: true};
			// A connection of another zone is another one: its answer may not be found.
			const zone = ['zone', 'zone-orig', 'zone-reply'].find(has);
			return {step: {kind: 'continue'}, ...(zone !== undefined && doubt('conntrack', `CT --${zone}`))};
		}

		case 'SET': {
			const map = options.find(each => each.name === 'map-set');
			if (map) return {step: {kind: 'continue'}, mark: null};
			const [set] = options.find(each => each.name === 'add-set' || each.name === 'del-set')?.values ?? [];
			return {step: {kind: 'continue'}, ...(set !== undefined && {touches: [set]})};
		}

		case 'TOS':
		case 'DSCP':
			return {step: {kind: 'continue'}};
		// A copy goes elsewhere: it may come to whom the packet itself does not.
		case 'TEE':
		case 'TTL':
		case 'HL':
			return {
				step: {kind: 'continue'},
				...doubt('rule', `${name} ${options.map(each => `--${each.name} ${each.values.join(' ')}`).join(' ')}`),
			};
		default:
			return {step: harmless.has(name) ? {kind: 'continue'} : {kind: 'unknown', name}};
	}
}

const doubt = (id: Reason['id'], what: string): Pick<Ruling, 'doubts'> => ({doubts: [{id, what}]});

/** `--restore-mark`, `--save-mark` (with `--nfmask`, `--ctmask`), `--set-xmark`. */
function connectionMarked(
	{options}: NonNullable<XtRule['target']>,
	{mark, connectionMark}: Travel,
): Pick<Ruling, 'mark' | 'connectionMark'> {
	const option = (name: string) => options.find(each => each.name === name);
	const number = (name: string): number => {
		const text = option(name)?.values[0];
		return text === undefined ? 0xff_ff_ff_ff : Number(text);
	};

	const both = mark === null || connectionMark === null ? undefined : {mark, connectionMark};
	const [packet, connection] = [number('nfmask'), number('ctmask')];
	if (option('restore-mark')) {
		return {mark: both ? ((both.mark & ~packet) ^ (both.connectionMark & connection)) >>> 0 : null};
	}

	if (option('save-mark')) {
		return {connectionMark: both ? ((both.connectionMark & ~connection) ^ (both.mark & packet)) >>> 0 : null};
	}

	return {connectionMark: marked((option('set-xmark') ?? option('set-mark'))?.values[0], connectionMark)};
}

/** `--set-xmark VALUE/MASK`: the bits of the mask go, then those of the value are turned. */
function marked(text: string | undefined, mark: number | null): number | null {
	const change = text === undefined ? undefined : markOf(text);
	if (!change) return null;
	if (change.mask === 0xff_ff_ff_ff) return change.value >>> 0;
	return mark === null ? null : ((mark & ~change.mask) ^ change.value) >>> 0;
}

/** `10.244.0.3:53`, `[fd00::3]:53`, `10.0.0.1-10.0.0.9:80-90`; the kernel shifts ports by `80-90/8000`. */
const natForm = /^(?:\[([^\]]+)\]|([^:[\]]+|[\da-f:.]+:[\da-f:.]+))?(?::(\d[\d-]*)(\/\d+)?)?$/i;

type Target = {readonly address: string | null; readonly port: number | null; readonly unread?: string};

/** Of a range the kernel chooses, by a hash and by what is taken: which one, nobody can tell beforehand. */
function natTarget(text: string, port: number | null): Target {
	const [whole, six, four, ports, shift] = natForm.exec(text) ?? [];
	const [address = null, lastAddress = address] = (six ?? four ?? '').split('-').filter(Boolean);
	const to = natPort(ports, port);
	const odd = whole === undefined || lastAddress !== address || shift !== undefined;
	return {address, ...to, ...(odd && {unread: text})};
}

/** A port that lies in the range already stays as it is. */
function natPort(
	text: string | undefined,
	port: number | null,
): {readonly port: number | null; readonly unread?: string} {
	if (text === undefined || text === '') return {port: null};
	const [low = Number.NaN, high = low] = text.split('-').map(Number);
	if (!Number.isFinite(low) || !Number.isFinite(high)) return {port: null, unread: text};
	if (low === high) return {port: low};
	return port !== null && port >= low && port <= high ? {port: null} : {port: null, unread: text};
}

/** A source of a range: where the packet goes does not depend on which; its first is shown. */
function natSource(text: string, assumed: Assumption[]): Target {
	const [, six, four, ports] = natForm.exec(text) ?? [];
	const [address = null, last] = (six ?? four ?? '').split('-').filter(Boolean);
	if (last !== undefined || ports?.includes('-')) assumed.push('one-of-range');
	const [port] = (ports ?? '').split('-').filter(Boolean);
	return {address, port: port === undefined ? null : Number(port)};
}
