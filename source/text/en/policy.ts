const list = (items: readonly string[], last: string): string =>
	items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;

/** NetworkPolicies in plain words. Loaded when somebody asks. */
export const policy = {
	title: (name: string) => `NetworkPolicy ${name}`,
	selects: (selector: string, namespace: string) =>
		selector === ''
			? `It applies to all pods in the namespace ${namespace}.`
			: `It applies to pods in ${namespace} with ${selector}.`,
	pods: (names: readonly string[], more: number) =>
		names.length === 0
			? 'It selects no pods now.'
			: `Selected now: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
	hostNetwork: (names: readonly string[]) =>
		`In the host's network, so no policy applies to ${names.length === 1 ? 'it' : 'them'}: ${names.join(', ')}.`,
	podsUnknown: 'The pods that it selects could not be read.',
	lets: {
		in: (who: string, ports: string) => `Lets ${who} in on ${ports}.`,
		out: (who: string, ports: string) => `Lets these pods send to ${who} on ${ports}.`,
	},
	everyPort: 'every port',
	port: (protocol: string, port: string) => `${protocol} ${port}`,
	allPorts: (protocol: string) => `every ${protocol} port`,
	range: (from: string, to: string) => `${from} to ${to}`,
	named: (name: string) => `the port named ${name}`,
	everybody: {in: 'everybody', out: 'everybody'},
	podsOf: (pods: string, where: string) => (pods === '' ? `all pods ${where}` : `pods with ${pods} ${where}`),
	same: (namespace: string) => `in ${namespace}`,
	everywhere: 'in every namespace',
	namespaces: (selector: string, names: string) =>
		`in namespaces with ${selector}${names === '' ? '' : ` (now ${names})`}`,
	block: (cidr: string, except: string) =>
		except === '' ? `addresses of ${cidr}` : `addresses of ${cidr} but not ${except}`,
	unread: 'a peer that k0s-tui does not understand',
	rest: {
		in: 'Everything else that comes to these pods is refused, unless another policy lets it in.',
		out: 'Everything else that these pods send is refused, unless another policy lets it out.',
	},
	nothing: {
		in: 'Nothing may come in to these pods, unless another policy lets it in.',
		out: 'These pods may send nothing, unless another policy lets it out; DNS too is refused.',
	},
	silent: {in: 'It does not limit what comes in.', out: 'It does not limit what these pods send.'},
	open: {
		in: 'Everything may come in: a rule without conditions.',
		out: 'These pods may send everything: a rule without conditions.',
	},
	carried: (place: string, rules: number, pods: number) =>
		`Enforced by ${place}: ${rules} ${rules === 1 ? 'rule' : 'rules'}, used by the chains of ${pods} ${pods === 1 ? 'pod' : 'pods'}.`,
	set: (name: string, addresses: number | null) =>
		`ipset ${name}: ${addresses === null ? 'members not read' : addresses === 1 ? '1 address' : `${addresses} addresses`}`,
	/** `IPv4` or `IPv6`. */
	bare: (family: string) =>
		`Not enforced for ${family}: its pods have ${family} addresses, and no ${family} rule on this host enforces it. See the log: k0s kubectl logs -n kube-system -l k8s-app=kube-router`,
	notCarried:
		'No rule on this host enforces it: none of its pods run here, or another network plugin enforces it in its own way.',
	node: 'kube-router also lets through: what this node itself sends to its pods, answers to what went out, and ping.',
	flow: (from: string, to: string, port: string) => `For ${from} to ${to}${port === '' ? '' : ` on ${port}`}:`,
	side: {
		in: {
			free: (pod: string) => `no policy limits what comes in to ${pod}`,
			yes: (pod: string, names: readonly string[]) => `into ${pod}: let in by ${list(names, 'and')}`,
			no: (pod: string, names: readonly string[]) =>
				`into ${pod}: refused, because no rule of ${list(names, 'or')} lets it in`,
			unknown: (pod: string, names: readonly string[]) =>
				`into ${pod}: depends on a part of ${list(names, 'and')} that is not known (a named port, or a condition)`,
		},
		out: {
			free: (pod: string) => `no policy limits what ${pod} sends`,
			yes: (pod: string, names: readonly string[]) => `out of ${pod}: let out by ${list(names, 'and')}`,
			no: (pod: string, names: readonly string[]) =>
				`out of ${pod}: refused, because no rule of ${list(names, 'or')} lets it out`,
			unknown: (pod: string, names: readonly string[]) =>
				`out of ${pod}: depends on a part of ${list(names, 'and')} that is not known (a named port, or a condition)`,
		},
	},
	allow: 'This would allow it. k0s-tui only shows it and does not apply it:',
	none: 'There is no NetworkPolicy.',
	notRead: (why: string) => `The NetworkPolicies could not be read: ${why}`,
	absent: (name: string) => `There is no NetworkPolicy ${name}.`,
	see: (command: string) => `$ ${command}`,
	viewTitle: 'Network policies',
};
