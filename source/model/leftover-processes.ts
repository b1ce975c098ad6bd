import type {Unit} from '../facts/cluster.js';
import type {K0sProcess} from '../facts/host.js';
import {isDown} from './unit-states.js';

/**
 * Of the control plane, though its service is down: a run that failed or was killed left them. They hold their ports and
 * their data. Pods and shims are not among them: they go on after every stop, by design.
 */
export const survivors = (
	processes: readonly K0sProcess[],
	unit: Pick<Unit, 'loadState' | 'activeState' | 'subState' | 'conditionMet'>,
): readonly K0sProcess[] => (isDown(unit) ? processes.filter(({kind}) => kind === 'control-plane') : []);

/** For commands that end exactly these. */
export const identity = ({pid, start}: K0sProcess): string => `${pid}:${start}`;
