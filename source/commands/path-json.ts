import type {OtherNode} from '../facts/network.js';
import {serviceParts, type Entry, type PathEndpoint, type ProxyMode, type ServicePath} from '../model/service-entry.js';
import type {Target} from '../model/service-target.js';
import {nodeAt, waysOf} from '../model/topology/nodes.js';
import type {ReachText} from '../text/reach.js';
import type {Text} from '../text/text.js';
import {pathVerdict, senderText, type PathReach} from './path-reach.js';
import {reachJson, reasonJson} from './reach-json.js';

/** All that `path` found out. `reach` undefined: nobody asked. */
export type Found = {
	readonly asked: string;
	readonly target: Target;
	readonly mode: ProxyMode | null;
	readonly paths: readonly ServicePath[];
	readonly reach: PathReach | undefined;
};

/** Worst first: one port that is refused decides for the whole. */
const severity: ReadonlyArray<ServicePath['verdict']> = ['drop', 'reject', 'none', 'dnat'];

/**
 * The keys of the contract speak for all ports that were followed; `paths` has one object for each. Where the ports do not
 * agree on something it is null. `rule` counts from 0.
 */
export function pathJson(
	{asked, target, mode, paths, reach}: Found,
	words: ReachText,
	text: Text,
): Record<string, unknown> {
	const answers = reach?.kind === 'asked' ? reach.answers : [];
	const nodes = reach?.kind === 'asked' ? (reach.nodes ?? []) : [];
	const services = paths.map(serviceJson);
	const endpointsOf = (path: ServicePath) => path.endpoints.map(endpoint => endpointJson(endpoint, nodes));
	return {
		target: asked,
		service: services.length > 0 ? common(services) : null,
		mode,
		hops: unique(paths.flatMap(({hops}) => hops)),
		endpoints: paths.flatMap(endpointsOf),
		connections: connections(paths),
		verdict: severity.find(verdict => paths.some(path => path.verdict === verdict)) ?? 'none',
		affinity: same(paths.map(({affinity}) => affinity)),
		affinitySeconds: same(paths.map(({affinitySeconds}) => affinitySeconds)),
		externalTrafficPolicy: same(paths.map(({externalTrafficPolicy}) => externalTrafficPolicy)),
		reach: reach
			? {
					verdict: pathVerdict(reach),
					from: same(answers.map(answer => senderText(answer))),
					isDefault: reach.kind === 'asked' && reach.isDefault,
					reasons: answers.flatMap(({reasons}) => reasons.map(reason => reasonJson(reason, words, text))),
					unread: reach.kind === 'unread' ? reach.unknown : null,
				}
			: null,
		paths: paths.map((path, at) => ({
			reach: answers[at] ? reachJson(answers[at], words, text) : null,
			service: serviceJson(path),
			entry: entryJson(path.entry),
			entries: path.entries.map(entryJson),
			hops: path.hops,
			endpoints: endpointsOf(path),
			connections: connections([path]),
			verdict: path.verdict,
			affinity: path.affinity,
			affinitySeconds: path.affinitySeconds,
			externalTrafficPolicy: path.externalTrafficPolicy,
			sourceRanges: path.sourceRanges,
			flags: path.flags,
		})),
		// Where no path is kube-proxy's: what becomes of the packet all the same.
		walked: paths.length === 0 ? answers.map(answer => reachJson(answer, words, text)) : [],
		kind: target.kind,
	};
}

/** As the endpoints' chains count them: what the ways in count begins anew at every sync of kube-proxy. */
function connections(paths: readonly ServicePath[]): number | null {
	const counts = new Map(
		paths.flatMap(({endpoints}) => endpoints.map(({chain, packets}) => [chain, packets] as const)),
	);
	const known = [...counts.values()].filter(packets => packets !== null);
	return known.length === 0 ? null : known.reduce((sum, packets) => sum + packets, 0);
}

type ServiceJson = {
	readonly namespace: string;
	readonly name: string;
	readonly port: number | null;
	readonly portName: string | null;
	readonly protocol: string | null;
};

function serviceJson({entry, entries}: ServicePath): ServiceJson | null {
	const parts = entry.service === null ? null : serviceParts(entry.service);
	if (!parts) return null;
	// A node port is not the service's own port.
	const own = [entry, ...entries].find(({kind}) => kind !== 'node-port');
	return {
		namespace: parts.namespace,
		name: parts.name,
		port: own?.port ?? null,
		portName: parts.port,
		protocol: entry.protocol,
	};
}

/** The service that all paths lead into; ports that differ are null. */
function common(services: ReadonlyArray<ServiceJson | null>): ServiceJson | null {
	const [first] = services;
	if (!first || services.some(each => each?.namespace !== first.namespace || each.name !== first.name)) return null;
	return {
		namespace: first.namespace,
		name: first.name,
		port: same(services.map(each => each?.port ?? null)),
		portName: same(services.map(each => each?.portName ?? null)),
		protocol: same(services.map(each => each?.protocol ?? null)),
	};
}

function same<T>(values: readonly T[]): T | null {
	const [first = null] = values;
	return values.every(value => value === first) ? first : null;
}

function unique(hops: ServicePath['hops']): ServicePath['hops'] {
	const seen = new Set<string>();
	return hops.filter(({family, table, chain, rule, text}) => {
		const key = `${family} ${table} ${chain} ${rule} ${text}`;
		return !seen.has(key) && seen.add(key);
	});
}

/** `node`: another node that has the address, with this host's `ways` to it; null: this host's, or not known. */
function endpointJson(endpoint: PathEndpoint, nodes: readonly OtherNode[]): Record<string, unknown> {
	const node = nodeAt(nodes, endpoint.address);
	const ways = node && (node.ways === null ? null : waysOf(node, endpoint.address).map(({pods: _pods, ...way}) => way));
	return {...endpoint, node: node?.name ?? null, ways: ways ?? null};
}

const entryJson = ({kind, address, port, protocol, packets}: Entry): Record<string, unknown> => ({
	kind,
	address,
	port,
	protocol,
	packets,
});
