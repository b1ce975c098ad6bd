import {shown} from '../command/command.js';
import {ageOf, formatAge} from '../model/age.js';
import type {Evidence} from '../model/why/evidence.js';
import type {Why} from '../model/why/why.js';
import type {Text} from '../text/text.js';
import {signalName} from '../text/trouble-words.js';

export type CauseText = Text['cause'];

/** One piece of evidence, or of advice: what it says, its own words below, and the command that shows it. Text from outside. */
export type Said = {readonly text: string; readonly below: readonly string[]; readonly command: string | null};

export type WhySentences = {
	/** `default/web`. */
	readonly name: string;
	/** The one sentence. */
	readonly sentence: string;
	readonly chain: string;
	readonly evidence: readonly Said[];
	readonly next: readonly Said[];
	readonly unread: readonly string[];
};

/** `now`: milliseconds since the epoch, by which ages are counted. */
export function whySentences(why: Why, text: Text, now: number): WhySentences {
	const words = text.cause;
	const {target, cause, also, well, pods, chain, evidence, next, unread} = why;
	const sentence = cause
		? words.also(
				words.causes[cause.id](cause),
				also.map(each => words.causes[each.id](each)),
			)
		: well
			? words.well[well]
			: '';
	// Of one of several pods: how many of them are so.
	const some = target.kind !== 'Pod' && pods.all > 1 && pods.bad > 0 ? `${words.pods(pods.bad, pods.all)}: ` : '';
	return {
		name:
			target.kind === 'Pod'
				? `${target.namespace}/${target.name}`
				: `${target.kind} ${target.namespace}/${target.name}`,
		sentence: `${some}${sentence}`,
		chain: chain.length > 1 ? chain.join(' > ') : '',
		evidence: evidence.map(each => ({...said(each, words, now), command: shown(each.argv)})),
		next: next.map(({id, argv}) => ({text: words.advice[id], below: [], command: argv && shown(argv)})),
		unread: unread.map(({part, of, unknown}) => {
			const reason = text.common.reason[unknown.reason] ?? unknown.reason;
			return `${words.unread[part](of)}: ${[reason, unknown.detail].filter(Boolean).join(', ')}`;
		}),
	};
}

const orEmpty = (text: string | null): string => text ?? '';
const below = (message: string | null): readonly string[] =>
	message === null || message.trim() === '' ? [] : message.trim().split(/\r?\n/);

function said(evidence: Evidence, {evidence: e}: CauseText, now: number): Omit<Said, 'command'> {
	switch (evidence.id) {
		case 'pod': {
			return {text: e.pod(evidence.name, evidence.phase, orEmpty(evidence.node)), below: below(evidence.message)};
		}

		case 'container': {
			const {name, state, reason, message} = evidence;
			return {text: e.container(name, e.states[state] ?? state, orEmpty(reason)), below: below(message)};
		}

		case 'ended': {
			const {name, exitCode, signal, reason, at, restarts} = evidence;
			const code = e.exit(exitCode === null ? '' : String(exitCode), signalName({exitCode, signal}) ?? '');
			return {text: e.ended(name, code, orEmpty(reason), orEmpty(ageOf(at, now) ?? null), restarts), below: []};
		}

		case 'oom-kill': {
			const {at, task, pid, scope} = evidence.kill;
			return {text: e.oomKill(task, String(pid), scope, orEmpty(ageOf(at, now))), below: []};
		}

		case 'oom-count': {
			return {text: e.oomCount(evidence.name, evidence.count, evidence.file), below: []};
		}

		case 'memory': {
			return {text: e.memory(evidence.name, orEmpty(evidence.limit)), below: []};
		}

		case 'probe': {
			return {text: e.probe(evidence.name, evidence.kind, evidence.asks), below: []};
		}

		case 'event': {
			const {on, reason, message, count, at} = evidence;
			return {text: e.event(on, reason, at === null ? '' : formatAge(now - at), count), below: below(message)};
		}

		case 'log': {
			return {text: e.log(evidence.name), below: evidence.lines};
		}

		case 'node': {
			const {name, ready, reason, pressures, taints, cordoned} = evidence;
			const more = [...(cordoned ? [e.cordoned] : []), ...(taints.length === 0 ? [] : [e.taints(taints.join(', '))])];
			return {text: [e.node(name, ready), ...more].join(', '), below: [...below(reason), ...pressures]};
		}

		case 'room': {
			return {text: e.room(evidence.name, evidence.asks, evidence.has), below: []};
		}

		case 'selector': {
			return {text: e.selector(evidence.wants), below: []};
		}

		case 'object': {
			return {text: e.object(evidence.kind, evidence.name, evidence.there), below: []};
		}

		case 'condition': {
			const {of, type, status, reason, message} = evidence;
			return {text: e.condition(of, type, status, orEmpty(reason)), below: below(message)};
		}

		case 'workload': {
			return {text: e.workload(evidence.of, evidence.ready, evidence.desired), below: []};
		}

		case 'lease': {
			return {text: e.lease(evidence.name, ageOf(evidence.at, now) ?? '?'), below: []};
		}
	}
}
