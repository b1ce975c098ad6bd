import type {ServerRow} from '../../../facts/browse.js';
import type {Place} from './state.js';

/** What `R` asks of what is selected: what a pod (or the one whose containers are listed) or a service reaches; what a network policy does. */
export function subjectOf(
	place: Place,
	listed: Place | undefined,
	row: ServerRow | undefined,
): {readonly from?: string; readonly policy?: string} {
	if (place.type === 'containers') return {from: `pod/${place.namespace}/${place.name}`};
	if (listed?.type !== 'kind' || !row || row.namespace === null) return {};
	const {group, plural} = listed.kind;
	if (group === 'networking.k8s.io' && plural === 'networkpolicies') return {policy: `${row.namespace}/${row.name}`};
	if (group !== '') return {};
	if (plural === 'pods') return {from: `pod/${row.namespace}/${row.name}`};
	// Endpoints have the name of their service.
	return plural === 'services' || plural === 'endpoints' ? {from: `svc/${row.namespace}/${row.name}`} : {};
}
