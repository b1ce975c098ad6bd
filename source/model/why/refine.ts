import type {Pod} from '../../facts/cluster.js';
import {lastEvent, type Trouble, type TroubleFacts} from '../pod-trouble/trouble.js';
import type {Cause} from './cause.js';
import {
	admissionRules,
	claimRules,
	configRules,
	evictionRules,
	mountRules,
	pullRules,
	ruled,
	sandboxRules,
	scheduleRules,
	startRules,
	taintCause,
	wholeScheduleRules,
	type Rule,
} from './rules.js';

type Refined = Pick<Cause, 'id' | 'subject' | 'more'>;

const plain = (id: Cause['id'], subject = '', more = ''): Refined => ({id, subject, more});

const by = (rules: readonly Rule[], words: string, otherwise: Cause['id']): Refined =>
	ruled(rules, words) ?? plain(otherwise);

/** The cause that Status names, told as finely as the words allow. `pod`: undefined where it is about a workload without pods. */
export function refine(trouble: Trouble, pod: Pod | undefined, facts: TroubleFacts): Cause {
	const {cause: _cause, unread: _unread, ...rest} = trouble;
	return {...rest, ...refined(trouble, pod, facts)};
}

function refined(trouble: Trouble, pod: Pod | undefined, facts: TroubleFacts): Refined {
	const {cause, detail} = trouble;
	switch (cause) {
		case 'image-pull': {
			return ofPull(detail, pod, facts);
		}

		case 'container-config': {
			return by(configRules, detail, 'container-config');
		}

		case 'container-start': {
			const hook =
				detail === 'PostStartHook failed' ||
				pod?.containers.some(({name, reason}) => name === trouble.container && /HookError/.test(reason ?? ''));
			return hook ? plain('start-hook') : by(startRules, detail, 'container-start');
		}

		case 'mount': {
			return by(mountRules, detail, 'mount');
		}

		case 'sandbox': {
			return by(sandboxRules, detail, 'sandbox');
		}

		case 'volume-claim': {
			return by(claimRules, detail, 'volume-claim');
		}

		case 'unscheduled': {
			return ofScheduler(detail);
		}

		case 'evicted': {
			return by(evictionRules, `${pod?.over?.reason ?? pod?.phase ?? ''} ${detail}`.trim(), 'evicted');
		}

		case 'terminating': {
			if (detail !== '') return plain('finalizer', detail);
			const stuck = pod && lastEvent(pod, facts, /^FailedKillPod$/);
			return stuck ? plain('stuck-ending', '', stuck.message) : plain('terminating');
		}

		case 'no-pods': {
			return ofRefusal(detail);
		}

		case 'liveness': {
			return plain(detail.startsWith('Startup') ? 'startup-probe' : 'liveness', '', detail);
		}

		case 'node-lost': {
			const isGone = facts.nodes?.every(({name}) => name !== pod?.node) ?? false;
			return plain(isGone && facts.nodes?.length !== 0 ? 'node-gone' : 'node-lost', detail);
		}

		case 'crash':
		case 'failed':
		case 'restarts': {
			return isEndLost(trouble, pod) ? plain('end-unknown') : ofEnd(trouble);
		}

		default: {
			return plain(cause);
		}
	}
}

/** A registry that asks for a login while a pull secret is missing: the secret is the cause. */
function ofPull(detail: string, pod: Pod | undefined, facts: TroubleFacts): Refined {
	// A name or a tag in an address is not what the registry says.
	const found = by(pullRules, detail.replaceAll(/https?:\/\/\S+?(?=:?(?:\s|$))/g, 'URL'), 'image-pull');
	if (found.id !== 'image-login' && found.id !== 'image-denied') return found;
	const event = pod && lastEvent(pod, facts, /^FailedToRetrieveImagePullSecret$/);
	const names = /pull secrets \((?<names>[^)]*)\)/.exec(event?.message ?? '')?.groups?.['names'];
	return names === undefined ? found : plain('image-pull-secret', names);
}

/** Several nodes may refuse for several reasons: then no single one is the cause. */
function ofScheduler(detail: string): Refined {
	const told = detail.replace(/\.? (?:no new claims to deallocate|preemption: ).*$/s, '');
	const clauses = told
		.replace(/^\d+\/\d+ nodes are available: /, '')
		.split(/, (?=\d+ )/)
		.filter(clause => clause.trim() !== '');
	const all = clauses.flatMap(clause => {
		const found = ruled(scheduleRules, clause);
		return found?.id === 'node-taint' ? [ofTaints(clause, found)] : (found ?? []);
	});
	const [first, ...others] = all;
	const whole = ruled(wholeScheduleRules, told);
	if (whole) return whole;
	return first &&
		all.length === clauses.length &&
		others.every(({id, subject}) => id === first.id && subject === first.subject)
		? first
		: plain('unscheduled');
}

/** The scheduler names one taint, or none; where the nodes have several nobody knows which of them it was. */
function ofTaints(clause: string, found: Refined): Refined {
	const keys = [...clause.matchAll(/\{([^:}]+)[^}]*\}/g)].map(([, key = '']) => key);
	return keys.length > 1 ? plain('node-taint', keys.join(', ')) : {...found, id: taintCause(found.subject)};
}

/** Words of the API server's admission, with `Error creating: ` or without. */
export function ofRefusal(detail: string): Refined {
	const found = by(admissionRules, detail, 'no-pods');
	return found.subject === '' && (found.id === 'service-account' || found.id === 'runtime-class')
		? {...found, subject: found.more, more: ''}
		: found;
}

/**
 * The runtime has lost it: the kubelet writes exit 137 (ContainerStatusUnknown), containerd 255 (Unknown, after a restart of
 * the host). Neither code is the program's.
 */
function isEndLost({cause, container}: Trouble, pod: Pod | undefined): boolean {
	const part = pod?.containers.find(({name}) => name === container);
	const reason = part?.state === 'terminated' ? part.reason : part?.last?.reason;
	return cause !== 'restarts' && /^(ContainerStatusUnknown|Unknown)$/.test(reason ?? '');
}

/** Exit codes by the custom of shells and of the runtime: above 128 a signal ended it. */
function ofEnd({cause, exitCode, signal, lastLine, detail}: Trouble): Refined {
	if (cause === 'restarts') return plain('restarts');
	if (/exec format error/i.test(`${lastLine ?? ''} ${detail}`)) return plain('wrong-architecture');
	const number = signal ?? (exitCode !== null && exitCode > 128 && exitCode < 160 ? exitCode - 128 : null);
	if (number === 9) return plain('killed');
	if (number === 11) return plain('segfault');
	if (number === 4) return plain('illegal-instruction');
	if (number !== null) return plain('ended-by-signal');
	if (exitCode === 127) return plain('exit-not-found');
	if (exitCode === 126) return plain('exit-not-executable');
	return plain(cause === 'failed' ? 'failed' : 'crash');
}
