import * as nft from '../command/nft.js';
import {labelText} from '../model/chain-labels.js';
import {isCanary} from '../model/kube-chains.js';
import type {Chain, Table} from '../facts/packet-filter.js';
import type {Entry, ServicePath} from '../model/service-entry.js';
import {entryPath} from '../model/service-path/service-path.js';
import type {Ports} from '../model/service-ports.js';
import type {PacketFilter} from '../store/packet-filter/read.js';
import type {Text} from '../text/text.js';
import {text as words, heading, typed, type Block, type Chapter} from './document.js';
import type {ReportFacts} from './read.js';

/** More chains of a table, and more services, are counted and not listed. */
const mostChains = 200;
const mostServices = 200;

/** Chains per table, then each way into a service with the pods that it leads to. */
export function rulesChapters({filter, ports, topology}: ReportFacts, text: Text): readonly Chapter[] {
	const {chapters} = text.report;
	if (!filter.known) {
		const {reason, detail} = filter.unknown;
		const why = [text.common.reason[reason] ?? reason, detail].filter(Boolean).join(', ');
		const unknown: Block = {kind: 'unknown', text: text.report.unknown(why)};
		return [
			{id: 'rules', title: chapters.rules, blocks: [unknown]},
			{id: 'services', title: chapters.services, blocks: [unknown]},
		];
	}

	return [
		{id: 'rules', title: chapters.rules, blocks: rulesBlocks(filter.value, text)},
		{
			id: 'services',
			title: chapters.services,
			blocks: ports
				? serviceBlocks(filter.value, ports, {text, own: ownAddresses(topology)})
				: [words(text.report.services.none)],
		},
	];
}

function rulesBlocks(filter: PacketFilter, text: Text): readonly Block[] {
	const {rules: told, byHand} = text.report;
	const {tables} = filter.ruleset;
	const chains = tables.flatMap(table => table.chains);
	const rules = chains.reduce((sum, chain) => sum + chain.rules.length, 0);
	return [
		words(tables.length === 0 ? text.nftables.noRules : text.nftables.counts(tables.length, chains.length, rules)),
		...filter.notes.map(note => ({kind: 'unknown', text: text.nftables.note(note)}) as const),
		...(tables.length === 0
			? []
			: [
					{
						kind: 'table',
						titles: [told.table, told.owner, told.chains, told.rules],
						rows: tables.map(table => [
							nameOf(table),
							table.owner ?? told.ownerUnknown,
							String(table.chains.length),
							table.kind === 'unread'
								? told.notRead
								: String(table.chains.reduce((sum, chain) => sum + chain.rules.length, 0)),
						]),
					} as const,
				]),
		...tables.flatMap(table => chainBlocks(table, filter, text)),
		words(byHand),
		typed(nft.rawRuleset().argv),
	];
}

const nameOf = ({family, name}: Table): string => `${family} ${name}`;

function chainBlocks(table: Table, {labels}: PacketFilter, text: Text): readonly Block[] {
	const {rules: told, notShown} = text.report;
	const {columns, canary} = text.nftables;
	const shown = table.chains.slice(0, mostChains);
	const standsFor = ({name}: Chain): string => {
		const label = labels.chains.get(name);
		return label ? labelText(label) : isCanary(name) ? canary : '';
	};

	return [
		heading(told.chainsOf(nameOf(table))),
		{
			kind: 'table',
			titles: [columns.chain, told.rules, told.hook, told.standsFor],
			rows: shown.map(chain => [
				chain.name,
				table.kind === 'unread' ? told.notRead : String(chain.rules.length),
				chain.hook === null ? '' : `${chain.hook} ${chain.priority ?? ''}, ${chain.policy ?? ''}`,
				standsFor(chain),
			]),
		},
		...(shown.length < table.chains.length
			? [words(notShown(table.chains.length - shown.length, 'k0s-tui nftables'))]
			: []),
	];
}

type Context = {
	readonly text: Text;
	/** Addresses of this host itself. */
	readonly own: ReadonlySet<string>;
};

const ownAddresses = (topology: ReportFacts['topology']): ReadonlySet<string> =>
	new Set(topology.known ? topology.value.links.flatMap(({addresses}) => addresses.map(({local}) => local)) : []);

function serviceBlocks({ruleset, labels}: PacketFilter, {mode, ports}: Ports, context: Context): readonly Block[] {
	const {services: told, notShown} = context.text.report;
	if (mode === null) return [words(told.none)];
	if (mode === 'ipvs') return [words(told.ipvs)];
	const shown = ports.slice(0, mostServices);
	const rows = shown.flatMap(({entries}) =>
		entries.flatMap(entry => pathRows(entryPath(ruleset, entry, entries, labels), context)),
	);
	return [
		words(told.mode(mode)),
		{
			kind: 'table',
			titles: [told.service, told.entry, told.through, told.endpoint, told.share, told.pod],
			rows,
		},
		...(shown.length < ports.length ? [words(notShown(ports.length - shown.length, 'k0s-tui nftables'))] : []),
	];
}

/** A row an endpoint; the service and its way in stand in the first. */
function pathRows({entry, endpoints, verdict}: ServicePath, {text, own}: Context): ReadonlyArray<readonly string[]> {
	const {services: told} = text.report;
	const head = [entry.service ?? told.unnamed, entryText(entry, told.everyAddress), entry.chain ?? ''];
	if (endpoints.length === 0) return [[...head, told.verdicts[verdict] || verdict, '', '']];
	return endpoints.map(({address, port, share, pod, namespace}, index) => [
		...(index === 0 ? head : ['', '', '']),
		port === null ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`,
		`${(share * 100).toFixed(share === 1 ? 0 : 1)} %`,
		pod === null ? (own.has(address) ? text.nftables.path.noPod : text.network.unknown) : `${namespace ?? ''}/${pod}`,
	]);
}

const entryText = ({address, port, protocol}: Entry, any: string): string =>
	`${address?.includes(':') ? `[${address}]` : (address ?? any)}:${port}/${protocol}`;
