import * as files from '../command/files.js';
import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import * as system from '../command/system.js';
import {firstLine} from '../read/reading.js';
import type {Runner} from '../host/runner.js';

/** Who and what this host is, for the header and the envelope of every JSON answer. Null: could not be read. */
export type Identity = {
	readonly name: string | null;
	/** PRETTY_NAME of /etc/os-release. */
	readonly os: string | null;
	/** `uname -srm`. */
	readonly kernel: string | null;
	readonly user: string | null;
};

export const readIdentity = async (runner: Runner): Promise<Identity> => createIdentityReader(runner)();

/** The kernel that runs and the user are asked until they are known: neither changes while this program runs. */
export function createIdentityReader(runner: Runner): () => Promise<Identity> {
	const once = (command: Command): (() => Promise<string | null>) => {
		let value: string | null = null;
		return async () => {
			value ??= lineOf(await runner.run(command));
			return value;
		};
	};

	const kernel = once(system.kernel());
	const user = once(system.userName());
	return async () => {
		const [name, os, running, who] = await Promise.all([
			runner.run(system.hostName()),
			runner.run(files.readDirectly('/etc/os-release')),
			kernel(),
			user(),
		]);
		return {
			name: lineOf(name),
			os: os.kind === 'ok' ? (/^PRETTY_NAME="?([^"\n]*)"?$/m.exec(os.stdout)?.[1] ?? null) : null,
			kernel: running,
			user: who,
		};
	};
}

const lineOf = ({kind, stdout}: Outcome): string | null => (kind === 'ok' ? firstLine(stdout) || null : null);
