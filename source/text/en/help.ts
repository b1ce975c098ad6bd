/** What `--help` and the man page say beside the options: arguments, examples, exit codes. */
export const help = {
	examplesTitle: 'Examples',
	exitTitle: 'Exit codes',
	common: (options: string) => `Also: ${options} … (all: k0s-tui --help)`,
	moreHelp: 'k0s-tui COMMAND --help explains a command.',
	/** In the order of `examples` in commands/examples.ts. */
	examples: {
		'': [
			'open the screen on this host',
			'try it on a simulated server',
			'look at a recorded host',
			'check without a screen',
		],
		check: ['every check', 'only these checks', 'apply the fix of this check, then check again'],
		plan: ['what install would do', "the same with the guide's firewall profile and another host name"],
		install: ['install the stable release', 'install this release', 'install without internet, from files on disk'],
		undo: ['show what would be undone, then ask', 'undo down to this step, including it'],
		status: ['healthy or not, and why', 'wait at most this many seconds for healthy', 'the same for a script'],
		network: ['the host and all namespaces', 'the namespace of the only pod with this in its name'],
		nftables: ['all tables, chains and rules', 'the same for a script'],
		path: ['all ports of a service', 'one port by name', 'an address', 'a node port'],
		trace: ['one packet from this host', 'one packet from this pod', 'wait for a packet from outside'],
		demo: ['run it, then clean up', 'leave the demo there', 'write the result for CI'],
		confirm: ['keep the firewall as it is being tried'],
		reset: ['show what would run, then ask', 'run it'],
		record: ['save all; look at it with --replay'],
		report: ['Markdown on standard output', 'HTML in a file, for its owner alone'],
		repair: ['archive the damaged journal'],
		info: ['what a bug report needs', 'the same for a script'],
	} as Readonly<Record<string, readonly string[]>>,
	/** In the order of `argumentForms` in commands/examples.ts. */
	forms: {
		TARGET: [
			'a service; PORT is a number or a name, without it all ports',
			'an address, IPv6 in brackets; PROTO is tcp, udp or sctp',
			'a node port of this host',
		],
		NAME: [
			'the namespace of a pod',
			'a namespace in /run/netns',
			'a namespace by its inode',
			'a part of one of these names, if only one fits',
		],
		FILE: ['the file to write'],
	} as Readonly<Record<string, readonly string[]>>,
	/** Exit 0, and exit 1 where the command has one. */
	exits: {
		check: ['no check failed; warnings are allowed', 'a check failed'],
		plan: ['the plan is printed', 'what was asked for cannot be done on this host'],
		install: ['the cluster is healthy', 'a step failed; the steps after it did not start'],
		undo: ['done', 'a step could not be undone'],
		status: ['healthy', 'not healthy or not known; with --wait, still not after that time'],
		network: ['everything was read', 'a part could not be read, or nothing has this name'],
		nftables: ['everything was read', 'a part could not be read'],
		path: ['it reaches an endpoint', 'rejected, dropped, or no such service'],
		trace: ['delivered', 'dropped or rejected (the rule is named), or no such service'],
		demo: ['the demo answered', 'a rung failed; it is named'],
		confirm: ['the firewall trial is kept', 'no trial waits, or it was rolled back'],
		reset: ['nothing is left', 'something is left; it is listed'],
		record: ['the recording is saved'],
		report: ['the report is written'],
		repair: ['the journal is intact, or archived and a new one begun'],
		info: ['printed'],
	} as Readonly<Record<string, readonly string[]>>,
	/** What every command shares. */
	shared: {
		'2': 'usage error; nothing was changed',
		'3': 'could not run: root is needed, the system is not supported, or another run is going on',
		'130': 'interrupted with ctrl-c',
	} as Readonly<Record<string, string>>,
};
