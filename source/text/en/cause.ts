import {lastWords, schedulerWords, signalName, type CauseWords} from '../trouble-words.js';
import {causeAdvice} from './cause-advice.js';

const because = (detail: string): string => (detail.trim() === '' ? '' : `: ${detail.trim()}`);

const who = ({container, init}: CauseWords): string =>
	container === null ? 'it' : `${init ? 'init container' : 'container'} ${container}`;

/** `container c ended with exit 137 (SIGKILL), restarted 2 times`. */
function ended(cause: CauseWords): string {
	const {exitCode, restarts} = cause;
	const name = signalName(cause);
	const code = exitCode === null ? (name ?? '') : `exit ${exitCode}${name === undefined ? '' : ` (${name})`}`;
	const again = restarts === 0 ? '' : restarts === 1 ? ', restarted once' : `, restarted ${restarts} times`;
	return `${who(cause)} ended${code === '' ? '' : ` with ${code}`}${again}`;
}

/** The kubelet says what it saw at its last try. */
const absent = ({appeared}: CauseWords): string =>
	appeared ? 'which did not exist when it was last tried' : 'which does not exist';

/** Thrown out while it ran, or refused before it began. */
const thrown = (what: string, {detail}: CauseWords): string =>
	/was rejected/.test(detail)
		? `the node was short of ${what} and refused it`
		: `the node ran out of ${what} and evicted it`;

const image = ({image: name}: CauseWords): string => name ?? '';
const from = (host: string): string => (host === '' ? '' : ` (${host})`);

/** The command `why` and the pane that `Y` opens: why a pod or a workload is broken. All names and details are from outside. */
export const cause = {
	/** One sentence each; `detail`: what the kubelet, the scheduler, the runtime or the API server said. */
	causes: {
		'image-absent': c => `the registry has no image ${image(c)}: the name or the tag is wrong`,
		'image-denied': c =>
			`the registry refuses image ${image(c)}: it has no such repository, or wants a login${because(c.detail)}`,
		'image-login': c => `the registry wants a login for image ${image(c)}${because(c.detail)}`,
		'image-pull-secret': c =>
			`the registry wants a login for image ${image(c)}, and the pull secret ${c.subject} is missing`,
		'image-rate': c => `the registry allows no more pulls of image ${image(c)} for now${because(c.detail)}`,
		'image-dns': c =>
			`image ${image(c)} cannot be pulled: this host cannot resolve ${c.subject}${c.more === '' ? '' : ` (asked ${c.more})`}`,
		'image-unreachable': c => `image ${image(c)} cannot be pulled: its registry does not answer${because(c.detail)}`,
		'image-certificate': c =>
			`image ${image(c)} cannot be pulled: the registry’s certificate is not accepted${because(c.more || c.detail)}`,
		'image-plain-http': c =>
			`image ${image(c)} cannot be pulled: its registry speaks HTTP, and containerd asks with HTTPS`,
		'image-platform': c => `image ${image(c)} is not made for this processor${because(c.detail)}`,
		'image-disk': c => `image ${image(c)} cannot be pulled: the disk is full`,
		'image-proxy': c =>
			`image ${image(c)} cannot be pulled: the HTTP proxy refuses or does not answer${because(c.detail)}`,
		'image-registry': c =>
			`image ${image(c)} cannot be pulled: its registry reports an internal error${because(c.detail)}`,
		'image-unpack': c => `image ${image(c)} was pulled, but cannot be unpacked on the node${because(c.detail)}`,
		'image-pull': c => `image ${image(c)} cannot be pulled${because(c.detail)}`,
		'image-name': c => `the image name ${image(c)} is not valid${because(c.detail)}`,
		'image-never-pulled': c => `image ${image(c)} is not on the node, and the pull policy Never forbids fetching it`,
		'config-map': c => `${who(c)} needs the config map ${c.subject}, ${absent(c)}`,
		secret: c => `${who(c)} needs the secret ${c.subject}, ${absent(c)}`,
		'config-key': c => `${who(c)} needs the key ${c.more} of the config map ${c.subject}, which has no such key`,
		'secret-key': c => `${who(c)} needs the key ${c.more} of the secret ${c.subject}, which has no such key`,
		'run-as-non-root': c => `${who(c)} must not run as root (runAsNonRoot), but its image does`,
		'user-no-number': c =>
			`${who(c)} must not run as root (runAsNonRoot), and its image names the user ${c.subject}: nobody can tell whether that is root`,
		'container-config': c => `${who(c)} cannot be created${because(c.detail)}`,
		'command-missing': c => `${who(c)} cannot start: ${c.subject} is not in its image`,
		'command-forbidden': c => `${who(c)} cannot start: ${c.subject} may not be executed`,
		'working-dir': c => `${who(c)} cannot start: its working directory ${c.subject} cannot be used${because(c.more)}`,
		'wrong-architecture': c =>
			`${who(c)} cannot start: its program is made for another processor, or is no program (exec format error)`,
		'mount-into': c => `${who(c)} cannot start: a volume does not fit what it is mounted onto${because(c.detail)}`,
		'sub-path': c => `${who(c)} cannot be created: the subPath of its volume ${c.subject} cannot be prepared`,
		'start-hook': c => `${who(c)} is killed because its postStart hook fails${because(c.detail)}`,
		'runtime-slow': c =>
			`${who(c)} cannot start: containerd takes longer than the kubelet waits for it${because(c.detail)}`,
		'container-start': c => `${who(c)} cannot start${because(c.detail)}`,
		'out-of-memory': c => `${ended(c)}: out of memory (${whoseMemory[c.more] ?? 'its limit, or the node’s'})`,
		'oom-process': c =>
			`runs, but the kernel killed ${c.subject === '' ? 'a process' : `its process ${c.subject}`} for lack of memory${c.more === '' ? '' : ` (${whoseMemory[c.more]})`}: ${times(c.detail)} since container ${c.container ?? ''} was started`,
		'oom-undated': c =>
			`runs, and the kernel killed a process for lack of memory: ${times(c.detail)} since container ${c.container ?? ''} was started; when is not known, so it may be long past`,
		killed: c => `${ended(c)}: it was killed, and nothing that was read says by what (the kernel, for memory?)`,
		segfault: c => `${ended(c)}: the program crashed (invalid memory access)${because(lastWords(c))}`,
		'illegal-instruction': c =>
			`${ended(c)}: this processor lacks an instruction that the program uses${because(lastWords(c))}`,
		'ended-by-signal': c => `${ended(c)}${because(lastWords(c))}`,
		'exit-not-found': c => `${ended(c)}, by which a shell says that it did not find a command${because(lastWords(c))}`,
		'exit-not-executable': c =>
			`${ended(c)}, by which a shell says that it may not run a command${because(lastWords(c))}`,
		crash: c => `${ended(c)}${because(lastWords(c))}`,
		ends: c => `${ended(c)}: its program finishes, and is started again each time${because(lastWords(c))}`,
		failed: c => `${ended(c)}${because(lastWords(c))}`,
		restarts: c => `runs now, but ${ended(c)}${because(lastWords(c))}`,
		liveness: c => `${ended(c)}: the kubelet kills it because its liveness probe fails${because(c.detail)}`,
		'startup-probe': c => `${ended(c)}: the kubelet kills it because its startup probe fails${because(c.detail)}`,
		startup: c => `${who(c)} has not started yet: its startup probe fails${because(c.detail)}`,
		readiness: c => `${who(c)} runs, but is not ready: its probe fails${because(c.detail)}`,
		'readiness-gate': c =>
			`its containers are ready, but its readiness gate ${c.subject} is not met${because(c.detail)}`,
		'volume-config-map': c => `a volume needs the config map ${c.subject}, ${absent(c)}`,
		'volume-secret': c => `a volume needs the secret ${c.subject}, ${absent(c)}`,
		'volume-key': c => `a volume needs the key ${c.subject}, which its config map or secret does not have`,
		'volume-path': c => `a volume needs ${c.subject} on the node, which ${c.more || 'does not fit'}`,
		'volume-driver': c => `a volume needs the storage driver ${c.subject}, which does not run on the node`,
		'volume-attach': c => `the volume ${c.subject} is still attached elsewhere${because(c.more)}`,
		'volume-helper': c =>
			`a volume cannot be mounted: the node lacks the program or the kernel module for its file system${because(c.detail)}`,
		mount: c => `a volume cannot be mounted${because(c.detail)}`,
		'sandbox-addresses': c => `no address is left for another pod on the node${from(c.subject)}`,
		'sandbox-plugin': c => `the network plugin ${c.subject} is not in ${c.more}`,
		'sandbox-bridge': c => `its network cannot be set up: the bridge ${c.subject} has an address other than ${c.more}`,
		'sandbox-network': c => `its network cannot be set up${because(c.detail)}`,
		'sandbox-image': c =>
			`its sandbox cannot be made: the pause image ${c.subject} cannot be pulled${because(c.detail)}`,
		'sandbox-runtime': c => `its runtime class wants the runtime ${c.subject}, which containerd does not have`,
		sandbox: c => `its sandbox cannot be set up${because(c.detail)}`,
		'claim-absent': c => `it needs the volume claim ${c.subject}, ${absent(c)}`,
		'claim-class': c => `the volume claim ${c.subject} wants the storage class ${c.more}, ${absent(c)}`,
		'claim-provision': c => `nobody has made a volume for the claim ${c.subject} yet${because(c.detail)}`,
		'claim-waits': c => `the volume claim ${c.subject} waits for a node to be chosen${because(c.detail)}`,
		'volume-claim': c => `no volume fits the volume claim${because(c.detail)}`,
		'node-resources': c => `no node has enough ${c.subject} left for it`,
		'node-full': () => 'every node already has its maximum number of pods',
		'control-plane-taint': c =>
			`the node is kept for the control plane (taint ${c.subject}), and the pod does not tolerate that`,
		'node-taint': c =>
			c.subject === ''
				? 'a taint keeps it from the node'
				: c.subject.includes(', ')
					? `one of the taints ${c.subject} keeps it from the node`
					: `the taint ${c.subject}${c.more === '' ? '' : `=${c.more}`} keeps it from the node`,
		'node-cordoned': () => 'the node is cordoned: it takes no new pods',
		'node-not-ready': () => 'the node is not ready, and so takes no pods',
		'node-pressure': c => `the node is short of ${pressure(c.subject)}, and so takes no pods`,
		'node-selector': () => 'no node has the labels that its node selector or affinity asks for',
		'pod-affinity': c => `its affinity to other pods leaves no node${because(schedulerWords(c.detail))}`,
		'topology-spread': c => `its topology spread leaves no node${because(schedulerWords(c.detail))}`,
		'host-port': () => 'another pod already has the host port that it asks for',
		'volume-node': () => 'its volume belongs to a node that cannot take it',
		'scheduling-gate': c => `a scheduling gate holds it back${because(c.detail)}`,
		'no-nodes': () => 'the cluster has no node that could take it',
		'other-scheduler': c => `it wants the scheduler ${c.subject}, and nobody has placed it`,
		unscheduled: c => `no node takes it${because(schedulerWords(c.detail))}`,
		'evicted-memory': c => `${thrown('memory', c)}${because(c.detail)}`,
		'evicted-disk': c => `${thrown('disk space', c)}${because(c.detail)}`,
		'evicted-pids': c => `${thrown('process ids', c)}${because(c.detail)}`,
		'evicted-limit': c => `it used more local disk than it may and was thrown out${because(c.detail)}`,
		preempted: c => `it was thrown out to make room for a pod of higher priority${because(c.detail)}`,
		'node-shutdown': c => `the node was shut down${because(c.detail)}`,
		'kubelet-refused': c => `the kubelet of its node refused it${because(c.detail)}`,
		evicted: c => `the node evicted it${because(c.detail)}`,
		deadline: c => `it ran longer than it is allowed to (activeDeadlineSeconds)${because(c.detail)}`,
		finalizer: c => `it is being deleted, and waits for its finalizer ${c.subject}`,
		'stuck-ending': c => `it is being deleted, and the kubelet cannot end it${because(c.more)}`,
		'node-lost': c => `its node ${c.subject} no longer reports`,
		'node-gone': c => `its node ${c.subject} is no longer in the cluster, so nothing runs it or ends it`,
		'node-unready': c => `its node ${c.subject} is not ready${because(c.detail)}`,
		quota: c => `the quota ${c.subject} allows no more${because(c.more)}`,
		'quota-needs-limits': c => `the quota ${c.subject} accepts only pods that set their ${c.more}`,
		'limit-range': c => `the limit range of the namespace does not allow its ${c.subject}${because(c.detail)}`,
		'service-account': c => `it needs the service account ${c.subject}, ${absent(c)}`,
		'pod-security': c => `pod security (${c.subject}) forbids it${because(c.more)}`,
		'webhook-denies': c => `the admission webhook ${c.subject} forbids it${because(c.more)}`,
		'webhook-down': c => `the admission webhook ${c.subject} must be asked, and cannot be${because(c.more)}`,
		'policy-denies': c => `the admission policy ${c.subject} forbids it${because(c.more)}`,
		'priority-class': c => `its priority class ${c.subject} does not exist`,
		'runtime-class': c => `its runtime class ${c.subject} does not exist`,
		'namespace-ending': c => `its namespace ${c.subject} is being deleted`,
		'pod-invalid': c => `its pod template is not valid${because(c.more || c.detail)}`,
		'no-pods': c => `no pod could be created${because(c.detail)}`,
		'job-backoff': c => `the job gave up${because(c.detail)}`,
		'job-deadline': c => `the job ran longer than it is allowed to${because(c.detail)}`,
		'rollout-paused': c => `its rollout is paused, so it makes no pods: ${c.detail} ready`,
		'rollout-stuck': c => `the rollout did not make progress in time${because(c.detail)}`,
		creating: () => 'its containers are not created yet, and nothing that was read says why',
		'not-ready': c => `${who(c)} runs, but is not ready, and nothing that was read says why`,
		terminating: () => 'it is being deleted and does not go away, and nothing that was read says why',
		waiting: c => `it waits${because(c.detail)}`,
		starting: c => `it is still starting${because(c.detail)}`,
		'scheduler-silent': () => 'it waits for a node, and the scheduler has not tried to place it',
		'short-of-pods': c => `${c.detail} of its pods are ready, and nothing that was read says why`,
		stale: c => `the API says that it runs, but the kubelet of node ${c.subject} has been silent for more than 40 s`,
		'init-runs': c => `${who(c)} still runs, and the pod waits for it to end${because(lastWords(c))}`,
		'end-unknown': c =>
			`${who(c)} ended while nobody watched it (the runtime or the host was restarted): how it ended is not known`,
		'failed-silent': () => 'it has failed, and nothing that was read says why',
		'run-unknown': c =>
			`its last run began at ${c.subject}, its job is gone, and nothing that was read says how it ended`,
	} satisfies Record<string, (cause: CauseWords) => string>,
	well: {
		runs: 'runs and is ready',
		done: 'has done its work',
		'wants-none': 'wants no pods',
		suspended: 'is suspended',
		paused: 'runs; its rollout is paused',
		'none-due': 'has not been due yet',
	},
	also: (first: string, others: readonly string[]) => [first, ...others.map(other => `also: ${other}`)].join('; '),
	/** `default/web: SENTENCE`. */
	verdict: {healthy: 'healthy', cause: 'broken', unknown: 'not known'},
	pods: (bad: number, all: number) => `${bad} of ${all} pods`,
	titles: {chain: 'Made by', evidence: 'Evidence', next: 'Next', unread: 'Not read'},
	evidence: {
		pod: (name: string, phase: string, node: string) =>
			`pod ${name} is ${phase}${node === '' ? ', on no node' : `, on node ${node}`}`,
		container: (name: string, state: string, reason: string) =>
			`container ${name} is ${state}${reason === '' ? '' : ` (${reason})`}`,
		ended: (name: string, code: string, reason: string, age: string, restarts: number) =>
			`container ${name} last ended with ${code}${reason === '' ? '' : ` (${reason})`}${age === '' ? '' : `, ${age} ago`}; restarts: ${restarts}`,
		exit: (code: string, signal: string) =>
			code === '' ? signal || 'an unknown exit code' : `exit ${code}${signal === '' ? '' : ` (${signal})`}`,
		oomKill: (task: string, pid: string, scope: string, age: string) =>
			`the kernel killed process ${pid} (${task})${age === '' ? '' : ` ${age} ago`}: ${whoseMemory[scope] ?? ''} was used up`,
		oomCount: (name: string, count: number, file: string) =>
			`processes of container ${name} that the kernel killed for lack of memory since its start: ${count} (${file})`,
		memory: (name: string, limit: string) =>
			limit === ''
				? `container ${name} has no memory limit of its own`
				: `the memory limit of container ${name} is ${limit}`,
		probe: (name: string, kind: string, asks: string) => `${kind} probe of container ${name}: ${asks}`,
		event: (on: string, reason: string, age: string, count: number) =>
			`event on ${on}: ${reason}${count > 1 ? `, ${count} times` : ''}${age === '' ? '' : `, ${age} ago`}`,
		log: (name: string) => `container ${name} printed last`,
		node: (name: string, ready: boolean) => `node ${name} is ${ready ? 'Ready' : 'not Ready'}`,
		cordoned: 'cordoned',
		taints: (taints: string) => `taints ${taints}`,
		room: (name: string, asks: string, has: string) => `it asks for ${asks}; node ${name} has ${has} for all its pods`,
		selector: (wants: string) => `it asks for a node with ${wants}`,
		object: (kind: string, name: string, there: boolean) =>
			there
				? `${kind} ${name} exists now: the kubelet tries again within a few minutes`
				: `${kind} ${name} does not exist`,
		condition: (of: string, type: string, status: string, reason: string) =>
			`${of}: ${type} is ${status}${reason === '' ? '' : ` (${reason})`}`,
		workload: (of: string, ready: number, desired: number) => `${of}: ${ready} of ${desired} ready`,
		lease: (name: string, age: string) => `the kubelet of node ${name} last renewed its lease ${age} ago`,
		states: {running: 'running', waiting: 'waiting', terminated: 'ended'} as Readonly<Record<string, string>>,
	},
	advice: causeAdvice,
	unread: {
		events: (namespace: string) => `events of namespace ${namespace}`,
		nodes: () => 'nodes',
		log: (container: string) => `log of container ${container}`,
		object: (name: string) => name,
		kernel: () => 'the kernel’s log',
	} as Readonly<Record<'events' | 'nodes' | 'log' | 'object' | 'kernel', (of: string) => string>>,
	/** The command could not look, or found nothing. */
	couldNotRead: (why: string) => `could not read the pods: ${why}`,
	notFound: (name: string) => `no pod or workload is named ${name}`,
	several: (name: string, names: readonly string[], all: number) =>
		`“${name}” fits several: ${names.join(', ')}${all > names.length ? ` and ${all - names.length} more` : ''}`,
	badTarget: (target: string) => `“${target}” is no NAMESPACE/NAME or KIND/NAMESPACE/NAME`,
};

/** `node.kubernetes.io/disk-pressure`. */
/** Whose memory was used up (`OomKill` in facts/oom.ts). */
const whoseMemory: Readonly<Record<string, string>> = {
	limit: 'its limit',
	pods: 'the limit of all pods together',
	node: 'the node’s own memory',
};

const times = (count: string): string => (count === '1' ? 'once' : `${count} times`);

function pressure(taint: string): string {
	const [, what = ''] = /\/(memory|disk|pid)-pressure$/.exec(taint) ?? [];
	return {memory: 'memory', disk: 'disk space', pid: 'process ids'}[what] ?? taint;
}
