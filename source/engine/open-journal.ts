import type {HostKind} from '../host/host.js';
import {makePrivate} from '../host/private-folder.js';
import {createFileJournal} from './journal-file.js';
import {createMemoryJournal, type Journal} from './journal.js';
import {hostFolders} from './worker/folders.js';

/**
 * The host's journal: `/var/lib/k0s-tui/journal.jsonl` (below `K0S_TUI_ROOT`, if that is set). The simulated host's lives as
 * long as the process, or beside the file that keeps its state. A recorded host has none that could be written.
 */
export function openJournal(kind: HostKind, env: Readonly<Record<string, string | undefined>>): Journal {
	const path = journalPath(kind, env);
	if (path === undefined) return createMemoryJournal();
	return kind === 'local' ? createFileJournal(path, makePrivate) : createFileJournal(path);
}

/** Undefined: it is no file. */
export function journalPath(kind: HostKind, env: Readonly<Record<string, string | undefined>>): string | undefined {
	if (kind === 'local') return hostFolders(env).journal;
	const state = env['K0S_TUI_SIMULATION_STATE'];
	return kind === 'simulated' && state ? `${state}.journal.jsonl` : undefined;
}

/** How many times as fast the host's time runs. */
export function speedOf(kind: HostKind, env: Readonly<Record<string, string | undefined>>): number {
	const speed = Number(env['K0S_TUI_SIMULATION_SPEED'] ?? 1);
	return kind === 'simulated' && Number.isFinite(speed) && speed > 0 ? speed : 1;
}
