import {endController} from '../k0s.js';
import {journalLines} from '../journal.js';
import {since, type Moment} from '../moment.js';
import type {State} from '../state.js';
import {unitOf, type Unit} from '../units.js';
import {undoTrial} from './guard.js';
import {begin} from './k0s.js';
import {isWorker} from '../unit-arguments.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** systemctl and journalctl of systemd 257. */

const fullName = (name: string): string => (/\.[a-z]+$/.test(name) ? name : `${name}.service`);

export async function systemctl(call: Call): Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1), [
		'-p',
		'--property',
		'-P',
		'-n',
		'--lines',
		'-t',
		'--type',
	]);
	if (options.has('--version')) return ok('systemd 257 (257-13.el10)\n+PAM +AUDIT +SELINUX -APPARMOR');
	const [verb = '', name = ''] = words;
	const moment = call.moment();
	const {state} = moment;
	const unit = unitOf(moment, name);
	const full = fullName(name);
	switch (verb) {
		case 'show': {
			const wanted = options.get('--property') ?? options.get('-p') ?? options.get('-P');
			const bare = options.has('-P') || options.has('--value');
			// systemd's own: nothing is set for every service.
			if (name === '') return ok(wanted === 'Environment' ? 'Environment=' : '');
			const units = words.slice(1).map(word => show(moment, fullName(word), unitOf(moment, word), wanted, bare));
			return ok(units.join('\n\n'));
		}

		case 'is-active': {
			return unit.active === 'active' ? ok('active') : fail(3, '', unit.active);
		}

		case 'is-enabled': {
			if (unit.load === 'not-found') return fail(4, '', 'not-found');
			return unit.file === 'enabled' ? ok('enabled') : fail(1, '', unit.file);
		}

		case 'is-system-running': {
			return ok('running');
		}

		case 'status': {
			return status(moment, full, unit);
		}

		case 'daemon-reload': {
			await call.sleep(300);
			return ok();
		}

		case 'reset-failed': {
			if (unit.load === 'not-found' && unit.active !== 'failed') {
				return fail(1, `Failed to reset failed state of unit ${full}: Unit ${full} not loaded.`);
			}

			if (isK0s(state, full)) delete state.k0s.failed;
			return ok();
		}

		case 'mask':
		case 'unmask': {
			return ok();
		}

		case 'enable':
		case 'disable': {
			if (unit.load === 'not-found') return fail(1, `Failed to ${verb} unit: Unit ${full} does not exist`);
			if (isK0s(state, full)) state.k0s.enabled = verb === 'enable';
			if (full === 'firewalld.service') state.firewall.enabled = verb === 'enable';
			return ok();
		}

		case 'start':
		case 'stop':
		case 'restart': {
			return change(call, verb, full, unit);
		}

		default: {
			return fail(1, `Unknown command verb '${verb}'.`);
		}
	}
}

/** The unit of the k0s that is here. */
const isK0s = (state: State, full: string): boolean =>
	full === (isWorker(state) ? 'k0sworker.service' : 'k0scontroller.service');

async function change(call: Call, verb: 'start' | 'stop' | 'restart', full: string, unit: Unit): Promise<Result> {
	const {guard} = call.moment().state;
	if (guard !== undefined && full === `${guard.unit}.service` && verb === 'start') {
		undoTrial(call.moment());
		return ok();
	}

	if (unit.load === 'not-found') return fail(5, `Failed to ${verb} ${full}: Unit ${full} not found.`);
	if (full === 'firewalld.service') {
		await call.sleep(500);
		const {firewall} = call.moment().state;
		firewall.running = verb !== 'stop';
		if (verb !== 'start') firewall.runtime = structuredClone(firewall.permanent);
		return ok();
	}

	if (full === `${call.moment().state.guard?.unit}.timer` && verb === 'stop') delete call.moment().state.guard;
	if (!isK0s(call.moment().state, full)) return ok();
	if (verb !== 'start' && call.moment().state.k0s.startedAt !== null) await endController(call);

	const {state, now, speed} = call.moment();
	if (verb !== 'stop' && state.k0s.startedAt === null) begin(state, now, speed);
	return ok();
}

/** `Tue 2026-11-23 02:18:01 UTC`. */
function timestamp(at: number): string {
	if (at === 0) return '';
	const date = new Date(at);
	const day = date.toUTCString().slice(0, 3);
	return `${day} ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function show(moment: Moment, full: string, unit: Unit, wanted: string | undefined, bare: boolean): string {
	const monotonic =
		unit.since === 0
			? 0
			: Math.max(0, Math.round(since(moment, moment.state.bootedAt) - since(moment, unit.since))) * 1000;
	const all: Record<string, string> = {
		Type: 'simple',
		Restart: 'always',
		MainPID: String(unit.pid),
		Result: unit.result,
		NRestarts: String(unit.restarts),
		ExecMainStartTimestamp: timestamp(unit.since),
		ExecMainPID: String(unit.pid),
		ExecMainCode: unit.exit === 0 ? '0' : '1',
		ExecMainStatus: String(unit.exit),
		Environment: '',
		UnsetEnvironment: '',
		Id: full,
		Names: full,
		LoadState: unit.load,
		ActiveState: unit.active,
		SubState: unit.sub,
		FragmentPath: unit.path,
		DropInPaths: '',
		UnitFileState: unit.file,
		ActiveEnterTimestamp: unit.active === 'active' ? timestamp(unit.since) : '',
		ActiveEnterTimestampMonotonic: unit.active === 'active' ? String(monotonic) : '0',
		ConditionResult: unit.condition ? 'yes' : 'no',
		ConditionTimestamp: unit.condition ? timestamp(unit.since) : '',
		ConditionTimestampMonotonic: unit.condition ? String(monotonic) : '0',
	};
	const names = wanted === undefined ? Object.keys(all) : wanted.split(',');
	return Object.entries(all)
		.filter(([name]) => names.includes(name))
		.map(([name, value]) => (bare ? value : `${name}=${value}`))
		.join('\n');
}

function status(moment: Moment, full: string, unit: Unit): Result {
	if (unit.load === 'not-found') return fail(4, `Unit ${full} could not be found.`);
	const up = unit.active === 'active';
	const result = unit.result === 'success' ? '' : ` (Result: ${unit.result})`;
	const moved = unit.since === 0 ? '' : ` since ${timestamp(unit.since)}`;
	const state = unit.active === 'failed' ? `failed${result}` : `${unit.active} (${unit.sub})${result}${moved}`;
	const lines = [
		`${unit.active === 'inactive' ? '○' : '●'} ${full} - ${full.startsWith('k0s') ? 'k0s - Zero Friction Kubernetes' : full}`,
		`     Loaded: loaded (${unit.path}; ${unit.file}; preset: disabled)`,
		`     Active: ${state}`,
		...(up ? [`   Main PID: ${unit.pid}`] : []),
		'',
		...journalLines(moment, full, 10, 'short'),
	];
	return up ? ok(lines.join('\n')) : fail(3, '', lines.join('\n'));
}

/** Real milliseconds between two looks of `-f`. */
const look = 400;

export async function journalctl(call: Call): Promise<Result> {
	const {options} = parseArguments(call.argv.slice(1), [
		'-u',
		'--unit',
		'-n',
		'--lines',
		'-o',
		'--output',
		'-p',
		'-S',
		'--since',
	]);
	const unit = options.get('-u') ?? options.get('--unit') ?? '';
	const count = Number(options.get('-n') ?? options.get('--lines') ?? 1000);
	const form = (options.get('-o') ?? options.get('--output')) === 'short-iso' ? 'short-iso' : 'short';
	const full = unit.includes('.') ? unit : `${unit}.service`;
	if (call.argv.includes('-f')) {
		for (let told = 0, first = true; ; first = false) {
			const all = journalLines(call.moment(), full, 100_000, form);
			// A start anew begins a log that is shorter than what was told.
			const from = first ? Math.max(0, all.length - count) : Math.min(told, all.length);
			for (const line of all.slice(from)) call.print('stdout', line);
			told = all.length;
			await call.idle(look);
		}
	}

	const lines = journalLines(call.moment(), full, count, form);
	return ok(lines.length === 0 ? '-- No entries --' : lines.join('\n'));
}
