import {mapOf, type Branch, type Uplink, type Wire} from '../model/map.js';
import type {Link, LinkWithPeer, Namespace, Topology} from '../facts/network.js';
import type {Text} from '../text/text.js';
import {addressesOf, namespaceName, podOf} from './network-tables.js';

type Words = Text['report']['network'];

/** The wires of a host as a tree of ASCII, from outside to the pods: a line a wire. */
export function drawing(topology: Topology, host: string, text: Text): readonly string[] {
	const {uplinks, branches, loose} = mapOf(topology);
	const words = text.report.network;
	return [
		words.outside,
		...uplinks.flatMap(uplink => ['  |', `  +-- ${uplinkText(uplink, words)}`]),
		'  |',
		host,
		...branches.flatMap(branch => branchLines(branch, text)),
		...loose.map(namespace => `  (${words.noWire(nameOf(namespace, text))})`),
	];
}

const withAddresses = (link: LinkWithPeer): string => [link.name, ...addressesOf([link])].join('  ');

function uplinkText({link, through, gateways}: Uplink, words: Words): string {
	const address = through ?? link;
	const via = through ? `${link.name} > ${withAddresses(through)}` : withAddresses(address);
	return [via, ...gateways.map(gateway => words.gateway(gateway))].join('  ');
}

function branchLines({bridge, wires}: Branch, text: Text): readonly string[] {
	const words = text.report.network;
	const width = widest(wires.map(({link}) => link));
	return [
		'  |',
		`  +-- ${bridge ? withAddresses(bridge) : `(${words.direct})`}`,
		...wires.map(wire => `  |     +-- ${wire.link.name.padEnd(width)}  ${farEnd(wire, text)}`.trimEnd()),
	];
}

const widest = (links: readonly Link[]): number => Math.max(0, ...links.map(({name}) => name.length));

/** What is at the other end: the link there, its addresses, the pod, the namespace. */
function farEnd({link, namespace}: Wire, text: Text): string {
	if (!namespace) return link.peer ? `--- ${text.report.network.leads}` : addressesOf([link]).join(' ');
	const end = namespace.links.find(({index}) => index === link.peer?.index);
	const addresses = namespace.unread ? text.network.unknown : addressesOf(namespace.links).join(' ');
	return ['---', end?.name ?? text.network.unknown, addresses, nameOf(namespace, text)].filter(Boolean).join('  ');
}

const nameOf = (namespace: Namespace, {network}: Text): string => {
	const name = namespaceName(namespace, network);
	return namespace.pod ? `${podOf(namespace, network)}  (${name})` : name;
};
