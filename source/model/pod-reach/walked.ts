import type {Link, PolicyRule, Route} from '../../facts/network.js';
import type {Table} from '../../facts/packet-filter.js';
import {parseCidr} from '../cidr.js';
import {firewalldPlaces} from '../firewalld-chains.js';
import type {Ending, Hop, Packet, Walk} from '../packet-walk/facts.js';
import {createWalker, type Walker} from '../packet-walk/packet-walk.js';
import {otherPod, outsideAddress, podAddress, type Blocker, type Pods, type Question, type Said} from './question.js';

/** `split`: certain of each pod, and not the same for all. */
export type Walked = Said & {readonly split?: true};

/** Where a packet of the question comes to when nothing refuses it. */
export type Ground = {readonly links: readonly Link[]; readonly routes: readonly Route[]};

/**
 * What the rules themselves do with a packet from pods: walked through these tables alone, as if kube-bridge were up
 * (before k0s runs it is not). `perhaps` where a rule on the way is not understood, or where it depends on which pod asks.
 */
export function walkedAnswer(
	tables: readonly Table[],
	{links, routes}: Ground,
	pods: Pods,
	sources: readonly string[],
	question: Question,
): Walked {
	const own = links
		.filter(({name}) => name !== 'lo' && name !== pods.bridge)
		.toSorted((a, b) => Number(b.name === pods.outward) - Number(a.name === pods.outward))
		.flatMap(({addresses}) => addresses)
		.find(({local}) => parseCidr(local)?.family === 4)?.local;
	const to = question.kind === 'port' ? own : question.kind === 'outside' ? outsideAddress : otherPod(pods);
	if (to === undefined) return {answer: 'perhaps', by: null};
	const walker = createWalker(
		{source: {rules: '', chains: ''}, tables},
		{
			routes: [...routes.filter(({dev}) => dev !== pods.bridge), bridgeRoute(pods)],
			links: [
				...links
					.filter(({name}) => name !== pods.bridge)
					.map(({name, kind, addresses}) => ({name, kind, addresses: addresses.map(({local}) => local)})),
				{name: pods.bridge, kind: 'bridge', addresses: [podAddress(pods, 1)]},
			],
			ipsets: null,
		},
	);
	const said = sources.map(source => {
		const port = question.kind === 'port' ? Number.parseInt(question.port, 10) : question.kind === 'outside' ? 443 : 80;
		const packet: Packet = {
			source,
			destination: to,
			protocol: 'tcp',
			sourcePort: null,
			destinationPort: port,
			input: pods.bridge,
		};
		return saidOf(walkedAsSet(walker, packet).endings, tables);
	});
	const [first = {answer: 'perhaps', by: null} as const] = said;
	return said.every(({answer}) => answer === first.answer)
		? first
		: {
				...{answer: 'perhaps', by: said.find(({answer}) => answer === 'no')?.by ?? null},
				...(said.some(({answer}) => answer === 'no') && said.some(({answer}) => answer === 'yes') && {split: true}),
			};
}

/** With the settings that k0s makes, and routes of the usual tables: what else there may be is told by checks of its own. */
function walkedAsSet(walker: Walker, packet: Packet): Walk {
	for (let round = 0; round < mostRounds; round++) {
		const walk = walker.walk(packet);
		const needs = walk.needs.filter(({kind}) => kind === 'policies' || kind === 'sysctl');
		if (needs.length === 0) return walk;
		const names = needs.flatMap(need => (need.kind === 'sysctl' ? [need.name] : []));
		const sysctls = new Map(names.flatMap(name => settingOf(name)));
		walker.learn({policies: usual, sysctls}, needs);
	}

	return walker.walk(packet);
}

const mostRounds = 5;

function settingOf(name: string): ReadonlyArray<readonly [string, string]> {
	if (name.endsWith('/rp_filter')) return [[name, '0']];
	return /(?:forwarding|ip_forward|bridge-nf-call-ip6?tables)$/.test(name) ? [[name, '1']] : [];
}

const usual: readonly PolicyRule[] = [
	{priority: 0, table: 'local'},
	{priority: 32_766, table: 'main'},
	{priority: 32_767, table: 'default'},
].map(({priority, table}) => ({
	...{family: 4, priority, not: false, from: null, to: null, input: null, output: null, mark: null, protocol: null},
	...{sourcePorts: null, destinationPorts: null, suppressPrefix: null, unread: []},
	action: {kind: 'lookup', table},
}));

function saidOf(endings: readonly Ending[], tables: readonly Table[]): Said {
	const answers = new Set(endings.map(ending => meaningOf(ending)));
	const [only = 'perhaps'] = answers;
	const refused = endings.find(ending => meaningOf(ending) === 'no');
	const by = refused && (refused.back?.verdict === 'lost' ? refused.back.by : refused.by);
	const blocker = by ? blockerOf(by, tables) : null;
	return {answer: answers.size === 1 ? only : 'perhaps', by: blocker};
}

/** What passes is of no use where the rules keep its answer, as one on OUTPUT does. Without k0s nobody listens yet. */
function meaningOf({verdict, back}: Ending): Said['answer'] {
	const said = meaning[verdict] ?? 'perhaps';
	if (said !== 'yes' || !back || back.verdict === 'returns') return said;
	if (back.verdict === 'lost') return 'no';
	return back.reasons.some(({id}) => ofRules.has(id)) ? 'perhaps' : said;
}

const ofRules: ReadonlySet<string> = new Set(['rule', 'limit', 'recent']);

/** Who refuses, in the words in which people change it; the rule itself where no zone or policy holds it. */
function blockerOf(by: Hop, tables: readonly Table[]): Blocker {
	if (by.table !== 'firewalld') return {kind: 'direct', text: by.text};
	const table = tables.find(({name}) => name === by.table);
	const chain = table?.chains.find(({name}) => name === by.chain);
	const place = table && chain && firewalldPlaces(table)?.(chain, chain.rules[by.index ?? -1] ?? null);
	switch (place?.kind) {
		case 'zone':
			return {kind: 'zone', name: place.zone};
		case 'policy':
			return {kind: 'policy', name: place.policy};
		default:
			return {kind: 'rule', chain: by.chain, text: by.text};
	}
}

const meaning: Readonly<Partial<Record<Ending['verdict'], Said['answer']>>> = {
	delivered: 'yes',
	unheard: 'yes',
	unanswered: 'no',
	arrives: 'yes',
	leaves: 'yes',
	astray: 'yes',
	dropped: 'no',
	rejected: 'no',
};

const bridgeRoute = (pods: Pods): Route => ({
	to: pods.cidr,
	via: null,
	dev: pods.bridge,
	source: podAddress(pods, 1),
	table: 'main',
	type: 'unicast',
	protocol: null,
	scope: null,
	metric: null,
});
