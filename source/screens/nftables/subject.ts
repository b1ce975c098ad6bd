import type {Labels} from '../../model/chain-labels.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import {bareService} from '../../model/layers/centre.js';
import {serviceParts} from '../../model/service-entry.js';
import {serviceOfChain} from '../../model/service-path/nft.js';
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

/** What `i` asks of a row: whose rules it shows, and who has the addresses that it names. */
export function layersOf(row: Row | undefined, place: Place, labels: Labels): LayerSubject | undefined {
	const own = (service: string | null): LayerSubject | undefined => {
		const parts = service === null ? null : serviceParts(service);
		return parts ? {kind: 'service', namespace: parts.namespace, name: parts.name} : undefined;
	};

	switch (row?.kind) {
		case 'port':
			return own(row.port.service);
		case 'part': {
			const {part} = row;
			if (part.kind !== 'endpoint' && part.kind !== 'firewall')
				return place.kind === 'service' ? own(place.name) : undefined;
			return {kind: 'address', address: part.endpoint.address};
		}

		case 'chain':
		case 'target':
			return layersOfNames([row.chain.name], '', labels);
		case 'rule': {
			const {verdict, text} = row.rule;
			return layersOfNames([row.chain.name, ...('chain' in verdict ? [verdict.chain] : [])], text, labels);
		}

		case 'refusal': {
			const {chain, rule, element} = row.refusal;
			return layersOfNames([chain.name], `${rule?.text ?? ''} ${element?.key ?? ''} ${element?.comment ?? ''}`, labels);
		}

		case 'element': {
			const {key, value, verdict} = row.element;
			return layersOfNames(verdict && 'chain' in verdict ? [verdict.chain] : [], `${key} ${value ?? ''}`, labels);
		}

		default:
			return undefined;
	}
}

/** Chains and a rule's text by the names in them: the pods and services that they stand for. */
export function layersOfNames(chains: readonly string[], text: string, labels: Labels): LayerSubject {
	const found = chains.map(name => {
		const label = labels.chains.get(name);
		if (label?.kind === 'pod') return {pod: label.pod};
		if (label?.kind === 'endpoint' || label?.kind === 'host-port') {
			return {pod: label.pod ?? undefined, service: label.kind === 'endpoint' ? label.service : undefined};
		}

		return {service: label?.kind === 'service' ? label.service : serviceOfChain(name)};
	});
	return {
		...{kind: 'rule', text},
		pods: [...new Set(found.flatMap(({pod}) => pod ?? []))],
		services: [...new Set(found.flatMap(({service}) => (service ? [bareService(service)] : [])))],
	};
}
