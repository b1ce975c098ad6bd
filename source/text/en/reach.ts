import {wrapped} from './node-ways.js';

const percent = (part: number): string => `${(part * 100).toFixed(part < 0.0995 && part > 0 ? 1 : 0)} %`;

/** What may be meant instead, as `reach` takes it. */
const didYouMean = (meant: readonly string[]): string =>
	meant.length === 0 ? '' : ` (did you mean ${meant.join(', ')}?)`;

/** Whether one place reaches another: the command `reach`, what `path` claims, and the same on the screen. */
export const reach = {
	verdict: {
		reaches: 'Reaches.',
		blocked: 'Blocked.',
		unknown: 'Not known.',
	},
	sign: {reaches: 'reaches', blocked: 'blocked', unknown: 'depends'},
	head: (from: string, to: string) => `From ${from} to ${to}`,
	blockedBy: (why: string) => `Blocked: ${why}.`,
	dependsOn: (what: string) => `Depends on ${what}.`,
	partly: (share: number, why: string) => `Blocked for ${percent(share)} of new connections: ${why}.`,
	someOf: (good: number, all: number) => `${good} of ${all} reach.`,
	see: (command: string) => `see: ${command}`,
	share: percent,
	sentTo: (address: string) => `sent to ${address}`,
	sentAway: (address: string) => `Another rule sends it to ${address}, not to the endpoints above.`,
	columns: {to: 'TO', sentTo: 'SENT TO', share: 'SHARE', pod: 'POD', answer: 'ANSWER', from: 'FROM', node: 'NODE'},
	/** Why it is blocked. */
	blocked: {
		rule: (place: string, rule: string) => `the rule ${place} refuses it: ${rule}`,
		policy: (place: string, policy: string) => `the chain ${place} refuses it by its policy (${policy})`,
		'network-policy': (pod: string, way: string, policies: string, other: string) =>
			way === 'in'
				? `no network policy of ${pod} lets ${other} in${policies === '' ? '' : ` (${policies})`}`
				: `no network policy of ${pod} lets it out${policies === '' ? '' : ` (${policies})`}`,
		route: (to: string) => `this host has no route to ${to}`,
		'own-route': (from: string, to: string) => `the network namespace of ${from} has no route to ${to}`,
		'link-down': (pod: string, device: string) => `in the network namespace of ${pod} the device ${device} is down`,
		sysctl: (name: string, value: string) => `the kernel setting ${name} is ${value}`,
		unheard: (where: string, pod: string) => `nothing listens at ${where}${pod === '' ? '' : ` (${pod})`}`,
		'way-back': (where: string) => `it arrives at ${where}, but the answer does not come back`,
		'way-on': (where: string) =>
			`it arrives at ${where} and the answer comes back, but what the sender says next does not arrive`,
		'no-endpoints': (service: string, place: string) =>
			`the service ${service} has no endpoints${place === '' ? '' : `: ${place} refuses it`}`,
		astray: (to: string, output: string) =>
			`no rule translates ${to}: it leaves by ${output}, and no machine has a service address`,
		'no-service': (service: string) => `there is no service ${service}`,
		'no-pod': (name: string) => `there is no pod or service ${name}`,
		'no-address': (name: string) => `${name} has no address`,
		'no-such-port': (service: string, port: string) => `the service ${service} has no port ${port}`,
		'no-name': (name: string, ...meant: string[]) => `the name ${name} does not resolve${didYouMean(meant)}`,
		'no-sender': (name: string, ...meant: string[]) =>
			`nothing here is called ${name}: no network namespace, and the name does not resolve${didYouMean(meant)}`,
		'no-netns': (name: string) => `this host has no network namespace ${name}`,
		'not-running': (pod: string, phase: string) => `the pod ${pod} has no address yet (${phase})`,
		'no-family': (from: string, to: string) => `${from} has no address of the family of ${to}`,
		dns: (from: string, dns: string) =>
			`${from} cannot ask the cluster's DNS at ${dns}, so the name does not resolve there`,
	} as Readonly<Record<string, (...about: string[]) => string>>,
	/** What it depends on. */
	depends: {
		beyond: (to: string, output: string) => `what answers beyond this host: it leaves by ${output} for ${to}`,
		elsewhere: () => 'networks beyond this host only: the packet never passes this host',
		listeners: (where: string, pod: string) =>
			`whether something listens at ${where}${pod === '' ? '' : ` (${pod})`}, which could not be read`,
		unread: (place: string, rule: string) => `the rule ${place}, which is not understood: ${rule}`,
		queued: (place: string, rule: string) => `a program that the rule ${place} hands it to: ${rule}`,
		'too-many': () => 'more paths than were followed',
		'filter-part': () => 'a part of the packet filter that could not be read',
		'needs-route': (to: string) => `whether the network out there brings packets for ${to} to this host`,
		'other-node': (pod: string, node: string) =>
			`the node ${node === '' ? '' : `${node} `}where ${pod} runs: only its own rules can say`,
		'other-node-way': (pod: string, node: string, way: string, link: string) =>
			`the rules of ${node}, where ${pod} runs, which cannot be read from here: the packet leaves by ${way}${wrapped(link)}`,
		'other-node-default': (pod: string, node: string, way: string) =>
			`the network out there: ${pod} runs on ${node}, but no route of this host leads to the pods of ${node}, so the packet leaves by the default route (${way})`,
		'name-unknown': (name: string) => `what the name ${name} resolves to, which could not be read`,
		resolver: (from: string, name: string) =>
			`what ${name} resolves to at ${from}: here this host's resolver was asked`,
		'services-unknown': (name: string) => `the service ${name}, which neither the rules nor the API could tell about`,
		'pods-unknown': (name: string) => `the pods of ${name}, which could not be read`,
		'netns-unknown': (name: string) => `the network namespace ${name}: the namespaces of this host could not be read`,
		'named-port': (service: string, port: string) =>
			`the number of the port ${port} of ${service}, which only its container knows`,
	} as Readonly<Record<string, (...about: string[]) => string>>,
	/** What was taken as meant. */
	notes: {
		listening: 'No port given: all ports it listens on.',
		echo: 'No port given: an echo request (ping).',
		cluster: (name: string, service: string) =>
			`In the cluster's DNS, ${name} is the service ${service}; this was looked up in the list of services, not in DNS.`,
		host: (name: string, addresses: string) =>
			`This host's resolver (getent ahosts) says that ${name} is ${addresses}.`,
		external: (service: string, name: string) => `The service ${service} is the external name ${name}.`,
		headless: (service: string, by: string) =>
			`The service ${service} is headless: its name stands for its endpoints, by ${by}.`,
		slices: 'its EndpointSlices',
		selector: 'the pods that its selector matches',
		rules: "kube-proxy's rules",
		outside: (address: string) => `outside: any address beyond this host, here ${address}.`,
	},
	from: {
		host: 'this host',
		outside: (address: string) => `outside (as ${address})`,
		pod: (pod: string, address: string) => `${pod}${address === '' ? '' : ` (${address})`}`,
	},
	probe: {
		sent: (number: number) => (number === 1 ? '1 packet was sent.' : `${number} packets were sent.`),
		ends: {answered: 'answered', refused: 'refused', silent: 'no answer', unsent: 'could not be sent'},
		predicted: 'PREDICTED',
		seen: 'PROBE',
		wantsYes: 'not sent: it may have an effect there (--yes sends it)',
		differs: (from: string, to: string, predicted: string, seen: string) =>
			`The rules and the probe differ: ${from} to ${to} was predicted as “${predicted}”, but the probe found “${seen}”.`,
		ran: (command: string) => `ran: ${command}`,
	},
	matrix: {
		counts: (all: number, reaches: number, blocked: number, unknown: number) =>
			`${all} questions: ${reaches} reach, ${blocked} blocked, ${unknown} depend.`,
		legend: '+ reaches, x blocked, ? depends or not known; columns by number, named below.',
		leftOut: (number: number) => `${number} more were left out: --namespace asks for one namespace.`,
		everybody: 'everybody',
		fromWho: (who: string) => `from ${who}`,
		saved: (file: string) => `saved in ${file}`,
		exists: (file: string) => `${file} is not a matrix of k0s-tui and is kept (--force replaces it)`,
		notRead: (file: string, why: string) => `${file} cannot be compared: ${why}`,
		only: (option: string) => `${option} is of use with --matrix alone`,
		same: 'Nothing changed.',
		changed: (number: number) => (number === 1 ? '1 answer changed:' : `${number} answers changed:`),
		absent: 'not asked',
		before: 'BEFORE',
		now: 'NOW',
		why: 'WHY',
	},
	badPlace: (text: string) =>
		`${text}: not NAMESPACE/NAME[:PORT], svc/NAMESPACE/NAME[:PORT], host, netns/NAME[:PORT], outside, ADDRESS[:PORT], NAME[:PORT] or nodeport:N`,
	badPort: (text: string) => `${text}: --port is a number from 1 to 65535, or the name of a service's port`,
	badProtocol: (text: string) => `${text}: --proto is tcp, udp, sctp or icmp`,
	noPort: 'this needs --port',
	cannotSend: (text: string) =>
		`${text} cannot send: FROM is a pod, a service, host, a network namespace, outside, an address or a name`,
	several: (text: string, all: readonly string[]) => `${text} can be ${all.join(', ')}: say which`,
	wantsTwo: 'reach needs FROM and TO, or --matrix',
	pathFrom: (from: string) => `Asked from ${from}.`,
	pathFromDefault: (from: string) => `Asked from ${from} (--from asks from another place).`,
	notKubeProxy: 'No rule of kube-proxy leads there, but another rule sends it on:',
	notAsked: 'Whether a packet gets there was not checked (--rules-only).',
	badFrom: (text: string) => `${text}: --from is host, outside, a pod (NAMESPACE/NAME) or an address`,
	couldNotWalk: (why: string) => `whether it gets there is not known: ${why}`,
};
