import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import * as ip from '../command/ip.js';
import * as nft from '../command/nft.js';
import * as system from '../command/system.js';
import * as tc from '../command/tc.js';
import type {Need, Packet, Surroundings, Walk} from '../model/packet-walk/facts.js';
import type {Walker} from '../model/packet-walk/packet-walk.js';
import {sysctlName} from '../model/packet-walk/settings.js';
import {readPolicyRules} from '../read/ip/policy-rule.js';
import {readHookDevices} from '../read/nft/hook-devices.js';
import {readIpsecAssociations, readIpsecPolicies} from '../read/ip/xfrm-policy.js';
import {readQueues} from '../read/queues.js';
import {readSysctls} from '../read/sysctl.js';
import {readHasFilters, readQdiscs} from '../read/tc.js';

type Ask = (command: Command, signal?: AbortSignal) => Promise<Outcome>;

/** Each round may come to a place where the next fact is wanted; more than these no way has. */
const mostRounds = 6;

/** Walks a packet, and reads what the walk wanted to know, until it wants nothing more. */
export async function walkKnowing(ask: Ask, walker: Walker, packet: Packet, signal?: AbortSignal): Promise<Walk> {
	let walk = walker.walk(packet);
	for (let round = 0; walk.needs.length > 0 && round < mostRounds && !signal?.aborted; round++) {
		walker.learn(await readNeeds(ask, walk.needs, signal), walk.needs);
		walk = walker.walk(packet);
	}

	return walk;
}

/** What of it could be read; the rest stays unknown. */
export async function readNeeds(
	ask: Ask,
	needs: readonly Need[],
	signal?: AbortSignal,
): Promise<Partial<Surroundings>> {
	const names = needs.flatMap(need => (need.kind === 'sysctl' ? [need.name] : []));
	const tables = needs.flatMap(need => (need.kind === 'devices' ? [need] : []));
	const [sysctls, policies, filters, ipsec, associations, queues, devices] = await Promise.all([
		names.length === 0 ? undefined : readSettings(ask, names, signal),
		needs.some(({kind}) => kind === 'policies') ? readPolicies(ask, signal) : undefined,
		needs.some(({kind}) => kind === 'filters') ? readFilters(ask, signal) : undefined,
		needs.some(({kind}) => kind === 'ipsec') ? ask(ip.ipsecPolicies(), signal).then(readIpsecPolicies) : undefined,
		needs.some(({kind}) => kind === 'associations')
			? ask(ip.ipsecAssociations(), signal).then(readIpsecAssociations)
			: undefined,
		needs.some(({kind}) => kind === 'queues') ? ask(system.queues(), signal).then(readQueues) : undefined,
		Promise.all(
			tables.map(async ({family, table}) => readHookDevices(await ask(nft.tableText(family, table), signal))),
		),
	]);
	const known = devices.flatMap(reading => (reading.known ? [...reading.value] : []));
	return {
		...(sysctls && {sysctls}),
		...(policies && {policies}),
		...(filters && {filters}),
		...(ipsec?.known && {ipsec: ipsec.value}),
		...(associations?.known && {associations: associations.value}),
		...(queues?.known && {queues: queues.value}),
		...(known.length > 0 && {devices: new Map(known)}),
	};
}

/** By path; null: this kernel has no such setting (`sysctl -e` passes over it). */
async function readSettings(
	ask: Ask,
	names: readonly string[],
	signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string | null> | undefined> {
	const reading = readSysctls(await ask(system.sysctl(...names), signal));
	if (!reading.known) return undefined;
	return new Map(names.map(name => [name, reading.value.get(sysctlName(name)) ?? reading.value.get(name) ?? null]));
}

async function readPolicies(ask: Ask, signal: AbortSignal | undefined): Promise<Surroundings['policies'] | undefined> {
	const [four, six] = await Promise.all([
		ask(ip.rules(4), signal).then(outcome => readPolicyRules(outcome, 4)),
		ask(ip.rules(6), signal).then(outcome => readPolicyRules(outcome, 6)),
	]);
	return four.known && six.known ? [...four.value, ...six.value] : undefined;
}

/** Queues that drop or delay on purpose say so by their kind alone. */
const losing = new Set(['netem']);
/** Those by which no filter is asked. */
const simple = new Set('noqueue pfifo pfifo_fast bfifo fq fq_codel codel mq cake sfq tbf fq_pie pie'.split(' '));

/** Filters where there are queues that may have some; undefined: nobody could look (no tc). */
async function readFilters(ask: Ask, signal: AbortSignal | undefined): Promise<Surroundings['filters'] | undefined> {
	const queues = readQdiscs(await ask(tc.qdiscs(), signal));
	if (!queues.known) return undefined;
	const places = queues.value.flatMap(
		({device, kind, root}): ReadonlyArray<readonly [string, 'ingress' | 'egress' | 'root']> =>
			kind === 'clsact'
				? [
						[device, 'ingress'],
						[device, 'egress'],
					]
				: kind === 'ingress'
					? [[device, 'ingress']]
					: root && !simple.has(kind) && !losing.has(kind)
						? [[device, 'root']]
						: [],
	);
	const filtered = await Promise.all(
		places.map(async ([device, place]) => {
			const has = readHasFilters(await ask(tc.filters(device, place), signal));
			// What could not be listed is taken as there.
			if (has.known && !has.value) return [];
			const shown = `tc filter show dev ${device} ${place}`;
			return [{device, way: place === 'ingress' ? ('in' as const) : ('out' as const), shown}];
		}),
	);
	const lossy = queues.value.flatMap(({device, kind}) =>
		losing.has(kind) ? [{device, way: 'out' as const, shown: `tc qdisc show dev ${device}`}] : [],
	);
	return [...filtered.flat(), ...lossy];
}

const settings = ['forwarding', 'rp_filter', 'route_localnet', 'accept_local', 'src_valid_mark'];

/**
 * What nearly every walk comes to ask for, at once and always in the same words, so that a recording of one question answers
 * the others: policy routing, and kernel settings of these devices.
 */
export function usualNeeds(devices: readonly string[]): readonly Need[] {
	const names = [
		'net/bridge/bridge-nf-call-iptables',
		'net/bridge/bridge-nf-call-ip6tables',
		'net/ipv6/conf/all/forwarding',
		...['all', ...devices].flatMap(device => settings.map(name => `net/ipv4/conf/${device}/${name}`)),
	];
	return [
		{kind: 'policies'},
		{kind: 'filters'},
		{kind: 'ipsec'},
		...names.map((name): Need => ({kind: 'sysctl', name})),
	];
}
