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

type Asking = Parameters<typeof askNetwork>[2];
const network = (asking?: Asking): Answered => askNetwork(lab, program.file, asking);
const pods = ({namespaces}: NetworkJson): readonly NamespaceJson[] =>
	(namespaces ?? []).filter(({name}) => name?.startsWith('cni-'));
const named = ({namespaces}: NetworkJson, name: string): NamespaceJson | undefined =>
	namespaces?.find(namespace => namespace.name === name);
const sh = (script: string, ...args: readonly string[]): void => {
	const ran = lab.exec(['bash', '-ec', script, 'bash', ...args]);
	if (ran.exit !== 0) throw new Error(`${ran.stderr}\n${ran.stdout}`);
};

/** Starts an argv where a tool is not installed: in a mount namespace whose /usr/bin and /usr/sbin lack its files. */
const lacking = (...tools: readonly string[]): readonly string[] => [
	'unshare',
	'-m',
	'sh',
	'-ec',
	`mount -t tmpfs tmpfs /mnt
	for folder in bin sbin; do
		mkdir -p /mnt/$folder/upper /mnt/$folder/work
		mount -t overlay overlay -o lowerdir=/usr/$folder,upperdir=/mnt/$folder/upper,workdir=/mnt/$folder/work /usr/$folder
	done
	while [ "$1" != -- ]; do rm -f /usr/bin/$1 /usr/sbin/$1; shift; done
	shift
	exec "$@"`,
	'sh',
	...tools,
	'--',
];

describe.skipIf(without !== undefined)(`network, the hard cases${without === undefined ? '' : `: ${without}`}`, () => {
	beforeAll(async () => {
		program = await buildProgram('network');
		chmodSync(dirname(program.file), 0o755);
	});
	afterAll(() => {
		program.remove();
	});

	describe('tools missing one at a time', () => {
		beforeAll(() => {
			lab = startLab('--pods', '4', '--profile', 'full');
		});
		afterAll(() => {
			lab.down();
		});

		test('without ip nothing can be told, and it says which package', () => {
			const {exit, json} = network({around: lacking('ip')});
			expect(exit).toBe(3);
			expect(json.error?.code).toBe('tool-missing');
			expect(json.error?.message).toContain('ip');
		});

		test('without nsenter the insides are unknown, the rest is whole', () => {
			const {exit, json} = network({around: lacking('nsenter')});
			expect(exit).toBe(1);
			expect(pods(json)).toHaveLength(4);
			for (const {state, links, routes, pids, peer, note} of pods(json)) {
				expect({state, links, routes}).toEqual({state: 'unread', links: null, routes: null});
				expect(note).toMatch(/^inside not known: tool missing: .*nsenter/);
				expect(pids).toHaveLength(2);
				expect(peer?.bridge).toBe('kube-bridge');
			}
		});

		test('without lsns only the id of the nameless is lost', () => {
			const {exit, json} = network({around: lacking('lsns')});
			expect(exit).toBe(0);
			const all = network().json;
			expect(byNetns(pods(json).map(answeredPod))).toEqual(byNetns(pods(all).map(answeredPod)));
			expect(pods(json).map(({id}) => id)).toEqual(pods(all).map(({id}) => id));
			expect(json.interfaces.find(({name}) => name === 'enp1s0')?.peer).toMatchObject({name: 'eth0', verified: true});
		});

		test('without iptables the pods have no names, and nothing else changes', () => {
			const {exit, json} = network({
				around: lacking('iptables', 'iptables-save', 'iptables-nft', 'iptables-nft-save', 'iptables-legacy-save'),
			});
			expect(exit).toBe(0);
			expect(pods(json).map(({pod}) => pod)).toEqual([null, null, null, null]);
			const all = network().json;
			const nameless = (items: readonly NamespaceJson[]): unknown =>
				byNetns(items.map(answeredPod)).map(item => ({...item, pod: null}));
			expect(nameless(pods(json))).toEqual(nameless(pods(all)));
		});

		test.each(['xargs', 'awk', 'grep', 'stat', 'tr', 'cut'])('without %s nobody is told that nothing runs', tool => {
			const files = tool === 'awk' ? ['awk', 'mawk', 'gawk', 'original-awk'] : [tool];
			const {exit, json} = network({around: lacking(...files)});
			expect(exit === 0 || exit === 1).toBe(true);
			expect(pods(json)).toHaveLength(4);
			for (const {state, pids, note} of pods(json)) {
				expect(state).not.toBe('empty');
				expect(note).not.toBe('no process runs in it');
				expect(pids === null || pids.length === 2).toBe(true);
			}
		});

		test('an ordinary user without anything but ip: still the wires', () => {
			const {exit, json} = network({user: 65_534});
			expect(exit).toBe(1);
			expect(pods(json).map(({peer}) => peer?.bridge)).toEqual(Array.from({length: 4}, () => 'kube-bridge'));
			expect(json.unread).toMatchObject([{part: 'processes', reason: 'needs-root'}]);
		});

		test('an ordinary user sees the inside of a namespace that a process of his own is in, of the others nothing', () => {
			const [pod] = lab.meta().pods;
			if (!pod) throw new Error('no pod');
			const own = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'sleep', '300'];
			sh(
				'nsenter --net="/run/netns/$1" "${@:2}" >/dev/null 2>&1 & echo $! >/run/own.pid; unshare -n "${@:2}" >/dev/null 2>&1 & echo $! >>/run/own.pid',
				pod.netns,
				...own,
			);
			try {
				const settled = () => network({user: 65_534}).json;
				let json = settled();
				for (let left = 20; left > 0 && named(json, pod.netns)?.links === null; left--) json = settled();
				const [lo, eth0, ...more] = named(json, pod.netns)?.links ?? [];
				expect(more).toEqual([]);
				expect(lo).toMatchObject({index: 1, name: 'lo', addresses: ['127.0.0.1/8', '::1/128']});
				expect(eth0).toMatchObject({
					index: 2,
					name: 'eth0',
					mac: null,
					mtu: null,
					peer: {name: pod.veth, verified: false},
				});
				expect(eth0?.addresses[0]).toBe(`${pod.ip}/24`);
				expect(named(json, pod.netns)).toMatchObject({
					state: 'live',
					pids: null,
					pod: null,
					peer: {name: pod.veth, bridge: 'kube-bridge'},
					note: expect.stringContaining('needs root') as unknown,
				});
				expect(
					named(json, pod.netns)
						?.routes?.map(({to}) => to)
						.slice(0, 2),
				).toEqual(['default', '10.244.0.0/24']);
				// What root sees of the same namespace is the same.
				const asRoot = named(network().json, pod.netns);
				expect(asRoot?.links?.map(({addresses}) => addresses)).toEqual([lo?.addresses, eth0?.addresses]);
				expect(pods(json).filter(({links}) => links === null)).toHaveLength(3);
				// The other one has no name: its loopback alone is in it.
				const nameless = json.namespaces?.filter(({name, links}) => name === null && links !== null);
				expect(nameless?.map(({links}) => links?.map(({name}) => name))).toEqual([['lo']]);
			} finally {
				sh('while read -r pid; do kill "$pid"; done </run/own.pid; rm /run/own.pid');
			}
		});
	});

	describe('names', () => {
		const odd = [
			'a b',
			'it\'s; rm -rf "x"',
			'$(reboot)',
			'-n',
			'日本語',
			'l'.repeat(255),
			'\u001B[31mred',
			'two\nlines',
			'tab\there',
			'@@X ns a 0',
		];
		beforeAll(() => {
			lab = startLab('--pods', '1');
			for (const name of odd) {
				// ip itself refuses to begin a name like an option.
				sh(
					'touch "/run/netns/$1"; unshare --net sh -c \'mount --bind /proc/self/ns/net "/run/netns/$1"; ip link set lo up\' sh "$1"',
					name,
				);
			}
		});
		afterAll(() => {
			lab.down();
		});

		test('each is one namespace with its inside, whatever it holds', () => {
			const {exit, json, stderr} = network();
			expect(stderr).toBe('');
			expect(exit).toBe(0);
			const names = json.namespaces?.flatMap(({name}) => name ?? []) ?? [];
			expect([...names].sort()).toEqual([...odd, ...pods(json).map(({name}) => name ?? '')].sort());
			for (const name of odd) {
				const namespace = named(json, name);
				expect(namespace).toMatchObject({state: 'empty', pids: []});
				expect(namespace?.links?.map(({name}) => name)).toEqual(['lo']);
			}

			expect(new Set(json.namespaces?.map(({inode}) => inode)).size).toBe(json.namespaces?.length);
		});

		test('they are shown without a control character of theirs', () => {
			const ran = lab.exec([process.execPath, resolve(program.file)]);

			expect(ran.stdout).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F]/);
			expect(ran.stdout).toContain('日本語');
		});
	});

	describe('what comes and goes', () => {
		beforeAll(() => {
			lab = startLab('--pods', '4', '--profile', 'full');
		});
		afterAll(() => {
			lab.down();
		});

		test('namespaces deleted in the middle of a read: the others are whole, these are not made up', () => {
			sh(`(while [ ! -e /run/netns/.stop ]; do
				for i in 1 2 3 4 5 6 7 8; do ip netns add flap-$i; ip link add f$i type veth peer name eth0 netns flap-$i; done
				for i in 1 2 3 4 5 6 7 8; do ip netns del flap-$i; done
			done) </dev/null >/dev/null 2>&1 &`);
			const expected = byNetns(lab.meta().pods.map(expectedPod));
			let seen = 0;
			for (let turn = 0; turn < 12; turn++) {
				const {exit, json} = network();
				expect(exit === 0 || exit === 1).toBe(true);
				expect(byNetns(pods(json).map(answeredPod))).toEqual(expected);
				for (const {name, state, links, pids} of json.namespaces ?? []) {
					if (!name?.startsWith('flap-')) continue;
					seen++;
					expect(['empty', 'stale', 'unread']).toContain(state);
					expect(pids === null || pids.length === 0).toBe(true);
					if (state === 'empty') expect(links?.some(({kind}) => kind === 'loopback')).toBe(true);
				}
			}

			sh('touch /run/netns/.stop; sleep 0.5; rm -f /run/netns/.stop');
			expect(seen).toBeGreaterThan(0);
		});

		test('two bridges, a container engine, a namespace wired to another, a leftover file', () => {
			sh(`ip link add docker0 type bridge; ip addr add 172.17.0.1/16 dev docker0; ip link set docker0 up
				setsid unshare -n bash -c 'exec -a web sleep infinity' </dev/null >/dev/null 2>&1 &
				sleep 0.5; pid=$(pgrep -nf '^web infinity')
				ip link add dock1 type veth peer name eth0 netns $pid; ip link set dock1 master docker0 up
				nsenter -t $pid -n ip addr add 172.17.0.2/16 dev eth0
				touch /run/netns/leftover; ip netns add left; ip netns add right
				ip -n left link add va type veth peer name vb netns right`);
			const {json, exit} = network();
			expect(exit).toBe(0);
			const engine = json.namespaces?.find(({peer}) => peer?.name === 'dock1');
			expect(engine).toMatchObject({name: null, state: 'unnamed', peer: {bridge: 'docker0'}, pod: null});
			expect(engine?.links?.find(({name}) => name === 'eth0')?.addresses).toContain('172.17.0.2/16');
			expect(named(json, 'leftover')).toMatchObject({state: 'stale', links: [], pids: []});
			const va = named(json, 'left')?.links?.find(({name}) => name === 'va');
			expect(va?.peer).toMatchObject({namespace: 'right', name: 'vb'});
			expect(named(json, 'left')?.peer).toBeNull();
			expect(byNetns(pods(json).map(answeredPod))).toEqual(byNetns(lab.meta().pods.map(expectedPod)));
		});

		test("a recording tells the same as the host, to the byte, and the host's own counters", () => {
			const recorded = '/run/netns/.recording';
			const first = network({args: [`--record=${recorded}`]});
			const played = network({args: [`--replay=${recorded}`]});
			expect(played.exit).toBe(first.exit);
			const {interfaces, routes, namespaces, unread} = first.json;
			expect({...played.json}).toMatchObject({interfaces, routes, namespaces, unread});
			lab.exec(['rm', '-f', recorded]);
		});

		test.skipIf(!existsSync('dist/cli.js'))(
			'the built program (npm run bundle makes it) records and plays the same',
			() => {
				const cli = [process.execPath, resolve('dist/cli.js')];
				const file = '/run/netns/.recording';
				const recorded = lab.exec([...cli, 'network', '--json', '--record', file]);
				const played = lab.exec([...cli, 'network', '--json', '--replay', file]);
				lab.exec(['rm', '-f', file]);
				const [a, b] = [recorded, played].map(({stdout}) => JSON.parse(stdout) as NetworkJson);
				expect(b?.namespaces).toEqual(a?.namespaces);
				expect(b?.interfaces).toEqual(a?.interfaces);
			},
		);
	});

	describe('110 pods, with firewalld', () => {
		beforeAll(() => {
			lab = startLab('--pods', '110', '--profile', 'full');
		});
		afterAll(() => {
			lab.down();
		});

		test('all of them, each with its own', () => {
			const {json, exit} = network();
			expect(exit).toBe(0);
			expect(byNetns(pods(json).map(answeredPod))).toEqual(byNetns(lab.meta().pods.map(expectedPod)));
		});

		test.skipIf(!existsSync('/usr/sbin/firewalld'))(
			'firewalld (where it is installed) in the same namespace changes nothing of the answer, but the names that its reload deletes with the rules',
			async () => {
				// Counters move, and neighbours come and go.
				const still = ({interfaces, routes, namespaces}: NetworkJson, leftOut: readonly string[]): unknown =>
					JSON.parse(
						JSON.stringify({interfaces, routes, namespaces}, (key, value: unknown) =>
							['rx', 'tx', 'neighbours', ...leftOut].includes(key) ? null : value,
						),
					);
				// The kernel gives each fresh link its IPv6 address only once it knows that nobody else has it.
				let before = network().json;
				for (let look = 0; look < 10; look++) {
					await new Promise(resolve => setTimeout(resolve, 1500));
					const again = network().json;
					const same = JSON.stringify(still(again, [])) === JSON.stringify(still(before, []));
					before = again;
					if (same) break;
				}

				lab.firewalld();
				const without = network().json;
				expect(pods(without).map(({pod}) => pod)).toEqual(Array.from({length: 110}, () => null));
				expect(still(without, ['pod'])).toEqual(still(before, ['pod']));
				lab.reloadRules();
				expect(still(network().json, [])).toEqual(still(before, []));
			},
		);
	});
});
