import {unitPath, workerUnitPath} from '../../command/k0s-paths.js';
import {controlPlane} from '../cluster/view.js';
import {binaryPath, endController, installUnit, resetController, startController, version} from '../k0s.js';
import {restoredCluster} from '../k0s-archive.js';
import {isWorker, unitArguments, unitFile} from '../unit-arguments.js';
import {since} from '../moment.js';
import {milestones, newCluster, roleIn, nodeAddress} from '../seed/cluster.js';
import {systemImages} from '../seed/images.js';
import type {State} from '../state.js';
import {ctr} from './ctr.js';
import {kubectl} from './kubectl.js';
import {backup, restore} from './k0s-backup.js';
import {createToken} from './k0s-token.js';
import {statusJson, statusText} from './k0s-status.js';
import {sysinfo} from './k0s-sysinfo.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** k0s v1.34.1+k0s.0: errors go to standard error as `Error: …`, always with exit 1. */
export function k0s(call: Call): Result | Promise<Result> {
	const [verb = '', ...rest] = call.argv.slice(1);
	switch (verb) {
		case 'version': {
			return printVersion(rest);
		}

		case 'status': {
			return status(call, rest);
		}

		case 'sysinfo': {
			return sysinfo(call, rest);
		}

		case 'install': {
			return install(call, rest);
		}

		case 'start': {
			return start(call);
		}

		case 'stop': {
			return stop(call);
		}

		case 'reset': {
			return reset(call);
		}

		case 'token': {
			if (isWorker(call.moment().state)) return error('failed to load admin kubeconfig');
			return rest[0] === 'create' ? createToken(call, rest.slice(1)) : unknownCommand('k0s token', rest[0]);
		}

		case 'backup': {
			return backup(call, rest);
		}

		case 'restore': {
			return restore(call, rest);
		}

		case 'kubectl':
		case 'kc': {
			return kubectl({...call, argv: ['kubectl', ...rest]});
		}

		case 'ctr': {
			return ctr({...call, argv: ['ctr', ...rest]});
		}

		case 'config': {
			if (rest[0] !== 'validate') return unknownCommand('k0s config', rest[0]);
			const path = parseArguments(rest.slice(1), ['--config', '-c']).options.get('--config') ?? '';
			const entry = call.moment().state.files[path];
			if (entry === undefined) {
				return error(`failed to read configuration file: open ${path}: no such file or directory`);
			}

			const errors = configErrors(entry.text);
			return errors.length === 0 ? ok() : error(errors.join('\n'));
		}

		case 'airgap': {
			return rest[0] === 'list-images' ? ok(systemImages.join('\n')) : unknownCommand('k0s airgap', rest[0]);
		}

		case 'etcd': {
			return controlPlane(call.moment()) === 'up'
				? ok(JSON.stringify({members: {[call.moment().state.hostname]: 'https://192.168.122.161:2380'}}))
				: error("can't list etcd cluster members: context deadline exceeded");
		}

		default: {
			return verb === ''
				? ok('k0s - The zero friction Kubernetes - https://k0sproject.io')
				: unknownCommand('k0s', verb);
		}
	}
}

/** Of all that k0s looks at: the network's provider and the address of the API, in its own words, one error a line. */
function configErrors(yaml: string): string[] {
	const value = (key: string): string | undefined => new RegExp(`^\\s+${key}:\\s*(\\S+)`, 'm').exec(yaml)?.[1];
	const provider = value('provider') ?? 'kuberouter';
	const address = value('address') ?? nodeAddress;
	return [
		...(/^[\d.]+$|:/.test(address) ? [] : [`spec: api: address: Invalid value: "${address}": invalid IP address`]),
		...(['kuberouter', 'calico', 'custom'].includes(provider)
			? []
			: [
					`spec: network: provider: Unsupported value: "${provider}": supported values: "kuberouter", "calico", "custom"`,
				]),
	];
}

const error = (message: string): Result => fail(1, `Error: ${message}`);
const unknownCommand = (parent: string, word = ''): Result => error(`unknown command "${word}" for "${parent}"`);

function printVersion(rest: readonly string[]): Result {
	const parts = {
		runc: '1.3.2',
		containerd: '1.7.28',
		kubernetes: '1.34.1',
		kine: '0.14.4',
		etcd: '3.6.5',
		konnectivity: '0.33.0',
	};
	if (rest.includes('-a') || rest.includes('--all')) {
		return ok(
			Object.entries({k0s: version, ...parts})
				.map(([name, value]) => `${name} : ${value}`)
				.join('\n'),
		);
	}

	if (rest.includes('-j') || rest.includes('--json')) return ok(JSON.stringify({k0s: version, ...parts}, null, 3));
	return ok(version);
}

/** The socket answers only when the control plane is up; until then the client waits without a limit of its own. */
async function status(call: Call, rest: readonly string[]): Promise<Result> {
	const {options} = parseArguments(rest, ['-o', '--out', '--status-socket']);
	const form = options.get('-o') ?? options.get('--out') ?? 'text';
	if (options.has('--output')) return error('unknown flag: --output');
	for (;;) {
		const moment = call.moment();
		const plane = controlPlane(moment);
		if (plane === 'up') return ok(form === 'json' ? statusJson(moment) : statusText(moment));
		if (plane !== 'socket') {
			const dial = 'dial unix /run/k0s/status.sock: connect: no such file or directory';
			return error(`status: can't get "status" via "/run/k0s/status.sock": Get "http://localhost/status": ${dial}`);
		}

		const left = milestones.api - since(moment, moment.state.k0s.startedAt ?? moment.now);
		await call.sleep(Math.max(20, left));
	}
}

const known = new Set([
	'--config',
	'--single',
	'--enable-worker',
	'--no-taints',
	'--data-dir',
	'--kubelet-root-dir',
	'--status-socket',
	'--token-file',
	'--cri-socket',
	'--iptables-mode',
	'--labels',
	'--taints',
	'--profile',
	'--kubelet-extra-args',
	'--disable-components',
	'--enable-dynamic-config',
	'--enable-metrics-scraper',
	'--enable-cloud-provider',
	'--feature-gates',
	'--init-only',
	'--logging',
	'--env',
	'--force',
	'--verbose',
	'--debug',
	'-v',
	'-d',
	'-c',
	'-e',
	'-l',
]);
/** Of `k0s install controller` alone. */
const ofControllers = new Set(['--config', '-c', '--single', '--enable-worker', '--no-taints', '--disable-components']);
const switches = new Set([
	'--single',
	'--enable-worker',
	'--no-taints',
	'--force',
	'--verbose',
	'--debug',
	'--init-only',
]);

async function install(call: Call, rest: readonly string[]): Promise<Result> {
	const [role, ...flags] = rest;
	if (role !== 'controller' && role !== 'server' && role !== 'worker') return unknownCommand('k0s install', role);
	const valued = [...known].filter(flag => !switches.has(flag) && !/^-[vd]$/.test(flag));
	const {options} = parseArguments(flags, valued);
	for (const flag of options.keys()) {
		if (!known.has(flag) || (role === 'worker' && ofControllers.has(flag)))
			return error(`unknown ${flag.startsWith('--') ? 'flag' : 'shorthand flag'}: ${flag}`);
	}

	const {state} = call.moment();
	const config = options.get('--config') ?? options.get('-c');
	if (config !== undefined && state.files[config] === undefined) {
		return error(
			`failed to load node config: failed to read file ${config}: open ${config}: no such file or directory`,
		);
	}

	const path = role === 'worker' ? workerUnitPath : unitPath;
	if (state.files[path] !== undefined && !options.has('--force')) {
		return error(`failed to install ${role} service: Init already exists: ${unitFile(state)}`);
	}

	const written = [...options]
		.filter(([flag]) => !['--force', '-e', '--env'].includes(flag))
		.map(([flag, value]) => {
			const name = flag === '-c' ? '--config' : flag;
			return `${name}=${switches.has(name) ? value || 'true' : value.replaceAll(' ', String.raw`\x20`)}`;
		})
		.sort();
	await call.sleep(900);
	const {state: later, now} = call.moment();
	installUnit(
		later,
		written,
		now,
		[options.get('--env') ?? options.get('-e')].filter(one => one !== undefined),
		role === 'worker' ? 'worker' : 'controller',
	);
	return ok();
}

/** Its own question is `systemctl is-active`: of a service that is on its way down it knows nothing. */
function serviceOf(call: Call): Result | undefined {
	const {state} = call.moment();
	if (state.k0s.failed !== undefined) return error('service in failed state');
	return unitArguments(state) === undefined || state.k0s.stoppingAt !== undefined
		? error('k0s has not been installed as a service')
		: undefined;
}

async function start(call: Call): Promise<Result> {
	const refused = serviceOf(call);
	if (refused) return refused;
	const {state, now, speed} = call.moment();
	if (state.k0s.startedAt !== null) return error('already running');
	begin(state, now, speed);
	await call.sleep(120);
	return ok();
}

/** What systemd's start of the unit does: nothing when its condition fails (no executable k0s). */
export function begin(state: State, now: number, speed: number): void {
	const entry = state.files[binaryPath];
	if (entry === undefined || (entry.mode & 0o111) === 0 || entry.blob === undefined) return;
	const old = state.cluster;
	const role = roleIn(state);
	startController(
		state,
		now,
		old ?? restoredCluster(state, now, speed) ?? newCluster(state.hostname, now, speed, role),
	);
}

async function stop(call: Call): Promise<Result> {
	const refused = serviceOf(call);
	if (refused) return refused;
	if (call.moment().state.k0s.startedAt === null) return error('already stopped');
	if (call.moment().faults.stop === 'refused') return error('exit status 1');
	await endController(call);
	return ok();
}

async function reset(call: Call): Promise<Result> {
	if (call.moment().state.k0s.startedAt !== null) return error('k0s seems to be running, please stop k0s before reset');
	await call.sleep(3000);
	const moment = call.moment();
	resetController(moment);
	const {now} = moment;
	const time = new Date(now).toISOString().replace('T', ' ').slice(0, 19);
	return ok('', `time="${time}" level=warning msg="To ensure a full reset, a node reboot is recommended."`);
}
