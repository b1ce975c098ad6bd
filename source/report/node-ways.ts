import {shown} from '../command/command.js';
import type {OtherNode} from '../facts/network.js';
import {onNode} from '../model/away-pods.js';
import {waysOf, wayWords} from '../model/topology/nodes.js';
import type {Text} from '../text/text.js';

type Words = Text['network'];

/** How packets leave for a node's pods, or for one address on it: a sentence's part for each way. */
export const wayTexts = (node: OtherNode, {nodes}: Words, address?: string): readonly string[] =>
	node.ways === null
		? [nodes.routesUnknown]
		: waysOf(node, address).map(way => nodes.way({...way, words: wayWords(way)}));

/** What shows the network of a node: asked there. */
export const nodeCommand = ({name, address}: OtherNode): string => shown(onNode({node: name, address}, ['network']));

/** What cannot be seen from here, and where to look. */
export const unseenOf = (node: OtherNode, {nodes}: Words): string => nodes.unseen(node.name, nodeCommand(node));
