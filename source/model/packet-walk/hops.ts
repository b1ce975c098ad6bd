import type {Rule} from '../../facts/packet-filter.js';
import type {Hop, Step} from './facts.js';
import {leads, type Routing} from './route.js';
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

export function routeHop({hook, travel: {destination, family}}: State, routing: Routing): Hop {
	const route = routing.routeTo(destination);
	const local = routing.isLocal(destination);
	const dev = local ? 'lo' : leads(route) ? route.dev : null;
	const via = !local && leads(route) && route.via !== null ? ` via ${route.via}` : '';
	return {
		kind: 'route',
		hook,
		priority: null,
		family,
		table: '',
		chain: '',
		index: null,
		handle: null,
		text: dev === null ? destination : `${destination}${via} dev ${dev}`,
		verdict: dev === null ? 'unreachable' : local ? 'local' : 'forward',
		answer: 'yes',
		share: 1,
	};
}
