import {podCauses} from './pod-causes.js';

const withDetail = (sentence: string, detail: string): string =>
	detail === '' ? `${sentence}.` : `${sentence}: ${detail}`;

/** Screen 3 and the command `status`. */
export const status = {
	verdicts: {
		healthy: 'healthy',
		starting: 'starting',
		degraded: 'degraded',
		stopped: 'stopped',
		'not-installed': 'not installed',
		unknown: 'unknown',
	},
	/** The five conditions of a healthy node. */
	conditions: {
		service: 'service',
		api: 'API',
		node: 'node',
		network: 'network',
		dns: 'DNS',
	},
	/** What a condition stands for, for those who ask. */
	conditionHelp: {
		service: 'the systemd unit of k0s is active',
		api: 'k0s status answers, and so does the API server',
		node: 'the node of this host is Ready, its kubelet has reported since the start, and its container runtime answers',
		network: 'kube-proxy, kube-router and konnectivity-agent are ready',
		dns: 'CoreDNS is available',
	},
	conditionStates: {holds: 'yes', waits: 'not yet', fails: 'no', unknown: 'unknown', off: 'switched off'},
	/** Healthy, and yet: what there is to look at; empty: where there is no room for it. */
	but: (verdict: string, what: string) => (what === '' ? `${verdict}, but` : `${verdict}, but ${what}`),
	/** What there is to look at, counted; one of them at least is not 0. */
	toLookAt: (pods: number, workloads: number, warnings: number) =>
		[
			[
				...(pods > 0 ? [`${pods} pod${pods === 1 ? '' : 's'}`] : []),
				...(workloads > 0 ? [`${workloads} workload${workloads === 1 ? '' : 's'}`] : []),
			].join(' and '),
			...(pods + workloads > 0 ? [' in trouble'] : []),
			...(pods + workloads > 0 && warnings > 0 ? [', '] : []),
			...(warnings > 0 ? [`${warnings} warning${warnings === 1 ? '' : 's'}`] : []),
		].join(''),
	/** Why the verdict is what it is: `subject` and `detail` come from the host. */
	reasons: {
		'no-k0s': () => 'There is no k0s on this host.',
		'damaged-k0s': () =>
			'The file k0s prints no version: it is incomplete. An interrupted download leaves such a file.',
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
			withDetail(
				'k0s runs, but not as a service: it will not start after a reboot',
				pid === '' ? '' : `process ${pid}`,
			),
		'status-late': () => 'k0s status did not answer in 5 s.',
		'status-none': (unit: string) => `${unit} runs, but does not answer k0s status yet.`,
		'api-unreachable': (_: string, detail: string) => withDetail('The API server does not answer', detail),
		'api-not-node': (_: string, detail: string) =>
			withDetail('The API server answers, but k0s on this node does not reach it', detail),
		'no-workloads': () =>
			'This is a controller without a worker: no pod can run here (k0s install controller --enable-worker).',
		worker: () => 'This host is a worker. Its nodes and pods can be seen on its controller.',
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
			'firewalld runs with StrictForwardPorts=yes: it stops what kube-proxy forwards, cluster addresses and DNS among it (set it to no and restart firewalld).',
		'services-not-entered': () =>
			'No rule leads to the services of Kubernetes (PREROUTING to KUBE-SERVICES): no cluster address answers.',
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
		'other-node': (node: string, detail: string) => withDetail(`Another node, ${node}, is not Ready`, detail),
		'pod-trouble': (pod: string) => `Pod ${pod} is in trouble.`,
		'log-cause': (component: string, message: string) => `${component} logs: ${message.replace(/^Error: /, '')}`,
		'needs-root': () => 'Without root, the health of k0s cannot be checked.',
		'no-answer': (condition: string, tool: string) => `Not known (${condition}): ${tool} timed out.`,
		'no-tool': (condition: string, tool: string) => `Not known (${condition}): ${tool} is missing.`,
		unknown: (condition: string, detail: string) => `Not known (${condition}): ${detail}`,
	} satisfies Record<string, (subject: string, detail: string) => string>,
	apiReachable: {true: 'reachable', false: 'not reachable', null: 'not asked'},
	workloads: {true: 'with workloads', false: 'without workloads', null: 'workloads unknown'},
	ready: 'Ready',
	notReady: 'NotReady',
	cordoned: 'SchedulingDisabled',
	none: '<none>',
	pod: (namespace: string, name: string) => `${namespace}/${name}`,
	sandbox: '(sandbox)',
	sandboxOf: (pod: string) => `sandbox of ${pod}`,
	service: 'SERVICE',
	unknownAge: '<unknown>',
	/** Titles of the facts above the lists. */
	noStatus: (why: string) => `k0s status: ${why}`,
	/** Beside the count of a list: how many of it are in trouble. */
	trouble: (count: number) => `!${count}`,
	up: (age: string) => `up ${age}`,
	pidIs: (pid: number) => `pid ${pid}`,
	facts: {
		k0s: 'k0s',
		version: 'version',
		pid: 'pid',
		role: 'role',
		api: 'API',
		node: 'node',
		unit: 'unit',
		boot: 'at boot',
		result: 'last result',
	},
	sections: {
		pods: 'Pods',
		services: 'Services',
		workloads: 'Workloads',
		containers: 'Containers',
		images: 'Images',
	},
	columns: {
		namespace: 'NAMESPACE',
		name: 'NAME',
		ready: 'READY',
		status: 'STATUS',
		restarts: 'RESTARTS',
		age: 'AGE',
		ip: 'IP',
		node: 'NODE',
		type: 'TYPE',
		clusterIp: 'CLUSTER-IP',
		externalIp: 'EXTERNAL-IP',
		ports: 'PORT(S)',
		selector: 'SELECTOR',
		owner: 'MADE BY',
		id: 'ID',
		names: 'OTHER NAMES',
		kind: 'KIND',
		desired: 'DESIRED',
		available: 'AVAILABLE',
		images: 'IMAGES',
		container: 'CONTAINER',
		pod: 'POD',
		image: 'IMAGE',
		runtime: 'RUNTIME',
		pid: 'PID',
		ref: 'REF',
		size: 'SIZE',
		digest: 'DIGEST',
		roles: 'ROLES',
		version: 'VERSION',
		address: 'INTERNAL-IP',
	},
	details: {
		title: 'Details',
		message: 'MESSAGE',
		owner: 'MADE BY',
		uid: 'UID',
		labels: 'Labels',
		containers: 'Containers',
		hostNetwork: "(the host's own network)",
		notYet: 'not made yet',
		states: {running: 'running', waiting: 'waiting', terminated: 'ended'},
		exitTitle: 'EXIT',
		exit: (code: number) => `exit ${code}`,
		restarted: (count: number) => (count === 1 ? 'restarted once' : `restarted ${count} times`),
		init: '(init)',
		toPort: (port: string) => `to port ${port} of its pods`,
		nodePort: (port: number) => `on port ${port} of this host`,
		otherName: 'also named',
		noTask: 'none: it has ended, or was never started',
		compressed: '(as it was pulled, compressed)',
		gone: 'It is gone. esc goes back to the list.',
	},
	/** What to do when there is nothing to look at. */
	hints: {
		'not-installed': 'Screen 2 installs k0s step by step: press 2.',
		stopped: 'Start it with “k0s start”, or step by step on screen 2.',
		degraded: 'The service log often names the cause: journalctl -u k0scontroller',
		starting: 'A first start takes one to two minutes: it downloads images.',
	},
	lastErrors: 'Errors in the service log, the cause first',
	moreTroubles: (count: number) => `and ${count} more`,
	cause: 'CAUSE',
	causes: podCauses,
	awaited: 'What is awaited',
	moreReasons: (count: number) => (count === 1 ? 'and one more' : `and ${count} more`),
	waited: (seconds: number) => `not healthy after ${seconds} s`,
	waiting: (verdict: string, reason: string) => (reason === '' ? verdict : `${verdict}: ${reason}`),
	report: {
		into: 'Write the report into',
		formats: '.md, .html or .sh',
	},
	/** One pod or workload in the list's place. */
	object: {
		titles: {why: 'Why', logs: 'Log', describe: 'Describe', yaml: 'YAML', events: 'Events'},
		all: 'all containers',
		previous: 'previous run',
		since: (minutes: number) => `last ${minutes} min`,
		lost: (lines: number) => `${lines} older lines are not kept`,
		noPod: 'It has no pod, and so no log.',
		ended: '(the log ended)',
		saved: (file: string) => `saved as ${file}`,
		notSaved: (file: string, why: string) => `could not save ${file} (${why})`,
		lastEnd: (name: string, code: string, reason: string) =>
			`container ${name} last ended with ${code}${reason === '' ? '' : ` (${reason})`}`,
		nothing: 'Select a pod, a workload or a service first.',
		noWhy: 'Why is asked of pods and workloads.',
		noLog: 'Only pods, workloads and services have a log.',
	},
	actions: {
		'status.reach': 'reach',
		'status.why': 'why',
		'status.logs': 'logs',
		'status.describe': 'describe',
		'status.yaml': 'YAML',
		'status.events': 'events',
		'object.next-part': 'next in trouble',
		'object.previous-part': 'previous in trouble',
		'logs.choices': 'container',
		'logs.run': 'previous run',
		'logs.times': 'times',
		'logs.since': 'since',
		'logs.save': 'save',
		'status.report': 'write report',
		'status.open': 'details',
		'status.next': 'next list',
		'status.previous': 'previous list',
		'status.filter': 'filter',
		'status.raw': 'raw output',
		'status.copy': 'copy',
		'status.back': 'back',
	},
};
