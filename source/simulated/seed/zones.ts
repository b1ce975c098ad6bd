import type {Zone} from '../state.js';

const zone = (target: string, services: string[], rest: Partial<Zone> = {}): Zone => ({
	target,
	interfaces: [],
	sources: [],
	services,
	ports: [],
	protocols: [],
	forward: true,
	masquerade: false,
	richRules: [],
	...rest,
});

/** firewalld's zones as CentOS Stream 10 ships them. */
export function stockZones(): Record<string, Zone> {
	return {
		block: zone('%%REJECT%%', []),
		dmz: zone('default', ['ssh']),
		drop: zone('DROP', []),
		external: zone('default', ['ssh'], {masquerade: true}),
		home: zone('default', ['cockpit', 'dhcpv6-client', 'mdns', 'samba-client', 'ssh']),
		internal: zone('default', ['cockpit', 'dhcpv6-client', 'mdns', 'samba-client', 'ssh']),
		public: zone('default', ['cockpit', 'dhcpv6-client', 'ssh']),
		trusted: zone('ACCEPT', []),
		work: zone('default', ['cockpit', 'dhcpv6-client', 'ssh']),
	};
}

/** What the guide's firewall commands end in. */
export function articleZones(): Record<string, Zone> {
	const zones = stockZones();
	const {public: open} = zones;
	if (open) {
		open.interfaces = ['enp1s0'];
		open.sources = ['10.244.0.0/16'];
		open.ports = ['112/tcp', '179/tcp', '2380/tcp', '4789/udp', '6443/tcp', '8132/tcp', '9443/tcp', '10250/tcp'];
		open.masquerade = true;
	}

	return zones;
}
