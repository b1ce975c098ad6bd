import type {Endpoint, Packet} from '../facts/packets.js';
import type {CaptureEnd} from '../store/capture.js';
import {visible} from '../terminal/sanitise.js';
import type {PacketsText} from '../text/packets.js';

/** `10.0.0.1:53`, `[fd00::1]:53`, or the address alone. */
export function endpointText(end: Endpoint | null): string {
	if (end === null) return '';
	if (end.port === null) return end.address;
	return end.address.includes(':') ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`;
}

/** `16:52:20.123456` in this machine's own time. */
export function clockText(at: number | null): string {
	if (at === null) return '';
	const date = new Date(at * 1000);
	const two = (value: number): string => String(value).padStart(2, '0');
	const micro = String(Math.round((at % 1) * 1e6) % 1e6).padStart(6, '0');
	return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${micro}`;
}

/** `vlan 7.100`, or ''. */
export const vlanText = ({vlans}: Packet): string => (vlans.length === 0 ? '' : `vlan ${vlans.join('.')} `);

/** A packet in one line; made visible. */
export function packetLine(packet: Packet): string {
	const {link, way, from, to, protocol, what} = packet;
	const where = link === null && way === null ? '' : `${(link ?? '').padEnd(8)} ${(way ?? '').padEnd(3)} `;
	const both = [from, to].filter(end => end !== null).map(end => endpointText(end));
	const ends = both.length === 0 ? '' : `${both.join(' > ')}  `;
	return visible(`${clockText(packet.at)} ${where}${protocol.padEnd(5)} ${ends}${vlanText(packet)}${what}`.trim());
}

/** How it ended, and what was lost. */
export function endLines({by, why, counts}: CaptureEnd, seen: number, words: PacketsText): string[] {
	const count = words.count(counts.captured ?? seen);
	const said = by === 'broken' ? words.ended.broken(count, why) : words.ended[by](count);
	return [visible(said), ...(counts.dropped ? [words.dropped(counts.dropped)] : [])];
}
