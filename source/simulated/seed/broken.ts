/** Ways in which a pod of the simulated host is broken: statuses, events and logs as a real k0s 1.34.1 has them. */

type Json = Readonly<Record<string, unknown>>;

/** `waits`: reason and message of a container that waits; `ended`: exit code and reason of its last run. */
export type BrokenCase = {
	readonly waits?: readonly [reason: string, message?: string];
	readonly ended?: readonly [exitCode: number, reason: string];
	readonly running?: true;
	readonly init?: true;
	readonly unplaced?: string;
	readonly evicted?: string;
	readonly deleting?: string;
	readonly claim?: string;
	readonly spec?: Json;
	readonly container?: Json;
	readonly event?: readonly [reason: string, message: string, about?: string];
	readonly log?: string;
	/** No pod: the API server's words when it refused to create one; `{pod}` is its name. */
	readonly refused?: string;
};

const image = 'registry.example/team/app:1';
const resolve = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": `;
const request = `${resolve}failed to do request: Head "https://registry.example/v2/team/app/manifests/1": `;
const none = (what: string): string =>
	`0/1 nodes are available: 1 ${what}. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`;
const oci =
	'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
const probe = (kind: string): Json => ({
	[`${kind}Probe`]: {httpGet: {path: '/healthz', port: 8080}, periodSeconds: 10},
});

export const brokenCases = {
	'image-absent': {waits: ['ErrImagePull', `rpc error: code = NotFound desc = ${resolve}${image}: not found`]},
	'image-login': {
		waits: [
			'ErrImagePull',
			`${resolve}unexpected status from HEAD request to https://registry.example/v2/team/app/manifests/1: 401 Unauthorized`,
		],
	},
	'image-rate': {
		waits: [
			'ErrImagePull',
			`${resolve}unexpected status from HEAD request to https://registry.example/v2/team/app/manifests/1: 429 Too Many Requests`,
		],
	},
	'image-dns': {
		waits: ['ErrImagePull', `${request}dial tcp: lookup registry.example on 192.168.122.1:53: no such host`],
	},
	'image-certificate': {
		waits: [
			'ErrImagePull',
			`${request}tls: failed to verify certificate: x509: certificate signed by unknown authority`,
		],
	},
	'image-platform': {
		waits: ['ErrImagePull', `failed to pull and unpack image "${image}": no match for platform in manifest: not found`],
	},
	'image-never-pulled': {
		waits: ['ErrImageNeverPull', `Container image "${image}" is not present with pull policy of Never`],
	},
	'config-map': {waits: ['CreateContainerConfigError', 'configmap "app-config" not found']},
	secret: {waits: ['CreateContainerConfigError', 'secret "db" not found']},
	'run-as-non-root': {
		waits: [
			'CreateContainerConfigError',
			'container has runAsNonRoot and image will run as root (pod: "x", container: c)',
		],
	},
	'command-missing': {
		waits: [
			'RunContainerError',
			`${oci}exec: "/no/such/binary": stat /no/such/binary: no such file or directory: unknown`,
		],
	},
	'out-of-memory': {
		waits: ['CrashLoopBackOff'],
		ended: [137, 'OOMKilled'],
		container: {resources: {limits: {memory: '8Mi'}, requests: {memory: '8Mi'}}},
	},
	crash: {
		waits: ['CrashLoopBackOff'],
		ended: [1, 'Error'],
		log: 'starting\npanic: cannot open database: no such host\n',
	},
	segfault: {waits: ['CrashLoopBackOff'], ended: [139, 'Error'], log: 'starting\n'},
	'exit-not-found': {waits: ['CrashLoopBackOff'], ended: [127, 'Error'], log: 'sh: serve: not found\n'},
	'init-container': {waits: ['CrashLoopBackOff'], ended: [3, 'Error'], init: true, log: 'migration 4 failed\n'},
	liveness: {
		waits: ['CrashLoopBackOff'],
		ended: [137, 'Error'],
		container: probe('liveness'),
		event: ['Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500'],
	},
	readiness: {
		running: true,
		container: probe('readiness'),
		event: ['Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
	},
	startup: {
		running: true,
		container: probe('startup'),
		event: ['Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503'],
	},
	'volume-path': {
		waits: ['ContainerCreating'],
		event: [
			'FailedMount',
			'MountVolume.SetUp failed for volume "v" : hostPath type check failed: /no/such/dir is not a directory',
		],
	},
	'sandbox-plugin': {
		waits: ['ContainerCreating'],
		event: [
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab12": failed to find plugin "bridge" in path [/opt/cni/bin]',
		],
	},
	'volume-claim': {
		unplaced: '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
		claim: 'data',
		event: ['FailedBinding', 'no persistent volumes available for this claim and no storage class is set', 'data'],
	},
	'node-resources': {
		unplaced: none('Insufficient cpu'),
		container: {resources: {requests: {cpu: '64'}}},
	},
	'node-taint': {unplaced: none('node(s) had untolerated taint {maintenance: yes}')},
	'node-selector': {
		unplaced: none("node(s) didn't match Pod's node affinity/selector"),
		spec: {nodeSelector: {disk: 'ssd'}},
	},
	'evicted-disk': {
		evicted: 'The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi. ',
	},
	finalizer: {running: true, deleting: 'example.com/guard'},
	creating: {waits: ['ContainerCreating']},
	'secret-key': {waits: ['CreateContainerConfigError', "couldn't find key password in Secret broken/db"]},
	'wrong-architecture': {
		waits: ['CrashLoopBackOff'],
		ended: [255, 'Error'],
		log: 'exec /docker-entrypoint.sh: exec format error\n',
	},
	'volume-secret': {
		waits: ['ContainerCreating'],
		event: ['FailedMount', 'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found'],
	},
	'volume-attach': {
		waits: ['ContainerCreating'],
		event: [
			'FailedAttachVolume',
			'Multi-Attach error for volume "pvc-7b0a" Volume is already exclusively attached to one node and can\'t be attached to another',
		],
	},
	'sandbox-addresses': {
		waits: ['ContainerCreating'],
		event: [
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "ab12": plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.244.0.1-10.244.0.254',
		],
	},
	'host-port': {unplaced: none("node(s) didn't have free ports for the requested pod ports")},
	'node-cordoned': {unplaced: none('node(s) were unschedulable')},
	'stuck-ending': {
		running: true,
		deleting: '',
		event: [
			'FailedKillPod',
			'error killing pod: failed to "KillPodSandbox" for "0a1b" with KillPodSandboxError: "rpc error: code = DeadlineExceeded desc = context deadline exceeded"',
		],
	},
	quota: {refused: '{pod} is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1'},
	'limit-range': {refused: '{pod} is forbidden: maximum memory usage per Container is 100Mi, but limit is 1Gi'},
	'pod-security': {
		refused:
			'{pod} is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false)',
	},
	'service-account': {
		refused: '{pod} is forbidden: error looking up service account broken/robot: serviceaccount "robot" not found',
	},
	'webhook-down': {
		refused:
			'Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: Post "https://policy.broken.svc:443/?timeout=10s": dial tcp 10.96.3.4:443: connect: connection refused',
	},
} as const satisfies Record<string, BrokenCase>;

export type BrokenId = keyof typeof brokenCases;
export const brokenIds = Object.keys(brokenCases) as readonly BrokenId[];
