import {unitPath, workerUnitPath} from '../command/k0s-paths.js';
import type {State} from './state.js';

/** k0s is installed as a worker. */
export const isWorker = (state: State): boolean => state.files[workerUnitPath] !== undefined;

/** The file of the unit that is here, or would be. */
export const unitFile = (state: State): string => (isWorker(state) ? workerUnitPath : unitPath);

/** The arguments after `controller` or `worker` in the unit's ExecStart; undefined: not installed. */
export function unitArguments(state: State): string[] | undefined {
	const text = state.files[unitFile(state)]?.text;
	const line = text === undefined ? undefined : /^ExecStart=(.*)$/m.exec(text)?.[1];
	return line?.split(' ').slice(2);
}
