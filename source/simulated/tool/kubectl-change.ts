import {addDeployment, addService, endPod, removeDeployment, replacePods} from '../cluster/deploy.js';
import {pullFails} from '../faults.js';
import {kindsOf, namespaceNames, rowsOf, singular, type Kind, type Request} from './kubectl-kinds.js';
import {fail, ok, type Result} from './tool.js';

/** What kubectl changes: create deployment, expose, delete, label. Errors in the words of kubectl 1.34, exit 1. */

const namespaceOf = ({options}: Request): string => options.get('-n') ?? options.get('--namespace') ?? 'default';
const notFound = (kind: string, name: string): Result =>
	fail(1, `Error from server (NotFound): ${kind} "${name}" not found`);

/** `create -f -` with the manifest of one deployment on standard input, as `create deployment` with its labels. */
function kubectlCreateFile(request: Request): Promise<Result> | Result {
	const {options, call} = request;
	if ((options.get('-f') ?? options.get('--filename')) !== '-') return fail(1, 'error: only standard input here');
	let manifest: Manifest;
	try {
		manifest = JSON.parse(call.input ?? '') as Manifest;
	} catch {
		return fail(1, 'error: error parsing STDIN: invalid character');
	}

	const {kind, metadata: {name = '', labels = {}} = {}, spec} = manifest;
	const [container] = spec?.template?.spec?.containers ?? [];
	if (kind !== 'Deployment') return fail(1, `error: no matches for kind "${kind ?? ''}" in version "apps/v1"`);
	const port = container?.ports?.[0]?.containerPort;
	const wanted = new Map([
		...options,
		...(container?.image === undefined ? [] : ([['--image', container.image]] as const)),
		...(port === undefined ? [] : ([['--port', String(port)]] as const)),
	]);
	return kubectlCreate({...request, options: wanted, words: ['deployment', name]}, labels);
}

/** Of a deployment's manifest what is looked at here. */
type Manifest = {
	kind?: string;
	metadata?: {name?: string; labels?: Record<string, string>};
	spec?: {template?: {spec?: {containers?: Array<{image?: string; ports?: Array<{containerPort?: number}>}>}}};
};

export async function kubectlCreate(request: Request, labels: Readonly<Record<string, string>> = {}): Promise<Result> {
	const {cluster, options, words, call} = request;
	const [what, name] = words;
	const namespace = namespaceOf(request);
	if (what === undefined && (options.has('-f') || options.has('--filename'))) return kubectlCreateFile(request);
	if (!/^deploy(ment)?$/.test(what ?? '')) {
		return fail(1, `error: unknown command "${what ?? ''}" for "kubectl create"`);
	}

	if (name === undefined) return fail(1, 'error: exactly one NAME is required, got 0');
	const image = options.get('--image') ?? '';
	if (image === '') return fail(1, 'error: required flag(s) "image" not set');
	if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
		return fail(
			1,
			`error: failed to create deployment: Deployment.apps "${name}" is invalid: metadata.name: Invalid value: "${name}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`,
		);
	}

	if (!namespaceNames.includes(namespace)) {
		return fail(1, `error: failed to create deployment: namespaces "${namespace}" not found`);
	}

	const exists = cluster.workloads.some(
		one => one.kind === 'Deployment' && one.name === name && one.namespace === namespace,
	);
	if (exists) return fail(1, `error: failed to create deployment: deployments.apps "${name}" already exists`);
	await call.sleep(120);
	const port = options.has('--port') ? Number(options.get('--port')) : null;
	const replicas = Number(options.get('--replicas') ?? 1);
	const moment = call.moment();
	addDeployment(moment, moment.state.cluster ?? cluster, {namespace, name, image, port, replicas, labels});
	const made = moment.state.cluster ?? cluster;
	// An image that cannot be pulled never arrives.
	if (pullFails(moment.faults, image)) made.images = made.images.filter(({at}) => at <= moment.now);
	return ok(`deployment.apps/${name} created`);
}

export async function kubectlExpose(request: Request): Promise<Result> {
	const {cluster, options, words, call} = request;
	const [what = '', second] = words;
	const [kind, slashed] = what.split('/');
	const name = slashed ?? second ?? '';
	const namespace = namespaceOf(request);
	if (!/^deploy(ment)?s?(\.apps)?$/.test(kind ?? '')) return fail(1, `error: cannot expose a ${kind ?? ''}`);
	const deployment = cluster.workloads.find(
		one => one.kind === 'Deployment' && one.name === name && one.namespace === namespace,
	);
	if (!deployment) return notFound('deployments.apps', name);
	const target = Number(options.get('--target-port') ?? options.get('--port') ?? deployment.containers[0]?.port ?? 0);
	if (!target)
		return fail(
			1,
			"error: couldn't find port via --port flag or introspection\nSee 'kubectl expose -h' for help and examples",
		);
	const service = options.get('--name') ?? name;
	if (cluster.services.some(one => one.name === service && one.namespace === namespace)) {
		return fail(1, `Error from server (AlreadyExists): services "${service}" already exists`);
	}

	await call.sleep(120);
	const wanted = options.get('--type') ?? 'ClusterIP';
	const type = wanted === 'NodePort' || wanted === 'LoadBalancer' ? wanted : 'ClusterIP';
	const moment = call.moment();
	const port = {port: Number(options.get('--port') ?? target), targetPort: target};
	const made = addService(moment, moment.state.cluster ?? cluster, deployment, service, type, port);
	const marks = options.get('--labels');
	if (marks !== undefined) {
		made.labels = Object.fromEntries(marks.split(',').map(mark => mark.split('=') as [string, string]));
	}

	const external = options.get('--external-ip');
	if (external !== undefined) made.wishes = {...made.wishes, externalIps: [external]};
	if (options.get('--session-affinity') === 'ClientIP') made.wishes = {...made.wishes, affinity: 10_800};
	return ok(`service/${service} exposed`);
}

export async function kubectlDelete(request: Request): Promise<Result> {
	const {options, words, call} = request;
	const [what = '', ...rest] = words;
	const [kindWord = '', slashed] = what.split('/');
	const kinds = kindsOf(kindWord);
	if ('unknown' in kinds) return fail(1, `error: the server doesn't have a resource type "${kinds.unknown}"`);
	const names = slashed === undefined ? rest : [slashed, ...rest];
	if (names.length === 0 && !options.has('-l') && !options.has('--all')) {
		return fail(1, 'error: resource(s) were provided, but no name was specified');
	}

	const namespace = namespaceOf(request);
	const lines: string[] = [];
	await call.sleep(150);
	for (const kind of kinds) {
		for (const name of names) {
			if (deleteOne(request, kind, namespace, name))
				lines.push(`${singular(kind)} "${name}" deleted from ${namespace} namespace`);
			else if (!options.has('--ignore-not-found'))
				return fail(1, `Error from server (NotFound): ${kind} "${name}" not found`, lines.join('\n'));
		}
	}

	return ok(lines.join('\n'));
}

function deleteOne({call}: Request, kind: Kind, namespace: string, name: string): boolean {
	const moment = call.moment();
	const {cluster} = moment.state;
	if (cluster === null) return false;
	const is = (one: {namespace: string; name: string}): boolean => one.namespace === namespace && one.name === name;
	if (kind === 'services') {
		const before = cluster.services.length;
		cluster.services = cluster.services.filter(one => !is(one));
		cluster.syncedAt = moment.now;
		return cluster.services.length < before;
	}

	if (kind === 'pods') {
		const pod = cluster.pods.find(one => is(one) && one.deletedAt === null);
		if (!pod) return false;
		endPod(moment, pod);
		const maker = cluster.workloads.find(one => one.namespace === namespace && one.name === pod.owner.name);
		if (maker) replacePods(moment, cluster, maker, {fresh: false});
		return true;
	}

	const workload = cluster.workloads.find(one => is(one) && kind.startsWith(one.kind.toLowerCase()));
	if (!workload) return false;
	removeDeployment(moment, cluster, workload);
	return true;
}

export async function kubectlLabel(request: Request): Promise<Result> {
	const {words, call} = request;
	const [what = '', ...rest] = words;
	await call.sleep(80);
	const moment = call.moment();
	const cluster = moment.state.cluster ?? request.cluster;
	const [kindWord = '', slashed] = what.split('/');
	const kinds = kindsOf(kindWord);
	if ('unknown' in kinds) return fail(1, `error: the server doesn't have a resource type "${kinds.unknown}"`);
	const [name = '', ...marks] = slashed === undefined ? rest : [slashed, ...rest];
	const namespace = namespaceOf(request);
	const kind = kinds[0] ?? 'pods';
	const row = rowsOf(moment, cluster, kind).find(
		one => one.name === name && (one.namespace === null || one.namespace === namespace),
	);
	if (!row) return notFound(kind, name);
	const record =
		kind === 'services'
			? cluster.services.find(one => one.name === name && one.namespace === namespace)
			: kind === 'pods'
				? cluster.pods.find(one => one.name === name && one.namespace === namespace)
				: cluster.workloads.find(
						one => one.name === name && one.namespace === namespace && kind.startsWith(one.kind.toLowerCase()),
					);
	for (const mark of marks) {
		const [key = '', value] = mark.split('=');
		if (record && value !== undefined) record.labels[key] = value;
		else if (record && key.endsWith('-')) delete record.labels[key.slice(0, -1)];
	}

	return ok(`${singular(kind)}/${name} ${marks.every(mark => mark.endsWith('-')) ? 'unlabeled' : 'labeled'}`);
}
