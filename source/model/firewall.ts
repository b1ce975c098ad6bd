import type {FirewallService, Zone} from '../facts/host.js';

export type {Zone} from '../facts/host.js';

/** How firewalld is set up. `single-node` is ours, `article` the guide's, `multi-node` for who will add nodes. */
export type FirewallProfile = 'single-node' | 'article' | 'multi-node';
export const firewallProfiles: readonly FirewallProfile[] = ['single-node', 'article', 'multi-node'];

export type Firewall = {
	readonly defaultZone: string;
	/** What is in force now. */
	readonly runtime: readonly Zone[];
	/** What a reload or a reboot brings. */
	readonly permanent: readonly Zone[];
};

/** One of both, with the zone that takes what no other names. */
export type FirewallZones = {readonly zones: readonly Zone[]; readonly defaultZone: string};

/**
 * Which zone judges a packet, and what put it there. Source beats interface, the default zone takes the rest. `perhaps`:
 * other zones that name the same interface, so that it depends on the version and on the order in which they were bound.
 */
export type ZoneInForce = {
	readonly zone: Zone;
	readonly by: 'source' | 'interface' | 'default';
	readonly perhaps?: readonly Zone[];
};

/** The two ways that a packet takes past this host: into a zone, out of one. */
export type Way = 'ingress' | 'egress';

/** A zone of a lower number is asked before others, be it for its sources or its interfaces (firewalld 2.0 and newer). */
export const priorityOf = (zone: Zone, way: Way): number =>
	(way === 'ingress' ? zone.ingressPriority : zone.egressPriority) ?? 0;

export const zone = (zones: readonly Zone[], name: string): Zone | undefined => zones.find(each => each.name === name);

/** By its name, or by a pattern (`kube+` takes every name that begins so). */
export const bindsInterface = ({interfaces}: Zone, name: string): boolean =>
	interfaces.some(each => (each.endsWith('+') ? name.startsWith(each.slice(0, -1)) : each === name));

/**
 * The same with what put it there; undefined: no zone of that name was listed. Of several that bind it the one of the
 * lowest priority, then of the first name (the sort key of firewalld 2.0 and newer; with 1.3 the one bound last).
 */
export function zoneInForce(firewall: FirewallZones, name: string, way: Way = 'ingress'): ZoneInForce | undefined {
	const [bound, ...others] = firewall.zones
		.filter(each => bindsInterface(each, name))
		.toSorted((a, b) => priorityOf(a, way) - priorityOf(b, way) || (a.name < b.name ? -1 : 1));
	if (bound) {
		const perhaps = others.filter(each => priorityOf(each, way) === priorityOf(bound, way));
		return {zone: bound, by: 'interface', ...(perhaps.length > 0 && {perhaps})};
	}

	const other = zone(firewall.zones, firewall.defaultZone);
	return other && {zone: other, by: 'default'};
}

/** Ports of firewalld's own services, and of the two that k0s's documentation defines, that matter here. */
const servicePorts: Readonly<Record<string, readonly string[]>> = {
	ssh: ['22/tcp'],
	'k0s-controller': ['2380/tcp', '6443/tcp', '8132/tcp', '9443/tcp'],
	'k0s-worker': ['179/tcp', '10250/tcp', '4789/udp'],
	// Its name says otherwise: it includes kubelet (firewalld 1.3.3 and 2.3.1).
	'kube-api': ['10250/tcp'],
	'kube-apiserver': ['6443/tcp'],
	kubelet: ['10250/tcp'],
	'kubelet-readonly': ['10255/tcp'],
	'etcd-client': ['2379/tcp'],
	'etcd-server': ['2380/tcp'],
	bgp: ['179/tcp'],
};

/** Stock services of firewalld that every default zone has, and that open nothing that pods or nodes need. */
const others = 'cockpit dhcpv6-client dhcp dns http https mdns ntp samba-client samba ipp ipp-client nfs cups'.split(
	' ',
);

/** What is known of services without asking; of any other nobody can tell here what it opens. */
export const knownServices: ReadonlyMap<string, FirewallService> = new Map(
	[...Object.entries(servicePorts), ...others.map(name => [name, []] as const)].map(([name, ports]) => [
		name,
		{name, ports, protocols: [], includes: [], destinations: []},
	]),
);

function holds(open: string, wanted: string): boolean {
	const [range = '', protocol] = open.split('/');
	const [port, wantedProtocol] = wanted.split('/');
	if (protocol !== wantedProtocol) return false;
	const [from, to = from] = range.split('-').map(Number);
	return from !== undefined && to !== undefined && Number(port) >= from && Number(port) <= to;
}

/** Does the zone let this port (`6443/tcp`) in? `perhaps`: a rich rule or an unknown service may decide. */
export function accepts(from: Zone, port: string): 'yes' | 'no' | 'perhaps' {
	if (from.target === 'ACCEPT') return 'yes';
	const open = [...from.ports, ...from.services.flatMap(name => servicePorts[name] ?? [])];
	if (open.some(each => holds(each, port))) return 'yes';
	const unclear =
		from.services.some(name => !knownServices.has(name)) ||
		(from.sourcePorts ?? []).length > 0 ||
		(from.forwardPorts ?? []).length > 0 ||
		from.richRules.some(rule => /\b(accept|reject|drop)\b/.test(rule));
	return unclear ? 'perhaps' : 'no';
}

/** What pods must reach on this host: the API server, the konnectivity server, the kubelet. */
export const portsForPods: readonly string[] = ['6443/tcp', '8132/tcp', '10250/tcp'];

/** Where two sets of zones differ, as `zone: key`: what a reload would change. */
export function differences(runtime: readonly Zone[], permanent: readonly Zone[]): readonly string[] {
	const names = [...new Set([...runtime, ...permanent].map(each => each.name))];
	return names.flatMap(name => {
		const now = zone(runtime, name);
		const then = zone(permanent, name);
		if (!now || !then) return [name];
		return compared.filter(key => !same(now[key], then[key])).map(key => `${name}: ${key}`);
	});
}

const compared = [
	'target',
	'interfaces',
	'sources',
	'services',
	'ports',
	'protocols',
	'masquerade',
	'forward',
	'richRules',
	'forwardPorts',
	'sourcePorts',
	'ingressPriority',
	'egressPriority',
] as const satisfies ReadonlyArray<keyof Zone>;

type Compared = Zone[(typeof compared)[number]];

function same(a: Compared, b: Compared): boolean {
	// What a zone has none of may be left out.
	if (a === undefined || b === undefined) return a === b;
	if (typeof a !== 'object' || typeof b !== 'object') return a === b;
	return a.length === b.length && a.every(item => b.includes(item));
}
