import type {Party, PolicyFlow} from './decide.js';

/** Labels that a controller gives its pods anew with every change: nothing to select by. */
const fleeting =
	/^(?:pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name|batch\.kubernetes\.io\/.*|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index)$/;

/**
 * The least that would let a flow pass where a policy stops it: one NetworkPolicy for each direction that needs it, as YAML.
 * A policy only ever adds: nothing that is there has to change. Shown, and never applied.
 */
export function allowingYaml(flow: PolicyFlow, sides: ReadonlyArray<'ingress' | 'egress'>): string {
	return sides
		.flatMap(side => {
			const own = side === 'ingress' ? flow.to : flow.from;
			return own.pod ? [policyYaml(flow, side, own.pod)] : [];
		})
		.join('---\n');
}

function policyYaml(flow: PolicyFlow, side: 'ingress' | 'egress', own: NonNullable<Party['pod']>): string {
	const [word, list] = side === 'ingress' ? ['Ingress', 'from'] : ['Egress', 'to'];
	const other = side === 'ingress' ? flow.from : flow.to;
	const peer = side === 'ingress' ? 'from' : 'to';
	const base = `allow-${peer}-${other.pod ? nameOf(other.pod) : 'address'}`.toLowerCase().replaceAll(/[^a-z\d-]/g, '-');
	const ports =
		flow.port === null || flow.protocol === 'icmp'
			? []
			: ['    ports:', `    - protocol: ${flow.protocol.toUpperCase()}`, `      port: ${flow.port}`];
	return [
		'apiVersion: networking.k8s.io/v1',
		'kind: NetworkPolicy',
		'metadata:',
		`  name: ${text(base.slice(0, 63).replace(/-+$/, ''))}`,
		`  namespace: ${text(own.namespace)}`,
		'spec:',
		...podSelector(own.labels, '  '),
		'  policyTypes:',
		`  - ${word}`,
		`  ${side}:`,
		`  - ${list}:`,
		...peerLines(other),
		...ports,
		'',
	].join('\n');
}

/** Its controller's name where the pod's own ends in what changes with every pod of it: the policy is for all of them. */
function nameOf({name, labels}: NonNullable<Party['pod']>): string {
	const hash = labels['pod-template-hash'];
	if (hash !== undefined && name.includes(`-${hash}-`)) return name.slice(0, name.lastIndexOf(`-${hash}-`));
	return labels['controller-revision-hash'] === undefined ? name : name.replace(/-(?:[a-z\d]{5}|\d+)$/, '');
}

function peerLines({pod, addresses}: Party): readonly string[] {
	if (!pod) {
		return addresses
			.slice(0, 1)
			.flatMap(address => [
				'    - ipBlock:',
				`        cidr: ${text(`${address}/${address.includes(':') ? 128 : 32}`)}`,
			]);
	}

	return [
		'    - namespaceSelector:',
		'        matchLabels:',
		`          kubernetes.io/metadata.name: ${text(pod.namespace)}`,
		...podSelector(pod.labels, '      '),
	];
}

/** Empty: all pods of the namespace, since nothing tells this one from the others. */
function podSelector(labels: Readonly<Record<string, string>>, indent: string): readonly string[] {
	const lasting = Object.entries(labels).filter(([key]) => !fleeting.test(key));
	if (lasting.length === 0) return [`${indent}podSelector: {}`];
	return [
		`${indent}podSelector:`,
		`${indent}  matchLabels:`,
		...lasting.map(([key, value]) => `${indent}    ${text(key)}: ${text(value)}`),
	];
}

/** A YAML scalar that is read back as this very string. */
function text(value: string): string {
	const isPlain = /^[a-zA-Z][\w./-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
	return isPlain ? value : JSON.stringify(value);
}
