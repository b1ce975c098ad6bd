import {readdirSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import type {Link, Route} from '../../../source/facts/network.js';
import type {Table} from '../../../source/facts/packet-filter.js';
import {portsForPods} from '../../../source/model/firewall.js';
import {podReach, type PodFirewall} from '../../../source/model/pod-reach/pod-reach.js';
import {readPolicies} from '../../../source/read/firewall/policies.js';
import {readDirect, readIpsetEntries} from '../../../source/read/firewall/state.js';
import {readZones} from '../../../source/read/firewall/zones.js';
import {readAddresses} from '../../../source/read/ip/address.js';
import {readRoutes} from '../../../source/read/ip/route.js';
import {readNftTables} from '../../../source/read/nft/table.js';
import {must} from '../../support/cluster.js';
import {address, links, routes} from '../../support/good-host.js';
import {outcomeOf, sample} from '../../support/samples.js';

/**
 * A real firewalld on a real kernel (1.3.3 on Debian 12, 2.3.1 on Debian 13), one configuration a file: what it lists of
 * itself, its table, and what a pod (10.244.0.9 behind kube-bridge) then reached: three ports of the host, a neighbour on
 * the network of enp1s0, another pod. README in that folder.
 */
type Recorded = {
	readonly defaultZone: string;
	readonly zones: string;
	readonly policies: string;
	readonly directRules: string;
	readonly directChains: string;
	readonly directPassthroughs: string;
	readonly ipsets: string;
	readonly table: string;
	readonly reached: Readonly<Record<string, boolean>>;
};

const folder = new URL('../../samples/firewalld-pods/', import.meta.url);
const recorded = readdirSync(fileURLToPath(folder), {recursive: true, encoding: 'utf8'})
	.filter(name => name.endsWith('.json'))
	.toSorted()
	.map(name => [name, JSON.parse(sample(`firewalld-pods/${name}`)) as Recorded] as const);

const of = (stdout: string) => outcomeOf({stdout});
const ground = {
	links: must(readAddresses(of(links(address('enp1s0', 2, '192.168.122.161'))))) as readonly Link[],
	routes: must(readRoutes(of(routes()))) as readonly Route[],
};
const pods = {cidr: '10.244.0.0/24', bridge: 'kube-bridge', outward: 'enp1s0'};

function firewallOf(given: Recorded, known: {readonly table: boolean}): PodFirewall {
	const ipsets = given.ipsets
		.split(/\n(?=\S)/)
		.filter(block => block.trim() !== '')
		.map(block => [block.trim().split('\n')[0] ?? '', must(readIpsetEntries(of(block)))] as const);
	const [table] = must(readNftTables(of(given.table)));
	return {
		zones: must(readZones(of(given.zones))),
		defaultZone: given.defaultZone.trim(),
		policies: must(readPolicies(of(given.policies))),
		direct: {
			rules: must(readDirect(of(given.directRules))),
			chains: must(readDirect(of(given.directChains))),
			passthroughs: must(readDirect(of(given.directPassthroughs))),
			written: 0,
		},
		ipsets: new Map(ipsets),
		table: known.table && table ? ({...table, owner: 'firewalld', kind: 'native'} satisfies Table) : null,
		ground,
	};
}

const blocked = ({reached}: Recorded) =>
	portsForPods.filter(port => reached[`192.168.122.161:${Number.parseInt(port, 10)}`] !== true);
const forwards = ({reached}: Recorded) => reached['192.168.122.1:8000'] === true && reached['10.244.0.10:80'] === true;

/** By its own lists alone nobody can tell what a service opens that somebody made. */
const unclear = new Set(['own-service']);
const nameOf = (file: string) => file.replace(/^.*\/|\.json$/g, '');

describe('what a real firewalld let through', () => {
	test('there are recordings of both', () => {
		for (const version of ['1.3.3/', '2.3.1/'])
			expect(recorded.filter(([name]) => name.startsWith(version)).length).toBeGreaterThan(15);
	});

	test.each(recorded)('%s: walked through its table', (name, given) => {
		const reach = podReach(firewallOf(given, {table: true}), pods);
		if (nameOf(name) === 'one-pod-dropped') {
			expect(reach).toMatchObject({closed: [], perhaps: portsForPods, forwards: {answer: 'perhaps'}});
			return;
		}

		expect(reach).toMatchObject({perhaps: [], forwards: {answer: forwards(given) ? 'yes' : 'no'}});
		expect(reach?.closed.map(({port}) => port)).toEqual(blocked(given));
	});

	test.each(recorded)('%s: judged by its lists', (name, given) => {
		const reach = podReach(firewallOf(given, {table: false}), pods);
		const open = unclear.has(nameOf(name)) || nameOf(name) === 'one-pod-dropped';
		if (open) {
			expect(reach).toMatchObject({closed: [], perhaps: portsForPods});
			return;
		}

		expect(reach).toMatchObject({perhaps: [], forwards: {answer: forwards(given) ? 'yes' : 'no'}});
		expect(reach?.closed.map(({port}) => port)).toEqual(blocked(given));
	});
});
