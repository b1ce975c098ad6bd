import {listFolder} from '../../command/files.js';
import type {Command} from '../../command/command.js';
import {stableVersion} from '../../command/download.js';
import * as k0s from '../../command/k0s.js';
import type {Outcome} from '../../command/outcome.js';
import {mapReading, unknown, type Reading} from '../../facts/reading.js';
import {readK0sStatus} from '../../read/k0s/status.js';
import {readK0sVersion} from '../../read/k0s/version.js';
import {archivesIn} from '../backup/facts.js';
import {defaultBackupFolder} from '../backup/folder.js';
import {readStableVersion} from '../release.js';
import type {UpkeepKind} from './wanted.js';

/** What was read for a question. Unknown `aborted`: it was not asked for this one. */
export type Asked = {
	/** Of an upgrade: the version that runs, else the one in its place; and the release source's stable one. */
	readonly here: Reading<string>;
	readonly stable: Reading<string>;
	/** Of a restore: names in the usual folder. */
	readonly archives: Reading<readonly string[]>;
	readonly folder: string;
};

const nobodyAsked: Reading<never> = unknown('aborted');

/** What a question offers rests on: reads, and changes nothing. `ask` goes through the runner. */
export async function askedFor(kind: UpkeepKind, ask: (command: Command) => Promise<Outcome>): Promise<Asked> {
	const folder = defaultBackupFolder();
	const none: Asked = {here: nobodyAsked, stable: nobodyAsked, archives: nobodyAsked, folder};
	if (kind === 'restore') return {...none, archives: archivesIn(await ask(listFolder(folder)))};
	if (kind === 'backup') return none;
	const [status, version, stable] = await Promise.all([ask(k0s.status()), ask(k0s.version()), ask(stableVersion())]);
	const running = mapReading(readK0sStatus(status), ({version: runs}) => runs);
	const here = running.known ? running : readK0sVersion(version);
	return {...none, here, stable: readStableVersion(stable)};
}
