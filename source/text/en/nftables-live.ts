/** Screen 5: services and their paths, what refuses packets, what moves. */

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

export const nftablesLive = {
	services: 'Services',
	drops: 'Drops and rejects',
	hot: 'Busiest rules',
	servicesCount: (ports: number, mode: string) =>
		`${count(ports, 'service port', 'service ports')}, kube-proxy in ${mode} mode`,
	readingServices: 'Looking through the rules for services …',
	noServices: 'No rules of kube-proxy on this host: nothing here leads to a service.',
	ipvs: 'kube-proxy runs in ipvs mode: services are in the kernel’s IPVS table (ipvsadm -Ln lists them), not in packet rules. The sets that its rules ask:',
	ipvsNoSets: 'Its sets could not be read (ipset).',
	members: (number: number) => count(number, 'member', 'members'),
	unknownService: (key: string) => `(no name) ${key}`,
	columns: {
		service: 'SERVICE',
		ways: 'WAYS IN',
		endpoints: 'ENDPOINTS',
		connections: 'CONNECTIONS',
		verdict: 'RESULT',
		rule: 'RULE',
		rate: 'RATE',
		meaning: 'MEANS',
		where: 'WHERE',
		set: 'SET',
		type: 'TYPE',
	},
	endpoints: (endpoints: number) => count(endpoints, 'endpoint', 'endpoints'),
	verdicts: {reject: 'no endpoints', drop: 'none on this node', none: 'leads nowhere'} as const,
	entryRefused: {
		reject: 'rejected: no endpoints',
		drop: 'dropped: no endpoint on this node',
		none: 'leads nowhere',
	} as const,
	roles: {
		guards: (ranges: readonly string[]) =>
			ranges.length === 0 ? 'checks the source' : `only from ${ranges.join(', ')}`,
		external: (policy: string | null) => (policy === null ? 'from outside' : `from outside, policy ${policy}`),
		spreads: (endpoints: number) => `spreads over ${count(endpoints, 'endpoint', 'endpoints')}`,
		'spreads-local': (endpoints: number) => `spreads over ${count(endpoints, 'endpoint', 'endpoints')} on this node`,
	},
	affinity: (seconds: number | null) => (seconds === null ? 'sticky by client' : `sticky by client for ${seconds} s`),
	masquerade: {
		always: 'masquerades: the pod sees this node, not the client',
		some: 'masquerades some: the pod sees this node, not the client',
	} as const,
	sinceSync: 'Ways in count anew from every sync of kube-proxy; chains and endpoints go on.',
	noPod: 'no pod known by this address',
	thisNode: 'this node itself',
	home: (namespace: string) => `network namespace ${namespace}`,
	nodeItself: 'no pod of this node known by this address',
	podFirewall: (ingress: readonly string[] | null, egress: readonly string[] | null) =>
		`pod firewall: in ${policies(ingress)}, out ${policies(egress)}`,
	refused: (packets: string) => `refused ${packets}`,
	result: {
		dnat: (endpoints: number) =>
			endpoints === 1
				? 'NAT sends a connection to its only endpoint. t follows a packet there.'
				: `NAT sends a connection to one of ${endpoints} endpoints. t follows a packet there.`,
		reject: () => 'Rejected: the service has no ready endpoint.',
		drop: () => 'Dropped: the policy is Local and no endpoint runs on this node.',
		none: () => 'No rule sends it anywhere.',
	} as const,
	rangesDrop: (ranges: readonly string[]) =>
		`Sources outside ${ranges.join(', ')} are dropped at the load balancer address.`,
	serviceGone: 'This service is gone from the rules. esc goes back.',
	rate: (value: string) => `${value}/s`,
	reset: 'reset',
	policyDrops: (hook: string) => `what no rule of ${hook} accepted: the policy is drop (not counted here)`,
	refusals: {
		'no-endpoints': (who: string) => `no endpoints: ${who}`,
		'no-local-endpoints': (who: string) => `policy Local, no endpoint on this node: ${who}`,
		'source-range': (who: string) => `source outside the allowed ranges: ${who}`,
		localnet: () => 'for 127.0.0.0/8 from elsewhere',
		invalid: () => 'belongs to no connection (INVALID)',
		pod: (who: string) => `no network policy allows it: pod ${who}`,
		zone: (who: string) => `firewalld: zone ${who} does not allow it`,
		'zone-into': (who: string, into: string) => `firewalld: zone ${who} lets nothing like it into zone ${into}`,
		'firewall-policy': (who: string) => `firewalld: policy ${who} refuses it`,
		'strict-forward': () => 'firewalld: StrictForwardPorts=yes refuses what others forward (DNAT)',
		'reverse-path': () => 'firewalld: an IPv6 source to which no way leads back',
		'reserved-address': () => 'firewalld: an IPv6 address that holds a reserved IPv4 one',
		'firewalld-rest': () => 'firewalld: no zone accepted it',
		'cluster-ip-unused': () => 'a cluster address without such a port',
		'reject-chain': () => 'what the maps of services without endpoints lead to',
		other: () => '',
	} as Readonly<Record<string, (who: string, into: string) => string>>,
	dropsCount: (rules: number, moving: number) =>
		`${count(rules, 'rule', 'rules')} can refuse packets${moving > 0 ? `, ${moving} did just now` : ''}`,
	noDrops: 'No rule on this host refuses packets.',
	hotCount: (seconds: number | null) =>
		seconds === null ? 'busiest first; rates after the next read' : `busiest first, over the last ${seconds} s`,
	noHot: 'No rule here has counted a packet.',
	wiped: (before: number) =>
		`The ${before} rules of Kubernetes were flushed while we looked (nft flush ruleset, or firewalld: a reload before 2.0 or with a direct rule, and the first direct rule). kube-proxy is back within 30 s, kube-router within 3 min; systemctl restart k0scontroller (on a worker: k0sworker) brings back all but host ports.`,
	partly: (before: number, now: number, missing: readonly string[]) =>
		`Kubernetes had ${before} rules before somebody flushed them, and has ${now} now. Missing: ${missing.join(', ')}. systemctl restart k0scontroller (on a worker: k0sworker) brings back all but host ports: those pods must be made anew.`,
	parts: {
		services: 'services (kube-proxy)',
		policies: 'network policies (kube-router)',
		masquerade: 'masquerade of pods (kube-router)',
		hostPorts: 'host ports of pods (CNI)',
	},
};

function policies(names: readonly string[] | null): string {
	if (names === null) return 'not known';
	return names.length === 0 ? 'open (default)' : `only ${names.join(', ')}`;
}
