import {installChoices} from './install-choices.js';
import {installJoin} from './install-join.js';
import {installLeft} from './install-left.js';
import {installPanel} from './install-panel.js';
import {installScreen} from './install-screen.js';
import {installSteps} from './install-steps.js';

/** The guided install: its engine, its steps, its commands without a screen, its screen. */
export const install = {
	...installScreen,
	choices: installChoices,
	join: installJoin,
	panel: installPanel,
	steps: installSteps,
	openrc: {
		found: 'This host runs OpenRC: k0s-tui changes services of systemd only.',
		byHand: {
			install:
				'By hand: k0s install controller --enable-worker --no-taints, then k0s start. Status, Network, path and reach work here.',
			upgrade: 'By hand: k0s backup --save-path DIR, k0s stop, put the new k0s in its place, k0s start.',
			reset: 'By hand: k0s stop, then k0s reset, then reboot.',
		} as Readonly<Record<string, string>>,
	},
	engine: {
		aborted: 'Stopped before the next command.',
		abortedHint: 'Run the step again. Finished work is detected and not repeated.',
		goesOn: 'Interrupted; it continues in a moment.',
		detached: 'Stopped waiting. The cluster keeps starting on its own.',
		detachedHint: 'Run the step again to keep waiting.',
		nothingToUndo: 'nothing to undo',
		isSo: (command: string) => `already done: ${command}`,
		notRun: (command: string, failed: string) => `not run: ${command} (this failed first: ${failed})`,
		undoneBefore: 'already undone',
		undone: (count: number) => `undone with ${count} ${count === 1 ? 'command' : 'commands'}`,
		planChanged: (command: string) => `The plan has changed since it was shown: ${command}`,
		planChangedHint: 'The host has changed. Check the new plan, then run it.',
		waitedTooLong: (found: string) => `Timed out. ${found}`,
		notAsWanted: (found: string) => `The commands succeeded, but the result is not right: ${found}`,
		notFound: (tool: string) => `${tool} is not on this host.`,
		notPermitted: (tool: string, said: string) => `${tool} was not permitted${said === '' ? '' : `: ${said}`}.`,
		timedOut: (tool: string, seconds: number) => `${tool} did not finish within ${seconds} s.`,
		killed: (tool: string, signal: string) => `${tool} was killed (${signal}).`,
		ended: (tool: string) => `${tool} was ended.`,
		failed: (tool: string, exit: number, said: string) =>
			`${tool} failed (exit ${exit})${said === '' ? '' : `: ${said}`}`,
		journalFailed: (why: string) => `Nothing runs, because the journal cannot be written: ${why}`,
		curl: {
			'1': 'Only https is allowed, also for a redirect.',
			'5': "Cannot resolve the proxy's name: check https_proxy.",
			'6': 'Cannot resolve the name: check DNS.',
			'7': 'The server refused the connection: check the network and the firewall.',
			'18': 'The transfer was interrupted.',
			'22': 'The server sent an error: 404 means no such file, 407 the proxy wants a password, 429 and 5xx try again later.',
			'23': 'Cannot write the file: check the free space.',
			'28': 'The transfer was too slow, or stalled.',
			'33': 'The server cannot resume this download. Undo the step to start over.',
			'35': 'TLS failed.',
			'52': 'The server closed the connection without an answer.',
			'56': 'The transfer was interrupted, or the proxy refused.',
			'60': 'The certificate is not trusted: a proxy may be intercepting the connection.',
			'92': 'The transfer was interrupted.',
		} as Readonly<Record<string, string>>,
	},
	worker: {
		noStart: (said: string) => `The worker did not start${said === '' ? '' : `: ${said}`}.`,
		left: (unit: string) => `A command of an earlier run is still running. See: systemctl status ${unit}`,
		noSpace: (path: string) => `No space left for ${path}. Nothing runs until you free some.`,
		noOrder: 'No such order. Only k0s-tui itself starts a worker.',
		gone: 'The worker was killed and nothing is running. Run again to continue from the current state.',
		waitsFor: (command: string) => `waiting for a command of a killed run: ${command}`,
		stays: (command: string, pids: string) =>
			`A command of a killed run is still running: ${command}. Run this again when it has ended, or end it first: kill ${pids}`,
		who: (holder: {list: string; pid: number; user: string; tty: string | null; since: string}) =>
			`${holder.list} by ${holder.user}${holder.tty === null ? '' : ` on ${holder.tty}`} since ${holder.since} UTC, process ${holder.pid}`,
		userOf: (uid: string) => `user ${uid}`,
		held: (who: string) => `Another run holds the lock: ${who}.`,
		joined: (who: string) => `joined the run in progress: ${who}`,
		goesOn: 'The run goes on in the background. The same command follows it again.',
	},
	stages: {
		title: {
			service: 'the service',
			api: 'the API server',
			node: 'the node',
			network: 'the pod network',
			dns: 'DNS',
		},
		active: (restarts: number) => (restarts === 0 ? 'active' : `active, restarted ${restarts} times`),
		notActive: (active: string, sub: string, restarts: number) =>
			`${active} (${sub})${restarts === 0 ? '' : `, restarted ${restarts} times`}`,
		conditionFailed: 'not started: its condition was not met (/usr/local/bin/k0s must be executable)',
		statusLate: 'k0s is slow to answer: the control plane is starting',
		apiAnswers: (version: string) => `answers (${version})`,
		apiSilent: 'does not answer yet',
		notUp: 'not up yet',
		noNode: 'not registered yet',
		nodeReady: (name: string) => `${name} is Ready`,
		nodeNotReady: (name: string, reason: string) => `${name} is NotReady${reason === '' ? '' : `: ${reason}`}`,
		noNetwork: 'kube-proxy and kube-router are not there yet',
		noDns: 'coredns is not there yet',
	},
	/** What an undo does not undo. */
	undoLeft: {
		title: 'Not undone, and still on this host:',
		rules: (rules: number, chains: number, sets: number) =>
			`${rules} packet rules in force, ${chains} chains and tables, ${sets} sets`,
		processes: (names: string) => `processes: ${names}`,
		files: (names: string) => `files and folders: ${names}`,
		users: (names: string) => `accounts: ${names}`,
		network: (names: string) => `in the kernel: ${names}`,
		firewall: (names: string) => `in firewalld: ${names}`,
		settings: (names: string) => `kernel settings with the values that k0s sets, kept until a reboot: ${names}`,
		offer: 'A reset removes these too, each by name: k0s-tui reset (X on screen 2).',
	},
	/** Taking k0s off a host. */
	reset: {
		/** Before a reset, and before an undo that resets. */
		dataLoss:
			'This deletes the cluster for good: all workloads, etcd and every volume below the data folder. It cannot be undone.',
		stop: {
			title: 'Stop',
			why: 'k0s cannot be reset while it runs.',
			foreign: (path: string, line: string) =>
				`${path} starts “${line}”, which is no k0s. A reset would stop and delete it`,
			foreignHint: 'Rename that unit first; what is left of k0s can be removed then.',
			does: 'stops the service',
			absent: 'no service',
			stopped: 'does not run',
			failed: (result: string) =>
				`failed (${result}): k0s cannot start or stop it until the failure is cleared (systemctl reset-failed)`,
			runs: (active: string, sub: string) => `${active} (${sub})`,
		},
		processes: {
			title: 'Processes',
			why: 'After a kill or a stop that timed out, etcd, the API server and others keep running. They hold their ports, and their accounts cannot be removed.',
			none: 'no control plane process is running',
			later: 'they stop with k0s; any that survive are killed',
			left: (names: string) => `still running without k0s: ${names}`,
		},
		reset: {
			title: 'Reset',
			why: 'k0s removes its pods, data, accounts and service.',
			does: 'removes pods, data, accounts and the service',
			nothing: 'nothing of k0s is there',
			there: (paths: string) => `there: ${paths}`,
			foreign: (folder: string, names: string) =>
				`The data folder ${folder} holds what k0s does not make: ${names}. k0s reset would delete it all.`,
			foreignHint: 'Move these away first.',
			noBinary: 'there is no k0s program to do it; what is left is removed by name',
		},
		pods: {
			title: 'Pods',
			why: 'Pods keep running when k0s stops. The reset ends them; any that it misses are killed before their files are removed.',
			none: 'none runs',
			run: (count: number) =>
				`${count} ${count === 1 ? 'process' : 'processes'} of k0s and its pods; any that survive the reset are killed`,
		},
		leftovers: {
			title: 'Leftovers',
			why: 'k0s reset leaves packet rules, sets, folders and firewall settings. These are removed one by one, by name, never with a flush: other rules on this host stay.',
			does: 'removes what is left, one by one, by name; other rules on this host stay',
			none: 'nothing is left',
			some: (count: number) => `${count} ${count === 1 ? 'thing is' : 'things are'} left`,
			follows: 'k0s reset removes some of this. These commands remove the rest, each only if still needed.',
			reboot: 'What cannot be removed now can be removed after a reboot, or is gone by then.',
		},
		done: 'Nothing of k0s is left.',
		left: (count: number) =>
			`${count} ${count === 1 ? 'leftover' : 'leftovers'}, each with the command that removes it:`,
		leftover: (kind: string, name: string) => `${kind} ${name}`,
		command: (argv: string) => `  $ ${argv}`,
		unread: (what: string) => `Could not be checked: ${what}`,
		...installLeft,
	},
	/** Why a start does not go on: what is wrong, and what to do. */
	stalls: {
		notExecutable: {
			reason: 'systemd did not start it: /usr/local/bin/k0s is missing or not executable.',
			fix: 'Run “Place” again, or: chmod 755 /usr/local/bin/k0s',
		},
		preflight: (rejected: string) => ({
			reason: `k0s’s pre-flight checks rejected this host: ${rejected}.`,
			fix: 'The Checks screen (1) says what to do; k0s sysinfo prints everything.',
		}),
		portInUse: (port: string, error: string) => ({
			reason: `Port ${port} is already in use: ${error}.`,
			fix: `See what uses it: ss -Hltnp sport = :${port}. Stop it; systemd then restarts k0s within 10 s.`,
		}),
		crashLoop: (error: string, unit: string) => ({
			reason: `k0s keeps crashing. Its last error: ${error}.`,
			fix: `More: journalctl -u ${unit} -n 50`,
		}),
		imagePull: (pod: string, unit: string) => ({
			reason: `An image cannot be pulled: ${pod}.`,
			fix: `Check the network and DNS (Checks). Behind a proxy, set it for the service too (systemctl edit ${unit}). Without a network, put an image bundle in /var/lib/k0s/images.`,
		}),
		kernelModules: (modules: string, seen: string) => ({
			reason: `Kernel modules could not be loaded: ${modules} (${seen}).`,
			fix: 'On EL10 they are in the package kernel-modules-extra of the running kernel. Install it, or reboot into a kernel that has them.',
		}),
		podCrash: (pod: string, name: string) => ({
			reason: `A system pod keeps crashing: ${pod}.`,
			fix: `Its last output: k0s kubectl -n kube-system logs ${name} --previous`,
		}),
		podTrouble: (pod: string, name: string) => ({
			reason: `A system pod is in trouble: ${pod}.`,
			fix: `Details: k0s kubectl -n kube-system describe pod ${name}`,
		}),
		component: (error: string, unit: string) => ({
			reason: `A part of k0s keeps crashing: ${error}.`,
			fix: `More: journalctl -u ${unit} -n 200`,
		}),
		containerRuntime: (error: string, unit: string) => ({
			reason: `containerd is not running, so no pod can run: ${error}.`,
			fix: `Its log: journalctl -u ${unit} | grep component=containerd`,
		}),
		statusHangs: (unit: string) => ({
			reason: 'k0s does not answer within 5 s: the control plane is starting.',
			fix: `Normal for a minute or two. If it stays: journalctl -u ${unit} -n 50`,
		}),
		apiDown: (error: string, unit: string) => ({
			reason: `The API server does not answer: ${error}.`,
			fix: `Normal for a minute. If it stays: ss -Hltnp sport = :6443, and journalctl -u ${unit}`,
		}),
		apiSlow: (unit: string) => ({
			reason: 'The API server is too slow to answer.',
			fix: `Normal with a slow disk or little memory. If it stays: the Checks screen (disk, memory), and journalctl -u ${unit} | grep "took too long"`,
		}),
		apiErrors: (error: string, unit: string) => ({
			reason: `The API server answers with an error: ${error}.`,
			fix: `See its log: journalctl -u ${unit} | grep component=kube-apiserver`,
		}),
		cni: (reason: string) => ({
			reason: `The pod network is not up: ${reason}.`,
			fix: 'Normal for a minute. If it stays, kube-router does not start: k0s kubectl -n kube-system get pods',
		}),
		noNode: (unit: string) => ({
			reason: 'No node has registered.',
			fix: `Normal for a minute. If it stays, the kubelet does not start: journalctl -u ${unit} | grep component=kubelet`,
		}),
		noPods: (unit: string) => ({
			reason: 'No system pods were deployed: no pod network, no DNS.',
			fix: `k0s deploys them on its own. See: journalctl -u ${unit} | grep component=applier-manager`,
		}),
	},
	bad: {
		hostname: {
			empty: 'a host name',
			'too-long': 'at most 63 characters: the name becomes a label of the node',
			'bad-character': 'only a-z, 0-9, “-” and “.” (RFC 1123)',
			'empty-label': 'no empty part between dots',
			'label-too-long': 'at most 63 characters between dots',
			'edge-hyphen': 'no “-” at the beginning or end of a part',
			'upper-case': 'lower case: node names are lower case',
			localhost: 'not localhost: the node needs a name of its own',
		} as Readonly<Record<string, string>>,
		interface: 'the name of a network interface (see: ip link)',
		nodes: {
			'no-address': (at: string) =>
				`addresses or networks with commas between them, like 192.0.2.11,2001:db8::/64; “${at}” is none`,
			'host-bits': (at: string, network: string) => `${network} for the network, or the address alone; not ${at}`,
			'never-a-node': (at: string) => `addresses of other machines; ${at} is none`,
			'too-wide': (at: string) => `/8 or longer for IPv4, /32 or longer for IPv6; not ${at}`,
			'too-many': (at: string) => `at most 32 entries, not ${at}; name a network instead`,
		} as Readonly<Record<string, (at: string, network: string) => string>>,
		nodesMissing: '--profile multi-node opens ports to other nodes: name them with --nodes ADDRESS,…',
		nodesProfile: '--nodes is for the firewall profile multi-node: add --profile multi-node',
		nodesSingle: '--single is a single node that nothing can join; it does not go with --profile multi-node',
		version: 'stable, or a tag like v1.34.1+k0s.0',
		path: 'an absolute path',
		singleRole: (role: string) => `--single is a single node that nothing can join; it does not go with --role ${role}`,
		noJoin: '--token-file joins a cluster: name what as, with --role worker, controller or controller+worker',
		workerConfig: '--k0s-config is for controllers: a worker gets its configuration from them',
		tokenTerminal: '--token-file - reads the token from a pipe, not from a terminal: k0s-tui … --token-file - <FILE',
		noTokenInput: 'what came by standard input is no join token of k0s',
		planToken: 'a plan takes the token from a file: --token-file FILE',
		seconds: 'seconds from 10 to 3600',
	},
	plan: {
		undoes: (count: number) => `${count} ${count === 1 ? 'step is' : 'steps are'} undone, newest first`,
		states: {done: 'done', todo: 'to do', blocked: 'blocked'},
		title: (profile: string) => `Plan, firewall profile ${profile}`,
		nothing: 'nothing to run',
		waits: 'runs nothing, waits',
		undo: 'undo',
	},
	headless: {
		resumes: (step: string) => `Resuming a run that was interrupted at ${step}.`,
		blocked: (step: string, why: string) => `${step}: ${why}`,
		step: (id: string, word: string, found: string, seconds: string) =>
			`${id}: ${word}${seconds}${found === '' ? '' : `  ${found}`}`,
		command: (argv: string) => `  $ ${argv}`,
		stage: (found: string) => `  ${found}`,
		hint: (hint: string) => `  ${hint}`,
		progress: (percent: number, size: string) => `  ${percent} % of ${size}`,
		nothingToUndo: 'Nothing to undo: k0s-tui has changed nothing here that is still in place.',
		undone: (count: number) => `${count} ${count === 1 ? 'step' : 'steps'} undone.`,
		healthyAs: {
			single: (seconds: string) => `The cluster is healthy (after ${seconds} s).`,
			'controller+worker': (seconds: string) => `The cluster is healthy (after ${seconds} s).`,
			controller: (seconds: string) =>
				`The control plane is healthy (after ${seconds} s). Pods run when a worker has joined: k0s-tui token`,
			worker: (seconds: string) => `This worker has joined, and its node is Ready (after ${seconds} s).`,
		},
		tokenDone: (file: string) => `The token is not needed any more: rm ${file}`,
		failed: (step: string) => `Failed at ${step}. The steps after it did not start.`,
	},
};
