import fc from 'fast-check';
import stringWidth from 'string-width';
import type {MapAction} from '../../../source/screens/network/map/state.js';
import {describe, expect, test} from 'vitest';
import {compose} from '../../../source/components/compose.js';
import {plain} from '../../../source/components/line.js';
import {clashes} from '../../../source/keys/binding.js';
import {hostKey, linkKey} from '../../../source/model/network-keys.js';
import type {Topology} from '../../../source/facts/network.js';
import {mapBindings} from '../../../source/screens/network/keys.js';
import {counted} from '../../support/counted.js';
import {address, linkOf, manyPods, mapped, namespaceOf, rateOf, text, topologyFrom} from './map-facts.js';

const fourPods = topologyFrom('four-pods');
const [coredns, demo] = ['cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1', 'cni-21f686ce-9308-248a-9933-9d87589929b9'];
const rates = new Map(
	fourPods.links.map((link, at) => [
		linkKey(hostKey, link),
		rateOf(at * 1234, at * 99, link.name === 'veth2ff774ab' ? 30 : 0),
	]),
);

describe('exact pictures', () => {
	test('80x20: rows, the wire to the selected pod doubled, a mark where packets were dropped', () => {
		const {rows} = mapped(fourPods, 80, 20, {rates, from: coredns});
		expect(rows.slice(0, 12)).toEqual([
			'                                                                   ↓/S       ↑/S',
			' enp1s0 192.168.122.161/24 ── 192.168.122.1 (no name)          1.2 KiB      99 B',
			'  │',
			' this host  5 network namespaces, 2 processes',
			'  └─ kube-bridge  10.244.0.1/24  4 ports                         198 B   2.4 KiB',
			'     │ default',
			'     ├─ veth8d05facc ── 10.244.0.6  demo-68c6d5bdd8-tvplj        594 B   7.2 KiB',
			'     │ kube-system',
			'     ╞═ vethafa19b66 ══ 10.244.0.3  coredns-7656c59669-8wwxq     297 B   3.6 KiB',
			'     ├─ veth2ff774ab ─! 10.244.0.4  konnectivity-agent-549w2     396 B   4.8 KiB',
			'     └─ veth0dd6ea16 ── 10.244.0.5  metrics-server-6…4-m2xzk     495 B   6.0 KiB',
			'── cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1 ──── id 1 · net:[4026532319] 8/22 ──',
		]);
		expect(rows[12]).toBe("POD  kube-system/coredns-7656c59669-8wwxq  from kube-router's rule comments");
		expect(rows).toHaveLength(20);
	});

	test('120x36: every pod a box', () => {
		const {rows} = mapped(fourPods, 120, 36, {rates, from: demo});
		expect(rows.slice(0, 22)).toEqual([
			'                                                 192.168.122.1 (no name)',
			'                                                            │ ↓ 1.2 KiB/s ↑ 99 B/s',
			'                                ┌───────────────────────────┴──────────────────────────┐',
			'                                │ enp1s0  192.168.122.161/24                           │',
			'                                └───────────────────────────┬──────────────────────────┘',
			' ┌──────────────────────────────────────────────────────────┴─────────────────────────────────────────────────────────┐',
			' │ this host  5 network namespaces, 2 processes                                                                       │',
			' └──────────────────────────────────────────────────────────┬─────────────────────────────────────────────────────────┘',
			' ┌──────────────────────────────────────────────────────────┴─────────────────────────────────────────────────────────┐',
			' │ kube-bridge  10.244.0.1/24  4 ports   ↓ 198 B/s ↑ 2.4 KiB/s                                                        │',
			' └─────────────╥─────────────────────────────┬─────────────────────────────┬─────────────────────────────┬────────────┘',
			'               ║                             │                             │                             │',
			'         veth8d05facc                  vethafa19b66                 ! veth2ff774ab                 veth0dd6ea16',
			'     ↓ 594 B/s ↑ 7.2 KiB/s         ↓ 297 B/s ↑ 3.6 KiB/s         ↓ 396 B/s ↑ 4.8 KiB/s         ↓ 495 B/s ↑ 6.0 KiB/s',
			'               ║                             │                             │                             │',
			' ┌─────────────╨────────────┐  ┌─────────────┴────────────┐  ┌─────────────┴────────────┐  ┌─────────────┴────────────┐',
			' │ demo-68c6d5bdd8-tvplj    │  │ coredns-7656c59669-8wwxq │  │ konnectivity-agent-549w2 │  │ metrics-server-6…4-m2xzk │',
			' │ default                  │  │ kube-system              │  │ kube-system              │  │ kube-system              │',
			' │ 10.244.0.6               │  │ 10.244.0.3               │  │ 10.244.0.4               │  │ 10.244.0.5               │',
			' │ /pause busybox           │  │ /pause busybox           │  │ /pause busybox           │  │ /pause busybox           │',
			' └──────────────────────────┘  └──────────────────────────┘  └──────────────────────────┘  └──────────────────────────┘',
			'── cni-21f686ce-9308-248a-9933-9d87589929b9 ─────────────────────────────────────────── id 4 · net:[4026532529] 14/21 ──',
		]);
		expect(rows).toHaveLength(36);
	});

	test('in ASCII it is drawn with the same widths', () => {
		const look = {color: true, ascii: true};
		for (const [width, height] of [
			[80, 20],
			[120, 36],
		] as const) {
			const {lines} = mapped(fourPods, width, height, {rates, from: demo});
			for (const line of lines) {
				const drawn = compose(line, width, look).replaceAll(/\u001B\[[\d;]*m/g, '');
				expect(drawn).toMatch(/^[ -~]*$/);
				expect(drawn.trimEnd()).toHaveLength(stringWidth(plain(line).trimEnd()));
			}
		}
	});
});

describe('hosts that are not the guide’s', () => {
	const on = (topology: Topology): readonly string[] => mapped(topology, 80, 24).rows;
	const end = (namespace: string, index: number) => ({namespace, index, name: 'eth0', verified: true});
	const wired = (name: string, index: number, veth: string, local: string) =>
		namespaceOf({
			name,
			links: [
				linkOf({
					index: 2,
					name: 'eth0',
					kind: 'veth',
					addresses: [address(local)],
					peer: {namespace: '', index, name: veth, verified: true},
				}),
			],
			peer: {name: veth, index, bridge: null},
		});

	test('two bridges, a wire without a bridge, a tunnel, what no wire leads to', () => {
		const macvlan = linkOf({index: 5, name: 'mv0', kind: 'macvlan', addresses: [address('192.168.122.9')]});
		const topology: Topology = {
			...fourPods,
			links: [
				...fourPods.links.slice(0, 2),
				linkOf({index: 3, name: 'cbr0', kind: 'bridge', addresses: [address('10.1.0.1')]}),
				linkOf({index: 4, name: 'docker0', kind: 'bridge', addresses: [address('172.17.0.1')]}),
				linkOf({index: 5, name: 'va', kind: 'veth', master: 'cbr0', peer: end('a', 2)}),
				linkOf({index: 6, name: 'vb', kind: 'veth', master: 'docker0', state: 'LOWERLAYERDOWN', peer: end('b', 2)}),
				linkOf({index: 7, name: 'cali7', kind: 'veth', peer: end('c', 2)}),
				linkOf({index: 8, name: 'wg0', kind: 'wireguard', addresses: [address('10.9.0.1')]}),
				linkOf({index: 9, name: 'gone', kind: 'veth', peer: {namespace: null, index: 2, name: null, verified: false}}),
			],
			namespaces: [
				wired('a', 5, 'va', '10.1.0.2'),
				wired('b', 6, 'vb', '172.17.0.2'),
				wired('c', 7, 'cali7', '10.2.0.2'),
				namespaceOf({name: 'lan', links: [macvlan]}),
				namespaceOf({name: 'dead', state: 'empty', processes: []}),
				namespaceOf({name: 'old', state: 'stale', processes: []}),
			],
		};
		expect(mapped(topology, 80, 30).rows.slice(1, 16)).toEqual([
			' enp1s0 192.168.122.161/24 ── 192.168.122.1 outside                  -         -',
			'  │',
			' this host  6 network namespaces, 2 processes',
			'  ├─ cbr0  10.1.0.1/24  1 port                                       -         -',
			'  │  └─ va ───── 10.1.0.2       a                                    -         -',
			'  ├─ docker0  172.17.0.1/24  1 port                                  -         -',
			'  │  └─ vb ────! 172.17.0.2     b                                    -         -',
			'  ├──── cali7 ── 10.2.0.2       c                                    -         -',
			'  ├──── wg0 ────                wireguard  10.9.0.1/24               -         -',
			'  └──── gone ──!                other end unknown                    -         -',
			'',
			' no wire of this host leads to',
			'        macvlan  192.168.122.9  lan',
			'                                dead  no process',
			'                                old  stale file',
		]);
	});

	test('a host whose bridge holds its uplink and its virtual machines', () => {
		const rows = on({
			...fourPods,
			links: [
				linkOf({index: 2, name: 'enp1s0', kind: 'ether', master: 'br0'}),
				linkOf({index: 3, name: 'br0', kind: 'bridge', addresses: [address('192.168.1.5')]}),
				linkOf({index: 4, name: 'vnet0', kind: 'tun', master: 'br0'}),
			],
			routes: fourPods.routes.map(route =>
				route.to === 'default' ? {...route, dev: 'br0', via: '192.168.1.1'} : route,
			),
			namespaces: [],
		});
		expect(rows.slice(1, 6).map(row => row.replace(/(?<=\S) {3,}.*$/, ''))).toEqual([
			' enp1s0 in br0 ── 192.168.1.1 outside',
			'  │',
			' this host  0 network namespaces, 2 processes',
			'  └─ br0  192.168.1.5/24  1 port',
			'     └─ vnet0 ──',
		]);
	});

	test('nothing but the loopback', () => {
		const rows = on({...fourPods, links: fourPods.links.slice(0, 1), routes: [], namespaces: []});
		expect(rows[1]).toContain('│ this host  0 network namespaces, 2 processes');
	});

	test('what a pod runs may be unknown, and is not told as none', () => {
		const rows = on(topologyFrom('four-pods-as-nobody')).join('\n');
		expect(rows).toMatch(/veth8d05facc ── \? +cni-21f686\S+929b9 {2}needs root/);
		expect(rows).not.toContain('no process');
	});
});

describe('moving', () => {
	const at = (actions: readonly MapAction[], width = 80, height = 20) =>
		mapped(fourPods, width, height, {actions}).title;

	test('rows: along a wire and from wire to wire, keeping to its end', () => {
		expect(at([])).toBe('this host');
		expect(at(['list.up'])).toBe('enp1s0');
		expect(at(['list.down'])).toBe('kube-bridge');
		expect(at(['list.down', 'list.down'])).toBe('veth8d05facc');
		expect(at(['list.down', 'list.down', 'network.right'])).toBe(demo);
		expect(at(['list.down', 'list.down', 'network.right', 'list.down'])).toBe(coredns);
		expect(at(['list.down', 'list.down', 'network.right', 'network.left'])).toBe('veth8d05facc');
		expect(at(['list.bottom', 'network.left'])).toBe('kube-bridge');
		expect(at(['list.bottom', 'network.left', 'network.left'])).toBe('this host');
		expect(at(['list.up', 'network.right'])).toBe('(no name)');
		expect(at(['list.bottom', 'list.top'])).toBe('enp1s0');
	});

	test('boxes: down towards the pods, up to the outside, sideways among neighbours', () => {
		const wide = (...actions: MapAction[]): string => at(actions, 120, 36);
		expect(wide('list.down')).toBe('kube-bridge');
		expect(wide('list.down', 'list.down')).toBe('veth8d05facc');
		expect(wide('list.down', 'list.down', 'list.down')).toBe(demo);
		expect(wide('list.down', 'list.down', 'list.down', 'network.right')).toBe(coredns);
		expect(wide('list.down', 'list.down', 'network.right', 'list.up')).toBe('kube-bridge');
		expect(wide('list.up', 'list.up')).toBe('(no name)');
		expect(wide('list.up', 'list.up', 'list.down', 'list.down')).toBe('this host');
	});

	test('each place is reached by the four arrows alone, from each other place', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('list.down', 'list.up', 'network.left', 'network.right'), {maxLength: 30}),
				fc.boolean(),
				(actions, wide) => {
					const [width, height] = wide ? [120, 36] : [80, 20];
					const {title, state} = mapped(fourPods, width, height, {actions});
					expect(title).not.toBe('');
					const home = [...actions, ...Array.from({length: 8}, () => (wide ? 'list.up' : 'network.left'))];
					const top = mapped(fourPods, width, height, {actions: home}).title;
					expect(['enp1s0', '(no name)']).toContain(top);
					expect(state.view).toBe('map');
				},
			),
			{numRuns: 80},
		);
	});

	test('no key has two meanings, each has a name', () => {
		expect(clashes(mapBindings)).toEqual([]);
		for (const {action} of mapBindings.filter(({action}) => action.startsWith('network.'))) {
			expect(text.network.actions).toHaveProperty([action]);
		}
	});
});

describe('many', () => {
	test('110 pods: grouped, scrolled to the selected, filtered by name and by bridge', () => {
		const {topology, rates: moving} = manyPods(110);
		const {rows} = mapped(topology, 80, 20, {rates: moving, actions: ['list.bottom']});
		expect(rows[10]).toBe('     ╘═ veth00000062 ══ 10.244.0.98   pod-98                     980 B  95.7 KiB');
		const found = mapped(topology, 80, 20, {filter: 'pod-98'});
		expect(found.rows[5]).toMatch(/└─ veth00000062 ── 10\.244\.0\.98 +pod-98/);
		expect(found.rows.at(-1)).toBe('/pod-98  1/110');
		expect(mapped(topology, 80, 20, {filter: 'kube-bridge'}).rows.at(-1)).toBe('/kube-bridge  110/110');
		const none = mapped(topology, 80, 20, {filter: 'zzz'}).rows;
		expect(none.join('\n')).toContain('Nothing matches “zzz”');
	});

	test('the work of a key grows with the pods, not with their square', () => {
		const looksAt = (pods: number): number => {
			const {topology, rates: moving} = manyPods(pods);
			const links = counted(topology.links);
			const namespaces = counted(topology.namespaces);
			const given = {...topology, links: links.items, namespaces: namespaces.items};
			mapped(given, 120, 36, {rates: moving, actions: ['list.page-down']});
			return links.looks() + namespaces.looks();
		};

		const few = looksAt(100);
		expect(few).toBeGreaterThan(100);
		expect(looksAt(500)).toBeLessThan(few * 6);
	});

	test('exactly as many lines as asked, none too wide, whatever the names', () => {
		const names = fc.constantFrom('日本語の名前', '\u001B[2J', 'a'.repeat(200), 'x y', ';"\'', '\n', 'e\u0301');
		fc.assert(
			fc.property(
				fc.integer({min: 60, max: 200}),
				fc.integer({min: 11, max: 60}),
				fc.integer({min: 0, max: 9}),
				names,
				fc.array(fc.constantFrom('list.down', 'list.bottom', 'network.right', 'list.half-down'), {maxLength: 6}),
				(width, height, count, name, actions) => {
					const {topology} = manyPods(count);
					const odd: Topology = {
						...topology,
						namespaces: topology.namespaces.map((namespace, index) =>
							index % 2 === 0
								? {...namespace, name: `${name}${index}`, pod: {namespace: name, name, source: 'pod-ip'}}
								: {...namespace, processes: [{pid: 1, command: name, container: null, podUid: null}]},
						),
					};
					const {lines} = mapped(odd, width, height, {actions});
					expect(lines).toHaveLength(height);
					for (const line of lines.slice(0, -1)) {
						const drawn = compose(line, width, {color: false, ascii: false});
						expect(stringWidth(drawn.replaceAll(/\u001B\[[\d;]*m/g, ''))).toBe(width);
					}
				},
			),
			{numRuns: 60},
		);
	});
});
