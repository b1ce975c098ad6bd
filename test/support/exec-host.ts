import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {dirname} from 'node:path';
import type {Command} from '../../source/command/command.js';
import type {Outcome, OutcomeKind} from '../../source/command/outcome.js';
import type {Host} from '../../source/host/host.js';
import {createLocalHost} from '../../source/host/local.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import type {TestHost} from './test-host.js';

const tool = fileURLToPath(new URL('../testhost/testhost', import.meta.url));

export type Remote = Runner & {readonly asked: ReadonlyArray<readonly string[]>};

/**
 * A runner whose commands run as root within a test host, line by line as they print, and can be ended. `proxies`: what
 * a command gets that passes them on. `instead`: is run in the place of a command.
 */
export function execRunner(
	host: TestHost,
	proxies: Readonly<Record<string, string>> = {},
	instead: (argv: readonly string[]) => readonly string[] = argv => argv,
): Remote {
	const local = createLocalHost();
	const asked: Array<readonly string[]> = [];
	const remote: Host = {
		...local,
		async execute(command: Command, options) {
			asked.push(command.argv);
			const variables = Object.entries({LC_ALL: 'C', HOME: '/root', ...(command.proxy ? proxies : {}), ...command.env});
			const outcome = await local.execute(
				{
					...command,
					argv: [
						...(['env', `PATH=${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin`, ...ofTestHost()] as const),
						...['bash', tool, 'exec', '--name', host.name, '--', 'env', '-i'],
						'PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
						...variables.map(([name, value]) => `${name}=${value}`),
						...instead(command.argv),
					],
				},
				options,
			);
			return {...outcome, argv: command.argv, kind: kindOf(outcome)};
		},
	};
	return {...createRunner(remote, {}), asked};
}

/** Where this run's hosts are (TESTHOST_STATE): the product's own environment for commands does not pass it on. */
const ofTestHost = (): readonly string[] =>
	Object.entries(process.env).flatMap(([name, value]) => (name.startsWith('TESTHOST_') ? [`${name}=${value}`] : []));

/** `env` tells 127 of a program that is not there, 126 of one that may not be run. */
function kindOf({kind, exit, stderr}: Outcome): OutcomeKind {
	if (kind !== 'failed' || !stderr.startsWith('env: ')) return kind;
	return exit === 127 ? 'not-found' : exit === 126 ? 'not-permitted' : kind;
}
