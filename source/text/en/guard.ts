/** The firewall trial and the timer that undoes it: what is refused, what it waits for, and the command that keeps it. */
export const guard = {
	/** One who is logged in, or a network that may want to. */
	session: (peer: string, peerPort: number, port: number) =>
		`the login from ${peer} (its port ${peerPort}) to port ${port}`,
	listener: (address: string, port: number, from: string | null) =>
		`logins to ${address === '*' || address === '0.0.0.0' || address === '[::]' ? 'port' : `${address} port`} ${port}${from === null ? '' : ` from ${from}`}`,
	cutsOff: (who: string, via: string, zone: string, port: number) =>
		`Refused: it would cut off ${who} (${via}): zone ${zone} does not accept ${port}/tcp.`,
	cutsOffMore: (count: number) => `${count} more would be cut off.`,
	fix: (argv: string) => `Open it first: ${argv}`,
	cannotTell: (who: string, via: string, zone: string) =>
		`Refused: it is unknown whether ${who} (${via}) would still get in: zone ${zone} has rules that k0s-tui cannot evaluate.`,
	noZone: (who: string) => `Refused: it is unknown which zone applies to ${who}.`,
	whoIsIn: (why: string) => `Refused: it is unknown who is logged in over SSH. ${why}`,
	earlierTrials: (why: string) => `Cannot read earlier trials. ${why}`,
	panic: 'firewalld is in panic mode and drops every packet. Turn that off first: firewall-cmd --panic-off',
	noZoneNamed: (zone: string) => `firewalld has no zone ${zone}.`,
	/** What undoes the trial, beside the plan: a timer of systemd, or without systemd a process of its own. */
	guarded: (seconds: number) => `A systemd timer undoes this after ${seconds} s, even if k0s-tui is killed.`,
	guardedAlone: (seconds: number) => `A separate process undoes this after ${seconds} s, even if k0s-tui is killed.`,
	atOnce: (argv: string) => `If one of these commands fails, everything is undone at once: ${argv}`,
	needsLogin: (who: string) =>
		`This changes the firewall for ${who}. An open connection proves nothing, so only a new login keeps the change: log in a second time and run k0s-tui confirm there.`,
	ownVerification: 'This changes nothing for logins over SSH. It is kept once the active zones match the plan.',
	howToConfirm: 'Log in to this host a second time and run there: sudo k0s-tui confirm',
	waits: (trial: string) => `Trial ${trial} is waiting for a new login: k0s-tui confirm`,
	wasCutOff: (trial: string) => `Trial ${trial} was interrupted; its timer is still running.`,
	stillOpen: (trial: string) => `Trial ${trial} is still undecided: run “Firewall, now” first.`,
	undecided: 'Not confirmed in time, and its guard was late: the changes were undone now.',
	nextTime: 'To keep it next time, log in a second time while it waits and run there: sudo k0s-tui confirm',
	undone: 'Not confirmed in time: everything was undone.',
	rollbackFailed: 'Not confirmed in time, and not everything could be undone: see guard.log in its folder.',
	undoneAt: (seconds: number) => `The changes are undone within ${seconds} s.`,
	undoneNow: 'The changes of the trial were undone at once.',
	tooLate: 'Too late: the changes are being undone.',
	notAsPlanned: (what: string) => `The active firewall does not match the plan: ${what}`,
	otherThan: (list: string) => `Runtime and permanent configuration differ in ${list}.`,
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
			richRules: 'rich rules',
			masquerade: 'masquerade',
		} as Readonly<Record<string, string>>,
		none: 'none',
	},
	confirm: {
		noTrial: 'No firewall trial is waiting.',
		undone: (trial: string) => `Trial ${trial} was undone: it was not confirmed in time.`,
		over: (trial: string) =>
			`No firewall trial is waiting: ${trial} ended undecided (its timer stopped, or the host restarted).`,
		kept: (trial: string) => `Kept: ${trial}.`,
		needsRoot: 'confirm needs root.',
		becomeRoot: 'run: sudo k0s-tui confirm',
		notReady: (trial: string) => `Trial ${trial} is still being applied.`,
		again: 'log in when it is waiting, then confirm there',
		noLogin: 'This is not an SSH login, so it proves nothing.',
		noLoginHint: 'log in over SSH again and run it there, not in tmux or screen',
		oldLogin: (peer: string) => `This login (from ${peer}) is older than the trial, so it proves nothing.`,
		sharedHint: 'open a second connection (with ssh -S none if connections are shared)',
		loopback: (peer: string) =>
			`This login comes from the host itself (${peer}). It never passes the firewall, so it proves nothing.`,
		loopbackHint: 'log in from another machine',
		unreadable: (why: string) => `Cannot read what is needed: ${why}`,
		tooLate: 'Too late: the trial is being undone.',
	},
};
