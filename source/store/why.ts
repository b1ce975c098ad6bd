import type {Command} from '../command/command.js';
import * as kubectl from '../command/kubectl.js';
import type {Outcome} from '../command/outcome.js';
import {kernelJournal, oomCounts} from '../command/oom.js';
import {podLogTail} from '../command/pod-log.js';
import type {Pod, PodContainer, Workload} from '../facts/cluster.js';
import {known, mapReading, unknown, type Reading} from '../facts/reading.js';
import type {NodeRoom, PodSpec, WorkloadState} from '../facts/why.js';
import type {HostKind} from '../host/host.js';
import {logKey} from '../model/pod-trouble/trouble.js';
import {missingKind, presentKey} from '../model/why/evidence.js';
import {explain} from '../model/why/explain.js';
import {judge} from '../model/why/judge.js';
import type {Cause} from '../model/why/cause.js';
import type {Why} from '../model/why/why.js';
import type {WhyFacts, WhyKind, WhyTarget} from '../model/why/facts.js';
import {readEvents} from '../read/kubectl/events.js';
import {readAll, readLeases, readNodes, readPods} from '../read/kubectl/get.js';
import {readKubectl} from '../read/kubectl/answer.js';
import {workloadOf} from '../read/kubectl/object.js';
import {nodeRoomOf, podSpecOf, workloadStateOf} from '../read/kubectl/why-objects.js';
import {kernelLogStart, readOomCounts, readOomKills} from '../read/kernel-oom.js';
import {notOk} from '../read/reading.js';
import {readPodLog} from '../read/pod-log.js';

export type Ask = (command: Command, signal?: AbortSignal) => Promise<Outcome>;

/** Where it is asked, and how. */
export type WhyHost = {readonly kind: HostKind; readonly ask: Ask};

/** Pods and workloads, with what `why` needs of them beside what Status shows. */
export type WhyObjects = Pick<WhyFacts, 'pods' | 'specs' | 'workloads' | 'states'> & {
	/** Kinds that could not be read: nothing is said of one of them. */
	readonly unread: ReadonlyMap<WhyKind, Extract<Reading<never>, {known: false}>>;
	/** When a recorded host was asked; null: now. */
	readonly asOf: number | null;
};

const places: ReadonlyArray<readonly [WhyKind, string]> = [
	['DaemonSet', '/apis/apps/v1/daemonsets'],
	['Deployment', '/apis/apps/v1/deployments'],
	['ReplicaSet', '/apis/apps/v1/replicasets'],
	['StatefulSet', '/apis/apps/v1/statefulsets'],
	['Job', '/apis/batch/v1/jobs'],
	['CronJob', '/apis/batch/v1/cronjobs'],
];

/** Unknown: the pods could not be read. */
export async function readWhyObjects({kind, ask}: WhyHost, signal: AbortSignal): Promise<Reading<WhyObjects>> {
	return kind === 'recorded' ? recorded(ask, signal) : listed(ask, signal);
}

async function listed(ask: Ask, signal: AbortSignal): Promise<Reading<WhyObjects>> {
	const [podList, ...lists] = await Promise.all([
		ask(kubectl.listed('/api/v1/pods'), signal),
		...places.map(async ([, path]) => ask(kubectl.listed(path), signal)),
	]);
	const pods = readPods(podList);
	if (!pods.known) return pods;
	const unread = new Map<WhyKind, Extract<Reading<never>, {known: false}>>();
	const workloads: Workload[] = [];
	const states: WorkloadState[] = [];
	for (const [index, [kind]] of places.entries()) {
		const answer = readKubectl(lists[index] ?? podList);
		if (!answer.known) {
			unread.set(kind, answer);
			continue;
		}

		for (const item of answer.value.kind === 'objects' ? answer.value.items : []) {
			const workload = workloadOf({kind, ...item});
			const state = workloadStateOf({kind, ...item});
			if (workload) workloads.push(workload);
			if (state) states.push(state);
		}
	}

	return known({pods: pods.value, specs: specsOf(podList), workloads, states, unread, asOf: null});
}

async function recorded(ask: Ask, signal: AbortSignal): Promise<Reading<WhyObjects>> {
	const first = await ask(kubectl.all(), signal);
	const second = first.kind === 'failed' ? await ask(kubectl.allTable(), signal) : first;
	const outcome = second.kind === 'ok' ? second : first;
	return mapReading(readAll(outcome), ({pods, workloads}) => ({
		...{pods, workloads, specs: specsOf(outcome), states: statesOf(outcome)},
		unread: new Map(),
		asOf: outcome.startedAt,
	}));
}

function itemsOf(outcome: Outcome, kind?: string) {
	const answer = readKubectl(outcome);
	if (!answer.known || answer.value.kind !== 'objects') return [];
	return answer.value.items.filter(item => kind === undefined || item['kind'] === kind);
}

const specsOf = (outcome: Outcome): readonly PodSpec[] =>
	itemsOf(outcome, 'Pod').flatMap(item => podSpecOf(item) ?? []);
const statesOf = (outcome: Outcome): readonly WorkloadState[] =>
	itemsOf(outcome).flatMap(item => (item['kind'] === 'Pod' ? [] : (workloadStateOf(item) ?? [])));

/** What makes a workload's pods: without it nobody knows whose they are. */
const needs: Readonly<Partial<Record<WhyKind, WhyKind>>> = {Deployment: 'ReplicaSet', CronJob: 'Job'};

/** Lines of a log that are read: a crash prints its reason before its stack. */
const logLines = 50;

/**
 * Why one pod or workload is broken, by all that its cause makes worth asking: events, nodes, leases; then the log of the
 * container that it is about, and whether what it misses is there now. Unknown: it could not be looked at; a value of
 * undefined: nothing has this name.
 */
export async function readWhy(
	host: WhyHost,
	target: WhyTarget,
	objects: WhyObjects,
	signal: AbortSignal,
): Promise<Reading<Why | undefined>> {
	const lost = objects.unread.get(target.kind) ?? objects.unread.get(needs[target.kind] ?? target.kind);
	if (lost) return lost;
	const {ask, kind} = host;
	const [events, nodes, leases, kernel, groups] = await Promise.all([
		ask(kind === 'recorded' ? kubectl.allEvents() : kubectl.eventsIn(target.namespace), signal),
		ask(kubectl.nodes(), signal),
		ask(kubectl.leases(), signal),
		kind === 'recorded' ? undefined : ask(kernelJournal(), signal),
		kind === 'recorded' ? undefined : ask(oomCounts(), signal),
	]);
	const facts: WhyFacts = {
		...objects,
		events: readEvents(events),
		nodes: readNodes(nodes),
		rooms: itemsOf(nodes).flatMap((item): readonly NodeRoom[] => {
			const room = nodeRoomOf(item);
			return room ? [room] : [];
		}),
		leases: readLeases(leases),
		logs: new Map(),
		present: new Map(),
		...(kernel &&
			groups && {
				oom: {kills: readOomKills(kernel), counts: readOomCounts(groups), from: kernelLogStart(kernel)},
			}),
		now: objects.asOf ?? Date.now(),
	};
	const first = judge(target, facts);
	if (!first?.cause) return known(explain(target, facts));
	const {cause, pod} = first;
	const [logs, present] = await Promise.all([
		pod ? readLog(host, pod, cause, signal) : undefined,
		readPresent(host, cause, signal),
	]);
	return known(explain(target, {...facts, logs: new Map(logs), present: new Map(present)}));
}

/** Causes of which the container itself may have printed why. */
const printed =
	/^(crash|failed|ends|restarts|liveness|startup|readiness|not-ready|init-runs|end-unknown|out-of-memory|killed|oom-|segfault|illegal-|ended-by|exit-|wrong-arch)/;

async function readLog(
	{ask, kind}: WhyHost,
	pod: Pod,
	{id, container}: Cause,
	signal: AbortSignal,
): Promise<ReadonlyArray<readonly [string, Reading<readonly string[]>]>> {
	const part = pod.containers.find(({name}) => name === container);
	if (!part || !printed.test(id)) return [];
	const key = logKey(pod, part.name);
	const file = fileOf(pod, part, id);
	const own: Reading<readonly string[]> = file ? readPodLog(await ask(file, signal)) : unknown('failed');
	if (own.known || kind === 'recorded') return [[key, own]];
	// Another node's pod, or one whose files were taken away: the API may still get it.
	const previous = isBefore(part, id);
	const {namespace, name} = pod;
	const outcome = await ask(
		kubectl.podLog({namespace, pod: name, container: part.name, previous, tail: logLines}),
		signal,
	);
	const bad = notOk(outcome);
	return [[key, bad ?? known(outcome.stdout.split('\n').filter(line => line !== ''))]];
}

/** Of the run that ended: of one that runs again, or waits to, the one before. */
const isBefore = ({state, last}: PodContainer, id: Cause['id']): boolean =>
	last !== null && state !== 'terminated' && !/^(readiness|startup$|not-ready|init-runs)/.test(id);

function fileOf(pod: Pod, container: PodContainer, id: Cause['id']): Command | undefined {
	const {state, restarts} = container;
	const run = state === 'running' && isBefore(container, id) ? restarts - 1 : restarts;
	return pod.uid === null || run < 0 ? undefined : podLogTail({...pod, uid: pod.uid}, container.name, run, logLines);
}

/** Names that Kubernetes gives: anything else in a message is no name, and could be an option. */
const isName = (text: string): boolean => /^[a-z\d]([a-z\d.-]{0,251}[a-z\d])?$/.test(text);

async function readPresent(
	{ask, kind: hostKind}: WhyHost,
	{id, namespace, subject}: Cause,
	signal: AbortSignal,
): Promise<ReadonlyArray<readonly [string, Reading<boolean>]>> {
	const kind = missingKind[id];
	if (kind === undefined || !isName(subject) || hostKind === 'recorded') return [];
	const outcome = await ask(kubectl.exists(kind, namespace, subject), signal);
	const gone = outcome.kind === 'failed' && /\(NotFound\)/.test(outcome.stderr);
	const reading: Reading<boolean> =
		outcome.kind === 'ok' ? known(true) : gone ? known(false) : readKubectlFault(outcome);
	return [[presentKey(kind, namespace, subject), reading]];
}

function readKubectlFault(outcome: Outcome): Reading<boolean> {
	const answer = readKubectl(outcome);
	return answer.known ? unknown('unreadable') : answer;
}
