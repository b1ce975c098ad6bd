const withDetail = (sentence: string, detail: string): string =>
	detail === '' ? `${sentence}.` : `${sentence}: ${detail}`;

/** Why the verdict is what it is: `subject` and `detail` come from the host. */
export const statusReasons = {
	'no-k0s': () => 'There is no k0s on this host.',
	'damaged-k0s': () => 'The file k0s prints no version: it is incomplete. An interrupted download leaves such a file.',
	'no-binary': () => 'The program k0s is missing or not executable, but its service is installed. It cannot start.',
	'no-unit': (version: string) => `k0s ${version} is on this host, but not installed as a service.`,
	'unit-masked': (unit: string) => `${unit} is masked: systemd will not start it (systemctl unmask).`,
	'unit-stopped': (unit: string) => `${unit} is not running.`,
	'pods-run': (count: string) =>
		`${count} ${count === '1' ? 'pod still runs' : 'pods still run'}: a stop of k0s leaves its pods and their rules in place.`,
	'unit-stopping': (unit: string) => `${unit} is stopping.`,
	'unit-failed': (unit: string, detail: string) => withDetail(`${unit} failed`, detail),
	'unit-condition': (unit: string) =>
		`${unit} was not started: its condition is not met (/usr/local/bin/k0s must be executable).`,
	'unit-restarting': (count: string, result: string) =>
		`k0s keeps crashing after each start (${count} so far, last result ${result}).`,
	'unit-starting': (unit: string) => `${unit} is being started.`,
	'without-unit': (_unit: string, pid: string) =>
		withDetail('k0s runs, but not as a service: it will not start after a reboot', pid === '' ? '' : `process ${pid}`),
	'status-late': () => 'k0s status did not answer in 5 s.',
	'status-none': (unit: string) => `${unit} runs, but does not answer k0s status yet.`,
	'api-unreachable': (_: string, detail: string) => withDetail('The API server does not answer', detail),
	'api-not-node': (_: string, detail: string) =>
		withDetail('The API server answers, but k0s on this node does not reach it', detail),
	'no-workloads': () =>
		'This is a controller without a worker, and no worker has joined yet: no pod can run (k0s-tui token makes a token for one).',
	worker: () => 'This host is a worker, and the API refuses it this. Ask on a controller.',
	'not-joined': () => 'This worker has not joined yet: its kubelet has no certificate from the controller.',
	'no-node': () => 'No node has registered yet.',
	'node-name': (wanted: string, others: string) =>
		`No node is named after this host (${wanted}). There are: ${others}. The host name was changed after the first start.`,
	'node-not-ready': (node: string, detail: string) => withDetail(`Node ${node} is not Ready`, detail),
	'node-old': (node: string, at: string) =>
		`The API says what it remembers of node ${node}: its kubelet has not reported since k0s was started${at === '' ? '' : ` (last at ${at})`}.`,
	'node-unproved': (node: string) =>
		`Not known: nothing tells whether the kubelet of ${node} has reported since k0s was started.`,
	'node-pressure': (node: string, detail: string) =>
		`Node ${node} is short of something: it takes no new pods and evicts others (${detail}).`,
	'runtime-silent': (_: string, detail: string) => withDetail('The container runtime does not answer', detail),
	'leader-idle': (leader: string) =>
		`${leader} has not begun its work since k0s was started: what it counts is old, and pods may be replaced.`,
	'no-network-parts': () => 'Not known: k0s runs nothing for the network here, so nothing tells whether it works.',
	'strict-forward-ports': () =>
		'firewalld runs with StrictForwardPorts=yes: it stops what kube-proxy forwards, cluster IPs and DNS among them (set it to no and restart firewalld).',
	'services-not-entered': () =>
		'No rule leads to the services of Kubernetes (PREROUTING to KUBE-SERVICES): no cluster IP answers.',
	'rules-missing': (counts: string, names: string) =>
		`Rules for services are missing (${counts} ports): ${names}. k0s writes them again when it is restarted.`,
	'policies-missing': (counts: string, names: string) =>
		`No rule leads to the network policies of ${counts} pods: ${names}. A policy does not hold for them.`,
	'policies-late': () =>
		'Other rules let packets of pods through before their network policies are asked: no policy holds (restart k0s).',
	'no-masquerade': () => "kube-router's masquerade is missing: pods do not reach other networks (restart k0s).",
	'rules-unread': (_: string, detail: string) =>
		withDetail('Not known whether the rules for services and policies are there', detail),
	'workload-missing': (name: string) => `${name} is not there yet.`,
	'workload-not-ready': (name: string, counts: string) => `${name} is not ready: ${counts}.`,
	'workload-changed': (name: string) => `${name} was changed, and the new version is not taken up yet.`,
	'workload-rolls': (name: string, counts: string) => `${name} is being replaced: ${counts} are of the new version.`,
	'pod-not-so': (pod: string, state: string) => `The API counts pod ${pod} as ready, but it is not: ${state}`,
	'pod-no-container': (pod: string) =>
		`The API says that pod ${pod} runs, but the container runtime runs no such container.`,
	'pod-stuck': (pod: string, state: string) => `Pod ${pod} is stuck: ${state}`,
	'node-cordoned': (node: string) => `Node ${node} takes no new pods (kubectl uncordon ends that).`,
	'other-node-silent': (node: string, at: string) =>
		`Another node, ${node}, does not report any more${at === '' ? '' : ` (last heard at ${at})`}: what runs there now is not known. It is down, or cut off from this controller.`,
	'other-node': (node: string, detail: string) => withDetail(`Another node, ${node}, is not Ready`, detail),
	'pod-trouble': (pod: string) => `Pod ${pod} is in trouble.`,
	'log-cause': (component: string, message: string) => `${component} logs: ${message.replace(/^Error: /, '')}`,
	'needs-root': () => 'Without root, the health of k0s cannot be checked.',
	'no-answer': (condition: string, tool: string) => `Not known (${condition}): ${tool} timed out.`,
	'no-tool': (condition: string, tool: string) => `Not known (${condition}): ${tool} is missing.`,
	unknown: (condition: string, detail: string) => `Not known (${condition}): ${detail}`,
} satisfies Record<string, (subject: string, detail: string) => string>;
