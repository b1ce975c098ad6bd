import type {Outcome} from '../../command/outcome.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import {notOk} from '../reading.js';

/** One entry of an archive. `bytes`: unpacked; a folder has none. `path`: as it is stored, without a slash at its end. */
export type ArchiveEntry = {readonly path: string; readonly bytes: number; readonly isFolder: boolean};

const line = /^([-dlhcbps])[-rwxsStT]{9}\S*\s+\S+\s+(\d+(?:,\s*\d+)?)\s+\d{4}-\d\d-\d\d\s+\d\d:\d\d(?::\d\d)?\s+(.+)$/;

/** `tar -tzvf FILE` (GNU tar 1.34 and newer, BusyBox 1.36). A file that is no whole archive is unknown, with tar's words. */
export function readArchive(outcome: Outcome): Reading<readonly ArchiveEntry[]> {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv.at(-1) ?? '');
	const entries: ArchiveEntry[] = [];
	for (const each of outcome.stdout.split('\n')) {
		if (each === '') continue;
		const [, kind, bytes = '', path = ''] = line.exec(each) ?? [];
		if (kind === undefined) return unknown('unreadable', each.slice(0, 200));
		const isFolder = kind === 'd';
		entries.push({path: path.replace(/^\.\//, '').replace(/\/$/, ''), bytes: isFolder ? 0 : Number(bytes), isFolder});
	}

	return known(entries);
}
