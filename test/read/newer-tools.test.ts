import {describe, expect, test} from 'vitest';
import {readPolicies} from '../../source/read/firewall/policies.js';
import {readZones} from '../../source/read/firewall/zones.js';
import {readAddresses} from '../../source/read/ip/address.js';
import {readRoutes} from '../../source/read/ip/route.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {ipDocuments} from '../../source/read/ip/json.js';
import {readJson} from '../../source/read/reading.js';
import {withoutDuplicates} from '../../source/read/json-duplicates.js';
import {readNamespaceIds} from '../../source/read/lsns.js';
import {readNftTables} from '../../source/read/nft/table.js';
import {readNftText} from '../../source/read/nft/text.js';
import {readSecurePath, readSudo} from '../../source/read/sudo.js';
import {must} from '../support/cluster.js';
import {outcomeOf, sample} from '../support/samples.js';

/** Debian 13 and unstable; the older ones stand in the tests of each reader. */
const newer = (path: string) => outcomeOf({stdout: sample(`newer/${path}`)});

describe('firewalld 2.3.1 and 2.5.2', () => {
	test.each(['2.3.1', '2.5.2'])('%s: each zone and each policy stands for itself', version => {
		const zones = must(readZones(newer(`firewalld/${version}/list-all-zones.txt`)));
		expect(zones.map(({name}) => name)).toEqual(
			expect.arrayContaining(['block', 'dmz', 'drop', 'external', 'home', 'internal', 'public', 'trusted', 'work']),
		);
		expect(zones.find(({name}) => name === 'trusted')?.target).toBe('ACCEPT');
		expect(zones.find(({name}) => name === 'drop')?.services).toEqual([]);
		const permanent = must(readZones(newer(`firewalld/${version}/permanent-list-all-zones.txt`)));
		expect(permanent.length).toBe(zones.length);
		const policies = must(readPolicies(newer(`firewalld/${version}/list-all-policies.txt`)));
		expect(policies.length).toBeGreaterThan(0);
		expect(policies.every(({name, target}) => /^[\w-]+$/.test(name) && target !== '')).toBe(true);
	});
});

const rulesOf = (tables: ReturnType<typeof must<readonly {chains: readonly {rules: readonly unknown[]}[]}[]>>) =>
	tables.flatMap(({chains}) => chains.flatMap(({rules}) => rules));

describe('nft 1.1.3 and 1.1.7', () => {
	test('the text has as many rules in both, with their comments wherever they stand', () => {
		const [before, after] = ['1.1.3', '1.1.7'].map(version =>
			must(readNftText(newer(`nft/${version}/list-ruleset-ip.txt`))).flatMap(({chains}) =>
				chains.flatMap(({rules}) => rules),
			),
		);
		expect(after?.length).toBe(before?.length);
		expect(after?.length).toBeGreaterThan(100);
		expect(after?.filter(({text}) => text.includes('comment "'))).toEqual([]);
		const written = [...sample('newer/nft/1.1.7/list-ruleset-ip.txt').matchAll(/ comment "|^\t\tcomment "[^"]*" /gm)];
		expect(after?.filter(({comment}) => comment !== null).length).toBe(written.length);
	});

	test('a comment alone on its line is the chain’s; before a rule it is the rule’s', () => {
		const text = [
			'table ip nat {',
			'\tchain PREROUTING {',
			'\t\tcomment "of the chain"',
			'\t\ttype nat hook prerouting priority dstnat; policy accept;',
			'\t\tcomment "kubernetes service portals" counter packets 1 bytes 60 jump KUBE-SERVICES',
			'\t}',
			'}',
			'table ip owned { # progname x',
			'\tflags owner',
			'\tchain c {',
			'\t\tdrop',
			'\t}',
			'}',
		].join('\n');
		const tables = must(readNftText(outcomeOf({stdout: text})));
		expect(tables.map(({name, chains}) => [name, chains.flatMap(({rules}) => rules)])).toMatchObject([
			['nat', [{comment: 'kubernetes service portals', text: 'jump KUBE-SERVICES', packets: 1}]],
			['owned', [{text: 'drop'}]],
		]);
	});

	test.each(['1.1.3', '1.1.7'])('%s: what nft can say is read from text and JSON alike', version => {
		const text = must(readNftText(newer(`nft/${version}/features.txt`)));
		const json = must(readNftTables(newer(`nft/${version}/features.json`)));
		expect(rulesOf(json).length).toBe(rulesOf(text).length);
		expect(text.map(({name}) => name)).toEqual(json.map(({name}) => name));
	});
});

describe('other newer tools', () => {
	test('sudo-rs prints no settings: secure_path is unknown, not unset', () => {
		expect(readSecurePath(newer('sudo/rs-0.2.15-V.txt'))).toMatchObject({known: false});
		expect(must(readSecurePath(newer('sudo/1.9.17p2-V.txt')))).toEqual(['/usr/sbin', '/usr/bin', '/sbin', '/bin']);
		const asks = outcomeOf({kind: 'failed', exit: 1, stderr: sample('newer/sudo/n-true-needs-password.stderr')});
		expect(must(readSudo(asks))).toBe(false);
	});

	test('lsns of util-linux 2.41 and newer', () => {
		expect(must(readNamespaceIds(newer('lsns/sid.txt'))).length).toBe(6);
	});

	test('iproute2 7.3', () => {
		expect(must(readAddresses(newer('iproute2/7.3.0/addr-j-d-s.json'))).length).toBeGreaterThan(3);
		expect(must(readRoutes(newer('iproute2/7.3.0/route-all-j.json'))).length).toBeGreaterThan(3);
	});

	test('iptables 1.8.13 saves what 1.8.11 saved', () => {
		const chains = (version: string) =>
			must(readIptablesSave(newer(`iptables/${version}/iptables-nft-save-c.txt`))).tables.flatMap(({chains: named}) =>
				[...named].map(([, chain]) => chain),
			);
		expect(chains('1.8.13').map(({rules}) => rules.length)).toEqual(chains('1.8.11').map(({rules}) => rules.length));
		expect(chains('1.8.13').length).toBeGreaterThan(20);
	});
});

describe('a key that a tool prints twice', () => {
	test('a route through a tunnel keeps its own destination', () => {
		const line =
			'[{"dst":"10.80.0.0/16","encap":"ip","id":5,"src":"0.0.0.0","dst":"192.0.2.9","ttl":0,"dev":"enp1s0","scope":"link","flags":[]}]';
		const routes = readRoutes(outcomeOf({stdout: line}));
		expect(must(routes)).toMatchObject([{to: '10.80.0.0/16', dev: 'enp1s0'}]);
		expect(routes).toMatchObject({notes: [{line: 'dst'}]});
	});

	test('in a long list of links too, read piece by piece', () => {
		const link = (index: number, more = '') =>
			`{"ifindex":${index},"ifname":"eth${index}","flags":["UP"],"mtu":1500${more},"operstate":"UP","link_type":"ether","address":"02:00:00:00:00:01","txqlen":1000${' '.repeat(1000)}}`;
		const links = Array.from({length: 300}, (_, index) => link(index + 1, index === 250 ? ',"mtu":9000' : ''));
		const documents = ipDocuments(outcomeOf({stdout: `[${links.join(',')}]`}));
		expect(must(documents)[0]?.[250]).toMatchObject({mtu: 1500, 'mtu#2': 9000});
		expect(documents).toMatchObject({notes: [{line: 'mtu'}]});
	});

	test('whose name is written with an escape', () => {
		expect(withoutDuplicates(String.raw`{"dst":1,"ds\u0074":2}`).keys).toEqual(['dst']);
	});

	test('of another tool: what is meant is not known', () => {
		expect(readJson(outcomeOf({stdout: '{"a":{"b":1,"b":2}}'}))).toMatchObject({
			unknown: {reason: 'unreadable', detail: '"b" twice'},
		});
		expect(readJson(outcomeOf({stdout: '{"a":{"b":1},"c":{"b":2}}'}))).toMatchObject({known: true});
	});

	test('strings, nested objects and arrays do not confuse it', () => {
		const fine = String.raw`[{"a":"x\"a\":1,{","b":[{"a":1},{"a":2}],"c":{"a":3}},{"a":4}]`;
		expect(withoutDuplicates(fine)).toEqual({text: fine, keys: []});
		const {text, keys} = withoutDuplicates('[{"a":1,"b":{"a":2,"a":3},"a":4,"a":5}]');
		expect(JSON.parse(text)).toEqual([{a: 1, b: {a: 2, 'a#2': 3}, 'a#2': 4, 'a#3': 5}]);
		expect(keys).toEqual(['a', 'a', 'a']);
	});
});
