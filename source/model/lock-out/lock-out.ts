import type {SshSocket} from '../../facts/host.js';
import {cidrText, contains, overlaps, parseCidr, type Cidr} from '../cidr.js';
import type {FirewallZones, Zone} from '../firewall.js';
import {parseRichRule, type Attempt} from './rich-rule.js';
import {answerOf, bearingOn, isWider, judgedBy, judges, type Answer, type FirewallServices} from './zone.js';
import type {Link, Route} from '../../facts/network.js';

/** Where sshd waits for logins. `*`: any address of both families. */
export type SshListener = {readonly address: string; readonly port: number};

/** What a lock-out is judged by. All of it must be known: what could not be read refuses a plan. */
export type SshExposure = {
	readonly sessions: readonly SshSocket[];
	readonly listeners: readonly SshListener[];
	readonly links: readonly Link[];
	readonly routes: readonly Route[];
	readonly services: FirewallServices;
	/** Rules that name no zone of their own deny some connections to this host: which, cannot be told here. */
	readonly strangePolicy: string | null;
	/** Links towards pods: nobody logs in from there. */
	readonly inward: readonly string[];
};

export type SshEndpoint =
	| {readonly kind: 'session'; readonly peer: string; readonly peerPort: number; readonly port: number}
	/** `from`: a network that a zone or a rule names; null: everybody else. */
	| {readonly kind: 'listener'; readonly address: string; readonly port: number; readonly from: string | null};

export type LockOutFinding = {
	readonly endpoint: SshEndpoint;
	readonly interface: string;
	/** The zones that judge it now and then; empty: none was found. */
	readonly before: readonly string[];
	readonly after: readonly string[];
};

/** What a plan does to those who are logged in and to those who want to. */
export type LockOut = {
	/** They could log in before, and cannot after. */
	readonly cuts: readonly LockOutFinding[];
	/** Whether they can log in after cannot be told. */
	readonly unsure: readonly LockOutFinding[];
	/** The zone, its target, ports or sources change for them: a new login must confirm. */
	readonly changed: readonly LockOutFinding[];
};

export type LockOutVerdict = 'safe' | 'cuts-off' | 'cannot-tell';

export const verdictOf = ({cuts, unsure}: LockOut): LockOutVerdict =>
	cuts.length > 0 ? 'cuts-off' : unsure.length > 0 ? 'cannot-tell' : 'safe';

/** Several transitions of one plan, taken together. */
export const allOf = (each: readonly LockOut[]): LockOut => ({
	cuts: distinct(each.flatMap(({cuts}) => cuts)),
	unsure: distinct(each.flatMap(({unsure}) => unsure)),
	changed: distinct(each.flatMap(({changed}) => changed)),
});

/**
 * Would this change of zones keep anybody out? Judged for a new connection from each live session's peer, and to each
 * listener from every network that a zone or a rich rule names and from everybody else. Established connections pass any
 * zone, so they prove nothing. Direct rules stand before and after alike, so they change no answer.
 */
export function lockOut(ssh: SshExposure, before: FirewallZones, after: FirewallZones): LockOut {
	const found: Array<{finding: LockOutFinding; effect: Effect}> = [];
	for (const {endpoint, attempt, interfaces} of attempts(ssh, before, after)) {
		for (const name of interfaces.length === 0 ? [''] : interfaces) {
			const then = judges(before, attempt.from, name);
			const now = judges(after, attempt.from, name);
			found.push({
				finding: {endpoint, interface: name, before: then.map(nameOf), after: now.map(nameOf)},
				effect: name === '' ? unplaced : effectOf(ssh, attempt, [then, now], endpoint.kind === 'session'),
			});
		}
	}

	const those = (wanted: (effect: Effect) => boolean): readonly LockOutFinding[] =>
		distinct(found.filter(({effect}) => wanted(effect)).map(({finding}) => finding));
	return {
		cuts: those(({login}) => login === 'lost'),
		unsure: those(({login}) => login === 'unsure'),
		changed: those(({changed}) => changed),
	};
}

const nameOf = ({name}: Zone): string => name;

type Effect = {readonly login: 'kept' | 'lost' | 'unsure'; readonly changed: boolean};

/** By which interface it comes is not known. */
const unplaced: Effect = {login: 'unsure', changed: true};

function effectOf(
	{services, strangePolicy}: SshExposure,
	attempt: Attempt,
	all: readonly [readonly Zone[], readonly Zone[]],
	live: boolean,
): Effect {
	// Rich rules about other ports and networks change nothing for this one.
	const [was, is] = all.map(zones => zones.map(zone => bearingOn(zone, attempt, services)));
	const [before, after] = compared(was ?? [], is ?? []);
	if (before.length === 0 || after.length === 0) return unplaced;
	if (JSON.stringify(before.map(judgedBy)) === JSON.stringify(after.map(judgedBy)))
		return {login: 'kept', changed: false};
	const sameZones = before.length === after.length && before.every((zone, index) => zone.name === after[index]?.name);
	if (sameZones && before.every((zone, index) => isWider(zone, after[index] ?? zone)))
		return {login: 'kept', changed: true};
	const now = together(before, attempt, services);
	const then = strangePolicy !== null && !sameZones ? 'unknown' : together(after, attempt, services);
	if (then === 'accept') return {login: 'kept', changed: true};
	// It was closed before: nothing is lost. But a live session came in somehow.
	if (now === 'deny') return {login: live ? 'unsure' : 'kept', changed: true};
	return {login: now === 'accept' && then === 'deny' ? 'lost' : 'unsure', changed: true};
}

/** A zone that perhaps judges it on both sides, unchanged, keeps whom it keeps: what differs is compared. */
function compared(before: readonly Zone[], after: readonly Zone[]): readonly [readonly Zone[], readonly Zone[]] {
	const text = (zone: Zone): string => JSON.stringify(judgedBy(zone));
	const left = before.filter(zone => !after.some(other => text(other) === text(zone)));
	const right = after.filter(zone => !before.some(other => text(other) === text(zone)));
	const ranked = [...before, ...after].some(({ingressPriority = 0}) => ingressPriority !== 0);
	return ranked || left.length === 0 || right.length === 0 ? [before, after] : [left, right];
}

function together(zones: readonly Zone[], attempt: Attempt, services: FirewallServices): Answer {
	const [only = 'unknown', ...others] = new Set(zones.map(zone => answerOf(zone, attempt, services)));
	return others.length === 0 ? only : 'unknown';
}

type Judged = {readonly endpoint: SshEndpoint; readonly attempt: Attempt; readonly interfaces: readonly string[]};

function attempts(ssh: SshExposure, before: FirewallZones, after: FirewallZones): readonly Judged[] {
	const own = ssh.links.flatMap(({addresses}) => addresses.map(({local}) => local));
	const sessions = ssh.sessions.flatMap(({address, port, peer, peerPort}): Judged[] => {
		const cidr = parseCidr(peer);
		if (cidr === undefined) return [];
		// What the host says to itself never meets a zone.
		if (isLoopback(cidr) || own.includes(peer)) return [];
		const from = {family: cidr.family, cidr};
		const interfaces = distinct([...waysTo(ssh.routes, cidr), ...holders(ssh.links, address)]);
		return [{endpoint: {kind: 'session', peer, peerPort, port}, attempt: {from, to: address, port}, interfaces}];
	});
	const named = distinct([...before.zones, ...after.zones].flatMap(networks));
	const listeners = ssh.listeners.flatMap(({address, port}) =>
		familiesOf(address).flatMap(family => {
			const interfaces = reachable(ssh, address, family);
			if (interfaces.length === 0) return [];
			const to = isAny(address) ? null : address;
			const judged = (text: string | null, cidr: Cidr | undefined, by: readonly string[]): Judged => ({
				endpoint: {kind: 'listener', address, port, from: text},
				attempt: {from: {family, cidr}, to, port},
				interfaces: by,
			});
			return [
				judged(null, undefined, interfaces),
				...named.flatMap(text => {
					const cidr = parseCidr(text);
					if (cidr?.family !== family || isLoopback(cidr)) return [];
					const by = waysTo(ssh.routes, cidr, true);
					const both = interfaces.filter(each => by.length === 0 || by.includes(each));
					return both.length === 0 ? [] : [judged(text, cidr, both)];
				}),
			];
		}),
	);
	return [...sessions, ...listeners];
}

/** The networks that a zone or one of its rich rules names as sources. */
function networks(zone: Zone): readonly string[] {
	const plain = zone.sources.filter(source => parseCidr(source) !== undefined);
	const rich = zone.richRules.flatMap(rule => parseRichRule(rule)?.sources ?? []);
	return [...plain, ...rich.map(cidrText)];
}

const anywhere = ['*', '0.0.0.0', '[::]', '::'];
const isAny = (address: string): boolean => anywhere.includes(address);
const familiesOf = (address: string): ReadonlyArray<4 | 6> =>
	address === '*' ? [4, 6] : [address.includes(':') ? 6 : 4];
const loopback = [parseCidr('127.0.0.0/8'), parseCidr('::1')];
const isLoopback = (cidr: Cidr): boolean => loopback.some(each => each !== undefined && contains(each, cidr));
const plain = (address: string): string => address.replace(/^\[|\]$/g, '');

const holders = (links: readonly Link[], address: string): readonly string[] =>
	links
		.filter(({addresses}) => addresses.some(each => each.local === plain(address)))
		.map(({name}) => name)
		.filter(name => name !== 'lo');

/** Links by which others reach a listener: those with an address of its family, but for the host's own and the pods'. */
function reachable({links, inward}: SshExposure, address: string, family: 4 | 6): readonly string[] {
	const outer = links.filter(({name, kind}) => kind !== 'loopback' && name !== 'lo' && !inward.includes(name));
	if (!isAny(address)) return holders(outer, address);
	return outer
		.filter(({addresses}) => addresses.some(each => parseCidr(each.local)?.family === family))
		.map(({name}) => name);
}

/** The interfaces towards a network: of its longest route, and (`parts`) of routes to parts of it. */
export function waysTo(routes: readonly Route[], network: Cidr, parts = false): readonly string[] {
	const ways = routes.flatMap(({to, dev, type, table}) => {
		const cidr = to === 'default' ? {family: network.family, base: 0n, length: 0} : parseCidr(to);
		const fits =
			cidr !== undefined && dev !== null && table === 'main' && type === 'unicast' && overlaps(cidr, network);
		return fits ? [{cidr, dev}] : [];
	});
	const around = ways.filter(({cidr}) => contains(cidr, network));
	const longest = Math.max(...around.map(({cidr}) => cidr.length));
	const within = parts ? ways.filter(({cidr}) => !contains(cidr, network)) : [];
	return distinct([...around.filter(({cidr}) => cidr.length === longest), ...within].map(({dev}) => dev));
}

function distinct<T>(items: readonly T[]): readonly T[] {
	return [...new Map(items.map(item => [JSON.stringify(item), item])).values()];
}
