import type {Pod, PodContainer} from '../../facts/cluster.js';
import {type TroubleFacts, lastEvent} from './trouble.js';

/** The kubelet says only "Back-off pulling" between two tries; why the last one failed stands in its event. */
export function pullError(pod: Pod, {message, name}: PodContainer, facts: TroubleFacts): string {
	const own = message ?? '';
	const told = /: ErrImagePull: (.*)$/s.exec(own)?.[1] ?? (/^Back-off pulling/.test(own) ? '' : own);
	const event = lastEvent(pod, facts, /^Failed$/, name);
	const words = told !== '' ? told : /^Failed to pull/.test(event?.message ?? '') ? (event?.message ?? '') : own;
	return innermost(words);
}

const pullWraps =
	/^(?:(?:rpc error: code = \w+ desc|failed to (?:pull and unpack image|resolve reference|do request|copy|authorize|fetch \w+ token)|httpReadSeeker|failed open|(?:Head|Get)(?= "))(?: =|: | "[^"]*": ?)\s*)+/i;

/** containerd and its registry client wrap an error many times: the reference first, the cause last. */
function innermost(words: string): string {
	const match =
		/(proxyconnect tcp.*|failed to (?:unpack image|extract layer).*|dial tcp: .*|dial tcp \S+: .*|lookup \S+.*|x509: .*|unexpected status.*|insufficient_scope.*|toomanyrequests.*|pull access denied.*|no space left on device.*|no match for platform.*|not found$)/is.exec(
			words,
		);
	return (match?.[1] ?? words.replace(pullWraps, '')).trim();
}

/** runc's words without the chain of who passed them on. */
export const runtimeError = (words: string): string =>
	words
		.replace(/^Error: /, '')
		.replace(/^.*(?:error during container init|unable to start container process): /s, '')
		.replace(/^.*?failed to setup network for sandbox "[\da-f]+": /s, '')
		.replace(/: unknown$/, '')
		.trim();
