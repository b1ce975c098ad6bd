import type {Disk} from '../facts/host.js';
import {isAbsent} from './file.js';
import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/**
 * `df -B1 --output=source,fstype,size,avail,itotal,iavail,target -- PATH` (coreutils 9.1): a header and one line; `-`
 * where the file system has no such figure. Null: the path is not there. The source may hold blanks; the target is
 * the rest of the line.
 */
export const readDisk: Reader<Disk | null> = outcome => {
	if (isAbsent(outcome)) return known(null);
	const bad = notOk(outcome);
	if (bad) return bad;
	const line = outcome.stdout.split('\n')[1] ?? '';
	const match = /^(.*?)\s+(\S+)\s+(\d+|-)\s+(\d+|-)\s+(\d+|-)\s+(\d+|-)\s+(\/.*)$/.exec(line);
	// What a file system does not tell of its room is not none.
	if (!match || match[3] === '-' || match[4] === '-') return unknown('unreadable', line.slice(0, 200));
	const number = (index: number): number => Number(match[index]) || 0;
	return known({
		source: match[1] ?? '',
		type: match[2] ?? '',
		size: number(3),
		available: number(4),
		inodes: number(5),
		inodesFree: number(6),
		target: match[7] ?? '',
	});
};
