import {linkKey} from '../../model/network-keys.js';
import type {Thing} from '../../model/layers/facts.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import {refusalKey} from '../../screens/nftables/host-rows.js';
import {processKey} from '../../screens/network/objects.js';
import type {Labels} from '../../model/chain-labels.js';
import type {Place} from '../palette/collect.js';

/** The place on a screen where a thing stands, selected. */
export function placeOf(thing: Thing, labels: Labels): Place {
	switch (thing.layer) {
		case 'pod':
			return {screen: 'status', kind: 'pod', key: thing.name, names: [thing.name]};
		case 'service':
			return {screen: 'status', kind: 'service', key: thing.name, names: [thing.name]};
		case 'container':
			return {screen: 'status', kind: 'container', key: thing.container.id, names: [thing.container.id]};
		case 'process': {
			const {space, process} = thing;
			return {screen: 'network', kind: 'process', key: processKey(space, process), names: [String(process.pid)]};
		}

		case 'netns':
			return {screen: 'network', kind: 'netns', key: thing.space, names: [thing.space]};
		case 'veth':
		case 'address':
			return {
				...{screen: 'network', kind: 'link'},
				key: linkKey(thing.space, thing.link),
				names: [thing.link.name],
			};
		case 'path':
			return {screen: 'nftables', kind: 'path', key: thing.port.key, names: [thing.port.service ?? thing.port.key]};
		case 'endpoint':
		case 'rules':
			return {
				...{screen: 'nftables', kind: 'chain'},
				key: `${thing.at.table} ${thing.at.chain}`,
				names: [thing.at.chain],
			};
		case 'drop':
			return 'refusal' in thing
				? {screen: 'nftables', kind: 'refusal', key: refusalKey(thing.refusal, labels), names: ['drops']}
				: {screen: 'nftables', kind: 'list', key: 'drops', names: ['drops']};
	}
}

/** The same as what `i` is pressed on. */
export function subjectOf(thing: Thing): LayerSubject | undefined {
	switch (thing.layer) {
		case 'pod':
		case 'service': {
			const [namespace = '', name = ''] = thing.name.split('/');
			return {kind: thing.layer, namespace, name};
		}

		case 'container': {
			const {id, name, pod} = thing.container;
			return {kind: 'container', id, name: name ?? id.slice(0, 12), pod};
		}

		case 'process':
		case 'netns':
			return {kind: 'netns', space: thing.space};
		case 'veth':
			return {kind: 'link', space: thing.space, name: thing.link.name};
		case 'address':
			return {kind: 'address', address: thing.address};
		case 'path': {
			const [namespace = '', name = ''] = (thing.port.service ?? '').split(':')[0]?.split('/') ?? [];
			return name === '' ? undefined : {kind: 'service', namespace, name};
		}

		case 'endpoint':
			return {kind: 'address', address: thing.address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')};
		case 'rules':
			return {kind: 'rule', text: thing.at.chain, pods: [], services: []};
		case 'drop':
			return 'refusal' in thing && thing.refusal.rule
				? {kind: 'rule', text: thing.refusal.rule.text, pods: [], services: []}
				: undefined;
	}
}

/** What `R` is asked of: as `reach` takes it. */
export function senderOf(subject: LayerSubject): {readonly from?: string} {
	switch (subject.kind) {
		case 'pod':
			return {from: `pod/${subject.namespace}/${subject.name}`};
		case 'service':
		case 'endpoints':
			return {from: `svc/${subject.namespace}/${subject.name}`};
		case 'address':
			return {from: subject.address.includes(':') ? `[${subject.address}]` : subject.address};
		case 'container':
			return subject.pod ? {from: `pod/${subject.pod.namespace}/${subject.pod.name}`} : {};
		default:
			return {};
	}
}
