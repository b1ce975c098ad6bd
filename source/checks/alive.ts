import {type Reading, known} from '../facts/reading.js';
import type {Facts} from './facts.js';

/** What is at work in a folder of k0s: none of it may be moved or unmounted beneath it. */
export type Alive = {
	/** Pods that run. */
	readonly pods: number;
	/** Processes of k0s itself. */
	readonly processes: number;
	readonly mounts: number;
	/** Sockets in it on which somebody listens. */
	readonly sockets: number;
};

type Readings = Pick<Facts, 'k0sProcesses' | 'mounts' | 'unixListeners'>;

const below = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Known only when all of it could be looked at: what nobody saw may be at work. */
export function aliveIn(folder: string, {k0sProcesses, mounts, unixListeners}: Readings): Reading<Alive> {
	if (!k0sProcesses.known) return k0sProcesses;
	if (!mounts.known) return mounts;
	if (!unixListeners.known) return unixListeners;
	const count = (kind: 'control-plane' | 'shim'): number =>
		k0sProcesses.value.filter(process => process.kind === kind).length;
	return known({
		pods: count('shim'),
		processes: count('control-plane'),
		mounts: mounts.value.filter(({target}) => below(folder, target)).length,
		sockets: unixListeners.value.filter(path => below(folder, path)).length,
	});
}

export const isIdle = ({pods, processes, mounts, sockets}: Alive): boolean => pods + processes + mounts + sockets === 0;

/** Pods that run, by their shims; null: nobody could tell. */
export const podsOf = ({k0sProcesses}: Pick<Facts, 'k0sProcesses'>): number | null =>
	k0sProcesses.known ? k0sProcesses.value.filter(({kind}) => kind === 'shim').length : null;
