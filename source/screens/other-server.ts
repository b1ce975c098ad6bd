import type {Services} from './services.js';

/** Where an object is: on another node, by the address to ask it at; `here`: on this host, or nobody can tell. */
export type Whereabouts = {readonly node: string; readonly server: string} | 'here' | undefined;

/** `J`: opens k0s-tui on the server of a row. Undefined: the row is on no server. */
export async function openOtherServer(services: Services, at: Whereabouts): Promise<void> {
	const {onNode} = services.text.act;
	if (at === undefined) return services.notify(onNode.none);
	if (at === 'here') return services.notify(onNode.here);
	if (services.kind !== 'local') {
		// What is simulated or recorded has no server that ssh could reach.
		const line = `k0s-tui on ${at.server}`;
		services.copy(line);
		return services.notify(onNode.copied(at.node, line));
	}

	services.notify(onNode.asking(at.server));
	const refused = await services.openServer(at.server);
	if (refused !== undefined) services.notify(refused);
}
