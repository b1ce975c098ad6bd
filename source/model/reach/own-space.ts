import {heard} from '../packet-walk/arrival.js';
import type {Flow, ReachEnd, ReachWorld} from './facts.js';
import {addressesOf, homeOf} from './homes.js';
import {listenersCommand} from './show.js';

/** A packet that never leaves the namespace it was made in: to one of its own addresses. Undefined: it leaves. */
export function heardIn(world: ReachWorld, flow: Flow, protocol: string): ReachEnd | undefined {
	const {sender, destination, port} = flow;
	const [own] = sender.addresses;
	const space = sender.kind === 'pod' && own !== undefined ? homeOf(world, own) : undefined;
	if (!space || own === undefined) return undefined;
	const loops = /^127\.|^::1$/.test(destination);
	if (!loops && !addressesOf(space.namespace).includes(destination)) return undefined;
	const sockets = world.listeners.namespaces.get(own);
	const end = heard(sockets, {
		...{source: destination, destination, protocol, sourcePort: null, destinationPort: port, input: null},
	});
	const verdict = end === 'delivered' ? 'reaches' : end === 'unheard' ? 'blocked' : 'unknown';
	const where = `${destination}${port === null ? '' : `:${port}`}`;
	return {
		...{verdict, address: destination, port, pod: space.pod, share: 1},
		reasons:
			verdict === 'reaches'
				? []
				: [
						{
							kind: verdict === 'blocked' ? 'unheard' : 'listeners',
							about: [where, space.pod ?? ''],
							command: listenersCommand(space.file),
						},
					],
	};
}
