import {describe, expect, it} from 'vitest';
import {rowsOf} from '../../../source/screens/nftables/list-rows.js';
import {frameOf, nftablesLines} from '../../../source/screens/nftables/rows.js';
import {reduceNftables} from '../../../source/screens/nftables/state.js';
import {nativeRuleset} from '../../support/packet-filter.js';
import {at, full, native, savedRuleset, service, shown, text, viewFor} from './views.js';

describe('service ports', () => {
	it.each([
		['iptables', full],
		['nftables', native],
	])('every port of %s mode with its ways in and what becomes of it', (mode, view) => {
		expect(view.ports?.mode).toBe(mode);
		const told = view.ports?.ports.map(({service: name, protocol, entries, endpoints, verdict}) =>
			[name, protocol, entries.map(({kind}) => kind).join(' '), endpoints, verdict].join(' '),
		);
		expect(told).toEqual([
			'default/demo tcp cluster-ip node-port 1 dnat',
			'default/kubernetes:https tcp cluster-ip 1 dnat',
			'kube-system/kube-dns:dns udp cluster-ip 1 dnat',
			'kube-system/kube-dns:dns-tcp tcp cluster-ip 1 dnat',
			'kube-system/kube-dns:metrics tcp cluster-ip 1 dnat',
			'kube-system/metrics-server:https tcp cluster-ip 1 dnat',
			'shop/empty:http tcp cluster-ip node-port 0 reject',
			'shop/ext:http tcp cluster-ip external-ip 1 dnat',
			'shop/lb:http tcp cluster-ip load-balancer node-port 1 dnat',
			expect.stringMatching(/^shop\/localonly:http tcp cluster-ip (?:load-balancer|external-ip) node-port 1 dnat$/),
			'shop/sticky:http tcp cluster-ip node-port 2 dnat',
			'shop/web:http tcp cluster-ip 3 dnat',
		]);
	});

	it('the list says ways in and result', () => {
		const lines = shown(full, {kind: 'services'});
		expect(lines[0]).toMatch(/Services +12 service ports, kube-proxy in iptables mode$/);
		expect(lines.find(row => row.startsWith('default/demo'))).toMatch(/10\.109\.65\.191:80 {2}\*:30094 +1 endpoint$/);
		expect(lines.find(row => row.startsWith('shop/empty:http'))).toMatch(/no endpoints$/);
	});

	it('without kube-proxy it says so', () => {
		const bare = viewFor(nativeRuleset('firewalld'));
		expect(shown(bare, {kind: 'services'}).join('\n')).toContain('no rule leads to a service');
	});

	it('one chain of ipvs mode that was left behind changes nothing', () => {
		const ruleset = savedRuleset(words => words.replace('*nat\n', '*nat\n:KUBE-NODE-PORT - [0:0]\n'));
		const {ports} = viewFor(ruleset);
		expect(ports?.mode).toBe('iptables');
		expect(ports?.ports).toHaveLength(12);
	});

	it('ipvs mode says what it is and shows its sets', () => {
		// No rule leads to a service's own chain there: one that does outweighs a chain that was left behind.
		const ruleset = savedRuleset(words =>
			words.replaceAll('KUBE-NODEPORTS', 'KUBE-NODE-PORT').replaceAll(/KUBE-(?:SVC|SVL|EXT|FW|SEP)-/g, 'KUBE-OTHER-'),
		);
		const set = {name: 'KUBE-CLUSTER-IP', kind: 'set', type: 'hash:ip,port', comment: null, timeout: null} as const;
		const element = {key: '10.96.0.1,tcp:443', value: null, verdict: null, comment: null};
		const view = viewFor(ruleset, {ipsets: [{...set, elements: [element]}]});
		expect(view.ports).toEqual({mode: 'ipvs', ports: []});
		const said = shown(view, {kind: 'services'}).join('\n');
		expect(said).toContain('ipvs mode');
		expect(said).toMatch(/KUBE-CLUSTER-IP +hash:ip,port +1 member/);
	});
});

describe('the picture of a service', () => {
	it('entries, chains, shares, pods and their firewalls', () => {
		const lines = shown(full, service(full, 'shop/sticky:http'), {height: 36, width: 120});
		const said = lines.join('\n');
		expect(said).toMatch(/cluster IP +10\.100\.10\.2:80\/tcp +\d+ {2}KUBE-SERVICES #\d+/);
		expect(said).toMatch(/node port +\*:30095\/tcp +1 {2}KUBE-NODEPORTS #2/);
		expect(said).toMatch(/► KUBE-EXT-25FJTMN2OLOPNGWS {2}from outside, policy Cluster +1$/m);
		expect(said).toMatch(/masquerades: the pod sees this node, not the client +1$/m);
		expect(said).toMatch(/spreads over 2 endpoints, sticky by client for 10800 s/);
		expect(said).toMatch(/├ +50\.0 % ██████░░░░░░ 10\.244\.0\.\d+:80 +\S+\/\S+/);
		expect(said).toMatch(/└ +50\.0 %/);
		expect(said).toContain('pod firewall: in open (default), out open (default)');
		expect(said).toContain('NAT sends a connection to one of 2 endpoints. t follows a packet there.');
	});

	it('policy Local: the chain of this node beside that of the cluster', () => {
		const said = shown(full, service(full, 'shop/localonly:http'), {height: 40, width: 120}).join('\n');
		expect(said).toContain('External traffic policy: Local.');
		expect(said).toMatch(/► KUBE-SVC-Z6AXWOIGHHVKJ7A5 {2}spreads over 1 endpoint/);
		expect(said).toMatch(/► KUBE-SVL-Z6AXWOIGHHVKJ7A5 {2}spreads over 1 endpoint on this node/);
		expect(said).toContain('in only kube-system/metrics-allow');
		expect(said).toMatch(/refused 2$/m);
	});

	it('says why it is refused', () => {
		const empty = shown(full, service(full, 'shop/empty:http'), {height: 30}).join('\n');
		expect(empty).toMatch(/KUBE-SERVICES #\d+ {2}rejected: no endpoints/);
		expect(empty).toContain('Rejected: the service has no ready endpoint.');
		const ranges = shown(full, service(full, 'shop/lb:http'), {height: 40}).join('\n');
		expect(ranges).toMatch(/► KUBE-FW-PV4EPRVIIQ32IMYP {2}only from 192\.168\.122\.0\/24/);
		expect(ranges).toContain('Sources outside 192.168.122.0/24 are dropped at the load balancer address.');
	});

	it('the same in nftables mode', () => {
		const said = shown(native, service(native, 'shop/web:http'), {height: 40, width: 120}).join('\n');
		expect(said).toMatch(/spreads over 3 endpoints/);
		expect(said.match(/33\.3 %/g)).toHaveLength(3);
		expect(said).toContain('NAT sends a connection to one of 3 endpoints. t follows a packet there.');
	});

	it.each([
		[80, 20],
		[60, 11],
		[120, 36],
	])('fits %i x %i, whatever is selected', (width, height) => {
		for (const name of ['shop/lb:http', 'shop/sticky:http', 'shop/empty:http']) {
			const place = service(full, name);
			let state = at(place);
			const {keys} = rowsOf(full, place, state, undefined);
			for (let step = 0; step < keys.length; step++) {
				shown(full, place, {width, height, state});
				const rows = rowsOf(full, place, state, undefined);
				const size = {width, height};
				const frame = frameOf(rows, state, full, undefined, size, text);
				const lines = nftablesLines(rows, frame, state, full, size, text);
				expect(lines.filter(line => line.some(({style}) => style?.inverse))).toHaveLength(1);
				state = reduceNftables(state, {type: 'move', action: 'list.down', keys, height});
			}
		}
	});
});
