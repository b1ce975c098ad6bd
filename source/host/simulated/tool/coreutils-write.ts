import {entryAt} from '../files.js';
import {file} from '../k0s.js';
import type {FileEntry} from '../state.js';
import {fail, ok, parseArguments, type Tool} from './tool.js';

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

/** `mv` and `cp` and a hard link by `ln`: the same entry under another name. */
function place(keep: boolean): Tool {
	return call => {
		const {words} = parseArguments(call.argv.slice(1), ['-m', '-o', '-g', '-S']);
		const [from = '', to = ''] = words;
		const {state} = call.moment();
		const entry = state.files[from];
		if (entry === undefined) {
			const tool = call.argv[0] ?? '';
			const verb = tool === 'ln' ? 'failed to access' : 'cannot stat';
			return fail(1, `${tool}: ${verb} '${from}': No such file or directory`);
		}

		const target =
			state.files[to]?.type === 'folder' && !call.argv.includes('-T') ? `${to}/${from.split('/').at(-1)}` : to;
		state.files[target] = keep ? structuredClone(entry) : entry;
		if (!keep) delete state.files[from];
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
	if (source === undefined && from !== '/dev/stdin') {
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
	const {words} = parseArguments(call.argv.slice(1), ['-m']);
	const {state, now} = call.moment();
	for (const path of words) state.files[path] ??= {type: 'folder', text: '', mode: 0o755, at: now};
	return ok();
};

/** `tee -- FILE` and `touch`: write what came on standard input, or nothing. */
export const tee: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const {state, now} = call.moment();
	for (const path of words) state.files[path] = file(call.input ?? '', 0o644, now);
	return {exit: 0, stdout: call.input ?? '', stderr: ''};
};

export const touch: Tool = call => {
	const {words} = parseArguments(call.argv.slice(1));
	const {state, now} = call.moment();
	for (const path of words) state.files[path] ??= file('', 0o644, now);
	return ok();
};
