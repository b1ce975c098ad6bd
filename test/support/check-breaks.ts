/** One thing to break on a real host, what turns then, and what brings it back. */
export type Break = {
	readonly what: string;
	/** Shell lines within the host. */
	readonly script: string;
	/** The check that must turn first, then what follows from it. */
	readonly turns: Readonly<Record<string, string>>;
	readonly found?: string;
	/** `check --fix` mends it; else `repair` does. Both: `repair` brings back what the remedy put aside. */
	readonly fixes?: string;
	readonly repair?: string;
	readonly args?: readonly string[];
	readonly env?: readonly string[];
};

const firewallSkips = {
	'firewall-pods': 'skip',
	'firewall-interface': 'skip',
	'firewall-default-zone': 'skip',
	'firewall-permanent': 'skip',
	'firewall-reload': 'skip',
	'firewall-forward': 'skip',
};

/** Looks like systemd-resolved, and refuses at once. */
export const resolver = 'echo nameserver 127.0.0.53 >/etc/resolv.conf';

const unit = (name: string, exec = '/bin/sleep 1000'): string =>
	`printf '[Service]\\nExecStart=${exec}\\n' >/etc/systemd/system/${name}.service; systemctl daemon-reload`;
const active = (name: string): string => `${unit(name)}; systemctl start ${name}`;
const gone = (name: string): string =>
	`systemctl stop ${name}; rm /etc/systemd/system/${name}.service; systemctl daemon-reload`;
const listens = (port: number): string =>
	`systemd-run -q --unit=thief node -e "require('net').createServer().listen(${port})"; ` +
	`until ss -Hltn sport = :${port} | grep -q .; do sleep 0.1; done`;

export const breaks: readonly Break[] = [
	// the firewall
	{
		what: 'firewalld is stopped',
		script: 'systemctl stop firewalld',
		turns: {firewalld: 'warn', ...firewallSkips},
		found: 'not running',
		fixes: 'firewalld',
	},
	{
		what: 'firewalld is masked',
		script: 'systemctl stop firewalld; systemctl mask firewalld',
		turns: {firewalld: 'skip', ...firewallSkips},
		found: 'masked: ',
		repair: 'systemctl unmask firewalld; systemctl start firewalld',
	},
	{
		what: 'firewalld is masked while it runs',
		script: 'systemctl mask firewalld',
		turns: {firewalld: 'warn'},
		found: 'off after the next boot',
		fixes: 'firewalld',
	},
	{
		what: 'panic mode',
		script: 'firewall-cmd --panic-on',
		turns: {firewalld: 'fail', 'reach-download': 'warn'},
		found: 'every packet is dropped',
		fixes: 'firewalld',
	},
	{
		what: 'the iptables back end',
		script: "sed -i 's/^FirewallBackend=.*/FirewallBackend=iptables/' /etc/firewalld/firewalld.conf",
		turns: {firewalld: 'warn'},
		found: 'iptables',
		fixes: 'firewalld',
	},
	{
		what: 'the interface is in a trusted zone',
		script: 'firewall-cmd --zone=trusted --change-interface=enp1s0',
		turns: {'firewall-interface': 'warn'},
		found: 'enp1s0 is in trusted',
		repair: 'firewall-cmd --zone=trusted --remove-interface=enp1s0',
	},
	{
		what: 'the default zone is trusted',
		script: 'firewall-cmd --set-default-zone=trusted',
		turns: {'firewall-default-zone': 'warn', 'firewall-interface': 'warn', 'firewall-pods': 'pass'},
		found: 'trusted',
		repair: 'firewall-cmd --set-default-zone=public',
	},
	{
		what: 'a port is open only until the next reload',
		script: 'firewall-cmd --zone=public --add-port=7777/tcp',
		turns: {'firewall-permanent': 'warn'},
		found: 'public: ports',
		fixes: 'firewall-permanent',
		repair:
			'firewall-cmd --zone=public --remove-port=7777/tcp; firewall-cmd --permanent --zone=public --remove-port=7777/tcp',
	},
	{
		what: 'a port is written down, but not in force',
		script: 'firewall-cmd --permanent --zone=public --add-port=7777/tcp',
		turns: {'firewall-permanent': 'warn'},
		repair: 'firewall-cmd --permanent --zone=public --remove-port=7777/tcp',
	},
	{
		what: 'other nodes are shut out',
		script: 'true',
		args: ['--profile', 'multi-node'],
		turns: {'firewall-nodes': 'warn'},
		found: '6443/tcp',
		fixes: 'firewall-nodes',
		repair:
			'for p in 6443 8132 9443 2380 10250 179; do firewall-cmd --zone=public --remove-port=$p/tcp; firewall-cmd --permanent --zone=public --remove-port=$p/tcp; done',
	},
	{
		what: 'ufw is active',
		script: active('ufw'),
		turns: {'firewall-other': 'warn'},
		found: 'ufw.service',
		repair: gone('ufw'),
	},
	{
		what: 'rules in the old tables',
		script: 'iptables-legacy -A INPUT -p tcp --dport 7777 -j ACCEPT',
		turns: {'iptables-mix': 'warn'},
		found: 'filter',
		repair: 'iptables-legacy -F INPUT',
	},
	// ports
	{
		what: 'a process on 6443',
		script: listens(6443),
		turns: {'ports-control-plane': 'fail'},
		found: ', thief.service)',
		repair: 'systemctl stop thief',
	},
	{
		what: 'a process on 10250',
		script: listens(10250),
		turns: {'ports-node': 'fail'},
		found: '10250 by node (',
		repair: 'systemctl stop thief',
	},
	{
		what: 'a web server on 8080',
		script: listens(8080),
		turns: {'ports-network': 'fail'},
		found: '8080 by node (',
		repair: 'systemctl stop thief',
	},
	{
		what: 'a process in the NodePort range',
		script: listens(30_080),
		turns: {'ports-nodeport': 'warn'},
		found: '30080 by node (',
		repair: 'systemctl stop thief',
	},
	// names
	{
		what: 'a bad host name',
		// What hostname and hostnamectl refuse, the kernel takes.
		script: `perl -e '$n = "bad_host"; syscall($ARGV[0] + 0, $n, 8)' $(test $(uname -m) = aarch64 && echo 161 || echo 170)`,
		turns: {hostname: 'fail'},
		found: 'bad_host',
		fixes: 'hostname',
		repair: 'hostnamectl set-hostname centos10.home.local',
	},
	{
		what: 'capitals in the host name',
		script: 'hostnamectl set-hostname Centos10.Home.Local',
		turns: {hostname: 'warn'},
		found: 'uppercase',
		fixes: 'hostname',
	},
	{
		what: 'the host name has no address',
		script: "sed -i 's/ myhostname//' /etc/nsswitch.conf; sed -i '/centos10/d' /etc/hosts",
		turns: {'hostname-resolves': 'warn'},
		found: 'centos10.home.local has no address',
		fixes: 'hostname-resolves',
		repair: "sed -i 's/files dns/files myhostname dns/' /etc/nsswitch.conf; sed -i '/centos10/d' /etc/hosts",
	},
	{
		what: 'localhost has no address',
		script:
			"sed -i 's/ myhostname//' /etc/nsswitch.conf; sed -i '/localhost/d' /etc/hosts; echo 192.168.122.1 gateway >>/etc/hosts",
		turns: {localhost: 'fail', 'hostname-resolves': 'warn'},
		found: 'localhost has no address',
		fixes: 'localhost',
		repair: "sed -i 's/files dns/files myhostname dns/' /etc/nsswitch.conf",
	},
	{
		what: 'localhost is only what NSS says',
		script: "sed -i '/localhost/d' /etc/hosts",
		turns: {localhost: 'warn'},
		found: 'not from /etc/hosts',
		fixes: 'localhost',
	},
	// the network
	{
		what: 'no default route',
		script: 'ip route del default',
		turns: {'default-route': 'fail', 'firewall-interface': 'skip'},
		found: 'no default route',
		repair: 'ip route add default via 192.168.122.1',
	},
	{
		what: 'a second default route',
		script:
			'ip link add d0 type bridge; ip addr add 172.30.0.2/24 dev d0; ip link set d0 up; ip route add default via 172.30.0.1 metric 500',
		turns: {'default-route': 'warn'},
		found: 'd0',
		repair: 'ip link del d0',
	},
	{
		what: 'a route inside the pod range',
		script: 'ip route add 10.244.8.0/24 dev enp1s0',
		turns: {'pod-range': 'fail'},
		found: '10.244.8.0/24 (enp1s0)',
		repair: 'ip route del 10.244.8.0/24',
	},
	{
		what: 'an address inside the service range',
		script: 'ip link add d0 type bridge; ip addr add 10.100.0.1/24 dev d0',
		turns: {'service-range': 'fail'},
		found: '10.100.0.1/24 (d0)',
		repair: 'ip link del d0',
	},
	{
		what: 'an address for a while only',
		script: 'ip addr change 192.168.122.161/24 dev enp1s0 valid_lft 3600 preferred_lft 3600',
		turns: {'address-dynamic': 'warn'},
		found: 'comes from DHCP',
		repair: 'ip addr change 192.168.122.161/24 dev enp1s0 valid_lft forever preferred_lft forever',
	},
	{
		what: 'a resolver on this host',
		script: 'echo nameserver 127.0.0.1 >/etc/resolv.conf',
		turns: {'resolv-conf': 'warn'},
		found: '127.0.0.1 is this host itself',
		repair: resolver,
	},
	{
		what: 'IPv6 turned off: a fact, not a fault',
		script: 'sysctl -qw net.ipv6.conf.all.disable_ipv6=1',
		turns: {},
		repair: 'sysctl -qw net.ipv6.conf.all.disable_ipv6=0',
	},
	// what an earlier install left
	{
		what: 'k0s’s own CNI file of an earlier install',
		script: 'mkdir -p /etc/cni/net.d; echo {} >/etc/cni/net.d/10-kuberouter.conflist',
		turns: {'cni-files': 'warn'},
		found: '10-kuberouter.conflist from an earlier install',
		fixes: 'cni-files',
	},
	{
		what: 'another CNI’s file, which comes first',
		script: 'echo {} >/etc/cni/net.d/05-flannel.conflist',
		turns: {'cni-files': 'fail'},
		found: '05-flannel.conflist',
		fixes: 'cni-files',
	},
	{
		what: 'a unit whose program is gone',
		script: unit('k0scontroller', '/usr/local/bin/k0s controller'),
		turns: {'k0s-unit': 'warn'},
		found: 'is left over',
		fixes: 'k0s-unit',
	},
	{
		what: 'a worker’s unit',
		script: unit('k0sworker', '/usr/local/bin/k0s worker'),
		turns: {'k0s-unit': 'warn'},
		found: 'is left over',
		fixes: 'k0s-unit',
	},
	{
		what: 'data without a service',
		script: 'mkdir -p /var/lib/k0s/pki; touch /var/lib/k0s/pki/ca.key',
		turns: {'data-folder': 'warn'},
		found: '1 entry in /var/lib/k0s',
		fixes: 'data-folder',
	},
	{
		what: 'a run folder without k0s',
		script: 'mkdir -p /run/k0s; touch /run/k0s/status.sock',
		turns: {'run-folder': 'warn'},
		fixes: 'run-folder',
	},
	{
		what: 'a configuration from before',
		script: 'mkdir -p /etc/k0s; echo spec: >/etc/k0s/k0s.yaml',
		turns: {'k0s-config': 'warn'},
		found: 'an install would use it',
		fixes: 'k0s-config',
	},
	{
		what: 'an old kube-bridge',
		script: 'ip link add kube-bridge type bridge; ip addr add 10.244.0.1/24 dev kube-bridge',
		turns: {'kube-bridge': 'warn'},
		found: 'kube-bridge left over',
		fixes: 'kube-bridge',
	},
	{
		what: 'old rules',
		script: 'nft add table ip nat; nft add chain ip nat KUBE-SERVICES',
		turns: {'kube-chains': 'warn'},
		found: '1 KUBE chain left over',
		repair: 'nft delete table ip nat',
	},
	{
		what: 'old mounts',
		script: 'mkdir -p /var/lib/k0s/kubelet/pods/x; mount -t tmpfs none /var/lib/k0s/kubelet/pods/x',
		turns: {mounts: 'warn', 'data-folder': 'warn'},
		found: '1 left over',
		fixes: 'mounts',
		repair: 'rm -r /var/lib/k0s',
	},
	{
		what: 'k3s is active',
		script: active('k3s'),
		turns: {'other-kubernetes': 'fail'},
		found: 'k3s.service',
		repair: gone('k3s'),
	},
	{
		what: 'Docker is active',
		script: active('docker'),
		turns: {'other-containers': 'warn'},
		found: 'docker.service',
		repair: gone('docker'),
	},
	{
		what: 'KUBECONFIG is set',
		script: 'true',
		env: ['KUBECONFIG=/root/other'],
		turns: {kubeconfig: 'warn'},
		found: '/root/other',
	},
	// room
	{
		what: 'a small disk for the data folder',
		script: 'mkdir -p /srv/data; mount -t tmpfs -o size=64m none /srv/data',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-space': 'fail'},
		found: '64.0 MiB free on /srv/data',
		repair: 'umount /srv/data',
	},
	{
		what: 'a full disk for the data folder',
		script: 'mkdir -p /srv/data; mount -t tmpfs -o size=64m none /srv/data; head -c 60m /dev/zero >/srv/data/full',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-share': 'fail', 'disk-space': 'fail'},
		found: '6 % of 64.0 MiB',
		repair: 'umount /srv/data',
	},
	{
		what: 'few inodes for the data folder',
		script: 'mkdir -p /srv/data; mount -t tmpfs -o size=3g,nr_inodes=1000 none /srv/data',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-inodes': 'fail'},
		repair: 'umount /srv/data',
	},
	{
		what: 'a data folder from which nothing can be run',
		script: 'mkdir -p /srv/data; mount -t tmpfs -o size=3g,nr_inodes=200000,noexec none /srv/data',
		args: ['--data-dir', '/srv/data/k0s'],
		turns: {'disk-type': 'fail'},
		found: 'noexec',
		repair: 'umount /srv/data',
	},
	// the system
	{
		what: 'useradd is missing',
		script: 'mv /usr/sbin/useradd /root/',
		turns: {programs: 'warn'},
		found: 'missing: useradd',
		repair: 'mv /root/useradd /usr/sbin/',
	},
	{
		what: 'sudo does not find k0s',
		script: 'echo \'Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"\' >/etc/sudoers.d/path',
		turns: {'secure-path': 'warn'},
		found: 'not searched',
		repair: 'rm /etc/sudoers.d/path',
	},
	{
		what: 'packages ask for a reboot',
		script: 'touch /run/reboot-required',
		turns: {reboot: 'warn'},
		found: 'ask for one',
		repair: 'rm /run/reboot-required',
	},
	{
		what: 'a repair waits for a reboot',
		script:
			'mkdir -p /var/lib/k0s-tui/reboot; cp /proc/sys/kernel/random/boot_id /var/lib/k0s-tui/reboot/kernel-modules',
		turns: {reboot: 'warn'},
		found: 'Kernel modules on disk',
		repair: 'rm -r /var/lib/k0s-tui/reboot',
	},
	{
		what: 'a proxy in the shell alone',
		script: 'true',
		env: ['HTTPS_PROXY=http://user:secret@127.0.0.1:9'],
		turns: {proxy: 'warn', 'reach-download': 'warn'},
		found: 'http://127.0.0.1:9 is set here',
	},
	{
		what: 'the download is out of reach',
		script: 'cp /etc/hosts /root/hosts; sed -i /github/d /etc/hosts',
		turns: {'reach-download': 'warn'},
		repair: 'cat /root/hosts >/etc/hosts',
	},
	{
		what: 'a bundle that is not there',
		script: 'true',
		args: ['--airgap-bundle', '/nowhere'],
		turns: {'airgap-bundle': 'fail', 'reach-download': 'skip', 'reach-quay': 'skip', 'reach-docker': 'skip'},
		found: '/nowhere is not there',
	},
	{
		what: 'polkit is masked: root does not need it',
		script: 'systemctl mask --now polkit',
		turns: {},
		repair: 'systemctl unmask polkit',
	},
	// what cannot be read
	{
		what: 'nft is not installed',
		script: 'mv /usr/sbin/nft /root/',
		turns: {'kube-chains': 'unknown', 'firewall-reload': 'unknown'},
		repair: 'mv /root/nft /usr/sbin/',
	},
	{
		what: 'ss is not installed',
		script: 'mv "$(readlink -f /usr/bin/ss)" /root/ss',
		turns: {
			'ports-control-plane': 'unknown',
			'ports-node': 'unknown',
			'ports-network': 'unknown',
			'ports-nodeport': 'unknown',
		},
		repair: 'mv /root/ss /usr/bin/ss',
	},
];
