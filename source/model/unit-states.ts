import type {Unit} from '../facts/cluster.js';

/**
 * What systemd says of the service k0scontroller, and what follows from it: one row a kind of state, in the order in which
 * they are tried. docs/SYSTEMD-STATES.md is this table; a test compares the two.
 *
 * States: systemd 252 (Debian 12) to 257 (EL10, Debian 13). What k0s answers follows from its own question, `systemctl
 * is-active` (k0s 1.34: `active…` and `activating` are "running", `inactive` with a unit file is "stopped", `failed` is an
 * error, all else counts as not installed), seen on a real k0s 1.34.1 for the states marked so.
 */

/** What a start has to do. */
export type StartMove =
	/** It runs. */
	| 'none'
	/** systemd starts it by itself: only wait. */
	| 'wait'
	| 'start'
	/** `systemctl reset-failed`, then start. */
	| 'reset-failed'
	/** `systemctl stop` waits until it is down; then `reset-failed` (it may have failed) and start. */
	| 'stop-first'
	/** There is no unit: install first. */
	| 'install'
	/** A person must look: masked, or a file that systemd cannot read. */
	| 'blocked';

/** What a stop (of reset, or of an undo) has to do. */
export type StopMove =
	/** Nothing runs. */
	| 'none'
	| 'k0s-stop'
	/** k0s would refuse, or systemd would start it again. */
	| 'systemctl-stop'
	/** Nothing runs, but systemd keeps the failure: `systemctl reset-failed`. */
	| 'reset-failed';

export type UnitCaseId =
	| 'running'
	| 'reloading'
	| 'between-restarts'
	| 'starting'
	| 'stopping'
	| 'cleaning'
	| 'restarts-after-failure'
	| 'failed-without-unit'
	| 'failed-masked'
	| 'failed-unreadable'
	| 'failed'
	| 'masked'
	| 'not-found'
	| 'unreadable'
	| 'no-program'
	| 'restarts-soon'
	| 'stopped'
	| 'unknown';

/** What k0s prints, or what systemctl prints through it; `ok`: exit 0. */
export type K0sAnswer =
	| 'ok'
	| 'Error: already running'
	| 'Error: already stopped'
	| 'Error: service in failed state'
	| 'Error: k0s has not been installed as a service'
	| 'exit 0, and nothing starts'
	| 'systemctl: Unit k0scontroller.service is masked.'
	| 'systemctl: Unit k0scontroller.service has a bad unit file setting.'
	| 'not known';

export type UnitCase = {
	readonly id: UnitCaseId;
	/** Words of `systemctl show`; left out: any. */
	readonly load?: readonly string[];
	readonly active?: readonly string[];
	readonly sub?: readonly string[];
	/** ConditionResult; left out: any. */
	readonly condition?: 'no';
	readonly k0sStart: K0sAnswer;
	readonly k0sStop: K0sAnswer;
	/** Measured on a real k0s, not only read from its source. */
	readonly measured: boolean;
	readonly start: StartMove;
	readonly stop: StopMove;
	/** The result of the check `k0s-unit`. */
	readonly check: 'pass' | 'warn' | 'fail';
};

const notInstalled = 'Error: k0s has not been installed as a service';
const inFailed = 'Error: service in failed state';
const masked = 'systemctl: Unit k0scontroller.service is masked.';

/** The first that fits counts; the last fits all. */
export const unitCases: readonly UnitCase[] = [
	{
		id: 'running',
		active: ['active'],
		...{k0sStart: 'Error: already running', k0sStop: 'ok', measured: true},
		...{start: 'none', stop: 'k0s-stop', check: 'pass'},
	},
	{
		id: 'reloading',
		active: ['reloading', 'refreshing'],
		...{k0sStart: notInstalled, k0sStop: notInstalled, measured: false},
		...{start: 'wait', stop: 'systemctl-stop', check: 'pass'},
	},
	{
		id: 'between-restarts',
		active: ['activating'],
		sub: ['auto-restart', 'auto-restart-queued'],
		...{k0sStart: 'Error: already running', k0sStop: 'ok', measured: true},
		...{start: 'wait', stop: 'systemctl-stop', check: 'fail'},
	},
	{
		id: 'starting',
		active: ['activating'],
		...{k0sStart: 'Error: already running', k0sStop: 'ok', measured: false},
		...{start: 'wait', stop: 'systemctl-stop', check: 'pass'},
	},
	{
		id: 'stopping',
		active: ['deactivating'],
		...{k0sStart: notInstalled, k0sStop: notInstalled, measured: false},
		...{start: 'stop-first', stop: 'systemctl-stop', check: 'warn'},
	},
	{
		id: 'cleaning',
		active: ['maintenance'],
		...{k0sStart: notInstalled, k0sStop: notInstalled, measured: false},
		...{start: 'stop-first', stop: 'systemctl-stop', check: 'warn'},
	},
	{
		id: 'restarts-after-failure',
		active: ['failed'],
		sub: ['failed-before-auto-restart'],
		...{k0sStart: inFailed, k0sStop: inFailed, measured: false},
		...{start: 'wait', stop: 'systemctl-stop', check: 'fail'},
	},
	{
		id: 'failed-without-unit',
		load: ['not-found'],
		active: ['failed'],
		...{k0sStart: inFailed, k0sStop: inFailed, measured: true},
		...{start: 'install', stop: 'reset-failed', check: 'fail'},
	},
	{
		id: 'failed-masked',
		load: ['masked'],
		active: ['failed'],
		...{k0sStart: inFailed, k0sStop: inFailed, measured: false},
		...{start: 'blocked', stop: 'reset-failed', check: 'fail'},
	},
	{
		id: 'failed-unreadable',
		load: ['bad-setting', 'error'],
		active: ['failed'],
		...{k0sStart: inFailed, k0sStop: inFailed, measured: false},
		...{start: 'blocked', stop: 'reset-failed', check: 'fail'},
	},
	{
		id: 'failed',
		active: ['failed'],
		...{k0sStart: inFailed, k0sStop: inFailed, measured: true},
		...{start: 'reset-failed', stop: 'reset-failed', check: 'fail'},
	},
	{
		id: 'masked',
		load: ['masked'],
		active: ['inactive'],
		...{k0sStart: masked, k0sStop: 'Error: already stopped', measured: false},
		...{start: 'blocked', stop: 'none', check: 'fail'},
	},
	{
		id: 'not-found',
		load: ['not-found'],
		active: ['inactive'],
		...{k0sStart: notInstalled, k0sStop: notInstalled, measured: true},
		...{start: 'install', stop: 'none', check: 'pass'},
	},
	{
		id: 'unreadable',
		load: ['bad-setting', 'error'],
		active: ['inactive'],
		k0sStart: 'systemctl: Unit k0scontroller.service has a bad unit file setting.',
		...{k0sStop: 'Error: already stopped', measured: false},
		...{start: 'blocked', stop: 'none', check: 'fail'},
	},
	{
		id: 'no-program',
		load: ['loaded'],
		active: ['inactive'],
		condition: 'no',
		...{k0sStart: 'exit 0, and nothing starts', k0sStop: 'Error: already stopped', measured: true},
		...{start: 'start', stop: 'none', check: 'warn'},
	},
	{
		id: 'restarts-soon',
		load: ['loaded'],
		active: ['inactive'],
		sub: ['dead-before-auto-restart'],
		...{k0sStart: 'ok', k0sStop: 'Error: already stopped', measured: false},
		...{start: 'wait', stop: 'systemctl-stop', check: 'warn'},
	},
	{
		id: 'stopped',
		load: ['loaded'],
		active: ['inactive'],
		...{k0sStart: 'ok', k0sStop: 'Error: already stopped', measured: true},
		...{start: 'start', stop: 'none', check: 'warn'},
	},
	{
		id: 'unknown',
		...{k0sStart: 'not known', k0sStop: 'not known', measured: false},
		...{start: 'blocked', stop: 'systemctl-stop', check: 'warn'},
	},
];

type Words = Pick<Unit, 'loadState' | 'activeState' | 'subState' | 'conditionMet'>;

/** The row of the table that a unit is in. */
export function unitCase(unit: Words): UnitCase {
	const fits = (words: readonly string[] | undefined, word: string): boolean => words?.includes(word) ?? true;
	const found = unitCases.find(
		({load, active, sub, condition}) =>
			fits(load, unit.loadState) &&
			fits(active, unit.activeState) &&
			fits(sub, unit.subState) &&
			(condition === undefined || unit.conditionMet === false),
	);
	return found ?? (unitCases.at(-1) as UnitCase);
}

/** The service does no work now and nothing will start it by itself: what still runs of it is left over. */
export const isDown = (unit: Words): boolean => ['none', 'reset-failed'].includes(unitCase(unit).stop);

/** Whether `k0s start` and `k0s stop` refuse until `systemctl reset-failed`. */
export const keepsFailure = (unit: Words): boolean => unitCase(unit).stop === 'reset-failed';

/** Words of `systemctl show` that exist, for whoever walks all of them. By active state the sub states of a service. */
export const loadStates: readonly string[] = [
	'loaded',
	'not-found',
	'masked',
	'bad-setting',
	'error',
	'merged',
	'stub',
];
export const subStates: Readonly<Record<string, readonly string[]>> = {
	active: ['running', 'exited'],
	reloading: ['reload', 'reload-signal', 'reload-notify'],
	refreshing: ['refresh-extensions', 'refresh-credentials', 'mounting'],
	activating: ['condition', 'start-pre', 'start', 'start-post', 'auto-restart', 'auto-restart-queued'],
	deactivating: [
		...['stop', 'stop-watchdog', 'stop-sigterm', 'stop-sigkill', 'stop-post'],
		...['final-watchdog', 'final-sigterm', 'final-sigkill'],
	],
	inactive: ['dead', 'dead-before-auto-restart', 'dead-resources-pinned'],
	failed: ['failed', 'failed-before-auto-restart'],
	maintenance: ['cleaning'],
};
/** Why the last run ended: none of them changes what has to be done, so the table has no column for it. */
export const results: readonly string[] = [
	...['success', 'exit-code', 'signal', 'core-dump', 'timeout', 'watchdog', 'start-limit-hit', 'oom-kill'],
	...['resources', 'protocol', 'exec-condition'],
];
