import {chmodSync, existsSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {buildProgram} from '../support/build-program.js';
import {startLab, whyNoLab, type Lab} from '../support/lab.js';
import {
	answeredPod,
	askNetwork,
	byNetns,
	expectedPod,
	type Answered,
	type NamespaceJson,
	type NetworkJson,
} from '../support/network-answer.js';

const without = whyNoLab();
let program: Awaited<ReturnType<typeof buildProgram>>;
let lab: Lab;

const network = (lab: Lab, args: readonly string[] = [], user?: number): Answered =>
	askNetwork(lab, program.file, {args, ...(user === undefined ? {} : {user})});

const all = ({namespaces}: NetworkJson): readonly NamespaceJson[] => namespaces ?? [];

describe.skipIf(without !== undefined)(`network in the lab${without === undefined ? '' : `: ${without}`}`, () => {
	beforeAll(async () => {
		program = await buildProgram('network');
		// The ordinary user reads the program too.
		chmodSync(dirname(program.file), 0o755);
	});
	afterAll(() => {
		program.remove();
	});

	describe.each([
		['four pods', ['--pods', '4', '--profile', 'full'], 4],
		['one pod', ['--pods', '1'], 1],
		['twenty pods', ['--pods', '20'], 20],
		// Above the limit of the live screen, and a bridge of /22.
		['250 pods', ['--pods', '250'], 250],
	] as const)('%s', (_title, options, count) => {
		beforeAll(() => {
			lab = startLab(...options);
		});
		afterAll(() => {
			lab.down();
		});

		test('every pod: its namespace, name, address, veth and containers', () => {
			const {json, exit, stderr} = network(lab);
			expect(stderr).toBe('');
			expect(exit).toBe(0);
			expect(json.schema).toBe('k0s-tui/network/1');
			const named = all(json).filter(({name}) => name !== null);
			const {pods} = lab.meta();
			expect(pods).toHaveLength(count);
			expect(byNetns(named.map(answeredPod))).toEqual(byNetns(pods.map(expectedPod)));
			for (const {state, pids, routes, peer, links} of named) {
				expect(state).toBe('live');
				expect(pids).toHaveLength(2);
				expect(routes?.find(({to}) => to === 'default')?.via).toBe('10.244.0.1');
				expect(peer?.bridge).toBe('kube-bridge');
				const inside = links?.find(({name}) => name === 'eth0')?.peer;
				expect(inside).toEqual({namespace: '', index: peer?.index, name: peer?.name, verified: true});
			}

			for (const link of json.interfaces.filter(({name}) => name.startsWith('veth'))) {
				expect(link.peer).toMatchObject({name: 'eth0', index: 2, verified: true});
				expect(link.peer?.namespace).toBe(pods.find(({veth}) => veth === link.name)?.netns);
			}
		});

		test('the uplink leads into a namespace without a name, which is entered through its process', () => {
			const {json} = network(lab);
			const [router, ...others] = all(json).filter(({name}) => name === null);
			expect(others).toEqual([]);
			expect(router).toMatchObject({state: 'unnamed', id: 0, pod: null, peer: {name: 'enp1s0', index: 2}});
			expect(router?.links?.find(({name}) => name === 'eth0')?.addresses).toContain('192.168.122.1/24');
			expect(json.interfaces.find(({name}) => name === 'enp1s0')?.peer).toEqual({
				namespace: null,
				index: 2,
				name: 'eth0',
				verified: true,
			});
		});

		test('as an ordinary user the insides and processes are unknown, never none', () => {
			const {json, exit} = network(lab, [], 65_534);
			expect(exit).toBe(1);
			expect(json.interfaces.length).toBe(count + 3);
			expect(json.routes?.some(({to}) => to === 'default')).toBe(true);
			const named = all(json).filter(({name}) => name !== null);
			expect(named).toHaveLength(count);
			const veths = new Map(lab.meta().pods.map(({netns, veth}) => [netns, veth]));
			for (const namespace of named) {
				expect(namespace).toMatchObject({
					state: 'unread',
					pids: null,
					containers: null,
					links: null,
					routes: null,
					pod: null,
					note: 'inside not known: needs root',
				});
				// The host's side tells which veth is whose without entering anything.
				expect(namespace.peer?.name).toBe(veths.get(namespace.name ?? ''));
			}
		});
	});

	describe('namespaces that are no pods', () => {
		beforeAll(() => {
			lab = startLab('--pods', '3', '--no-comments');
			lab.exec(['sh', '-c', 'ip netns add empty && touch /run/netns/leftover && ip netns add "a b"']);
		});
		afterAll(() => {
			lab.down();
		});

		test('empty, stale and oddly named ones are told apart; pods without any source stay unnamed', () => {
			const {json, exit} = network(lab);
			expect(exit).toBe(0);
			const byName = new Map(all(json).map(namespace => [namespace.name, namespace]));
			expect(byName.get('empty')).toMatchObject({state: 'empty', pids: [], note: 'no process runs in it'});
			expect(byName.get('a b')).toMatchObject({state: 'empty', pids: []});
			expect(byName.get('leftover')).toMatchObject({state: 'stale', links: [], pids: []});
			for (const {netns} of lab.meta().pods) {
				expect(byName.get(netns)).toMatchObject({state: 'live', pod: null});
				expect(byName.get(netns)?.containers).toHaveLength(2);
			}
		});

		test("the CNI plugin's cache names pods where nothing else does", () => {
			for (const {netns, ns, name, sandbox} of lab.meta().pods) {
				const cached = {
					kind: 'cniCacheV1',
					containerId: sandbox,
					config: 'e30=',
					ifName: 'eth0',
					networkName: 'kubernetes',
					cniArgs: [
						['IgnoreUnknown', '1'],
						['K8S_POD_NAMESPACE', ns],
						['K8S_POD_NAME', name],
					],
					result: {cniVersion: '1.0.0', interfaces: [{name: 'eth0', sandbox: `/var/run/netns/${netns}`}]},
				};
				const script =
					'mountpoint -q /var/lib || mount -t tmpfs tmpfs /var/lib; mkdir -p /var/lib/cni/results; cat > "/var/lib/cni/results/$1"';
				lab.exec(['sh', '-c', script, 'sh', `kubernetes-${sandbox}-eth0`], {input: JSON.stringify(cached)});
			}

			const pods = all(network(lab).json).flatMap(({name, pod}) => (pod ? [{netns: name, pod}] : []));
			expect(byNetns(pods)).toEqual(
				byNetns(lab.meta().pods.map(({netns, ns, name}) => ({netns, pod: {namespace: ns, name, source: 'cni-cache'}}))),
			);
		});

		test.skipIf(!existsSync('dist/cli.js'))('the built program (npm run bundle makes it) tells the same', () => {
			const built = lab.exec([process.execPath, resolve('dist/cli.js'), 'network', '--json']);
			expect(built.stderr).toBe('');
			expect(all(JSON.parse(built.stdout) as NetworkJson).map(answeredPod)).toEqual(
				all(network(lab).json).map(answeredPod),
			);
		});

		test('one namespace by name; a name that is not there is exit 1', () => {
			const {json, exit} = network(lab, ['empty']);
			expect(exit).toBe(0);
			expect(all(json).map(({name}) => name)).toEqual(['empty']);
			const missing = network(lab, ['nowhere']);
			expect(missing.exit).toBe(1);
			expect(missing.json.error?.code).toBe('no-such-namespace');
		});
	});
});
