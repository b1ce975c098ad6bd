import {command, type Command} from './command.js';

/** Seconds that an answer is waited for. */
const patience = 3;

/**
 * One question to a DNS server from within a network namespace (bash's /dev/udp; coreutils' timeout, dd and od): constant
 * words, with server and question as arguments. Prints the answer's bytes as `od -An -v -tx1` does; nothing came: exit 124.
 */
const script = 'exec 3<>"/dev/udp/$0/53" && printf %b "$1" >&3 && dd bs=4096 count=1 <&3 2>/dev/null | od -An -v -tx1';

/** `file`: `/run/netns/NAME` or `/proc/PID/ns/net`. `type`: the records that are asked for. */
export const dnsAsk = (file: string, server: string, name: string, type: 'A' | 'AAAA'): Command =>
	command(
		['nsenter', `--net=${file}`, 'timeout', String(patience), 'bash', '-c', script, server, question(name, type)],
		'dns-ask',
		{root: true, deadline: (patience + 3) * 1000},
	);

/** The id that a question has, and its answer too. */
export const dnsId = 0x1234;

/** The bytes of a question as `printf %b` takes them (RFC 1035): recursion wanted, class IN. */
function question(name: string, type: 'A' | 'AAAA'): string {
	const labels = name.split('.').flatMap(label => [label.length, ...Buffer.from(label, 'latin1')]);
	const head = [dnsId >> 8, dnsId & 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
	const bytes = [...head, ...labels, 0, 0, type === 'A' ? 1 : 28, 0, 1];
	return bytes.map(byte => String.raw`\x` + byte.toString(16).padStart(2, '0')).join('');
}

/** The name in such a question, for hosts that answer without a shell; undefined: it is none. */
export function nameAsked(printed: string): string | undefined {
	const bytes = [...printed.matchAll(/\\x([\da-f]{2})/g)].map(([, hex]) => Number.parseInt(hex ?? '', 16));
	const labels: string[] = [];
	for (let at = 12; bytes[at] !== undefined && bytes[at] !== 0; at += (bytes[at] ?? 0) + 1) {
		labels.push(String.fromCharCode(...bytes.slice(at + 1, at + 1 + (bytes[at] ?? 0))));
	}

	return labels.length === 0 ? undefined : labels.join('.');
}
