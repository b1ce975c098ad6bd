import {createHash} from 'node:crypto';
import {metricsOf} from '../cluster/metrics.js';
import {containerEntries} from './ctr.js';
import {runningVersion} from '../k0s.js';
import {rowsOf, type Kind} from './kubectl-kinds.js';
import type {Moment} from '../moment.js';
import type {Cluster} from '../state.js';
import {fail, ok, type Call, type Result} from './tool.js';

/** What goes on and tells of changes: watches of the API, folders. It looks at the state a few times a second. */

/** Real milliseconds between two looks. */
const look = 400;

const places: Readonly<Record<string, readonly [Kind, string]>> = {
	'/api/v1/nodes': ['nodes', 'NodeList'],
	'/api/v1/pods': ['pods', 'PodList'],
	'/api/v1/services': ['services', 'ServiceList'],
	'/apis/apps/v1/daemonsets': ['daemonsets.apps', 'DaemonSetList'],
	'/apis/apps/v1/deployments': ['deployments.apps', 'DeploymentList'],
	'/apis/apps/v1/replicasets': ['replicasets.apps', 'ReplicaSetList'],
	'/apis/apps/v1/statefulsets': ['statefulsets.apps', 'StatefulSetList'],
	'/apis/batch/v1/jobs': ['jobs.batch', 'JobList'],
	'/apis/batch/v1/cronjobs': ['cronjobs.batch', 'CronJobList'],
};

/** `kubectl get --raw PATH`, a list or (`?watch=true&resourceVersion=…`) a watch. A version is the time it was listed at. */
export async function kubectlRaw(
	call: Call,
	path: string,
	up: (moment: Moment) => Cluster | undefined,
): Promise<Result> {
	const url = new URL(path, 'http://localhost');
	if (url.pathname.startsWith('/apis/metrics.k8s.io/v1beta1/')) return metrics(call, url.pathname, up);
	if (url.pathname === '/version') {
		const gitVersion = runningVersion(call.moment().state).replace(/\.\d+$/, '');
		return up(call.moment())
			? ok(JSON.stringify({major: '1', minor: gitVersion.split('.')[1], gitVersion}))
			: fail(1, 'error: EOF');
	}

	const [kind, list] = places[url.pathname] ?? [];
	if (kind === undefined)
		return fail(1, 'Error from server (NotFound): the server could not find the requested resource');
	const objects = (moment: Moment, cluster: Cluster): Map<string, Record<string, unknown>> =>
		new Map(rowsOf(moment, cluster, kind).map(row => [`${row.namespace ?? ''}/${row.name}`, row.object()]));
	const moment = call.moment();
	const cluster = up(moment);
	if (!cluster) return fail(1, 'error: EOF');
	if (url.searchParams.get('watch') !== 'true') {
		const items = [...objects(moment, cluster).values()];
		const metadata = {resourceVersion: String(moment.now)};
		return ok(JSON.stringify({apiVersion: 'v1', kind: list, metadata, items}));
	}

	const tell = (type: string, object: unknown): void => call.print('stdout', JSON.stringify({type, object}));
	const since = Number(url.searchParams.get('resourceVersion'));
	if (!Number.isFinite(since) || since > moment.now)
		return fail(1, 'Error from server: resourceVersion: Invalid value');
	let before = printed(objects({...moment, now: since}, cluster));
	call.print('stdout', '');
	for (;;) {
		const now = call.moment();
		const running = up(now);
		if (!running) return ok();
		const after = objects(now, running);
		const texts = printed(after);
		for (const [key, text] of texts) {
			if (before.get(key) !== text) tell(before.has(key) ? 'MODIFIED' : 'ADDED', after.get(key));
		}

		for (const [key, text] of before) if (!texts.has(key)) tell('DELETED', JSON.parse(text));
		before = texts;
		await call.idle(look);
	}
}

/** Without a ready metrics-server the API server itself refuses. */
function metrics(call: Call, path: string, up: (moment: Moment) => Cluster | undefined): Result {
	const moment = call.moment();
	const cluster = up(moment);
	const answer = cluster && metricsOf(moment, cluster, path);
	return answer
		? ok(JSON.stringify(answer))
		: fail(1, 'Error from server (ServiceUnavailable): the server is currently unable to handle the request');
}

const printed = (objects: ReadonlyMap<string, unknown>): Map<string, string> =>
	new Map([...objects].map(([key, object]) => [key, JSON.stringify(object)]));

/** `inotifywait -m FOLDER…`: what lies in these folders here is the unit, the program, tasks, containers and images. */
export async function inotifywait(call: Call): Promise<Result> {
	const folders = call.argv.slice(call.argv.indexOf('--') + 1);
	const mark = (): string => {
		const moment = call.moment();
		const {state} = moment;
		const own = folders.map(folder =>
			Object.entries(state.files).filter(([path]) => path.startsWith(`${folder}/`) && /k0s|netns|cni/.test(path)),
		);
		const tasks = state.cluster ? containerEntries(moment, state.cluster).map(({id, pid}) => [id, pid]) : [];
		const rest = folders.some(folder => folder.startsWith('/run/systemd'))
			? [state.k0s.startedAt, state.k0s.pid]
			: [tasks, state.cluster?.images.length];
		return createHash('sha1')
			.update(JSON.stringify([own, rest]))
			.digest('hex');
	};

	let before = mark();
	call.print('stdout', '');
	for (;;) {
		await call.idle(look);
		const now = mark();
		if (now !== before) call.print('stdout', `${folders[0] ?? ''}/k0s`);
		before = now;
	}
}

/** Goes on and prints lines when what `mark` says is another than before. */
export async function monitor(
	call: Call,
	mark: (moment: Moment) => unknown,
	words: (now: string) => readonly string[],
): Promise<Result> {
	let before = JSON.stringify(mark(call.moment()));
	call.print('stdout', '');
	for (;;) {
		await call.idle(look);
		const now = JSON.stringify(mark(call.moment()));
		if (now !== before) for (const line of words(now)) call.print('stdout', line);
		before = now;
	}
}
