import {describe, expect, test} from 'vitest';
import {mapOf, oddOf} from '../../source/model/map.js';
import {topologyOf} from '../../source/model/topology/topology.js';
import {readCollected} from '../../source/read/collector/collector.js';
import {outcomeOf, sample} from '../support/samples.js';

const nobody = sample('collector/iproute2-6.1.0/four-pods-as-nobody.txt');
const seen = sample('net/linux-6.18/proc-pid-net.txt');

/** What the collector tells a user who has processes in these namespaces. */
const topologyWith = (...inodes: readonly number[]) => {
	const sections = inodes.map(inode => `${seen}\n@@TOKEN proc/${inode} 0\n`).join('');
	const outcome = outcomeOf({argv: ['sh', '-s', '--', 'TOKEN', '50'], stdout: nobody + sections});
	const facts = readCollected(outcome);
	const reading = facts.known ? topologyOf(facts.value) : facts;
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
};

const [, inode = '', name = ''] = /^\d+ (\d+) \/run\/netns\/(cni-\S+)$/m.exec(nobody) ?? [];

describe('a namespace that could not be entered, seen through a process of the user', () => {
	test('is tied to its name by its number; the others stay unknown', () => {
		const {namespaces} = topologyWith(Number(inode));
		const known = namespaces.filter(({unread}) => unread === null);
		expect(known).toMatchObject([
			{name, state: 'live', through: 'process', processes: null, pod: null, routes: [{to: 'default'}, {}, {}]},
		]);
		const [only] = known;
		// Only one end tells: that is no sign of a fault.
		expect(only?.links.map(({name: link, peer}) => [link, peer && {name: peer.name, verified: peer.verified}])).toEqual(
			[
				['lo', null],
				['eth0', {name: only?.peer?.name, verified: false}],
			],
		);
		expect(namespaces.filter(({unread}) => unread?.reason === 'needs-root').length).toBe(3);
	});

	test('its wire on the map is not odd for what it does not tell; one that is contradicted is', () => {
		const topology = topologyWith(Number(inode));
		const wires = (given: typeof topology) =>
			mapOf(given).branches.flatMap(branch => branch.wires.filter(wire => wire.namespace?.name === name));
		expect(wires(topology).map(wire => oddOf(wire))).toEqual([[]]);
		const entered = {
			...topology,
			namespaces: topology.namespaces.map(({through: _, ...namespace}) => namespace),
		};
		expect(wires(entered).map(wire => oddOf(wire))).toEqual([['unverified']]);
	});

	test('one without a name is known by its number', () => {
		const {namespaces} = topologyWith(4_026_539_999);
		expect(namespaces.find(({inode: own}) => own === 4_026_539_999)).toMatchObject({
			name: null,
			state: 'unnamed',
			unread: null,
			links: [{name: 'lo'}, {name: 'eth0'}],
		});
	});
});
