import {awayPods, onNode, type AwayPod} from '../away-pods.js';
import type {Ending, Packet} from '../packet-walk/facts.js';
import type {Flow, ReachReason, ReachWorld} from './facts.js';
import {podsHere} from './homes.js';

type Away = {readonly byAddress: ReadonlyMap<string, AwayPod>; readonly byName: ReadonlyMap<string, AwayPod>};

const known = new WeakMap<ReachWorld, Away>();

/** The pods of other nodes, by address and by name: a matrix asks for thousands. */
function awayOf(world: ReachWorld): Away {
	const before = known.get(world);
	if (before) return before;
	const here = podsHere(world);
	const pods = awayPods({
		pods: world.pods.known ? world.pods.value : [],
		isLocal: address => world.walker.routing.isLocal(address),
		isFound: name => here.has(name),
	});
	const away = {
		byAddress: new Map(pods.flatMap(pod => pod.ips.map(ip => [ip, pod] as const))),
		byName: new Map(pods.map(pod => [pod.pod, pod] as const)),
	};
	known.set(world, away);
	return away;
}

/** The pod of another node that has this address; undefined: none is known to. */
export const awayAt = (world: ReachWorld, address: string): AwayPod | undefined => awayOf(world).byAddress.get(address);

/**
 * Why it cannot be told what becomes of a packet to a pod of another node: by which route it leaves, into which tunnel or
 * overlay, and what to ask there. Undefined: it goes to no such pod.
 */
export function leavingFor(world: ReachWorld, {packet, output}: Ending, sent: Packet): ReachReason | undefined {
	const pod = awayAt(world, packet.destination);
	if (pod === undefined) return undefined;
	const {routing} = world.walker;
	const {destination, source, protocol, destinationPort} = packet;
	const {route} = routing.lookUp({
		...{destination, source, protocol, destinationPort},
		...{input: sent.input, mark: null, sourcePort: null},
	});
	const way = [
		route?.to ?? packet.destination,
		...(route?.via ? ['via', route.via] : []),
		...(output === null ? [] : ['dev', output]),
		...(route?.protocol ? ['proto', route.protocol] : []),
	].join(' ');
	// The default route knows nothing of pods: what should bring its own route has not.
	const kind = route?.to === 'default' ? 'other-node-default' : 'other-node-way';
	return {
		...{kind, about: [pod.pod, pod.node, way, routing.kindOf(output) ?? '']},
		command: onNode(pod, asked(sent.source, packet)),
	};
}

/** What was asked, for the program on that node. */
const asked = (
	from: string,
	{destination, destinationPort, protocol}: Pick<Packet, 'destination' | 'destinationPort' | 'protocol'>,
): readonly string[] => [
	...['reach', from, destination],
	...(destinationPort === null ? [] : ['--port', String(destinationPort)]),
	...['--proto', protocol.replace('icmpv6', 'icmp')],
];

/**
 * What hangs on the rules of the nodes where sender and receiver run, with what to ask there. Of the receiver's node the
 * packet's way tells more (`leavingFor`).
 */
export function withNodes(
	world: ReachWorld,
	{sender, destination, port, protocol}: Flow,
	conditions: readonly ReachReason[],
	told: readonly ReachReason[],
): readonly ReachReason[] {
	const ways = new Set(told.filter(({kind}) => kind.startsWith('other-node-')).map(({about}) => about[0]));
	return conditions
		.filter(({kind, about}) => kind !== 'other-node' || !ways.has(about[0]))
		.map(each => {
			const pod = each.kind === 'other-node' ? awayOf(world).byName.get(each.about[0] ?? '') : undefined;
			if (pod === undefined || pod.pod !== sender.label) return each;
			return {...each, command: onNode(pod, asked(sender.label, {destination, destinationPort: port, protocol}))};
		});
}
