import {describe, expect, test} from 'vitest';
import {informed} from '../../../source/model/packet-walk/informed.js';
import type {Packet, Space} from '../../../source/model/packet-walk/facts.js';
import {createWalker} from '../../../source/model/packet-walk/packet-walk.js';
import {usualPolicies} from '../../../source/model/packet-walk/policy.js';
import {assemble, emptyParts} from '../../../source/model/ruleset.js';
import {readIptablesSave} from '../../../source/read/iptables/save.js';
import {finish} from '../../../source/read/sliced.js';
import {ended, rulesetOf} from '../../support/packet-filter.js';
import {usualKernel} from '../../support/kernel-settings.js';
import {surroundings} from '../../support/trace-samples.js';

/** What a pod's own network namespace decides, beside what the host does. */

const client = '10.244.0.4';
const server = '10.244.0.6';
const web = [{protocol: 'tcp' as const, address: '*', port: 80}];
const route = {
	...{type: 'unicast', via: null, dev: 'eth0', source: null, table: 'main', protocol: null, scope: null},
	metric: null,
};

/** A pod's namespace as kube-router makes it, with rules of its own. */
function space(
	address: string,
	rules: readonly string[] = [],
	more: Partial<Space> & {readonly lo?: boolean} = {},
): Space {
	const saved = readIptablesSave(ended([...rules, ''].join('\n')));
	if (!saved.known) throw new Error('unreadable');
	const {lo = true, ...given} = more;
	const links = [
		{name: 'lo', kind: 'loopback', addresses: lo ? ['127.0.0.1'] : [], up: lo},
		{name: 'eth0', kind: 'veth', addresses: [address], up: true},
	];
	const walker = createWalker(finish(assemble({...emptyParts, saved: saved.value})).ruleset, {
		...usualKernel(links, {'net/ipv4/conf/eth0/forwarding': '0'}),
		...{links, ipsets: [], policies: [...usualPolicies(4), ...usualPolicies(6)]},
		routes: [
			{...route, to: 'default', via: '10.244.0.1'},
			{...route, to: '10.244.0.0/24', source: address},
		],
	});
	return {
		...{name: `t/${address}`, file: `/run/netns/${address}`, whole: true, walk: packet => walker.walk(packet)},
		deviceBehind: () => ({name: 'eth0', up: true}),
		finds: (_, {via}) => via === null || via === '10.244.0.1',
		...given,
	};
}

const packet: Packet = {
	...{
		source: client,
		destination: server,
		protocol: 'tcp',
		sourcePort: 40_000,
		destinationPort: 80,
		input: 'kube-bridge',
	},
};
const host = createWalker(rulesetOf('full'), surroundings());
const asked = (from: Space | null | undefined, to: Space | null | undefined) => {
	const known = [[client, from] as const, [server, to] as const].flatMap(([at, own]) =>
		own === undefined ? [] : [[at, own] as const],
	);
	return informed(host.walk(packet), {host: [], namespaces: new Map([[server, web]]), spaces: new Map(known)});
};

const filter = (...lines: string[]) => [
	'*filter',
	':INPUT ACCEPT',
	':FORWARD ACCEPT',
	':OUTPUT ACCEPT',
	...lines,
	'COMMIT',
];

describe('a pod asks a pod', () => {
	test('neither has rules of its own: delivered, and certain', () => {
		const walk = asked(space(client), space(server));
		expect(walk.main.verdict).toBe('delivered');
		expect(walk.certain).toBe(true);
	});

	test('one that could not be entered is named', () => {
		expect(asked(space(client), null).sureness).toEqual({kind: 'depends', on: [{id: 'namespace', what: server}]});
		expect(asked(null, space(server)).sureness).toEqual({kind: 'depends', on: [{id: 'namespace', what: client}]});
		expect(asked(space(client), undefined).certain).toBe(false);
	});

	test.each([
		['the sender lets nothing out', filter('-A OUTPUT -p tcp -j DROP'), [], 'dropped', client, 'OUTPUT'],
		['the sender takes no answer', filter('-A INPUT -p tcp -j DROP'), [], 'unanswered', client, 'INPUT'],
		['the receiver takes nothing', [], filter('-A INPUT -j REJECT'), 'rejected', server, 'INPUT'],
		[
			'the receiver lets no answer out',
			[],
			filter('-A OUTPUT -p tcp -m tcp --sport 80 -j DROP'),
			'unanswered',
			server,
			'OUTPUT',
		],
	])('%s', (_name, from, to, verdict, who, chain) => {
		const walk = asked(space(client, from), space(server, to));
		expect(walk.main).toMatchObject({verdict, by: {chain, space: {name: `t/${who}`}}});
		expect(walk.certain).toBe(true);
	});

	test('a rule in there that nobody can judge makes it depend on that namespace', () => {
		const {sureness} = asked(space(client), space(server, filter('-A INPUT -m ttl --ttl-gt 3 -j DROP')));
		expect(sureness).toMatchObject({kind: 'depends', on: [{id: 'namespace', what: `t/${server}: ip filter INPUT #1`}]});
		const part = asked(space(client), space(server, [], {whole: false}));
		expect(part.certain).toBe(false);
	});

	test('its device is down, or nobody can tell which it is', () => {
		const down = asked(space(client), space(server, [], {deviceBehind: () => ({name: 'eth0', up: false})}));
		expect(down.main).toMatchObject({verdict: 'dropped', by: {text: 'eth0 down'}});
		expect(asked(space(client), space(server, [], {deviceBehind: () => undefined})).certain).toBe(false);
	});

	test('a gateway in there that is not this host makes it depend on who that is', () => {
		const other = {finds: () => false};
		for (const walk of [
			asked(space(client, [], other), space(server)),
			asked(space(client), space(server, [], other)),
		]) {
			expect(walk.sureness).toMatchObject({
				kind: 'depends',
				on: [{id: 'namespace', what: expect.stringContaining(': via ')}],
			});
		}
	});

	test('what stops it in there counts before what keeps back its answer', () => {
		const kept = createWalker(rulesetOf('full'), {...surroundings(), ...usualKernel(surroundings().links)});
		const walk = kept.walk(packet);
		const ending = {...walk.main, verdict: 'unanswered' as const};
		const spaces = new Map([[server, space(server, filter('-A INPUT -j REJECT'))]]);
		const {main} = informed(
			{...walk, main: ending, endings: [ending]},
			{host: [], namespaces: new Map([[server, web]]), spaces},
		);
		expect(main).toMatchObject({verdict: 'rejected', by: {space: {name: `t/${server}`}}});
	});

	test('an address that is on no device in there is not taken', () => {
		expect(asked(space(client), space('10.244.0.99')).main.verdict).not.toBe('delivered');
	});

	test('what a pod sends to itself needs its loopback', () => {
		const own: Packet = {...packet, source: server, input: null};
		expect(space(server).walk(own).main.verdict).toBe('arrives');
		expect(space(server, [], {lo: false}).walk(own).main).toMatchObject({verdict: 'dropped', by: {text: 'lo down'}});
	});
});
