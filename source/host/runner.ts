import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import type {CommandLog} from './command-log.js';
import type {ExecuteOptions, HostKind} from './host.js';

/**
 * The command runner service: everything the product does to a host passes through it. Adds to a Host: at most N at
 * once, the command log with redaction, recording, and the read-only switch. The rest of the house holds only this.
 */
export interface Runner {
	readonly kind: HostKind;
	readonly readOnly: boolean;
	readonly log: CommandLog;
	/** Never rejects. A command with `changes` under `readOnly` is `not-permitted` and never reaches the host. */
	run(command: Command, options?: ExecuteOptions): Promise<Outcome>;
	close(): Promise<void>;
}
