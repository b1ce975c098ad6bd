import {creating, unscheduled, claim, type Case} from './told.js';

/** Causes that come before a container: volumes, the sandbox, claims. */
export const sandboxCases: readonly Case[] = [
	[
		'volume: config map',
		'volume-config-map',
		creating('FailedMount', 'MountVolume.SetUp failed for volume "v" : configmap "app" not found'),
		/a volume needs the config map app/,
	],
	[
		'volume: secret',
		'volume-secret',
		creating('FailedMount', 'MountVolume.SetUp failed for volume "v" : secret "tls" not found'),
		/a volume needs the secret tls/,
	],
	[
		'volume: key',
		'volume-key',
		creating('FailedMount', 'MountVolume.SetUp failed for volume "v" : references non-existent config key: app.yaml'),
		/needs the key app\.yaml/,
	],
	[
		'volume: path',
		'volume-path',
		creating(
			'FailedMount',
			'MountVolume.SetUp failed for volume "v" : hostPath type check failed: /data is not a directory',
		),
		/needs \/data on the node, which is not a directory/,
	],
	[
		'volume: driver',
		'volume-driver',
		creating(
			'FailedMount',
			'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name nfs.csi.k8s.io not found in the list of registered CSI drivers',
		),
		/storage driver nfs\.csi\.k8s\.io/,
	],
	[
		'volume: attached',
		'volume-attach',
		creating('FailedAttachVolume', 'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-old'),
		/pvc-1 is still attached elsewhere/,
	],
	[
		'volume: helper',
		'volume-helper',
		creating(
			'FailedMount',
			'MountVolume.SetUp failed for volume "nfs" : mount failed: exit status 32 Output: mount: /x: bad option; for several filesystems (e.g. nfs, cifs) you might need a /sbin/mount.<type> helper program.',
		),
		/lacks the program or the kernel module/,
	],
	[
		'volume: other words',
		'mount',
		creating('FailedMount', 'MountVolume.SetUp failed for volume "v" : something new'),
		/cannot be mounted: .*something new/,
	],
	[
		'volume: service account',
		'service-account',
		creating(
			'FailedMount',
			'MountVolume.SetUp failed for volume "kube-api-access-x" : failed to fetch token: serviceaccounts "robot" not found',
		),
		/service account robot/,
	],
	[
		'CNI: addresses',
		'sandbox-addresses',
		creating(
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab12": plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.0.1-10.244.0.254',
		),
		/no address is left .*10\.244\.0\.1-10\.244\.0\.254/,
	],
	[
		'CNI: plugin',
		'sandbox-plugin',
		creating(
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab12": failed to find plugin "bridge" in path [/opt/cni/bin]',
		),
		/plugin bridge is not in \/opt\/cni\/bin/,
	],
	[
		'CNI: not ready',
		'sandbox-network',
		creating(
			'NetworkNotReady',
			'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
		),
		/network cannot be set up/,
	],
	[
		'pause image',
		'sandbox-image',
		creating(
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = DeadlineExceeded desc = failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image',
		),
		/pause image registry\.k8s\.io\/pause:3\.9/,
	],
	[
		'runtime class',
		'sandbox-runtime',
		creating(
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "gvisor" is configured',
		),
		/wants the runtime gvisor/,
	],
	[
		'sandbox: other words',
		'sandbox',
		creating('FailedCreatePodSandBox', 'Failed to create pod sandbox: something new'),
		/sandbox cannot be set up: .*something new/,
	],
	['claim: none', 'claim-absent', unscheduled('persistentvolumeclaim "data" not found'), /needs the volume claim data/],
	[
		'claim: class',
		'claim-class',
		claim('ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found'),
		/claim data wants the storage class fast/,
	],
	[
		'claim: provisioner',
		'claim-provision',
		claim(
			'ExternalProvisioning',
			"Waiting for a volume to be created either by the external provisioner 'rancher.io/local-path' or manually by the system administrator.",
		),
		/nobody has made a volume for the claim data/,
	],
	[
		'claim: waits',
		'claim-waits',
		claim('WaitForFirstConsumer', 'waiting for first consumer to be created before binding'),
		/claim data waits for a node/,
	],
	[
		'claim: no volume',
		'volume-claim',
		claim('FailedBinding', 'no persistent volumes available for this claim and no storage class is set'),
		/no volume fits/,
	],
	['scheduler: memory', 'node-resources', unscheduled('1 Insufficient memory'), /enough memory/],
];
