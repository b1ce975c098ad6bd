import * as files from '../command/files.js';
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

export async function readIdentity(runner: Runner): Promise<Identity> {
	const [name, os, kernel, user] = await Promise.all([
		runner.run(system.hostName()),
		runner.run(files.readFile('/etc/os-release')),
		runner.run(system.kernel()),
		runner.run(system.userName()),
	]);
	const line = (outcome: {kind: string; stdout: string}): string | null =>
		outcome.kind === 'ok' ? firstLine(outcome.stdout) || null : null;
	return {
		name: line(name),
		os: os.kind === 'ok' ? (/^PRETTY_NAME="?([^"\n]*)"?$/m.exec(os.stdout)?.[1] ?? null) : null,
		kernel: line(kernel),
		user: line(user),
	};
}
