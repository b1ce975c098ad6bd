import {childrenOf, entryAt} from '../files.js';
import {file, folder} from '../file-entry.js';
import type {FileEntry, State} from '../state.js';
import {binaryPath} from '../releases.js';
import {fail, ok, parseArguments, type Result, type Tool} from './tool.js';

/** GNU coreutils 9.5: what changes files. */

export const chmod: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const [mode = '', ...paths] = words;
	for (const path of paths) {
		const entry = entryAt(call.moment(), path);
		if (entry === undefined) return fail(1, `chmod: cannot access '${path}': No such file or directory`);
		if (/^[0-7]+$/.test(mode)) entry.mode = Number.parseInt(mode, 8);
		else if (mode.includes('+x')) entry.mode |= 0o111;
		else if (mode.includes('-x')) entry.mode &= ~0o111;
	}

	return ok();
};

const insideOf = ({files}: State, path: string): string[] =>
	Object.keys(files).filter(name => name.startsWith(`${path}/`));

/** `mv` and `cp` and a hard link by `ln`: the same entry under another name. */
function place(keep: boolean): Tool {
	return call => {
		const {words} = parseArguments(call.argv.slice(1), ['-m', '-o', '-g', '-S']);
		const [from = '', to = ''] = words;
		const {state} = call.moment();
		// A folder may be there by what is in it alone.
		if (!keep && to === binaryPath && call.moment().faults.rename === 'fails') {
			return fail(1, `mv: cannot move '${from}' to '${to}': Read-only file system`);
		}

		const entry =
			state.files[from] ?? (insideOf(state, from).length > 0 ? folder(0o755, call.moment().now) : undefined);
		if (entry === undefined) {
			const tool = call.argv[0] ?? '';
			const verb = tool === 'ln' ? 'failed to access' : 'cannot stat';
			return fail(1, `${tool}: ${verb} '${from}': No such file or directory`);
		}

		const target =
			state.files[to]?.type === 'folder' && !call.argv.includes('-T') ? `${to}/${from.split('/').at(-1)}` : to;
		state.files[target] = keep ? structuredClone(entry) : entry;
		if (!keep) delete state.files[from];
		for (const path of keep && !call.argv.includes('-a') ? [] : insideOf(state, from)) {
			const inside = state.files[path];
			if (inside) state.files[`${target}${path.slice(from.length)}`] = keep ? structuredClone(inside) : inside;
			if (!keep) delete state.files[path];
		}

		return ok();
	};
}

export const mv = place(false);
export const cp = place(true);

export const ln: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1));
	const [from = '', to = ''] = words;
	if (![...options.keys()].some(option => /^-[a-zA-Z]*s/.test(option) || option === '--symbolic')) return cp(call);
	const {state, now} = call.moment();
	state.files[to] = {...file(from, 0o777, now), type: 'link'};
	return ok();
};

export const install: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-m', '--mode', '-o', '-g']);
	const {state, now} = call.moment();
	const mode = Number.parseInt(options.get('-m') ?? options.get('--mode') ?? '755', 8);
	if (options.has('-d')) {
		for (const path of words) state.files[path] = {type: 'folder', text: '', mode, at: now};
		return ok();
	}

	const [from = '', to = ''] = words;
	const source = state.files[from];
	if (source === undefined && from !== '/dev/stdin' && from !== '/dev/null') {
		return fail(1, `install: cannot stat '${from}': No such file or directory`);
	}

	const entry: FileEntry = source ? structuredClone(source) : file(call.input ?? '', mode, now);
	state.files[to] = {...entry, mode, at: now};
	return ok();
};

export const rm: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1));
	const flags = [...options.keys()].join('');
	const {state} = call.moment();
	for (const path of words) {
		const inside = Object.keys(state.files).filter(name => name.startsWith(`${path}/`));
		if (state.files[path] === undefined && inside.length === 0) {
			if (!flags.includes('f')) return fail(1, `rm: cannot remove '${path}': No such file or directory`);
			continue;
		}

		if ((state.files[path]?.type === 'folder' || inside.length > 0) && !/[rR]/.test(flags)) {
			return fail(1, `rm: cannot remove '${path}': Is a directory`);
		}

		delete state.files[path];
		for (const name of inside) delete state.files[name];
	}

	return ok();
};

export const mkdir: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-m']);
	const moment = call.moment();
	const {state, now} = moment;
	const mode = Number.parseInt(options.get('-m') ?? '755', 8);
	const isThere = (path: string): boolean => entryAt(moment, path) !== undefined || childrenOf(moment, path).length > 0;
	const errors: string[] = [];
	for (const path of words) {
		const parent = path.slice(0, Math.max(1, path.lastIndexOf('/')));
		if (options.has('-p')) state.files[path] ??= {type: 'folder', text: '', mode, at: now};
		else if (isThere(path)) errors.push(`mkdir: cannot create directory '${path}': File exists`);
		else if (!isThere(parent)) errors.push(`mkdir: cannot create directory '${path}': No such file or directory`);
		else state.files[path] = {type: 'folder', text: '', mode, at: now};
	}

	return errors.length === 0 ? ok() : fail(1, errors.join('\n'));
};

/** `tee -- FILE` and `touch`: write what came on standard input, or nothing. */
export const tee: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const {state, now} = call.moment();
	for (const path of words) state.files[path] = file(call.input ?? '', 0o644, now);
	return {exit: 0, stdout: call.input ?? '', stderr: ''};
};

/** GNU sed, as far as lines are added (`$a\\TEXT`), taken away (`\\|^LINE$|d`) or replaced (`s|^START.*|LINE|`) in place. */
export const sed: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-e']);
	const path = words[0] ?? '';
	const {state} = call.moment();
	const entry = state.files[path];
	if (entry === undefined) return fail(2, `sed: can't read ${path}: No such file or directory`);
	if (options.has('-n')) return certificatesIn(entry.text);
	const script = options.get('-e') ?? '';
	const plain = (text: string): string => text.replaceAll(/\\(.)/g, '$1');
	const lines = entry.text.replace(/\n$/, '').split('\n');
	const replacing = /^s\|\^(.*)\.\*\|(.*)\|$/.exec(script);
	if (script.startsWith('$a\\')) lines.push(plain(script.slice(3)));
	else if (replacing) {
		const [, start = '', line = ''] = replacing;
		for (const [index, each] of lines.entries()) if (each.startsWith(plain(start))) lines[index] = plain(line);
	} else if (script.startsWith('\\|^') && script.endsWith('$|d')) {
		const line = plain(script.slice(3, -3));
		entry.text = `${lines.filter(each => each !== line).join('\n')}\n`;
		return ok();
	} else return fail(1, `sed: -e expression #1, char 1: unknown command: '${script.slice(0, 1)}'`);
	entry.text = `${lines.join('\n')}\n`;
	return ok();
};

/** `-n` with the expressions of `files.certificatesOf`: the certificates and no key. */
const certificatesIn = (text: string): Result =>
	ok((text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []).join('\n'));

export const touch: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const {state, now} = call.moment();
	for (const path of words) state.files[path] ??= file('', 0o644, now);
	return ok();
};
