import type {Command} from '../../source/command/command.js';
import type {Outcome, OutcomeKind} from '../../source/command/outcome.js';
import type {Host} from '../../source/host/host.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import type {TestHost} from './test-host.js';

/** A runner whose commands run as root within a test host: what the product would do there, driven from here. */
export function hostRunner(host: TestHost): Runner {
	const remote: Host = {
		kind: 'local',
		readOnly: false,
		async execute({argv, env, input, deadline}: Command): Promise<Outcome> {
			const startedAt = Date.now();
			const variables = Object.entries({LC_ALL: 'C', ...env}).map(([name, value]) => `${name}=${value}`);
			const {exit, stdout, stderr} = await host.exec(['env', ...variables, ...argv], {
				input: input ?? '',
				milliseconds: deadline || 60_000,
			});
			const lost = {kind: kindOf(exit, stderr), argv, exit, signal: null};
			return {...lost, stdout, stderr, stdoutCut: 0, stderrCut: 0, startedAt, ms: Date.now() - startedAt};
		},
		async close() {},
	};
	return createRunner(remote, {});
}

function kindOf(exit: number | null, stderr: string): OutcomeKind {
	if (exit === 0) return 'ok';
	if (exit === null) return 'timed-out';
	return exit === 127 && stderr.startsWith('env:') ? 'not-found' : 'failed';
}
