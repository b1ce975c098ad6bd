import {parseCidr} from '../cidr.js';

/** One end of a question `can A reach B`, as a person types it. */
export type Place =
	| {readonly kind: 'pod'; readonly namespace: string; readonly name: string; readonly port: string | null}
	| {readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly port: string | null}
	/** `NAMESPACE/NAME`: a pod or a service, whichever there is. */
	| {readonly kind: 'object'; readonly namespace: string; readonly name: string; readonly port: string | null}
	/** A network namespace of this host: its name in /run/netns, or `net:[INODE]`. */
	| {readonly kind: 'netns'; readonly name: string; readonly port: string | null}
	| {readonly kind: 'node-port'; readonly port: number; readonly protocol: string | null}
	| {readonly kind: 'host'; readonly port: string | null}
	/** Any address beyond this host. */
	| {readonly kind: 'outside'; readonly port: string | null}
	/** IPv6 without brackets. */
	| {readonly kind: 'address'; readonly address: string; readonly port: string | null; readonly protocol: string | null}
	| {readonly kind: 'name'; readonly name: string; readonly port: string | null};

const label = '[a-z\\d](?:[a-z\\d-]*[a-z\\d])?';
const dotted = `${label}(?:\\.${label})*`;
const port = '(?::([a-z\\d](?:[a-z\\d-]*[a-z\\d])?))?';
const proto = '(?:/(tcp|udp|sctp|icmp))?';

const objectForm = new RegExp(`^(?:(pod|svc|service)/)?(${label})/(${dotted})${port}$`);
const netnsForm = new RegExp(`^netns/(net:\\[\\d+\\]|[^\\s/:\\[\\]]+)${port}$`);
const nodePortForm = /^nodeport:(\d{1,5})(?:\/(tcp|udp|sctp))?$/i;
const wordForm = new RegExp(`^(host|outside)${port}$`);
const addressForm = new RegExp(`^(?:(\\d+(?:\\.\\d+){3})|\\[([\\da-f:.]+)\\])(?::(\\d{1,5}))?${proto}$`, 'i');
const nameForm = new RegExp(`^([a-z\\d_](?:[a-z\\d_-]*[a-z\\d])?(?:\\.[a-z\\d_-]+)*\\.?)${port}$`, 'i');

/** Undefined: none of the forms. */
export function parsePlace(text: string): Place | undefined {
	const nodePort = nodePortForm.exec(text);
	if (nodePort) {
		const number = Number(nodePort[1]);
		return isPort(number) ? {kind: 'node-port', port: number, protocol: nodePort[2]?.toLowerCase() ?? null} : undefined;
	}

	const word = wordForm.exec(text);
	if (word) return goodPort({kind: word[1] === 'host' ? 'host' : 'outside', port: word[2] ?? null});
	const address = addressOf(text);
	if (address) return goodPort(address);
	const netns = netnsForm.exec(text);
	if (netns) return goodPort({kind: 'netns', name: netns[1] ?? '', port: netns[2] ?? null});
	const object = objectForm.exec(text);
	if (object) {
		const [, kind, namespace = '', name = '', number = null] = object;
		return goodPort({
			kind: kind === undefined ? 'object' : kind === 'pod' ? 'pod' : 'service',
			...{namespace, name, port: number},
		});
	}

	const name = nameForm.exec(text);
	// `10.0.0.300` is a mistyped address and no name.
	if (!name || /^[\d.]+$/.test(name[1] ?? '')) return undefined;
	return goodPort({kind: 'name', name: (name[1] ?? '').toLowerCase(), port: name[2] ?? null});
}

function addressOf(text: string): Extract<Place, {kind: 'address'}> | undefined {
	// Without brackets every colon of IPv6 belongs to the address.
	if (!text.includes('[') && text.split(':').length > 2) return plainAddress(text, null, null);
	const [, four, six, number = null, protocol = null] = addressForm.exec(text) ?? [];
	const address = four ?? six;
	return address === undefined ? undefined : plainAddress(address, number, protocol);
}

function plainAddress(
	text: string,
	number: string | null,
	protocol: string | null,
): Extract<Place, {kind: 'address'}> | undefined {
	const [bare = '', odd] = text.split('/');
	const cidr = parseCidr(bare);
	if (!cidr || (odd !== undefined && !/^(?:tcp|udp|sctp|icmp)$/.test(odd))) return undefined;
	return {kind: 'address', address: bare.toLowerCase(), port: number, protocol: protocol ?? odd ?? null};
}

const isPort = (number: number): boolean => number >= 1 && number <= 65_535;

function goodPort(place: Exclude<Place, {kind: 'node-port'}>): Place | undefined {
	return place.port === null || !/^\d+$/.test(place.port) || isPort(Number(place.port)) ? place : undefined;
}

/** As it is typed: `parsePlace` of it gives the same. */
export function placeText(place: Place): string {
	const after = 'port' in place && place.kind !== 'node-port' && place.port !== null ? `:${place.port}` : '';
	switch (place.kind) {
		case 'pod':
			return `pod/${place.namespace}/${place.name}${after}`;
		case 'service':
			return `svc/${place.namespace}/${place.name}${after}`;
		case 'object':
			return `${place.namespace}/${place.name}${after}`;
		case 'netns':
			return `netns/${place.name}${after}`;
		case 'node-port':
			return `nodeport:${place.port}${place.protocol === null ? '' : `/${place.protocol}`}`;
		case 'address': {
			const host = place.address.includes(':') ? `[${place.address}]` : place.address;
			return `${host}${after}${place.protocol === null ? '' : `/${place.protocol}`}`;
		}

		case 'name':
			return `${place.name}${after}`;
		default:
			return `${place.kind}${after}`;
	}
}
