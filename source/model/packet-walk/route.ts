import {contains, parseCidr, type Cidr} from '../cidr.js';
import type {Route} from '../../facts/network.js';
import type {Surroundings} from './facts.js';

/** The routing decision as the kernel makes it by default: table local, then main, then default; longest prefix, lowest metric. */
export type Routing = {
	/** The route for an address; undefined: none. */
	readonly routeTo: (address: string) => Route | undefined;
	readonly isLocal: (address: string) => boolean;
	/** `local`, `unicast`, `broadcast`, `multicast`, `unreachable`: what `fib daddr type` and `addrtype` ask. */
	readonly typeOf: (address: string) => string;
	/** The address that this host takes by itself for packets out of an interface to an address. */
	readonly sourceFor: (address: string, output: string | null) => string | null;
	readonly isBridge: (link: string | null) => boolean;
	readonly addressesOf: (link: string | null) => readonly string[];
};

type Known = {readonly route: Route; readonly to: Cidr};

const order = ['local', 'main', 'default'];

export function createRouting({routes, links}: Surroundings): Routing {
	const known: Known[] = routes.flatMap(route => {
		const to = route.to === 'default' && isIpv6(route) ? parseCidr('::/0') : parseCidr(route.to);
		return to && order.includes(route.table) ? [{route, to}] : [];
	});
	known.sort(
		(a, b) =>
			order.indexOf(a.route.table) - order.indexOf(b.route.table) ||
			b.to.length - a.to.length ||
			(a.route.metric ?? 0) - (b.route.metric ?? 0),
	);
	const own = new Set(links.flatMap(({addresses}) => addresses));
	const found = new Map<string, Route | undefined>();

	const routeTo = (address: string): Route | undefined => {
		if (found.has(address)) return found.get(address);
		const cidr = parseCidr(address);
		const route = cidr && known.find(({to}) => contains(to, cidr))?.route;
		found.set(address, route);
		return route;
	};

	const isLocal = (address: string): boolean =>
		own.has(address) || /^127\./.test(address) || address === '::1' || routeTo(address)?.type === 'local';

	const addressesOf = (name: string | null): readonly string[] =>
		links.find(link => link.name === name)?.addresses ?? [];

	return {
		routeTo,
		isLocal,
		addressesOf,
		typeOf(address) {
			if (isLocal(address)) return 'local';
			if (/^(?:22[4-9]|23\d)\.|^ff/i.test(address)) return 'multicast';
			if (address === '255.255.255.255') return 'broadcast';
			return routeTo(address)?.type ?? 'unreachable';
		},
		sourceFor(address, output) {
			const route = routeTo(address);
			if (route?.source) return route.source;
			const v6 = address.includes(':');
			const link = output ?? route?.dev ?? null;
			return addressesOf(link).find(own => own.includes(':') === v6 && !own.startsWith('fe80:')) ?? null;
		},
		isBridge: name => links.some(link => link.name === name && link.kind === 'bridge'),
	};
}

/** `default` stands in both families; iproute2's JSON tells them by the gateway, or by IPv6's own metrics. */
const isIpv6 = ({via, source, metric}: Route): boolean =>
	via === null ? source === null && metric !== null && metric >= 256 && metric <= 1024 : via.includes(':');

const refusing = new Set(['unreachable', 'blackhole', 'prohibit', 'throw']);

/** A route that leads somewhere. */
export const leads = (route: Route | undefined): route is Route => route !== undefined && !refusing.has(route.type);
