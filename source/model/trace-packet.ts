import type {TraceEvent} from '../facts/packet-filter.js';

export type PacketEvent = Extract<TraceEvent, {kind: 'packet'}>;

/**
 * The first packet's events, under all trace ids that it had, in the order of the kernel. What follows under another id
 * is the same packet's when the sender's port and address, and the number and length in its header are the same, and it
 * comes to chains where it was not yet: a second try has another number, or begins again at the first chain.
 */
export function onePacket(events: readonly TraceEvent[]): TraceEvent[] {
	const [first] = events;
	if (!first) return [];
	const ids = new Set([first.id]);
	const seen = new Set<string>();
	let last: PacketEvent | undefined;
	for (const event of events) {
		if (event.kind !== 'packet') continue;
		const place = `${event.family} ${event.table} ${event.chain}`;
		if (!ids.has(event.id)) {
			const loops = last?.output === 'lo' && event.input === 'lo';
			if (!last || !isSame(last, event) || (seen.has(place) && !loops)) continue;
			if (loops) seen.clear();
			ids.add(event.id);
		}

		seen.add(place);
		last = event;
	}

	return events.filter(({id}) => ids.has(id));
}

/** `next` is `last` further on: behind a bridge, or on its second way, through `lo`. */
function isSame(last: PacketEvent, next: PacketEvent): boolean {
	if (last.number !== next.number || last.length !== next.length) return false;
	if (last.sourcePort !== next.sourcePort || last.source !== next.source) return false;
	return last.output === 'lo' ? next.input === 'lo' : last.input !== null && next.input !== null;
}
