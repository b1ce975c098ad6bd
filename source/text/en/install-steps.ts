import {releaseSteps} from './install-release.js';

/** What each step of the guided install is called, why it exists, and what it can find. */
export const installSteps = {
	privilege: {
		title: 'Root',
		why: 'Everything after this changes the system. The whole program runs as root once, so that no step stops midway to ask for a password.',
		root: 'runs as root',
		notRoot: 'This needs root.',
		becomeRootFor: (command: string) => `run: sudo k0s-tui ${command}`,
		becomeRoot: 'Press S to start again as root with sudo on this screen (or: sudo k0s-tui).',
	},
	preflight: {
		title: 'Pre-flight',
		why: 'A start that cannot succeed restarts every ten seconds for ever. So the few things without which it cannot succeed are looked at first; the Checks screen has all of them.',
		see: 'Press 1 to see all checks (or: k0s-tui check).',
		notLinux: (system: string) => `k0s runs on Linux; this is ${system}.`,
		noBuild: (machine: string) => `There is no k0s for ${machine} (only x86_64, aarch64, armv7l).`,
		noSystemd: (why: string) => `systemd does not answer (${why}).`,
		masked: 'The unit k0scontroller.service is masked: systemctl unmask k0scontroller',
		littleMemory: (megabytes: number) => `${megabytes} MiB of memory; the control plane and a worker need 1 GiB.`,
		dataFolder: 'a folder of its own, no folder of the system: a reset deletes it',
		systemFolder: (path: string) =>
			`${path} is a folder of the system: k0s deletes its data folder at a reset, so it must have one of its own.`,
		noConfig: (path: string) => `There is no configuration file ${path}.`,
		badConfig: (path: string, said: string) => `k0s refuses the configuration ${path}: ${said}`,
		good: (machine: string, memory: number | null, disk: number | null) =>
			[
				`Linux on ${machine}`,
				'systemd',
				...(memory === null ? [] : [`${memory} MiB memory`]),
				...(disk === null ? [] : [`${disk} MiB free`]),
			].join(', '),
	},
	hostname: {
		title: 'Host name',
		why: 'The node is named after the host. Changed later, the cluster would see a second node; so it is set before k0s is installed, or kept.',
		kept: (name: string) => `kept: ${name}`,
		unfit: (name: string, fault: string) => `No node can be named ${name} (wanted: ${fault}).`,
		poor: (fault: string) => `Better: ${fault}. Choose a name now (n, or --hostname NAME): later it cannot be changed.`,
		choose: 'Choose another name: n here, or --hostname NAME.',
		already: (name: string) => `is already ${name}`,
		differs: (now: string, wanted: string) => `is ${now}, wanted ${wanted}`,
		installed: (now: string, wanted: string) => `k0s is installed under ${now}; it cannot become ${wanted} any more.`,
		installedHint: 'A new name needs a reset of k0s first.',
	},
	firewall: {
		trial: {
			title: 'Firewall, now',
			why: 'Pods need their bridge to be let through; a stock firewalld blocks pods from each other and from outside. First at run time only, and under a guard that takes it back by itself if you cannot log in any more.',
		},
		commit: {
			title: 'Firewall, for good',
			why: 'Writes down what was tried, so that it is there after a reload or a reboot.',
			order:
				'The guide sets the default zone first: then every port is open until its last line. Here the interface is bound first and the default zone comes last: the same end, never open.',
			reload:
				'The reload makes what runs equal to what is written. On a node that runs it is left out: firewalld before 2.0, or with a direct rule, would delete all packet rules of the cluster.',
		},
		notes: {
			'single-node': [
				'Trusts what comes from the pods (kube-bridge) and opens nothing else. NodePorts answer from outside anyway: their packets are forwarded, which no port list decides.',
			],
			article: [
				'112/tcp is opened because the guide does. VRRP is IP protocol 112, not a TCP port: nothing uses this line.',
				'The pods’ network as a source of public, with masquerade: pods see 10.244.0.1 as the client of everything, and cannot reach this host but on the listed ports.',
				'The default zone becomes trusted: kube-bridge, which no zone names, falls into it. So would a second network card.',
			],
			'multi-node': [],
		} as Readonly<Record<string, readonly string[]>>,
		absent: 'no firewalld on this host: nothing to open',
		stopped: 'firewalld does not run: nothing to open',
		notBuilt: 'The profile multi-node is not built yet.',
		noInterface: 'There is no default route, so the interface towards the network is not known.',
		nameInterface: 'Name it: i here, or --interface NAME.',
		unknownInterface: (name: string) => `There is no interface ${name} on this host.`,
		runtimeSo: (profile: string) => `in force as ${profile} wants it`,
		runtimeLacks: (count: number, all: number) => `${count} of ${all} settings not in force yet`,
		permanentSo: (profile: string) => `written as ${profile} wants it`,
		permanentLacks: (count: number) => `${count} ${count === 1 ? 'setting' : 'settings'} not written down yet`,
		notTried: (count: number) =>
			`${count} ${count === 1 ? 'setting was' : 'settings were'} not tried at run time yet: run “Firewall, now” first.`,
	},
	...releaseSteps,
	install: {
		title: 'Install the service',
		why: 'k0s writes its systemd unit: a controller that is a worker too, without the taint that keeps pods away. Nothing starts yet.',
		absent: 'no service yet',
		here: (line: string) => line,
		disabled: 'the service is there, but does not start at boot',
		noExecStart: (path: string) => `${path} has no ExecStart.`,
		differs: (line: string, flags: string) => `The unit starts “${line}”; wanted ${flags}.`,
		differsHint: 'It was made by somebody else, or otherwise. It is not overwritten.',
		noBinary: 'There is no k0s to install from: run “Place” first.',
	},
	start: {
		title: 'Start',
		why: 'k0s start only hands the job to systemd. Whether the service stays up is looked at after it.',
		stopped: 'not started',
		active: (pid: number | null) => (pid === null ? 'active' : `active, process ${pid}`),
		notActive: (active: string, sub: string, restarts: number) =>
			`The service is ${active} (${sub})${restarts === 0 ? '' : `, restarted ${restarts} times`}.`,
		conditionFailed: 'systemd did not start it: /usr/local/bin/k0s must be executable.',
		survivors: (names: string) => `Still running from an earlier start, and ended first: ${names}.`,
		failed: (result: string) =>
			`The service failed (${result}). Until systemd forgets that, k0s neither starts nor stops it.`,
		stopping: 'The service is stopping. It is started once it is down.',
		masked: 'The unit k0scontroller.service is masked: it cannot be started.',
		maskedHint: 'If that is not meant: systemctl unmask k0scontroller',
		unreadable: (load: string, active: string) =>
			`systemd cannot use the unit k0scontroller.service (${load}, ${active}).`,
		unreadableHint: 'What is wrong with it: systemd-analyze verify k0scontroller.service',
		crashHint: 'Its last lines: journalctl -u k0scontroller -n 50',
		notInstalled: 'There is no service to start: run “Install the service” first.',
	},
	healthy: {
		title: 'Healthy',
		why: 'A started service is not a cluster. This waits until all five hold: the service is active, the API answers, the node is Ready, the pod network is complete, DNS serves.',
		so: 'all five conditions hold',
		waitsFor: (what: string, found: string) => `waits for ${what}: ${found}`,
		notStarted: 'The service does not run: run “Start” first.',
	},
};
