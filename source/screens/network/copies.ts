import {shown} from '../../command/command.js';
import * as ip from '../../command/ip.js';
import {globalAddresses} from '../../model/topology/pods.js';
import {nodeCommand} from '../../report/node-ways.js';
import type {Text} from '../../text/text.js';
import {copyItems, type CopyItem} from '../copies.js';
import {wayInto} from './raw.js';
import type {Space} from './spaces.js';

/** Of a network namespace: its names, addresses, links, and the commands that show them. */
export function spaceCopies(space: Space, {objects}: Text): readonly CopyItem[] {
	const {labels} = objects.copy;
	const {namespace, node, links} = space;
	const way = wayInto(space);
	return copyItems(
		[labels.name, namespace?.name ?? node?.name],
		[labels.address, node?.address],
		...(node?.pods ?? []).map(({pod}) => [labels.fullName, pod] as const),
		[labels.command, node && nodeCommand(node)],
		[labels.fullName, namespace?.pod && `${namespace.pod.namespace}/${namespace.pod.name}`],
		...globalAddresses(links).map(address => [labels.address, address] as const),
		[labels.link, namespace?.peer?.name],
		...(namespace ? links.map(({mac}) => [labels.mac, mac] as const) : []),
		...(way ? [ip.rawAddresses(way.inside), ip.rawRoutes(way.inside)] : []).map(
			({argv}) => [labels.command, shown(argv)] as const,
		),
	);
}
