import type {ChainLabel} from '../../../model/chain-labels.js';
import type {Rule, TableKind} from '../../../facts/packet-filter.js';
import {matchOf} from '../../../model/rule-match.js';
import type {Entry} from '../../../model/service-entry.js';
import {serviceEntries} from '../../../model/service-path/service-path.js';
import type {PacketFilter} from '../../../store/packet-filter/packet-filter.js';
import type {Row} from '../row.js';
import {emptyFields, type Fields} from './state.js';

/** A packet that fits the selected row: a rule's own conditions, or the way into a service. Undefined: it tells none. */
export function fieldsFor(row: Row | undefined, filter: PacketFilter): Fields | undefined {
	switch (row?.kind) {
		case 'rule': {
			const own =
				row.table.kind === 'xtables' || row.table.kind === 'legacy' ? fromRule(row.rule, row.table.kind) : undefined;
			const {verdict} = row.rule;
			return own ?? fromService('chain' in verdict ? verdict.chain : row.chain.name, filter);
		}

		case 'chain':
		case 'target':
			return fromService(row.chain.name, filter);
		case 'element':
			return fromElement(row.element.key);
		default:
			return undefined;
	}
}

const host = /^([\da-f.:]+)(?:\/(?:32|128))?$/i;

/** Only what names one address and one port. */
function fromRule(rule: Rule, kind: TableKind): Fields | undefined {
	const {source, destination, protocol, port} = matchOf(rule, kind);
	const one = (wanted: typeof source): string => (wanted && !wanted.not ? (host.exec(wanted.value)?.[1] ?? '') : '');
	const to = one(destination);
	if (to === '' || port === null) return undefined;
	return {
		...emptyFields,
		from: one(source),
		to,
		protocol: protocol === 'tcp' ? '' : (protocol ?? ''),
		port: String(port),
	};
}

function fromService(chain: string, {ruleset, labels}: PacketFilter): Fields | undefined {
	const service = serviceOf(labels.chains.get(chain));
	if (service === undefined) return undefined;
	const entries = serviceEntries(ruleset, labels).filter(entry => entry.service === service);
	return fromEntry(entries.find(({address}) => address !== null));
}

const serviceOf = (label: ChainLabel | undefined): string | undefined =>
	label && 'service' in label ? (label.service ?? undefined) : undefined;

function fromEntry(entry: Entry | undefined): Fields | undefined {
	if (!entry?.address) return undefined;
	const {address, port, protocol} = entry;
	return {...emptyFields, to: address, port: String(port), protocol: protocol === 'tcp' ? '' : protocol};
}

/** `10.96.0.10 . tcp . 53` of a service map. */
function fromElement(key: string): Fields | undefined {
	const [to = '', protocol = '', port = ''] = key.split(' . ');
	if (!host.test(to) || !/^\d+$/.test(port)) return undefined;
	return {...emptyFields, to, port, protocol: protocol === 'tcp' ? '' : protocol};
}

/** Where nothing is selected that tells: a service of this host. */
export function anyService({ruleset, labels}: PacketFilter): Fields | undefined {
	return fromEntry(serviceEntries(ruleset, labels).find(({address, refusal}) => address !== null && refusal === null));
}
