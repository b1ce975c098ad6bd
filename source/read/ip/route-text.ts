import type {Route} from '../../facts/network.js';
import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown, type Note} from '../../facts/reading.js';

const types = /^(?:unicast|local|broadcast|multicast|throw|unreachable|prohibit|blackhole|nat|anycast)$/;
const destination = /^(?:default|[\da-fA-F.:]+(?:\/\d+)?)$/;

/**
 * The text of `ip route show` (iproute2 6.1.0 and EL10's): `[TYPE] PREFIX [via ADDRESS] [dev NAME] …`, each next hop of
 * a multipath route on an indented line of its own.
 */
export const readRoutesText: Reader<readonly Route[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'ip route');
	const routes: Route[] = [];
	const notes: Note[] = [];
	let head: Route | undefined;
	for (const line of outcome.stdout.split('\n')) {
		if (line.trim() === '') continue;
		if (/^\s+nexthop /.test(line) && head) {
			// The head line of a multipath route names no hop: the first hop takes its place.
			if (routes.at(-1) === head) routes.pop();
			const hop = attributesOf(line.trim().split(/\s+/).slice(1));
			routes.push({...head, via: gatewayOf(hop), dev: hop.get('dev') ?? null});
			continue;
		}

		head = routeOf(line);
		if (head) routes.push(head);
		else notes.push({line, reason: 'not a route'});
	}

	if (routes.length === 0 && notes.length > 0) return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	return known(routes, notes);
};

function routeOf(line: string): Route | undefined {
	const words = line.trim().split(/\s+/);
	const type = types.test(words[0] ?? '') ? words.shift() : undefined;
	const to = words.shift();
	if (to === undefined || !destination.test(to)) return undefined;
	const attributes = attributesOf(words);
	const metric = attributes.get('metric');
	return {
		to,
		type: type ?? 'unicast',
		via: gatewayOf(attributes),
		dev: attributes.get('dev') ?? null,
		source: attributes.get('src') ?? null,
		table: attributes.get('table') ?? 'main',
		protocol: attributes.get('proto') ?? null,
		scope: attributes.get('scope') ?? null,
		metric: metric !== undefined && /^\d+$/.test(metric) ? Number(metric) : null,
	};
}

/** `via 10.0.0.1`, or `via inet6 fe80::1` where the gateway is of the other family. */
function gatewayOf(attributes: ReadonlyMap<string, string>): string | null {
	const via = attributes.get('via');
	return via === 'inet6' || via === 'inet' ? (attributes.get(via) ?? null) : (via ?? null);
}

/** Names and values; flags without a value (`onlink`, `linkdown`) shift the pairs, so every word may be a name. */
function attributesOf(words: readonly string[]): ReadonlyMap<string, string> {
	const attributes = new Map<string, string>();
	for (const [position, word] of words.entries()) {
		const value = words[position + 1];
		if (value !== undefined && !attributes.has(word)) attributes.set(word, value);
	}

	return attributes;
}
