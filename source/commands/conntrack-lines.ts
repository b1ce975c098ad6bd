import type {Connection, ConnectionEvent} from '../facts/connections.js';
import {visible} from '../terminal/sanitise.js';
import type {PacketsText} from '../text/packets.js';
import {clockText, endpointText} from './packets-lines.js';

/** What NAT did: `dnat to 10.244.0.3:53`, or ''. */
export function natText({dnat, snat}: Connection, words: PacketsText): string {
	return [...(dnat ? [words.dnat(endpointText(dnat))] : []), ...(snat ? [words.snat(endpointText(snat))] : [])].join(
		', ',
	);
}

/** `ESTABLISHED`, or whether an answer came. */
export const stateText = ({state, replied}: Connection, words: PacketsText): string =>
	[...(state === null ? [] : [state]), ...(replied ? [] : [words.unreplied])].join(' ');

/** Packets there and back, where the kernel counts them. */
export const countText = ({original, reply}: Connection): string =>
	original.packets === null ? '' : `${original.packets}/${reply.packets ?? '?'}`;

/** A connection in one line; made visible. */
export function connectionLine(connection: Connection, words: PacketsText): string {
	const {protocol, timeout, original} = connection;
	const parts = [
		protocol.padEnd(5),
		stateText(connection, words).padEnd(12),
		(timeout === null ? '' : `${timeout} s`).padStart(8),
		`${endpointText(original.from)} > ${endpointText(original.to)}`,
		natText(connection, words),
		countText(connection) === '' ? '' : words.packetsThereAndBack(countText(connection)),
	];
	return visible(
		parts
			.filter(part => part !== '')
			.join('  ')
			.trimEnd(),
	);
}

export const eventLine = ({kind, at, connection}: ConnectionEvent, words: PacketsText): string =>
	`${clockText(at).padEnd(15)} ${words.events[kind].padEnd(8)} ${connectionLine(connection, words)}`;
