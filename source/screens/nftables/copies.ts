import {shown} from '../../command/command.js';
import type {Table} from '../../facts/packet-filter.js';
import {labelText, type Labels} from '../../model/chain-labels.js';
import type {Text} from '../../text/text.js';
import {copyItems, type CopyItem} from '../copies.js';
import type {Row} from './row.js';

type Pair = readonly [name: string, value: string | null | undefined];

/** What a person types to see a chain, by who made its table. */
function chainCommand({family, name: table, kind}: Table, chain: string): string {
	if (kind === 'native' || kind === 'text') return shown(['nft', 'list', 'chain', family, table, chain]);
	const tool = `${family === 'ip6' ? 'ip6tables' : 'iptables'}${kind === 'legacy' ? '-legacy' : ''}`;
	return shown([tool, '-t', table, '-S', chain, '-v']);
}

function tableCommand({family, name, kind}: Table): string {
	if (kind === 'legacy')
		return shown([`${family === 'ip6' ? 'ip6tables' : 'iptables'}-legacy`, '-t', name, '-S', '-v']);
	return shown(['nft', 'list', 'table', family, name]);
}

/** Of a row: its name or text, what it stands for, its address, and the command that shows it. */
export function rowCopies(row: Row, labels: Labels, text: Text): readonly CopyItem[] {
	const words = text.objects.copy.labels;
	const ofChain = (table: Table, name: string): readonly Pair[] => {
		const label = labels.chains.get(name);
		return [
			[words.chain, name],
			[words.standsFor, label && labelText(label)],
			[words.command, chainCommand(table, name)],
		];
	};

	switch (row.kind) {
		case 'table':
		case 'canaries':
			return copyItems([words.name, `${row.table.family} ${row.table.name}`], [words.command, tableCommand(row.table)]);
		case 'chain':
		case 'target':
			return copyItems(...ofChain(row.table, row.chain.name));
		case 'rule':
			return copyItems(
				[words.rule, row.rule.text],
				[words.comment, row.rule.comment],
				...('chain' in row.rule.verdict ? [[words.target, row.rule.verdict.chain] as const] : []),
				...ofChain(row.table, row.chain.name),
			);
		case 'map': {
			const {family, name} = row.table;
			return copyItems(
				[words.name, row.map.name],
				[words.command, shown(['nft', 'list', 'map', family, name, row.map.name])],
			);
		}

		case 'element':
			return copyItems([words.name, row.element.key], [words.target, row.element.value]);
		case 'set':
			return copyItems([words.name, row.set.name], [words.command, shown(['ipset', 'list', row.set.name])]);
		case 'port': {
			const {service, key, entries} = row.port;
			const target = service ?? key;
			return copyItems(
				[words.name, target],
				...entries.map(({address, port}) => [words.address, address === null ? null : `${address}:${port}`] as const),
				[words.command, shown(['k0s-tui', 'path', target])],
			);
		}

		case 'refusal': {
			const {table, chain, rule, element} = row.refusal;
			return copyItems([words.rule, rule?.text], [words.name, element?.key], ...ofChain(table, chain.name));
		}

		case 'part': {
			const {table, chain, rule} = row.part.at;
			return copyItems([words.rule, rule?.text], ...ofChain(table, chain.name));
		}
	}
}
