/** Screen 5: services and their paths, what refuses packets, what moves. */

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

export const nftablesLive = {
	services: 'Services',
	drops: 'Drops and rejects',
	hot: 'Busiest rules',
	servicesCount: (ports: number, mode: string) =>
		`${count(ports, 'service port', 'service ports')}, kube-proxy in ${mode} mode`,
	readingServices: 'Searching the rules for services …',
	noServices: 'No kube-proxy rules on this host: no rule leads to a service.',
	ipvs: 'kube-proxy runs in ipvs mode: services are in the kernel’s IPVS table (ipvsadm -Ln lists them), not in packet rules. The sets its rules look up:',
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
		some: 'masquerades some packets: the pod sees this node, not the client',
	} as const,
	sinceSync: 'Each kube-proxy sync resets the counters of ways in; those of chains and endpoints keep counting.',
	noPod: 'no known pod has this address',
	thisNode: 'this node itself',
	home: (namespace: string) => `network namespace ${namespace}`,
	nodeItself: 'no known pod of this node has this address',
	podFirewall: (ingress: readonly string[] | null, egress: readonly string[] | null) =>
		`pod firewall: in ${policies(ingress)}, out ${policies(egress)}`,
	refused: (packets: string) => `refused ${packets}`,
	result: {
		dnat: (endpoints: number) =>
			endpoints === 1
				? 'NAT sends a connection to the only endpoint. t follows a packet there.'
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
	policyDrops: (hook: string) => `what no ${hook} rule accepted: policy drop (not counted here)`,
	refusals: {
		'no-endpoints': (who: string) => `no endpoints: ${who}`,
		'no-local-endpoints': (who: string) => `policy Local, no endpoint on this node: ${who}`,
		'source-range': (who: string) => `source outside the allowed ranges: ${who}`,
		localnet: () => 'sent to 127.0.0.0/8 from elsewhere',
		invalid: () => 'belongs to no connection (INVALID)',
		pod: (who: string) => `no network policy allows it: pod ${who}`,
		zone: (who: string) => `firewalld: zone ${who} does not allow it`,
		'zone-into': (who: string, into: string) => `firewalld: zone ${who} does not let it into zone ${into}`,
		'firewall-policy': (who: string) => `firewalld: policy ${who} refuses it`,
		'strict-forward': () => 'firewalld: StrictForwardPorts=yes refuses DNAT made by others',
		'reverse-path': () => 'firewalld: no route back to this IPv6 source',
		'reserved-address': () => 'firewalld: an IPv6 address that holds a reserved IPv4 one',
		'firewalld-rest': () => 'firewalld: no zone accepted it',
		'cluster-ip-unused': () => 'a cluster IP without this port',
		'reject-chain': () => 'for services without endpoints',
		other: () => '',
	} as Readonly<Record<string, (who: string, into: string) => string>>,
	dropsCount: (rules: number, moving: number) =>
		`${count(rules, 'rule', 'rules')} can refuse packets${moving > 0 ? `, ${moving} did just now` : ''}`,
	noDrops: 'No rule on this host refuses packets.',
	hotCount: (seconds: number | null) =>
		seconds === null ? 'busiest first; rates after the next read' : `busiest first, over the last ${seconds} s`,
	noHot: 'No rule here has counted a packet.',
	wiped: (before: number) =>
		`All ${before} Kubernetes rules were flushed while this screen was open (by nft flush ruleset, or by firewalld: a reload before 2.0 or with a direct rule, or the first direct rule). kube-proxy is back within 30 s, kube-router within 3 min; systemctl restart k0scontroller (on a worker: k0sworker) brings back all but host ports.`,
	partly: (before: number, now: number, missing: readonly string[]) =>
		`Kubernetes had ${before} rules before a flush and has ${now} now. Missing: ${missing.join(', ')}. systemctl restart k0scontroller (on a worker: k0sworker) brings back all but host ports: recreate those pods.`,
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
