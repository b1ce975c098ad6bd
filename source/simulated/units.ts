import {controlPlane} from './cluster/view.js';
import {binaryPath} from './k0s.js';
import {since, type Moment} from './moment.js';
import {isWorker, unitFile} from './unit-arguments.js';

/** Units as systemd sees them at one moment. */

export type Unit = {
	load: 'loaded' | 'not-found' | 'masked';
	active: 'active' | 'inactive' | 'activating' | 'deactivating' | 'failed';
	sub: string;
	result: string;
	pid: number;
	exit: number;
	restarts: number;
	condition: boolean;
	file: string;
	path: string;
	since: number;
};

const services: Readonly<Record<string, number>> = {
	sshd: 871,
	chronyd: 748,
	NetworkManager: 803,
	'dbus-broker': 741,
	'systemd-journald': 612,
	auditd: 701,
	crond: 880,
};

export function unitOf(moment: Moment, name: string): Unit {
	const {state} = moment;
	const absent: Unit = {
		load: 'not-found',
		active: 'inactive',
		sub: 'dead',
		result: 'success',
		pid: 0,
		exit: 0,
		restarts: 0,
		condition: false,
		file: '',
		path: '',
		since: 0,
	};
	const bare = name.replace(/\.service$/, '');
	if (bare === 'firewalld') {
		const {running, enabled} = state.firewall;
		return {
			...absent,
			load: 'loaded',
			...(running ? {active: 'active', sub: 'running', pid: 762, since: state.bootedAt, condition: true} : {}),
			file: enabled ? 'enabled' : 'disabled',
			path: '/usr/lib/systemd/system/firewalld.service',
		};
	}

	if (bare === `${state.guard?.unit}.timer`) {
		return {...absent, load: 'loaded', active: 'active', sub: 'waiting', since: state.guard?.armedAt ?? 0};
	}

	const pid = services[bare];
	if (pid !== undefined) {
		const path = `/usr/lib/systemd/system/${bare}.service`;
		const up = {active: 'active', sub: 'running', pid, since: state.bootedAt, condition: true} as const;
		return {...absent, load: 'loaded', ...up, file: 'enabled', path};
	}

	if (bare !== (isWorker(state) ? 'k0sworker' : 'k0scontroller')) return absent;
	const unitPath = unitFile(state);
	const {startedAt, stoppingAt, failed} = state.k0s;
	// systemd keeps a unit that failed, also when its file is gone.
	const down: Partial<Unit> = failed === undefined ? {} : {active: 'failed', sub: 'failed', result: failed};
	if (state.files[unitPath] === undefined) return {...absent, ...down};
	const file = state.k0s.enabled ? 'enabled' : 'disabled';
	const unit: Unit = {...absent, load: 'loaded', file, path: unitPath};
	if (startedAt === null) {
		const exit = failed === 'exit-code' ? 1 : 0;
		return {...unit, ...down, exit, condition: state.files[binaryPath] !== undefined};
	}

	if (stoppingAt !== undefined) {
		return {
			...unit,
			active: 'deactivating',
			sub: 'stop-sigterm',
			pid: state.k0s.pid,
			condition: true,
			since: startedAt,
		};
	}

	if (controlPlane(moment) === 'crashing') {
		const restarts = Math.floor(since(moment, startedAt) / 10_000);
		const crashed = {active: 'activating', sub: 'auto-restart', result: 'exit-code', exit: 1, condition: true} as const;
		return {...unit, ...crashed, restarts, since: startedAt};
	}

	return {...unit, active: 'active', sub: 'running', pid: state.k0s.pid, condition: true, since: startedAt};
}
