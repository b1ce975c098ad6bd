import {describe, expect, test} from 'vitest';
import {connectionsPlace} from '../../source/commands/conntrack-place.js';
import {packetsPlace} from '../../source/commands/packets-place.js';
import {statusJson} from '../../source/commands/status-json.js';
import {plain} from '../../source/components/line.js';
import type {Service} from '../../source/facts/cluster.js';
import type {Topology} from '../../source/facts/network.js';
import {known} from '../../source/facts/reading.js';
import {centreOf} from '../../source/model/layers/centre.js';
import {assess} from '../../source/model/verdict.js';
import {statusCopies} from '../../source/screens/status/copies.js';
import {serviceDetails} from '../../source/screens/status/details.js';
import {statusObjects} from '../../source/screens/status/objects.js';
import {packetsText} from '../../source/text/packets.js';
import {catalogue} from '../../source/text/text.js';
import {healthyFacts, sampledAt} from '../support/cluster.js';

// A service of two families answers at both its addresses: whoever looks for it by the second one finds it, and what is asked
// about it is asked of both.

const text = catalogue('en');
const words = await packetsText('en');
const service: Service = {
	...{namespace: 'shop', name: 'web', type: 'NodePort', externalIps: [], selector: {app: 'web'}, createdAt: null},
	...{clusterIp: '10.96.9.9', clusterIps: ['10.96.9.9', 'fd01::9']},
	ports: [{name: null, port: 80, protocol: 'TCP', targetPort: '8080', nodePort: 30_080}],
};
const cluster = healthyFacts({services: known([service])});
const topology: Topology = {
	...{routes: [], neighbours: null, rules: null, inode: 1, processes: [], unread: [], links: [], namespaces: []},
};
const network = {cluster, topology: {known: true, value: topology, notes: []}} as const;

describe('a service of two families', () => {
	test('packets: the filter takes both addresses', () => {
		expect(packetsPlace(network, 'svc/shop/web', undefined, words)).toMatchObject({
			filter: '((host 10.96.9.9 or host fd01::9) and (port 80)) or port 30080',
		});
	});

	test('conntrack: both addresses and the node port of both families are asked', () => {
		const place = connectionsPlace(network, 'svc/shop/web', words);
		const asked = 'filters' in place ? place.filters.map(({family, address, port}) => [family, address, port]) : [];
		expect(asked).toEqual([
			[4, '10.96.9.9', 80],
			[6, 'fd01::9', 80],
			[4, null, 30_080],
			[6, null, 30_080],
		]);
	});

	test('layers: both addresses are its own, and the second one leads to it', () => {
		const facts: Parameters<typeof centreOf>[1] = {
			...{pods: known([]), services: known([service]), workloads: known([]), containers: known([])},
			...{topology: known(topology), filter: undefined, ports: undefined, node: 'here'},
		};
		expect(centreOf({kind: 'service', namespace: 'shop', name: 'web'}, facts).addresses).toEqual([
			'10.96.9.9',
			'fd01::9',
		]);
		expect(centreOf({kind: 'address', address: 'fd01::9'}, facts).services).toEqual(['shop/web']);
	});

	test('Status: shown, copied, found and printed', () => {
		const sources = {
			cluster: {get: () => ({value: cluster})},
			lastPods: () => [],
			lastContainers: () => [],
			browse: {kinds: () => null},
		};
		const walk = statusObjects.list({sources, text} as never);
		for (let step = walk.next(); ; step = walk.next()) {
			if (!step.done) continue;
			const found = step.value.objects.find(({kind}) => kind === 'service');
			expect(found?.names).toContain('fd01::9');
			break;
		}
		const details = serviceDetails(service, {text, now: sampledAt}).map(line => plain(line));
		expect(details.some(line => /CLUSTER-IP\s+10\.96\.9\.9 fd01::9/.test(line))).toBe(true);
		const copies = statusCopies(cluster, 'services', 'shop/web', text).map(({value}) => value);
		expect(copies).toEqual(expect.arrayContaining(['10.96.9.9', 'fd01::9']));
		const json = statusJson({...assess(cluster, sampledAt), facts: cluster, moment: sampledAt}, text);
		expect(json['services']).toEqual([expect.objectContaining({clusterIps: ['10.96.9.9', 'fd01::9']})]);
	});
});
