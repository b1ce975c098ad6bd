import type {Outcome} from '../command/outcome.js';
import type {Unit} from '../facts/cluster.js';
import {known, unknown, type Reading} from '../facts/reading.js';
import {readContents} from './file.js';
import {readProcStart} from './proc-start.js';
import {notOk} from './reading.js';

/** In systemd's words. */
const states: Readonly<Record<string, readonly [active: string, sub: string, result: string]>> = {
	started: ['active', 'running', 'success'],
	starting: ['activating', 'start', 'success'],
	stopping: ['deactivating', 'stop', 'success'],
	stopped: ['inactive', 'dead', 'success'],
	inactive: ['inactive', 'dead', 'success'],
	crashed: ['failed', 'dead', 'crashed'],
	/** Its supervisor is gone; what that started may run on (openrc 0.45). */
	unsupervised: ['failed', 'dead', 'unsupervised'],
};

/**
 * `rc-service NAME status` with what supervise-daemon noted and, where it was asked, `/proc/PID/stat` of its child, as the unit
 * that systemd would tell of (openrc 0.45.2). A script that is not there is a fact too.
 */
export function readOpenRc(name: string, status: Outcome, notes: Outcome, start?: Outcome): Reading<Unit> {
	const bare = {
		...{id: name, manager: 'openrc' as const, restarts: 0, pid: null, exitStatus: null, conditionMet: null},
		...{fileState: null, activeSince: null, activeSinceMono: null},
	};
	const said = `${status.stdout}\n${status.stderr}`;
	if (status.kind === 'failed' && /service .* does not exist/.test(said)) {
		return known({
			...bare,
			...{loadState: 'not-found', activeState: 'inactive', subState: 'dead', result: 'success', path: null},
		});
	}

	const [, word = ''] = /\* status: ([a-z]+)/.exec(said) ?? [];
	const state = states[word];
	if (state === undefined) return notOk(status) ?? unknown('unreadable', said.trim().slice(0, 200));
	const [activeState, subState, result] = state;
	const noted = readContents(notes);
	const of = (file: string): number | null => {
		const value = Number((noted.known ? noted.value.get(file) : undefined) || Number.NaN);
		return Number.isInteger(value) ? value : null;
	};
	const began = start === undefined ? undefined : readProcStart(start);
	return known({
		...{...bare, loadState: 'loaded', activeState, subState, result, path: `/etc/init.d/${name}`},
		restarts: of('start_count') ?? 0,
		pid: activeState === 'active' ? of('child_pid') : null,
		activeSinceMono: activeState === 'active' && began?.known ? began.value : null,
	});
}
