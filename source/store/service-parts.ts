import * as files from '../command/files.js';
import * as k0s from '../command/k0s.js';
import * as openrc from '../command/openrc.js';
import * as systemd from '../command/systemd.js';
import type {Part, Unit} from '../facts/cluster.js';
import {known} from '../facts/reading.js';
import {isUp} from '../facts/unit-activity.js';
import type {Runner} from '../host/runner.js';
import {readK0sVersion} from '../read/k0s/version.js';
import {readUnit} from '../read/systemctl-show.js';
import {readOpenRc} from '../read/openrc.js';
import {askedOf, createAsked, type Asked} from './asked.js';
import {lastOf} from './parts.js';

/** The program k0s and its unit: what is known before anything of the cluster is asked. `every`: so many reads, in milliseconds. */
export function createServiceParts(runner: Runner, every: (ticks: number) => number) {
	const version = askedOf(runner, k0s.version(), readK0sVersion);
	const stamp = askedOf(runner, files.stamps(k0s.programs), ({stdout}) => known(stdout));
	/** What the file was like when it was asked for its version. */
	let versionOf: string | undefined;
	const controller = serviceOf(runner, 'k0scontroller');
	const worker = serviceOf(runner, 'k0sworker');

	/** k0s's own order: the controller's unit first. */
	const readUnitOf = async (period: number, signal: AbortSignal): Promise<Part<Unit>> => {
		const own = await controller.ask(period, signal);
		if (!own.known || own.value.loadState !== 'not-found') return own;
		const other = await worker.ask(period, signal);
		return other.known && other.value.loadState !== 'not-found' ? other : own;
	};

	/** To start k0s only for its version costs 0.1 s of a processor: while its file is the same, so is its version. */
	const readVersion = async (signal: AbortSignal): Promise<Part<string>> => {
		const file = lastOf(await stamp.ask(every(1), signal)) ?? '';
		const same = versionOf === file && file !== '';
		versionOf = file;
		if (file !== '' && !same) return version.ask(0, signal);
		const {known: wasKnown} = version.get();
		return version.ask(wasKnown && same ? Infinity : every(wasKnown || same ? 15 : 1), signal);
	};

	return {version, stamp, controller, worker, readUnitOf, readVersion};
}

/** As systemd tells of it; where there is no systemctl, as OpenRC does. */
const serviceOf = (runner: Runner, name: string): Asked<Unit> =>
	createAsked(async signal => {
		const shown = await runner.run(systemd.showUnit(name), {signal});
		if (shown.kind !== 'not-found') return readUnit(shown);
		const [status, notes] = await Promise.all([
			runner.run(openrc.serviceState(name), {signal}),
			runner.run(openrc.supervised(name), {signal}),
		]);
		// Neither of them: the reason names the one that most hosts have. What a recording does not hold was not asked.
		if (status.kind === 'not-found' || (runner.kind === 'recorded' && status.exit === null)) return readUnit(shown);
		const unit = readOpenRc(name, status, notes);
		const pid = unit.known ? unit.value.pid : null;
		if (pid === null) return unit;
		return readOpenRc(name, status, notes, await runner.run(files.readFile(`/proc/${pid}/stat`), {signal}));
	});

export const isStopped = ({activeState}: Unit): boolean => activeState !== 'activating' && !isUp(activeState);
