import type {OtherNode} from '../facts/network.js';
import {tableText} from '../model/rule-words.js';
import type {Entry, Hop, ServicePath} from '../model/service-entry.js';
import type {Answered} from '../model/reach/answer.js';
import {nodeAt} from '../model/topology/nodes.js';
import {placeText} from '../model/reach/place.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import type {ReachText} from '../text/reach.js';
import type {Found} from './path-json.js';
import {endText} from './reach-lines.js';
import {seeCommands, verdictText} from './reach-words.js';
import {textColumns} from './text-columns.js';

/** The human form of `path`: for each port the ways in, the rules, the endpoints, and what becomes of a connection. */
export function pathLines({paths, mode, reach}: Found, own: ReachText, text: Text): string[] {
	const words = text.nftables.path;
	const answers = reach?.kind === 'asked' ? reach.answers : [];
	const isDefault = reach?.kind === 'asked' && reach.isDefault;
	const nodes = reach?.kind === 'asked' ? (reach.nodes ?? []) : [];
	return [
		...(mode === null ? [] : [words.mode(mode)]),
		...(paths.length === 0
			? []
			: mode === 'nftables'
				? [words.noCounters]
				: mode === 'iptables'
					? [words.sinceSync]
					: []),
		...paths.flatMap((path, at) => {
			const said = answers[at]
				? getsThere(answers[at], isDefault, own, text)
				: path.verdict === 'dnat'
					? [unasked(reach, own, text)]
					: [];
			return ['', ...onePath(path, nodes, text), ...sentAway(path, answers[at], own), ...said];
		}),
		...(paths.length === 0 ? answers.flatMap(each => elsewhere(each, isDefault, own, text)) : []),
	];
}

/** Nobody asked, or what the answer rests on could not be read. */
function unasked(reach: Found['reach'], own: ReachText, text: Text): string {
	if (reach?.kind !== 'unread') return own.notAsked;
	const {reason, detail} = reach.unknown;
	return visible(own.couldNotWalk([text.common.reason[reason] ?? reason, detail].filter(Boolean).join(': ')));
}

/** Beside what the rules do: whether a packet gets there, from where that was asked, and what shows it. */
function getsThere(answered: Answered, isDefault: boolean, own: ReachText, text: Text): string[] {
	const {verdict, reasons, results} = answered;
	const [only] = results;
	const from = senderName(answered, own);
	return [
		visible(
			`${isDefault ? own.pathFromDefault(from) : own.pathFrom(from)} ${verdictText({verdict, reasons, ...(only && {blockedShare: only.blockedShare})}, own, text)}`,
		),
		...seeCommands(reasons).map(command => `  ${visible(own.see(command))}`),
	];
}

/** The walk ends at none of kube-proxy's endpoints: a rule that is not its own sends it on. */
function sentAway({endpoints}: ServicePath, answered: Answered | undefined, own: ReachText): string[] {
	if (!answered || endpoints.length === 0) return [];
	const away = answered.results.flatMap(({ends, flow}) =>
		ends.filter(
			({address, port}) =>
				address !== flow.destination &&
				!endpoints.some(each => each.address === address && (port === null || each.port === port)),
		),
	);
	return [...new Set(away.map(({address, port}) => visible(own.sentAway(endText(address, port)))))];
}

function senderName({question, senders, notes}: Answered, own: ReachText): string {
	const [sender] = senders;
	const sample = notes.find(note => note.kind === 'outside-as');
	if (question.from.kind === 'host') return own.from.host;
	if (sample?.kind === 'outside-as') return own.from.outside(sample.address);
	return sender ? own.from.pod(sender.label, sender.addresses[0] ?? '') : placeText(question.from);
}

/** A rule that is not kube-proxy's sends it on: what the walk came by, and where it ends. */
function elsewhere(answered: Answered, isDefault: boolean, own: ReachText, text: Text): string[] {
	const {columns} = text.nftables;
	return [
		'',
		own.notKubeProxy,
		...answered.results.flatMap(({walk, ends}) => [
			...indented(
				textColumns(
					[columns.chain, columns.number, columns.rule],
					(walk?.main.hops ?? [])
						.filter(({verdict}) => /^(?:dnat|redirect|jump|goto|drop|reject)/.test(verdict))
						.map(hop => [
							`${tableText(hop.family, hop.table)} ${hop.chain}`,
							hop.index === null ? '' : String(hop.index + 1),
							hop.text.replace(/^-A \S+ /, ''),
						]),
				),
			),
			...ends.map(({address, port, pod}) =>
				visible(`  ${own.sentTo(endText(address, port))}${pod === null ? '' : ` (${pod})`}`),
			),
		]),
		...getsThere(answered, isDefault, own, text),
	];
}

export function entryText({address, addresses, port, protocol, family}: Entry, any: string): string {
	const hosts = address === null ? (addresses ?? [any]) : [address];
	return hosts
		.map(host => `${host.includes(':') || family === 'ip6' ? `[${host}]` : host}:${port}/${protocol}`)
		.join(' ');
}

const counted = (packets: number | null): string => (packets === null ? '-' : String(packets));

function onePath(path: ServicePath, nodes: readonly OtherNode[], text: Text): string[] {
	const {path: words, columns} = text.nftables;
	const {entry, entries, endpoints} = path;
	const away = endpoints.map(({address}) => nodeAt(nodes, address)?.name);
	const named = away.some(name => name !== undefined);
	return [
		visible(entry.service ?? words.unknownService),
		...indented(
			textColumns(
				[columns.entry, columns.address, columns.connections, columns.rule],
				entries.map(each => [
					words.kinds[each.kind] ?? each.kind,
					entryText(each, words.anyAddress),
					counted(each.packets),
					placeOf(each.hops.at(-1)),
				]),
			),
		),
		visible(words.way(entryText(entry, words.anyAddress))),
		...indented(
			textColumns(
				[columns.chain, columns.number, columns.packets, columns.rule],
				path.hops.map(hop => [
					`${tableText(hop.family, hop.table)} ${hop.chain}`,
					String(hop.rule + 1),
					counted(hop.packets),
					ruleText(hop),
				]),
			),
		),
		...(endpoints.length === 0
			? []
			: [
					words.endpoints,
					...indented(
						textColumns(
							[
								...[columns.endpoint, columns.share, columns.connections, columns.pod],
								...(named ? [text.network.nodes.columns.node] : []),
							],
							endpoints.map(({address, port, share, packets, pod, namespace}, at) => [
								endText(address, port),
								`${(share * 100).toFixed(1)} %`,
								counted(packets),
								pod === null ? words.noPod : `${namespace ?? ''}/${pod}`,
								...(named ? [away[at] ?? ''] : []),
							]),
						),
					),
				]),
		verdictLine(path, text),
	];
}

function verdictLine(
	{verdict, endpoints, affinity, affinitySeconds, externalTrafficPolicy, sourceRanges, flags}: ServicePath,
	text: Text,
): string {
	const words = text.nftables.path;
	return visible(
		[
			verdict === 'dnat' ? words.verdict.dnat(endpoints.length) : words.verdict[verdict],
			affinity === 'ClientIP' ? words.affinity(affinitySeconds) : '',
			externalTrafficPolicy === null ? '' : words.policy(externalTrafficPolicy),
			sourceRanges.length === 0 ? '' : words.ranges(sourceRanges),
			...flags.map(flag => words.flags[flag] ?? flag),
		]
			.filter(Boolean)
			.join(' '),
	);
}

/** The rule's words without its chain, which stands beside it, and the comment, which repeats the service's name. */
const ruleText = ({text}: Hop): string =>
	text.replace(/^-A \S+ /, '').replace(/-m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+) ?/, '');

const placeOf = (hop: Hop | undefined): string =>
	hop ? `${tableText(hop.family, hop.table)} ${hop.chain} ${hop.rule + 1}` : '';

const indented = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);
