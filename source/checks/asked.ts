/** What is asked by name: paths, units, programs, kernel settings, addresses. */

/** Other services that matter to k0s, by unit. */
export const otherUnits = [
	'kubelet.service',
	'k3s.service',
	'k3s-agent.service',
	'rke2-server.service',
	'rke2-agent.service',
	'snap.microk8s.daemon-kubelite.service',
	'docker.service',
	'containerd.service',
	'crio.service',
	'ufw.service',
	'nftables.service',
	'iptables.service',
] as const;

/** Programs that k0s runs by name when it installs and starts. */
export const wantedPrograms: ReadonlyArray<{readonly name: string; readonly paths: readonly string[]}> = (
	[
		['modprobe', '/sbin', '/usr/sbin'],
		['mount', '/bin', '/usr/bin'],
		['umount', '/bin', '/usr/bin'],
		['useradd', '/usr/sbin', '/sbin'],
		['curl', '/usr/bin', '/bin'],
		['ipset', '/usr/sbin', '/sbin', '/usr/bin'],
	] as const
).map(([name, ...folders]) => ({name, paths: folders.map(folder => `${folder}/${name}`)}));

export const sysctlNames = [
	'net.ipv4.ip_forward',
	'net.bridge.bridge-nf-call-iptables',
	'net.ipv6.conf.all.disable_ipv6',
	'fs.inotify.max_user_instances',
] as const;

/** The kubelet and what runs in pods need more than a few. */
export const leastInotify = 128;

/** Where the answers of the Internet are asked: the release, k0s's images, the demo's image. */
export const reachable = {
	download: 'https://github.com/k0sproject/k0s/releases',
	quay: 'https://quay.io/v2/',
	docker: 'https://registry-1.docker.io/v2/',
} as const;
