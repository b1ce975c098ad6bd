import {processesCall} from '../../command/processes.js';
import {processes, type Process} from '../processes.js';
import {unitOf} from '../units.js';
import {isWorker} from '../unit-arguments.js';
import {fail, ok, type Call, type Result} from './tool.js';

/** What the script of `command/processes.ts` does and prints: k0s's processes by control group, and the ends of those left. */
export function k0sProcesses(call: Call): Result | Promise<Result> | undefined {
	const [verb, scope = '', data = '', , ...only] = processesCall(call.argv) ?? [];
	if (verb === undefined) return undefined;
	if (call.moment().state.user.uid !== 0) return fail(1, 'processes of k0s: must be root');
	return verb === 'end' ? end(call, only) : ok(lines(call, scope, data).join('\n'));
}

const start = ({pid}: Pick<Process, 'pid'>): string => String(40_000 + pid);

function lines(call: Call, scope: string, data: string): readonly string[] {
	const {state} = call.moment();
	const {pid: main} = state.k0s;
	const unit = isWorker(state) ? 'k0sworker.service' : 'k0scontroller.service';
	return processes(call.moment()).flatMap(each => {
		const {pid, command, cgroup} = each;
		const [path = ''] = command;
		const row = (kind: string, parent: number, unit: string): string[] => [
			`${pid} ${start(each)} ${parent} ${kind} ${unit} ${path}`,
		];
		if (path.startsWith(`${data}/bin/containerd-shim`)) {
			return scope === 'all' ? row('shim', 1, unit) : [];
		}

		if (cgroup.endsWith(`/${unit}`) && (path.startsWith(`${data}/bin/`) || path.endsWith('/k0s')))
			return row('control-plane', pid === main ? 1 : main, unit);
		return cgroup.startsWith('/kubepods/') && scope === 'all' ? row('pod', 1, '-') : [];
	});
}

/** Pods of a cluster that is still there are not ended here: k0s's own reset does that. */
async function end(call: Call, only: readonly string[]): Promise<Result> {
	if (
		!['inactive', 'failed'].includes(
			unitOf(call.moment(), isWorker(call.moment().state) ? 'k0sworker' : 'k0scontroller').active,
		)
	) {
		return fail(3, 'k0s runs: nothing is ended');
	}

	const {survivors = []} = call.moment().state.k0s;
	const ended = survivors.filter(each => only.length === 0 || only.includes(`${each.pid}:${start(each)}`));
	for (const {pid, name} of ended) call.print('stdout', `TERM ${pid} ${name}`);
	if (ended.length > 0) await call.sleep(1000);
	const {k0s} = call.moment().state;
	const left = (k0s.survivors ?? []).filter(({pid}) => !ended.some(each => each.pid === pid));
	if (left.length > 0) k0s.survivors = left;
	else delete k0s.survivors;
	return ok();
}
