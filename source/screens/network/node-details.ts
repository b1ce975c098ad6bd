import {facts, wrap} from '../../components/blocks.js';
import {blank, dim, line, type Line} from '../../components/line.js';
import {rowsOf, type Rows} from '../../components/rows.js';
import type {OtherNode} from '../../facts/network.js';
import {wayWords} from '../../model/topology/nodes.js';
import {unseenOf, wayTexts} from '../../report/node-ways.js';
import type {Text} from '../../text/text.js';

/** How packets leave for another node, what cannot be seen of it, and its pods. */
export function nodeRows(node: OtherNode, width: number, text: Text): Rows {
	const {nodes} = text.network;
	const {pods} = node;
	const label = (title: string, index: number): string => (index === 0 ? title : '');
	return rowsOf([
		...facts(
			wayTexts(node, text.network).map((way, index) => [label(nodes.columns.leaves, index), line(way)] as const),
		),
		...wrap(unseenOf(node, text.network), width).map(part => line(dim(part))),
		...(pods.length === 0 ? [] : [blank]),
		...facts(
			pods.map(
				({pod, ips}, index) => [label(nodes.columns.pods, index), line(pod, dim(`  ${ips.join(' ')}`))] as const,
			),
		),
	]);
}

/** The nodes that packets leave for by a link. */
export const nodesBy = (all: readonly OtherNode[] | undefined, link: string): readonly OtherNode[] =>
	(all ?? []).filter(({ways}) => ways?.some(({dev}) => dev === link));

/** Of a link's details: the nodes that it leads to, and by which route. */
export const nodeFacts = (
	all: readonly OtherNode[] | undefined,
	link: string,
	{network: {nodes}}: Text,
): ReadonlyArray<readonly [string, Line]> =>
	nodesBy(all, link).flatMap(({name, ways}) =>
		(ways ?? [])
			.filter(({dev}) => dev === link)
			.map(way => [nodes.columns.node, line(name, dim(`  ${nodes.way({...way, words: wayWords(way)})}`))] as const),
	);
