import {change, command, follow, type Command} from './command.js';

/** systemd 252 and newer: hostnamectl, systemctl, journalctl. */

export const staticHostname = (): Command => command(['hostnamectl', '--static'], 'hostname');
/** Never refuses a bad name (it changes it): validate before, read back after. */
export const setHostname = (name: string): Command =>
	change(['hostnamectl', 'set-hostname', name], 'set-hostname', {deadline: 30_000});

const properties =
	'Id,LoadState,ActiveState,SubState,Result,NRestarts,ExecMainPID,ExecMainStatus,ConditionResult,UnitFileState,FragmentPath,ActiveEnterTimestamp,ActiveEnterTimestampMonotonic,ConditionTimestampMonotonic';
/** key=value lines, times in UTC (by TZ: `--timestamp=` is younger than some hosts); an unknown unit exits 0 with LoadState=not-found. */
export const showUnit = (unit: string): Command =>
	command(['systemctl', 'show', unit, '--property', properties, '--no-pager'], 'unit-state', {env: {TZ: 'UTC'}});
/** Several in one process: blocks with a blank line between. */
export const showUnits = (units: readonly string[]): Command =>
	command(
		['systemctl', 'show', ...units, '--property', 'Id,LoadState,ActiveState,SubState', '--no-pager'],
		'unit-state',
	);
/** What a service is started with (proxies); `Environment=` is empty when nothing was set. */
export const unitEnvironment = (unit: string): Command =>
	command(['systemctl', 'show', unit, '--property', 'Environment', '--no-pager'], 'unit-environment');
/** The files from which it takes more, and what it takes away again. */
export const unitEnvironmentFiles = (unit: string): Command =>
	command(
		['systemctl', 'show', unit, '--property', 'EnvironmentFiles,UnsetEnvironment', '--no-pager'],
		'unit-environment',
	);
/** What systemd gives every service (DefaultEnvironment= of system.conf). */
export const managerEnvironment = (): Command =>
	command(['systemctl', 'show', '--property', 'Environment', '--no-pager'], 'unit-environment');
export const journal = (unit: string, lines: number): Command =>
	command(['journalctl', '-u', unit, '-n', String(lines), '--no-pager', '-o', 'short-iso'], 'unit-journal', {
		root: true,
	});
/** The same, and then each line as it comes. */
export const followJournal = (unit: string, lines: number): Command =>
	follow(
		['journalctl', '-u', unit, '-n', String(lines), '-f', '--no-pager', '-o', 'short-iso'],
		'unit-journal-follow',
		{root: true},
	);
/** Starts and enables the time service that the distribution has. */
export const setTimeSync = (on = true): Command =>
	change(['timedatectl', 'set-ntp', String(on)], 'time-sync-set', {deadline: 30_000});
export const startUnit = (unit: string): Command =>
	change(['systemctl', 'start', unit], 'unit-start', {deadline: 120_000});
/** `runtime`: it is masked below /run, until the next boot. */
export const unmaskUnit = (unit: string, runtime = false): Command =>
	change(['systemctl', 'unmask', ...(runtime ? ['--runtime'] : []), unit], 'unit-unmask', {deadline: 60_000});
export const maskUnit = (unit: string, runtime = false): Command =>
	change(['systemctl', 'mask', ...(runtime ? ['--runtime'] : []), unit], 'unit-unmask', {deadline: 60_000});
export const enableUnit = (unit: string): Command =>
	change(['systemctl', 'enable', unit], 'unit-enable', {deadline: 60_000});
export const restartUnit = (unit: string): Command =>
	change(['systemctl', 'restart', unit], 'unit-restart', {deadline: 120_000});
/**
 * Forgets that a unit failed: until then `k0s start` and `k0s stop` say "service in failed state". Also for a unit whose file
 * is gone; of one that systemd does not know at all it says "not loaded" (exit 1).
 */
export const resetFailed = (unit: string): Command =>
	change(['systemctl', 'reset-failed', unit], 'unit-reset-failed', {deadline: 60_000});
export const daemonReload = (): Command => change(['systemctl', 'daemon-reload'], 'daemon-reload', {deadline: 60_000});
export const stopUnit = (unit: string): Command =>
	change(['systemctl', 'stop', unit], 'unit-stop', {deadline: 120_000});
export const disableUnit = (unit: string): Command =>
	change(['systemctl', 'disable', unit], 'unit-disable', {deadline: 60_000});
