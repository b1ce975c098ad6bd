import {change, command, type Command} from './command.js';

/** k0s 1.34 to 1.36. The host looks for it in /usr/local/bin too (sudo's secure_path often lacks that folder). */

/** Where its file may be, in the order in which a host looks. */
export const programs = ['/usr/local/bin/k0s', '/usr/sbin/k0s', '/usr/bin/k0s', '/usr/local/sbin/k0s'] as const;

export const version = (): Command => command(['k0s', 'version'], 'k0s-version');
/** k0s's own default for root. */
const statusSocket = '/run/k0s/status.sock';
/**
 * May block for minutes while the control plane starts, and ignores TERM then: our deadline, and where it can be no
 * program at all. `--out`, not `--output`.
 */
export const status = (): Command =>
	command(['k0s', 'status', '--out', 'json'], 'k0s-status', {
		root: true,
		deadline: 5000,
		direct: {kind: 'k0s-status', socket: statusSocket},
	});
/** The same as a person reads it. */
export const statusText = (): Command => command(['k0s', 'status'], 'k0s-status', {root: true, deadline: 5000});
export const sysinfo = (): Command => command(['k0s', 'sysinfo', '--output', 'json'], 'k0s-sysinfo', {root: true});
/** Exit 0 and silent, or `Error: …` and exit 1; unknown fields are errors. */
export const validateConfig = (path: string): Command =>
	command(['k0s', 'config', 'validate', '--config', path], 'k0s-config', {root: true});
export const installController = (flags: readonly string[]): Command =>
	change(['k0s', 'install', 'controller', ...flags], 'k0s-install', {deadline: 60_000});
/** Writes k0sworker.service. The token itself is in no argv: k0s reads it from the file at its first start. */
export const installWorker = (flags: readonly string[]): Command =>
	change(['k0s', 'install', 'worker', ...flags], 'k0s-install-worker', {deadline: 60_000});
export const start = (): Command => change(['k0s', 'start'], 'k0s-start', {deadline: 60_000});
/**
 * Writes `k0s_backup_<time>.tar.gz` into a folder that must be there. Of a controller that runs: data folder and configuration
 * are those it was started with. Prints nothing but errors.
 */
export const backup = (folder: string): Command =>
	change(['k0s', 'backup', '--save-path', folder], 'k0s-backup', {deadline: 1_800_000});
export type JoinRole = 'worker' | 'controller';
/**
 * Prints one base64 line: a kubeconfig with a bootstrap token, and makes that token in the cluster. Whoever has it joins as this
 * role until it expires (`1h`, `2h45m`; Go's durations).
 */
export const createToken = (role: JoinRole, expiry: string): Command =>
	change(['k0s', 'token', 'create', '--role', role, '--expiry', expiry], 'token-create', {
		deadline: 60_000,
		secret: true,
	});
/** Never while k0s runs. Without `--config-out` it writes a k0s_<time>.yaml into whatever folder it runs in. `program`: another k0s. */
export const restore = (file: string, configOut: string, dataDir?: string, program = 'k0s'): Command =>
	change(
		[
			...([program, 'restore'] as const),
			...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
			...['--config-out', configOut, file],
		],
		'k0s-restore',
		{deadline: 1_800_000},
	);
export const stop = (): Command => change(['k0s', 'stop'], 'k0s-stop', {deadline: 120_000});
/** Refuses while k0s runs. A data folder of its own must be named again: nothing else tells it by then. */
export const reset = (dataDir?: string, kubeletRoot?: string): Command =>
	change(
		[
			...(['k0s', 'reset'] as const),
			...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
			...(kubeletRoot === undefined ? [] : ['--kubelet-root-dir', kubeletRoot]),
		],
		'k0s-reset',
		{deadline: 300_000},
	);
