import {connectionsScript, zonesScript} from '../../command/guard.js';
import {file, folder} from '../file-entry.js';
import {since, type Moment} from '../moment.js';
import {firewallCmd} from './firewall-cmd.js';
import {runZoneOption} from './firewall-zone.js';
import {ss} from './sockets.js';
import {fail, ok, type Call, type Result, type Tool} from './tool.js';

/**
 * The guard of a firewall trial: a timer of systemd, or a shell that sleeps. Nothing runs while nobody asks: whether its
 * time has come is looked at before each command.
 */

export const systemdRun: Tool = call => {
	const word = (name: string): string => valueOf(call.argv, name);
	const unit = word('--unit');
	const after = Number(word('--on-active'));
	if (unit === '' || !Number.isFinite(after) || after <= 0) {
		return fail(1, 'systemd-run: only timers of k0s-tui are known on a simulated host');
	}

	if (call.moment().state.guard?.unit === unit) {
		return fail(
			1,
			`Failed to start transient timer unit: Unit ${unit}.timer was already loaded or has a fragment file.`,
		);
	}

	const refused = arm(call, unit, after * 1000);
	return refused ?? ok('', `Running timer as unit: ${unit}.timer\nWill run service as unit: ${unit}.service`);
};

export const setsid: Tool = call => {
	const seconds = Number(call.argv[scriptAt(call.argv) + 1] ?? 0);
	return arm(call, 'k0s-tui-guard', seconds * 1000) ?? ok();
};

const valueOf = (argv: readonly string[], name: string): string =>
	argv.find(word => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';

const scriptAt = (argv: readonly string[]): number => argv.findIndex(word => word.endsWith('/guard.sh'));

function arm({argv, moment}: Call, unit: string, after: number): Result | undefined {
	const at = scriptAt(argv);
	const run = argv[at + 2];
	if (at === -1 || run === undefined) return fail(1, 'only the guard of k0s-tui is known on a simulated host');
	const groups: string[][] = [[]];
	for (const word of argv.slice(at + 3)) {
		if (word === ',') groups.push([]);
		else groups.at(-1)?.push(word);
	}

	const {state, now} = moment();
	state.guard = {unit, folder: run, armedAt: now, after, groups};
	return undefined;
}

/** Simulated milliseconds until somebody logs in anew and keeps a trial that waits for it. */
const untilLogin = 3000;

/** Real milliseconds: however fast the host's time runs, the program that works on it takes its own. */
const leastWait = 2000;

/** Undoes the trial when its time has come; before that a new login keeps one that waits for it. */
export function settleGuard(moment: Moment): void {
	const {state, now} = moment;
	const {guard, files} = state;
	if (guard === undefined) return;
	if (files[`${guard.folder}/decided`] !== undefined) return;
	const waitsSince = files[`${guard.folder}/connections`]?.at;
	const asks = files[`${guard.folder}/needs-login`] !== undefined;
	if (asks && waitsSince !== undefined && since(moment, waitsSince) >= untilLogin) decide(moment, guard.folder, 'kept');
	else if (since(moment, guard.armedAt) >= guard.after && now - guard.armedAt >= leastWait) undoTrial(moment);
}

/** What the guard's unit does when it is started, by its timer or by hand. */
export function undoTrial(moment: Moment): void {
	const {guard, files} = moment.state;
	if (guard === undefined || files[`${guard.folder}/decided`] !== undefined) return;
	for (const words of guard.groups) undo(moment, words);
	decide(moment, guard.folder, 'rolled-back');
}

function decide({state, now}: Moment, run: string, how: 'kept' | 'rolled-back'): void {
	state.files[`${run}/decided`] = folder(0o700, now);
	state.files[`${run}/decided/${how}`] = folder(0o700, now);
	delete state.guard;
}

function undo({state}: Moment, words: readonly string[]): void {
	const zones = state.firewall.runtime;
	const name = valueOf(words, '--zone');
	for (const word of words.filter(each => !each.startsWith('--zone='))) {
		const zone = zones[name];
		if (zone) runZoneOption({zones, name, zone, view: zone, permanent: false}, word);
	}
}

/** The two constant scripts that keep what a tool prints in a file. */
export function keptOutput(call: Call): Result | Promise<Result> | undefined {
	const [, flag, script, , path = ''] = call.argv;
	const tools: Readonly<Record<string, readonly [Tool, string[]]>> = {
		[zonesScript]: [firewallCmd, ['firewall-cmd', '--list-all-zones']],
		[connectionsScript]: [ss, ['ss', '-Htnp']],
	};
	const known = flag === '-c' ? tools[script ?? ''] : undefined;
	if (known === undefined) return undefined;
	const [tool, argv] = known;
	return keep(call, path, Promise.resolve(tool({...call, argv})));
}

async function keep(call: Call, path: string, printed: Promise<Result>): Promise<Result> {
	const result = await printed;
	const {state, now} = call.moment();
	state.files[path] = file(result.stdout, 0o600, now);
	return {...result, stdout: ''};
}
