/** What-if: a packet walked through the rules as they were read, and the live trace of it. */
const share = (part: number): string => `${(part * 100).toFixed(part < 0.0995 ? 1 : 0)} %`;

export const whatIf = {
	actions: {
		'what-if.open': 'what if',
		'what-if.across': 'layers',
		'what-if.back': 'back',
		'what-if.follow': 'rule',
		'what-if.edit': 'edit',
		'what-if.live': 'live trace',
		'what-if.ending': 'next way',
		'what-if.next': 'next field',
		'what-if.previous': 'previous field',
		'what-if.done': 'walk',
		'what-if.stop': 'stop',
	} as Readonly<Record<string, string>>,
	title: 'What if',
	liveTitle: 'Live trace',
	fields: {from: 'from', to: 'to', protocol: 'protocol', port: 'port', input: 'interface'},
	/** What an empty field stands for. */
	blank: {from: 'this host', to: 'address', protocol: 'tcp', port: 'port', input: 'by routing'},
	madeHere: 'made here',
	wants: {
		to: 'Which address does it go to?',
		from: 'From: an address, or empty for this host.',
		family: 'Both addresses must be IPv4, or both IPv6.',
		protocol: 'Protocols: tcp, udp, sctp, icmp, icmpv6.',
		port: 'Which port?',
	},
	columns: {hook: 'HOOK', chain: 'CHAIN', rule: 'RULE', what: 'IF', result: 'RESULT'},
	always: 'always',
	policy: 'policy',
	route: 'route',
	reading: 'Reading addresses and routes …',
	noWorld: (why: string) => `Addresses and routes could not be read: ${why}`,
	verdict: {
		delivered: (as: string, to: string) => `delivered as ${as} to ${to}`,
		unheard: (to: string) => `refused: nothing listens at ${to}`,
		arrives: (to: string) => `arrives at ${to}`,
		leaves: (to: string, output: string) => `leaves by ${output} for ${to}`,
		astray: (to: string, output: string) => `lost: leaves by ${output} for ${to}, a service address`,
		unanswered: (to: string) => `no rule refused it, but the sender got no connection to ${to}`,
		'kept-back': (to: string) => `arrives at ${to}, but its answer does not get back`,
		'kept-later': (to: string) =>
			`arrives at ${to} and is answered, but the next packet of the sender does not get through`,
		dropped: 'dropped',
		rejected: 'rejected',
		unreachable: 'no route',
		queued: 'handed to a program (nfqueue), which decides',
		unknown: 'not known: a rule here is not understood',
		lost: 'lost: no rule refused it, but it went no further',
		silent: 'no such packet was seen',
	},
	/** Beside the verdict: what is not known, or why it is so. */
	beside: {
		arrives: 'unknown whether anything listens there',
		leaves: 'unknown whether anything answers there',
		astray: 'no rule translates it, and no machine has that address',
	} as Readonly<Record<string, string>>,
	by: (place: string) => `by ${place}`,
	unread: (number: number) =>
		number === 0
			? 'all rules were read'
			: number === 1
				? 'depends on 1 condition that was not read'
				: `depends on ${number} conditions that were not read`,
	notSure: 'it may end differently',
	supposed: 'only if an unread condition holds',
	way: (index: number, count: number, part: number, more: boolean) =>
		`way ${index + 1} of ${count}${more ? '+' : ''}, ${share(part)}`,
	assumed: {
		limit: 'limits not reached',
		recent: 'a client not seen before',
		'first-packet': 'the first packet',
		'one-of-range': 'the first of a range',
	},
	/** What a verdict depends on; `what`: the tool's own words for it, '' where nothing names it. */
	reason: {
		rule: (what: string) => `the rule ${what}, which is not understood`,
		'nat-target': (what: string) => `where ${what === '' ? 'a rule' : what} translates it to`,
		order: (what: string) => `the order of chains with the same priority${what === '' ? '' : `: ${what}`}`,
		limit: () => 'a rate limit or quota',
		recent: () => 'a list of clients seen before',
		sysctl: (what: string) => `the kernel setting ${what}, which was not read`,
		routing: (what: string) => `policy routing that is not understood${what === '' ? '' : `: ${what}`}`,
		hook: (what: string) => `a chain of another hook${what === '' ? '' : `: ${what}`}`,
		conntrack: (what: string) => `what the kernel knows of the connection${what === '' ? '' : `: ${what}`}`,
		namespace: (what: string) => `the rules and routes in the network namespace of ${what}`,
		listeners: (what: string) => `whether something listens at ${what}`,
		elsewhere: (what: string) => `what happens beyond this host: ${what}`,
		program: (what: string) => `a program that decides${what === '' ? '' : `: ${what}`}`,
		filter: (what: string) => `what filters of tc or an XDP program do with it (${what})`,
		ipsec: (what: string) => `what IPsec does with it (${what})`,
		endless: () => 'more ways than could be followed',
	} as Readonly<Record<string, (what: string) => string>>,
	dependsOn: (things: readonly string[]) => `depends on ${things.join('; ')}`,
	assuming: (things: readonly string[]) => `assumed: ${things.join(', ')}`,
	live: {
		states: {
			marking: 'starting to listen …',
			listening: 'listening, the flow is marked …',
			sent: 'sent …',
			ended: 'done',
		},
		confirmTitle: 'Trace one packet on this host?',
		confirmYes: 'Trace',
		confirmNo: 'Cancel',
		same: 'as what-if predicted',
		other: 'what-if predicted otherwise',
		readOnly: (by: string) => `A live trace changes the packet filter for a moment, and this run is read-only (${by}).`,
		onlyTcpUdp: 'Only tcp and udp packets can be sent.',
		waits: 'waiting …',
	},
};
