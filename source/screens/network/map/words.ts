import {isDropping} from '../../../model/network-rates.js';
import {bold, colored, dim, line, span, type Line, type Span, type Style} from '../../../components/line.js';
import {oddOf, type Oddity, type Branch, type Uplink, type Wire} from '../../../model/map.js';
import type {LinkWithPeer, Namespace} from '../../../facts/network.js';
import {hostKey, linkKey} from '../../../model/network-keys.js';
import {formatBytes} from '../../../model/quantity.js';
import {globalAddresses} from '../../../model/topology/pods.js';
import type {DetailContext} from '../details.js';
import {nodesBy} from '../node-details.js';

/** What both pictures say of an element. Ends of the picture: the host's is up, the pods' is down. */

export const selection = (is: boolean): Style | undefined => (is ? {inverse: true} : undefined);

const selectedSpan = ({text, style}: Span, is: boolean): Span =>
	is ? span(text, {...style, inverse: true}) : {text, ...(style ? {style} : {})};

export const uplinkName = ({link}: Uplink, selected: boolean): Span => selectedSpan(bold(link.name), selected);
export const linkName = ({name}: LinkWithPeer, selected: boolean): Span => selectedSpan(bold(name), selected);

/** Addresses by which others reach it; of a link that has none its kind. */
export const addressesOf = (link: LinkWithPeer): string =>
	link.addresses
		.filter(({scope}) => scope === 'global')
		.map(({local, prefixlen}) => `${local}/${prefixlen}`)
		.join(' ');

/** `192.168.122.1 outside`: the next hop, and the namespace that it is in where that is on this machine. */
export function beyondText({link, through, gateways, beyond}: Uplink, {text, nodes}: DetailContext): string {
	const where = beyond ? (beyond.name ?? text.network.unnamed) : text.network.map.outside;
	const others = [link, through].flatMap(each => (each ? nodesBy(nodes, each.name) : []));
	return [...gateways, [where, ...others.map(({name}) => name)].join(' · ')].join(' ');
}

export function uplinkText({link, through}: Uplink, {text}: DetailContext): string {
	const own = addressesOf(link);
	if (own !== '') return own;
	if (through) return text.network.inBridge(through.name);
	return link.state === 'UP' || link.state === 'UNKNOWN' ? '' : link.state;
}

export function hostText(namespaces: number, processes: number | null, {text}: DetailContext): string {
	const words = text.network;
	return [words.headings.namespaces(namespaces), ...(processes === null ? [] : [words.map.processes(processes)])].join(
		', ',
	);
}

export const bridgeText = (bridge: LinkWithPeer, {wires}: Branch, {text}: DetailContext): string =>
	[addressesOf(bridge), text.network.map.ports(wires.length)].filter(part => part !== '').join('  ');

/** The pod, else the namespace's name, else that it has none. */
export const spaceName = (namespace: Namespace, {text}: DetailContext): string =>
	namespace.pod?.name ?? namespace.name ?? `${text.network.unnamed}${firstCommand(namespace)}`;

const firstCommand = ({processes}: Namespace): string => {
	const command = processes?.[0]?.command;
	return command === null || command === undefined ? '' : ` ${command}`;
};

/** The address at the wire's far end: of the very link there where that is known. */
export function endAddress({link, namespace}: Wire, {text}: DetailContext): string {
	if (!namespace) return '';
	return addressIn(namespace, link.peer?.index, text.network.unknown);
}

export function addressIn(namespace: Namespace, index: number | undefined, unknown: string): string {
	if (namespace.unread) return unknown;
	const inside = namespace.links.filter(link => link.index === index);
	const [first] = globalAddresses(inside.length > 0 ? inside : namespace.links);
	return first ?? '';
}

/** Who is at the end of a wire; `note`: what is odd about it. */
export type EndName = {readonly name: Span; readonly note: Span | null};

export function endName({link, namespace}: Wire, context: DetailContext): EndName {
	const words = context.text.network.map;
	if (namespace) return nameAndNote(namespace, context);
	const {peer, kind} = link;
	if (peer?.namespace === '') return {name: dim(words.onHost(peer.name ?? `#${peer.index}`)), note: null};
	const there = nodesBy(context.nodes, link.name).map(({name}) => name);
	if (there.length > 0) return {name: span(`${kind} ${context.text.network.nodes.to(there.join(', '))}`), note: null};
	if (kind === 'veth') return {name: colored(words.unknownPeer, 'yellow'), note: null};
	return {name: dim([kind, addressesOf(link)].filter(part => part !== '').join('  ')), note: null};
}

export function nameAndNote(namespace: Namespace, context: DetailContext): EndName {
	const short = context.text.network.shortNote(namespace);
	const name = span(spaceName(namespace, context));
	if (short === null) return {name, note: null};
	return {name, note: namespace.unread?.reason === 'not-asked' ? dim(short) : colored(short, 'yellow')};
}

/** Containers by name, where they have one; else the programs that run in it. */
export function contentOf({containers, processes}: Namespace, {text}: DetailContext): string {
	if (processes === null) return text.network.unknown;
	const names = containers.flatMap(({name}) => name ?? []);
	const commands = processes.map(({command}) => command ?? text.network.unknown);
	const shown = names.length > 0 ? names : commands;
	const [first, ...others] = [...new Set(shown)];
	if (first === undefined) return '';
	return others.length > 2 ? `${first} +${others.length}` : [first, ...others].join(' ');
}

export function oddities(wire: Wire, {rates}: DetailContext): readonly Oddity[] {
	const rate = rates.get(linkKey(hostKey, wire.link));
	return oddOf(wire, rate !== undefined && isDropping(rate));
}

/** Down (towards the pods) and up, bytes a second. Of a link of the host down is what it sends, of an uplink what it receives. */
export function flowOf(link: LinkWithPeer, outside: boolean, {rates, text}: DetailContext): {down: Span; up: Span} {
	const rate = rates.get(linkKey(hostKey, link));
	const show = (bytes: number | undefined): Span => {
		if (bytes === undefined) return dim(text.network.none);
		return bytes < 0.5 ? dim('0') : span(formatBytes(bytes));
	};

	const [down, up] = outside ? [rate?.rx, rate?.tx] : [rate?.tx, rate?.rx];
	return {down: show(down?.bytes), up: show(up?.bytes)};
}

/** `↓ 904 B/s ↑ 142 B/s` for pictures without columns; where it is `narrow` a second is understood. */
export function flowLine(link: LinkWithPeer, outside: boolean, context: DetailContext, narrow = false): Line {
	const {down, up} = flowOf(link, outside, context);
	const per = ({text, style}: Span): Span =>
		span(narrow || style?.dim ? text : context.text.network.map.perSecond(text), style);
	return line(dim('↓ '), per(down), dim(' ↑ '), per(up));
}
