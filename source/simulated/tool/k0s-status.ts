import {binaryPath, runningVersion} from '../k0s.js';
import {isWorker, unitArguments} from '../unit-arguments.js';
import type {Moment} from '../moment.js';
import {nodeAddress, podCidr, serviceCidr} from '../seed/cluster.js';

/** `k0s status` of one that answers (k0s 1.34). */

export function statusText(moment: Moment): string {
	const args = unitArguments(moment.state) ?? [];
	const single = args.includes('--single=true');
	const worker = isWorker(moment.state);
	const workloads = worker || single || args.includes('--enable-worker=true');
	return [
		`Version: ${runningVersion(moment.state)}`,
		`Process ID: ${moment.state.k0s.pid}`,
		`Role: ${worker ? 'worker' : 'controller'}`,
		`Workloads: ${workloads}`,
		`SingleNode: ${single}`,
		...(workloads ? ['Kube-api probing successful: true', 'Kube-api probing last error:  '] : []),
	].join('\n');
}

export function statusJson(moment: Moment): string {
	const args = unitArguments(moment.state) ?? [];
	const single = args.includes('--single=true');
	const worker = isWorker(moment.state);
	const workloads = worker || single || args.includes('--enable-worker=true');
	const data = '/var/lib/k0s';
	const status = {
		Version: runningVersion(moment.state),
		Pid: moment.state.k0s.pid,
		PPid: 0,
		Role: worker ? 'worker' : 'controller',
		SysInit: '',
		StubFile: '',
		Output: '',
		Workloads: workloads,
		SingleNode: single,
		Args: [binaryPath, worker ? 'worker' : 'controller', ...args],
		WorkerToAPIConnectionStatus: {Message: '', Success: workloads},
		ClusterConfig: worker ? null : clusterConfig(single),
		K0sVars: {
			InvocationID: '9f6c2a41d0b54c3e8a1f7d2b6e905c14',
			AdminKubeConfigPath: `${data}/pki/admin.conf`,
			BinDir: `${data}/bin`,
			CertRootDir: `${data}/pki`,
			DataDir: data,
			KubeletRootDir: `${data}/kubelet`,
			EtcdCertDir: `${data}/pki/etcd`,
			EtcdDataDir: `${data}/etcd`,
			KineSocketPath: '/run/k0s/kine/kine.sock:2379',
			KonnectivitySocketDir: '/run/k0s/konnectivity-server',
			KubeletAuthConfigPath: `${data}/kubelet.conf`,
			ManifestsDir: `${data}/manifests`,
			RunDir: '/run/k0s',
			OCIBundleDir: `${data}/images`,
			DefaultStorageType: single ? 'kine' : 'etcd',
			RuntimeConfigPath: '/run/k0s/k0s.yaml',
			StatusSocketPath: '/run/k0s/status.sock',
			StartupConfigPath: '/etc/k0s/k0s.yaml',
		},
	};
	return JSON.stringify(status, null, 3);
}

function clusterConfig(single: boolean): unknown {
	return {
		kind: 'ClusterConfig',
		apiVersion: 'k0s.k0sproject.io/v1beta1',
		metadata: {name: 'k0s', namespace: 'kube-system'},
		spec: {
			api: {
				address: nodeAddress,
				k0sApiPort: 9443,
				port: 6443,
				sans: [nodeAddress, 'fe80::5054:ff:feda:2819'],
			},
			storage: single ? {type: 'kine'} : {etcd: {peerAddress: nodeAddress}, type: 'etcd'},
			network: {
				provider: 'kuberouter',
				podCIDR: podCidr,
				serviceCIDR: serviceCidr,
				clusterDomain: 'cluster.local',
				kubeProxy: {mode: 'iptables', metricsBindAddress: '0.0.0.0:10249'},
				kuberouter: {autoMTU: true, metricsPort: 8080, hairpin: 'Enabled'},
			},
			konnectivity: {adminPort: 8133, agentPort: 8132},
		},
	};
}
