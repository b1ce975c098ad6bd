/** The firewall trial and its guard: what is refused, what is waited for, and the command that keeps it. */
export const guard = {
	/** One who is logged in, or a network that may want to. */
	session: (peer: string, peerPort: number, port: number) =>
		`the login from ${peer} (its port ${peerPort}) to port ${port}`,
	listener: (address: string, port: number, from: string | null) =>
		`logins to ${address === '*' || address === '0.0.0.0' || address === '[::]' ? 'port' : `${address} port`} ${port}${from === null ? '' : ` from ${from}`}`,
	cutsOff: (who: string, via: string, zone: string, port: number) =>
		`Refused: it would cut off ${who} (${via}): the zone ${zone} does not accept ${port}/tcp.`,
	cutsOffMore: (count: number) => `${count} more would be cut off.`,
	fix: (argv: string) => `Open it first, now and for good: ${argv}`,
	cannotTell: (who: string, via: string, zone: string) =>
		`Refused: whether ${who} (${via}) would still get in cannot be told: the zone ${zone} has rules that could not be judged.`,
	noZone: (who: string) => `Refused: which zone judges ${who} cannot be told.`,
	whoIsIn: (why: string) => `Refused: who is logged in over SSH cannot be told. ${why}`,
	earlierTrials: (why: string) => `Earlier trials could not be read. ${why}`,
	panic: 'firewalld is in panic mode: everything is dropped. End that first: firewall-cmd --panic-off',
	noZoneNamed: (zone: string) => `firewalld has no zone ${zone}.`,
	/** What the guard does, beside the plan. */
	guarded: (seconds: number) =>
		`A guard that needs nothing of k0s-tui takes this back after ${seconds} s, even when everything here is killed.`,
	atOnce: (argv: string) => `When one of these commands fails, the guard takes all of it back at once: ${argv}`,
	needsLogin: (who: string) =>
		`It changes what judges ${who}. An open connection proves nothing, so only a new login keeps it: open a second one and run k0s-tui confirm there.`,
	ownVerification:
		'It changes nothing for those who log in over SSH: it is kept once the zones in force are as planned.',
	howToConfirm: 'Open a second login to this host and run there: sudo k0s-tui confirm',
	waits: (trial: string) => `The trial ${trial} waits for a new login: k0s-tui confirm`,
	wasCutOff: (trial: string) => `The trial ${trial} was cut off before its end; its guard still waits.`,
	stillOpen: (trial: string) => `The trial ${trial} was not decided yet: run “Firewall, now” first.`,
	undecided: 'Nobody has decided yet.',
	rolledBack: 'Not confirmed in time: the guard has taken everything back.',
	rollbackFailed: 'Not confirmed in time, and the guard could not take everything back: see guard.log in its folder.',
	takenBackAt: (seconds: number) => `The guard takes back what was changed within ${seconds} s.`,
	takenBackNow: 'The guard has taken back at once what the trial had changed.',
	tooLate: 'The guard was faster: what was changed is being taken back.',
	notAsPlanned: (what: string) => `What is in force is not what was planned: ${what}`,
	otherThan: (list: string) => `What runs and what is written differ in ${list}.`,
	differences: {
		what: 'firewall',
		now: 'now',
		then: 'then',
		ofZone: (name: string) => `zone ${name}`,
		zone: (name: string, key: string) => `zone ${name}, ${key}`,
		defaultZone: 'default zone',
		keys: {
			target: 'target',
			interfaces: 'interfaces',
			sources: 'sources',
			services: 'services',
			ports: 'ports',
			protocols: 'protocols',
			masquerade: 'masquerade',
		} as Readonly<Record<string, string>>,
		none: 'none',
	},
	confirm: {
		noTrial: 'No firewall trial waits.',
		rolledBack: (trial: string) => `The trial ${trial} was taken back already: it was not confirmed in time.`,
		over: (trial: string) => `No firewall trial waits: ${trial} ended undecided, with its guard or with this host.`,
		kept: (trial: string) => `Kept: ${trial}.`,
		needsRoot: 'confirm needs root.',
		becomeRoot: 'run: sudo k0s-tui confirm',
		notReady: (trial: string) => `The trial ${trial} is still being applied.`,
		again: 'log in once it waits, then confirm there',
		noLogin: 'This is not a login over SSH, so it proves nothing.',
		noLoginHint: 'log in over SSH anew and run it there, not in tmux or screen',
		oldLogin: (peer: string) => `This login (from ${peer}) is older than the trial, so it proves nothing.`,
		sharedHint: 'open a second connection (with ssh -S none, where connections are shared)',
		loopback: (peer: string) =>
			`This login comes from the host itself (${peer}): what never meets the firewall proves nothing.`,
		loopbackHint: 'log in from another machine',
		unreadable: (why: string) => `What must be known could not be read: ${why}`,
		tooLate: 'The guard was faster: the trial is being taken back.',
	},
};
