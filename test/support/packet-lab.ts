import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import type {Runner} from '../../source/host/runner.js';
import type {Socket} from '../../source/model/packet-walk/facts.js';
import {startLab, type Lab} from './lab.js';
import {outcomeOf} from './samples.js';

/** A lab (test/lab) with a process in each of its namespaces that sends and receives real packets. */

export const openPorts = [53, 8081, 9000] as const;

/** Whoever can send: the lab's host, its neighbour on the LAN, a second one behind `vpn0`, two pods on the bridge. */
export type Place = 'host' | 'wan' | 'vpn' | 'pod1' | 'pod2';

export type Sent = {
	readonly token: string;
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly source: string;
	readonly sourcePort: number;
	readonly to: string;
	readonly port: number;
};

/** Of icmp: the sender itself, once it had an answer. */
export type Arrival = {readonly place: Place; readonly port: number; readonly from: string};

export type PacketLab = {
	readonly lab: Lab;
	/** Runs on the lab's host. */
	readonly run: (argv: readonly string[], input?: string) => Promise<Outcome>;
	readonly runIn: (place: Place, argv: readonly string[], input?: string) => Promise<Outcome>;
	/** The product's runner, on the lab's host. */
	readonly runner: Runner;
	readonly send: (place: Place, packet: Sent) => void;
	/** By token: where it came out; undefined: nowhere yet. */
	readonly arrivals: ReadonlyMap<string, Arrival>;
	readonly down: () => void;
};

/** Addresses of each place. */
export const placed = {
	host: ['192.168.122.161', '10.244.0.1', '198.18.0.1', 'fd00:122::161', 'fd00:244::1', 'fd00:18::1'],
	wan: ['192.168.122.1', '203.0.113.7', 'fd00:122::1'],
	vpn: ['198.18.0.2', 'fd00:18::2'],
	pod1: ['10.244.0.3', 'fd00:244::3'],
	pod2: ['10.244.0.4', 'fd00:244::4'],
} as const;

export const listening: readonly Socket[] = openPorts.flatMap(port => [
	{protocol: 'tcp' as const, address: '*', port},
	{protocol: 'udp' as const, address: '*', port},
]);

const agent = fileURLToPath(new URL('../lab/agent.mjs', import.meta.url));

/** Two pods, IPv6 beside IPv4, and a second way out (`vpn0`) that no route uses at first. */
export async function startPacketLab(): Promise<PacketLab> {
	const lab = startLab('--pods', '2');
	const spaces = lab.meta().pods.map(({netns}) => `/run/netns/${netns}`);
	const {stdout, exit, stderr} = lab.exec(['bash', '-s', '--', ...spaces], {input: setup});
	if (exit !== 0) throw new Error(`the packet lab did not come up: ${stderr}`);
	const [outside = '', vpn = ''] = stdout.trim().split(' ');
	const within: Readonly<Record<Place, readonly string[]>> = {
		host: [],
		wan: ['nsenter', '-t', outside, '-n'],
		vpn: ['nsenter', '-t', vpn, '-n'],
		pod1: ['nsenter', `--net=${spaces[0] ?? ''}`],
		pod2: ['nsenter', `--net=${spaces[1] ?? ''}`],
	};
	const arrivals = new Map<string, Arrival>();
	const waiting = new Map<number, (answer: {exit: number; stdout: string; stderr: string}) => void>();
	const agents = new Map<Place, ChildProcess>();
	let count = 0;
	await Promise.all(
		(Object.keys(within) as Place[]).map(
			async place =>
				new Promise<void>((resolve, reject) => {
					const {argv, env} = lab.command([...within[place], process.execPath, agent, ...openPorts.map(String)]);
					const child = spawn(argv[0] ?? '', argv.slice(1), {
						env: {...process.env, ...env},
						stdio: ['pipe', 'pipe', 'inherit'],
					});
					agents.set(place, child);
					child.on('error', reject);
					createInterface({input: child.stdout}).on('line', line => {
						const said = JSON.parse(line) as Record<string, unknown>;
						if (said['ready'] === true) resolve();
						else if (typeof said['failed'] === 'string') reject(new Error(`${place}: ${said['failed']}`));
						else if (typeof said['got'] === 'string') {
							arrivals.set(said['got'], {place, port: Number(said['port']), from: String(said['from'])});
						} else if (typeof said['id'] === 'number') {
							waiting.get(said['id'])?.(said as never);
							waiting.delete(said['id']);
						}
					});
				}),
		),
	);
	const tell = (place: Place, value: unknown): void => {
		agents.get(place)?.stdin?.write(`${JSON.stringify(value)}\n`);
	};

	const runIn = async (place: Place, argv: readonly string[], input?: string): Promise<Outcome> =>
		new Promise(resolve => {
			count++;
			waiting.set(count, answer =>
				resolve(
					outcomeOf({argv, kind: answer.exit === 0 ? 'ok' : answer.exit === 127 ? 'not-found' : 'failed', ...answer}),
				),
			);
			tell(place, {id: count, run: argv, input});
		});
	const run = async (argv: readonly string[], input?: string) => runIn('host', argv, input);
	return {
		lab,
		run,
		runIn,
		arrivals,
		runner: {
			kind: 'local',
			readOnly: true,
			follows: false,
			log: {get: () => [], subscribe: () => () => undefined, changed: 0},
			run: async ({argv, input}: Command) => run(argv, typeof input === 'string' ? input : undefined),
			interactive: async () => Promise.reject(new Error('no terminal here')),
			close: async () => undefined,
		},
		send: (place, packet) => tell(place, {send: packet}),
		down() {
			for (const child of agents.values()) child.stdin?.end();
			// They end with their input; what is left ends with the lab.
			lab.down();
		},
	};
}

/** Prints the process ids of the two neighbours. Neighbours are entered by hand: no packet waits for an answer of them. */
const setup = `set -e
setsid unshare -n sleep infinity </dev/null >/dev/null 2>&1 & vpn=$!
until [ "$(readlink /proc/$vpn/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
out=$(for p in /proc/[0-9]*; do [ "$(readlink $p/ns/net 2>/dev/null)" = "$(readlink /proc/self/ns/net)" ] || { [ -d $p ] && nsenter -t \${p#/proc/} -n ip -br addr 2>/dev/null | grep -q 192.168.122.1/24 && echo \${p#/proc/}; }; done | head -1)
sysctl -qw net.ipv6.conf.all.forwarding=1
ip link add vpn0 type veth peer name eth0 netns $vpn
ip addr add 198.18.0.1/24 dev vpn0
ip -6 addr add fd00:18::1/64 dev vpn0 nodad
ip link set vpn0 up
ip -6 addr add fd00:122::161/64 dev enp1s0 nodad
ip -6 addr add fd00:244::1/64 dev kube-bridge nodad
v() { nsenter -t $vpn -n "$@"; }
w() { nsenter -t $out -n "$@"; }
v ip link set lo up; v ip link set eth0 up; v ip addr add 198.18.0.2/24 dev eth0; v ip -6 addr add fd00:18::2/64 dev eth0 nodad
v ip route add default via 198.18.0.1; v ip -6 route add default via fd00:18::1
w ip -6 addr add fd00:122::1/64 dev eth0 nodad; w ip addr add 203.0.113.7/32 dev eth0
w ip route add default via 192.168.122.161; w ip -6 route add default via fd00:122::161
ip -6 route add default via fd00:122::1
n=3
for space in "$@"; do
	nsenter --net=$space ip -6 addr add fd00:244::$n/64 dev eth0 nodad
	nsenter --net=$space ip -6 route add default via fd00:244::1
	n=$((n + 1))
done
bridge=$(ip -br link show dev kube-bridge | awk '{print $3}'); ip link set kube-bridge address $bridge
lan=$(ip -br link show dev enp1s0 | awk '{print $3}'); way=$(ip -br link show dev vpn0 | awk '{print $3}')
wan=$(w ip -br link show dev eth0 | awk '{print $3}'); far=$(v ip -br link show dev eth0 | awk '{print $3}')
ip link set vpn0 alias $far
for a in 192.168.122.1 fd00:122::1; do ip neigh replace $a lladdr $wan nud permanent dev enp1s0; done
for a in 198.18.0.2 fd00:18::2; do ip neigh replace $a lladdr $far nud permanent dev vpn0; done
for a in 192.168.122.161 fd00:122::161; do w ip neigh replace $a lladdr $lan nud permanent dev eth0; done
for a in 198.18.0.1 fd00:18::1; do v ip neigh replace $a lladdr $way nud permanent dev eth0; done
n=3
for space in "$@"; do
	own=$(nsenter --net=$space ip -br link show dev eth0 | awk '{print $3}')
	for a in 10.244.0.$n fd00:244::$n; do
		ip neigh replace $a lladdr $own nud permanent dev kube-bridge
		for other in "$@"; do [ $other = $space ] || nsenter --net=$other ip neigh replace $a lladdr $own nud permanent dev eth0; done
	done
	for a in 10.244.0.1 fd00:244::1; do nsenter --net=$space ip neigh replace $a lladdr $bridge nud permanent dev eth0; done
	n=$((n + 1))
done
for i in $(seq 50); do ip -6 addr | grep -q tentative || break; sleep 0.1; done
echo $out $vpn
`;
