import type {Reading} from '../facts/reading.js';
import type {Unit} from '../facts/cluster.js';
import type {K0sProcess, Listener} from '../facts/host.js';
import {isK0sProcess} from './ports.js';
import {isDown} from './unit-states.js';

/**
 * Whose a listener on a port of k0s is.
 * - own: of the k0s that runs. - pod: of a pod of k0s, which goes on when k0s is stopped; the next start finds it.
 * - left: of a k0s that was killed: it keeps the next one from starting.
 * - unclear: nobody could tell. - other: of somebody else.
 */
export type PortOwner = 'own' | 'pod' | 'left' | 'unclear' | 'other';

export type PortFacts = {
	readonly unit: Reading<Unit>;
	/** All processes of k0s and of its pods. */
	readonly processes: Reading<readonly K0sProcess[]>;
};

/** A process is k0s's by what proves it (`command/processes.ts`); its name proves nothing. */
export function ownerOf({processes: holders}: Listener, {unit, processes}: PortFacts): PortOwner {
	const installed = unit.known && unit.value.loadState !== 'not-found';
	// The kernel's own listeners show none even to root; to others every process of another user is hidden.
	if (holders === null || holders.length === 0) return installed ? 'unclear' : 'other';
	if (!processes.known) return installed && holders.every(({name}) => isK0sProcess(name)) ? 'unclear' : 'other';
	const kinds = holders.map(({pid}) => processes.value.find(process => process.pid === pid)?.kind);
	if (kinds.includes(undefined)) return 'other';
	if (kinds.every(kind => kind === 'pod')) return 'pod';
	if (!unit.known) return 'unclear';
	return isDown(unit.value) ? 'left' : 'own';
}
