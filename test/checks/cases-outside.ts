import {absent, bootId, controller, failing, node, now, route, routes, stat, type Given} from '../support/good-host.js';
import {certificate, kubeletCertificate, firewallSkips, placed, running, unitOf, type Case} from './case.js';

const dropIns = 'grep -r -H -e  -- /etc/k0s/containerd.d';
const configPath =
	'/etc/k0s/containerd.d/registry.toml:[plugins."io.containerd.grpc.v1.cri".registry]\n/etc/k0s/containerd.d/registry.toml:  config_path = "/etc/containerd/certs.d"\n';
const head = 'curl -sSI -o /dev/null -w %{http_code} --connect-timeout 2 --max-time 4 --';
/** No registry of the Internet is reached; github.com is. */
const walled: Given = {
	[`${head} https://quay.io/v2/`]: failing('curl: (6) Could not resolve host: quay.io\n', 6, '000'),
	[`${head} https://registry-1.docker.io/v2/`]: failing('curl: (28) Connection timed out\n', 28, '000'),
};
const silent = failing('curl: (7) Failed to connect to mirror.lan port 5000: Connection refused\n', 7, '000');
/** hosts.toml of quay.io and none for others. */
const quayHosts = (content: string): Given => ({
	...{...walled, [dropIns]: configPath},
	'cat -- /etc/containerd/certs.d/quay.io/hosts.toml': content,
	'cat -- /etc/containerd/certs.d/docker.io/hosts.toml': absent('hosts.toml'),
	'cat -- /etc/containerd/certs.d/_default/hosts.toml': absent('hosts.toml'),
});
const mirror = 'server = "https://quay.io"\n\n[host."https://mirror.lan:5000"]\n  capabilities = ["pull", "resolve"]\n';

export const outsideCases: readonly Case[] = [
	['a mirror of quay.io in hosts.toml', quayHosts(mirror), {'reach-docker': 'warn'}],
	[
		'a mirror that does not answer either',
		{...quayHosts(mirror), [`${head} https://mirror.lan:5000/v2/`]: silent},
		{'reach-quay': 'warn', 'reach-docker': 'warn'},
		'https://mirror.lan:5000/v2/, where images are pulled from here: curl: (7)',
	],
	[
		'a mirror with a certificate that only containerd trusts',
		{
			...quayHosts(mirror),
			[`${head} https://mirror.lan:5000/v2/`]: failing('curl: (60) SSL certificate problem\n', 60, '000'),
		},
		{'reach-quay': 'unknown', 'reach-docker': 'warn'},
		'curl: (60)',
	],
	[
		'a host in hosts.toml that only takes pushes, and one in a comment',
		quayHosts('[host."https://push.lan"]\ncapabilities = ["push"]\n#[host."https://old.lan"]\n'),
		{'reach-quay': 'warn', 'reach-docker': 'warn'},
		'Could not resolve host: quay.io',
	],
	[
		'mirrors of the older form',
		{
			...walled,
			[dropIns]:
				'/etc/k0s/containerd.d/m.toml:[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]\n/etc/k0s/containerd.d/m.toml:endpoint = ["http://mirror.lan:5000"]\n',
			[`${head} http://mirror.lan:5000/v2/`]: '200',
		},
		{'reach-quay': 'warn'},
	],
	[
		'a registry for k0s’s images in k0s.yaml',
		{
			...walled,
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'cat -- /etc/k0s/k0s.yaml': 'spec:\n  images:\n    repository: registry.lan/k0s # ours\n',
		},
		{'reach-docker': 'warn', 'k0s-config': 'warn'},
	],
	[
		'no registry, and drop-ins for root alone',
		{...walled, [dropIns]: failing('grep: /etc/k0s/containerd.d/registry.toml: Permission denied\n', 2)},
		{'reach-quay': 'unknown', 'reach-docker': 'unknown'},
		'no answer; whether images come from a mirror could not be read',
	],
	// outside
	[
		'a clock that is not kept',
		{'timedatectl show': 'NTP=no\nNTPSynchronized=no\n'},
		{'time-sync': 'warn'},
		'no time service',
	],
	[
		'a proxy in the shell alone',
		{},
		{proxy: 'warn'},
		'http://p:3128 is set here',
		{environment: {HTTPS_PROXY: 'http://me:secret@p:3128'}},
	],
	[
		'a proxy without exceptions',
		{
			'systemctl show k0scontroller.service --property Environment':
				'Environment=HTTPS_PROXY=http://p:3128 NO_PROXY=10.0.0.0/12\n',
		},
		{proxy: 'warn'},
		'lacks 10.244.0.0/16',
	],
	[
		'a proxy with both ranges excepted',
		{
			'systemctl show k0scontroller.service --property Environment':
				'Environment=HTTPS_PROXY=http://p:3128 NO_PROXY=10.0.0.0/8\n',
		},
		{},
	],
	[
		'a proxy in a file of the unit',
		{
			'systemctl show k0scontroller.service --property EnvironmentFiles,UnsetEnvironment':
				'EnvironmentFiles=/etc/sysconfig/k0scontroller (ignore_errors=yes)\n',
			'grep -H -i -E': '/etc/sysconfig/k0scontroller:HTTPS_PROXY="http://p:3128"\n',
		},
		{proxy: 'warn'},
		'lacks 10.244.0.0/16',
		{environment: {HTTPS_PROXY: 'http://p:3128'}},
	],
	[
		'a proxy of systemd, its exceptions in what fits a pattern',
		{
			'systemctl show --property Environment': 'Environment=HTTPS_PROXY=http://p:3128\n',
			'systemctl show k0scontroller.service --property EnvironmentFiles,UnsetEnvironment':
				'EnvironmentFiles=/etc/k0s/*.env (ignore_errors=no)\n',
			'ls -1A -- /etc/k0s': 'a.env\nk0s.yaml\n',
			'grep -H -i -E': "/etc/k0s/a.env:NO_PROXY='10.0.0.0/8'\n",
		},
		{},
	],
	[
		'a proxy that the unit takes away',
		{
			'systemctl show k0scontroller.service --property Environment': 'Environment=HTTPS_PROXY=http://p:3128\n',
			'systemctl show k0scontroller.service --property EnvironmentFiles,UnsetEnvironment':
				'UnsetEnvironment=HTTPS_PROXY\n',
		},
		{},
	],
	[
		'a file of the unit that only root may read',
		{
			'systemctl show k0scontroller.service --property EnvironmentFiles,UnsetEnvironment':
				'EnvironmentFiles=/etc/default/k0s (ignore_errors=no)\n',
			'grep -H -i -E': failing('grep: /etc/default/k0s: Permission denied\n', 2),
		},
		{proxy: 'unknown'},
		'root',
	],
	[
		'no Internet',
		{curl: failing('curl: (6) Could not resolve host: quay.io\n', 6, '000')},
		{'reach-download': 'warn', 'reach-quay': 'warn', 'reach-docker': 'warn'},
		'Could not resolve',
	],
	[
		'no Internet, but a bundle',
		{curl: failing('curl: (6) Could not resolve host: quay.io\n', 6, '000'), 'ls -1d -- /b': '/b\n'},
		{'reach-download': 'skip', 'reach-quay': 'skip', 'reach-docker': 'skip'},
		'bundle',
		{airgapBundle: '/b'},
	],
	[
		'a bundle that is not there',
		{'ls -1d -- /b': absent('/b')},
		{'airgap-bundle': 'fail', 'reach-download': 'skip', 'reach-quay': 'skip', 'reach-docker': 'skip'},
		'/b is not there',
		{airgapBundle: '/b'},
	],
	['a clock of another age', {'date +%s': '1262304000\n'}, {clock: 'fail'}, '2010-01-01'],
	[
		'a clock that was set forward under k0s',
		{...running, 'date +%s': `${now + 7200}\n`},
		{clock: 'warn'},
		'set forward by 2 hours',
	],
	[
		'a host that slept under k0s',
		{...running, 'cat -- /proc/self/stat': stat(3_400_000)},
		{clock: 'warn'},
		'10 minutes',
	],
	['certificates that are good for a while', certificate('server', '2027-01-01T00:00:00Z'), {}],
	[
		'a certificate near its end',
		certificate('server', '2027-11-10T00:00:00Z'),
		{certificates: 'warn'},
		'expires in 13 days',
	],
	[
		'a certificate that ended',
		certificate('server', '2027-12-01T00:00:00Z'),
		{certificates: 'fail'},
		'expired on 2027-11-23',
	],
	['an authority that ended', certificate('ca', '2036-12-01T00:00:00Z'), {certificates: 'fail'}, 'ca.crt expired'],
	[
		'a clock behind the certificates',
		certificate('server', '2026-01-01T00:00:00Z'),
		{certificates: 'fail'},
		'the clock is behind',
	],
	['a certificate of the kubelet that is good', kubeletCertificate('server', '2027-10-01T00:00:00Z'), {}],
	[
		'a certificate of the kubelet that it should have made anew',
		kubeletCertificate('server', '2027-10-30T00:00:00Z'),
		{certificates: 'warn'},
		'kubelet-client-current.pem expires in 24 days',
	],
	[
		'a certificate of the kubelet that ended first',
		kubeletCertificate('ended', '2026-12-01T00:00:00Z'),
		{certificates: 'fail'},
		'kubelet-client-current.pem expired on 2025-01-01',
	],
	[
		'a kubelet whose certificates are for root alone',
		{
			...certificate('server', '2027-01-01T00:00:00Z'),
			'ls -1A -- /var/lib/k0s/kubelet/pki': failing(
				"ls: cannot open directory '/var/lib/k0s/kubelet/pki': Permission denied\n",
				2,
			),
		},
		{certificates: 'unknown'},
		'1 certificate of k0s good for now; those of the kubelet could not be read',
	],
	[
		'a certificate that is none',
		{...certificate('server', '2027-01-01T00:00:00Z'), 'cat -- /var/lib/k0s/pki/server.crt': 'no certificate\n'},
		{certificates: 'unknown'},
	],
	[
		'a node without room on its disk',
		{
			...running,
			'k0s kubectl get nodes': node('centos10.home.local', '192.168.122.161').replace(
				'{"type":"Ready","status":"True"}',
				'{"type":"DiskPressure","status":"True"},{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}',
			),
		},
		{'node-pressure': 'fail'},
		'DiskPressure',
	],
	[
		'a configuration from before',
		{'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n'},
		{'k0s-config': 'warn'},
		'an install would use it',
	],
	[
		'a configuration with other ranges, one of which clashes',
		{
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'cat -- /etc/k0s/k0s.yaml':
				'spec:\n  network:\n    # podCIDR: 10.1.0.0/16\n    podCIDR: "192.168.0.0/16"\n    serviceCIDR: 10.97.0.0/16 # ours\n    dualStack: {IPv6podCIDR: fd00::/108}\n',
			'ip -j route show table all': routes(route('10.244.0.0/16', 'tun9')),
		},
		{'pod-range': 'fail', 'k0s-config': 'warn'},
		'192.168.0.0/16',
	],
	[
		'a configuration that nobody lets us read: its ranges are not known',
		{
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'cat -- /etc/k0s/k0s.yaml': failing('cat: /etc/k0s/k0s.yaml: Permission denied\n'),
		},
		{'pod-range': 'unknown', 'service-range': 'unknown', 'k0s-config': 'warn'},
	],
	[
		'a configuration with a misspelt field',
		{
			...placed,
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'k0s config validate': failing(
				'Error: failed to parse configuration: error unmarshaling JSON: while decoding JSON: json: unknown field "spce"\n',
			),
		},
		{'k0s-config': 'fail'},
		'unknown field "spce"',
	],
	[
		'a configuration that only root reads',
		{
			...placed,
			'ls -1d -- /etc/k0s/k0s.yaml': '/etc/k0s/k0s.yaml\n',
			'k0s config validate': failing('Error: open /etc/k0s/k0s.yaml: permission denied\n'),
		},
		{'k0s-config': 'unknown'},
	],
	[
		'the configuration that the unit names',
		{
			...placed,
			[unitOf]: controller('inactive', 'dead'),
			'cat -- /etc/systemd/system/k0scontroller.service':
				'[Service]\nExecStart=/usr/local/bin/k0s controller --config=/srv/k0s.yaml --single=true\n',
			'ls -1d -- /srv/k0s.yaml': '/srv/k0s.yaml\n',
			'k0s config validate --config /srv/k0s.yaml': failing('Error: spec: api: address: invalid\n'),
		},
		{'k0s-config': 'fail', 'k0s-unit': 'warn'},
		'/srv/k0s.yaml: spec: api: address: invalid',
	],
	[
		'a repair that waits for a reboot',
		{'grep -r -H -e  -- /var/lib/k0s-tui/reboot': `/var/lib/k0s-tui/reboot/kernel-modules:${bootId}\n`},
		{reboot: 'warn'},
		'waiting for it: Kernel modules on disk',
	],
	[
		'a repair that waited, after the reboot',
		{'grep -r -H -e  -- /var/lib/k0s-tui/reboot': '/var/lib/k0s-tui/reboot/kernel-modules:another\n'},
		{},
	],
	['packages that ask for a reboot', {'ls -1d -- /run/reboot-required': '/run/reboot-required\n'}, {reboot: 'warn'}],
	[
		'a firewalld that is stopped',
		{'firewall-cmd --state': failing('not running\n', 252)},
		{firewalld: 'warn', ...firewallSkips},
		'every port is open',
	],
	[
		'a firewalld that is masked',
		{
			'firewall-cmd --state': failing('not running\n', 252),
			'systemctl show firewalld.service':
				'Id=firewalld.service\nLoadState=masked\nActiveState=inactive\nSubState=dead\nUnitFileState=masked\n',
		},
		{firewalld: 'skip', ...firewallSkips},
		'masked: ',
	],
	[
		'a firewalld that runs, and is masked',
		{
			'systemctl show firewalld.service':
				'Id=firewalld.service\nLoadState=masked\nActiveState=active\nSubState=running\nUnitFileState=masked\n',
		},
		{firewalld: 'warn'},
		'off after the next boot',
	],
	['panic mode', {'firewall-cmd --query-panic': 'yes\n'}, {firewalld: 'fail'}, 'every packet is dropped'],
	[
		'bridge packets that no module brings to the rules',
		{...running, 'sysctl -e': 'net.ipv4.ip_forward = 1\nfs.inotify.max_user_instances = 128\n'},
		{forwarding: 'warn'},
		'br_netfilter is not loaded',
	],
];
