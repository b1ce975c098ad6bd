import {shown} from '../command/command.js';
import type {PolicyPeer, PolicyPort, PolicyRule} from '../facts/network-policy.js';
import {allowingYaml} from '../model/policy/allow.js';
import type {NamespaceLabels, Party} from '../model/policy/decide.js';
import type {Explained, Judged} from '../model/policy/explain.js';
import {selects, selectorText} from '../model/policy/selector.js';
import {chainCommand} from '../model/reach/show.js';
import type {PolicyText} from '../text/policy.js';

/** A line of an explanation; `yaml` is to be taken as it stands. Text from outside is not made visible yet. */
export type Said = {readonly kind: 'title' | 'text' | 'quiet' | 'command' | 'yaml'; readonly text: string};

type Way = 'in' | 'out';

/** So many pods are named. */
const most = 12;

/** One policy in plain words: for whom it is, what it lets pass, and the rules that carry it. */
export function policyLines(
	{policy, pods, hostNetwork, chains, bare}: Explained,
	namespaces: NamespaceLabels | null,
	words: PolicyText,
): readonly Said[] {
	const {namespace, name, podSelector, ingress, egress} = policy;
	const said = (text: string): Said => ({kind: 'text', text});
	const quiet = (text: string): Said => ({kind: 'quiet', text});
	const rules = (way: Way, all: readonly PolicyRule[] | null): readonly Said[] => {
		if (all === null) return [quiet(words.silent[way])];
		if (all.length === 0) return [said(words.nothing[way])];
		if (all.some(({peers, ports}) => peers === null && ports === null)) return [said(words.open[way])];
		return [...all.map(rule => said(ruleText(rule, way, namespace, namespaces, words))), said(words.rest[way])];
	};

	return [
		{kind: 'title', text: words.title(`${namespace}/${name}`)},
		said(words.selects(selectorText(podSelector), namespace)),
		quiet(pods === null ? words.podsUnknown : words.pods(pods.slice(0, most), Math.max(0, pods.length - most))),
		...(hostNetwork.length > 0 ? [quiet(words.hostNetwork(hostNetwork))] : []),
		...rules('in', ingress),
		...rules('out', egress),
		...(chains.length === 0 ? [quiet(words.notCarried)] : []),
		...(bare === null ? [] : [said(words.bare(bare))]),
		...chains.flatMap(({family, table, chain, rules: count, askedBy, sets}): Said[] => [
			quiet(words.carried(`${family} ${table} ${chain}`, count, askedBy)),
			{kind: 'command', text: shown(chainCommand(chainAt(family, table, chain)))},
			...sets.flatMap((set): Said[] => [
				quiet(words.set(set.name, set.addresses)),
				{kind: 'command', text: shown(['ipset', 'list', set.name])},
			]),
		]),
		...(chains.length > 0 ? [quiet(words.node)] : []),
	];
}

const chainAt = (family: string, table: string, chain: string): Parameters<typeof chainCommand>[0] => ({
	...{kind: 'rule', hook: '', priority: null, family: family as 'ip', table, chain},
	...{index: null, handle: null, text: '', verdict: '', answer: 'yes', share: 1},
});

function ruleText(
	{peers, ports}: PolicyRule,
	way: Way,
	own: string,
	namespaces: NamespaceLabels | null,
	words: PolicyText,
): string {
	const who =
		peers === null ? words.everybody[way] : peers.map(peer => peerText(peer, own, namespaces, words)).join('; ');
	const where = ports === null ? words.everyPort : ports.map(port => portText(port, words)).join(', ');
	return words.lets[way](who, where);
}

function peerText(peer: PolicyPeer, own: string, labels: NamespaceLabels | null, words: PolicyText): string {
	if (peer.kind === 'unread') return words.unread;
	if (peer.kind === 'block') return words.block(peer.cidr, peer.except.join(', '));
	const {namespaces} = peer;
	const names =
		namespaces && labels
			? [...labels].flatMap(([name, each]) => (selects(namespaces, each) === true ? [name] : []))
			: [];
	const where =
		namespaces === null
			? words.same(own)
			: namespaces.length === 0
				? words.everywhere
				: words.namespaces(selectorText(namespaces), names.slice(0, most).join(', '));
	return words.podsOf(selectorText(peer.pods ?? []), where);
}

function portText({protocol, port, endPort}: PolicyPort, words: PolicyText): string {
	if (port === null) return words.allPorts(protocol);
	if (typeof port === 'string') return words.port(protocol, words.named(port));
	return words.port(protocol, endPort === null ? String(port) : words.range(String(port), String(endPort)));
}

/** What the policies say of one packet, and what would let it pass. */
export function judgedLines({flow, ingress, egress}: Judged, words: PolicyText): readonly Said[] {
	const [from, to] = [nameOf(flow.from), nameOf(flow.to)];
	const port = flow.port === null ? '' : words.port(flow.protocol.toUpperCase(), String(flow.port));
	const side = (way: Way, told: typeof ingress, pod: string): Said => {
		const names = told.policies.map(({namespace, name}) => `${namespace}/${name}`);
		const allowed = told.allowedBy.map(({namespace, name}) => `${namespace}/${name}`);
		const say = words.side[way];
		if (told.policies.length === 0) return {kind: 'quiet', text: say.free(pod)};
		if (told.allowed === null) return {kind: 'text', text: say.unknown(pod, names)};
		return {kind: 'text', text: told.allowed ? say.yes(pod, allowed) : say.no(pod, names)};
	};

	const stopped = [
		...(egress.allowed === false ? (['egress'] as const) : []),
		...(ingress.allowed === false ? (['ingress'] as const) : []),
	];
	return [
		{kind: 'title', text: words.flow(from, to, port)},
		...(flow.from.pod ? [side('out', egress, from)] : []),
		...(flow.to.pod ? [side('in', ingress, to)] : []),
		...(stopped.length === 0
			? []
			: [
					{kind: 'text', text: words.allow} as const,
					...allowingYaml(flow, stopped)
						.trimEnd()
						.split('\n')
						.map((row): Said => ({kind: 'yaml', text: row})),
				]),
	];
}

const nameOf = ({pod, addresses}: Party): string => (pod ? `${pod.namespace}/${pod.name}` : (addresses[0] ?? ''));
