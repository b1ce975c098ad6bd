import {nodes} from './node-ways.js';

type Why = {readonly reason: string; readonly detail: string};

const reasons: Readonly<Record<string, string>> = {
	'needs-root': 'needs root',
	'tool-missing': 'tool missing',
	'timed-out': 'timed out',
	failed: 'could not be read',
	unreadable: 'could not be understood',
	cut: 'too long, cut',
	aborted: 'not asked any more',
	'not-asked': 'not entered yet',
	partly: 'not all could be seen',
	'no-handle': 'cannot be entered: no process, no name',
};

const reason = ({reason: why, detail}: Why): string => {
	const words = reasons[why] ?? why;
	return ['tool-missing', 'failed', 'unreadable', 'partly'].includes(why) ? `${words}: ${detail}` : words;
};

/** What is odd about a namespace, in one short line; null: nothing. */
const note = (namespace: {
	readonly state: string;
	readonly unread: Why | null;
	readonly processes: readonly unknown[] | null;
	readonly through?: 'process';
}): string | null => {
	if (namespace.state === 'stale') return 'stale: a leftover file with no namespace behind it';
	if (namespace.unread) return `inside not known: ${reason(namespace.unread)}`;
	if (namespace.state === 'empty') return 'no process runs in it';
	if (namespace.through) return 'seen through a process of this user; the rest needs root';
	if (namespace.processes === null) return 'unknown whether processes run in it';
	return namespace.state === 'unnamed' ? 'has no name in /run/netns' : null;
};

/** The same in a cell of a list. */
const shortNote = (namespace: Parameters<typeof note>[0]): string | null => {
	if (namespace.state === 'stale') return 'stale file';
	if (namespace.unread?.reason === 'no-handle') return 'cannot be entered';
	if (namespace.unread) return reasons[namespace.unread.reason] ?? namespace.unread.reason;
	return namespace.state === 'empty' ? 'no process' : null;
};

export const network = {
	nodes,
	reason,
	note,
	shortNote,
	thisHost: 'this host',
	idOf: (id: number) => `id ${id}`,
	mtu: (mtu: number) => `mtu ${mtu}`,
	inBridge: (master: string) => `in ${master}`,
	limited: 'Without root the insides are unknown. S starts again as root with sudo.',
	processesUnknown: 'not known',
	silentPids: 'nothing: no process runs in it, or this is not root (the tool does not say which)',
	noRaw: 'It cannot be entered: it has no name in /run/netns and no process.',
	whoseProcesses: 'Its processes, with the containers that hold them',
	couldNotRead: (why: string) => `the network could not be read: ${why}`,
	severalNamespaces: (name: string, fits: readonly string[], count: number) =>
		`“${name}” fits ${count}: ${fits.join(', ')}${count > fits.length ? ` and ${count - fits.length} more` : ''}. Name one of them`,
	/** A pod that runs elsewhere is not missing. */
	onOtherNode: (pod: string, node: string, command: string) =>
		`${pod} runs on the node ${node}, not here; ask there: ${command}`,
	noSuchNamespace: (name: string) => `no namespace, pod or inode “${name}” here`,
	partUnread: {
		routes: (why: string) => `Routes of the host: ${why}`,
		rules: (why: string) => `Routing rules of the host: ${why}`,
		namespaces: (why: string) => `Names of namespaces: ${why}`,
		processes: (why: string) => `Processes: ${why}`,
	},
	/** How a pod was found out. */
	podSource: {
		containerd: "from containerd's labels",
		'cni-cache': "from the CNI plugin's cache",
		'pod-uid': "by its uid in the processes' cgroup",
		'pod-ip': 'by its address in the API',
		'rule-comment': "from kube-router's rule comments",
	},
	/** The picture of the wires. */
	map: {
		outside: 'outside',
		processes: (count: number) => (count === 1 ? '1 process' : `${count} processes`),
		ports: (count: number) => (count === 1 ? '1 port' : `${count} ports`),
		others: 'no pods',
		loose: 'no wire of this host leads to',
		unknownPeer: 'other end unknown',
		wiredTo: (kind: string, namespace: string) => `${kind} to ${namespace}`,
		onHost: (name: string) => `${name} on this host`,
		down: '↓/S',
		up: '↑/S',
		perSecond: (bytes: string) => `${bytes}/s`,
	},
	/** Of one link of the host. */
	link: {
		state: 'STATE',
		kind: 'KIND',
		addresses: 'ADDRESSES',
		peer: 'PEER',
		received: 'RECEIVED',
		sent: 'SENT',
		routes: 'ROUTES',
		index: (index: number) => `link ${index}`,
		qdisc: (qdisc: string) => `qdisc ${qdisc}`,
		port: (state: string, hairpin: boolean) => (hairpin ? `${state}, hairpin on` : state),
		verified: 'both ends confirmed',
		notVerified: 'one end confirmed',
		counted: (bytes: string, packets: string, drops: string) => `${bytes}  ${packets} packets  ${drops} dropped`,
		perSecond: (bytes: string, packets: number) => `now ${bytes}/s  ${packets} packets/s`,
		dropped: (count: number, perMinute: number, since: string) =>
			`${count} dropped since ${since}, ${perMinute} in the last minute`,
		odd: {
			drops: 'it drops packets now',
			down: 'link is down',
			'unknown-peer': 'its other end is in no namespace that is known here',
			unverified: 'its other end does not confirm this one',
			'no-process': 'nothing runs in the namespace at its other end',
		},
	},
	host: '(host)',
	unnamed: '(no name)',
	none: '-',
	unknown: '?',
	default: 'default',
	headings: {
		hostLinks: 'Host: links',
		hostRoutes: 'Host: routes of table main',
		hostRules: 'Host: rules that choose the table (ip rule)',
		namespaces: (count: number) => (count === 1 ? '1 network namespace' : `${count} network namespaces`),
		noNamespaces: 'No network namespaces: pods get theirs when k0s runs.',
		noNamed: 'No named network namespaces. Not known whether there are others: not all processes could be seen.',
		links: 'Links',
		routes: 'Routes',
		processes: 'Processes',
	},
	columns: {
		namespace: 'NAMESPACE',
		id: 'ID',
		state: 'STATE',
		pod: 'POD',
		address: 'ADDRESS',
		peer: 'PEER',
		processes: 'PROCS',
		note: 'NOTE',
		link: 'LINK',
		kind: 'KIND',
		mac: 'MAC',
		mtu: 'MTU',
		master: 'MASTER',
		bridge: 'BRIDGE',
		rxRate: 'RX/S',
		txRate: 'TX/S',
		drops: 'DROPS',
		routes: 'ROUTES',
		table: (name: string) => `table ${name}`,
		neighbours: 'NEIGHBOURS',
		rules: 'RULES',
		family: 'FAMILY',
		priority: 'PRIORITY',
		rule: 'RULE',
		to: 'TO',
		via: 'VIA',
		dev: 'DEV',
		source: 'SOURCE',
		metric: 'METRIC',
		pid: 'PID',
		command: 'COMMAND',
		container: 'CONTAINER',
	},
	actions: {
		'network.across': 'layers',
		'network.server': 'its server',
		'network.open': 'raw',
		'network.raw': 'raw',
		'network.trace': 'packets',
		'network.reach': 'reach',
		'network.copy': 'copy',
		'network.map': 'map',
		'network.list': 'list',
		'network.pane': 'details',
		'network.filter': 'filter',
		'network.left': 'scroll left',
		'network.right': 'scroll right',
		'network.back': 'back',
	},
};
