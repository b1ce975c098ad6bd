import type {Labels} from '../../model/chain-labels.js';
import {serviceParts} from '../../model/service-entry.js';
import type {Row} from './row.js';
import type {Place} from './state.js';

/** What `R` asks of a row: about the service or pod whose rules it shows, or of the service whose picture is open. */
export function subjectOf(row: Row | undefined, place: Place, labels: Labels): {readonly from?: string} {
	if (place.kind === 'service') return ofService(place.name);
	switch (row?.kind) {
		case 'port':
			return ofService(row.port.service);
		case 'chain':
		case 'target':
			return ofChain(row.chain.name, labels);
		case 'rule': {
			const {verdict} = row.rule;
			const jumped = 'chain' in verdict ? ofChain(verdict.chain, labels) : {};
			return jumped.from === undefined ? ofChain(row.chain.name, labels) : jumped;
		}

		default:
			return {};
	}
}

function ofChain(name: string, labels: Labels): {readonly from?: string} {
	const label = labels.chains.get(name);
	if (label?.kind === 'pod') return {from: `pod/${label.pod}`};
	return label?.kind === 'service' ? ofService(label.service) : {};
}

function ofService(key: string | null): {readonly from?: string} {
	const parts = key === null ? null : serviceParts(key);
	return parts ? {from: `svc/${parts.namespace}/${parts.name}`} : {};
}
