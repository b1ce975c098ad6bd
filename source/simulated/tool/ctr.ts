import {controlPlane, hasSandbox, isRunning, livePods} from '../cluster/view.js';
import {since, type Moment} from '../moment.js';
import {pauseImage} from '../seed/images.js';
import type {Cluster, ContainerRecord, PodRecord} from '../state.js';
import {columns, fail, ok, parseArguments, type Call, type Result} from './tool.js';

/** `k0s ctr` (containerd 1.7): containers, tasks and images of the namespace k8s.io. */

type Entry = {id: string; image: string; pid: number | null; pod: PodRecord; name: string | null; at: number};

/** Every container of every pod, with its pause container; `pid` null: no task (an init container that has ended). */
export function containerEntries(moment: Moment, cluster: Cluster): Entry[] {
	const entries: Entry[] = [];
	for (const pod of livePods(moment, cluster)) {
		if (!hasSandbox(moment, pod)) continue;
		const at = pod.at + pod.sandboxAfter / moment.speed;
		entries.push({id: pod.sandbox.id, image: pauseImage, pid: pod.sandbox.pid, pod, name: null, at});
		for (const container of pod.containers) {
			if (!container.init && !isRunning(moment, pod)) continue;
			if (container.init && since(moment, at) < 500) continue;
			entries.push(entryOf(container, pod, at));
		}
	}

	return entries.sort((a, b) => (a.id < b.id ? -1 : 1));
}

const entryOf = (container: ContainerRecord, pod: PodRecord, at: number): Entry => ({
	id: container.id,
	image: longName(container.image),
	pid: container.pid,
	pod,
	name: container.name,
	at,
});

/** containerd's full name of an image: `httpd` is docker.io/library/httpd:latest. */
export function longName(image: string): string {
	const [first = ''] = image.split('/');
	const hosted = image.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost');
	const path = hosted ? image : `docker.io/${image.includes('/') ? image : `library/${image}`}`;
	return /[:@][^/]*$/.test(path) ? path : `${path}:latest`;
}

/** The order in which the guide's containerd listed its tasks; it is that of a map. */
const taskOrder = ['376', 'e7a', '3e5', '8f3', 'a35', '299', '15d', '4fe', '29a', 'bc4'];

export async function ctr(call: Call): Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1), [
		'--connect-timeout',
		'-n',
		'--namespace',
		'-a',
		'--address',
	]);
	const moment = call.moment();
	const {cluster} = moment.state;
	if (cluster === null || controlPlane(moment) !== 'up') {
		const timeout = Number.parseFloat(options.get('--connect-timeout') ?? '10');
		await call.sleep(timeout * 1000);
		return fail(
			1,
			'ctr: failed to dial "/run/k0s/containerd.sock": context deadline exceeded: connection error: desc = "transport: error while dialing: dial unix:///run/k0s/containerd.sock: timeout"',
		);
	}

	const [what, verb, id] = words;
	const quiet = options.has('-q') || options.has('--quiet');
	const entries = containerEntries(moment, cluster);
	const listing = verb === 'list' || verb === 'ls' || verb === undefined;
	if (/^c(ontainers?)?$/.test(what ?? '') && listing) {
		if (quiet) return ok(entries.map(entry => entry.id).join('\n'));
		return ok(
			columns(
				[['CONTAINER', 'IMAGE', 'RUNTIME'], ...entries.map(entry => [entry.id, entry.image, 'io.containerd.runc.v2'])],
				4,
				true,
			),
		);
	}

	if (/^c(ontainers?)?$/.test(what ?? '') && verb === 'info') {
		const entry = entries.find(one => one.id === id);
		if (!entry) return fail(1, `ctr: container "${id ?? ''}" in namespace "k8s.io": not found`);
		return ok(JSON.stringify(info(entry), null, 4));
	}

	if (/^t(asks?)?$/.test(what ?? '') && listing) {
		const running = entries.filter(({pid}) => pid !== null).sort((a, b) => taskRank(a) - taskRank(b));
		const rows = running.map(entry => [entry.id, String(entry.pid), 'RUNNING']);
		return ok(columns([['TASK', 'PID', 'STATUS'], ...rows], 4));
	}

	if (/^i(mages?)?$/.test(what ?? '') && listing) return ok(images(moment, cluster));
	if (/^i(mages?)?$/.test(what ?? '') && /^(rm|remove|delete|del)$/.test(verb ?? '')) {
		return removed(moment, cluster, words.slice(2));
	}

	if (/^n(amespaces?|s)$/.test(what ?? '')) return ok('NAME   LABELS \nk8s.io        ');
	return fail(1, `No help topic for '${what ?? ''}'`);
}

function taskRank({id}: Entry): number {
	const at = taskOrder.indexOf(id.slice(0, 3));
	return at === -1 ? taskOrder.length : at;
}

function info({id, image, pod, name, at}: Entry): unknown {
	const created = new Date(at).toISOString();
	return {
		ID: id,
		Labels: {
			'io.cri-containerd.kind': name === null ? 'sandbox' : 'container',
			...(name === null ? {} : {'io.kubernetes.container.name': name}),
			'io.kubernetes.pod.name': pod.name,
			'io.kubernetes.pod.namespace': pod.namespace,
			'io.kubernetes.pod.uid': pod.uid,
		},
		Image: image,
		Runtime: {Name: 'io.containerd.runc.v2', Options: {type_url: 'containerd.runc.v1.Options'}},
		SnapshotKey: id,
		Snapshotter: 'overlayfs',
		CreatedAt: created,
		UpdatedAt: created,
		Spec: {
			linux: {
				cgroupsPath: `/kubepods/${pod.qos}/pod${pod.uid}/${id}`,
				namespaces: [
					{type: 'pid'},
					...(pod.net === null ? [] : [{type: 'network', path: `/var/run/netns/${pod.net.name}`}]),
				],
			},
		},
	};
}

const namesOf = ({ref, digest, id}: Cluster['images'][number]): readonly string[] => [
	ref,
	`${ref.replace(/:[^:/]+$/, '')}@${digest}`,
	id,
];

/** Here an image goes with its last name; single names of it stay as they are. */
function removed(moment: Moment, cluster: Cluster, names: readonly string[]): Result {
	const there = cluster.images.filter(image => since(moment, image.at) >= 0);
	const missing = names.filter(name => !there.some(image => namesOf(image).includes(name)));
	cluster.images = cluster.images.filter(image => !namesOf(image).every(name => names.includes(name)));
	const [first] = missing;
	return first === undefined
		? ok(names.join('\n'))
		: fail(1, `ctr: unable to delete ${first}: image "${first}": not found`);
}

function images(moment: Moment, cluster: Cluster): string {
	const rows = cluster.images
		.filter(image => since(moment, image.at) >= 0)
		.flatMap(image => {
			const rest = [image.digest, image.size, image.platforms, image.labels];
			return namesOf(image).map(ref => [ref, image.type, ...rest]);
		})
		.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
	return columns([['REF', 'TYPE', 'DIGEST', 'SIZE', 'PLATFORMS', 'LABELS'], ...rows], 1, true);
}
