import {clusterAddresses, isV6} from './cluster-addresses.js';
import type {KubeRules} from '../facts/kube-rules.js';
import type {ClusterFacts} from './cluster.js';
import type {Pod, Service} from '../facts/cluster.js';
import {reason, type Finding, type Reason} from './finding.js';
import {ownNode} from './own-node.js';

/** What rules are compared with. */
type Asked = Pick<ClusterFacts, 'rules' | 'k0s' | 'services' | 'nodes' | 'pods' | 'hostname'>;

/** How long kube-proxy and kube-router may need for what is new. */
const patience = 60_000;

/** What the API asks of the packet filter, and it does not hold: pods and services do not reach each other. */
export function ruleFindings(facts: Asked, now: number): Finding[] {
	const {rules, k0s} = facts;
	if (!rules.known) return [];
	const off = new Set(k0s.known ? k0s.value.disabledComponents : []);
	const router =
		!off.has('network-provider') && (!k0s.known || (k0s.value.networkProvider ?? 'kuberouter') === 'kuberouter');
	const found = [
		...(rules.value.strictForwardPorts === true ? [reason('strict-forward-ports')] : []),
		...(off.has('kube-proxy') ? [] : serviceRules(rules.value, facts, now)),
		...(router ? podRules(rules.value, facts, now) : []),
	];
	return found.map(why => ({condition: 'network', kind: 'soft', reason: why}));
}

function serviceRules({portals, entered}: KubeRules, {services}: Asked, now: number): Reason[] {
	if (portals === null || !services.known) return [];
	const wanted = services.value.filter(service => isOld(service, now)).flatMap(service => portalsOf(service));
	const missing = wanted.filter(({key}) => !portals.has(key)).map(({name}) => name);
	if (entered === false && wanted.length > 0) return [reason('services-not-entered')];
	return missing.length === 0 ? [] : [reason('rules-missing', `${missing.length}/${wanted.length}`, some(missing))];
}

/** Cluster addresses alone, those of IPv4, whichever is the first: they are what kube-proxy writes for every service, whatever its type. */
function portalsOf(service: Service): ReadonlyArray<{key: string; name: string}> {
	const {namespace, name, type, ports} = service;
	const address = clusterAddresses(service).find(own => !isV6(own));
	if (type === 'ExternalName' || address === undefined) return [];
	return ports.map(({port, protocol}) => ({
		key: `${address} ${port} ${protocol.toLowerCase()}`,
		name: `${namespace}/${name}:${port}`,
	}));
}

function podRules({judged, judgedFirst, masquerade}: KubeRules, facts: Asked, now: number): Reason[] {
	const own = facts.nodes.known ? ownNode(facts.nodes.value, facts.hostname)?.name : undefined;
	const pods = facts.pods.known ? facts.pods.value : [];
	const here = pods.filter(pod => pod.node === own && isServed(pod) && isOld(pod, now));
	if (here.length === 0) return [];
	const missing = here.filter(({ips}) => judged !== null && !ips.some(ip => judged.has(ip)));
	const names = missing.map(({namespace, name}) => `${namespace}/${name}`);
	return [
		...(names.length > 0 ? [reason('policies-missing', `${names.length}/${here.length}`, some(names))] : []),
		...(names.length === 0 && judgedFirst === false ? [reason('policies-late')] : []),
		...(masquerade === false ? [reason('no-masquerade')] : []),
	];
}

/** It runs in a network of its own, with an address. */
const isServed = ({hostNetwork, phase, ips}: Pod): boolean =>
	!hostNetwork && phase === 'Running' && ips.some(ip => !ip.includes(':'));

const isOld = ({createdAt}: {readonly createdAt: string | null}, now: number): boolean =>
	!(now - Date.parse(createdAt ?? '') < patience);

const named = 3;
const some = (names: readonly string[]): string =>
	[...names.slice(0, named), ...(names.length > named ? ['…'] : [])].join(', ');
