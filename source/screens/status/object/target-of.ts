import type {WhyKind, WhyTarget} from '../../../model/why/facts.js';
import type {SectionId} from '../state.js';

/** The object of a row's key; undefined: the row is about something else. */
export function targetOf(section: SectionId, key: string): WhyTarget | undefined {
	const parts = key.split('/');
	if (section === 'pods' && parts.length === 2) return {kind: 'Pod', namespace: parts[0] ?? '', name: parts[1] ?? ''};
	if (section === 'workloads' && parts.length === 3) {
		return {kind: parts[0] as WhyKind, namespace: parts[1] ?? '', name: parts[2] ?? ''};
	}

	return undefined;
}
