import type {Pod, Workload} from '../../facts/cluster.js';
import {othersOf, troubleOf, troublesOf} from '../pod-trouble/pod-trouble.js';
import {age, lastEvent, patience, type Trouble, type TroubleFacts} from '../pod-trouble/trouble.js';
import {isReady, isDead, isDone} from '../pod-state.js';
import type {Cause} from './cause.js';
import {below, stateOf} from './chain.js';
import {ofRefusal, refine} from './refine.js';
import {byKernel, killedChild} from './kernel.js';
import {symptom, type Judgement, type WhyFacts, type WhyTarget} from './facts.js';

/** Leases are renewed every 10 s, and the controllers count a node as lost after 40 s (Kubernetes 1.34). */
const leaseLife = 40_000;

export const troubleFacts = ({pods, workloads, events, nodes, logs, now}: WhyFacts): TroubleFacts => ({
	...{pods, workloads, now},
	events: events.known ? events.value : null,
	nodes: nodes.known ? nodes.value : undefined,
	lastLines: new Map(
		[...logs].flatMap(([key, log]) => {
			const line = log.known ? log.value.findLast(text => text.trim() !== '') : undefined;
			return line === undefined ? [] : [[key, line.trim()] as const];
		}),
	),
});

/** Undefined: nothing has this kind and name. */
export function judge(target: WhyTarget, facts: WhyFacts): Judgement | undefined {
	if (target.kind === 'Pod') {
		const pod = facts.pods.find(({namespace, name}) => namespace === target.namespace && name === target.name);
		return pod && ofPod(pod, facts);
	}

	const own = facts.workloads.find(
		({kind, namespace, name}) => kind === target.kind && namespace === target.namespace && name === target.name,
	);
	return own && ofWorkload(own, facts);
}

function ofPod(pod: Pod, facts: WhyFacts): Judgement {
	const trouble = troubleOf(pod, troubleFacts(facts));
	if (trouble) {
		const cause = byKernel(refine(trouble, pod, troubleFacts(facts)), pod, facts);
		return {cause, also: alsoOf(pod, trouble, facts), well: null, pod, pods: {all: 1, bad: 1}};
	}

	const pods = {all: 1, bad: 0};
	if (isDone(pod)) return {cause: null, well: 'done', pod, pods};
	const unwell = (cause: Cause): Judgement => ({cause, well: null, pod, pods: {all: 1, bad: 1}});
	const of = {kind: 'Pod' as const, namespace: pod.namespace, name: pod.name};
	if (isReady(pod)) {
		const unready = unreadyOf(pod, facts);
		if (unready) return unwell(unready);
		if (isStale(pod, facts)) return unwell(symptom('stale', of, {subject: pod.node ?? ''}));
		const child = killedChild(pod, of, facts);
		return child ? unwell(child) : {cause: null, well: 'runs', pod, pods};
	}

	return unwell(waiting(pod, facts));
}

const alsoOf = (pod: Pod, trouble: Trouble, facts: WhyFacts): readonly Cause[] =>
	othersOf(pod, trouble, troubleFacts(facts)).map(each => refine(each, pod, troubleFacts(facts)));

/** Its containers are ready, and it is not by its own condition: a readiness gate, or its node. */
function unreadyOf(pod: Pod, {specs, nodes}: WhyFacts): Cause | undefined {
	const spec = specs.find(({namespace, name}) => namespace === pod.namespace && name === pod.name);
	const condition = spec?.conditions.find(({type}) => type === 'Ready');
	if (condition?.status !== 'False') return undefined;
	const of = {kind: 'Pod' as const, namespace: pod.namespace, name: pod.name};
	const detail = condition.message ?? '';
	if (condition.reason === 'ReadinessGatesNotReady') {
		const subject = /readiness gate "([^"]*)"/.exec(detail)?.[1] ?? '';
		return {...symptom('not-ready', of), id: 'readiness-gate', subject, detail};
	}

	const node = nodes.known ? nodes.value.find(({name}) => name === pod.node) : undefined;
	return node && !node.ready
		? {...symptom('not-ready', of), id: 'node-unready', subject: node.name, detail: node.reason ?? ''}
		: symptom('not-ready', of, {detail});
}

/** It is neither well nor, by any word that was read, in trouble. */
function waiting(pod: Pod, facts: WhyFacts): Cause {
	const of = {kind: 'Pod' as const, namespace: pod.namespace, name: pod.name};
	const spec = facts.specs.find(({namespace, name}) => namespace === pod.namespace && name === pod.name);
	if (pod.node === null && spec && !spec.conditions.some(({type}) => type === 'PodScheduled')) {
		const other = spec.scheduler !== null && spec.scheduler !== 'default-scheduler' ? spec.scheduler : '';
		if (other !== '') return {...symptom('scheduler-silent', of), id: 'other-scheduler', subject: other};
		if (age(pod, troubleFacts(facts)) > patience) return symptom('scheduler-silent', of);
	}

	if (pod.phase === 'Failed') return symptom('failed-silent', of);
	const init = pod.containers.find(each => each.init && each.state === 'running' && !each.ready);
	if (init) return symptom('init-runs', of, {container: init.name, init: true, restarts: init.restarts});
	const doing = lastEvent(pod, troubleFacts(facts), /^(Pulling|Pulled|Created|Started|Scheduled)$/);
	return symptom('starting', of, {detail: doing?.message ?? pod.phase, restarts: pod.restarts});
}

/** What the API says of a pod is what its kubelet wrote: one that is silent may have lost it since. */
function isStale({node}: Pod, {leases, now}: WhyFacts): boolean {
	if (!leases.known || node === null) return false;
	const lease = leases.value.find(({namespace, name}) => namespace === 'kube-node-lease' && name === node);
	const renewed = Date.parse(lease?.renewedAt ?? '');
	return lease !== undefined && !Number.isNaN(renewed) && now - renewed > leaseLife;
}

function ofWorkload(own: Workload, facts: WhyFacts): Judgement {
	const state = stateOf(own, facts);
	const {pods: all, workloads} = below(own, facts);
	const made = all.length;
	const none = {pod: undefined, pods: {all: made, bad: 0}};
	const well = (id: NonNullable<Judgement['well']>): Judgement => ({cause: null, well: id, ...none});
	if (own.kind === 'CronJob') {
		if (state?.paused) return well('suspended');
		const newest = workloads
			.filter(({kind}) => kind === 'Job')
			.toSorted(byAge)
			.at(-1);
		if (newest) return ofWorkload(newest, facts);
		// Its jobs are taken away when they are done; these times stay.
		const {lastRun = null, lastSuccess = null} = state ?? {};
		if (lastRun === null) return well('none-due');
		return lastSuccess !== null && Date.parse(lastSuccess) >= Date.parse(lastRun)
			? well('done')
			: {cause: symptom('run-unknown', own, {subject: lastRun}), well: null, ...none};
	}

	const is = (type: string): boolean =>
		state?.conditions.some(each => each.type === type && each.status === 'True') ?? false;
	if (own.kind === 'Job') {
		if (is('Complete') || is('SuccessCriteriaMet')) return well('done');
		if (state?.paused) return well('suspended');
	}

	// What a Job says of itself has causes of its own below.
	const found = troublesOf({...troubleFacts(facts), pods: all, workloads: [own, ...workloads]}).filter(
		({kind, cause}) => kind !== 'Job' || cause !== 'waiting',
	);
	const bad = found.filter(({kind}) => kind === 'Pod').length;
	const causes = found.map(trouble => {
		const pod = podOf(trouble, all);
		const cause = byKernel(refine(trouble, pod, troubleFacts(facts)), pod, facts);
		return {cause, pod, also: pod ? alsoOf(pod, trouble, facts) : []};
	});
	const failed = own.kind === 'Job' ? ofJob(own, facts) : undefined;
	const [most] = mostOf(causes, all);
	if (most) {
		const also = [...most.also, ...(failed ? [failed] : [])];
		return {...most, also, well: null, pods: {all: made, bad}};
	}

	if (failed) return {cause: failed, well: null, pod: undefined, pods: {all: made, bad: made}};
	// The event is kept for an hour only; the condition stays.
	const refused = refusal([own, ...workloads], facts);
	if (own.desired === 0) return well('wants-none');
	const living = all.filter(pod => !isDead(pod));
	const enough = own.kind === 'Job' ? own.ready > 0 : own.ready >= own.desired;
	if (refused && living.length < own.desired)
		return {cause: refused, well: null, pod: undefined, pods: {all: made, bad: 0}};
	if (enough && own.observed !== false && living.length > 0) {
		const stale = living.find(pod => isStale(pod, facts));
		if (stale)
			return {cause: symptom('stale', own, {subject: stale.node ?? ''}), well: null, pod: stale, pods: none.pods};
		const child = living.find(pod => killedChild(pod, own, facts) !== undefined);
		if (child) {
			const all = living.filter(pod => killedChild(pod, own, facts) !== undefined).length;
			return {cause: killedChild(child, own, facts) ?? null, well: null, pod: child, pods: {all: made, bad: all}};
		}

		return well(state?.paused ? 'paused' : 'runs');
	}

	const late = living.find(pod => !isReady(pod) || unreadyOf(pod, facts) !== undefined);
	if (late) return {...ofPod(late, facts), pods: {all: made, bad: 0}};
	const stuck = state?.conditions.find(
		({type, status, reason}) => type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded',
	);
	const counts = `${own.ready}/${own.desired}`;
	if (stuck)
		return {
			cause: {...symptom('short-of-pods', own), id: 'rollout-stuck', detail: stuck.message ?? ''},
			well: null,
			...none,
		};
	if (state?.paused) {
		const paused: Cause = {...symptom('short-of-pods', own), id: 'rollout-paused', detail: counts};
		return {cause: paused, well: null, ...none};
	}

	return {cause: symptom('short-of-pods', own, {detail: counts}), well: null, ...none};
}

const byAge = (a: {readonly createdAt: string | null}, b: {readonly createdAt: string | null}): number =>
	(Date.parse(a.createdAt ?? '') || 0) - (Date.parse(b.createdAt ?? '') || 0);

const podOf = ({kind, namespace, name}: Trouble, pods: readonly Pod[]): Pod | undefined =>
	kind === 'Pod' ? pods.find(each => each.namespace === namespace && each.name === name) : undefined;

type Told = {readonly cause: Cause; readonly pod: Pod | undefined; readonly also: readonly Cause[]};

/** What most of its pods suffer from; of two the one of the younger pod: an older one may be of the template before. */
function mostOf(causes: readonly Told[], pods: readonly Pod[]): readonly Told[] {
	const born = ({pod}: Told): number => (pod ? Date.parse(pod.createdAt ?? '') || 0 : Infinity);
	const alike = ({cause: {id, subject}}: Told): number =>
		causes.filter(({cause}) => cause.id === id && cause.subject === subject).length;
	return pods.length === 0 && causes.length === 0
		? []
		: causes.toSorted((a, b) => alike(b) - alike(a) || born(b) - born(a));
}

/** It gave up: what its pods ended with is gone with them. */
function ofJob(own: Workload, facts: WhyFacts): Cause | undefined {
	const condition = stateOf(own, facts)?.conditions.find(({type, status}) => type === 'Failed' && status === 'True');
	if (!condition) return undefined;
	const id = condition.reason === 'DeadlineExceeded' ? 'job-deadline' : 'job-backoff';
	return {...symptom('waiting', own), id, detail: condition.message ?? condition.reason ?? ''};
}

function refusal(workloads: readonly Workload[], facts: WhyFacts): Cause | undefined {
	for (const each of workloads) {
		const condition = stateOf(each, facts)?.conditions.find(
			({type, status}) => type === 'ReplicaFailure' && status === 'True',
		);
		if (condition?.message) {
			return {...symptom('waiting', each), ...ofRefusal(condition.message), detail: condition.message};
		}
	}

	return undefined;
}
