import {releaseSteps} from './install-release.js';

/** What each step of the guided install is called, why it exists, and what it can find. */
export const installSteps = {
	privilege: {
		title: 'Root',
		why: 'Everything after this changes the system. The whole program runs as root, so no step stops midway to ask for a password.',
		root: 'runs as root',
		notRoot: 'This needs root.',
		becomeRootFor: (command: string) => `run: sudo k0s-tui ${command}`,
		becomeRoot: 'Press S to restart as root with sudo, on this screen (or: sudo k0s-tui).',
	},
	preflight: {
		title: 'Pre-flight',
		why: 'A k0s that cannot start is restarted every ten seconds, for ever. This checks the essentials first; the Checks screen has everything.',
		see: 'Press 1 to see all checks (or: k0s-tui check).',
		notLinux: (system: string) => `k0s runs on Linux; this is ${system}.`,
		noBuild: (machine: string) => `There is no k0s for ${machine} (only x86_64, aarch64, armv7l).`,
		noSystemd: (why: string) => `systemd does not answer (${why}).`,
		masked: (unit: string) => `The unit ${unit} is masked: systemctl unmask ${unit}`,
		littleMemory: (megabytes: number) => `${megabytes} MiB of memory; the control plane and a worker need 1 GiB.`,
		littleWorkerMemory: (megabytes: number) => `${megabytes} MiB of memory; a worker needs 512 MiB.`,
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
		why: 'The node gets the host’s name. If the name changes later, the cluster sees a second node. So set it before k0s is installed, or keep it.',
		kept: (name: string) => `kept: ${name}`,
		unfit: (name: string, fault: string) => `No node can be named ${name} (wanted: ${fault}).`,
		poor: (fault: string) => `Better: ${fault}. Choose now (c, or --hostname NAME). It cannot be changed later.`,
		staysForGood: (name: string) => `The node will be called ${name}, and that cannot be changed later.`,
		does: (name: string) => `names this host ${name}`,
		choose: 'Choose another name: c here, or --hostname NAME.',
		already: (name: string) => `is already ${name}`,
		differs: (now: string, wanted: string) => `is ${now}, wanted ${wanted}`,
		untilReboot: (now: string, later: string) => `is ${now} now, but ${later} after a reboot`,
		installed: (now: string, wanted: string) =>
			`k0s is installed as ${now}; the name can no longer change to ${wanted}.`,
		installedHint: 'To change the name, reset k0s first.',
	},
	firewall: {
		trial: {
			title: 'Firewall, now',
			why: 'firewalld’s defaults block pods from each other and from outside, so their bridge must be trusted. First only until reboot, with automatic rollback if you get locked out.',
			does: (count: number) => `${count} ${count === 1 ? 'setting' : 'settings'} in firewalld, until the next reboot`,
		},
		commit: {
			title: 'Firewall, for good',
			why: 'Makes the tested settings permanent, so they survive a reload and a reboot.',
			does: (count: number) => `makes ${count === 1 ? 'the setting' : `the ${count} settings`} permanent`,
			order:
				'The guide sets the default zone first, so every port is open until its last line. Here the interface is bound first and the default zone is set last: same result, never open.',
			reload:
				'The reload makes what runs equal to what is written. On a node that runs it is left out: firewalld before 2.0, or with a direct rule, would delete all packet rules of the cluster.',
		},
		notes: {
			'single-node': [
				'Trusts traffic from pods (kube-bridge) and opens nothing else. NodePorts answer from outside anyway: their packets are forwarded, and port lists do not apply.',
			],
			article: [
				'112/tcp is open because the guide opens it. VRRP is IP protocol 112, not a TCP port: nothing uses this rule.',
				'The pods’ network as a source of public, with masquerade: pods see 10.244.0.1 as the client of everything, and cannot reach this host but on the listed ports.',
				'The default zone becomes trusted: kube-bridge, which no zone names, falls into it. So would a second network card.',
			],
			'multi-node': [
				'Ports by k0s’s table of required ports. TCP 112 of that table is left out: VRRP is an IP protocol, and only control plane load balancing uses it.',
				'Nobody else gets to these ports, so kubectl from another machine needs its own rule for 6443.',
			],
		} as Readonly<Record<string, readonly string[]>>,
		/** Of each profile, before a yes. */
		risks: {
			'single-node': ['The firewall will trust pods. It opens no port.'],
			article: ['The firewall will trust every network card that no zone names, and open eight ports.'],
			'multi-node': [
				'The firewall will trust the pods of all nodes, and open k0s’s ports to the nodes that you named.',
			],
		} as Readonly<Record<string, readonly string[]>>,
		/** The profile multi-node. */
		opensTo: (ports: string, nodes: string) => `Opens ${ports}, and the tunnel between workers, to ${nodes} alone.`,
		trustsPods: (networks: string) =>
			`Other nodes send their pods’ packets unwrapped, so everything from ${networks} is trusted. On a network where others can forge addresses, keep rp_filter at 1.`,
		/** A worker, which cannot read the configuration of its controller. */
		assumesPods: (networks: string) =>
			`${networks} is k0s’s default. A worker cannot see what its controller uses: if that is another network of pods, its packets are not let in.`,
		noNodes: 'The profile multi-node opens ports to other nodes, and none is named.',
		nameNodes: 'Name them: c here, or --nodes ADDRESS,….',
		podNetworks: (why: string) => `The network of pods is unknown. ${why}`,
		nodeAmongPods: (node: string, network: string) =>
			`${node} is in the network of pods, ${network}: no node has such an address.`,
		noRouteToNode: (node: string) => `No route leads to ${node}, so the zone that it comes into is unknown.`,
		confirms: (seconds: number) =>
			`Keep this session open: a new login must confirm the firewall within ${seconds} s, else it is undone.`,
		absent: 'firewalld is not installed: nothing to open',
		stopped: 'firewalld is not running: nothing to open',
		noInterface: 'There is no default route, so the network interface is unknown.',
		nameInterface: 'Name it: c here, or --interface NAME.',
		unknownInterface: (name: string) => `There is no interface ${name} on this host.`,
		runtimeSo: (profile: string) => `active, as ${profile} needs it`,
		runtimeLacks: (count: number, all: number) => `${count} of ${all} settings not active yet`,
		permanentSo: (profile: string) => `permanent, as ${profile} needs it`,
		permanentLacks: (count: number) => `${count} ${count === 1 ? 'setting' : 'settings'} not permanent yet`,
		notTried: (count: number) =>
			`${count} ${count === 1 ? 'setting was' : 'settings were'} not tested yet: run “Firewall, now” first.`,
	},
	...releaseSteps,
	install: {
		title: 'Install the service',
		why: 'k0s writes its systemd unit. With the role single that is a controller that is also a worker, without the taint that keeps pods away. Nothing starts yet.',
		does: (unit: string) => `writes the service ${unit} and enables it at boot`,
		absent: 'no service yet',
		here: (line: string) => line,
		disabled: 'the service is installed, but does not start at boot',
		noExecStart: (path: string) => `${path} has no ExecStart.`,
		differs: (line: string, flags: string) => `The unit starts “${line}”; wanted ${flags}.`,
		differsHint: 'Somebody else made it, or made it differently. It is not overwritten.',
		otherRole: (unit: string, role: string) =>
			`k0s is here as ${unit}; wanted is the role ${role}. One host has one of them.`,
		otherRoleHint: 'To change the role, reset k0s first (k0s-tui reset).',
		noBinary: 'k0s is not in place: run “Place” first.',
	},
	start: {
		title: 'Start',
		why: 'k0s start only asks systemd to start the service. Then this checks that it stays up.',
		does: 'starts k0s and its pods',
		stopped: 'not started',
		active: (pid: number | null) => (pid === null ? 'active' : `active, process ${pid}`),
		notActive: (active: string, sub: string, restarts: number) =>
			`The service is ${active} (${sub})${restarts === 0 ? '' : `, restarted ${restarts} times`}.`,
		conditionFailed: 'systemd did not start it: /usr/local/bin/k0s must be executable.',
		survivors: (names: string) => `Still running from an earlier start, killed first: ${names}.`,
		failed: (result: string) =>
			`The service failed (${result}). k0s cannot start or stop it until the failure is cleared (systemctl reset-failed).`,
		stopping: 'The service is stopping. It starts again once it is down.',
		masked: (unit: string) => `The unit ${unit} is masked: it cannot be started.`,
		maskedHint: (unit: string) => `If you did not mean that: systemctl unmask ${unit}`,
		unreadable: (unit: string, load: string, active: string) =>
			`systemd cannot use the unit ${unit} (${load}, ${active}).`,
		unreadableHint: (unit: string) => `To see why: systemd-analyze verify ${unit}`,
		crashHint: (unit: string) => `Its last lines: journalctl -u ${unit} -n 50`,
		notInstalled: 'There is no service to start: run “Install the service” first.',
	},
	healthy: {
		title: 'Healthy',
		why: 'A started service is not yet a cluster. This waits until the service is active, the API answers, the node is Ready, the pod network is up and DNS works.',
		does: 'changes nothing: waits until the cluster is healthy',
		so: 'all five conditions hold',
		soWorker: 'this worker has joined, and what it may ask of its cluster is well',
		soController: 'the control plane answers; pods run when a worker has joined',
		waitsFor: (what: string, found: string) => `waiting for ${what}: ${found}`,
		notStarted: 'The service is not running: run “Start” first.',
	},
};
