import type {Host} from '../host/host.js';
import {HostFault, type OpenFault} from '../host/host-fault.js';
import {createRunner, type Runner} from '../host/runner.js';

export type HostChoice = {
	readonly simulate: 'fresh' | 'ready' | undefined;
	readonly replay: string | undefined;
	readonly record: string | undefined;
	readonly debug?: string | undefined;
	readonly readOnly: boolean;
	/** A foreign file may be written over. */
	readonly force?: boolean;
};

export type OpenedRunner =
	{readonly ok: true; readonly runner: Runner} | {readonly ok: false; readonly fault: OpenFault};

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner on the host that the options name. Each kind of host is loaded only when asked for. */
export async function openRunner(choice: HostChoice, env: Environment): Promise<OpenedRunner> {
	try {
		if (choice.debug !== undefined) await refuseForeign(choice.debug, choice.force === true);
		const host = await openHost(choice, env);
		const recorder =
			choice.record === undefined ? undefined : await openRecorder(choice.record, host, choice.force === true);
		return {ok: true, runner: createRunner(host, {readOnly: choice.readOnly, ...(recorder && {record: recorder})})};
	} catch (error) {
		if (error instanceof HostFault) return {ok: false, fault: error.fault};
		return {ok: false, fault: {kind: 'failed', message: error instanceof Error ? error.message : String(error)}};
	}
}

async function openHost(choice: HostChoice, env: Environment): Promise<Host> {
	if (choice.simulate !== undefined) {
		const {createSimulatedHost} = await import('../simulated/host.js');
		const speed = Number(env['K0S_TUI_SIMULATION_SPEED'] ?? 1);
		const stateFile = env['K0S_TUI_SIMULATION_STATE'];
		const broken = brokenBy(env['K0S_TUI_SIMULATION_BROKEN'], (await import('../simulated/seed/broken.js')).brokenIds);
		const second = secondNodes.find(way => way === env['K0S_TUI_SIMULATION_NODE2']);
		const faults = {...(broken.length > 0 && {broken}), ...(second && {secondNode: second})};
		return createSimulatedHost({
			scenario: choice.simulate,
			speed: Number.isFinite(speed) && speed > 0 ? speed : 1,
			...(stateFile && {stateFile}),
			faults,
		});
	}

	if (choice.replay !== undefined) {
		const {openRecording} = await import('../host/recorded.js');
		return openRecording(choice.replay);
	}

	const {createLocalHost} = await import('../host/local.js');
	return createLocalHost();
}

const secondNodes = ['bird', 'ipip', 'none'] as const;

/** `crash,image-dns`, or `all`: what is broken on the simulated host. Other words mean nothing. */
function brokenBy<T extends string>(asked: string | undefined, known: readonly T[]): readonly T[] {
	const words = (asked ?? '').split(',');
	return known.filter(id => words.includes(id) || words.includes('all'));
}

/** The log is written at the end: that nothing foreign is in its place is looked at before anything is asked. */
async function refuseForeign(path: string, force: boolean): Promise<void> {
	const {isFree} = await import('../host/free-file.js');
	const {whyUnwritable} = await import('../host/private-file.js');
	const {isDebugLog} = await import('../host/debug-log.js');
	if (!force && !(await isFree(path, isDebugLog))) throw new HostFault({kind: 'exists', path, what: 'debug'});
	const code = await whyUnwritable(path);
	if (code !== undefined) throw new HostFault({kind: 'unwritable', path, code});
}

async function openRecorder(path: string, host: Host, force: boolean) {
	const {createRecorder} = await import('../host/recording.js');
	return createRecorder(path, host, force);
}
