import process from 'node:process';
import {aheadIds} from '../checks/ahead.js';
import type {Report} from '../checks/check.js';
import type {Runner} from '../host/runner.js';
import type {Text} from '../text/text.js';

/** What the checks say of certificates and disks; loaded only where a k0s runs. */
export async function readAhead(given: {
	readonly runner: Runner;
	readonly text: Text;
	readonly signal: AbortSignal;
}): Promise<readonly Report[]> {
	const {runner, text, signal} = given;
	const [{allChecks}, {optionsFor}, {runChecks}] = await Promise.all([
		import('../checks/checks.js'),
		import('../checks/options.js'),
		import('../checks/run.js'),
	]);
	return runChecks(
		allChecks.filter(({id}) => aheadIds.includes(id)),
		{ask: async command => runner.run(command, {signal}), options: optionsFor(runner.kind, process.env), text},
	);
}
