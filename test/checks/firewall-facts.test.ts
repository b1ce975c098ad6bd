import {describe, expect, test} from 'vitest';
import {ipsetsOf, readDirectRules, readFirewallTable, strangeServices} from '../../source/checks/facts-of-firewalld.js';
import {effectOfReload, zoneLines} from '../../source/checks/firewall-zones.js';
import type {Zone} from '../../source/facts/host.js';
import {known, unknown} from '../../source/facts/reading.js';
import {ended} from '../support/packet-filter.js';

const zone = (given: Partial<Zone>): Zone => ({
	...{name: 'public', marks: [], target: 'default', interfaces: [], sources: [], services: [], ports: []},
	...{protocols: [], forward: false, masquerade: false, richRules: []},
	...given,
});
const read = (value: unknown) => known(value as never);

describe('the lines that say what a zone is', () => {
	test.each([
		[{}, ['public']],
		[{target: 'ACCEPT'}, ['public', 'target: ACCEPT']],
		[{interfaces: ['eth0', 'eth1'], ports: ['6443/tcp']}, ['public', 'interfaces: eth0 eth1', 'ports: 6443/tcp']],
		[{sources: ['10.0.0.0/8'], services: ['ssh', 'dns']}, ['public', 'sources: 10.0.0.0/8', 'services: ssh dns']],
	])('%j', (given, lines) => {
		expect(zoneLines(zone(given))).toEqual(lines);
	});
});

describe('services that must be asked for', () => {
	const strange = (zones: readonly Zone[], more = {}) => strangeServices({zones: read(zones), ...more});

	test.each([
		['a zone that judges nothing', zone({services: ['mine']}), {}, []],
		['a zone with an interface', zone({services: ['mine', 'ssh'], interfaces: ['eth0']}), {}, ['mine']],
		[
			'those that open a port of Kubernetes: a person may have made them',
			...[zone({services: ['k0s-controller', 'kubelet', 'ssh', 'dns'], interfaces: ['eth0']}), {}],
			['k0s-controller', 'kubelet'],
		],
		['a zone with a source', zone({services: ['mine'], sources: ['10.0.0.0/8']}), {}, ['mine']],
		['the default zone', zone({services: ['mine']}), {defaultZone: read('public')}, ['mine']],
		['another default zone', zone({services: ['mine']}), {defaultZone: read('home')}, []],
		['a default zone that is not known', zone({services: ['mine']}), {defaultZone: unknown('failed', '')}, []],
	] as const)('%s', (_, given, more, names) => {
		expect(strange([given], more)).toEqual(names);
	});

	test('of active policies too, each once, in order', () => {
		const policies = read([
			{active: true, services: ['zeta', 'mine']},
			{active: false, services: ['idle']},
		]);
		expect(strange([zone({services: ['mine'], interfaces: ['eth0']})], {policies})).toEqual(['mine', 'zeta']);
		expect(strangeServices({})).toEqual([]);
	});

	test('ipsets are named by the sources of zones', () => {
		expect(
			ipsetsOf([zone({sources: ['ipset:a', '10.0.0.0/8']}), zone({sources: ['ipset:b', 'ipset:a']}), zone({})]),
		).toEqual(['a', 'b']);
	});
});

describe('direct rules', () => {
	const failing = ended('', {exit: 1, stderr: 'FirewallD is not running'});

	test('all four answers are needed: the first that is missing says why', () => {
		const good = ended('');
		expect(readDirectRules([])).toMatchObject({known: false});
		expect(readDirectRules([good, good, good])).toMatchObject({known: false});
		for (const at of [0, 1, 2, 3]) {
			const outcomes = [good, good, good, good].map((each, index) => (index === at ? failing : each));
			expect(readDirectRules(outcomes), String(at)).toMatchObject({known: false});
		}
	});

	test('any of them makes a reload of an old back end lose the rules of Kubernetes', () => {
		const none = {rules: [], chains: [], passthroughs: [], written: 0};
		const effect = (direct: object) =>
			effectOfReload({
				firewalldVersion: read('2.3.1'),
				firewalldConf: unknown('failed', ''),
				directRules: read({...none, ...direct}),
			} as never);
		const without = effect({});
		for (const direct of [{rules: ['a']}, {chains: ['a']}, {passthroughs: ['a']}, {written: 1}])
			expect(effect(direct), JSON.stringify(direct)).not.toEqual(without);
	});
});

test('no table of firewalld is an answer; another fault is none', () => {
	const gone = ended('', {exit: 1, stderr: 'Error: No such file or directory; did you mean table x?'});
	expect(readFirewallTable(gone)).toMatchObject({known: true, value: null});
	expect(readFirewallTable(ended('', {exit: 1, stderr: 'Operation not permitted'}))).toMatchObject({known: false});
	const other = JSON.stringify({nftables: [{table: {family: 'inet', name: 'mine', handle: 1}}]});
	expect(readFirewallTable(ended(other))).toMatchObject({known: true, value: null});
});
