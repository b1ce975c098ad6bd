import {setTimeout as sleep} from 'node:timers/promises';
import type {TestHost} from '../support/test-host.js';

/**
 * What breaks on a real cluster, by namespaces of its own, and the cause that `why` must name for it. Only images that a
 * walk's registry has: httpd, and of that only its `sh`.
 */

type Spec = Readonly<Record<string, unknown>>;
/** The object that is asked for, and the reason that `why --json` says. */
export type Broken = {readonly ask: string; readonly reasons: readonly string[]};

const namespace = 'why';
const image = 'docker.io/library/httpd:2.4';
const meta = (name: string, space = namespace, more: Spec = {}): Spec => ({name, namespace: space, ...more});
const main = (container: Spec = {}): Spec => ({
	name: 'main',
	image,
	imagePullPolicy: 'IfNotPresent',
	...container,
});
const sh = (script: string, container: Spec = {}): Spec => main({command: ['sh', '-c', script], ...container});
const sleeps = 'trap exit TERM; while :; do sleep 1 & wait; done';

const objects: unknown[] = [];
const broken: Broken[] = [];
const expects = (ask: string, ...reasons: readonly string[]): void => void broken.push({ask, reasons});

function pod(
	name: string,
	reason: string | readonly string[],
	container: Spec,
	spec: Spec = {},
	more: Spec = {},
): void {
	objects.push({
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: meta(name, namespace, more),
		spec: {terminationGracePeriodSeconds: 1, containers: [container], ...spec},
	});
	expects(`pod/${namespace}/${name}`, ...[reason].flat());
}

function workload(
	kind: string,
	name: string,
	reason: string,
	container: Spec,
	spec: Spec = {},
	own: Spec = {},
	space = namespace,
): void {
	const labels = {app: name};
	const replicas = kind === 'DaemonSet' ? {} : {replicas: 1};
	objects.push({
		apiVersion: 'apps/v1',
		kind,
		metadata: meta(name, space),
		spec: {
			...replicas,
			selector: {matchLabels: labels},
			...(kind === 'StatefulSet' ? {serviceName: name} : {}),
			template: {metadata: {labels}, spec: {terminationGracePeriodSeconds: 1, containers: [container], ...spec}},
			...own,
		},
	});
	expects(`${kind.toLowerCase()}/${space}/${name}`, reason);
}

function job(name: string, reason: string, container: Spec, spec: Spec): void {
	objects.push({
		apiVersion: 'batch/v1',
		kind: 'Job',
		metadata: meta(name),
		spec: {
			template: {spec: {restartPolicy: 'Never', terminationGracePeriodSeconds: 1, containers: [container]}},
			...spec,
		},
	});
	expects(`job/${namespace}/${name}`, reason);
}

const space = (name: string, labels: Spec = {}): void =>
	void objects.push({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}});

space(namespace);
space('why-quota');
space('why-limits');
space('why-strict', {'pod-security.kubernetes.io/enforce': 'restricted'});
objects.push(
	{apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('half'), data: {one: '1'}},
	{apiVersion: 'v1', kind: 'Secret', metadata: meta('half'), stringData: {one: '1'}},
	{apiVersion: 'v1', kind: 'ResourceQuota', metadata: meta('few', 'why-quota'), spec: {hard: {pods: '0'}}},
	{
		apiVersion: 'v1',
		kind: 'LimitRange',
		metadata: meta('small', 'why-limits'),
		spec: {limits: [{type: 'Container', max: {memory: '8Mi'}}]},
	},
	...[
		['classless', 'no-such-class'],
		['unbound', ''],
	].map(([name = '', storageClassName]) => ({
		apiVersion: 'v1',
		kind: 'PersistentVolumeClaim',
		metadata: meta(name),
		spec: {accessModes: ['ReadWriteOnce'], storageClassName, resources: {requests: {storage: '1Mi'}}},
	})),
);

// Images.
pod('image-absent', 'image-absent', main({image: 'docker.io/library/no-such-image:1'}));
pod('image-tag', 'image-absent', main({image: 'docker.io/library/httpd:no-such-tag'}));
pod('image-dns', 'image-dns', main({image: 'registry.nowhere.invalid/app:1'}));
pod('image-refused', 'image-unreachable', main({image: '127.0.0.1:1/app:1'}));
pod('image-plain', ['image-plain-http', 'image-unreachable'], main({image: '192.168.122.1:5000/library/httpd:2.4'}));
pod('image-name', 'image-name', main({image: 'Docker.io/Library/Httpd:Latest'}));
pod('image-never', 'image-never-pulled', main({image: 'docker.io/library/httpd:never', imagePullPolicy: 'Never'}));
// Configuration.
pod('config-map', 'config-map', main({envFrom: [{configMapRef: {name: 'no-such'}}]}));
pod('secret', 'secret', main({envFrom: [{secretRef: {name: 'no-such'}}]}));
pod('config-key', 'config-key', main({env: [{name: 'A', valueFrom: {configMapKeyRef: {name: 'half', key: 'two'}}}]}));
pod('secret-key', 'secret-key', main({env: [{name: 'A', valueFrom: {secretKeyRef: {name: 'half', key: 'two'}}}]}));
pod('non-root', 'run-as-non-root', main({securityContext: {runAsNonRoot: true}}));
// Volumes.
const mounted = (volume: Spec, mount: Spec = {}): [Spec, Spec] => [
	main({volumeMounts: [{name: 'v', mountPath: '/v', ...mount}]}),
	{volumes: [{name: 'v', ...volume}]},
];
pod('volume-map', 'volume-config-map', ...mounted({configMap: {name: 'no-such'}}));
pod('volume-secret', 'volume-secret', ...mounted({secret: {secretName: 'no-such'}}));
pod('volume-key', 'volume-key', ...mounted({configMap: {name: 'half', items: [{key: 'two', path: 'two'}]}}));
pod('volume-path', 'volume-path', ...mounted({hostPath: {path: '/no/such', type: 'Directory'}}));
pod('volume-driver', 'volume-driver', ...mounted({csi: {driver: 'none.example.com'}}));
pod('mount-into', 'mount-into', ...mounted({hostPath: {path: '/etc'}}, {mountPath: '/etc/passwd'}));
pod('claim-absent', 'claim-absent', ...mounted({persistentVolumeClaim: {claimName: 'no-such'}}));
pod('claim-class', 'claim-class', ...mounted({persistentVolumeClaim: {claimName: 'classless'}}));
pod('claim-unbound', 'volume-claim', ...mounted({persistentVolumeClaim: {claimName: 'unbound'}}));
// The program.
pod('command', 'command-missing', main({command: ['/no/such/program']}));
pod('not-executable', 'command-forbidden', main({command: ['/etc/passwd']}));
pod('directory', 'working-dir', main({workingDir: '/etc/passwd'}));
pod('crash', 'crash', sh('echo "fatal: no such database" >&2; exit 3'));
pod('shell-not-found', ['exit-not-found', 'crash'], sh('no-such-program-at-all'));
// Not the first process itself: the kernel keeps its own signals from it.
pod('segfault', 'segfault', main({command: ['sh', '-c', "sh -c 'kill -SEGV $$$$'; exit $?"]}));
pod(
	'memory',
	'out-of-memory',
	sh('x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done', {resources: {limits: {memory: '16Mi'}}}),
);
pod('ends', 'ends', sh('exit 0'));
pod('failed', 'failed', sh('echo no >&2; exit 2'), {restartPolicy: 'Never'});
pod('init', 'crash', sh(sleeps), {initContainers: [{...sh('echo "cannot migrate" >&2; exit 4'), name: 'migrate'}]});
pod('sidecar', 'crash', sh(sleeps), {
	initContainers: [{...sh('echo "no peer" >&2; exit 5'), name: 'proxy', restartPolicy: 'Always'}],
});
pod('hook', 'start-hook', sh(sleeps, {lifecycle: {postStart: {exec: {command: ['sh', '-c', 'exit 7']}}}}));
pod('deadline', 'deadline', sh(sleeps), {activeDeadlineSeconds: 3});
// Probes.
const probe = {exec: {command: ['sh', '-c', 'echo not today; exit 1']}, periodSeconds: 2, failureThreshold: 2};
pod('liveness', 'liveness', sh(sleeps, {livenessProbe: probe}));
pod('readiness', 'readiness', sh(sleeps, {readinessProbe: {httpGet: {path: '/no', port: 81}, periodSeconds: 2}}));
pod('startup', 'startup-probe', sh(sleeps, {startupProbe: probe}));
pod('gate', 'readiness-gate', sh(sleeps), {readinessGates: [{conditionType: 'example.com/ready'}]});
// The scheduler.
pod('too-large', 'node-resources', main({resources: {requests: {cpu: '64'}}}));
pod('selector', 'node-selector', main(), {nodeSelector: {disk: 'fast'}});
pod('affinity', 'pod-affinity', main(), {
	affinity: {
		podAffinity: {
			requiredDuringSchedulingIgnoredDuringExecution: [
				{labelSelector: {matchLabels: {no: 'such'}}, topologyKey: 'kubernetes.io/hostname'},
			],
		},
	},
});
pod('gated', 'scheduling-gate', main(), {schedulingGates: [{name: 'example.com/wait'}]});
pod('scheduler', 'other-scheduler', main(), {schedulerName: 'no-such-scheduler'});
// Eviction: a volume of 1 MiB with 8 MiB in it.
pod(
	'evicted',
	'evicted-limit',
	sh(`dd if=/dev/zero of=/v/f bs=1048576 count=8; ${sleeps}`, {volumeMounts: [{name: 'v', mountPath: '/v'}]}),
	{
		volumes: [{name: 'v', emptyDir: {sizeLimit: '1Mi'}}],
	},
);
// Workloads whose pods the API server refuses.
workload('Deployment', 'quota', 'quota', main(), {}, {}, 'why-quota');
workload('Deployment', 'limits', 'limit-range', main({resources: {limits: {memory: '64Mi'}}}), {}, {}, 'why-limits');
workload('Deployment', 'strict', 'pod-security', main(), {}, {}, 'why-strict');
workload('Deployment', 'account', 'service-account', main(), {serviceAccountName: 'no-such'});
workload('Deployment', 'priority', 'priority-class', main(), {priorityClassName: 'no-such'});
workload('Deployment', 'runtime', 'runtime-class', main(), {runtimeClassName: 'no-such'});
// Workloads whose pods do not run.
workload('Deployment', 'w-crash', 'crash', sh('echo "no schema" >&2; exit 6'));
workload('Deployment', 'w-none', 'wants-none', main(), {}, {replicas: 0});
workload('Deployment', 'w-paused', 'rollout-paused', main(), {}, {paused: true});
workload(
	'StatefulSet',
	'w-claim',
	'volume-claim',
	main(),
	{},
	{
		volumeClaimTemplates: [
			{metadata: {name: 'v'}, spec: {accessModes: ['ReadWriteOnce'], resources: {requests: {storage: '1Mi'}}}},
		],
	},
);
workload('DaemonSet', 'w-nowhere', 'wants-none', main(), {nodeSelector: {disk: 'fast'}});
workload('DaemonSet', 'w-secret', 'secret', main({envFrom: [{secretRef: {name: 'no-such'}}]}));
job('j-fails', 'failed', sh('echo "no rights" >&2; exit 8'), {backoffLimit: 0});
job('j-deadline', 'job-deadline', sh(sleeps), {activeDeadlineSeconds: 3});
job('j-done', 'done', sh('exit 0'), {});

/** Before the rest: one has what another wants, one is deleted. They also unpack the image, which fifty at once do not. */
const first: readonly unknown[] = [
	{
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: meta('port-holder'),
		spec: {terminationGracePeriodSeconds: 1, containers: [sh(sleeps, {ports: [{containerPort: 80, hostPort: 18080}]})]},
	},
	{
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: meta('finalizer', namespace, {finalizers: ['example.com/never']}),
		spec: {terminationGracePeriodSeconds: 1, containers: [sh(sleeps)]},
	},
];
expects(`pod/${namespace}/port-holder`, 'runs');
expects(`pod/${namespace}/finalizer`, 'finalizer');
pod('port-conflict', 'host-port', sh(sleeps, {ports: [{containerPort: 80, hostPort: 18080}]}));

export const brokenObjects: readonly Broken[] = broken;

const kubectl = 'k0s kubectl';
const list = (items: readonly unknown[]): string => JSON.stringify({apiVersion: 'v1', kind: 'List', items});

export async function breakAll(host: TestHost): Promise<void> {
	const long = {milliseconds: 300_000};
	const create = async (items: readonly unknown[]) =>
		host.must(['sh', '-c', `${kubectl} create -f - >/dev/null`], {input: list(items), ...long});
	const spaces = objects.filter(each => (each as {kind: string}).kind === 'Namespace');
	await create([...spaces, ...first]);
	const ends = `${kubectl} -n ${namespace} delete pod finalizer --wait=false`;
	await host.must(
		['sh', '-c', `${kubectl} -n ${namespace} wait --for=condition=Ready pod --all --timeout=240s && ${ends}`],
		long,
	);
	await create(objects.filter(each => !spaces.includes(each)));
}

export const mendAll = `${kubectl} -n ${namespace} patch pod finalizer --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null 2>&1
${kubectl} delete namespace ${namespace} why-quota why-limits why-strict --wait --timeout=180s`;

/** Asks until each has its cause: a crash loop, a pull or a mount that fails take up to half a minute to be told. */
export async function causesOf(
	host: TestHost,
	milliseconds: number,
): Promise<readonly {readonly ask: string; readonly wrong: string}[]> {
	const end = Date.now() + milliseconds;
	let left: readonly {readonly ask: string; readonly wrong: string; readonly of: Broken}[] = broken.map(of => ({
		ask: of.ask,
		wrong: 'not asked',
		of,
	}));
	for (;;) {
		const next: Array<{readonly ask: string; readonly wrong: string; readonly of: Broken}> = [];
		for (const {of} of left) {
			const {exit, stdout} = await host.tui(['why', of.ask, '--json'], {milliseconds: 60_000});
			let reason = 'no JSON';
			try {
				reason = String((JSON.parse(stdout) as {reason?: unknown; error?: {code: string}}).reason ?? 'no reason');
			} catch {}

			if (!of.reasons.includes(reason))
				next.push({ask: of.ask, wrong: `${reason} (exit ${exit}), not ${of.reasons.join(' or ')}`, of});
		}

		left = next;
		if (left.length === 0 || Date.now() > end) return left.map(({ask, wrong}) => ({ask, wrong}));

		await sleep(5000);
	}
}
