import type {KubeEvent, Pod, PodContainer} from '../../facts/cluster.js';
import {type TroubleFacts, minute, patience, type Found, endOf, lastEvent, unreadIn, age} from './trouble.js';
import {isDone} from '../pod-state.js';
import {pullError, runtimeError} from './errors.js';

/** The first container, init ones first, that keeps the pod from its work. */
export function ofContainers(pod: Pod, facts: TroubleFacts): Found | undefined {
	if (isDone(pod)) return undefined;
	for (const container of pod.containers) {
		const found = ofWaiting(pod, container, facts) ?? ofEnd(pod, container, facts);
		if (found) return {...found, container};
	}

	return undefined;
}

function ofWaiting(pod: Pod, container: PodContainer, facts: TroubleFacts): Found | undefined {
	if (container.state !== 'waiting') return undefined;
	const {reason, message, image} = container;
	const words = message ?? '';
	switch (reason) {
		case 'ErrImagePull':
		case 'ImagePullBackOff':
		case 'RegistryUnavailable':
		case 'SignatureValidationFailed': {
			return {cause: 'image-pull', image, detail: pullError(pod, container, facts)};
		}

		case 'InvalidImageName':
		case 'ImageInspectError': {
			return {cause: 'image-name', image, detail: words};
		}

		case 'ErrImageNeverPull': {
			return {cause: 'image-never-pulled', image, detail: words};
		}

		case 'CreateContainerConfigError': {
			return {cause: 'container-config', detail: words};
		}

		case 'CreateContainerError':
		case 'RunContainerError':
		case 'PreCreateHookError':
		case 'PreStartHookError':
		case 'PostStartHookError': {
			return {cause: 'container-start', detail: runtimeError(words || (container.last?.message ?? ''))};
		}

		case 'ContainerCreating':
		case 'PodInitializing': {
			return reason === 'PodInitializing' && pod.containers.some(({init, exitCode}) => init && exitCode !== 0)
				? undefined
				: ofCreation(pod, facts);
		}

		case 'CrashLoopBackOff': {
			return undefined;
		}

		default: {
			return reason === null ? undefined : {cause: 'waiting', detail: words === '' ? reason : `${reason}: ${words}`};
		}
	}
}

/** What the kubelet met before it could start any container. */
function ofCreation(pod: Pod, facts: TroubleFacts): Found | undefined {
	const event = lastTelling(pod, facts);
	// It came further since: what failed before was tried again and went well.
	const passed = lastEvent(pod, facts, /^(Pulling|Pulled|Created|Started)$/);
	if (event && passed && (passed.at ?? 0) > (event.at ?? 0)) return undefined;
	if (event && /Mount|Volume/.test(event.reason)) return {cause: 'mount', detail: event.message};
	if (event) return {cause: 'sandbox', detail: runtimeError(event.message)};
	// It has a node, so its claims have their volumes: what they waited for is over.
	return age(pod, facts) > patience ? {cause: 'creating', ...unreadIn(facts)} : undefined;
}

const uncreated =
	/^(FailedMount|FailedAttachVolume|FailedMapVolume|FailedCreatePodSandBox|NetworkNotReady|FailedSync)$/;
/** The kubelet's summary of what failed before, every two minutes. */
const summary = /^Unable to attach or mount volumes: (?!.*error processing)/s;

/** The newest of them; where that only says that volumes are not there yet, the one before it that says why. */
function lastTelling(pod: Pod, facts: TroubleFacts): KubeEvent | undefined {
	const event = lastEvent(pod, facts, uncreated);
	if (!event || !summary.test(event.message)) return event;
	const events = facts.events?.filter(({message}) => !summary.test(message)) ?? [];
	const telling = lastEvent(pod, {...facts, events}, uncreated);
	return telling && (telling.at ?? 0) >= (event.at ?? 0) - 10 * minute ? telling : event;
}

/** It ended, and is or will be started again. */
function ofEnd(pod: Pod, container: PodContainer, facts: TroubleFacts): Found | undefined {
	const ended = container.state === 'terminated';
	const waits = container.state === 'waiting' && container.reason === 'CrashLoopBackOff';
	const end = ended ? container : waits ? container.last : null;
	if (!ended && !waits) return undefined;
	if (ended && container.exitCode === 0 && (container.init || container.restarts === 0)) return undefined;
	const {exitCode = null, signal = null, reason = null, message = null} = end ?? {};
	const base = {exitCode, signal, detail: message ?? ''};
	if (reason === 'OOMKilled') return {cause: 'out-of-memory', ...base};
	if (reason === 'StartError' || reason === 'ContainerCannotRun') {
		return {cause: 'container-start', ...base, detail: runtimeError(message ?? '')};
	}

	const killer = ended ? killerSince(pod, container, facts, 0) : killedBy(pod, container, facts);
	if (killer) return {...causeOf(killer), ...base, detail: killer.message};
	if (pod.phase === 'Failed' || (ended && container.restarts === 0)) return {cause: 'failed', ...base};
	return {cause: exitCode === 0 ? 'ends' : 'crash', ...base};
}

/** It runs and does not answer its probe, or has ended again and again until now. */
export function ofReadiness(pod: Pod, facts: TroubleFacts): Found | undefined {
	for (const container of pod.containers) {
		const found = ofRun(pod, container, facts);
		if (found) return {...found, container};
	}

	if (pod.containers.length > 0 || pod.total === 0) return undefined;
	// Only kubectl's table was read: its STATUS word is all there is.
	return /BackOff|Err|Error|OOMKilled|Evicted|Invalid/.test(pod.phase)
		? {cause: 'waiting', detail: [pod.phase, pod.message].filter(Boolean).join(': ')}
		: undefined;
}

/** Of one container that runs. */
function ofRun(pod: Pod, container: PodContainer, facts: TroubleFacts): Found | undefined {
	const {state, ready, init, last, restarts} = container;
	if (state !== 'running') return undefined;
	if (ready || init) {
		const again = last !== null && restarts >= 3 && facts.now - Date.parse(last.finishedAt ?? '') < 10 * minute;
		if (!again) return undefined;
		const killer = killedBy(pod, container, facts);
		if (killer) return {...causeOf(killer), detail: killer.message, ...endOf(last)};
		return {cause: last.reason === 'OOMKilled' ? 'out-of-memory' : 'restarts', ...endOf(last)};
	}

	const probe = lastEvent(pod, facts, /^Unhealthy$/, container.name);
	const kind = /^(Readiness|Liveness|Startup) probe/.exec(probe?.message ?? '')?.[1];
	if (probe && kind === 'Startup') return {cause: 'startup', detail: probe.message};
	if (probe && kind === 'Liveness') return {cause: 'liveness', detail: probe.message, ...endOf(last)};
	if (probe) return {cause: 'readiness', detail: probe.message};
	if (last !== null && last.exitCode !== 0 && restarts > 0) {
		return {cause: last.reason === 'OOMKilled' ? 'out-of-memory' : 'crash', ...endOf(last)};
	}

	return age(pod, facts) > patience ? {cause: 'not-ready', ...unreadIn(facts)} : undefined;
}

/** The other containers that would keep it from its work if the first one did not; those that only wait for it do not. */
export const ofOthers = (pod: Pod, first: string, facts: TroubleFacts): readonly Found[] =>
	pod.containers.flatMap(container => {
		const waits = container.state === 'waiting' && /^(ContainerCreating|PodInitializing)$/.test(container.reason ?? '');
		if (container.name === first || waits) return [];
		const found = ofWaiting(pod, container, facts) ?? ofEnd(pod, container, facts) ?? ofRun(pod, container, facts);
		return found ? [{...found, container}] : [];
	});

const causeOf = ({reason}: KubeEvent): Pick<Found, 'cause'> => ({
	cause: reason === 'FailedPostStartHook' ? 'container-start' : 'liveness',
});

/**
 * What made the kubelet end the run before this one: told within that run, or before its end by no more than the grace that a
 * pod has.
 */
function killedBy(pod: Pod, container: PodContainer, facts: TroubleFacts): KubeEvent | undefined {
	const {startedAt, finishedAt = null} = container.last ?? {};
	const ended = Date.parse(finishedAt ?? '');
	const run = ended - Date.parse(startedAt ?? '');
	const told = toldRun(pod, container, facts);
	return killerSince(pod, container, facts, Math.max(minute, run || 0, told === undefined ? 0 : ended - told));
}

/**
 * Of a container that is killed again and again the kubelet soon reports no more runs: after 25 events it sends one in five
 * minutes, of any kind (its spam filter, Kubernetes 1.34). Then the last run that it told of speaks for those after it, if they
 * too were ended by SIGKILL or SIGTERM: when that one began. Undefined: the run before this one was told.
 */
function toldRun(pod: Pod, {name, last}: PodContainer, facts: TroubleFacts): number | undefined {
	const {exitCode = null, signal = null, startedAt} = last ?? {};
	if (exitCode !== 137 && exitCode !== 143 && signal !== 9 && signal !== 15) return undefined;
	const began = lastEvent(pod, facts, /^Started$/, name)?.at ?? undefined;
	return began !== undefined && began + minute / 2 < Date.parse(startedAt ?? '') ? began : undefined;
}

/** A probe or hook that failed after the run before this one ended, or so many milliseconds before that; an older one is of another run. */
function killerSince(pod: Pod, {name, last}: PodContainer, facts: TroubleFacts, before: number): KubeEvent | undefined {
	const told = lastEvent(pod, facts, /^(Unhealthy|FailedPostStartHook)$/, name);
	if (!told || (told.reason === 'Unhealthy' && !/^(Liveness|Startup) probe/.test(told.message))) return undefined;
	const ended = Date.parse(last?.finishedAt ?? '');
	return Number.isNaN(ended) || (told.at ?? 0) >= ended - before ? told : undefined;
}
