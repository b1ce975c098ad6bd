import {endPod, replacePods} from '../cluster/deploy.js';
import {livePods, podPhase} from '../cluster/view.js';
import {kindsOf, singular, type Request} from './kubectl-kinds.js';
import {fail, ok, type Result} from './tool.js';

/** What kubectl does to what runs: scale, rollout restart, cordon, uncordon, and an eviction. Words of kubectl 1.34. */

const namespaceOf = ({options}: Request): string => options.get('-n') ?? options.get('--namespace') ?? 'default';

/** The workload that `KIND NAME` or `KIND/NAME` names. */
function workloadOf(request: Request, words: readonly string[]) {
	const [what = '', second = ''] = words;
	const [word = '', slashed] = what.split('/');
	const name = slashed ?? second;
	const kinds = kindsOf(word);
	const [kind] = 'unknown' in kinds ? [] : kinds;
	const cluster = request.call.moment().state.cluster ?? request.cluster;
	const workload = cluster.workloads.find(
		one => one.namespace === namespaceOf(request) && one.name === name && kind?.startsWith(one.kind.toLowerCase()),
	);
	return {kind, name, cluster, workload};
}

export async function kubectlScale(request: Request): Promise<Result> {
	await request.call.sleep(120);
	const {kind, name, cluster, workload} = workloadOf(request, request.words);
	if (kind === undefined || !workload)
		return fail(1, `Error from server (NotFound): ${kind ?? ''} "${name}" not found`);
	const replicas = Number(request.options.get('--replicas'));
	for (const each of cluster.workloads) {
		const belongs = each.owner === workload.name && each.namespace === workload.namespace;
		if (each === workload || belongs) each.replicas = replicas;
	}

	replacePods(request.call.moment(), cluster, workload, {fresh: false});
	return ok(`${singular(kind)}/${name} scaled`);
}

export async function kubectlRollout(request: Request): Promise<Result> {
	const [verb, ...rest] = request.words;
	if (verb === 'status') return rolloutStatus(request, rest);
	if (verb !== 'restart') return fail(1, `error: the simulated host knows no rollout ${verb ?? ''}`);
	await request.call.sleep(120);
	const {kind, name, cluster, workload} = workloadOf(request, rest);
	if (kind === undefined || !workload)
		return fail(1, `Error from server (NotFound): ${kind ?? ''} "${name}" not found`);
	replacePods(request.call.moment(), cluster, workload, {fresh: true});
	return ok(`${singular(kind)}/${name} restarted`);
}

/** In the words of kubectl 1.34.1, until every pod of the workload is ready. */
async function rolloutStatus(request: Request, words: readonly string[]): Promise<Result> {
	const {call} = request;
	let before = '';
	for (;;) {
		await call.idle(50);
		const {kind, name, cluster, workload} = workloadOf(request, words);
		if (kind === undefined || !workload)
			return fail(1, `Error from server (NotFound): ${kind ?? ''} "${name}" not found`);
		const moment = call.moment();
		const own = cluster.workloads.find(each => each.owner === name && each.namespace === workload.namespace);
		const maker = own ?? workload;
		const ready = livePods(moment, cluster).filter(
			pod => pod.owner.name === maker.name && pod.namespace === maker.namespace && podPhase(moment, pod) === 'ready',
		).length;
		const what = kind.startsWith('daemonset') ? 'daemon set' : singular(kind).split('.')[0];
		if (ready >= workload.replicas) return ok(`${what} "${name}" successfully rolled out`);
		const said = `Waiting for ${what} "${name}" rollout to finish: ${ready} of ${workload.replicas} updated pods are available...`;
		if (said !== before) call.print('stdout', said);
		before = said;
	}
}

export async function kubectlCordon({call, words, cluster}: Request, closed: boolean): Promise<Result> {
	await call.sleep(80);
	const {node} = call.moment().state.cluster ?? cluster;
	const [name = ''] = words;
	if (node.name !== name) return fail(1, `Error from server (NotFound): nodes "${name}" not found`);
	const done = closed ? 'cordoned' : 'uncordoned';
	const same = (node.cordoned ?? false) === closed;
	if (closed) node.cordoned = true;
	else delete node.cordoned;
	return ok(`node/${name} ${same ? `already ${done}` : done}`);
}

/** It evicts all pods but those of daemon sets, at once. CoreDNS has a budget here that allows none, and kubectl gives up. */
export async function kubectlDrain(request: Request): Promise<Result> {
	const {call, cluster} = request;
	const closed = await kubectlCordon(request, true);
	if (closed.exit !== 0) return closed;
	const moment = call.moment();
	const mine = moment.state.cluster ?? cluster;
	const pods = livePods(moment, mine).filter(({owner, deletedAt}) => owner.kind !== 'DaemonSet' && deletedAt === null);
	const kept = pods.find(({labels}) => labels['k8s-app'] === 'kube-dns');
	for (const pod of pods.filter(pod => pod !== kept)) endPod(moment, pod);
	await call.sleep(400);
	if (!kept) return ok(`${closed.stdout.trim()}\nnode/${mine.node.name} drained`);
	return fail(
		1,
		`error when evicting pods/"${kept.name}" -n "${kept.namespace}" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\nThere are pending nodes to be drained:\n ${mine.node.name}\nerror: error when evicting pods/"${kept.name}" -n "${kept.namespace}": global timeout reached: 5m0s`,
	);
}

/** `create --raw /api/v1/namespaces/NS/pods/POD/eviction -f -`. CoreDNS has a budget here that allows none. */
export async function kubectlEvict({call, cluster}: Request, path: string): Promise<Result> {
	await call.sleep(80);
	const [, namespace = '', name = ''] = /namespaces\/([^/]+)\/pods\/([^/]+)\/eviction$/.exec(path) ?? [];
	const moment = call.moment();
	const pod = livePods(moment, moment.state.cluster ?? cluster).find(
		one => one.namespace === namespace && one.name === name && one.deletedAt === null,
	);
	if (!pod) return fail(1, `Error from server (NotFound): pods "${name}" not found`);
	if (pod.labels['k8s-app'] === 'kube-dns') {
		return fail(
			1,
			"Error from server (TooManyRequests): Cannot evict pod as it would violate the pod's disruption budget.",
		);
	}

	endPod(moment, pod);
	const {workloads} = moment.state.cluster ?? cluster;
	const maker = workloads.find(one => one.namespace === namespace && one.name === pod.owner.name);
	if (maker) replacePods(moment, moment.state.cluster ?? cluster, maker, {fresh: false});
	return ok('{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}');
}
