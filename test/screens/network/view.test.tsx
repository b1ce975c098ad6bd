import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {plain} from '../../../source/components/line.js';
import {clashes, type Binding, type ListAction} from '../../../source/keys/binding.js';
import {Layers} from '../../../source/keys/layers.js';
import type {Namespace, Topology} from '../../../source/facts/network.js';
import {namespaceKey} from '../../../source/model/network-keys.js';
import {topologyOf} from '../../../source/model/topology/topology.js';
import {readCollected} from '../../../source/read/collector/collector.js';
import {readPodRules} from '../../../source/read/pod-rules.js';
import type {Services} from '../../../source/screens/services.js';
import {settle} from '../../../source/components/list.js';
import {between} from '../../../source/components/rows.js';
import {detailRows} from '../../../source/screens/network/details.js';
import {detailBindings, mapBindings, networkBindings, rawBindings} from '../../../source/screens/network/keys.js';
import {frameOf, networkLines} from '../../../source/screens/network/rows.js';
import {filtered, spacesOf} from '../../../source/screens/network/spaces.js';
import {initialNetwork, reduceNetwork, type NetworkState} from '../../../source/screens/network/state.js';
import {NetworkView} from '../../../source/screens/network/view.js';
import type {NetworkSource, NetworkState as NetworkFacts} from '../../../source/store/network/network.js';
import type {Snapshot} from '../../../source/store/source.js';
import {catalogue} from '../../../source/text/text.js';
import {counted} from '../../support/counted.js';
import {draw} from '../../support/draw.js';
import {outcomeOf, sample} from '../../support/samples.js';

const text = catalogue('en');
const argv = ['sh', '-s', '--', 'TOKEN', '50'];
const rules = readPodRules(outcomeOf({stdout: sample('iptables/1.8.9/pod-rules.txt')}));

const topologyFrom = (name: string): Topology => {
	const facts = readCollected(outcomeOf({argv, stdout: sample(`collector/iproute2-6.1.0/${name}.txt`)}));
	const reading = facts.known ? topologyOf(facts.value, {rules: rules.known ? rules.value : undefined}) : facts;
	if (!reading.known) throw new Error(reading.unknown.detail);
	return reading.value;
};

/** The view on a snapshot, as a person sees it; keys as a person presses them. */
function show(snapshot: Partial<Snapshot<NetworkFacts>>, width = 80, height = 20, ascii = false) {
	const whole: Snapshot<NetworkFacts> = {
		value: undefined,
		unknown: undefined,
		at: undefined,
		reading: false,
		...snapshot,
	};
	const looked: Array<readonly string[]> = [];
	const network: NetworkSource = {
		get: () => whole,
		subscribe: () => () => undefined,
		refresh: async () => whole,
		look(names) {
			looked.push(names);
		},
	};
	const asked: string[] = [];
	const said: string[] = [];
	const layers = new Layers();
	const services = {
		text,
		sources: {network},
		async ask({argv}: {argv: readonly string[]}) {
			asked.push(argv.join(' '));
			if (argv.includes('pids')) return outcomeOf();
			return outcomeOf({stdout: `${'x'.repeat(79)}END of ${argv.join(' ')}\u001B[31m\n`});
		},
		notify(message: string) {
			said.push(message);
		},
	} as unknown as Services;
	const {frame, settled} = draw(() => <NetworkView services={services} width={width} height={height} />, {
		look: {color: false, ascii},
		layers,
	});
	return {
		asked,
		said,
		looked,
		rows: () =>
			frame()
				.split('\n')
				.map(row => row.trimEnd()),
		async press(...keys: string[]) {
			await settled();
			for (const key of keys) {
				layers.dispatch(key);
				await settled();
			}

			return frame();
		},
	};
}

const facts = (topology: Topology): Partial<Snapshot<NetworkFacts>> => ({value: {topology, rates: new Map()}, at: 0});

describe('at 80x20', () => {
	test('four pods: a row each, and the host in full below', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		await screen.press();
		const rows = screen.rows();
		expect(rows).toHaveLength(20);
		expect(rows.slice(0, 8)).toEqual([
			'NAMESPACE         ID  POD                   ADDRESS          PEER          PROCS',
			'(host)             -  this host             192.168.122.161  -                 2',
			'cni-21f686…929b9   4  demo-68c6d5bd…-tvplj  10.244.0.6       veth8d05facc      2',
			'cni-7abaad…0f2d1   1  coredns-7656c…-8wwxq  10.244.0.3       vethafa19b66      2',
			'cni-d954e5…31c00   2  konnectivity-…-549w2  10.244.0.4       veth2ff774ab      2',
			'cni-530e93…466a8   3  metrics-serve…-m2xzk  10.244.0.5       veth0dd6ea16      2',
			expect.stringMatching(/^\(no name\)…\d+ {3}0 {2}- {21}192\.168\.122\.1 {4}enp1s0 {12}1$/),
			expect.stringMatching(/^── this host ─+ net:\[\d+] 12\/46 ──$/),
		]);
	});

	test('the host’s rules below its neighbours; null is unknown, and a pod has no such line', async () => {
		const topology = topologyFrom('four-pods');
		const rules = [{family: 4, priority: 32_765, rule: 'from 10.244.0.0/24 lookup 77'} as const];
		const [host, pod] = spacesOf({...topology, rules});
		const [unread] = spacesOf(topology);
		const context = {text: catalogue('en'), width: 80, rates: new Map(), pods: new Map()};
		const printed = (space: typeof host): string => {
			const rows = detailRows(space!, context);
			return Array.from({length: rows.length}, (_, row) =>
				rows
					.at(row)
					.map(each => each.text)
					.join(''),
			).join('\n');
		};

		expect(printed(host)).toContain('\nRULES  IPv4 32765 from 10.244.0.0/24 lookup 77\n');
		expect(printed(unread)).toContain('\nRULES  ?\n');
		expect(printed(pod)).not.toContain('RULES');
	});

	test("a pod's row: everything about it fits", async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		await screen.press('j', 'j');
		expect(screen.rows().slice(7).join('\n')).toMatch(
			/^── cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1 ─+ id 1 · net:\[\d+] 12\/22 ──\nPOD {2}kube-system\/coredns-7656c59669-8wwxq {2}from kube-router's rule comments\nLINK .*RX\/S +TX\/S\nlo +UNKNOWN +127\.0\.0\.1\/8 ::1\/128 .*\neth0 +UP +10\.244\.0\.3\/24 +vethafa19b66 .*\n {2}[\da-f:]{17} {2}mtu 1500 {2}fe80::\S+\/64\n\nROUTES {2}default via 10\.244\.0\.1 dev eth0\n {8}10\.244\.0\.0\/24 dev eth0 src 10\.244\.0\.3\n\nPID +COMMAND +CONTAINER\n\d+ +\/pause +2d22d62c3c0e\n\d+ +busybox +038603692f9a/,
		);
	});

	test('as an ordinary user: unknown with the reason and what helps, nowhere none', async () => {
		const screen = show(facts(topologyFrom('four-pods-as-nobody')));
		const frame = await screen.press('j');
		expect(screen.rows()[0]).toBe('Without root the insides are unknown. S starts again as root with sudo.');
		expect(frame).toMatch(/cni-21f686…929b9 +4 +needs root +\? +veth8d05facc +\?/);
		expect(frame).toContain('inside not known: needs root');
		expect(frame).not.toContain('no process ');
	});

	test('empty and leftover namespaces are told apart', async () => {
		const screen = show(facts(topologyFrom('empty-stale-attached')));
		const frame = await screen.press('/', 's', 't', 'a', 'l', 'e');
		expect(frame).toMatch(/stale +- +stale file +- +- +0/);
		expect(frame).toContain('stale: a leftover file with no namespace behind it');
		expect(frame).toMatch(/\/stale.* 1\/9/);
	});
});

describe('keys', () => {
	test('no key has two meanings', () => {
		const tables: ReadonlyArray<readonly Binding[]> = [networkBindings, mapBindings, detailBindings, rawBindings];
		for (const table of tables) expect(clashes(table)).toEqual([]);
		for (const {action} of tables.flat().filter(({action}) => action.startsWith('network.'))) {
			expect(text.network.actions).toHaveProperty([action]);
		}
	});

	test('enter shows what the guide runs, for the namespace that is selected; esc comes back', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		const within = 'ip netns exec cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1';
		const frame = await screen.press('j', 'j', 'enter');
		expect(screen.asked).toEqual([
			`${within} ip -d link show`,
			`${within} ip addr show`,
			`${within} ip route show`,
			'ip netns pids cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1',
			`${within} ip route show table all`,
			`${within} ip neigh show`,
		]);
		expect(frame).toContain(`$ ${within} ip -d link show`);
		// Nothing printed is not "none".
		expect(frame).toContain('(nothing: no process runs in it, or this is not root');
		expect(frame).not.toContain('END');
		expect(await screen.press('right')).toContain('END of ip netns exec');
		const end = await screen.press('left', 'G');
		expect(end).toContain('Its processes, with the containers that hold them');
		expect(end).toMatch(/\d+ +\/pause +2d22d62c3c0e/);
		expect(await screen.press('escape')).toContain('NAMESPACE ');
	});

	test('of the host: its own commands', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		await screen.press('o');
		expect(screen.asked).toEqual([
			'ip -d link show',
			'ip addr show',
			'ip route show',
			'ip netns',
			'ip route show table all',
			'ip neigh show',
		]);
	});

	test('a namespace without a name is entered through a process; without one there is no way in', async () => {
		const topology = topologyFrom('four-pods');
		const screen = show(facts(topology));
		await screen.press('G', 'enter');
		expect(screen.asked[0]).toMatch(/^nsenter -t \d+ -n ip -d link show$/);
		expect(screen.asked.join(' ')).not.toContain('pids');
		const locked = show(
			facts({
				...topology,
				namespaces: topology.namespaces.map(namespace => ({...namespace, processes: null})),
			}),
		);
		await locked.press('G', 'enter');
		expect(locked.asked).toEqual([]);
		expect(locked.said).toEqual([text.network.noRaw]);
	});

	test('m shows the map with the same namespace, and comes back to it', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		const map = await screen.press('j', 'j', 'm');
		expect(map).toContain('╞═ vethafa19b66 ══ 10.244.0.3');
		expect(await screen.press('j')).toMatch(/── cni-d954e5c5/);
		expect(await screen.press('left')).toMatch(/── veth2ff774ab ─/);
		const list = await screen.press('m');
		expect(list).toContain('NAMESPACE ');
		expect(list).toMatch(/── this host ─/);
	});

	test('on the map: filter, details, raw output of what is selected', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		expect(await screen.press('m', '/', 'd', 'e', 'm', 'o', 'enter')).toContain('/demo  1/4');
		expect(await screen.press('G', 'right', 'enter')).toContain('ip netns exec cni-21f686ce');
		expect(await screen.press('escape', 'tab', 'G')).toMatch(/\n {13}multicast ff00::\/8 dev eth0/);
		expect(await screen.press('escape', 'escape')).toContain('coredns');
	});

	test('tab moves the keys to the details, and back', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		await screen.press('tab', 'G');
		expect(screen.rows().join('\n')).toMatch(/multicast ff00::\/8 dev veth8d05facc metric 256$/);
		await screen.press('tab', 'j');
		expect(screen.rows()[7]).toContain('cni-21f686ce');
	});

	test('what is seen is entered', async () => {
		const screen = show(facts(topologyFrom('four-pods')));
		await screen.press();
		expect(screen.looked.at(-1)).toHaveLength(4);
		await screen.press('/', 'd', 'n', 's');
		expect(screen.looked.at(-1)).toEqual(['cni-7abaad58-8ee0-6e49-8a25-c72c6db0f2d1']);
	});
});

describe('nothing to show', () => {
	test('reading, ip missing, no namespaces', async () => {
		expect(await show({}).press()).toContain('Reading');
		const missing = await show({unknown: {reason: 'tool-missing', detail: 'ip'}}).press();
		expect(missing).toContain('iproute2');
		const bare: Topology = {...topologyFrom('four-pods'), namespaces: []};
		expect(await show(facts(bare)).press()).toContain('No network namespaces: pods get theirs when k0s runs.');
	});

	test('where processes could not be seen, only named namespaces are said to be missing', async () => {
		const unseen: Topology = {
			...topologyFrom('four-pods'),
			namespaces: [],
			unread: [{part: 'processes', reason: 'needs-root', detail: '/proc'}],
		};
		const screen = await show(facts(unseen)).press();
		expect(screen).toContain('No named network namespaces. Not known whether there are others');
		expect(screen).not.toContain('pods get theirs');
		const without = {...unseen, unread: [{part: 'namespaces', reason: 'failed', detail: ''}] as const};
		expect(await show(facts(without)).press()).not.toMatch(/No (?:named )?network namespaces/);
	});

	test('a later read that failed leaves the rows, and says so', async () => {
		const screen = show({...facts(topologyFrom('four-pods')), unknown: {reason: 'timed-out', detail: 'sh'}});
		await screen.press();
		expect(screen.rows()[0]).toContain('not up to date: timed out');
		expect(screen.rows()[3]).toContain('demo-68c6d5bd');
	});
});

describe('every size, every state', () => {
	const many = (count: number): Topology => {
		const topology = topologyFrom('empty-stale-attached');
		const [first] = topology.namespaces;
		if (!first) throw new Error('no namespace');
		return {
			...topology,
			namespaces: [
				...topology.namespaces,
				...Array.from({length: count}, (_, index): Namespace => ({
					...first,
					name: `日本語-${index}-${'長い名前'.repeat(8)}`,
					pod: {namespace: 'デフォルト', name: `ポッド-${index}`, source: 'pod-ip'},
				})),
			],
		};
	};

	const topology = many(3000);
	const all = spacesOf(topology);

	test('exactly as many lines as asked, none of them too wide; 3,000 namespaces as quick as ten', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 60, max: 200}),
				fc.integer({min: 11, max: 60}),
				fc.array(fc.constantFrom<ListAction>('list.down', 'list.page-down', 'list.bottom', 'list.up', 'list.half-up'), {
					maxLength: 8,
				}),
				fc.constantFrom('', 'pod', '日本語-1'),
				fc.boolean(),
				(width, height, moves, filter, details) => {
					let state: NetworkState = {...initialNetwork, filter: {text: filter, open: false}};
					const spaces = filtered(all, state.filter);
					const keys = spaces.map(({key}) => key);
					const frame = frameOf(spaces, all.length, state, [], height);
					for (const action of moves) state = reduceNetwork(state, {type: 'move', action, keys, height: frame.rows});
					if (details) state = reduceNetwork(state, {type: 'focus'});
					const context = {text, width, rates: new Map(), pods: new Map()};
					const lines = networkLines(spaces, frame, state, context, height);
					expect(lines).toHaveLength(height);
					for (const content of lines.slice(0, frame.rows + 1)) {
						expect(stringWidth(plain(content))).toBeLessThanOrEqual(width);
					}
				},
			),
			{numRuns: 60},
		);
	});

	test('the selection is a namespace: others that come and go do not move it', () => {
		const spaces = spacesOf(topologyFrom('four-pods'));
		const keys = spaces.map(({key}) => key);
		let state = reduceNetwork(initialNetwork, {type: 'move', action: 'list.down', keys, height: 5});
		state = reduceNetwork(state, {type: 'move', action: 'list.down', keys, height: 5});
		const chosen = state.list.selected;
		const fewer = keys.filter((_key, index) => index !== 1);
		expect(settle(state.list, fewer, 5)).toMatchObject({
			selected: chosen,
			index: 1,
		});
	});

	test('names from outside cannot move the cursor or colour the screen', async () => {
		const base = topologyFrom('four-pods');
		const evil: Topology = {
			...base,
			namespaces: base.namespaces.map(namespace => ({...namespace, name: '\u001B[2J\u202Eevil\r\n'})),
		};
		const frame = await show(facts(evil)).press();
		expect(frame).toContain('▯');
		expect(frame).not.toMatch(/[\u202E\r\u001B]/);
	});

	test('in ASCII nothing else is drawn', async () => {
		const frame = await show(facts(topologyFrom('four-pods')), 120, 40, true).press('j');
		expect(frame.replaceAll(/[\n -~]/g, '')).toBe('');
	});

	test('details are made where they are seen', () => {
		const space = all.find(({key}) => key === namespaceKey({name: 'router', inode: null, id: null}));
		if (!space) throw new Error('no router');
		const processes = counted(
			Array.from({length: 50_000}, (_, pid) => ({pid, command: `p${pid}`, container: null, podUid: null})),
		);
		const content = detailRows(
			{...space, processes: processes.items},
			{text, width: 80, rates: new Map(), pods: new Map()},
		);
		const {length} = content;
		expect(length).toBeGreaterThan(50_000);
		const before = processes.looks();
		expect(before).toBeLessThan(1000);
		expect(
			between(content, length - 60, length)
				.map(plain)
				.join('\n'),
		).toContain('p49999');
		expect(processes.looks() - before).toBeLessThanOrEqual(60);
	});
});
