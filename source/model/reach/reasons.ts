import type {Ending, Hop, Packet, Walk} from '../packet-walk/facts.js';
import type {Reason} from '../packet-walk/sureness.js';
import {placeOf} from '../packet-walk/words.js';
import type {ReachReason, ReachWorld} from './facts.js';
import {leavingFor} from './away.js';
import {homeOf} from './homes.js';
import {chainCommand, inNamespace, listenersCommand, routeCommand} from './show.js';

/** Why an ending is no arrival, or on what it depends: each with the command that shows it. */
export function reasonsOf(world: ReachWorld, ending: Ending, walk: Walk): readonly ReachReason[] {
	return [...ending.reasons.map(each => walkReason(each)), ...ownReasons(world, ending, walk)];
}

/** What the walk itself names that it rests on. */
export const walkReason = ({id, what}: Reason): ReachReason => ({
	kind: 'walk',
	about: [id, what],
	command: commandOf(id, what),
});

function commandOf(id: Reason['id'], what: string): readonly string[] | null {
	if (id === 'sysctl' && what !== '') return ['sysctl', what];
	if (id === 'routing') return ['ip', 'rule', 'show'];
	// No device has a blank in its name.
	return id === 'filter' || id === 'ipsec' ? what.split(' ') : null;
}

function ownReasons(world: ReachWorld, ending: Ending, walk: Walk): readonly ReachReason[] {
	const {verdict, by, packet, output, unread, back} = ending;
	switch (verdict) {
		case 'dropped':
		case 'rejected':
			return by ? [refusal(world, by, packet), ...unreadReasons(world, unread)] : [];
		case 'unreachable':
			return by
				? [refusal(world, by, packet)]
				: [{kind: 'route', about: [packet.destination], command: routeCommand(packet)}];
		case 'unanswered': {
			if (back?.next && by) {
				const what = [{kind: 'way-on', about: [endText(packet)], command: null} as const];
				return [...what, refusal(world, by, packet), ...unreadReasons(world, unread)];
			}

			const answer: Packet = {...packet, source: packet.destination, destination: packet.source, input: output};
			const route: ReachReason = {kind: 'route', about: [answer.destination], command: routeCommand(answer)};
			return [
				{kind: 'way-back', about: [endText(packet)], command: null},
				by ? refusal(world, by, answer) : route,
				...unreadReasons(world, unread),
			];
		}

		case 'astray':
			return [{kind: 'astray', about: [packet.destination, output ?? ''], command: routeCommand(packet)}];
		case 'unheard':
		case 'arrives': {
			const space = homeOf(world, packet.destination);
			const about = [endText(packet), space?.pod ?? ''];
			const command = output === null || space ? listenersCommand(space?.file) : null;
			return [{kind: verdict === 'unheard' ? 'unheard' : 'listeners', about, command}, ...unreadReasons(world, unread)];
		}

		case 'leaves':
			return [
				leavingFor(world, ending, walk.packet) ?? {
					kind: 'beyond',
					about: [endText(packet), output ?? ''],
					command: routeCommand(walk.packet),
				},
				...unreadReasons(world, unread),
			];
		case 'queued':
			return by ? [{kind: 'queued', about: [placeOf(by), by.text], ...shownBy(world, by)}] : [];
		default:
			return by || unread.length > 0
				? unreadReasons(world, by ? [by, ...unread] : unread)
				: [{kind: 'walk', about: [], command: ['k0s-tui', 'nftables']}];
	}
}

const shownBy = ({ruleset}: ReachWorld, hop: Hop): {readonly hop: Hop; readonly command: readonly string[]} => ({
	hop,
	command: chainCommand(
		hop,
		ruleset.tables.some(
			({family, name, kind, chains}) =>
				kind === 'legacy' &&
				family === hop.family &&
				name === hop.table &&
				chains.some(chain => chain.name === hop.chain),
		),
	),
});

/** A rule that could not be evaluated, on the way. */
export const unreadReasons = (world: ReachWorld, hops: readonly Hop[]): readonly ReachReason[] =>
	hops.map(hop => ({kind: 'unread', about: [placeOf(hop), hop.text], ...shownBy(world, hop)}));

/** A pod's own chain of kube-router refuses what no policy of the pod allows. */
function refusal(world: ReachWorld, by: Hop, packet: Packet): ReachReason {
	const {destination, source} = packet;
	if (by.space) return refusalIn(by.space, by, packet);
	if (by.kind === 'sysctl') {
		const [name = by.text, value = ''] = by.text.split(' = ');
		return {kind: 'sysctl', about: [name, value], hop: by, command: ['sysctl', name]};
	}

	if (by.kind === 'route') return {kind: 'route', about: [destination], hop: by, command: routeCommand(packet)};
	const label = world.labels.chains.get(by.chain);
	if (label?.kind === 'pod') {
		const policies = policiesOf(world, by);
		const pods = world.labels.pods;
		// The same chain guards what comes to the pod and what it sends.
		const way = pods.get(destination) === label.pod || label.address === destination ? 'in' : 'out';
		return {
			kind: 'network-policy',
			about: [label.pod, way, policies.join(', '), pods.get(source) ?? source],
			...shownBy(world, by),
		};
	}

	const refused = /^(\S+) has no (?:local )?endpoints$/.exec(commentOf(world, by) ?? '')?.[1];
	if (refused !== undefined) return {kind: 'no-endpoints', about: [refused, placeOf(by)], ...shownBy(world, by)};
	return {kind: by.kind === 'policy' ? 'policy' : 'rule', about: [placeOf(by), by.text], ...shownBy(world, by)};
}

/** What refuses in another network namespace, and how to see it there. */
export function refusalIn({name, file}: NonNullable<Hop['space']>, by: Hop, {destination}: Packet): ReachReason {
	const shown = (kind: ReachReason['kind'], about: readonly string[], argv: readonly string[]): ReachReason => ({
		...{kind, about, hop: by, command: inNamespace(file, argv)},
	});
	if (by.kind === 'sysctl') {
		const [setting = by.text, value = ''] = by.text.split(' = ');
		return shown('sysctl', [`${name}: ${setting}`, value], ['sysctl', setting]);
	}

	if (by.kind === 'route') {
		const [device = '', isDown] = by.text.split(' ');
		return isDown === 'down'
			? shown('link-down', [name, device], ['ip', 'link', 'show', device])
			: shown('own-route', [name, by.text], ['ip', 'route', 'get', by.text || destination]);
	}

	return shown(by.kind === 'policy' ? 'policy' : 'rule', [placeOf(by), by.text], chainCommand(by));
}

/** The NetworkPolicies that a pod's chain asks, by the names that the comments of its jumps tell. */
function policiesOf({ruleset, labels}: ReachWorld, {family, table, chain}: Hop): readonly string[] {
	const found = ruleset.tables
		.find(each => each.family === family && each.name === table)
		?.chains.find(({name}) => name === chain);
	return [
		...new Set(
			(found?.rules ?? []).flatMap(({verdict}) => {
				const to = verdict.kind === 'jump' || verdict.kind === 'goto' ? labels.chains.get(verdict.chain) : undefined;
				return to?.kind === 'policy' ? [to.policy] : [];
			}),
		),
	];
}

const commentOf = ({ruleset}: ReachWorld, {family, table, chain, index}: Hop): string | null =>
	index === null
		? null
		: (ruleset.tables
				.find(each => each.family === family && each.name === table)
				?.chains.find(({name}) => name === chain)?.rules[index]?.comment ?? null);

const endText = ({destination, destinationPort}: Packet): string =>
	destinationPort === null
		? destination
		: `${destination.includes(':') ? `[${destination}]` : destination}:${destinationPort}`;
