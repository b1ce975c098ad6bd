import {known, unknown, type Reading} from '../facts/reading.js';
import type {Outcome} from '../command/outcome.js';
import {notOk} from './reading.js';

/** A line of a file that sets kernel settings at boot; the name with dots. */
export type SysctlLine = {readonly file: string; readonly name: string; readonly value: string};

/**
 * `grep -r -H` for settings below the folders of sysctl.d(5), and in /etc/sysctl.conf: `FILE:NAME = VALUE`. Exit 1: none
 * sets them; 2: some folders are not there.
 */
export function readSysctlFiles(outcome: Outcome): Reading<readonly SysctlLine[]> {
	const others = outcome.stderr.split('\n').filter(line => line !== '' && !/: No such file or directory$/.test(line));
	const bad = outcome.kind === 'failed' && (outcome.exit ?? 3) <= 2 ? undefined : notOk(outcome);
	if (bad) return bad;
	if (others.length > 0 || outcome.stdoutCut > 0) return unknown('failed', others[0] ?? '');
	return known(
		outcome.stdout.split('\n').flatMap(line => {
			const [, file = '', name = '', value = ''] = /^(\/[^:]+):\s*-?([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
			const isRead = file === lastFile || file.endsWith('.conf');
			return file === '' || !isRead ? [] : [{file, name: withDots(name), value}];
		}),
	);
}

/** A slash as the first separator means that dots are letters (sysctl.d(5)). */
const withDots = (name: string): string =>
	/^[^./]*\//.test(name) ? name.replaceAll(/[./]/g, sign => (sign === '/' ? '.' : '/')) : name;

const lastFile = '/etc/sysctl.conf';

/** Folders in which a file hides those of its name in the folders behind it. */
export const sysctlFolders = [
	...['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d', '/lib/sysctl.d'],
] as const;

const base = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
/** Distributions link it as 99-sysctl.conf, for systemd; procps reads it last of all. */
const placeOf = ({file}: SysctlLine): string => (file === lastFile ? '99-sysctl.conf' : base(file));
const folderOf = ({file}: SysctlLine): number => sysctlFolders.findIndex(folder => file.startsWith(`${folder}/`));

/** Who has the last word at boot on a setting, by the names of files; `own` are names in /etc/sysctl.d, linked ones too. */
export function lastWord(
	lines: readonly SysctlLine[],
	name: string,
	own: readonly string[],
): (SysctlLine & {readonly place: string}) | undefined {
	const counts = lines.filter(line => {
		if (line.name !== name) return false;
		const hidden = lines.some(each => base(each.file) === base(line.file) && folderOf(each) < folderOf(line));
		const masked = folderOf(line) > 0 && own.includes(base(line.file));
		return !hidden && !masked;
	});
	const sorted = counts.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0));
	const last = sorted.at(-1);
	return last && {...last, place: placeOf(last)};
}
