import type {KubeEvent, Pod, PodContainer} from '../../facts/cluster.js';
import {type TroubleFacts, minute, patience, type Found, endOf, lastEvent, unreadIn, age} from './trouble.js';
import {pullError, runtimeError} from './errors.js';

/** The first container, init ones first, that keeps the pod from its work. */
export function ofContainers(pod: Pod, facts: TroubleFacts): Found | undefined {
	if (/^(Completed|Succeeded)$/.test(pod.phase)) return undefined;
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

	const probe = ended ? probeSince(pod, container, facts, 0) : killedBy(pod, container, facts);
	if (probe) return {cause: 'liveness', ...base, detail: probe.message};
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
		const probe = killedBy(pod, container, facts);
		if (probe) return {cause: 'liveness', detail: probe.message, ...endOf(last)};
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

/** The probe whose failure ended the run before this one: told before that end, by no more than the grace that a pod has. */
const killedBy = (pod: Pod, container: PodContainer, facts: TroubleFacts): KubeEvent | undefined =>
	probeSince(pod, container, facts, minute);

/** A probe that failed after the run before this one ended, or so many milliseconds before that; an older one is of another run. */
function probeSince(pod: Pod, {name, last}: PodContainer, facts: TroubleFacts, before: number): KubeEvent | undefined {
	const probe = lastEvent(pod, facts, /^Unhealthy$/, name);
	if (!probe || !/^(Liveness|Startup) probe/.test(probe.message)) return undefined;
	const ended = Date.parse(last?.finishedAt ?? '');
	return Number.isNaN(ended) || (probe.at ?? 0) >= ended - before ? probe : undefined;
}
