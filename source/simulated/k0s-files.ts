import {containerEntries} from './tool/ctr.js';
import {file, folder} from './file-entry.js';
import type {Moment} from './moment.js';
import type {Cluster, FileEntry, State} from './state.js';

/** The files of k0s beside its data folder, as a real 1.34.1 has them while it runs, after a stop and after a reset. */

type Files = Record<string, FileEntry>;

/** Below /run/k0s: a stop takes the sockets of what answers, and leaves these. */
export function runFiles(at: number): Files {
	return {
		'/run/k0s': folder(0o755, at),
		'/run/k0s/containerd': folder(0o711, at),
		'/run/k0s/containerd/io.containerd.runtime.v2.task': folder(0o711, at),
		'/run/k0s/containerd-cri.toml': file('version = 2\n', 0o644, at),
		'/run/k0s/containerd.sock.ttrpc': {...file('', 0o660, at), type: 'socket'},
		'/run/k0s/konnectivity-server': folder(0o755, at),
		'/run/k0s/kubelet': folder(0o755, at),
		'/run/k0s/kubelet-direct.conf': file('apiVersion: v1\nkind: Config\n', 0o640, at),
	};
}

/** Written by k0s as long as the first line stands. */
export const managedToml = `# k0s_managed=true
# This is a placeholder configuration for k0s managed containerd.
# If you wish to override the config, remove the first line and replace this file with your custom configuration.
# For reference see https://github.com/containerd/containerd/blob/main/docs/man/containerd-config.toml.5.md
imports = ["/run/k0s/containerd-cri.toml"]
version = 2
`;

const plugins = [
	...['bandwidth', 'bridge', 'dhcp', 'dummy', 'firewall', 'host-device', 'host-local', 'ipvlan', 'loopback'],
	...['macvlan', 'portmap', 'ptp', 'sbr', 'static', 'tap', 'tuning', 'vlan', 'vrf'],
];

/** What a first start makes outside k0s's own folders; no stop and no reset takes it away. */
export function lastingFiles(at: number): Files {
	const folders = [
		...['/etc/cni', '/etc/cni/net.d', '/etc/k0s', '/etc/k0s/containerd.d', '/opt/cni', '/opt/cni/bin'],
		...['/opt/containerd', '/opt/containerd/bin', '/opt/containerd/lib', '/run/containerd', '/run/containerd/s'],
		...['/run/containerd/runc', '/run/containerd/runc/k8s.io', '/usr/libexec/k0s', '/usr/libexec/k0s/kubelet-plugins'],
		...['/usr/libexec/k0s/kubelet-plugins/volume', '/usr/libexec/k0s/kubelet-plugins/volume/exec'],
		...['/var/lib/cni', '/var/lib/cni/networks', '/var/lib/cni/networks/mynet', '/var/lib/cni/results'],
		...['/var/lib/kubelet', '/var/lib/kubelet/device-plugins', '/var/log/pods', '/var/log/containers'],
		'/sys/fs/cgroup/kubepods',
		'/sys/fs/cgroup/kubepods/besteffort',
		'/sys/fs/cgroup/kubepods/burstable',
	];
	return {
		...Object.fromEntries(folders.map(path => [path, folder(0o755, at)])),
		...Object.fromEntries(plugins.map(name => [`/opt/cni/bin/${name}`, file('', 0o755, at)])),
		'/etc/k0s/containerd.toml': file(managedToml, 0o644, at),
	};
}

/** The logs of the pods that there were: a reset leaves them. */
export function logsOf(moment: Moment, cluster: Cluster): Files {
	const files: Files = {};
	for (const {pod, name, id} of containerEntries(moment, cluster)) {
		if (name === null) continue;
		const logs = `/var/log/pods/${pod.namespace}_${pod.name}_${pod.uid}`;
		files[logs] = folder(0o755, moment.now);
		files[`${logs}/${name}`] = folder(0o755, moment.now);
		files[`${logs}/${name}/0.log`] = file('', 0o640, moment.now);
		files[`/var/log/containers/${pod.name}_${pod.namespace}_${name}-${id}.log`] = {
			...file(`${logs}/${name}/0.log`, 0o777, moment.now),
			type: 'link',
		};
	}

	return files;
}

/** What containers have mounted: as long as they run, k0s or not. */
export function mountLines(moment: Moment): string {
	const {cluster} = moment.state;
	if (cluster === null) return '';
	const lines = containerEntries(moment, cluster).flatMap(({id, pid, pod, name}) => {
		if (pid === null) return [];
		const root = `overlay /run/k0s/containerd/io.containerd.runtime.v2.task/k8s.io/${id}/rootfs overlay rw,relatime 0 0\n`;
		const shm = `shm /run/k0s/containerd/io.containerd.grpc.v1.cri/sandboxes/${id}/shm tmpfs rw,nosuid,nodev,noexec 0 0\n`;
		const net = pod.net === null ? '' : `nsfs /run/netns/${pod.net.name} nsfs rw 0 0\n`;
		return name === null ? [shm, net, root] : [root];
	});
	return lines.join('');
}

/** What `k0s reset` takes away. */
const gone =
	/^(\/var\/lib\/k0s|\/run\/k0s|\/etc\/cni\/net\.d\/10-kuberouter|\/etc\/systemd\/system\/(multi-user\.target\.wants\/)?k0s(?:controller|worker)\.service$)/;

/** Files after a reset. Content of a folder that is a mount point goes, the folder stays. */
export function resetFiles(moment: Moment): void {
	const {state} = moment;
	if (state.cluster !== null) Object.assign(state.files, logsOf(moment, state.cluster));
	for (const path of Object.keys(state.files)) {
		if (gone.test(path) && !isMountPoint(state, path)) delete state.files[path];
	}
}

const isMountPoint = ({files}: State, path: string): boolean =>
	(files['/proc/self/mounts']?.text ?? '').split('\n').some(line => line.split(' ')[1] === path);
