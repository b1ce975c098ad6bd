import {counted, list} from './amounts.js';

/** The words of the checks of firewalld and the packet filters beside it; see `check-items.ts`. */
export const firewallChecks = {
	firewalld: {
		title: 'firewalld',
		wanted: 'off, or running with the nftables backend',
		why: 'firewalld filters every packet from pods to this host. Set it up before k0s starts: firewalld older than 2.0, or one with a direct rule, deletes the rules of k0s on reload.',
		running: (backend: string) => `running, backend ${backend}`,
		backend: (backend: string) => `running, old backend ${backend}`,
		stopped: 'installed, but not running: every port is open',
		stoppedNote: 'If k0s is running, bind kube-bridge to a zone next; the next check shows how.',
		masked: 'masked: somebody disabled it on purpose',
		maskedRuns: 'running, but masked: off after the next boot',
		maskedNote: 'Unmasks it, so that it can be started.',
		panic: 'panic mode: every packet is dropped',
		panicNote: 'Somebody turned it on. Ask why before you turn it off; connections come back at once.',
		absent: 'not installed',
		note: 'Set FirewallBackend=nftables in /etc/firewalld/firewalld.conf before k0s is installed.',
		backendNote: 'Restarts firewalld. There are no Kubernetes rules to lose yet.',
		backendCosts: (chains: number) =>
			`Restarts firewalld, which deletes ${counted(chains, 'Kubernetes chain')}: services do not work until k0s writes them again (restart k0scontroller, on a worker k0sworker).`,
	},
	'firewall-pods': {
		title: 'Pods pass the firewall',
		wanted: 'kube-bridge in a trusted zone, or pod range, ports and masquerade as in the guide',
		why: 'Pods must reach 6443, 8132 and 10250 on this host, and the outside world. If firewalld rejects them, the error is “no route to host”, and CoreDNS never becomes ready.',
		good: (zone: string, by: string) => `pods are in zone ${zone} (${by})`,
		hides: (zone: string) => `pods are in zone ${zone}; its masquerade hides client addresses from pods`,
		zone: (zone: string, by: string) => `zone ${zone} (${by})`,
		closed: (blocker: string, ports: readonly string[]) => `${blocker} blocks pods from ${list(ports)}`,
		noForward: (blocker: string) => `${blocker} forwards nothing from pods`,
		perhaps: (zone: string, ports: readonly string[]) =>
			ports.length === 0
				? `pods are in zone ${zone}; whether packets between pods and to the network pass cannot be told`
				: `pods are in zone ${zone}; whether they reach ${list(ports)} cannot be told`,
		blocker: {
			policy: (name: string) => `policy ${name}`,
			direct: (rule: string) => `direct rule “${rule}”`,
			rule: (chain: string, rule: string) => `rule “${rule}” in chain ${chain}`,
		},
		blockerNote: {
			policy:
				'A policy applies to all its zones, so the zone of the pods does not help. Change the policy: firewall-cmd --info-policy=NAME shows it.',
			direct:
				'Direct rules come before zones. Remove this one where it was added: firewall-cmd --direct --get-all-rules and --get-all-passthroughs list them.',
			rule: 'Find what made this rule: firewall-cmd --list-all-policies, --list-all-zones and --direct --get-all-rules.',
		},
		by: {source: 'by pod range', interface: 'by kube-bridge', default: 'the default zone'},
		note: 'Changes runtime and permanent configuration, without a reload: firewalld older than 2.0, or one with a direct rule, would delete the Kubernetes rules. The firewall step on screen 2 does the same.',
		articleNote:
			'As in the guide. The default zone trusted accepts everything on interfaces without a zone, so it comes last.',
		perhapsNote:
			'Something decides that is not understood here, or that treats some pods in another way: read the rich rules and sources of the zones, the policies, and the direct rules.',
	},
	'firewall-interface': {
		title: 'Zone of the outside interface',
		wanted: 'a zone that accepts only what it lists',
		why: 'This zone decides what the network can reach on this host. A trusted zone here opens etcd and the kubelet to everybody.',
		found: (dev: string, zone: string, by: string) => `${dev} is in ${zone} (${by})`,
		open: (dev: string, zone: string) => `${dev} is in ${zone}, which accepts everything`,
		by: {source: 'by source', interface: 'bound', default: 'the default zone'},
		noRoute: 'no default route, so no outside interface',
		note: 'In the order of the guide, the host is open until the last line; bind the interface to public first.',
	},
	'firewall-default-zone': {
		title: 'Default zone',
		wanted: 'not a trusted zone',
		why: 'Every interface without a zone gets this one, a second network card too. If it is trusted, everything is open there.',
		found: (zone: string) => zone,
		open: (zone: string) => `${zone}: accepts everything`,
		article: (zone: string) => `${zone}, as in the guide: a network card added later is open to everybody`,
		note: 'First bind kube-bridge to trusted and the outside interface to its zone, then change the default zone.',
	},
	'firewall-nodes': {
		title: 'Other nodes pass the firewall',
		wanted:
			'k0s’s ports open to the other nodes: 6443, 8132, 9443 and 2380 on a controller, 10250, 179 and 4789 where pods run',
		why: 'Nodes that join connect to these ports. Only the profile multi-node needs them.',
		good: (zone: string) => `zone ${zone} accepts them`,
		closed: (zone: string, ports: readonly string[]) => `zone ${zone} blocks ${list(ports)}`,
		notWanted: (profile: string) => `not needed by the profile ${profile}`,
		perhaps: (zone: string) =>
			`zone ${zone} has rules for some addresses: whether your nodes are among them is unknown`,
		nameNodes: 'Name the nodes: k0s-tui check --profile multi-node --nodes ADDRESS,…',
		named: (zones: readonly string[]) => `zone ${list(zones)} lets the nodes named in`,
		shut: (zones: readonly string[], nodes: readonly string[]) => `zone ${list(zones)} keeps out ${list(nodes)}`,
		noRoute: (node: string) => `no route leads to ${node}`,
		namedNote: 'Opens k0s’s ports to these nodes alone, now and for good. Give --fix the same --nodes.',
		note: 'Opens them to everybody. To open them to your nodes alone, name those: --nodes ADDRESS,….',
	},
	'firewall-permanent': {
		title: 'Firewall survives a reload',
		wanted: 'the runtime configuration is also permanent',
		why: 'A reload or a reboot loads the permanent configuration. What is only in the runtime configuration is lost then.',
		same: 'runtime = permanent',
		differs: (what: readonly string[]) => `differs: ${list(what)}`,
		note: 'Repeat with --permanent what you want to keep, and undo the rest. No reload is needed.',
		writeNote: 'Makes the runtime configuration permanent. No reload is needed.',
	},
	'firewall-reload': {
		title: 'Reload of firewalld',
		wanted: 'the Kubernetes rules survive it',
		why: 'On reload, firewalld older than 2.0 deletes every rule of kube-proxy and kube-router; newer versions do so only while a direct rule exists, and when the first one is added. Services do not work until the rules are written again.',
		harmless: 'harmless: no Kubernetes rules yet',
		keeps: (version: string, chains: number) =>
			`firewalld ${version} without direct rules keeps the ${counted(chains, 'Kubernetes chain')}`,
		danger: (because: string, chains: number) =>
			`${because}: a reload would delete ${counted(chains, 'Kubernetes chain')}`,
		because: {
			version: (version: string) => `firewalld ${version}`,
			backend: (backend: string) => `backend ${backend}`,
			direct: (rules: number) => counted(rules, 'direct rule'),
			unknown: 'if this firewalld is older than 2.0 or has a direct rule (unknown)',
		},
		directNote:
			'Replace the direct rules with rich rules or policies, then remove them (firewall-cmd --direct --get-all-rules lists them).',
		starting: 'no Kubernetes rules yet: k0s is starting',
		wiped: 'k0s is running and kube-bridge is up, but its rules are gone',
		note: 'Do not reload now. If it happened, systemctl restart k0scontroller (on a worker: k0sworker) brings the rules back, except host ports of pods: recreate those pods.',
		wipedNote:
			'The control plane is down for about a minute; pods keep running. Then the rules are written again, except host ports of pods: recreate those pods.',
	},
	'firewall-forward': {
		title: 'Forwarded packets pass the firewall',
		wanted: 'StrictForwardPorts=no (the default)',
		why: 'kube-proxy sends packets for services on to pods. With StrictForwardPorts=yes, firewalld rejects them: node ports, cluster IPs, and DNS and the API for pods.',
		off: 'StrictForwardPorts is off',
		on: 'StrictForwardPorts=yes: firewalld rejects what kube-proxy sends to pods',
		written: 'StrictForwardPorts=yes is written down; the next reload or boot brings it into force',
		unknownKey: (version: string) => `StrictForwardPorts=yes, which firewalld ${version} does not know`,
		note: 'Sets StrictForwardPorts=no and reloads firewalld, which keeps the Kubernetes rules here.',
		fileNote: 'Sets StrictForwardPorts=no in /etc/firewalld/firewalld.conf. No reload is needed: it is not in force.',
		costs:
			'Set StrictForwardPorts=no in /etc/firewalld/firewalld.conf, then run firewall-cmd --reload. Here the reload may delete the Kubernetes rules (see “Reload of firewalld”): run systemctl restart k0scontroller (on a worker: k0sworker) after it.',
	},
	'firewall-other': {
		title: 'Other firewalls',
		wanted: 'none besides firewalld',
		why: 'Two firewalls undo each other’s rules. Restarting the nftables or iptables service deletes the Kubernetes rules too.',
		none: 'none',
		found: (names: readonly string[]) => `${list(names)} active`,
		note: 'Keep only one. In ufw, allow what pods send (ufw allow in on kube-bridge), and do not restart the nftables service while k0s is running.',
	},
	'iptables-mix': {
		title: 'One iptables backend',
		wanted: 'no rules in the legacy tables',
		why: 'k0s writes its rules to nftables. Rules in the legacy tables apply as well, and kube-router may crash on the mix.',
		none: 'no legacy tables',
		empty: (tables: readonly string[]) => `legacy tables are loaded (${list(tables)}), without rules`,
		only: (tables: readonly string[]) => `legacy tables are loaded: ${list(tables)}`,
		mixed: (tables: readonly string[]) => `legacy tables (${list(tables)}) next to the Kubernetes rules in nftables`,
		note: 'Find out what uses iptables-legacy, remove those rules, and reboot.',
	},
} as const;
