import type {Told} from '../../support/why-answers.js';
import {at, crashed, ended, eventOf, podOf, waiting, workloadOf} from '../../support/why-objects.js';
import {oci, start, end, creating, oomContainer, oomHost, oomLine, oomUid, probe, running, type Case} from './told.js';

/** Causes that a container has: its start, its end, its probes. */
const oomPod = (container: Readonly<Record<string, unknown>>) =>
	podOf({
		meta: {uid: oomUid},
		status: {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]},
		container: {containerID: `containerd://${oomContainer}`, ...container},
		asks: {resources: {limits: {memory: '24Mi'}}},
	});

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A pod that runs and is ready for so many seconds, on a host that says so of its kernel. */
const oomRunner = (since: number, journal: string, kills?: number): Told => ({
	pods: [oomPod({ready: true, state: {running: {startedAt: at(since)}}})],
	instead: oomHost(journal, kills),
});
const boot = (ago: number): string =>
	`${at(ago).replace(/\.\d+Z/, '+0000')} centos10 kernel: IPv6: ADDRCONF(NETDEV_CHANGE): veth1: link becomes ready`;
const other = oomLine({container: 'f'.repeat(64), ago: 120});

/** The kernel killed a process of a container that runs, and nobody knows when. */
export const undatedKills: readonly Case[] = [
	['no log of the kernel (a container as host)', oomRunner(30 * day, '', 1), /: once since container c/],
	['a log that has all since its start, without the kill', oomRunner(hour, boot(2 * hour), 2), /: 2 times since/],
	['a log that begins a minute ago', oomRunner(30 * day, boot(60), 1), /when is not known/],
	['a log in which others were killed just now', oomRunner(30 * day, `${boot(hour)}\n${other}`, 1), /long past/],
].map(([says, told, sentence]) => [says, 'oom-undated', told, sentence] as Case);

/** Kills that are past: the container is well since. */
export const pastKills: readonly Case[] = [
	['killed two days ago', oomRunner(30 * day, oomLine({ago: 2 * day}), 1)],
	['killed every hour, and no more for three', oomRunner(27 * hour, oomLine({ago: 3 * hour}), 24)],
	['killed a hundred times in its first hour', oomRunner(day, oomLine({ago: 23 * hour}), 100)],
	['killed before the log that is left begins', oomRunner(30 * day, boot(hour), 1)],
].map(([says, told]) => [says, 'runs', told, /runs and is ready/] as Case);

export const containerCases: readonly Case[] = [
	[
		'the kernel’s log and the group’s counter: a child was killed, the container runs',
		'oom-process',
		{
			pods: [oomPod({ready: true, state: {running: {startedAt: at(600)}}})],
			instead: oomHost(oomLine(), 109),
		},
		/runs, but the kernel killed its process tail for lack of memory \(its limit\): 109 times since container c was started/,
	],
	[
		'the counter alone, of a container that was started just now: nobody knows which child',
		'oom-process',
		{
			pods: [oomPod({ready: true, state: {running: {startedAt: at(120)}}})],
			instead: oomHost('2026-11-30T00:00:00+0000 centos10 kernel: Linux version 6.18.44', 1),
		},
		/runs, but the kernel killed a process for lack of memory: once since container c was started/,
	],
	[
		'a worker is killed every hour, the last one 50 minutes ago',
		'oom-process',
		oomRunner(25 * hour, oomLine({ago: 50 * minute}), 24),
		/its process tail for lack of memory \(its limit\): 24 times/,
	],
	[
		'the kernel’s log, group of all pods',
		'out-of-memory',
		{
			pods: [oomPod(crashed(137, 'OOMKilled'))],
			instead: oomHost(oomLine({container: 'f'.repeat(64), limit: '/kubepods'})),
		},
		/out of memory \(the limit of all pods together\)/,
	],
	[
		'exit 137 that the status does not explain, and the kernel’s log does (systemd’s groups)',
		'out-of-memory',
		{
			pods: [oomPod(crashed(137))],
			instead: oomHost(oomLine({driver: 'systemd', container: 'f'.repeat(64), limit: null})),
		},
		/out of memory \(the node’s own memory\)/,
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
		/its program finishes, and is started again/,
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
		/it ran longer than it is allowed to.*: Pod was active/,
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
	['ends well', 'ends', end(0, '', 'Completed'), /its program finishes, and is started again/],
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
];

/** Ends of which the status does not say enough. */
export const unsaidEnds: readonly Case[] = [
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
		/it was killed, and nothing that was read says by what/,
	],
	[
		'killed, without a word (k0s 1.34.1: so were four of five that ran out of memory)',
		'killed',
		end(137, ''),
		/it was killed, and nothing that was read says by what/,
	],
];
