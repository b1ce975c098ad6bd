import {childrenOf, entryAt} from '../files.js';
import {readAsArchive} from '../k0s-archive.js';
import type {Moment} from '../moment.js';
import {fail, ok, parseArguments, type Result, type Tool} from './tool.js';

/** GNU tar 1.35 and du: as far as archives of `k0s backup` are listed and their configuration is taken out. */

export const tar: Tool = call => {
	const [mode = '', path = '', ...members] = call.argv.slice(1);
	const entry = entryAt(call.moment(), path);
	if (entry === undefined) {
		return fail(
			2,
			`tar (child): ${path}: Cannot open: No such file or directory\ntar (child): Error is not recoverable: exiting now\ntar: Child returned status 2\ntar: Error is not recoverable: exiting now`,
		);
	}

	const archive = readAsArchive(entry.text);
	if (archive === undefined) {
		return fail(
			2,
			'\ngzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now',
		);
	}

	if (mode.includes('x')) {
		const [member = ''] = members;
		return member === 'k0s.yaml' && archive.entries.some(([name]) => name === member)
			? {exit: 0, stdout: archive.config, stderr: ''}
			: fail(2, `tar: ${member}: Not found in archive\ntar: Exiting with failure status due to previous errors`);
	}

	const time = new Date(entry.at).toISOString().slice(0, 16).replace('T', ' ');
	return ok(
		archive.entries
			.map(([name, bytes]) =>
				name.endsWith('/')
					? `drwxr-xr-x root/root         0 ${time} ${name}`
					: `-rw-r----- root/root ${String(bytes).padStart(9)} ${time} ${name}`,
			)
			.join('\n'),
	);
};

/** `-s -B1 -c -- PATH…`: bytes of each and of all. */
export const du: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const errors: string[] = [];
	const lines: string[] = [];
	let total = 0;
	for (const path of words) {
		const size = sizeOf(call.moment(), path);
		if (size === undefined) {
			errors.push(`du: cannot access '${path}': No such file or directory`);
			continue;
		}

		total += size;
		lines.push(`${size}\t${path}`);
	}

	return printed([...lines, `${total}\ttotal`], errors);
};

const printed = (lines: readonly string[], errors: readonly string[]): Result =>
	errors.length === 0 ? ok(lines.join('\n')) : fail(1, errors.join('\n'), lines.join('\n'));

/** In blocks of 4096 bytes, as the file system counts. */
function sizeOf(moment: Moment, path: string): number | undefined {
	const entry = entryAt(moment, path);
	const inside = childrenOf(moment, path);
	if (entry === undefined && inside.length === 0) return undefined;
	const own = Math.ceil((entry?.blob?.size ?? Buffer.byteLength(entry?.text ?? '')) / 4096) * 4096;
	return inside.reduce((sum, name) => sum + (sizeOf(moment, `${path}/${name}`) ?? 0), own);
}
