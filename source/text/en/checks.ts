import {checkItems} from './check-items.js';

/** Prerequisite checks: the screen, the headless table, and the words of each check. */
export const checks = {
	items: checkItems,
	groups: {
		privilege: 'Privilege',
		system: 'System',
		resources: 'Resources',
		kernel: 'Kernel',
		cgroups: 'cgroups',
		name: 'Names',
		network: 'Network',
		firewall: 'Firewall',
		ports: 'Ports',
		earlier: 'Earlier k0s',
		security: 'Security',
		outside: 'Outside',
	},
	results: {pass: 'ok', warn: 'warning', fail: 'FAIL', skip: 'skipped', unknown: 'unknown'},
	/** In the narrow column of the list and of the headless table. */
	marks: {pass: 'ok', warn: 'warn', fail: 'FAIL', skip: 'skip', unknown: 'unknown'},
	asking: 'running',
	byOpenrc:
		'OpenRC runs the services of this host, and k0s-tui leaves them alone. By hand: rc-service k0scontroller status, start, stop or restart; its log is /var/log/k0s.err.',
	noSystemd: 'Only systemd can tell this, and it did not start this host. Check by hand.',
	asRoot: 'Run again as root: sudo k0s-tui check. On the screen, press S.',
	firewallOff: 'firewalld is not running',
	/** Only where a role that joins a cluster was named (check --role worker). */
	join: {
		title: 'Join',
		wanted: 'a token of this role, and a controller that answers on its ports',
		why: 'A host joins with a token. Its controller must answer, know the token, and have a clock and a version that fit.',
		noToken: 'no token to look at: --token-file FILE',
		begins: 'no token: this controller begins a cluster',
		here: (unit: string) => `${unit} is here already`,
		unread: 'not known what is on this host',
	},
	ports: {
		free: (count: number) => `all ${count} free`,
		own: (count: number) => `${count} in use by k0s itself`,
		clash: (clashes: readonly string[]) => `taken: ${clashes.join(', ')}`,
		left: (clashes: readonly string[]) => `left over from k0s (its service is stopped): ${clashes.join(', ')}`,
		leftNote:
			'These processes outlived a k0s that was killed or took too long to stop; no service stops them now. They get SIGTERM, and SIGKILL after 15 s.',
		pods: (clashes: readonly string[]) =>
			`in use by pods that keep running while k0s is stopped: ${clashes.join(', ')}`,
		/** `8080`, or with its address `127.0.0.1:2379`. */
		owner: (place: string, owner: string) => `${place} by ${owner}`,
		nobody: 'a process that only root can identify',
		process: (name: string, pid: number, unit: string | null) => `${name} (${unit === null ? pid : `${pid}, ${unit}`})`,
		unclear: (ports: readonly string[]) => `root is needed to see who uses: ${ports.join(', ')}`,
		stop: 'Stop the program that listens there, or give it another port.',
		rangeFree: 'no listeners',
	},
	/** Kernel settings in files of the host. */
	settings: {
		has: (file: string) => `${file} sets it at boot already: only now it is otherwise.`,
		later: (file: string, name: string, value: string) =>
			`${file} has the last word on ${name} at boot, and sets ${value}. Change it there, then run: sysctl --system`,
	},
	reach: {
		answers: (status: number) => `answers (${status})`,
		silent: (words: string) => words,
		mirrorAnswers: (url: string, status: number) => `${url}, where images are pulled from here, answers (${status})`,
		mirrorSilent: (url: string, words: string) => `${url}, where images are pulled from here: ${words}`,
		mirrorsUnread: 'no answer; whether images come from a mirror could not be read',
		mirrorNote:
			'Check this address, its DNS and its certificate. It is set by images.repository in k0s.yaml, or by containerd’s files: /etc/k0s/containerd.d and hosts.toml.',
		airgap: 'skipped: an air-gap bundle was chosen',
		note: 'Check DNS, gateway and proxy of this network, or install from files: --binary and --airgap-bundle.',
	},
	summary: (counts: Readonly<Record<'pass' | 'warn' | 'fail' | 'skip' | 'unknown', number>>) =>
		[
			counts.fail > 0 ? `${counts.fail} failed` : 'nothing failed',
			`${counts.warn} ${counts.warn === 1 ? 'warning' : 'warnings'}`,
			...(counts.unknown > 0 ? [`${counts.unknown} unknown`] : []),
			`${counts.pass} ok`,
			...(counts.skip > 0 ? [`${counts.skip} skipped`] : []),
		].join(' · '),
	/** In the header of every screen. */
	headerFailed: (count: number) => `${count} failed`,
	headerWarned: (count: number) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
	stillAsking: (left: number) => `${left} still running`,
	/** Above the list: what it shows. */
	showsAll: 'all checks',
	showsProblems: 'problems only',
	noProblems: 'No problems: no check failed or warned, and none is unknown.',
	notYet: 'No problems so far.',
	seeAll: '! shows all checks.',
	openHint: 'enter: evidence and fix',
	closeHint: 'esc: back',
	found: 'found',
	wanted: 'wanted',
	why: 'why',
	evidence: 'evidence',
	exit: (exit: number | null, kind: string) => (kind === 'ok' ? 'exit 0' : exit === null ? kind : `exit ${exit}`),
	noEvidence: 'no command ran',
	remedy: 'fix',
	/** Under the commands of a fix. */
	applies: 'x, then enter: shows the plan and asks first.',
	byHand: 'Review them before you run them; C copies.',
	headlessRemedy: 'fix',
	headlessFix: (line: string) => `${line} runs it`,
	/** Fixes: their plans, and what became of them. */
	remedies: {
		none: 'There is no automatic fix.',
		asRoot: 'Fixes need root.',
		reboot: 'Takes effect after a reboot; k0s-tui remembers it.',
		noUndo: 'Cannot be undone.',
		/** Above the commands of one fix. */
		plan: (title: string) => `${title}:`,
		undo: 'undo',
		undoes: (count: number) => `${count} ${count === 1 ? 'command' : 'commands'}`,
		undoneBy: 'Undo: x on the check, then “Undo the fix”.',
		menu: 'actions',
		/** The items of the menu. */
		apply: (title: string) => `Apply the fix: ${title}`,
		applySafe: (count: number) => `Apply all safe fixes (${count})`,
		copy: 'Copy the commands',
		undoFix: (title: string) => `Undo the fix: ${title}`,
		rerun: (title: string) => `Run again: ${title}`,
		rerunAll: 'Run all checks again',
		stop: 'Stop before the next command',
		/** Why an item cannot be chosen. */
		noRemedy: 'no fix needed',
		byPerson: 'no automatic fix: see its details',
		noSafe: 'none',
		busy: 'a fix is running',
		readOnly: (by: string) => `this run is read-only (${by})`,
		nothingBack: 'No fix was applied here that can be undone.',
		nothingToRun: (found: string) => `Nothing to run: ${found}`,
		ask: (count: number) => (count === 1 ? 'Apply this fix?' : `Apply these ${count} fixes?`),
		askBack: 'Undo this fix?',
		running: (title: string) => `fix: ${title}`,
		allMended: (count: number) =>
			count === 1 ? 'Fixed; running all checks again.' : `${count} fixed; running all checks again.`,
		undone: 'Undone; running all checks again.',
		notMended: (title: string, found: string) => `${title}: ${found}`,
		last: 'last fix',
		nothing: (title: string, found: string) => `${title}: nothing to run (${found})`,
	},
	noCommands: 'No automatic fix. Do this by hand.',
	actions: {
		'checks.open': 'open',
		'checks.toggle': 'problems',
		'checks.next': 'next problem',
		'checks.previous': 'prev problem',
		'checks.refresh': 'run again',
		'checks.rerun': 'run this again',
		'checks.copy': 'copy fix',
		'checks.filter': 'filter',
		'checks.back': 'back',
		'checks.menu': 'actions',
		'checks.choose': 'run',
		'checks.close': 'close',
	} as Readonly<Record<string, string>>,
};
