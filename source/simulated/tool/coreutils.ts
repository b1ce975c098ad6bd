import {childrenOf, content, entryAt} from '../files.js';
import type {Moment} from '../moment.js';
import {sha256 as digestOf} from '../seed/names.js';
import {fail, ok, parseArguments, type Result, type Tool} from './tool.js';

/** GNU coreutils 9.5: what reads files. */

const missing = (tool: string, verb: string, path: string): Result =>
	fail(1, `${tool}: ${verb}${path}: No such file or directory`);

export const cat: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	let stdout = '';
	for (const path of words) {
		const entry = entryAt(call.moment(), path);
		if (entry === undefined) return {exit: 1, stdout, stderr: `cat: ${path}: No such file or directory\n`};
		if (entry.type === 'folder') return {exit: 1, stdout, stderr: `cat: ${path}: Is a directory\n`};
		stdout += content(call.moment(), path, entry);
	}

	return {exit: 0, stdout, stderr: ''};
};

/** `-n LINES -- FILE…`: the end of each. */
export const tail: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-n']);
	const most = Number(options.get('-n') ?? 10);
	let stdout = '';
	for (const path of words) {
		const entry = entryAt(call.moment(), path);
		if (entry === undefined || entry.type === 'folder') return missing('tail', 'cannot open ', `'${path}' for reading`);
		const lines = content(call.moment(), path, entry).split('\n');
		stdout += lines.slice(lines.at(-1) === '' ? -most - 1 : -most).join('\n');
	}

	return {exit: 0, stdout, stderr: ''};
};

/** `-d` names what is there; without it a folder's content is listed. */
export const ls: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1));
	const itself = [...options.keys()].some(option => /^-\w*d/.test(option));
	const deep = [...options.keys()].some(option => /^-\w*R/.test(option));
	const lines: string[] = [];
	const errors: string[] = [];
	for (const path of words.length === 0 ? ['/'] : words) {
		const entry = entryAt(call.moment(), path);
		const children = childrenOf(call.moment(), path);
		if (entry === undefined && children.length === 0) {
			errors.push(`ls: cannot access '${path}': No such file or directory`);
		} else if (itself || (entry !== undefined && entry.type !== 'folder')) {
			lines.push(path);
		} else if (deep) {
			lines.push(listing(call.moment(), path));
		} else {
			lines.push(...children);
		}
	}

	return errors.length > 0 ? fail(2, errors.join('\n'), lines.join('\n')) : ok(lines.join('\n'));
};

/** A folder and those below it, each under its name. */
function listing(moment: Moment, path: string): string {
	const children = childrenOf(moment, path);
	const below = children.map(name => `${path}/${name}`).filter(each => entryAt(moment, each)?.type === 'folder');
	return [[`${path}:`, ...children].join('\n'), ...below.map(each => listing(moment, each))].join('\n\n');
}

export const stat: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-c', '-fc', '--format']);
	const format = options.get('-c') ?? options.get('--format') ?? options.get('-fc') ?? '%n';
	const lines: string[] = [];
	const errors: string[] = [];
	// Without -L a link is itself.
	const follows = call.argv.includes('-L');
	for (const path of words) {
		const entry = (follows ? undefined : call.moment().state.files[path]) ?? entryAt(call.moment(), path);
		if (entry === undefined && childrenOf(call.moment(), path).length === 0) {
			errors.push(`stat: cannot statx '${path}': No such file or directory`);
			continue;
		}

		const folder = entry === undefined || entry.type === 'folder';
		const size = entry?.blob?.size ?? Buffer.byteLength(entry?.text ?? '');
		const mode = entry?.mode ?? 0o755;
		lines.push(
			format
				.replaceAll('%T', path.startsWith('/sys/fs/cgroup') ? 'cgroup2fs' : 'xfs')
				.replaceAll('%n', path)
				.replaceAll('%s', String(size))
				.replaceAll('%a', mode.toString(8))
				.replaceAll('%U', 'root')
				.replaceAll('%u', '0')
				.replaceAll('%G', 'root')
				.replaceAll('%W', String(Math.floor((entry?.at ?? 0) / 1000)))
				.replaceAll('%Y', String(Math.floor((entry?.at ?? 0) / 1000)))
				.replaceAll('%Z', String(Math.floor((entry?.at ?? 0) / 1000)))
				.replaceAll('%d', '64768')
				// Names of one binary are one file: `ln` made them.
				.replaceAll('%i', String(Number.parseInt(digestOf(entry?.blob?.sha256 ?? path).slice(0, 7), 16)))
				.replaceAll('%F', folder ? 'directory' : entry.type === 'link' ? 'symbolic link' : 'regular file'),
		);
	}

	return errors.length > 0 ? fail(1, errors.join('\n'), lines.join('\n')) : ok(lines.join('\n'));
};

export const readlink: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const path = words[0] ?? '';
	const entry = call.moment().state.files[path];
	if (!call.argv.includes('-e')) return entry?.type === 'link' ? ok(entry.text) : fail(1, '');
	const there = entryAt(call.moment(), path) !== undefined || childrenOf(call.moment(), path).length > 0;
	return there ? ok(entry?.type === 'link' ? entry.text : path) : fail(1, '');
};

export const sha256sum: Tool = async call => {
	const {words} = parseArguments(call.argv.slice(1));
	const lines: string[] = [];
	for (const path of words) {
		const entry = entryAt(call.moment(), path);
		if (entry === undefined) return missing('sha256sum', '', path);
		if (entry.blob !== undefined) await call.sleep(600);
		lines.push(`${entry.blob?.sha256 ?? digestOf(content(call.moment(), path, entry))}  ${path}`);
	}

	return ok(lines.join('\n'));
};

/** Only what reading a binary's header needs: `-An -v -tx1 -N COUNT`. */
export const od: Tool = call => {
	const count = Number(call.argv.find(word => /^-N\d+$/.test(word))?.slice(2) ?? 16);
	const path = call.argv.at(-1) ?? '';
	const entry = entryAt(call.moment(), path);
	if (entry === undefined) return missing('od', '', path);
	const elf = '7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00 02 00 3e 00'.split(' ');
	const bytes =
		entry.blob === undefined ? [...Buffer.from(entry.text)].map(byte => byte.toString(16).padStart(2, '0')) : elf;
	const shown = bytes.slice(0, count);
	const lines: string[] = [];
	for (let at = 0; at < shown.length; at += 16) lines.push(` ${shown.slice(at, at + 16).join(' ')}`);
	return ok(lines.join('\n'));
};

/** `-r -H -e '' -- PATH…`: every line of every file in them; exit 2 when one is not there. */
export const grep: Tool = call => {
	const {words, options} = parseArguments(call.argv.slice(1), ['-e']);
	const wanted = new RegExp(
		(options.get('-e') ?? '').replaceAll('[[:space:]]', String.raw`\s`),
		options.has('-i') ? 'i' : '',
	);
	const absent: string[] = [];
	const lines = words.flatMap(place => {
		const there = entryAt(call.moment(), place);
		const names = childrenOf(call.moment(), place);
		if (there === undefined && names.length === 0) absent.push(`grep: ${place}: No such file or directory`);
		const paths = there !== undefined && there.type !== 'folder' ? [place] : names.map(name => `${place}/${name}`);
		return paths.flatMap(path => {
			const entry = entryAt(call.moment(), path);
			if (entry === undefined || entry.type === 'folder') return [];
			return content(call.moment(), path, entry)
				.trimEnd()
				.split('\n')
				.filter(line => wanted.test(line))
				.map(line => `${path}:${line}`);
		});
	});
	// `-s`: what is not there is no word worth.
	const told = /^-\w*s/.test(call.argv[1] ?? '') ? '' : absent.join('\n');
	if (absent.length > 0) return {...fail(2, told), stdout: lines.map(line => `${line}\n`).join('')};
	return lines.length > 0 ? ok(lines.join('\n')) : fail(1, '');
};

/** There is no compressed file here, so there is nothing to decompress. */
export const gzip: Tool = call => fail(1, `gzip: ${call.argv.at(-1) ?? ''}: No such file or directory`);

export const test: Tool = call => {
	const [flag = '', path = ''] = call.argv.slice(1);
	const entry = entryAt(call.moment(), path);
	const folder = entry?.type === 'folder' || (entry === undefined && childrenOf(call.moment(), path).length > 0);
	const holds =
		flag === '-d'
			? folder
			: flag === '-x'
				? entry !== undefined && (entry.mode & 0o111) !== 0
				: flag === '-f'
					? entry !== undefined && entry.type !== 'folder'
					: entry !== undefined || folder;
	return holds ? ok() : fail(1, '');
};
