import type {Call} from './tool.js';

/** coreutils' timeout tells the tool below it by this; nobody else sets it. */
export const timeVariable = 'SIMULATED_TIMEOUT';

/** When it is ended: `timeout` of the simulated host hands its seconds on. */
export function limitOf(call: Call): {readonly from: number; readonly after: number} {
	const seconds = Number(call.env[timeVariable] ?? Infinity);
	return {from: call.moment().now, after: seconds * 1000};
}
