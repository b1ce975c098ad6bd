/**
 * A SMALL API SERVER OF THE BENCHMARK, no real one: it answers lists and watches of pods in the shapes that Kubernetes 1.34.1
 * answered (test/samples/k0s/v1.34.1-real), and has nothing of any other kind. Plain HTTP: the cost of TLS is not in the figures.
 */
import {readFileSync} from 'node:fs';
import http from 'node:http';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const samples = join(dirname(dirname(fileURLToPath(import.meta.url))), 'test/samples/k0s/v1.34.1-real');
const recorded = name => JSON.parse(readFileSync(join(samples, name), 'utf8'));

export function loadApi(count) {
	const {columnDefinitions} = recorded('api-table-pods.json');
	const shape = recorded('kubectl-get-all-A.json').items.find(({kind}) => kind === 'Pod');
	const born = new Date(Date.now() - 7_200_000).toISOString().replace(/\.\d+/, '');
	let version = 1000;
	const watchers = new Set();
	/** name -> {restarts, version} */
	const pods = new Map();
	const add = (name, restarts) => pods.set(name, {name, restarts, version});
	// Names sort as they are counted, so that what comes and goes moves the rows below it.
	for (let at = 0; at < count; at++) add(`load-${String(at * 10).padStart(6, '0')}`, 0);

	const metadataOf = ({name, version: own}) => ({
		...shape.metadata,
		...{name, namespace: 'default', uid: `uid-${name}`, resourceVersion: String(own), creationTimestamp: born},
	});
	const podOf = pod => ({
		...shape,
		metadata: metadataOf(pod),
		status: {
			...shape.status,
			containerStatuses: shape.status.containerStatuses.map(each => ({...each, restartCount: pod.restarts})),
		},
	});
	const rowOf = pod => ({
		cells: [pod.name, '1/1', 'Running', String(pod.restarts), '120m', '10.244.0.5', 'node', '<none>', '<none>'],
		object: {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: metadataOf(pod)},
	});
	const tableOf = (rows, columns) => ({
		...{kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: {resourceVersion: String(version)}},
		...{columnDefinitions: columns, rows},
	});
	const sorted = () => [...pods.values()].sort((a, b) => (a.name < b.name ? -1 : 1));

	const server = http.createServer((request, response) => {
		const url = new URL(request.url, 'http://x');
		const asTable = request.headers.accept?.includes('as=Table') ?? false;
		const isPods = url.pathname === '/api/v1/pods';
		response.setHeader('content-type', 'application/json');
		if (url.searchParams.get('watch') === 'true') {
			response.flushHeaders();
			if (!isPods) return;
			// The first event of a watch in tables brings the columns, the others do not.
			const watcher = {response, asTable, first: true};
			watchers.add(watcher);
			response.on('close', () => watchers.delete(watcher));
			return;
		}

		const metadata = {resourceVersion: String(version)};
		const empty = {kind: 'List', apiVersion: 'v1', metadata, items: []};
		const rows = isPods ? sorted() : [];
		response.end(
			JSON.stringify(
				asTable
					? tableOf(rows.map(rowOf), columnDefinitions)
					: isPods
						? {...empty, kind: 'PodList', items: rows.map(podOf)}
						: empty,
			),
		);
	});

	const send = (type, pod) => {
		for (const watcher of watchers) {
			const columns = watcher.first ? columnDefinitions : null;
			watcher.first = false;
			const object = watcher.asTable ? tableOf([rowOf(pod)], columns) : podOf(pod);
			watcher.response.write(`${JSON.stringify({type, object})}\n`);
		}
	};

	let at = 0;
	return {
		listen: async () => {
			await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
			return server.address().port;
		},
		watchers: () => watchers.size,
		/** One event: mostly a change, now and then a pod that goes or one that comes. */
		event() {
			at++;
			version++;
			const names = [...pods.keys()];
			const name = names[(at * 7919) % names.length];
			if (at % 20 === 0) {
				const gone = {...pods.get(name), version};
				pods.delete(name);
				return send('DELETED', gone);
			}

			if (at % 20 === 10) {
				const fresh = `${name}-${at}`;
				add(fresh, 0);
				return send('ADDED', pods.get(fresh));
			}

			add(name, pods.get(name).restarts + 1);
			return send('MODIFIED', pods.get(name));
		},
		/** `name restarts`, as a list of them ends. */
		wanted: () => sorted().map(({name, restarts}) => `${name} ${restarts}`),
		close: () => server.closeAllConnections(),
	};
}
