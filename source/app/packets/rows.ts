import {clockText, endpointText, vlanText} from '../../commands/packets-lines.js';
import {bold, dim, line, span, type Line, type Style} from '../../components/line.js';
import type {Rows} from '../../components/rows.js';
import {cutMiddle, displayWidth, pad} from '../../components/width.js';
import type {Packet} from '../../facts/packets.js';
import type {KeptPackets} from '../../store/packet-lines.js';
import type {PacketsText} from '../../text/packets.js';

/** Packets from the end by which columns are measured: all of them are made only where they are seen. */
const measured = 200;

/** `clock`: without fractions of a second where there is no room. */
type Widths = {
	readonly clock: number;
	readonly link: number;
	readonly way: number;
	readonly from: number;
	readonly to: number;
};

/** `17:02:48.027  eth0 In  10.0.0.1:5 > 10.0.0.2:53  dns  …`, a row a packet. */
export type PacketRows = {readonly head: Line; readonly rows: Rows};

export function packetRows(kept: KeptPackets, refusedOnly: boolean, width: number, words: PacketsText): PacketRows {
	const chosen = refusedOnly ? refused(kept) : undefined;
	const length = chosen?.length ?? kept.length;
	const at = (row: number): Packet => kept.at(chosen?.[row] ?? row);
	const last: Packet[] = [];
	for (let row = Math.max(0, length - measured); row < length; row++) last.push(at(row));
	const widths = widthsOf(last, width, words);
	return {head: headOf(widths, words), rows: {length, at: row => rowOf(at(row), widths)}};
}

function refused(kept: KeptPackets): readonly number[] {
	const found: number[] = [];
	for (let row = 0; row < kept.length; row++) if (kept.at(row).refuses) found.push(row);
	return found;
}

function widthsOf(packets: readonly Packet[], width: number, {columns}: PacketsText): Widths {
	const widest = (title: string, texts: readonly string[], most: number): number =>
		Math.min(most, Math.max(displayWidth(title), ...texts.map(text => displayWidth(text))));
	const isNarrow = width < 100;
	const ends = isNarrow ? 19 : 32;
	const all = packets.some(({link}) => link !== null);
	return {
		clock: isNarrow ? 8 : 12,
		link:
			all && !isNarrow
				? widest(
						columns.link,
						packets.map(({link}) => link ?? ''),
						15,
					)
				: 0,
		way: all ? displayWidth(columns.way) : 0,
		from: widest(
			columns.from,
			packets.map(({from}) => endpointText(from)),
			ends,
		),
		to: widest(
			columns.to,
			packets.map(({to}) => endpointText(to)),
			ends,
		),
	};
}

function headOf({clock, link, way, from, to}: Widths, {columns}: PacketsText): Line {
	const parts = [
		pad(columns.time, clock),
		...(link > 0 ? [pad(columns.link, link)] : []),
		...(way > 0 ? [pad(columns.way, way)] : []),
		...[pad(columns.from, from), pad(columns.to, to), pad(columns.protocol, protocolWidth), columns.what],
	];
	return line(bold(parts.join('  ')));
}

const protocolWidth = 5;

function rowOf(packet: Packet, widths: Widths): Line {
	const {link, way, from, to, protocol, what, refuses} = packet;
	const short = (text: string, width: number): string => pad(cutMiddle(text, width), width);
	const style: Style | undefined = refuses ? {color: 'red'} : undefined;
	return line(
		dim(`${pad(clockText(packet.at).slice(0, widths.clock), widths.clock)}  `),
		...(widths.link > 0 ? [dim(`${short(link ?? '', widths.link)}  `)] : []),
		...(widths.way > 0 ? [dim(`${pad(way ?? '', widths.way)}  `)] : []),
		`${short(endpointText(from), widths.from)}  ${short(endpointText(to), widths.to)}  `,
		span(`${pad(protocol, protocolWidth)}  `, style ?? {color: 'cyan'}),
		span(`${vlanText(packet)}${what}`, style),
	);
}
