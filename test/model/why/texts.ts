import type {Told} from '../../support/why-answers.js';
import {at, crashed, ended, eventOf, nodeOf, pending, podOf, waiting, workloadOf} from '../../support/why-objects.js';

/**
 * Public texts of the kubelet, containerd, runc, the scheduler and the API server (Kubernetes 1.30 to 1.36, containerd 1.7
 * and 2.x) that mislead who reads them by one word: the cause, its sentence and the exit code.
 */

const unpack = 'failed to pull and unpack image "reg.example/team/app:1": ';
const resolve = `${unpack}failed to resolve reference "reg.example/team/app:1": `;
const ask = `${resolve}failed to do request: Head "https://reg.example/v2/team/app/manifests/1": `;
const oci =
	'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
const pull = (message: string): Told => ({
	pods: [
		podOf({
			status: {phase: 'Pending'},
			container: waiting(
				'ImagePullBackOff',
				`Back-off pulling image "reg.example/team/app:1": ErrImagePull: ${message}`,
			),
		}),
	],
});
const start = (message: string, reason = 'CreateContainerError'): Told => ({
	pods: [podOf({container: waiting(reason, message)})],
});
const creating = (...events: Told['events'] & {}): Told => ({
	pods: [
		podOf({
			status: {phase: 'Pending'},
			spec: {volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'data'}}]},
			container: waiting('ContainerCreating'),
		}),
	],
	events,
});
const sandbox = (message: string): Told =>
	creating(
		eventOf('FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = ${message}`),
	);
const unscheduled = (clauses: string, more: Told = {}): Told => ({
	pods: [
		podOf(
			pending(
				`0/1 nodes are available: ${clauses}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
			),
		),
	],
	nodes: [nodeOf()],
	...more,
});
const rejected = (reason: string, message: string): Told => ({
	pods: [podOf({status: {phase: 'Failed', reason, message, conditions: []}})],
});
const set = (event: string): Told => ({
	workloads: {ReplicaSet: [workloadOf('ReplicaSet', 'web')]},
	events: [eventOf('FailedCreate', event, {kind: 'ReplicaSet'})],
});
const running = (more = {}) => ({state: {running: {startedAt: at(600)}}, ...more});
const taints = (...keys: string[]) => keys.map(key => ({key, value: '', effect: 'NoSchedule'}));

type Case = readonly [says: string, exit: 1 | 4 | 0, reason: string, told: Told, sentence: RegExp];
export const misleading: readonly Case[] = [
	// Images
	[
		'no such repository, or a login: nobody knows which',
		1,
		'image-denied',
		pull(
			`${resolve}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
		),
		/no such repository, or wants a login/,
	],
	[
		'a tag that looks like a status',
		1,
		'image-registry',
		pull(
			`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app401/manifests/401: 503 Service Unavailable`,
		),
		/reports an internal error/,
	],
	[
		'a tag that looks like too many',
		1,
		'image-login',
		pull(
			`${resolve}unexpected status from HEAD request to https://reg.example/v2/rate-limit/app/manifests/429: 401 Unauthorized`,
		),
		/wants a login/,
	],
	['a proxy that refuses the way', 1, 'image-proxy', pull(`${ask}Forbidden`), /proxy refuses/],
	['a proxy that wants a password', 1, 'image-proxy', pull(`${ask}Proxy Authentication Required`), /proxy refuses/],
	[
		'a broken content store is no missing image',
		1,
		'image-unpack',
		pull(
			`${unpack}failed to unpack image on snapshotter overlayfs: content digest sha256:0c18b88b8db3c193eefeede31a80d5d0c850306076b7166910ed239685dd20b0: not found`,
		),
		/was pulled, but cannot be unpacked/,
	],
	[
		'no space while it unpacks',
		1,
		'image-disk',
		pull(
			`${unpack}mount callback failed on /var/lib/containerd/tmpmounts/x: failed to extract layer sha256:ab: write /y: no space left on device: unknown`,
		),
		/disk is full/,
	],
	[
		'a name of another certificate',
		1,
		'image-certificate',
		pull(`${ask}tls: failed to verify certificate: x509: certificate is valid for a.example, not reg.example`),
		/certificate is not accepted: certificate is valid for a\.example/,
	],
	[
		'the name server does not answer',
		1,
		'image-dns',
		pull(`${ask}dial tcp: lookup reg.example on [::1]:53: read udp [::1]:40915->[::1]:53: read: connection refused`),
		/cannot resolve reg\.example/,
	],
	[
		'the proxy’s name does not resolve',
		1,
		'image-proxy',
		pull(`${ask}proxyconnect tcp: dial tcp: lookup proxy.example on 10.0.0.2:53: no such host`),
		/proxy/,
	],
	[
		'an IPv6 address without a way',
		1,
		'image-unreachable',
		pull(`${ask}dial tcp [2001:db8::9]:443: connect: network is unreachable`),
		/does not answer: dial tcp \[2001:db8::9\]:443/,
	],
	[
		'cut in the middle',
		1,
		'image-unreachable',
		pull(
			`${unpack}failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://cdn.example/blobs/x": EOF`,
		),
		/does not answer/,
	],
	// Starting
	[
		'AppArmor’s parser is the host’s',
		1,
		'container-start',
		start(
			'failed to create containerd container: get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH',
		),
		/apparmor_parser/,
	],
	[
		'the working folder may not be entered',
		1,
		'working-dir',
		start(`${oci}chdir to cwd ("/root") set in config.json failed: permission denied: unknown`, 'RunContainerError'),
		/its working directory \/root cannot be used: permission denied/,
	],
	[
		'too little memory to begin',
		1,
		'out-of-memory',
		{
			pods: [
				podOf({
					container: crashed(128, 'StartError', {
						message: `${oci}container init was OOM-killed (memory limit too low?): unknown`,
					}),
				}),
			],
		},
		/out of memory/,
	],
	[
		'subPath',
		1,
		'sub-path',
		start('failed to prepare subPath for volumeMount "data" of container "c"', 'CreateContainerConfigError'),
		/subPath of its volume data/,
	],
	// Ends
	[
		'nobody knows how it ended',
		4,
		'end-unknown',
		{
			pods: [
				podOf({
					container: crashed(137, 'ContainerStatusUnknown', {
						message: 'The container could not be located when the pod was terminated',
					}),
				}),
			],
		},
		/how it ended is not known/,
	],
	[
		'the host was restarted under it',
		4,
		'end-unknown',
		{pods: [podOf({container: crashed(255, 'Unknown')})]},
		/how it ended is not known/,
	],
	[
		'an init container that still runs',
		4,
		'init-runs',
		{
			pods: [podOf({init: running(), container: waiting('PodInitializing'), status: {phase: 'Pending'}})],
			log: '2026-11-30T00:53:09.2Z stdout F waiting for db:5432\n',
		},
		/init container setup still runs/,
	],
	// Volumes
	[
		'the general word after the telling one',
		1,
		'volume-config-map',
		creating(
			eventOf('FailedMount', 'MountVolume.SetUp failed for volume "v" : configmap "app" not found', {ago: 60}),
			eventOf(
				'FailedMount',
				'Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
				{ago: 10},
			),
		),
		/needs the config map app/,
	],
	[
		'the claim, by way of the kubelet',
		1,
		'claim-absent',
		creating(
			eventOf(
				'FailedMount',
				'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/data: failed to fetch PVC from API server: persistentvolumeclaims "data" not found',
			),
		),
		/volume claim data/,
	],
	[
		'a local volume’s folder',
		1,
		'volume-path',
		creating(
			eventOf(
				'FailedMount',
				'MountVolume.NewMounter initialization failed for volume "local-pv" : path "/mnt/disks/1" does not exist',
			),
		),
		/needs \/mnt\/disks\/1 on the node, which does not exist/,
	],
	[
		'what a claim waited for before it had a node',
		4,
		'creating',
		creating(
			eventOf('WaitForFirstConsumer', 'waiting for first consumer to be created before binding', {
				kind: 'PersistentVolumeClaim',
				name: 'data',
				type: 'Normal',
				ago: 3000,
			}),
		),
		/not created yet/,
	],
	// Scheduling
	[
		'a volume’s node, as 1.34 says it',
		1,
		'volume-node',
		unscheduled("1 node(s) didn't match PersistentVolume's node affinity"),
		/volume belongs to a node/,
	],
	[
		'two shortages of one node: both are named',
		1,
		'unscheduled',
		unscheduled('1 Insufficient cpu, 1 Insufficient memory'),
		/Insufficient cpu, 1 Insufficient memory/,
	],
	[
		'a taint that is tolerated is not the one',
		1,
		'node-taint',
		{
			pods: [
				podOf({
					...pending(
						'0/1 nodes are available: 1 node(s) had untolerated taint(s). preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
					),
					spec: {
						nodeName: undefined,
						tolerations: [{key: 'node-role.kubernetes.io/control-plane', operator: 'Exists'}],
					},
				}),
			],
			nodes: [nodeOf({spec: {taints: taints('node-role.kubernetes.io/control-plane', 'dedicated')}})],
		},
		/the taint dedicated keeps it/,
	],
	[
		'two taints, and nobody says which',
		1,
		'node-taint',
		unscheduled('1 node(s) had untolerated taint(s)', {nodes: [nodeOf({spec: {taints: taints('a', 'b')}})]}),
		/taints? a, b/,
	],
	[
		'nothing tells the taint',
		1,
		'node-taint',
		unscheduled('1 node(s) had untolerated taint(s)', {nodes: []}),
		/a taint keeps it/,
	],
	// Refused by the kubelet
	[
		'disk pressure refused it: it never ran',
		1,
		'evicted-disk',
		rejected('Evicted', 'Pod was rejected: The node had condition: [DiskPressure]. '),
		/the node was short of disk space and refused it/,
	],
	[
		'memory pressure refused it',
		1,
		'evicted-memory',
		rejected('Evicted', 'Pod was rejected: The node had condition: [MemoryPressure]. '),
		/the node was short of memory and refused it/,
	],
	[
		'a port that is taken',
		1,
		'kubelet-refused',
		rejected(
			'NodePorts',
			"Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
		),
		/refused it: .*free ports/,
	],
	[
		'a taint that does not execute',
		1,
		'kubelet-refused',
		rejected(
			'TaintToleration',
			"Pod was rejected: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
		),
		/refused it/,
	],
	[
		'a forbidden sysctl',
		1,
		'kubelet-refused',
		rejected('SysctlForbidden', 'Pod was rejected: forbidden sysctl: "net.core.somaxconn" not allowlisted'),
		/forbidden sysctl/,
	],
	[
		'a word of a kubelet to come',
		1,
		'kubelet-refused',
		rejected('SomethingNew', 'Pod was rejected: something new'),
		/refused it: .*something new/,
	],
	[
		'failed, and nobody says why',
		4,
		'failed-silent',
		rejected('', ''),
		/has failed, and nothing that was read says why/,
	],
	[
		'shutdown',
		1,
		'node-shutdown',
		rejected('NodeShutdown', 'Pod was rejected as the node is shutting down.'),
		/shut down/,
	],
	// Ready by its containers, and yet not
	[
		'a readiness gate',
		1,
		'readiness-gate',
		{
			pods: [
				podOf({
					container: running({ready: true}),
					spec: {readinessGates: [{conditionType: 'example.com/lb'}]},
					status: {
						conditions: [
							{
								type: 'Ready',
								status: 'False',
								reason: 'ReadinessGatesNotReady',
								message: 'corresponding condition of pod readiness gate "example.com/lb" does not exist.',
							},
						],
					},
				}),
			],
		},
		/readiness gate.*example\.com\/lb/,
	],
	[
		'its node is not ready',
		1,
		'node-unready',
		{
			pods: [podOf({container: running({ready: true}), status: {conditions: [{type: 'Ready', status: 'False'}]}})],
			nodes: [
				{
					...nodeOf(),
					status: {
						conditions: [
							{
								type: 'Ready',
								status: 'False',
								reason: 'KubeletNotReady',
								message: 'container runtime network not ready: NetworkReady=false',
							},
						],
					},
				},
			],
		},
		/its node node1 is not ready: .*NetworkReady=false/,
	],
	[
		'not ready by its condition, and nobody says why',
		4,
		'not-ready',
		{
			pods: [podOf({container: running({ready: true}), status: {conditions: [{type: 'Ready', status: 'False'}]}})],
			nodes: [nodeOf()],
		},
		/not ready, and nothing that was read says why/,
	],
	// Going away
	[
		'its node is gone',
		1,
		'node-gone',
		{
			pods: [podOf({meta: {deletionTimestamp: at(7200)}, spec: {nodeName: 'old'}, container: running()})],
			nodes: [nodeOf()],
		},
		/its node old is no longer in the cluster/,
	],
	// Network
	[
		'the bridge has another address',
		1,
		'sandbox-bridge',
		sandbox(
			'failed to setup network for sandbox "ab12": plugin type="bridge" failed (add): failed to set bridge addr: "kube-bridge" already has an IP address different from 10.244.0.1/24',
		),
		/bridge kube-bridge has an address other than 10\.244\.0\.1\/24/,
	],
	// Refused by the API server
	[
		'a ratio',
		1,
		'limit-range',
		set(
			'Error creating: pods "web-x" is forbidden: cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000',
		),
		/does not allow its cpu/,
	],
	[
		'a webhook’s certificate',
		1,
		'webhook-down',
		set(
			'Error creating: Internal error occurred: failed calling webhook "p.example.com": failed to call webhook: Post "https://p.default.svc:443/?timeout=10s": tls: failed to verify certificate: x509: certificate signed by unknown authority',
		),
		/p\.example\.com must be asked, and cannot be: .*unknown authority/,
	],
	[
		'a StatefulSet’s claim',
		1,
		'quota',
		{
			workloads: {StatefulSet: [workloadOf('StatefulSet', 'web')]},
			events: [
				eventOf(
					'FailedCreate',
					'create Claim data-web-0 for Pod web-0 in StatefulSet web failed error: persistentvolumeclaims "data-web-0" is forbidden: exceeded quota: store, requested: requests.storage=10Gi, used: requests.storage=0, limited: requests.storage=5Gi',
					{kind: 'StatefulSet'},
				),
			],
		},
		/the quota store allows no more/,
	],
	// Two causes: the one that blocks first
	[
		'an image, and a crash beside it',
		1,
		'image-absent',
		{
			pods: [
				podOf({
					spec: {containers: [{name: 'c'}, {name: 'sidecar'}]},
					status: {
						containerStatuses: [
							{
								...{name: 'c', image: 'reg.example/team/app:1', ready: false, restartCount: 0},
								...waiting('ErrImagePull', `${resolve}reg.example/team/app:1: not found`),
							},
							{name: 'sidecar', ready: false, ...crashed(1)},
						],
					},
				}),
			],
		},
		/has no image reg\.example\/team\/app:1: .*; also: container sidecar ended with exit 1, restarted 4 times/,
	],
	[
		'an init container, and the image behind it',
		1,
		'crash',
		{pods: [podOf({init: crashed(3), container: waiting('PodInitializing'), status: {phase: 'Pending'}})]},
		/^init container setup ended with exit 3, restarted 4 times$/,
	],
	[
		'a job that gave up, and why its pod failed',
		1,
		'failed',
		{
			pods: [podOf({name: 'web-x', owner: 'Job/web', status: {phase: 'Failed'}, container: {state: ended(2)}})],
			workloads: {
				Job: [
					workloadOf('Job', 'web', {
						status: {
							failed: 7,
							conditions: [
								{
									...{type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded'},
									message: 'Job has reached the specified backoff limit',
								},
							],
						},
					}),
				],
			},
		},
		/container c ended with exit 2; also: the job gave up: Job has reached the specified backoff limit/,
	],
	// Cron jobs
	[
		'its jobs were taken away',
		4,
		'run-unknown',
		{
			workloads: {
				CronJob: [workloadOf('CronJob', 'web', {status: {lastScheduleTime: at(600), lastSuccessfulTime: at(90_000)}})],
			},
		},
		/last run .* nothing that was read says how it ended/,
	],
	[
		'its last run went well',
		0,
		'done',
		{
			workloads: {
				CronJob: [workloadOf('CronJob', 'web', {status: {lastScheduleTime: at(600), lastSuccessfulTime: at(590)}})],
			},
		},
		/has done its work/,
	],
];
