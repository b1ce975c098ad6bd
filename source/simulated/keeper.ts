import {mkdirSync, readFileSync, renameSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {State} from './state.js';

/** Holds the state, and keeps it in a file when there is one. */
export type Keeper = {
	readonly state: State;
	/** Takes over what another process wrote meanwhile; what cannot be read is left alone. */
	refresh(): void;
	/** Writes the state when it changed since the last time: beside the file first, then by one rename. Throws when it cannot. */
	save(): void;
};

/** Throws when the file exists and cannot be read as a state: better than to begin anew over somebody's host. */
export function createKeeper(file: string | undefined, first: () => State): Keeper {
	let written = '';
	let stamp = 0;
	function load(from: string): State | undefined {
		let text: string;
		try {
			const stats = statSync(from);
			// A pipe would be waited for for ever.
			if (!stats.isFile()) throw new Error(`${from}: not the state of a simulated host`);
			stamp = stats.mtimeMs;
			text = readFileSync(from, 'utf8');
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
			throw error;
		}

		let read: unknown;
		try {
			read = JSON.parse(text);
		} catch {
			read = undefined;
		}

		if (typeof read !== 'object' || read === null || !('version' in read) || read.version !== 1) {
			throw new Error(`${from}: not the state of a simulated host`);
		}

		written = text;
		return read as State;
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
