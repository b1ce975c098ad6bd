import type {ProcessKind} from '../command/processes.js';
import type {Unit} from './cluster.js';
import {isDown} from './unit-states.js';

/** A process of k0s: proved by its control group, its executable or its parent. */
export type K0sProcess = {
	readonly pid: number;
	/** Clock ticks since the boot (field 22 of /proc/PID/stat): with it the id names one process for ever. */
	readonly start: string;
	readonly parent: number;
	readonly kind: ProcessKind;
	/** Null: in no control group of a k0s service (the kubelet of cgroup v1, pods). */
	readonly unit: string | null;
	/** The file's name: `konnectivity-server`, where the kernel keeps only `konnectivity-se`. */
	readonly name: string;
};

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
