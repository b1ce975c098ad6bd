import type {UpkeepView} from '../../install/upkeep/holder.js';
import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import type {UpkeepEvent} from './state.js';

/**
 * Where an action leads (`install.upgrade`, `status.backup` …). What runs, or was interrupted, is shown as it stands; of a backup the
 * folder is known, of the others a person says what is meant.
 */
export function opening(action: string, {kind, session, cut}: UpkeepView): UpkeepEvent {
	const wanted = action.slice(action.indexOf('.') + 1);
	if (session?.busy() && kind !== undefined) return {type: 'steps', kind};
	if (wanted === 'actions') return {type: 'menu'};
	return chosen(wanted as UpkeepKind, cut);
}

/** After a kind was chosen. */
export const chosen = (kind: UpkeepKind, cut: UpkeepView['cut']): UpkeepEvent =>
	kind === 'backup' || (cut?.kind === kind && cut.wanted !== undefined)
		? {type: 'steps', kind}
		: {type: 'choose', kind};
