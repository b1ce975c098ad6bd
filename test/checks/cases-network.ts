import {absent, address, failing, links, node, route, routes} from '../support/good-host.js';
import {running, type Case} from './case.js';

/** `kubectl get nodes -o json` of several. */
const nodes = (...all: ReadonlyArray<readonly [name: string, address: string]>): string =>
	JSON.stringify({kind: 'List', items: all.flatMap(each => (JSON.parse(node(...each)) as {items: unknown[]}).items)});
const overNode = (gateway: string): string =>
	`{"dst":"10.244.1.0/24","gateway":"${gateway}","dev":"enp1s0","protocol":"bird","flags":[]}`;

export const networkCases: readonly Case[] = [
	// names
	[
		'a bad host name',
		{'uname -n': 'bad_host\n', 'getent hosts bad_host': '1.2.3.4 bad_host\n'},
		{hostname: 'fail'},
		'bad_host',
	],
	['localhost as host name', {'uname -n': 'localhost\n'}, {hostname: 'warn'}],
	[
		'a host name without an address',
		{'getent hosts centos10.home.local': failing('', 2), 'cat -- /etc/hosts': '127.0.0.1 localhost\n'},
		{'hostname-resolves': 'warn'},
		'has no address',
	],
	[
		'a host name that /etc/hosts has, and nobody asks it',
		{
			'getent hosts centos10.home.local': failing('', 2),
			'cat -- /etc/hosts': '127.0.0.1 localhost\n192.168.122.161 centos10.home.local centos10\n',
		},
		{'hostname-resolves': 'warn'},
		'has no address',
	],
	[
		'a host name that is the address of a tunnel (Tailscale)',
		{
			'getent hosts centos10.home.local': '100.96.48.75 centos10.tail1234.ts.net centos10.home.local\n',
			'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161'), address('tailscale0', 3, '100.96.48.75')),
		},
		{'hostname-resolves': 'warn'},
		'the kubelet takes 100.96.48.75, not 192.168.122.161 of enp1s0',
	],
	[
		'a host name whose address only lo has',
		{
			'getent hosts centos10.home.local': '198.18.0.7 centos10.home.local\n',
			'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161')).replace(
				'"addr_info":[',
				'"addr_info":[{"family":"inet","local":"198.18.0.7","prefixlen":32,"scope":"global","label":"lo"},',
			),
		},
		{'hostname-resolves': 'warn'},
		'the kubelet takes 198.18.0.7, not 192.168.122.161 of enp1s0',
	],
	[
		'a host name with a link-local address and a loopback beside its own',
		{'getent hosts centos10.home.local': 'fe80::1%enp1s0 centos10.home.local\n127.0.1.1 centos10.home.local\n'},
		{},
	],
	['localhost only by NSS', {'cat -- /etc/hosts': '1.2.3.4 x\n'}, {localhost: 'warn'}, 'not from /etc/hosts'],
	['no localhost', {'cat -- /etc/hosts': '1.2.3.4 x\n', 'getent hosts localhost': failing('', 2)}, {localhost: 'fail'}],
	[
		'a host name changed after the install',
		{...running, 'k0s kubectl get nodes': node('old.home.local', '192.168.122.161')},
		{'node-name': 'fail'},
		'the node is old.home.local',
	],
	[
		'an address that is gone',
		{...running, 'k0s kubectl get nodes': node('centos10.home.local', '192.168.122.50')},
		{'node-address': 'fail'},
		'192.168.122.50 is no longer on any interface',
	],
	[
		'a worker whose node is not the first one of the cluster',
		{
			...running,
			'k0s kubectl get nodes': nodes(['a.home.local', '192.168.122.50'], ['centos10.home.local', '192.168.122.161']),
		},
		{'firewall-nodes': 'warn'},
	],
	[
		'a worker whose own address is gone, beside a node that has its address',
		{
			...running,
			'k0s kubectl get nodes': nodes(['a.home.local', '192.168.122.161'], ['centos10.home.local', '192.168.122.50']),
		},
		{'node-address': 'fail', 'firewall-nodes': 'warn'},
		'192.168.122.50 is no longer on any interface',
	],
	// network
	['no default route', {'ip -j route show table all': '[]'}, {'default-route': 'fail', 'firewall-interface': 'skip'}],
	[
		'a default route that is dead',
		{
			'ip -j route show table all':
				'[{"dst":"default","gateway":"192.168.122.1","dev":"enp1s0","metric":100,"flags":["dead","linkdown"]}]',
		},
		{'default-route': 'fail', 'firewall-interface': 'skip'},
	],
	[
		'two default routes',
		{
			'ip -j route show table all': routes(
				'{"dst":"default","gateway":"10.0.0.1","dev":"wg0","metric":200,"flags":[]}',
			),
		},
		{'default-route': 'warn'},
		'enp1s0, wg0',
	],
	[
		'a default route without a metric, which is taken before the host’s own',
		{'ip -j route show table all': routes('{"dst":"default","gateway":"10.0.0.1","dev":"wg0","flags":[]}')},
		{'default-route': 'warn', 'first-address': 'warn', 'address-dynamic': 'skip'},
		'wg0, enp1s0',
	],
	[
		'Docker’s bridge comes first',
		{'ip -j -d -s addr show': links(address('docker0', 2, '172.17.0.1'), address('enp1s0', 3, '192.168.122.161'))},
		{'first-address': 'warn'},
		'172.17.0.1 on docker0',
	],
	['no address', {'ip -j -d -s addr show': links()}, {'first-address': 'fail', 'address-dynamic': 'skip'}],
	[
		'an address by DHCP',
		{'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161', ',"dynamic":true'))},
		{'address-dynamic': 'warn'},
	],
	[
		'a route inside the pod range',
		{'ip -j route show table all': routes(route('10.244.8.0/24', 'wg0'))},
		{'pod-range': 'fail'},
		'10.244.8.0/24 (wg0)',
	],
	[
		'a route over another node of this cluster to its pods',
		{
			...running,
			'k0s kubectl get nodes': nodes(['centos10.home.local', '192.168.122.161'], ['node2', '192.168.122.162']),
			'ip -j route show table all': routes(overNode('192.168.122.162')),
		},
		{'firewall-nodes': 'warn'},
	],
	[
		'the same over a gateway that is no node',
		{
			...running,
			'k0s kubectl get nodes': nodes(['centos10.home.local', '192.168.122.161'], ['node2', '192.168.122.162']),
			'ip -j route show table all': routes(overNode('192.168.122.9')),
		},
		{'pod-range': 'fail', 'firewall-nodes': 'warn'},
		'10.244.1.0/24 (enp1s0)',
	],
	[
		'a route around the service range',
		{'ip -j route show table all': routes(route('10.0.0.0/8', 'wg0'))},
		{'pod-range': 'fail', 'service-range': 'fail'},
	],
	[
		'an address inside the service range',
		{'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161'), address('br0', 3, '10.100.0.1'))},
		{'service-range': 'fail'},
		'10.100.0.1/24 (br0)',
	],
	[
		'a resolver on this host',
		{'cat -- /etc/resolv.conf': 'nameserver 127.0.0.1\n'},
		{'resolv-conf': 'warn'},
		'127.0.0.1 is this host',
	],
	['no resolver', {'cat -- /etc/resolv.conf': '# none\n'}, {'resolv-conf': 'fail'}, 'no server'],
	['no resolv.conf', {'cat -- /etc/resolv.conf': absent('/etc/resolv.conf')}, {'resolv-conf': 'fail'}, 'no server'],
	[
		'systemd-resolved without a server behind it',
		{
			'cat -- /etc/resolv.conf': 'nameserver 127.0.0.53\n',
			'cat -- /run/systemd/resolve/resolv.conf': '# No DNS servers known.\nsearch .\n',
		},
		{'resolv-conf': 'fail'},
		'systemd-resolved has no server',
	],
	[
		'systemd-resolved with one',
		{
			'cat -- /etc/resolv.conf': 'nameserver 127.0.0.53\n',
			'cat -- /run/systemd/resolve/resolv.conf': 'nameserver 192.168.122.1\n',
		},
		{},
	],
	[
		'something like systemd-resolved that keeps no list',
		{
			'cat -- /etc/resolv.conf': 'nameserver 127.0.0.53\n',
			'cat -- /run/systemd/resolve/resolv.conf': absent('/run/systemd/resolve/resolv.conf'),
		},
		{},
	],
	[
		'forwarding turned off under k0s',
		{...running, 'sysctl -e': 'net.ipv4.ip_forward = 0\nfs.inotify.max_user_instances = 128\n'},
		{forwarding: 'fail'},
	],
];
