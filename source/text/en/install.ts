import {installChoices} from './install-choices.js';
import {installLeft} from './install-left.js';
import {installPanel} from './install-panel.js';
import {installScreen} from './install-screen.js';
import {installSteps} from './install-steps.js';

/** The guided install: its engine, its steps, its commands without a screen, its screen. */
export const install = {
	...installScreen,
	choices: installChoices,
	panel: installPanel,
	steps: installSteps,
	engine: {
		aborted: 'Stopped before its next command.',
		abortedHint: 'Run the step again: what is done already is found, and not done twice.',
		goesOn: 'Cut off; goes on from there in a moment.',
		detached: 'No longer waited for. The cluster goes on by itself.',
		detachedHint: 'Run the step again to go on waiting.',
		nothingToUndo: 'nothing to take back',
		isSo: (command: string) => `already so: ${command}`,
		undoneBefore: 'was taken back already',
		undone: (count: number) => `taken back with ${count} ${count === 1 ? 'command' : 'commands'}`,
		planChanged: (command: string) => `The plan is no longer the one that was shown: ${command}`,
		planChangedHint: 'Something changed on the host meanwhile. Look at the new plan, then run it.',
		waitedTooLong: (found: string) => `Not in time. ${found}`,
		notAsWanted: (found: string) => `The commands ended well, but it is not as wanted: ${found}`,
		notFound: (tool: string) => `${tool} is not on this host.`,
		notPermitted: (tool: string, said: string) => `${tool} was not permitted${said === '' ? '' : `: ${said}`}.`,
		timedOut: (tool: string, seconds: number) => `${tool} did not end within ${seconds} s.`,
		killed: (tool: string, signal: string) => `${tool} was killed (${signal}).`,
		ended: (tool: string) => `${tool} was ended.`,
		failed: (tool: string, exit: number, said: string) =>
			`${tool} failed (exit ${exit})${said === '' ? '' : `: ${said}`}`,
		journalFailed: (why: string) => `The journal cannot be written, so nothing runs: ${why}`,
		curl: {
			'1': 'Only https is taken, on a redirect too.',
			'5': "The proxy's name could not be resolved: look at https_proxy.",
			'6': 'The name could not be resolved: look at DNS.',
			'7': 'The server refused: look at the network and the firewall.',
			'18': 'The transfer was cut off.',
			'22': 'The server did not give it: 404 is no such file, 407 the proxy wants a password, 429 and 5xx later.',
			'23': 'The file could not be written: look at the free space.',
			'28': 'It came too slowly or not at all.',
			'33': 'The server cannot continue what is here: take the step back, and it begins anew.',
			'35': 'TLS failed.',
			'52': 'The server closed the connection without a word.',
			'56': 'The connection broke, or the proxy refused.',
			'60': 'The certificate is not trusted: a proxy may be looking into the connection.',
			'92': 'The transfer was cut off.',
		} as Readonly<Record<string, string>>,
	},
	worker: {
		noStart: (said: string) => `The worker did not start${said === '' ? '' : `: ${said}`}.`,
		left: (unit: string) => `What an earlier run began has not ended yet. Look at it: systemctl status ${unit}`,
		noSpace: (path: string) => `No space is left for ${path}, so nothing is run: free some first.`,
		noOrder: 'No such order: a worker is started by k0s-tui itself.',
		gone: 'The worker was killed. Nothing runs any more; run again to go on from where the host stands.',
		waitsFor: (command: string) => `waits for a command of a run that was killed: ${command}`,
		who: (holder: {list: string; pid: number; user: string; tty: string | null; since: string}) =>
			`${holder.list} by ${holder.user}${holder.tty === null ? '' : ` on ${holder.tty}`} since ${holder.since} UTC, process ${holder.pid}`,
		userOf: (uid: string) => `user ${uid}`,
		held: (who: string) => `Another run holds the lock: ${who}.`,
		joined: (who: string) => `joined the run that is under way: ${who}`,
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
		statusLate: 'k0s answers late: the control plane is starting',
		apiAnswers: (version: string) => `answers (${version})`,
		apiSilent: 'does not answer yet',
		notUp: 'not up yet',
		noNode: 'not registered yet',
		nodeReady: (name: string) => `${name} is Ready`,
		nodeNotReady: (name: string, reason: string) => `${name} is NotReady${reason === '' ? '' : `: ${reason}`}`,
		noNetwork: 'kube-proxy and kube-router are not there yet',
		noDns: 'coredns is not there yet',
	},
	/** What an undo does not take back. */
	undoLeft: {
		title: 'Not taken back, and still on this host:',
		rules: (rules: number, chains: number, sets: number) =>
			`${rules} packet rules in force, ${chains} chains and tables, ${sets} sets`,
		processes: (names: string) => `processes: ${names}`,
		files: (names: string) => `files and folders: ${names}`,
		users: (names: string) => `accounts: ${names}`,
		network: (names: string) => `in the kernel: ${names}`,
		firewall: (names: string) => `in firewalld: ${names}`,
		settings: (names: string) => `kernel settings that k0s writes, until the next boot: ${names}`,
		offer: 'A reset takes these away too, each by its own name: k0s-tui reset (on screen 2: X).',
	},
	/** Taking k0s off a host. */
	reset: {
		/** Before a reset, and before an undo that resets. */
		dataLoss:
			'This deletes the cluster for good: all its workloads, its etcd and every volume below the data folder. There is no way back.',
		stop: {
			title: 'Stop',
			why: 'k0s refuses to reset while it runs.',
			absent: 'no service',
			stopped: 'does not run',
			failed: (result: string) => `failed (${result}): k0s neither starts nor stops it until systemd forgets that`,
			runs: (active: string, sub: string) => `${active} (${sub})`,
		},
		processes: {
			title: 'Processes',
			why: 'A k0s that was killed, or whose stop took too long, leaves etcd, the API server and their kind running. They hold their ports and keep their accounts from being removed.',
			none: 'none of the control plane runs',
			later: 'they end with k0s; what outlives it is ended',
			left: (names: string) => `outlived k0s: ${names}`,
		},
		reset: {
			title: 'Reset',
			why: 'k0s takes away its pods, its data, its accounts and its service.',
			nothing: 'nothing of k0s’s own is there',
			there: (paths: string) => `there: ${paths}`,
			noBinary: 'there is no k0s that could do it; what is left is taken away by name',
		},
		pods: {
			title: 'Pods',
			why: 'Pods go on when k0s stops. Its own reset ends them; what it does not find any more is ended before its files go.',
			none: 'none runs',
			run: (count: number) =>
				`${count} ${count === 1 ? 'process' : 'processes'} of k0s and its pods; what outlives its reset is ended`,
		},
		leftovers: {
			title: 'Leftovers',
			why: 'A reset leaves packet rules, sets, folders and firewall settings. What is still there is taken away by its own name, never with a flush: other rules on this host stay.',
			none: 'nothing is left',
			some: (count: number) => `${count} ${count === 1 ? 'thing is' : 'things are'} left`,
			follows:
				'k0s’s own reset takes part of this away. What is left then goes by these commands, each if it is still needed.',
			reboot: 'What cannot be taken away now is gone, or can be, after a reboot.',
		},
		done: 'Nothing of k0s is left.',
		left: (count: number) =>
			`${count} ${count === 1 ? 'leftover' : 'leftovers'}, each with the command that takes it away:`,
		leftover: (kind: string, name: string) => `${kind} ${name}`,
		command: (argv: string) => `  $ ${argv}`,
		unread: (what: string) => `Could not be looked at: ${what}`,
		...installLeft,
	},
	/** Why a start does not go on: what is wrong, and what to do. */
	stalls: {
		notExecutable: {
			reason: 'systemd did not start it: /usr/local/bin/k0s is not there or not executable.',
			fix: 'Run “Place” again, or: chmod 755 /usr/local/bin/k0s',
		},
		preflight: (rejected: string) => ({
			reason: `k0s's own pre-flight check rejected this host: ${rejected}.`,
			fix: 'The Checks screen (1) says what to do about it; k0s sysinfo prints all of it.',
		}),
		portInUse: (port: string, error: string) => ({
			reason: `Port ${port} is in use already: ${error}.`,
			fix: `See who has it: ss -Hltnp sport = :${port}. Stop that, and systemd starts k0s again within 10 s.`,
		}),
		crashLoop: (error: string) => ({
			reason: `k0s ends again and again. Its last error: ${error}.`,
			fix: 'More of it: journalctl -u k0scontroller -n 50',
		}),
		imagePull: (pod: string) => ({
			reason: `An image cannot be pulled: ${pod}.`,
			fix: 'Look at the network and DNS (Checks). Behind a proxy the service needs it too (systemctl edit k0scontroller); without a network, an image bundle in /var/lib/k0s/images.',
		}),
		kernelModules: (modules: string, seen: string) => ({
			reason: `Kernel modules could not be loaded: ${modules} (${seen}).`,
			fix: 'On EL10 they are in the package kernel-modules-extra of the running kernel; install it, or reboot into the kernel that has them.',
		}),
		podCrash: (pod: string, name: string) => ({
			reason: `A pod of the system does not stay up: ${pod}.`,
			fix: `Its last words: k0s kubectl -n kube-system logs ${name} --previous`,
		}),
		podTrouble: (pod: string, name: string) => ({
			reason: `A pod of the system is in trouble: ${pod}.`,
			fix: `All about it: k0s kubectl -n kube-system describe pod ${name}`,
		}),
		component: (error: string) => ({
			reason: `A part of k0s ends again and again: ${error}.`,
			fix: 'More of it: journalctl -u k0scontroller -n 200',
		}),
		containerRuntime: (error: string) => ({
			reason: `containerd does not run, so no pod can: ${error}.`,
			fix: 'Its own words: journalctl -u k0scontroller | grep component=containerd',
		}),
		statusHangs: {
			reason: 'k0s does not answer within 5 s: the control plane is starting.',
			fix: 'Usual for a minute or two. If it stays so: journalctl -u k0scontroller -n 50',
		},
		apiDown: (error: string) => ({
			reason: `The API server does not answer: ${error}.`,
			fix: 'Usual for a minute. If it stays so: ss -Hltnp sport = :6443, and journalctl -u k0scontroller',
		}),
		apiSlow: {
			reason: 'The API server does not answer within our time.',
			fix: 'Usual while a slow disk or little memory holds it up. If it stays so: the Checks screen (disk, memory), and journalctl -u k0scontroller | grep "took too long"',
		},
		apiErrors: (error: string) => ({
			reason: `The API server answers with an error: ${error}.`,
			fix: 'Look at its own lines: journalctl -u k0scontroller | grep component=kube-apiserver',
		}),
		cni: (reason: string) => ({
			reason: `The pod network is not up: ${reason}.`,
			fix: 'Usual for a minute. If it stays so, kube-router does not start: k0s kubectl -n kube-system get pods',
		}),
		noNode: {
			reason: 'No node has registered.',
			fix: 'Usual for a minute. If it stays so, the kubelet does not start: journalctl -u k0scontroller | grep component=kubelet',
		},
		noPods: {
			reason: 'Nothing of the system was deployed: no pod network, no DNS.',
			fix: 'k0s deploys them by itself: journalctl -u k0scontroller | grep component=applier-manager',
		},
	},
	bad: {
		hostname: {
			empty: 'a host name',
			'too-long': 'at most 63 characters: the node carries its name as a label',
			'bad-character': 'only a-z, 0-9, “-” and “.” (RFC 1123)',
			'empty-label': 'no empty part between dots',
			'label-too-long': 'at most 63 characters between dots',
			'edge-hyphen': 'no “-” at the beginning or end of a part',
			'upper-case': 'lower case: the node is named so',
			localhost: 'not localhost: the node needs a name of its own',
		} as Readonly<Record<string, string>>,
		interface: 'the name of a network interface (see: ip link)',
		version: 'stable, or a tag like v1.34.1+k0s.0',
		path: 'an absolute path',
		seconds: 'seconds from 10 to 3600',
	},
	plan: {
		undoes: (count: number) => `${count} ${count === 1 ? 'step is' : 'steps are'} taken back, newest first`,
		states: {done: 'done', todo: 'to do', blocked: 'blocked'},
		title: (profile: string) => `Plan, firewall profile ${profile}`,
		nothing: 'nothing to run',
		waits: 'runs nothing, waits',
		undo: 'undo',
	},
	headless: {
		notBuilt: (option: string) => `${option}: not built yet`,
		resumes: (step: string) => `Goes on with a run that was cut off at ${step}.`,
		blocked: (step: string, why: string) => `${step}: ${why}`,
		step: (id: string, word: string, found: string, seconds: string) =>
			`${id}: ${word}${seconds}${found === '' ? '' : `  ${found}`}`,
		command: (argv: string) => `  $ ${argv}`,
		stage: (found: string) => `  ${found}`,
		hint: (hint: string) => `  ${hint}`,
		progress: (percent: number, size: string) => `  ${percent} % of ${size}`,
		nothingToUndo: 'Nothing that k0s-tui did here is left to take back.',
		undone: (count: number) => `${count} ${count === 1 ? 'step' : 'steps'} taken back.`,
		healthy: (seconds: string) => `The cluster is healthy (after ${seconds} s).`,
		failed: (step: string) => `Failed at ${step}. The steps after it were not begun.`,
	},
};
