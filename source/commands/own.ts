import {join} from 'node:path';
import {ownFolders} from '../host/private-folder.js';
import {detectCapabilities} from '../terminal/capabilities.js';
import type {Settings} from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this program keeps things. Null: there is no home folder to put it in. */
export type Own = {
	readonly config: string | null;
	readonly state: string | null;
	readonly hostState: string;
	readonly runFolder: string;
};

/** XDG's folders for a user; root's below `K0S_TUI_ROOT` where that is set. `config`: the file that `--config` names. */
export function pathsOf(env: Environment, config: string | undefined): Own {
	const below = (variable: string, otherwise: string): string | null => {
		// XDG: a relative path is not valid and must be ignored.
		const named = env[variable]?.startsWith('/') ? env[variable] : undefined;
		const folder = named ?? (env['HOME'] ? join(env['HOME'], otherwise) : undefined);
		return folder === undefined ? null : join(folder, 'k0s-tui');
	};

	const own = below('XDG_CONFIG_HOME', '.config');
	const {state: hostState, live: runFolder} = ownFolders(env);
	return {
		config: config ?? (own === null ? null : join(own, 'config.json')),
		state: below('XDG_STATE_HOME', '.local/state'),
		hostState,
		runFolder,
	};
}

export type Terminal = {
	readonly stdin: boolean;
	readonly stdout: boolean;
	/** Null: no terminal. */
	readonly columns: number | null;
	readonly rows: number | null;
	readonly term: string | null;
	readonly locale: string | null;
	readonly fullScreen: boolean;
	readonly color: boolean;
	readonly ascii: boolean;
	readonly ssh: boolean;
	readonly multiplexer: 'tmux' | 'screen' | null;
};

type Streams = {
	readonly stdin: {readonly isTTY?: boolean};
	readonly stdout: {readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number};
};

export function terminalOf(env: Environment, settings: Pick<Settings, 'ascii' | 'theme'>, streams: Streams): Terminal {
	const {fullScreen, ascii} = detectCapabilities({env, ascii: settings.ascii});
	const {stdin, stdout} = streams;
	return {
		stdin: stdin.isTTY === true,
		stdout: stdout.isTTY === true,
		columns: stdout.columns ?? null,
		rows: stdout.rows ?? null,
		term: env['TERM'] || null,
		locale: env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || null,
		fullScreen,
		color: settings.theme !== 'mono',
		ascii,
		ssh: Boolean(env['SSH_CONNECTION']),
		multiplexer: env['TMUX'] ? 'tmux' : env['STY'] ? 'screen' : null,
	};
}
