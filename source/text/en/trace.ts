/** The live trace: one packet, and what the kernel did with it. */
export const trace = {
	badSource: (text: string) => `“${text}” is no address`,
	badFamily: (source: string, destination: string) => `${source} and ${destination} are not of one family`,
	sctp: 'only tcp and udp packets can be sent',
	noService: (target: string) => `no rule leads to ${target}`,
	/** On the simulated host. */
	simulated: 'Simulated: what-if makes this trace, so both always say the same. It proves nothing.',
	willRun: 'Runs now; the table is removed again within seconds:',
	willSend: (probe: string) => `Sends: ${probe}`,
	willWait: (source: string, seconds: number) =>
		`Waits ${seconds} s for a packet from ${source}: nothing here can send from that address.`,
	/** An address of the pods' network that no pod of this host has. */
	noPod: (source: string) =>
		`No pod of this host has ${source} now: \`k0s kubectl get pods -A -o wide\` shows the addresses that pods have.`,
	willWaitAny: (seconds: number) => `Waits ${seconds} s for the next such packet.`,
	guard: (seconds: number) =>
		`A guard removes the table after ${seconds} s whatever happens to this program; its one element ends after ${seconds + 2} s.`,
	slowStart: (chains: number) =>
		`This host has ${chains} chains: nft reads all of them before it listens, which can take a minute.`,
	states: {
		marking: 'starting to listen …',
		listening: 'listening, the flow is marked …',
		sent: 'sent.',
		ended: 'done.',
	},
	busy: 'another trace is running, or was just killed; that one ends by itself within half a minute',
	leftover: 'A table that an earlier trace had left behind was removed.',
	notGone: (command: string) => `the table could not be removed again: ${command}`,
	failed: (why: string) => `no trace: ${why}`,
	verdict: {
		delivered: 'Delivered',
		unanswered: 'Not answered: no rule refused it, but the sender got no connection.',
		dropped: 'Dropped',
		rejected: 'Rejected',
		lost: 'Lost: no rule refused it, but it went no further (no route, or the reverse path filter).',
		silent: 'No such packet was seen.',
	},
	packet: (source: string, destination: string, protocol: string, input: string | null) =>
		`${source} → ${destination}/${protocol}${input === null ? ', made here' : ` in ${input}`}`,
	decided: (verdict: string, by: string) => `${verdict} by ${by}`,
	/** What the sender saw; `silent-udp`: of udp. */
	reply: {
		answered: 'The sender was answered.',
		refused: 'The sender was refused: nobody listens there, there is no way, or a rule refused it.',
		silent: 'The sender waited 2 s and got no connection.',
		'silent-udp': 'Nothing came back within 1 s. That proves nothing: a receiver of udp need not answer.',
		unsent: 'Nothing could be sent: the program that sends is missing, or cannot.',
	},
	/** What the walk through the rules said. */
	expected: {
		delivered: 'delivered',
		unheard: 'it arrives, but nobody listens',
		unanswered: 'it arrives, but its answer is kept back',
		arrives: 'it arrives',
		leaves: 'it leaves this host',
		astray: 'it leaves this host for an address that only a service has',
		dropped: 'dropped',
		rejected: 'rejected',
		unreachable: 'no route',
		queued: 'handed to a program (nfqueue)',
		unknown: 'not known',
	},
	same: 'What-if says the same.',
	other: (verdict: string, by: string) => `What-if says otherwise: ${verdict}${by === '' ? '' : ` by ${by}`}.`,
	columns: {hook: 'HOOK', priority: 'PRIO', chain: 'CHAIN', rule: 'RULE', verdict: 'RESULT', text: 'TEXT'},
};
