import {brokenLog, brokenNamespace, brokenPods} from '../cluster/broken.js';
import {livePods} from '../cluster/view.js';
import type {Request} from './kubectl-kinds.js';
import {fail, ok, type Result} from './tool.js';

/** `kubectl logs POD -c CONTAINER`: of the broken pods what they printed; the others print one line a second here. */
export async function kubectlLogs({call, moment, cluster, options, words}: Request): Promise<Result> {
	const [name = ''] = words;
	const namespace = options.get('-n') ?? 'default';
	const there =
		livePods(moment, cluster).some(pod => pod.name === name && pod.namespace === namespace) ||
		(namespace === brokenNamespace &&
			brokenPods(moment, cluster).some(pod => (pod['metadata'] as {name: string}).name === name));
	if (!there) return fail(1, `Error from server (NotFound): pods "${name}" not found in namespace "${namespace}"`);
	const log = brokenLog(moment, namespace, name);
	if (namespace === brokenNamespace) return ok(log ?? '');
	if (options.has('--previous')) {
		return fail(
			1,
			`Error from server (BadRequest): previous terminated container "${options.get('-c') ?? ''}" in pod "${name}" not found`,
		);
	}

	const count = Math.min(200, Number(options.get('--tail') ?? 200));
	const line = (at: number): string =>
		`${options.has('--timestamps') ? `${new Date(at).toISOString()} ` : ''}simulated: ${name} line ${Math.floor(at / 1000)}`;
	const lines = Array.from({length: count}, (_, index) => line(moment.now - (count - index) * 1000));
	if (!options.has('-f')) return ok(lines.join('\n'));
	call.print('stdout', '');
	for (const each of lines) call.print('stdout', each);
	for (;;) {
		await call.idle(1000);
		call.print('stdout', line(call.moment().now));
	}
}
