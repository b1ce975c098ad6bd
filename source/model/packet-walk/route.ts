import {contains, parseCidr, type Cidr} from '../cidr.js';
import type {Route} from '../../facts/network.js';
import type {Need, Surroundings} from './facts.js';
import {fitsPolicy, isPlain, policyText, refusingRoute, usualPolicies, type RouteQuery} from './policy.js';
import type {Reason} from './sureness.js';

/** The routing decision as the kernel makes it: rule after rule, in each table the longest prefix, then the lowest metric. */
export type Routing = {
	/** The whole answer to one packet. */
	readonly lookUp: (query: RouteQuery) => RouteAnswer;
	/** The route for an address, whoever sends; undefined: none. */
	readonly routeTo: (address: string) => Route | undefined;
	readonly isLocal: (address: string) => boolean;
	/** `local`, `unicast`, `broadcast`, `multicast`, `unreachable`: what `fib daddr type` and `addrtype` ask. */
	readonly typeOf: (address: string, device?: string | null) => string;
	/** The address that this host takes by itself for packets out of an interface to an address. */
	readonly sourceFor: (address: string, output: string | null) => string | null;
	/** The address that a masquerade takes: one of the interface, of the next hop's network if there is one. */
	readonly masqueradeAs: (address: string, output: string | null, via: string | null) => string | null;
	/** Both addresses are in a network that this device is connected to: their owners send to each other. */
	readonly areNeighbours: (device: string, a: string, b: string) => boolean;
	/** Its listing says that it is down. */
	readonly isDown: (link: string) => boolean;
	readonly isBridge: (link: string | null) => boolean;
	/** `ipip`, `vxlan`, `ether`; null: no such link is known. */
	readonly kindOf: (link: string | null) => string | null;
	/** The ports of a bridge; null: not known which. */
	readonly portsOf: (bridge: string) => readonly string[] | null;
	readonly addressesOf: (link: string | null) => readonly string[];
	/** A rule of policy routing asks for a mark. */
	readonly asksMarks: boolean;
};

/** Undefined: none. `doubts`: what could make it another one. */
export type RouteAnswer = {
	readonly route: Route | undefined;
	readonly doubts: readonly Reason[];
	/** Every device of a route over several next hops. */
	readonly devices: readonly string[];
};

type Known = {readonly route: Route; readonly to: Cidr};

const noDoubts: readonly Reason[] = [];

export function createRouting(
	{routes, links, policies}: Pick<Surroundings, 'routes' | 'links' | 'policies'>,
	want: (need: Need) => void = () => undefined,
): Routing {
	const tables = tablesOf(routes);
	const own = new Set(links.flatMap(({addresses}) => addresses));
	const hasVrf = links.some(({kind}) => kind === 'vrf');
	const rulesOf = {4: rulesFor(4), 6: rulesFor(6)};
	const plain = {4: rulesOf[4].every(isPlain), 6: rulesOf[6].every(isPlain)};
	const found = new Map<string, RouteAnswer>();

	function rulesFor(family: 4 | 6) {
		const given = policies?.filter(rule => rule.family === family) ?? [];
		return given.length > 0 ? given : usualPolicies(family);
	}

	const isOwn = (address: string): boolean => own.has(address) || /^127\./.test(address) || address === '::1';

	/** All routes of a table that fit best: one, or the next hops of one. */
	const best = (table: string, address: Cidr, text: string): readonly Known[] => {
		const all = tables.get(`${address.family} ${table}`) ?? [];
		const first = all.find(({to}) => contains(to, address));
		if (table === 'local' && first?.route.type !== 'local' && isOwn(text))
			return [{route: ownRoute(text, links), to: address}];
		if (!first) return [];
		return all.filter(
			({to, route}) =>
				to.length === first.to.length && to.base === first.to.base && (route.metric ?? 0) === (first.route.metric ?? 0),
		);
	};

	const ask = (query: RouteQuery, address: Cidr): RouteAnswer => {
		const {family} = address;
		const doubts: Reason[] = policies === undefined ? [{id: 'routing', what: 'ip rule'}] : [];
		const perhaps: Array<{readonly route: Route; readonly reason: Reason}> = [];
		let from = Number.NEGATIVE_INFINITY;
		const answered = (all: readonly Known[], refused?: Route): RouteAnswer => {
			const route = refused ?? all[0]?.route;
			const devices = all.flatMap(({route: {dev}}) => dev ?? []);
			const several = new Set(all.map(({route: {dev, via}}) => `${dev} ${via}`)).size > 1;
			return {
				route,
				devices,
				doubts: [
					...doubts,
					...perhaps.filter(({route: other}) => !sameWay(other, route)).map(({reason}) => reason),
					...(several && new Set(devices).size > 1 ? [{id: 'routing' as const, what: `${route?.to} nexthop`}] : []),
					...oddities(route),
				],
			};
		};

		for (const rule of rulesOf[family]) {
			if (rule.priority < from) continue;
			const fit = fitsPolicy(rule, query, hasVrf);
			if (fit === 'no') continue;
			const reason: Reason = {id: 'routing', what: policyText(rule)};
			const {action} = rule;
			if (action.kind === 'nothing') continue;
			if (action.kind === 'goto') {
				if (fit === 'yes') from = action.priority;
				else doubts.push(reason);
				continue;
			}

			if (action.kind === 'refuse') {
				const refused = refusingRoute(action.type, family);
				if (fit === 'yes') return answered([], refused);
				perhaps.push({route: refused, reason});
				continue;
			}

			const all = best(action.table, address, query.destination);
			const [first] = all;
			if (!first || first.route.type === 'throw') continue;
			if (rule.suppressPrefix !== null && first.to.length <= rule.suppressPrefix) continue;
			if (fit === 'yes') return answered(all);
			perhaps.push({route: first.route, reason});
		}

		return answered([]);
	};

	const lookUp = (query: RouteQuery): RouteAnswer => {
		const address = parseCidr(query.destination);
		if (!address) return {route: undefined, doubts: noDoubts, devices: []};
		if (policies === undefined) want({kind: 'policies'});
		const key = plain[address.family] ? query.destination : JSON.stringify(query);
		const known = found.get(key) ?? ask(query, address);
		found.set(key, known);
		return known;
	};

	const routeTo = (destination: string): Route | undefined => lookUp({...anybody, destination}).route;
	const isLocal = (address: string): boolean => isOwn(address) || localType(address) === 'local';

	function localType(address: string): string | undefined {
		const cidr = parseCidr(address);
		return cidr && best('local', cidr, address)[0]?.route.type;
	}

	const addressesOf = (name: string | null): readonly string[] =>
		links.find(link => link.name === name)?.addresses ?? [];

	const firstOf = (link: string | null, v6: boolean): string | null =>
		addressesOf(link).find(address => address.includes(':') === v6 && !/^(?:fe80:|127\.|::1$)/.test(address)) ?? null;

	return {
		lookUp,
		routeTo,
		isLocal,
		addressesOf,
		asksMarks: [...rulesOf[4], ...rulesOf[6]].some(({mark}) => mark !== null),
		typeOf(address, device = null) {
			if (/^(?:22[4-9]|23\d)\.|^ff/i.test(address)) return 'multicast';
			if (address === '255.255.255.255' || /^0\./.test(address)) return 'broadcast';
			const cidr = parseCidr(address);
			const [entry] = cidr ? best('local', cidr, address) : [];
			if (entry && (device === null || entry.route.dev === device)) return entry.route.type;
			// Of IPv4 the kernel looks into the table `local` alone, and calls all else unicast.
			if (isOwn(address) && device === null) return 'local';
			return address.includes(':') ? (routeTo(address)?.type ?? 'unreachable') : 'unicast';
		},
		sourceFor(address, output) {
			const route = routeTo(address);
			if (route?.source) return route.source;
			return firstOf(output ?? route?.dev ?? null, address.includes(':'));
		},
		masqueradeAs(address, output, via) {
			const next = parseCidr(via ?? address);
			const near = next
				? (tables.get(`${next.family} main`) ?? []).find(
						({route, to}) => route.dev === output && route.via === null && route.source !== null && contains(to, next),
					)
				: undefined;
			const own = near?.route.source ?? firstOf(output, address.includes(':'));
			if (own !== null || output !== 'lo') return own;
			// `lo` has no address for others: IPv6 takes the destination itself, IPv4 the first of any device.
			if (address.includes(':')) return address;
			return links.map(({name}) => firstOf(name, false)).find(first => first !== null && !/^127\./.test(first)) ?? null;
		},
		areNeighbours(device, a, b) {
			const [one, other] = [parseCidr(a), parseCidr(b)];
			if (!one || !other) return false;
			return (tables.get(`${one.family} main`) ?? []).some(
				({route, to}) =>
					route.dev === device && route.via === null && to.length > 0 && contains(to, one) && contains(to, other),
			);
		},
		isDown: name => links.some(link => link.name === name && link.up === false),
		kindOf: name => links.find(link => link.name === name)?.kind ?? null,
		isBridge: name => links.some(link => link.name === name && link.kind === 'bridge'),
		portsOf: bridge =>
			links.every(({master}) => master === undefined)
				? null
				: links.filter(({master}) => master === bridge).map(({name}) => name),
	};
}

const anybody: Omit<RouteQuery, 'destination'> = {
	source: null,
	input: null,
	mark: 0,
	protocol: 'tcp',
	sourcePort: null,
	destinationPort: null,
};

/** By family and table, the best first. */
function tablesOf(routes: readonly Route[]): Map<string, Known[]> {
	const tables = new Map<string, Known[]>();
	for (const route of routes) {
		const family = route.family ?? (route.to.includes(':') || (route.to === 'default' && isIpv6(route)) ? 6 : 4);
		const to = parseCidr(route.to === 'default' ? (family === 6 ? '::/0' : '0.0.0.0/0') : route.to);
		if (!to || route.odd?.some(word => word === 'dead' || /^(?:tos|from) /.test(word))) continue;
		const key = `${family} ${route.table === '255' ? 'local' : route.table === '254' ? 'main' : route.table}`;
		const table = tables.get(key);
		if (table) table.push({route, to});
		else tables.set(key, [{route, to}]);
	}

	for (const table of tables.values()) {
		table.sort((a, b) => b.to.length - a.to.length || (a.route.metric ?? 0) - (b.route.metric ?? 0));
	}

	return tables;
}

function ownRoute(address: string, links: Surroundings['links']): Route {
	const dev = links.find(({addresses}) => addresses.includes(address))?.name ?? 'lo';
	return {
		...{to: address, type: 'local', via: null, dev, source: address, table: 'local', protocol: null, scope: null},
		metric: null,
	};
}

const sameWay = (a: Route, b: Route | undefined): boolean =>
	b !== undefined && a.type === b.type && a.dev === b.dev && a.via === b.via;

/** A tunnel that the route itself wraps the packet in. */
const oddities = (route: Route | undefined): Reason[] =>
	(route?.odd ?? [])
		.filter(word => word.startsWith('encap'))
		.map(word => ({id: 'routing', what: `${route?.to} ${word}`}));

/** `default` stands in both families; where the listing does not tell, by the gateway, or by IPv6's own metrics. */
const isIpv6 = ({via, source, metric}: Route): boolean =>
	via === null ? source === null && metric !== null && metric >= 256 && metric <= 1024 : via.includes(':');

const refusing = new Set(['unreachable', 'blackhole', 'prohibit', 'throw']);

/** A route that leads somewhere. */
export const leads = (route: Route | undefined): route is Route => route !== undefined && !refusing.has(route.type);
