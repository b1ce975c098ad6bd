import type {Cause} from './cause.js';
import * as show from './commands.js';

/** What to do next, by name: the sentence stands in `text.cause.advice`. */
export type AdviceId = (typeof adviceIds)[number];

export const adviceIds = [
	...(['image-name', 'log-in', 'pull-secret', 'rate', 'dns', 'unreachable', 'certificate', 'plain-http'] as const),
	...(['platform', 'free-disk', 'proxy', 'registry', 'load-image', 'create-object', 'add-key', 'user'] as const),
	...(['command', 'architecture', 'mount', 'read-log', 'memory', 'killer', 'keep-running', 'probe'] as const),
	...(['path', 'driver', 'detach', 'helper', 'addresses', 'plugins', 'network', 'runtime', 'claim'] as const),
	...(['class', 'requests', 'taint', 'control-plane', 'uncordon', 'node', 'labels', 'spread', 'port'] as const),
	...(['gate', 'scheduler', 'evicted', 'limit', 'finalizer', 'kubelet', 'quota', 'limits', 'account'] as const),
	...(['unpack', 'gate-condition', 'bridge', 'gone', 'root-ca'] as const),
	...([
		'security',
		'webhook',
		'policy',
		'namespace',
		'spec',
		'wait',
		'describe',
		'memory-host',
		'busy',
		'resume',
	] as const),
] as const;

export type NextStep = {
	readonly id: AdviceId;
	/** A command that goes on from here; null: it depends on what is wanted. It is shown, never run. */
	readonly argv: show.Argv | null;
};

/** `unit`: k0s's service on the node that it is about. */
type Shown = (cause: Cause, node: string, unit: string) => show.Argv | null;

const read: Shown = ({kind, namespace, name}) => show.describe(kind, namespace, name);
const nothing: Shown = () => null;
const log: Shown = ({namespace, name, container, restarts}) =>
	show.logs(namespace, name, container ?? '', restarts > 0);
const nodeOf: Shown = (_, node) => (node === '' ? show.nodes() : show.describeNode(node));
const host =
	(...argv: [string, ...string[]]): Shown =>
	() =>
		argv;

const create =
	(kind: string, ...more: string[]): Shown =>
	({namespace, subject}) =>
		// Without a name it would be a command that cannot work.
		subject === '' ? null : ['k0s', 'kubectl', 'create', kind, ...more, subject, '-n', namespace];

/** k0s's service logs what the kubelet says, on the node of the pod. */
const kubeletLog: Shown = (_cause, _node, unit) => ['journalctl', '-u', unit, '-n', '100', '--no-pager'];

const resolve: Shown = ({subject}) => ['getent', 'hosts', subject];
const pull: Shown = ({image}) => (image === null ? null : ['k0s', 'ctr', 'images', 'pull', image]);

const table: Readonly<Record<Cause['id'], readonly [AdviceId, Shown]>> = {
	'image-absent': ['image-name', nothing],
	'image-denied': ['log-in', create('secret', 'docker-registry')],
	'image-login': ['log-in', create('secret', 'docker-registry')],
	'image-pull-secret': ['pull-secret', create('secret', 'docker-registry')],
	'image-rate': ['rate', nothing],
	'image-dns': ['dns', resolve],
	'image-unreachable': ['unreachable', pull],
	'image-certificate': ['certificate', pull],
	'image-plain-http': ['plain-http', host('ls', '/etc/k0s/containerd.d')],
	'image-platform': ['platform', host('uname', '-m')],
	'image-disk': ['free-disk', host('df', '-h', '/var/lib/k0s')],
	'image-proxy': ['proxy', (_cause, _node, unit) => ['systemctl', 'show', unit, '-p', 'Environment']],
	'image-registry': ['registry', pull],
	'image-unpack': ['unpack', pull],
	'image-pull': ['unreachable', pull],
	'image-name': ['image-name', nothing],
	'image-never-pulled': ['load-image', host('k0s', 'ctr', 'images', 'ls', '-q')],
	'config-map': ['create-object', ({namespace}) => show.get('configmaps', namespace)],
	secret: ['create-object', ({namespace}) => show.get('secrets', namespace)],
	'config-key': ['add-key', ({namespace, subject}) => show.describe('configmap', namespace, subject)],
	'secret-key': ['add-key', ({namespace, subject}) => show.describe('secret', namespace, subject)],
	'run-as-non-root': ['user', read],
	'user-no-number': ['user', read],
	'container-config': ['describe', read],
	'command-missing': ['command', read],
	'command-forbidden': ['command', read],
	'working-dir': ['command', read],
	'wrong-architecture': ['architecture', host('uname', '-m')],
	'mount-into': ['mount', read],
	'sub-path': ['mount', read],
	'start-hook': ['command', read],
	'runtime-slow': ['busy', host('cat', '/proc/loadavg', '/proc/pressure/cpu', '/proc/pressure/io')],
	'container-start': ['describe', read],
	'out-of-memory': ['memory', log],
	'oom-process': ['memory', log],
	'oom-undated': ['memory', log],
	killed: ['killer', host('journalctl', '-k', '-n', '100', '--no-pager')],
	segfault: ['read-log', log],
	'illegal-instruction': ['architecture', host('lscpu')],
	'ended-by-signal': ['read-log', log],
	'exit-not-found': ['command', log],
	'exit-not-executable': ['command', log],
	crash: ['read-log', log],
	ends: ['keep-running', log],
	failed: ['read-log', log],
	restarts: ['read-log', log],
	liveness: ['probe', log],
	'startup-probe': ['probe', log],
	startup: ['probe', log],
	readiness: ['probe', log],
	'readiness-gate': ['gate-condition', read],
	'volume-config-map': ['create-object', ({namespace}) => show.get('configmaps', namespace)],
	'volume-secret': ['create-object', ({namespace}) => show.get('secrets', namespace)],
	'volume-key': ['add-key', read],
	'volume-path': ['path', ({subject}) => ['ls', '-ld', '--', subject]],
	'volume-driver': ['driver', () => show.clusterGet('csidrivers')],
	'volume-attach': ['detach', () => show.clusterGet('volumeattachments')],
	'volume-helper': ['helper', read],
	mount: ['describe', read],
	'sandbox-addresses': ['addresses', host('ls', '/var/lib/cni/networks')],
	'sandbox-plugin': ['plugins', host('ls', '/opt/cni/bin')],
	'sandbox-bridge': ['bridge', ({subject}) => ['ip', '-d', 'addr', 'show', 'dev', subject]],
	'sandbox-network': ['network', () => ['k0s', 'kubectl', 'get', 'pods', '-n', 'kube-system', '-o', 'wide']],
	'sandbox-image': ['unreachable', ({subject}) => ['k0s', 'ctr', 'images', 'pull', subject]],
	'sandbox-runtime': ['runtime', () => show.clusterGet('runtimeclasses')],
	sandbox: ['describe', read],
	'claim-absent': ['claim', ({namespace}) => show.get('pvc', namespace)],
	'claim-class': ['class', () => show.clusterGet('storageclasses')],
	'claim-provision': ['class', ({namespace, subject}) => show.describe('pvc', namespace, subject)],
	'claim-waits': ['wait', ({namespace, subject}) => show.describe('pvc', namespace, subject)],
	'volume-claim': ['class', ({namespace}) => show.get('pvc', namespace)],
	'node-resources': ['requests', nodeOf],
	'node-full': ['requests', nodeOf],
	'control-plane-taint': ['control-plane', ({subject}) => ['k0s', 'kubectl', 'taint', 'nodes', '--all', `${subject}-`]],
	'node-taint': ['taint', nodeOf],
	'node-cordoned': ['uncordon', (_, node) => (node === '' ? null : ['k0s', 'kubectl', 'uncordon', node])],
	'node-not-ready': ['node', nodeOf],
	'node-pressure': ['free-disk', host('df', '-h', '/var/lib/k0s')],
	'node-selector': ['labels', () => show.nodeLabels()],
	'pod-affinity': ['spread', read],
	'topology-spread': ['spread', read],
	'host-port': ['port', () => ['k0s', 'kubectl', 'get', 'pods', '-A', '-o', 'wide']],
	'volume-node': ['labels', () => show.clusterGet('pv')],
	'scheduling-gate': ['gate', read],
	'no-nodes': ['node', () => show.nodes()],
	'other-scheduler': ['scheduler', read],
	unscheduled: ['describe', read],
	'evicted-memory': ['memory-host', host('free', '-h')],
	'evicted-disk': ['free-disk', host('df', '-h', '/var/lib/k0s')],
	'evicted-pids': ['evicted', nodeOf],
	'evicted-limit': ['limit', read],
	preempted: ['evicted', nodeOf],
	'node-shutdown': ['evicted', nodeOf],
	'kubelet-refused': ['evicted', nodeOf],
	evicted: ['evicted', nodeOf],
	deadline: ['limit', read],
	finalizer: ['finalizer', ({kind, namespace, name}) => show.getYaml(kind, namespace, name)],
	'stuck-ending': ['kubelet', kubeletLog],
	'node-lost': ['node', nodeOf],
	'node-gone': ['gone', () => show.nodes()],
	'node-unready': ['node', nodeOf],
	quota: ['quota', ({namespace}) => show.get('resourcequota', namespace)],
	'quota-needs-limits': ['limits', ({namespace}) => show.get('resourcequota', namespace)],
	'limit-range': ['limits', ({namespace}) => show.get('limitrange', namespace)],
	'service-account': ['account', create('serviceaccount')],
	'pod-security': ['security', ({namespace}) => ['k0s', 'kubectl', 'get', 'namespace', namespace, '--show-labels']],
	'webhook-denies': ['policy', nothing],
	'webhook-down': ['webhook', () => show.clusterGet('validatingwebhookconfigurations,mutatingwebhookconfigurations')],
	'policy-denies': ['policy', ({subject}) => show.clusterGet('validatingadmissionpolicy', subject)],
	'priority-class': ['spec', () => show.clusterGet('priorityclasses')],
	'runtime-class': ['runtime', () => show.clusterGet('runtimeclasses')],
	'namespace-ending': ['namespace', ({namespace}) => ['k0s', 'kubectl', 'get', 'namespace', namespace, '-o', 'yaml']],
	'pod-invalid': ['spec', read],
	'no-pods': ['describe', read],
	'job-backoff': ['describe', read],
	'job-deadline': ['limit', read],
	'rollout-paused': [
		'resume',
		({namespace, name}) => ['k0s', 'kubectl', 'rollout', 'resume', `deployment/${name}`, '-n', namespace],
	],
	'rollout-stuck': ['describe', read],
	creating: ['describe', read],
	'not-ready': ['read-log', log],
	terminating: ['kubelet', kubeletLog],
	waiting: ['describe', read],
	starting: ['wait', read],
	'scheduler-silent': ['scheduler', host('k0s', 'status', 'components')],
	'short-of-pods': ['describe', read],
	stale: ['node', nodeOf],
	'init-runs': ['read-log', log],
	'end-unknown': ['read-log', log],
	'failed-silent': ['describe', read],
	'run-unknown': ['describe', read],
};

/** The config map that kube-controller-manager puts into every namespace: nobody creates it by hand. */
const rootCa = 'kube-root-ca.crt';
const asksForObject = new Set<Cause['id']>(['config-map', 'volume-config-map']);

/** What to do after the evidence was read. `unit`: k0s's service on the node that it is about. */
export function nextOf(cause: Cause, node: string | null, unit: string): readonly NextStep[] {
	if (cause.subject === rootCa && asksForObject.has(cause.id)) {
		return [{id: 'root-ca', argv: ['k0s', 'status', 'components']}];
	}

	const [id, argv] = table[cause.id];
	return [{id, argv: argv(cause, node ?? '', unit)}];
}
