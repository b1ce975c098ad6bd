import {describe, expect, test} from 'vitest';
import {causeIds, symptomIds, wellIds} from '../../../source/model/why/cause.js';
import {askWhy, type Told} from '../../support/why-answers.js';
import {misleading} from './texts.js';
import {at, crashed, ended, eventOf, nodeOf, pending, podOf, waiting, workloadOf} from '../../support/why-objects.js';

/** Every cause that `why` knows, each by the words of the component that says it. Derived, not recorded. */

const resolve =
	'failed to pull and unpack image "reg.example/team/app:1": failed to resolve reference "reg.example/team/app:1": ';
const request = `${resolve}failed to do request: Head "https://reg.example/v2/team/app/manifests/1": `;
const pull = (message: string, ...events: Told['events'] & {}): Told => ({
	pods: [podOf({status: {phase: 'Pending'}, container: waiting('ErrImagePull', message)})],
	events,
});
const config = (message: string): Told => ({
	pods: [podOf({status: {phase: 'Pending'}, container: waiting('CreateContainerConfigError', message)})],
});
const oci =
	'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
const start = (message: string, reason = 'RunContainerError'): Told => ({
	pods: [podOf({container: waiting(reason, message)})],
});
const end = (exitCode: number, log?: string, reason = 'Error', more = {}, ...events: Told['events'] & {}): Told => ({
	pods: [podOf({container: crashed(exitCode, reason, more)})],
	events,
	...(log !== undefined && {log}),
});
const creating = (reason: string, message: string, ...others: Told['events'] & {}): Told => ({
	pods: [podOf({status: {phase: 'Pending'}, container: waiting('ContainerCreating')})],
	events: [eventOf(reason, message), ...others],
});
const unscheduled = (message: string, more: Told = {}): Told => ({
	pods: [
		podOf(
			pending(
				`0/1 nodes are available: ${message}. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.`,
			),
		),
	],
	nodes: [nodeOf()],
	...more,
});
const thrown = (message: string, reason = 'Evicted'): Told => ({
	pods: [podOf({status: {phase: 'Failed', reason, message, conditions: []}})],
});
const claim = (reason: string, message: string): Told => ({
	pods: [
		podOf({
			...pending('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.'),
			spec: {nodeName: undefined, volumes: [{name: 'v', persistentVolumeClaim: {claimName: 'data'}}]},
		}),
	],
	events: [eventOf(reason, message, {kind: 'PersistentVolumeClaim', name: 'data', type: 'Normal'})],
});
const set = workloadOf('ReplicaSet', 'web');
const refused = (message: string): Told => ({
	workloads: {ReplicaSet: [set]},
	events: [eventOf('FailedCreate', `Error creating: ${message}`, {kind: 'ReplicaSet'})],
});
const forbidden = 'pods "web-x7k2p" is forbidden: ';
const probe = (kind: string): {asks: Record<string, unknown>} => ({
	asks: {[`${kind}Probe`]: {httpGet: {path: '/healthz', port: 8080}}},
});
const running = (more = {}) => ({state: {running: {startedAt: at(600)}}, ...more});

type Case = readonly [says: string, reason: string, told: Told, sentence: RegExp];
const cases: readonly Case[] = [
	[
		'containerd: no such tag',
		'image-absent',
		pull(`rpc error: code = NotFound desc = ${resolve}reg.example/team/app:1: not found`),
		/has no image reg\.example\/team\/app:1/,
	],
	[
		'a registry: manifest unknown',
		'image-absent',
		pull(`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app/manifests/1: 404 Not Found`),
		/the name or the tag is wrong/,
	],
	[
		'Docker Hub: denied',
		'image-denied',
		pull(
			`${resolve}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
		),
		/no such repository, or wants a login/,
	],
	[
		'a registry: 401',
		'image-login',
		pull(
			`${resolve}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://reg.example/token: 401 Unauthorized`,
		),
		/wants a login/,
	],
	[
		'a registry: 401, the pull secret is missing',
		'image-pull-secret',
		pull(
			`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app/manifests/1: 401 Unauthorized`,
			eventOf(
				'FailedToRetrieveImagePullSecret',
				'Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.',
			),
		),
		/the pull secret regcred is missing/,
	],
	[
		'Docker Hub: too many',
		'image-rate',
		pull(
			`${resolve}unexpected status from HEAD request to https://registry-1.docker.io/v2/team/app/manifests/1: 429 Too Many Requests`,
		),
		/allows no more pulls/,
	],
	[
		'Docker Hub: too many, in its own words',
		'image-rate',
		pull(
			'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
		),
		/allows no more pulls/,
	],
	[
		'Go: no such host',
		'image-dns',
		pull(`${request}dial tcp: lookup reg.example on 10.0.0.2:53: no such host`),
		/cannot resolve reg\.example \(asked 10\.0\.0\.2\)/,
	],
	[
		'Go: server misbehaving',
		'image-dns',
		pull(`${request}dial tcp: lookup reg.example: server misbehaving`),
		/cannot resolve reg\.example$/,
	],
	[
		'Go: connection refused',
		'image-unreachable',
		pull(`${request}dial tcp 10.0.0.9:443: connect: connection refused`),
		/its registry does not answer: dial tcp 10\.0\.0\.9:443/,
	],
	[
		'Go: no route',
		'image-unreachable',
		pull(`${request}dial tcp 10.0.0.9:443: connect: no route to host`),
		/does not answer/,
	],
	[
		'Go: deadline',
		'image-unreachable',
		pull(`rpc error: code = DeadlineExceeded desc = ${request}context deadline exceeded`),
		/does not answer/,
	],
	[
		'Go: x509',
		'image-certificate',
		pull(`${request}tls: failed to verify certificate: x509: certificate signed by unknown authority`),
		/certificate is not accepted: certificate signed by unknown authority/,
	],
	[
		'Go: x509, expired',
		'image-certificate',
		pull(
			`${request}x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2026-01-01T00:00:00Z`,
		),
		/not accepted: certificate has expired or is not yet valid/,
	],
	['Go: HTTP', 'image-plain-http', pull(`${request}http: server gave HTTP response to HTTPS client`), /speaks HTTP/],
	[
		'containerd: platform',
		'image-platform',
		pull('failed to pull and unpack image "reg.example/team/app:1": no match for platform in manifest: not found'),
		/not made for this processor/,
	],
	[
		'containerd: disk',
		'image-disk',
		pull(
			'failed to pull and unpack image "reg.example/team/app:1": failed to copy: write /var/lib/k0s/containerd/x: no space left on device',
		),
		/the disk is full/,
	],
	[
		'Go: proxy',
		'image-proxy',
		pull(`${request}proxyconnect tcp: dial tcp 10.0.0.3:3128: connect: connection refused`),
		/proxy refuses or does not answer/,
	],
	[
		'a registry: 503',
		'image-registry',
		pull(
			`${resolve}unexpected status from HEAD request to https://reg.example/v2/team/app/manifests/1: 503 Service Unavailable`,
		),
		/has a fault of its own/,
	],
	['a word of no rule', 'image-pull', pull('something quite new'), /cannot be pulled: something quite new/],
	[
		'kubelet: name',
		'image-name',
		{pods: [podOf({container: waiting('InvalidImageName', 'invalid reference format')})]},
		/is not valid: invalid reference format/,
	],
	[
		'kubelet: never pulled',
		'image-never-pulled',
		{pods: [podOf({container: waiting('ErrImageNeverPull', 'x')})]},
		/pull policy Never/,
	],
	[
		'kubelet: config map',
		'config-map',
		config('configmap "app" not found'),
		/needs the config map app, which does not exist/,
	],
	['kubelet: secret', 'secret', config('secret "db" not found'), /needs the secret db, which does not exist/],
	[
		'kubelet: secret that is there now',
		'secret',
		{...config('secret "db" not found'), present: ['secret default/db']},
		/needs the secret db, which did not exist when it was last tried/,
	],
	[
		'kubelet: key of a config map',
		'config-key',
		config("couldn't find key LEVEL in ConfigMap default/app"),
		/needs the key LEVEL of the config map app/,
	],
	[
		'kubelet: key of a secret',
		'secret-key',
		config("couldn't find key password in Secret default/db"),
		/needs the key password of the secret db/,
	],
	[
		'kubelet: root',
		'run-as-non-root',
		config('container has runAsNonRoot and image will run as root (pod: "web_default(u)", container: c)'),
		/must not run as root/,
	],
	[
		'kubelet: user',
		'user-no-number',
		config(
			'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "web", container: c)',
		),
		/names the user app/,
	],
	[
		'kubelet: other words',
		'container-config',
		config('failed to sync secret cache: timed out waiting for the condition'),
		/cannot be created: failed to sync secret cache/,
	],
	[
		'runc: not in $PATH',
		'command-missing',
		start(`${oci}exec: "serve": executable file not found in $PATH: unknown`),
		/serve is not in its image/,
	],
	[
		'runc: no exec bit',
		'command-forbidden',
		start(`${oci}exec: "/app/run.sh": permission denied: unknown`),
		/\/app\/run\.sh may not be executed/,
	],
	[
		'runc: exec format',
		'wrong-architecture',
		start(`${oci}exec /app: exec format error: unknown`),
		/another processor/,
	],
	[
		'the log: exec format',
		'wrong-architecture',
		end(255, '2026-11-30T00:53:09.2Z stderr F exec /docker-entrypoint.sh: exec format error\n'),
		/another processor/,
	],
	[
		'runc: mount',
		'mount-into',
		start(
			`${oci}error during container init: error mounting "/var/lib/kubelet/pods/u/volumes/kubernetes.io~configmap/v" to rootfs at "/etc/app.conf": not a directory: unknown`,
		),
		/does not fit what it is mounted onto/,
	],
	[
		'kubelet: hook',
		'start-hook',
		start('PostStartHook failed: command exited with 1', 'PostStartHookError'),
		/its postStart hook fails/,
	],
	[
		'runc: other words',
		'container-start',
		start(`${oci}something new: unknown`, 'CreateContainerError'),
		/cannot start: something new$/,
	],
	[
		'containerd is slower than the kubelet waits (k0s 1.34.1, fifty pods at once on a busy host)',
		'runtime-slow',
		start('context deadline exceeded', 'CreateContainerError'),
		/container c cannot start: containerd takes longer than the kubelet waits for it: context deadline exceeded$/,
	],
	[
		'containerd still has the try before',
		'runtime-slow',
		start(
			'failed to reserve container name "main_crash_why_d011b940-10d6-4ea5-a7c7-36e6778d2bdf_0": name "main_crash_why_d011b940-10d6-4ea5-a7c7-36e6778d2bdf_0" is reserved for "a5a8396c53c936e50a3b7686cd375074ef527df461d7dabe5a8a5d5c9b554baf"',
			'CreateContainerError',
		),
		/containerd takes longer than the kubelet waits for it/,
	],
	[
		'containerd is slower with the sandbox',
		'runtime-slow',
		creating(
			'FailedCreatePodSandBox',
			'Failed to create pod sandbox: rpc error: code = DeadlineExceeded desc = context deadline exceeded',
		),
		/containerd takes longer than the kubelet waits for it/,
	],
	[
		'kernel: out of memory',
		'out-of-memory',
		end(137, '', 'OOMKilled'),
		/exit 137 \(SIGKILL\), restarted 4 times: out of memory/,
	],
	[
		'runc: the working folder is a file of the image (k0s 1.34.1)',
		'working-dir',
		start(
			'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: mkdir /etc/passwd: not a directory: unknown',
		),
		/cannot start: its working directory \/etc\/passwd cannot be used: not a directory$/,
	],
	[
		'paused since it was made: no replica set',
		'rollout-paused',
		{workloads: {Deployment: [workloadOf('Deployment', 'web', {spec: {replicas: 1, paused: true}})]}},
		/its rollout is paused, so it makes no pods: 0\/1 ready/,
	],
	[
		'STATUS says Completed of a pod that is about to be started again',
		'ends',
		{
			pods: [podOf({container: {state: ended(0, 'Completed'), restartCount: 3, lastState: ended(0, 'Completed')}})],
		},
		/its program is done, and is started again/,
	],
	[
		'the deadline of a pod whose container was then killed (STATUS: Error)',
		'deadline',
		{
			pods: [
				podOf({
					status: {
						phase: 'Failed',
						reason: 'DeadlineExceeded',
						message: 'Pod was active on the node longer than the specified deadline',
					},
					container: {state: ended(137)},
				}),
			],
		},
		/it ran longer than it may .*: Pod was active/,
	],
	[
		'an evicted pod whose container the kubelet lost (STATUS: ContainerStatusUnknown)',
		'evicted-limit',
		{
			pods: [
				podOf({
					status: {
						phase: 'Failed',
						reason: 'Evicted',
						message: 'Usage of EmptyDir volume "v" exceeds the limit "1Mi". ',
					},
					container: {
						state: ended(137, 'ContainerStatusUnknown', {
							message: 'The container could not be located when the pod was terminated',
						}),
					},
				}),
			],
		},
		/it used more local disk than it may/,
	],
	[
		'the hook of a container that waits for its next start',
		'start-hook',
		end(137, '', 'Error', {}, eventOf('FailedPostStartHook', 'PostStartHook failed', {ago: 100})),
		/is killed because its postStart hook fails/,
	],
	[
		'a liveness probe, told half a minute before a kill that took its time',
		'liveness',
		end(137, '', 'Error', {}, eventOf('Unhealthy', 'Liveness probe failed: not today', {ago: 110})),
		/its liveness probe fails: Liveness probe failed: not today/,
	],
	[
		'a liveness probe of which the kubelet has told nothing since (its spam filter)',
		'liveness',
		end(
			137,
			'',
			'Error',
			{},
			eventOf('Unhealthy', 'Liveness probe failed: not today', {ago: 900}),
			eventOf('Started', 'Started container c', {ago: 905, type: 'Normal'}),
		),
		/its liveness probe fails: Liveness probe failed: not today/,
	],
	[
		'a liveness probe that failed in a run before the one that was killed',
		'killed',
		end(
			137,
			'',
			'Error',
			{},
			eventOf('Unhealthy', 'Liveness probe failed: not today', {ago: 900}),
			eventOf('Started', 'Started container c', {ago: 70, type: 'Normal'}),
		),
		/somebody killed it/,
	],
	['killed from outside', 'killed', end(137, ''), /somebody killed it/],
	['segfault', 'segfault', end(139, ''), /exit 139 \(SIGSEGV\), restarted 4 times: the program crashed/],
	['illegal instruction', 'illegal-instruction', end(132, ''), /lacks an instruction/],
	['SIGTERM', 'ended-by-signal', end(143, ''), /exit 143 \(SIGTERM\)/],
	[
		'127',
		'exit-not-found',
		end(127, '2026-11-30T00:53:09.2Z stderr F sh: foo: not found\n'),
		/did not find a command: sh: foo: not found/,
	],
	['126', 'exit-not-executable', end(126, ''), /may not run a command/],
	[
		'1, with its last words',
		'crash',
		end(1, '2026-11-30T00:53:09.2Z stderr F cannot open database\n'),
		/exit 1, restarted 4 times: cannot open database/,
	],
	[
		'an init container',
		'crash',
		{
			pods: [
				podOf({
					init: {...crashed(3), name: 'setup'},
					container: waiting('PodInitializing'),
					status: {phase: 'Pending'},
				}),
			],
			log: '2026-11-30T00:53:09.2Z stderr F no migration\n',
		},
		/init container setup ended with exit 3, restarted 4 times: no migration/,
	],
	['ends well', 'ends', end(0, '', 'Completed'), /its program is done, and is started again/],
	[
		'failed for good',
		'failed',
		{pods: [podOf({status: {phase: 'Failed'}, container: {state: ended(2)}})]},
		/ended with exit 2/,
	],
	[
		'ended and ended, runs now',
		'restarts',
		{pods: [podOf({container: running({ready: true, restartCount: 9, lastState: ended(1)})})]},
		/runs now, but container c ended with exit 1, restarted 9 times/,
	],
	[
		'liveness',
		'liveness',
		{
			pods: [podOf({...probe('liveness'), container: crashed(137)})],
			events: [
				eventOf(
					'Unhealthy',
					'Liveness probe failed: Get "http://10.244.0.9:8080/healthz": dial tcp 10.244.0.9:8080: connect: connection refused',
				),
			],
		},
		/its liveness probe fails: Liveness probe failed/,
	],
	[
		'a liveness probe that failed an hour ago',
		'crash',
		{
			pods: [podOf({...probe('liveness'), container: crashed(1)})],
			events: [eventOf('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {ago: 3600})],
		},
		/exit 1, restarted 4 times/,
	],
	[
		'startup, killed',
		'startup-probe',
		{
			pods: [podOf({...probe('startup'), container: crashed(143)})],
			events: [eventOf('Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503')],
		},
		/its startup probe fails/,
	],
	[
		'startup',
		'startup',
		{
			pods: [podOf({...probe('startup'), container: running()})],
			events: [eventOf('Unhealthy', 'Startup probe failed: HTTP probe failed with statuscode: 503')],
		},
		/has not started yet/,
	],
	[
		'readiness',
		'readiness',
		{
			pods: [podOf({...probe('readiness'), container: running()})],
			events: [eventOf('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')],
		},
		/not ready: its probe fails: Readiness probe failed: HTTP probe failed with statuscode: 503/,
	],
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
	['scheduler: pods', 'node-full', unscheduled('1 Too many pods'), /as many pods as it may have/],
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
	['evicted, other words', 'evicted', thrown('something new'), /threw it out: something new/],
	[
		'deadline',
		'deadline',
		thrown('Pod was active on the node longer than the specified deadline', 'DeadlineExceeded'),
		/longer than it may/,
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
		/its node node1 does not report/,
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
		/quota compute takes only pods that say their limits\.cpu/,
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
		/longer than it may/,
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
		/the rollout did not get on in time/,
	],
];

const notKnown: readonly Case[] = [
	[
		'not created, nobody says why',
		'creating',
		{pods: [podOf({status: {phase: 'Pending'}, container: waiting('ContainerCreating')})]},
		/not created yet, and nothing that was read says why/,
	],
	[
		'a mount failed, and went well since',
		'starting',
		creating(
			'FailedMount',
			'MountVolume.SetUp failed for volume "v" : secret "tls" not found',
			eventOf('Pulling', 'Pulling image "reg.example/team/app:1"', {type: 'Normal', ago: 10}),
		),
		/still starting: Pulling image/,
	],
	[
		'not ready, nobody says why',
		'not-ready',
		{pods: [podOf({container: running()})]},
		/not ready, and nothing that was read says why/,
	],
	[
		'does not go away, nobody says why',
		'terminating',
		{pods: [podOf({meta: {deletionTimestamp: at(7200)}, container: running()})]},
		/does not go away, and nothing/,
	],
	[
		'a word that nobody knows',
		'waiting',
		{pods: [podOf({container: waiting('SomethingNew', 'its words')})]},
		/it waits: SomethingNew: its words/,
	],
	[
		'made just now',
		'starting',
		{
			pods: [
				podOf({meta: {creationTimestamp: at(3)}, status: {phase: 'Pending'}, container: waiting('ContainerCreating')}),
			],
			events: [eventOf('Pulling', 'Pulling image "x"', {type: 'Normal', ago: 2})],
		},
		/still starting: Pulling image/,
	],
	[
		'nobody has placed it',
		'scheduler-silent',
		{pods: [podOf({spec: {nodeName: undefined}, status: {phase: 'Pending', conditions: []}})]},
		/the scheduler has not looked at it/,
	],
	[
		'a workload without its pods',
		'short-of-pods',
		{workloads: {Deployment: [workloadOf('Deployment', 'web')]}},
		/0\/1 of its pods are ready/,
	],
	[
		'a kubelet that is silent',
		'stale',
		{
			pods: [podOf({container: running({ready: true})})],
			leases: [
				{
					kind: 'Lease',
					metadata: {name: 'node1', namespace: 'kube-node-lease'},
					spec: {holderIdentity: 'node1', renewTime: at(300)},
				},
			],
		},
		/silent for more than 40 s/,
	],
];

const ready = podOf({owner: 'ReplicaSet/web-1', name: 'web-1-x', container: running({ready: true})});
const well: readonly Case[] = [
	['a pod that is ready', 'runs', {pods: [podOf({container: running({ready: true})})]}, /runs and is ready/],
	[
		'a pod that is done',
		'done',
		{pods: [podOf({status: {phase: 'Succeeded'}, container: {state: ended(0, 'Completed')}})]},
		/has done its work/,
	],
	[
		'a deployment',
		'runs',
		{
			pods: [ready],
			workloads: {
				Deployment: [
					workloadOf('Deployment', 'web', {status: {readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}}),
				],
				ReplicaSet: [workloadOf('ReplicaSet', 'web-1', {owner: 'Deployment/web', status: {readyReplicas: 1}})],
			},
		},
		/runs and is ready/,
	],
	[
		'a deployment of none',
		'wants-none',
		{workloads: {Deployment: [workloadOf('Deployment', 'web', {spec: {replicas: 0}})]}},
		/wants no pods/,
	],
	[
		'a job that is done',
		'done',
		{
			workloads: {
				Job: [workloadOf('Job', 'web', {status: {succeeded: 1, conditions: [{type: 'Complete', status: 'True'}]}})],
			},
		},
		/has done its work/,
	],
	[
		'a job that is suspended',
		'suspended',
		{workloads: {Job: [workloadOf('Job', 'web', {spec: {suspend: true}})]}},
		/is suspended/,
	],
	[
		'a cron job that was not due',
		'none-due',
		{workloads: {CronJob: [workloadOf('CronJob', 'web')]}},
		/has not been due yet/,
	],
	[
		'a paused deployment',
		'paused',
		{
			pods: [ready],
			workloads: {
				Deployment: [workloadOf('Deployment', 'web', {spec: {replicas: 1, paused: true}, status: {readyReplicas: 1}})],
				ReplicaSet: [workloadOf('ReplicaSet', 'web-1', {owner: 'Deployment/web', status: {readyReplicas: 1}})],
			},
		},
		/its rollout is paused/,
	],
];

const all: ReadonlyArray<readonly [exit: number, cases: readonly Case[]]> = [
	[1, cases],
	[4, notKnown],
	[0, well],
];

describe.each(all)('exit %i', (exit, table) => {
	test.each(table)('%s: %s', async (_, reason, told, sentence) => {
		const answer = await askWhy('default/web', told);
		expect(answer.reason ?? answer.error?.message).toBe(reason);
		expect(answer.json['sentence']).toMatch(sentence);
		expect(answer.exit).toBe(exit);
	});
});

test('every cause, symptom and good state is met', () => {
	const met = new Set([
		...[...cases, ...notKnown, ...well].map(([, reason]) => reason),
		...misleading.map(([, , reason]) => reason),
	]);
	expect([...causeIds, ...symptomIds, ...wellIds].filter(id => !met.has(id))).toEqual([]);
});
