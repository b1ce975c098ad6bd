import type {NamespaceRecord, PodRecord} from '../state.js';
import {uuid} from './names.js';

/** The five pods of a fresh single node, with the names, ids, addresses and process ids of the guide's host. */

const kubeRouter = 'quay.io/k0sproject/kube-router:v2.6.1-iptables1.8.11-0';

/** A pod of the guide's host, without what is the same for all of them. */
type Spec = Pick<PodRecord, 'name' | 'owner' | 'labels' | 'ip' | 'sandbox' | 'containers'> & {
	readonly net?: NamespaceRecord;
	readonly chain?: string;
	readonly port?: number;
	/** Simulated milliseconds from the pod's creation. */
	readonly steps: readonly [scheduled: number, sandbox: number, running: number, ready: number];
	readonly created: number;
};

const specs = (nodeAddress: string): readonly Spec[] => [
	{
		name: 'coredns-7656c59669-8wwxq',
		owner: {kind: 'ReplicaSet', name: 'coredns-7656c59669'},
		labels: {'k8s-app': 'kube-dns', 'pod-template-hash': '7656c59669'},
		ip: '10.244.0.3',
		sandbox: {id: '299d6412a109b526a4873b03b60d4db831bec5e1502e8dc30cf517e0cbbc8ae6', pid: 2557},
		containers: [
			{
				name: 'coredns',
				image: 'quay.io/k0sproject/coredns:1.13.1',
				id: '15db5749fd16e566f37851d0e5efee8538316fc5c046cd4ce62a2459adef3d69',
				pid: 2705,
			},
		],
		net: {
			name: 'cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1',
			id: 2,
			inode: 4_026_532_322,
			index: 6,
			veth: 'vethafa19b66',
			port: 1,
			hostMac: 'b6:51:12:18:a3:85',
			podMac: '8e:43:9b:07:8a:79',
		},
		chain: 'KUBE-POD-FW-A7GHKP2J34Z5Y7ZZ',
		port: 53,
		created: 5500,
		steps: [4500, 4700, 6500, 7000],
	},
	{
		name: 'konnectivity-agent-549w2',
		owner: {kind: 'DaemonSet', name: 'konnectivity-agent'},
		labels: {'k8s-app': 'konnectivity-agent', 'pod-template-generation': '1'},
		ip: '10.244.0.4',
		sandbox: {id: 'e7a4f15763d77ebe8d2ffba3d4287f790da12ef16559af1be51882369dd4e270', pid: 2665},
		containers: [
			{
				name: 'konnectivity-agent',
				image: 'quay.io/k0sproject/apiserver-network-proxy-agent:v0.33.0',
				id: '3e507436cb5fe416d7e694aecc85572e3f67569b13cb1b02bd8763a295d23f96',
				pid: 2934,
			},
		],
		net: {
			name: 'cni-d954e5c5-f69e-80bd-ca8a-1c9123031c00',
			id: 0,
			inode: 4_026_532_391,
			index: 7,
			veth: 'veth2ff774ab',
			port: 2,
			hostMac: '22:ef:53:73:aa:bd',
			podMac: '02:bd:5e:9d:ce:65',
		},
		chain: 'KUBE-POD-FW-Y3QHWU455JSZ6DPU',
		created: 6000,
		steps: [100, 4700, 7000, 7000],
	},
	{
		name: 'kube-proxy-lf7sz',
		owner: {kind: 'DaemonSet', name: 'kube-proxy'},
		labels: {'k8s-app': 'kube-proxy', 'pod-template-generation': '1'},
		ip: nodeAddress,
		sandbox: {id: 'a356f9d0a5608486a915da9f7d65a2a2ca2c214a5e4bbea3b27c3ef65f2c55fa', pid: 1832},
		containers: [
			{
				name: 'kube-proxy',
				image: 'quay.io/k0sproject/kube-proxy:v1.34.1',
				id: 'bc47c19c9eea99e499c3023ac9b4048349c5e2375a2eebdd3f25634227c1fa5d',
				pid: 1888,
			},
		],
		created: 5500,
		steps: [100, 700, 2500, 2500],
	},
	{
		name: 'kube-router-gm96c',
		owner: {kind: 'DaemonSet', name: 'kube-router'},
		labels: {'k8s-app': 'kube-router', 'pod-template-generation': '1', tier: 'node'},
		ip: nodeAddress,
		sandbox: {id: '29a4af45d1fc3013c4b48b1ec56c7960277633f6cd7c118ebe31efa55c5f4ea5', pid: 1835},
		containers: [
			{
				name: 'install-cni-bins',
				image: 'quay.io/k0sproject/cni-node:1.8.0-k0s.0',
				id: '110ffac1d7421d080ed761b88b7fa1987c07445a62288ca0f1f4608788fc9aff',
				pid: null,
				init: true,
			},
			{
				name: 'install-cniconf',
				image: kubeRouter,
				id: 'f99dc255a01047aacf2e73371786fa5704e99c2e1d3b5058ab55ce415e5af02e',
				pid: null,
				init: true,
			},
			{
				name: 'kube-router',
				image: kubeRouter,
				id: '376c65bb07a293ecff719212923c316f8ba7b0092a359e9d58d35c9f74fe31e0',
				pid: 2311,
			},
		],
		created: 5500,
		steps: [100, 700, 3500, 3500],
	},
	{
		name: 'metrics-server-67bc669cf4-m2xzk',
		owner: {kind: 'ReplicaSet', name: 'metrics-server-67bc669cf4'},
		labels: {'k8s-app': 'metrics-server', 'pod-template-hash': '67bc669cf4'},
		ip: '10.244.0.5',
		sandbox: {id: '4fe637f3fc51ae929f857f203b0bd49a3505ee8fce6aab295d7692113cdc11cd', pid: 2895},
		containers: [
			{
				name: 'metrics-server',
				image: 'quay.io/k0sproject/metrics-server:v0.7.2-0',
				id: '8f3c33dc3bb5c8cd317484354180d58a6a0d14247cfbfebffb888502e45575b6',
				pid: 3051,
			},
		],
		net: {
			name: 'cni-530e938a-559b-d548-18d2-4a6989c466a8',
			id: 1,
			inode: 4_026_532_460,
			index: 8,
			veth: 'veth0dd6ea16',
			port: 3,
			hostMac: 'a6:fd:5d:55:d3:b6',
			podMac: '7a:39:d6:52:2b:ef',
		},
		chain: 'KUBE-POD-FW-LF5XTPGAWZO3FEWV',
		port: 10_250,
		created: 5500,
		steps: [4500, 4900, 7600, 9500],
	},
];

/** `at(after)`: the wall time of a simulated offset from the start of the cluster. */
export function systemPods(nodeAddress: string, at: (after: number) => number): PodRecord[] {
	return specs(nodeAddress).map(({name, owner, labels, ip, sandbox, containers, net, chain, port, steps, created}) => ({
		namespace: 'kube-system',
		name,
		uid: uuid(name),
		owner,
		labels,
		qos: name.startsWith('coredns') || name.startsWith('metrics') ? 'burstable' : 'besteffort',
		ip,
		hostNetwork: net === undefined,
		sandbox,
		containers,
		net: net ?? null,
		firewallChain: chain ?? null,
		port: port ?? null,
		at: at(created),
		scheduledAfter: steps[0],
		sandboxAfter: steps[1],
		runningAfter: steps[2],
		readyAfter: steps[3],
		deletedAt: null,
	}));
}
