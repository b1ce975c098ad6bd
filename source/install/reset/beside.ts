/** Others that use the places of k0s, its network and its containers: told by files that only they bring. */

type Who = {
	readonly name: string;
	/** Programs and sockets, any of which tells that it is here. */
	readonly paths: readonly string[];
	/** `chains`: it makes chains of the CNI's plug-ins in the packet filter. */
	readonly uses: ReadonlyArray<'cni' | 'chains' | 'containerd' | 'kubelet'>;
};

const inBin = (...names: readonly string[]): readonly string[] =>
	names.flatMap(name => [`/usr/bin/${name}`, `/usr/local/bin/${name}`]);

const others: readonly Who[] = [
	{name: 'podman', paths: [...inBin('podman', 'buildah'), '/var/lib/containers/storage'], uses: ['cni', 'chains']},
	{
		name: 'Docker',
		paths: [...inBin('dockerd'), '/usr/sbin/dockerd', '/run/docker.sock', '/var/lib/docker', '/snap/docker'],
		uses: ['cni', 'containerd'],
	},
	{name: 'Nomad', paths: [...inBin('nomad'), '/opt/nomad'], uses: ['cni', 'chains']},
	{
		name: 'containerd',
		paths: [...inBin('containerd', 'nerdctl'), '/run/containerd/containerd.sock'],
		uses: ['cni', 'chains', 'containerd'],
	},
	{name: 'CRI-O', paths: [...inBin('crio'), '/run/crio/crio.sock'], uses: ['cni', 'chains']},
	{
		name: 'Kubernetes',
		paths: [
			...inBin('kubelet', 'k3s', 'rke2'),
			'/etc/kubernetes/kubelet.conf',
			'/var/lib/rancher',
			'/snap/microk8s',
			'/etc/systemd/system/kubelet.service',
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
