import {mkdirSync, renameSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {readRegularFile} from '../host/read-file.js';
import type {State} from './state.js';

/** Holds the state, and keeps it in a file when there is one. */
export type Keeper = {
	readonly state: State;
	/** Takes over what another process wrote meanwhile; what cannot be read is left alone. */
	refresh(): void;
	/** Writes the state when it changed since the last time: beside the file first, then by one rename. Throws when it cannot. */
	save(): void;
};

/** Bytes of a state at most: that of a host with some hundred pods has less than a hundredth of it. */
const mostBytes = 64 * 1024 * 1024;

/** Throws when the file exists and cannot be read as a state: better than to begin anew over somebody's host. */
export function createKeeper(file: string | undefined, first: () => State): Keeper {
	let written = '';
	let stamp = 0;
	function load(from: string): State | undefined {
		const at = statSync(from, {throwIfNoEntry: false})?.mtimeMs;
		const file = readRegularFile(from, mostBytes);
		if (!file.ok && file.code === 'ENOENT') return undefined;
		const read = file.ok ? stateIn(file.text) : undefined;
		if (!file.ok && !['not-a-file', 'too-large'].includes(file.code)) {
			throw new Error(`${from}: could not be read as the state of a simulated host (${file.code})`);
		}

		if (!file.ok || !read) throw new Error(`${from}: not the state of a simulated host`);

		stamp = at ?? 0;
		written = file.text;
		return read;
	}

	const keeper = {
		state: (file === undefined ? undefined : load(file)) ?? first(),
		refresh() {
			if (file === undefined) return;
			try {
				if (statSync(file).mtimeMs !== stamp) keeper.state = load(file) ?? keeper.state;
			} catch {
				// Gone, or no longer a state: ours is as good as before.
			}
		},
		save() {
			if (file === undefined) return;
			const text = `${JSON.stringify(keeper.state)}\n`;
			if (text === written) return;
			mkdirSync(path.dirname(file), {recursive: true});
			const part = `${file}.${process.pid}.part`;
			writeFileSync(part, text, {mode: 0o600});
			renameSync(part, file);
			written = text;
			stamp = statSync(file).mtimeMs;
		},
	};
	return keeper;
}

function stateIn(text: string): State | undefined {
	let read: unknown;
	try {
		read = JSON.parse(text);
	} catch {
		return undefined;
	}

	return typeof read === 'object' && read !== null && 'version' in read && read.version === 1
		? (read as State)
		: undefined;
}
