import {wrap} from '../../components/blocks.js';
import {bold, dim, line, span, type Line} from '../../components/line.js';
import {chainOwner} from '../../model/kube-chains.js';
import type {Chain, Rule, Table} from '../../facts/packet-filter.js';
import type {Text} from '../../text/text.js';
import type {Refusal} from '../../model/refusals.js';
import type {Spot} from '../../model/service-picture.js';
import type {PortOfService} from '../../model/service-ports.js';
import {doorText} from './picture.js';
import type {Row, View} from './row.js';
import {whatOf} from './words.js';

/** The lines below a list about the row that is selected: in full what its columns had to cut. */
export function detailLines(row: Row | undefined, view: View, width: number, text: Text): Line[] {
	switch (row?.kind) {
		case 'chain':
		case 'target':
			return chainDetail(row.table, row.chain, view, text);
		case 'rule':
			return ruleDetail(row.table, row.rule, view, width, text);
		case 'part':
			return spotDetail(row.part.at, view, width, text);
		case 'refusal':
			return refusalDetail(row.refusal, view, width, text);
		case 'port':
			return portDetail(row.port, text);
		case 'set':
			return [
				line(bold(row.set.name), dim(`  ${row.set.type}`)),
				...wrap(row.set.elements.map(({key}) => key).join(' '), width).map(part => line(part)),
			];
		case 'table':
			return tableDetail(row.table, text);
		case 'map':
			return [line(bold(`@${row.map.name}`), `  ${row.map.type}`), line(dim(row.map.comment ?? ''))];
		case 'element':
			return [line(row.element.key), line(row.element.value ?? ''), line(dim(row.element.comment ?? ''))];
		case 'canaries':
			return [line(text.nftables.canary)];
		default:
			return [];
	}
}

function chainDetail(table: Table, chain: Chain, {filter: {labels}, uses}: View, text: Text): Line[] {
	const words = text.nftables;
	const owner = chainOwner(chain.name) ?? table.owner;
	const {from} = uses(table, chain.name);
	const facts = [
		table.kind === 'unread' ? words.unread : words.ruleCount(chain.rules.length),
		chain.hook === null ? words.usedIn(from) : '',
		owner === null ? '' : words.ownedBy(owner),
		chain.handle === null ? '' : words.handle(chain.handle),
	];
	return [
		line(bold(chain.name)),
		line(whatOf(table, chain, labels, text)),
		line(dim(facts.filter(Boolean).join(', '))),
	];
}

function ruleDetail(table: Table, rule: Rule, {filter: {ipsets}, handles}: View, width: number, text: Text): Line[] {
	const words = text.nftables;
	const counters =
		rule.packets === null ? words.noCounters : words.counters(String(rule.packets), String(rule.bytes ?? 0));
	const handle = rule.handle ?? handles?.(rule) ?? null;
	const lines: Line[] = [
		line(
			dim(`${words.ruleNumber(rule.index)}: ${counters}`),
			...(handle === null ? [] : [dim(`, ${words.handle(handle)}`)]),
			// iptables-save's words hold the comment themselves.
			span(rule.comment === null || table.kind !== 'native' ? '' : `  ${rule.comment}`),
		),
		...wrap(rule.text, width).map(part => line(part)),
	];
	for (const [, name = ''] of rule.text.matchAll(/ --match-set (\S+)/g)) {
		const set = ipsets?.find(each => each.name === name);
		if (!set) continue;
		const shown = set.elements.slice(0, 8).map(({key}) => key);
		lines.push(line(dim(words.members(name, shown, set.elements.length - shown.length))));
	}

	return lines;
}

function spotDetail({table, chain, rule}: Spot, view: View, width: number, text: Text): Line[] {
	return rule ? ruleDetail(table, rule, view, width, text) : chainDetail(table, chain, view, text);
}

function refusalDetail({table, chain, rule, element}: Refusal, view: View, width: number, text: Text): Line[] {
	if (element) {
		return [
			line(bold(element.key), `  ${element.value ?? ''}`),
			line(dim(element.comment ?? '')),
			...(rule ? wrap(rule.text, width).map(part => line(dim(part))) : []),
		];
	}

	return spotDetail({table, chain, rule}, view, width, text);
}

function portDetail({service, key, entries}: PortOfService, text: Text): Line[] {
	const {path, live} = text.nftables;
	return [
		line(bold(service ?? live.unknownService(key))),
		...entries.map(entry => line(`${path.kinds[entry.kind] ?? entry.kind}  `, doorText(entry, path.anyAddress))),
	];
}

function tableDetail(table: Table, text: Text): Line[] {
	const words = text.nftables;
	return [
		line(bold(`${table.family} ${table.name}`)),
		line(words.whatTable(table.owner, table.chains.length, words.how[table.kind] ?? '')),
		line(dim(words.folds)),
	];
}
