import {at, eventOf, nodeOf, pending, podOf, workloadOf} from '../../support/why-objects.js';
import {unscheduled, thrown, refused, forbidden, running, type Case} from './told.js';

/** Causes that lie around a pod: the scheduler, the kubelet, its node, its workload. */
export const aroundCases: readonly Case[] = [
	['scheduler: pods', 'node-full', unscheduled('1 Too many pods'), /already has its maximum number of pods/],
	[
		'scheduler: control plane',
		'control-plane-taint',
		unscheduled('1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }'),
		/kept for the control plane/,
	],
	[
		'scheduler: taint',
		'node-taint',
		unscheduled('1 node(s) had untolerated taint {dedicated: gpu}'),
		/taint dedicated=gpu/,
	],
	[
		'scheduler of 1.34: taint, named by the node',
		'node-taint',
		unscheduled('1 node(s) had untolerated taint(s)', {
			nodes: [nodeOf({spec: {taints: [{key: 'dedicated', value: 'gpu', effect: 'NoSchedule'}]}})],
		}),
		/taint dedicated=gpu/,
	],
	['scheduler: cordon', 'node-cordoned', unscheduled('1 node(s) were unschedulable'), /cordoned/],
	[
		'scheduler: not ready',
		'node-not-ready',
		unscheduled('1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }'),
		/not ready/,
	],
	[
		'scheduler: pressure',
		'node-pressure',
		unscheduled('1 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }'),
		/short of disk space/,
	],
	[
		'scheduler: selector',
		'node-selector',
		unscheduled("1 node(s) didn't match Pod's node affinity/selector"),
		/node selector or affinity/,
	],
	[
		'scheduler: pods apart',
		'pod-affinity',
		unscheduled("1 node(s) didn't match pod anti-affinity rules"),
		/affinity to other pods/,
	],
	[
		'scheduler: spread',
		'topology-spread',
		unscheduled("1 node(s) didn't match pod topology spread constraints"),
		/topology spread/,
	],
	[
		'scheduler: port',
		'host-port',
		unscheduled("1 node(s) didn't have free ports for the requested pod ports"),
		/host port/,
	],
	['scheduler: volume', 'volume-node', unscheduled('1 node(s) had volume node affinity conflict'), /belongs to a node/],
	[
		'scheduler: gate',
		'scheduling-gate',
		{pods: [podOf(pending('Scheduling is blocked due to non-empty scheduling gates', 'SchedulingGated'))]},
		/scheduling gate/,
	],
	['scheduler: no nodes', 'no-nodes', {pods: [podOf(pending('no nodes available to schedule pods'))]}, /has no node/],
	[
		'scheduler: another one',
		'other-scheduler',
		{pods: [podOf({spec: {nodeName: undefined, schedulerName: 'mine'}, status: {phase: 'Pending', conditions: []}})]},
		/wants the scheduler mine/,
	],
	[
		'scheduler: several nodes, several reasons',
		'unscheduled',
		{
			pods: [
				podOf(
					pending(
						'0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
					),
				),
			],
		},
		/no node takes it: .*1 node\(s\) were unschedulable, 2 Insufficient cpu$/,
	],
	[
		'scheduler: several nodes, one reason',
		'node-resources',
		{
			pods: [
				podOf(
					pending(
						'0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
					),
				),
			],
		},
		/enough cpu/,
	],
	[
		'kubelet: memory',
		'evicted-memory',
		thrown(
			'The node was low on resource: memory. Threshold quantity: 100Mi, available: 52Mi. Container c was using 1Gi, request is 0.',
		),
		/ran out of memory/,
	],
	[
		'kubelet: disk',
		'evicted-disk',
		thrown('The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi.'),
		/ran out of disk/,
	],
	['kubelet: pids', 'evicted-pids', thrown('The node was low on resource: pids.'), /process ids/],
	[
		'kubelet: own limit',
		'evicted-limit',
		thrown('Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. '),
		/more local disk than it may/,
	],
	[
		'kubelet: own limit of a volume',
		'evicted-limit',
		thrown('Usage of EmptyDir volume "cache" exceeds the limit "1Gi". '),
		/more local disk than it may/,
	],
	['preempted', 'preempted', thrown('Preempted in order to admit critical pod', 'Preempting'), /higher priority/],
	[
		'shutdown',
		'node-shutdown',
		thrown('Pod was terminated in response to imminent node shutdown.', 'Terminated'),
		/shut down/,
	],
	[
		'kubelet refuses',
		'kubelet-refused',
		thrown(
			"Pod was rejected: Node didn't have enough resource: cpu, requested: 4000, used: 900, capacity: 2000",
			'OutOfcpu',
		),
		/kubelet of its node refused/,
	],
	['evicted, other words', 'evicted', thrown('something new'), /evicted it: something new/],
	[
		'deadline',
		'deadline',
		thrown('Pod was active on the node longer than the specified deadline', 'DeadlineExceeded'),
		/longer than it is allowed to/,
	],
	[
		'finalizer',
		'finalizer',
		{pods: [podOf({meta: {deletionTimestamp: at(7200), finalizers: ['example.com/guard']}, container: running()})]},
		/waits for its finalizer example\.com\/guard/,
	],
	[
		'cannot be ended',
		'stuck-ending',
		{
			pods: [podOf({meta: {deletionTimestamp: at(7200)}, container: running()})],
			events: [
				eventOf(
					'FailedKillPod',
					'error killing pod: failed to "KillContainer" for "c" with KillContainerError: "rpc error: code = DeadlineExceeded desc = context deadline exceeded"',
				),
			],
		},
		/the kubelet cannot end it: error killing pod/,
	],
	[
		'node lost',
		'node-lost',
		{
			pods: [podOf({container: running({ready: true})})],
			nodes: [
				{
					...nodeOf(),
					status: {
						conditions: [
							{
								type: 'Ready',
								status: 'Unknown',
								reason: 'NodeStatusUnknown',
								message: 'Kubelet stopped posting node status.',
							},
						],
					},
				},
			],
		},
		/its node node1 no longer reports/,
	],
	[
		'quota',
		'quota',
		refused(`${forbidden}exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1`),
		/quota q allows no more: requested: pods=1/,
	],
	[
		'quota wants limits',
		'quota-needs-limits',
		refused(`${forbidden}failed quota: compute: must specify limits.cpu for: c; limits.memory for: c`),
		/quota compute accepts only pods that set their limits\.cpu/,
	],
	[
		'limit range',
		'limit-range',
		refused(`${forbidden}maximum memory usage per Container is 100Mi, but limit is 1Gi`),
		/does not allow its memory/,
	],
	[
		'service account',
		'service-account',
		refused(`${forbidden}error looking up service account default/robot: serviceaccount "robot" not found`),
		/service account robot, which does not exist/,
	],
	[
		'pod security',
		'pod-security',
		refused(
			`${forbidden}violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false)`,
		),
		/pod security \(restricted:latest\) forbids it: allowPrivilegeEscalation/,
	],
	[
		'webhook',
		'webhook-denies',
		refused('admission webhook "policy.example.com" denied the request: no latest tag'),
		/policy\.example\.com forbids it: no latest tag/,
	],
	[
		'webhook down',
		'webhook-down',
		refused(
			'Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: Post "https://policy.default.svc:443/?timeout=10s": dial tcp 10.96.3.4:443: connect: connection refused',
		),
		/must be asked, and cannot be/,
	],
	[
		'admission policy',
		'policy-denies',
		refused(
			`${forbidden}ValidatingAdmissionPolicy 'p' with binding 'b' denied request: failed expression: object.spec.replicas <= 5`,
		),
		/admission policy p forbids it/,
	],
	[
		'priority class',
		'priority-class',
		refused(`${forbidden}no PriorityClass with name gold was found`),
		/priority class gold/,
	],
	[
		'runtime class',
		'runtime-class',
		refused(`${forbidden}pod rejected: RuntimeClass "gvisor" not found`),
		/runtime class gvisor/,
	],
	[
		'namespace',
		'namespace-ending',
		refused(`${forbidden}unable to create new content in namespace default because it is being terminated`),
		/namespace default is being deleted/,
	],
	[
		'invalid',
		'pod-invalid',
		refused(
			'Pod "web-x7k2p" is invalid: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
		),
		/template is not valid: spec\.containers\[0\]/,
	],
	['refused, other words', 'no-pods', refused('something new'), /no pod could be created: something new/],
	[
		'job gave up',
		'job-backoff',
		{
			workloads: {
				Job: [
					workloadOf('Job', 'web', {
						spec: {completions: 1},
						status: {
							failed: 7,
							conditions: [
								{
									type: 'Failed',
									status: 'True',
									reason: 'BackoffLimitExceeded',
									message: 'Job has reached the specified backoff limit',
								},
							],
						},
					}),
				],
			},
		},
		/the job gave up: Job has reached/,
	],
	[
		'job too long',
		'job-deadline',
		{
			workloads: {
				Job: [
					workloadOf('Job', 'web', {
						spec: {completions: 1},
						status: {
							conditions: [
								{
									type: 'Failed',
									status: 'True',
									reason: 'DeadlineExceeded',
									message: 'Job was active longer than specified deadline',
								},
							],
						},
					}),
				],
			},
		},
		/longer than it is allowed to/,
	],
	[
		'rollout stuck',
		'rollout-stuck',
		{
			workloads: {
				Deployment: [
					workloadOf('Deployment', 'web', {
						status: {
							conditions: [
								{
									type: 'Progressing',
									status: 'False',
									reason: 'ProgressDeadlineExceeded',
									message: 'ReplicaSet "web-1" has timed out progressing.',
								},
							],
						},
					}),
				],
			},
		},
		/the rollout did not make progress in time/,
	],
];
