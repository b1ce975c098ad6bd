import {counted, list, span} from './amounts.js';

/** The words of the checks of security modules, time, downloads and k0s’ own judgement; see `check-items.ts`. */
export const outsideChecks = {
	selinux: {
		title: 'SELinux',
		wanted: 'any mode',
		why: 'k0s works in enforcing mode, without separating containers by label. Denials go to the audit log.',
		off: 'off',
		permissive: 'permissive',
		enforcing: 'enforcing',
	},
	apparmor: {
		title: 'AppArmor',
		wanted: 'on or off',
		why: 'If AppArmor is on, containerd applies its default profile to containers. k0s itself does not need it.',
		on: 'on',
		off: 'off',
	},
	'time-sync': {
		title: 'Time synchronisation',
		wanted: 'synchronised',
		why: 'Certificates are not valid before a certain time. With a wrong clock, nothing trusts anything.',
		good: 'synchronised',
		notYet: 'enabled, but not synchronised',
		off: 'not synchronised: no time service',
		unclear: 'this system does not say',
		note: 'Enables the time service. If none is installed: chrony.',
		noteChrony: 'No time service is installed: this installs one.',
		notYetNote: 'Check the time service: chronyc tracking, or timedatectl timesync-status.',
	},
	clock: {
		title: 'Clock',
		wanted: 'a plausible time, not changed while k0s is running',
		why: 'Certificates and leases depend on the clock. If it is changed by hours while k0s is running, its parts no longer trust each other.',
		now: (time: string) => `${time} UTC`,
		past: (day: string) => `${day}: that cannot be right`,
		pastNote: 'Set it: timedatectl set-time, or let a time service do it.',
		jumped: (seconds: number, forward: boolean) =>
			`set ${forward ? 'forward' : 'back'} by ${span(seconds)} since k0s started, or the host was suspended`,
		note: 'If nodes or pods complain about certificates or leases, restart k0s: then all parts agree again. The control plane is down for about a minute.',
	},
	'airgap-bundle': {
		title: 'Air-gap bundle',
		wanted: 'the chosen file',
		why: 'With a bundle, no image is pulled. It must be on this host before the install.',
		none: 'none chosen',
		missing: (path: string) => `${path} is not there`,
		note: 'Get it from the release assets (k0s-airgap-bundle-…), or name the right file.',
	},
	proxy: {
		title: 'Proxy',
		wanted: 'none, or the same one in the service, with both ranges excluded',
		why: 'The service does not see the variables of your shell, so images cannot be pulled. With a proxy and no NO_PROXY, even traffic inside the cluster goes to the proxy.',
		none: 'none set',
		good: (proxy: string) => `${proxy}, both ranges excluded`,
		shellOnly: (proxy: string) => `${proxy} is set here, but not for the service`,
		ranges: (missing: readonly string[]) => `NO_PROXY of the service lacks ${list(missing)}`,
		note: 'In /etc/systemd/system/k0scontroller.service.d/proxy.conf (on a worker: k0sworker.service.d) under [Service]: Environment="HTTPS_PROXY=…" "NO_PROXY=…" with both ranges and the network of the node; then systemctl daemon-reload.',
	},
	'reach-download': {
		title: 'Download is reachable',
		wanted: 'github.com answers',
		why: 'The k0s binary comes from there. Without it, give a file with --binary.',
	},
	'reach-quay': {
		title: 'k0s images are reachable',
		wanted: 'quay.io answers, or the mirror that is set',
		why: 'The images for network, DNS and metrics of the cluster come from there. Without them, the node never becomes ready; a bundle (--airgap-bundle) brings them.',
	},
	'reach-docker': {
		title: 'Demo image is reachable',
		wanted: 'registry-1.docker.io answers, or the mirror that is set',
		why: 'The web server of the demo is pulled from Docker Hub, which limits pulls. k0s itself does not need it.',
	},
	'k0s-sysinfo': {
		title: 'k0s sysinfo',
		wanted: 'nothing rejected',
		why: 'k0s runs the same probes before each start, and refuses to start if one is rejected. Known false alarms are left out here.',
		notYet: 'no k0s binary yet',
		good: (count: number, alarms: number) =>
			alarms === 0
				? `${count} probes, nothing rejected`
				: `${count} probes, nothing rejected; ${counted(alarms, 'warning')} of k0s that ${alarms === 1 ? 'is a known false alarm' : 'are known false alarms'}`,
		warned: (names: readonly string[]) => `warnings: ${list(names, 3)}`,
		rejected: (names: readonly string[]) => `rejected: ${list(names, 3)}`,
		note: 'k0s sysinfo shows the whole list.',
	},
} as const;
