import {unitPath} from '../command/k0s-paths.js';
import type {State} from './state.js';

/** The arguments after `controller` in the unit's ExecStart; undefined: not installed. */
export function unitArguments(state: State): string[] | undefined {
	const text = state.files[unitPath]?.text;
	const line = text === undefined ? undefined : /^ExecStart=(.*)$/m.exec(text)?.[1];
	return line?.split(' ').slice(2);
}
