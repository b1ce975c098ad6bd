import type {Rule} from '../../facts/packet-filter.js';
import type {Hop, Step} from './facts.js';
import type {Decision, Stop} from './decision.js';
import {leads} from './route.js';
import type {State} from './state.js';
import type {Base} from './terrain.js';
import {stepText} from './words.js';

export const policyHop = ({hook}: State, {table, chain}: Base, verdict: string): Hop => ({
	kind: 'policy',
	hook,
	priority: chain.priority,
	family: table.family,
	table: table.name,
	chain: chain.name,
	index: null,
	handle: null,
	text: `policy ${verdict}`,
	verdict,
	answer: verdict === 'unread' ? 'unread' : 'yes',
	share: 1,
});

export function ruleHop(state: State, {table, chain: {priority}}: Base, rule: Rule, step: Step): Hop {
	return {
		kind: 'rule',
		hook: state.hook,
		priority,
		family: table.family,
		table: table.name,
		chain: state.frames.at(-1)?.chain.name ?? '',
		index: rule.index,
		handle: rule.handle,
		text: rule.text,
		verdict: stepText(step),
		answer: 'yes',
		share: 1,
	};
}

export function routeHop({hook, travel: {destination, family}}: State, {answer, local, output, stop}: Decision): Hop {
	const via = !local && leads(answer.route) && answer.route.via !== null ? ` via ${answer.route.via}` : '';
	const dev = local ? 'lo' : output;
	return {
		...noRule(hook, family),
		kind: 'route',
		text: dev === null || stop?.verdict === 'unreachable' ? destination : `${destination}${via} dev ${dev}`,
		verdict: dev === null || stop?.verdict === 'unreachable' ? 'unreachable' : local ? 'local' : 'forward',
	};
}

/** What the kernel itself refuses, by a setting or an address that cannot be. */
export const stopHop = ({hook, travel: {family}}: State, {kind, text, verdict}: Stop): Hop => ({
	...noRule(hook, family),
	kind,
	text,
	verdict,
});

const noRule = (hook: string, family: Hop['family']): Hop => ({
	kind: 'route',
	hook,
	priority: null,
	family,
	table: '',
	chain: '',
	index: null,
	handle: null,
	text: '',
	verdict: '',
	answer: 'yes',
	share: 1,
});
