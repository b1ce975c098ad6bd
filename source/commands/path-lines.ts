import {tableText} from '../model/rule-words.js';
import type {Entry, Hop, ProxyMode, ServicePath} from '../model/service-entry.js';
import {visible} from '../terminal/sanitise.js';
import type {Text} from '../text/text.js';
import {textColumns} from './text-columns.js';

/** The human form of `path`: for each port the ways in, the rules, the endpoints, and what becomes of a connection. */
export function pathLines(paths: readonly ServicePath[], mode: ProxyMode | null, text: Text): string[] {
	const words = text.nftables.path;
	return [
		...(mode === null ? [] : [words.mode(mode)]),
		...paths.flatMap(path => ['', ...onePath(path, text)]),
		...(mode === 'nftables' ? ['', words.noCounters] : mode === 'iptables' ? ['', words.sinceSync] : []),
	];
}

export function entryText({address, port, protocol, family}: Entry, any: string): string {
	const host = address ?? any;
	return `${host.includes(':') || family === 'ip6' ? `[${host}]` : host}:${port}/${protocol}`;
}

const counted = (packets: number | null): string => (packets === null ? '-' : String(packets));

function onePath(path: ServicePath, text: Text): string[] {
	const {path: words, columns} = text.nftables;
	const {entry, entries, endpoints} = path;
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
							[columns.endpoint, columns.share, columns.connections, columns.pod],
							endpoints.map(({address, port, share, packets, pod, namespace}) => [
								port === null ? address : `${address}:${port}`,
								`${(share * 100).toFixed(1)} %`,
								counted(packets),
								pod === null ? words.noPod : `${namespace ?? ''}/${pod}`,
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
