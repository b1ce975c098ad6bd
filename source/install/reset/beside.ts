/** Others that use the places of k0s, its network and its containers: told by files that only they bring. */

type Who = {
	readonly name: string;
	/** Programs and sockets, any of which tells that it is here. */
	readonly paths: readonly string[];
	/** `chains`: it makes chains of the CNI's plug-ins in the packet filter. */
	readonly uses: ReadonlyArray<'cni' | 'chains' | 'containerd' | 'kubelet'>;
};

/** Of distributions, of installers (`nerdctl-full`, kubespray), of Flatcar and of snaps. */
const programFolders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/bin', '/snap/bin'];
const inBin = (...names: readonly string[]): readonly string[] =>
	names.flatMap(name => programFolders.map(folder => `${folder}/${name}`));
const unitFolders = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];
const units = (...names: readonly string[]): readonly string[] =>
	names.flatMap(name => unitFolders.map(folder => `${folder}/${name}.service`));

const others: readonly Who[] = [
	{
		name: 'podman',
		paths: [...inBin('podman', 'buildah'), '/var/lib/containers/storage', '/run/podman/podman.sock'],
		uses: ['cni', 'chains'],
	},
	{
		name: 'Docker',
		paths: [...inBin('dockerd'), ...units('docker'), '/run/docker.sock', '/var/lib/docker', '/snap/docker'],
		uses: ['cni', 'containerd'],
	},
	{name: 'Nomad', paths: [...inBin('nomad'), '/opt/nomad'], uses: ['cni', 'chains']},
	{
		name: 'containerd',
		paths: [
			...inBin('containerd', 'nerdctl'),
			...units('containerd'),
			...['/run/containerd/containerd.sock', '/etc/containerd/config.toml', '/var/lib/containerd', '/var/lib/nerdctl'],
		],
		uses: ['cni', 'chains', 'containerd'],
	},
	{
		name: 'CRI-O',
		paths: [...inBin('crio'), ...units('crio', 'cri-o'), '/run/crio/crio.sock', '/etc/crio', '/var/lib/crio'],
		uses: ['cni', 'chains'],
	},
	{
		name: 'Kubernetes',
		paths: [
			...inBin('kubelet', 'k3s', 'rke2', 'cri-dockerd', 'minikube'),
			...units('kubelet', 'k3s', 'k3s-agent', 'rke2-server', 'rke2-agent', 'cri-docker'),
			...['/etc/kubernetes/kubelet.conf', '/etc/kubernetes/manifests', '/etc/rancher', '/var/lib/rancher'],
			...['/snap/microk8s', '/var/snap/microk8s', '/snap/k8s', '/var/snap/k8s', '/snap/kubelet', '/var/lib/minikube'],
		],
		uses: ['cni', 'chains', 'containerd', 'kubelet'],
	},
];

/** What is asked for. */
export const besidePaths: readonly string[] = others.flatMap(({paths}) => paths);

/** Who of them is here and uses such places, by name. */
export const usersOf = (place: Who['uses'][number], there: readonly string[]): readonly string[] =>
	others
		.filter(({uses, paths}) => uses.includes(place) && paths.some(path => there.includes(path)))
		.map(({name}) => name);
