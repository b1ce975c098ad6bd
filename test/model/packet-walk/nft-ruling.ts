import {nftRuling} from '../../../source/model/packet-walk/nft.js';
import {createRouting} from '../../../source/model/packet-walk/route.js';
import {indexOf} from '../../../source/model/packet-walk/sets.js';
import type {Ruling, Travel} from '../../../source/model/packet-walk/facts.js';
import type {Route} from '../../../source/facts/network.js';
import {nativeRuleset} from '../../support/packet-filter.js';
import {travelling} from '../../support/travel.js';

const {tables} = nativeRuleset('conditions');
export const table = tables[0]!;
export const ruleOf = (text: string) => {
	const rule = table.chains.flatMap(({rules}) => rules).find(each => each.text === text);
	if (!rule) throw new Error(`no such rule: ${text}`);
	return rule;
};

const route = (to: string, more: Partial<Route>): Route =>
	({to, via: null, dev: 'eth0', source: null, metric: null, table: 'main', type: 'unicast', ...more}) as Route;
export const routing = createRouting({
	policies: [],
	routes: [
		route('default', {via: '192.168.1.1'}),
		route('192.168.1.0/24', {}),
		route('10.244.0.0/24', {dev: 'cni0'}),
		route('192.168.1.255', {table: 'local', type: 'broadcast'}),
		route('198.51.100.0/24', {type: 'unreachable'}),
	],
	links: [
		{name: 'eth0', kind: '', addresses: ['192.168.1.2']},
		{name: 'cni0', kind: 'bridge', addresses: ['10.244.0.1']},
	],
});

export const say = (statements: readonly unknown[], more: Partial<Travel>): Ruling =>
	nftRuling(statements, travelling(more), {
		routing,
		table: table.name,
		family: 'inet',
		set(name) {
			const set = table.sets.find(each => each.name === name);
			return set && {set, index: indexOf(set.elements)};
		},
	});
export const ruling = (text: string, more: Partial<Travel> = {}): Ruling => say(ruleOf(text).statements ?? [], more);
/** The rule's answer, and where it leads. */
export const said = (text: string, more: Partial<Travel> = {}): string => {
	const {answer, ways} = ruling(text, more);
	return answer === 'no' ? 'no' : [answer, ...ways.map(({step}) => step.kind)].join(' ');
};

export const udp = {protocol: 'udp'};
export const icmp = {protocol: 'icmp', sourcePort: null, destinationPort: null};
export const on = (left: unknown, right: unknown, op = '==') => [{match: {op, left, right}}, {accept: null}];
export const port = {payload: {protocol: 'tcp', field: 'dport'}};
