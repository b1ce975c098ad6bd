import {heard} from '../packet-walk/arrival.js';
import type {Packet, Space, WalkVerdict} from '../packet-walk/facts.js';
import type {Flow, ReachEnd, ReachReason, ReachWorld} from './facts.js';
import {addressesOf, homeOf} from './homes.js';
import {refusalIn} from './reasons.js';
import {inNamespace, listenersCommand} from './show.js';

/** A packet that never leaves the namespace it was made in: to one of its own addresses. Undefined: it leaves. */
export function heardIn(world: ReachWorld, flow: Flow, protocol: string): ReachEnd | undefined {
	const {sender, destination, port} = flow;
	const [own] = sender.addresses;
	const home = sender.kind === 'pod' && own !== undefined ? homeOf(world, own) : undefined;
	if (!home || own === undefined) return undefined;
	const loops = /^127\.|^::1$/.test(destination);
	if (!loops && !addressesOf(home.namespace).includes(destination)) return undefined;
	const packet: Packet = {
		...{source: destination, destination, protocol, sourcePort: null, destinationPort: port, input: null},
	};
	const space = world.listeners.spaces?.get(own);
	const end = heard(world.listeners.namespaces.get(own), packet);
	const closed = space && stoppedIn(space, packet);
	const verdict =
		closed && closed !== 'unknown'
			? 'blocked'
			: !space || closed === 'unknown' || end === 'arrives'
				? 'unknown'
				: end === 'delivered'
					? 'reaches'
					: 'blocked';
	const where = `${destination}${port === null ? '' : `:${port}`}`;
	const reason = (): ReachReason => {
		if (closed && closed !== 'unknown') return closed;
		if (end === 'unheard' || end === 'arrives') {
			const kind = verdict === 'blocked' ? 'unheard' : 'listeners';
			return {kind, about: [where, home.pod ?? ''], command: listenersCommand(home.file)};
		}

		const command = inNamespace(home.file, ['nft', 'list', 'ruleset']);
		return {kind: 'walk', about: ['namespace', home.pod ?? own], command};
	};

	return {
		...{verdict, address: destination, port, pod: home.pod, node: null, share: 1},
		reasons: verdict === 'reaches' ? [] : [reason()],
	};
}

const stops: ReadonlySet<WalkVerdict> = new Set(['dropped', 'rejected', 'unreachable', 'unanswered']);

/** What stops it in there; undefined: nothing. */
function stoppedIn(space: Space, packet: Packet): ReachReason | 'unknown' | undefined {
	const {main, agreed} = space.walk(packet);
	const {name, file} = space;
	if (!space.whole || !agreed) return 'unknown';
	if (stops.has(main.verdict)) {
		const command = inNamespace(file, ['ip', 'route', 'get', packet.destination]);
		return main.by
			? refusalIn({name, file}, main.by, packet)
			: {kind: 'own-route', about: [name, packet.destination], command};
	}

	const isSame =
		main.packet.destination === packet.destination && main.packet.destinationPort === packet.destinationPort;
	return main.verdict === 'arrives' && main.output === null && isSame && main.back?.verdict === 'returns'
		? undefined
		: 'unknown';
}
