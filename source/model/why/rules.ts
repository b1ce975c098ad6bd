import type {CauseId} from './cause.js';

/**
 * What the words of the kubelet, containerd, the scheduler and the API server mean (Kubernetes 1.30 to 1.36, containerd 1.7
 * and 2.x). The first rule that fits counts. Groups of a pattern: `subject` is what it is about by name, `more` what else the
 * sentence needs.
 */
export type Rule = readonly [RegExp, CauseId];

/** How an image's pull failed: the innermost error of containerd and its registry client. */
export const pullRules: readonly Rule[] = [
	[/429 Too Many Requests|toomanyrequests|rate limit/i, 'image-rate'],
	// What a proxy answers when it is asked for the way is told without a number (Go's net/http).
	[
		/proxyconnect|from proxy|proxy authentication required|407 |^(?:Forbidden|Bad Gateway|Service Unavailable|Gateway Timeout|Method Not Allowed)$/i,
		'image-proxy',
	],
	[
		/lookup (?<subject>[^\s:]+)(?: on (?<more>\S+?):53)?.*(?:no such host|server misbehaving|i\/o timeout|refused|unreachable|temporary failure)/is,
		'image-dns',
	],
	[/(?:lookup )(?<subject>[^\s:]+)(?: on (?<more>\S+?):53)?/i, 'image-dns'],
	[/server gave HTTP response to HTTPS client/i, 'image-plain-http'],
	[/x509: (?<more>.*)|tls: (?<subject>failed to verify certificate|.*certificate.*)/is, 'image-certificate'],
	[/no match for platform|no matching manifest|does not match the specified platform/i, 'image-platform'],
	[/no space left on device/i, 'image-disk'],
	[/content digest|failed to (?:unpack image|extract layer)/i, 'image-unpack'],
	// A registry that does not know who asks says the same of a repository that it does not have.
	[/pull access denied|insufficient_scope/i, 'image-denied'],
	[
		/\b401\b|unauthorized|authentication required|no basic auth credentials|incorrect username or password/i,
		'image-login',
	],
	[/\b403\b|forbidden|pull access denied|insufficient_scope|authorization failed|denied:/i, 'image-denied'],
	[/not found|manifest unknown|name unknown|\b404\b/i, 'image-absent'],
	[/\b5\d\d (?<more>[A-Z][a-z]+(?: [A-Z][a-z]+)*)/, 'image-registry'],
	[
		/dial tcp (?<subject>\S+?):? |connection refused|no route to host|network is unreachable|i\/o timeout|deadline exceeded|\bEOF\b|connection reset|handshake timeout|Client\.Timeout/i,
		'image-unreachable',
	],
];

/** Why the kubelet could not put a container's configuration together (CreateContainerConfigError). */
export const configRules: readonly Rule[] = [
	[/couldn't find key (?<more>\S+) in ConfigMap \S*?(?<subject>[^/\s]+)$/im, 'config-key'],
	[/couldn't find key (?<more>\S+) in Secret \S*?(?<subject>[^/\s]+)$/im, 'secret-key'],
	[/configmap "(?<subject>[^"]*)" not found/i, 'config-map'],
	[/secret "(?<subject>[^"]*)" not found/i, 'secret'],
	[/runAsNonRoot and image will run as root|runAsUser breaks non-root policy/i, 'run-as-non-root'],
	[/failed to prepare subPath for volumeMount "(?<subject>[^"]*)"/i, 'sub-path'],
	[/non-numeric user \((?<subject>[^)]*)\)/i, 'user-no-number'],
];

/**
 * The kubelet gave up waiting for containerd, and nothing says what containerd was at; the next try then meets the first one
 * that still goes on (k0s 1.34.1 with fifty pods at once on a busy host, containerd 1.7.28).
 */
const slowRules: readonly Rule[] = [
	[/(?:^|[:=] )context deadline exceeded$/i, 'runtime-slow'],
	[/failed to reserve (?:container|sandbox) name .* is reserved for /is, 'runtime-slow'],
];

/** Why the runtime could not start a container's program. */
export const startRules: readonly Rule[] = [
	[/exec format error/i, 'wrong-architecture'],
	[/container init was OOM-killed/i, 'out-of-memory'],
	// Only of the container's own program: the runtime calls programs of the host, and tells of these in the same words.
	[/(?:^|caused: |process: )exec: "(?<subject>(?:[^"\\]|\\.)*)".*permission denied/is, 'command-forbidden'],
	[
		/(?:^|caused: |process: )exec: "(?<subject>(?:[^"\\]|\\.)*)".*(?:not found in \$PATH|no such file or directory)/is,
		'command-missing',
	],
	[/chdir to cwd \("(?<subject>[^"]*)"\).*failed: (?<more>.*)$/is, 'working-dir'],
	// runc makes the folder where the image lacks it.
	[/^mkdir (?<subject>\S+): (?<more>.*)$/is, 'working-dir'],
	[/error mounting "(?<more>[^"]*)" to rootfs at "(?<subject>[^"]*)"/i, 'mount-into'],
	[/mount a directory onto a file|not a directory/i, 'mount-into'],
	...slowRules,
];

/** Why a volume cannot be mounted (FailedMount, FailedAttachVolume). */
export const mountRules: readonly Rule[] = [
	[/serviceaccounts? "(?<subject>[^"]*)" not found/i, 'service-account'],
	[/configmap "(?<subject>[^"]*)" not found/i, 'volume-config-map'],
	[/secret "(?<subject>[^"]*)" not found/i, 'volume-secret'],
	[/references non-existent (?:config|secret) key: (?<subject>\S+)/i, 'volume-key'],
	[/hostPath type check failed: (?<subject>\S+) (?<more>.*)$/is, 'volume-path'],
	[/NewMounter initialization failed .*path "(?<subject>[^"]*)" (?<more>does not exist)/is, 'volume-path'],
	[/driver name (?<subject>\S+) not found in the list of registered CSI drivers/i, 'volume-driver'],
	[/Multi-Attach error for volume "(?<subject>[^"]*)"(?<more>.*)$/is, 'volume-attach'],
	[/might need a \/sbin\/mount\.<type> helper|unknown filesystem type '(?<subject>[^']*)'/i, 'volume-helper'],
	[/persistentvolumeclaims? "(?<subject>[^"]*)" not found/i, 'claim-absent'],
];

/** Why a pod's sandbox (its network, the pause container) cannot be set up. */
export const sandboxRules: readonly Rule[] = [
	[/"(?<subject>[^"]*)" already has an IP address different from (?<more>\S+)/i, 'sandbox-bridge'],
	[/no IP addresses available in range set:? ?(?<subject>\S*)/i, 'sandbox-addresses'],
	[/failed to find plugin "(?<subject>[^"]*)" in path \[(?<more>[^\]]*)\]/i, 'sandbox-plugin'],
	[/failed to (?:get|pull|start) sandbox image "?(?<subject>[^":\s]+(?::[^"\s]+)?)"?/i, 'sandbox-image'],
	[/(?:no runtime for|runtime handler|RuntimeHandler) "(?<subject>[^"]*)"/i, 'sandbox-runtime'],
	[/cni plugin not initialized|NetworkPluginNotReady|network is not ready|networkPlugin/i, 'sandbox-network'],
	[/plugin type="(?<subject>[^"]*)"|failed to setup network/i, 'sandbox-network'],
	...slowRules,
];

/** Why a volume claim has no volume: `NAME: WORDS` of the controller. */
export const claimRules: readonly Rule[] = [
	[/^(?<subject>[^:]+): .*storageclass\S* "(?<more>[^"]*)" not found/is, 'claim-class'],
	[/^(?<subject>[^:]+): .*waiting for first consumer/is, 'claim-waits'],
	[
		/^(?<subject>[^:]+): .*(?:external provisioner ["']?(?<more>[\w./-]+)|failed to provision|ProvisioningFailed)/is,
		'claim-provision',
	],
	[/^(?<subject>[^:]+): /, 'volume-claim'],
];

/** One clause of the scheduler's sentence; taints are told apart by their key (`taintCause`). */
export const scheduleRules: readonly Rule[] = [
	[/persistentvolumeclaim "(?<subject>[^"]*)" not found/i, 'claim-absent'],
	[/unbound immediate PersistentVolumeClaims|didn't find available persistent volumes to bind/i, 'volume-claim'],
	[/Insufficient (?<subject>[\w./-]+)/, 'node-resources'],
	[/Too many pods/i, 'node-full'],
	[/taint(?:\(s\))? \{(?<subject>[^:}]+)(?:: ?(?<more>[^}]*))?\}/i, 'node-taint'],
	[/untolerated taint|taints? that the pod didn't tolerate/i, 'node-taint'],
	[/were unschedulable/i, 'node-cordoned'],
	[/volume node affinity|PersistentVolume's node affinity|no available volume zone/i, 'volume-node'],
	[/node affinity\/selector|node affinity|node selector/i, 'node-selector'],
	[/affinity/i, 'pod-affinity'],
	[/topology spread/i, 'topology-spread'],
	[/free ports/i, 'host-port'],
];

/** What the scheduler says of all nodes at once, or before it looked at any. */
export const wholeScheduleRules: readonly Rule[] = [
	[/no nodes available|^0\/0 nodes/i, 'no-nodes'],
	[/scheduling gates|SchedulingGated/i, 'scheduling-gate'],
];

/** Why the kubelet threw a pod out, or never took it. */
export const evictionRules: readonly Rule[] = [
	[/exceed\w* (?:its |the )?(?:total |local )?(?:ephemeral storage )?limit/i, 'evicted-limit'],
	[/preempt/i, 'preempted'],
	[/NodeShutdown|shutdown|shutting down|^Terminated/i, 'node-shutdown'],
	[/low on resource: ?\[?memory|MemoryPressure/i, 'evicted-memory'],
	[/ephemeral-storage|inodes|DiskPressure/i, 'evicted-disk'],
	[/\bpids?\b|PIDPressure/i, 'evicted-pids'],
	[
		/^OutOf|UnexpectedAdmissionError|Allocate failed|didn't have enough resource|was rejected|^Predicate |Predicate \w+ failed/i,
		'kubelet-refused',
	],
];

/** Why the API server refused to create a pod (FailedCreate of its ReplicaSet, DaemonSet ...; condition ReplicaFailure). */
export const admissionRules: readonly Rule[] = [
	[/failed quota: (?<subject>[^:]+): must specify (?<more>.*)$/is, 'quota-needs-limits'],
	[/exceeded quota: (?<subject>[^,\s]+),? ?(?<more>.*)$/is, 'quota'],
	[
		/service account \S*?(?<subject>[^/\s:]+): serviceaccount|serviceaccount "(?<more>[^"]*)" not found/i,
		'service-account',
	],
	[/violates PodSecurity "(?<subject>[^"]*)": ?(?<more>.*)$/is, 'pod-security'],
	[/failed calling webhook "(?<subject>[^"]*)": ?(?<more>.*)$/is, 'webhook-down'],
	[/admission webhook "(?<subject>[^"]*)" denied the request:? ?(?<more>.*)$/is, 'webhook-denies'],
	[/ValidatingAdmissionPolicy '(?<subject>[^']*)'.* denied request:? ?(?<more>.*)$/is, 'policy-denies'],
	[/no PriorityClass with name (?<subject>\S+)/i, 'priority-class'],
	[/RuntimeClass(?: "(?<subject>[^"]*)"|.*runtimeclass\S* "(?<more>[^"]*)") not found/i, 'runtime-class'],
	[/namespace (?<subject>\S+) because it is being terminated/i, 'namespace-ending'],
	[/(?<subject>[\w.-]+) max limit to request ratio/i, 'limit-range'],
	[/(?:maximum|minimum|max|min) (?<subject>[\w.-]+) .*per (?:Container|Pod)/i, 'limit-range'],
	[/is invalid: (?<more>.*)$|Invalid value|Unsupported value|Required value/is, 'pod-invalid'],
];

/** Undefined: no rule fits. */
export function ruled(
	rules: readonly Rule[],
	words: string,
): {readonly id: CauseId; readonly subject: string; readonly more: string} | undefined {
	for (const [pattern, id] of rules) {
		const match = pattern.exec(words);
		if (!match) continue;
		const {subject = '', more = ''} = match.groups ?? {};
		return {id, subject: subject.trim(), more: more.trim()};
	}

	return undefined;
}

/** A taint that Kubernetes sets itself is a state of the node. */
export function taintCause(key: string): CauseId {
	if (/^node\.kubernetes\.io\/(memory|disk|pid)-pressure$/.test(key)) return 'node-pressure';
	if (/^node\.kubernetes\.io\/(not-ready|unreachable|network-unavailable)$/.test(key)) return 'node-not-ready';
	if (key === 'node.kubernetes.io/unschedulable') return 'node-cordoned';
	return /^node-role\.kubernetes\.io\/(control-plane|master)$/.test(key) ? 'control-plane-taint' : 'node-taint';
}
