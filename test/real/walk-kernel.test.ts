import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Command} from '../../source/command/command.js';
import {arrivals, informed} from '../../source/model/packet-walk/informed.js';
import type {Walk} from '../../source/model/packet-walk/facts.js';
import {completePacket, createWalker} from '../../source/model/packet-walk/packet-walk.js';
import {topologyOf} from '../../source/model/topology/topology.js';
import {readListenersAt} from '../../source/store/listeners.js';
import {readNetwork} from '../../source/store/network/read.js';
import {createPacketFilterReader} from '../../source/store/packet-filter/read.js';
import {readSurroundings} from '../../source/store/surroundings.js';
import {walkKnowing} from '../../source/store/walk-needs.js';
import {startLab, whyNoLab, type Lab} from '../support/lab.js';
import {outcomeOf} from '../support/samples.js';

/** Situations that a walk was once certain and wrong about: what the kernel does beside what the walk says. */

const why = whyNoLab();
const node = '192.168.122.161';
const webPort = [{protocol: 'tcp' as const, address: '*', port: 80}];
const pods = ['10.244.0.3', '10.244.0.4', '10.244.0.5', '10.244.0.6'];

type Case = {
	readonly name: string;
	/** Lines for `sh` on the lab's host. */
	readonly made: string;
	readonly undo: string;
	/** What the kernel does with it, and what the walk must say: itself, or what it depends on. */
	readonly answer: string | null;
	readonly says: string;
};

const nat = (rule: string): Pick<Case, 'made' | 'undo'> => ({
	made: `printf '%s' 'table ip e {
map m { type inet_service : ipv4_addr . inet_service; elements = { 30094 : 10.244.0.5 . 80 }
}
chain c {
type nat hook prerouting priority -110
${rule}
}
}
' | nft -f -`,
	undo: 'nft delete table ip e',
});

const table = (head: string, body: string): Pick<Case, 'made' | 'undo'> => ({
	made: `printf '%s' 'table ${head} {\n${body}\n}\n' | nft -f -`,
	undo: `nft delete table ${head}`,
});

/** Lines for `sh` in the network namespace of the pod that answers, and what sets it right again. */
const inPod = (made: string, undo: string): Pick<Case, 'made' | 'undo'> => {
	const within = (lines: string): string => `nsenter --net=/run/netns/$POD sh -c '${lines}'`;
	return {made: within(made), undo: within(undo)};
};

const cases: readonly Case[] = [
	{
		name: 'a rule of nft inside the pod',
		...inPod(
			'nft add table ip f; nft "add chain ip f i { type filter hook input priority 0; }"; nft add rule ip f i tcp dport 80 drop',
			'nft delete table ip f',
		),
		answer: null,
		says: 'dropped',
	},
	{
		name: 'a rule of iptables inside the pod that lets no answer out',
		...inPod('iptables -A OUTPUT -p tcp --sport 80 -j DROP', 'iptables -F OUTPUT'),
		answer: null,
		says: 'unanswered',
	},
	{
		name: 'a redirect inside the pod to a port where nobody listens',
		...inPod(
			'iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 81',
			'iptables -t nat -F PREROUTING',
		),
		answer: null,
		says: 'unheard',
	},
	{
		name: 'a redirect inside the pod to the same port (a service mesh)',
		...inPod(
			'iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 80',
			'iptables -t nat -F PREROUTING',
		),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'policy routing inside the pod refuses the answer',
		...inPod(
			'ip rule add pref 9 to 10.244.0.1 prohibit; ip rule add pref 9 to 192.168.122.0/24 prohibit',
			'ip rule del pref 9; ip rule del pref 9',
		),
		answer: null,
		says: 'unanswered',
	},
	{
		name: 'a route inside the pod takes the answer elsewhere',
		...inPod(
			'ip route add blackhole 10.244.0.1/32; ip route add blackhole 192.168.122.0/24',
			'ip route del blackhole 10.244.0.1/32; ip route del blackhole 192.168.122.0/24',
		),
		answer: null,
		says: 'unanswered',
	},
	{
		name: 'rp_filter inside the pod',
		...inPod(
			'ip route add 10.244.0.1/32 dev lo; ip route add 192.168.122.0/24 dev lo; sysctl -qw net.ipv4.conf.eth0.rp_filter=1',
			'ip route del 10.244.0.1/32 dev lo; ip route del 192.168.122.0/24 dev lo; sysctl -qw net.ipv4.conf.eth0.rp_filter=0',
		),
		answer: null,
		says: 'dropped',
	},
	{
		name: 'loopback down inside the pod stops nobody from outside',
		...inPod('ip link set lo down', 'ip link set lo up'),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'the pod has no default route, and the answer does not need one',
		...inPod('ip route del default', 'ip route add default via 10.244.0.1'),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{name: 'nothing odd', made: ':', undo: ':', answer: '10.244.0.6', says: 'delivered'},
	{
		name: 'policy routing sends the pods elsewhere (Tailscale: lookup 52)',
		made: 'ip tuntap add mode tun name tailscale0; ip link set tailscale0 up; ip route add default dev tailscale0 table 52; ip rule add pref 5270 lookup 52',
		undo: 'ip rule del pref 5270; ip link del tailscale0',
		answer: null,
		says: 'leaves',
	},
	{
		name: 'a rule for a mark that nobody sets changes nothing',
		made: 'ip rule add pref 5271 fwmark 0x80000/0xff0000 prohibit',
		undo: 'ip rule del pref 5271',
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'a rule that refuses what comes from the LAN',
		made: 'ip rule add pref 5272 from 192.168.122.1 prohibit',
		undo: 'ip rule del pref 5272',
		answer: null,
		says: 'unreachable',
	},
	{
		name: 'netdev ingress',
		...table('netdev e', 'chain c {\ntype filter hook ingress device enp1s0 priority 0\ntcp dport 30094 drop\n}'),
		answer: null,
		says: 'dropped',
	},
	{
		name: 'inet ingress',
		...table('inet e', 'chain c {\ntype filter hook ingress device enp1s0 priority 0\ntcp dport 30094 drop\n}'),
		answer: null,
		says: 'dropped',
	},
	{
		name: 'netdev ingress of another device',
		...table('netdev e', 'chain c {\ntype filter hook ingress device lo priority 0\ntcp dport 30094 drop\n}'),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'a chain of the family bridge that drops',
		...table('bridge e', 'chain c {\ntype filter hook output priority 0\nether type ip ip daddr 10.244.0.6 drop\n}'),
		answer: null,
		says: 'dropped',
	},
	{
		name: 'a chain of the family bridge that drops what goes to another pod',
		...table('bridge e', 'chain c {\ntype filter hook output priority 0\nip daddr 10.244.0.5 drop\n}'),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'a chain of the family bridge that drops the answer of a pod',
		...table(
			'bridge e',
			'chain c {\ntype filter hook prerouting priority -300\nip saddr 10.244.0.6 tcp sport 80 drop\n}',
		),
		answer: null,
		says: 'unanswered',
	},
	{
		name: 'a chain of the family bridge that asks for one port of the bridge',
		...table('bridge e', 'chain c {\ntype filter hook output priority 0\noifname "veth2ff774ab" drop\n}'),
		answer: '10.244.0.6',
		says: 'depends hook',
	},
	{
		name: 'a chain of the family bridge that asks for any port of the bridge',
		...table('bridge e', 'chain c {\ntype filter hook output priority 0\noifname "veth*" drop\n}'),
		answer: null,
		says: 'dropped',
	},
	{
		name: 'a chain of the family bridge that asks for another device',
		...table('bridge e', 'chain c {\ntype filter hook output priority 0\noifname { "kube-bridge", "enp1s0" } drop\n}'),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'a chain of the family bridge that lets everything else through by its policy, and drops by kind of frame',
		...table(
			'bridge e',
			'chain c {\ntype filter hook output priority 0\nether type arp accept\nether type vlan drop\nmeta obrname "kube-bridge" ip6 daddr ::1 drop\n}',
		),
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'ip_forward off',
		made: 'sysctl -qw net.ipv4.ip_forward=0',
		undo: 'sysctl -qw net.ipv4.ip_forward=1',
		answer: null,
		says: 'dropped',
	},
	{
		name: 'forwarding off for one interface',
		made: 'sysctl -qw net.ipv4.conf.enp1s0.forwarding=0',
		undo: 'sysctl -qw net.ipv4.conf.enp1s0.forwarding=1',
		answer: null,
		says: 'dropped',
	},
	{
		name: 'rp_filter, where the way back is another one',
		made: 'ip route add 192.168.122.1/32 dev kube-bridge; sysctl -qw net.ipv4.conf.enp1s0.rp_filter=1',
		undo: 'ip route del 192.168.122.1/32 dev kube-bridge; sysctl -qw net.ipv4.conf.enp1s0.rp_filter=0',
		answer: null,
		says: 'dropped',
	},
	{
		name: 'untracked packets are not translated (NodeLocal DNS)',
		made: 'iptables -t raw -A PREROUTING -p tcp -m tcp --dport 30094 -j NOTRACK',
		undo: 'iptables -t raw -F PREROUTING',
		answer: null,
		says: 'unheard',
	},
	{name: 'dnat to a named map', ...nat('dnat ip to tcp dport map @m'), answer: '10.244.0.5', says: 'delivered'},
	{
		name: 'dnat to a map by number',
		...nat('tcp dport 30094 dnat to numgen inc mod 1 map { 0 : 10.244.0.5 } : 80'),
		answer: '10.244.0.5',
		says: 'delivered',
	},
	{
		name: 'dnat to a range of ports',
		...nat('tcp dport 30094 dnat to 10.244.0.6:80-81'),
		answer: '10.244.0.6',
		says: 'unknown nat-target',
	},
	{
		name: 'a set updated with a limit, before a drop',
		...table(
			'inet e',
			'set d { type ipv4_addr; flags dynamic,timeout; timeout 60s;\n}\nchain c {\ntype filter hook forward priority 10\nct state new update @d { ip saddr limit rate over 1000/second } drop\n}',
		),
		answer: '10.244.0.6',
		says: 'depends limit',
	},
	{
		name: 'a native nat chain of the same priority, loaded later',
		...table(
			'ip docker-bridges',
			'chain p {\ntype nat hook prerouting priority dstnat\ntcp dport 30094 dnat to 10.244.0.4:80\n}',
		),
		answer: '10.244.0.4',
		says: 'delivered',
	},
	{
		name: 'a legacy nat table beside',
		made: 'iptables-legacy -t nat -A PREROUTING -p tcp --dport 30094 -j DNAT --to-destination 10.244.0.4:80',
		undo: 'iptables-legacy -t nat -F PREROUTING',
		answer: null,
		says: 'any',
	},
	{
		name: 'ufw rejects what is forwarded to port 80',
		made: 'iptables -N ufw-user-forward; iptables -I FORWARD 1 -j ufw-user-forward; iptables -A ufw-user-forward -i enp1s0 -o kube-bridge -p tcp -m multiport --dports 80,443 -j REJECT',
		undo: 'iptables -D FORWARD -j ufw-user-forward; iptables -F ufw-user-forward; iptables -X ufw-user-forward',
		answer: null,
		says: 'rejected',
	},
	{
		name: 'marks that come back from the connection, and a rule that drops them',
		made: 'iptables -t mangle -A PREROUTING -p tcp --dport 30094 -j CONNMARK --set-mark 5; iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark; iptables -t mangle -A PREROUTING -m mark --mark 5 -j DROP',
		undo: 'iptables -t mangle -F PREROUTING',
		answer: null,
		says: 'dropped',
	},
	{
		name: 'an IPsec policy that blocks what is forwarded, by its address before translation',
		made: 'ip xfrm policy add src 192.168.122.1/32 dst 192.168.122.161/32 dir fwd action block',
		undo: 'ip xfrm policy flush',
		answer: null,
		says: 'depends ipsec',
	},
	{
		name: 'a queue on which nobody listens',
		made: 'iptables -I FORWARD 1 -p tcp --dport 80 -j NFQUEUE --queue-num 7',
		undo: 'iptables -D FORWARD 1',
		answer: null,
		says: 'dropped',
	},
	{
		name: 'a queue on which nobody listens, with bypass, before a drop',
		made: 'iptables -I FORWARD 1 -p tcp --dport 80 -j DROP; iptables -I FORWARD 1 -p tcp --dport 80 -j NFQUEUE --queue-num 7 --queue-bypass',
		undo: 'iptables -D FORWARD 1; iptables -D FORWARD 1',
		answer: '10.244.0.6',
		says: 'delivered',
	},
	{
		name: 'a guard by `recent`',
		made: 'iptables -I FORWARD 1 -p tcp --dport 80 -m recent --update --seconds 60 --hitcount 4 --name g -j DROP',
		undo: 'iptables -D FORWARD 1',
		answer: '10.244.0.6',
		says: 'depends recent',
	},
];

describe.skipIf(why !== undefined)(`what the kernel decides beside rules${why === undefined ? '' : `: ${why}`}`, () => {
	let lab: Lab;
	beforeAll(() => {
		lab = startLab('--pods', '4', '--profile', 'full');
	});
	afterAll(() => lab?.down());

	const ask = async ({argv, input}: Command) => {
		const {exit, stdout, stderr} = lab.exec(argv, typeof input === 'string' ? {input} : {});
		return outcomeOf({argv, exit, stdout, stderr, kind: exit === 0 ? 'ok' : exit === 127 ? 'not-found' : 'failed'});
	};

	async function walk(): Promise<Walk> {
		const runner = {run: ask} as never;
		const [reading, near] = [await createPacketFilterReader(runner)(), await readSurroundings(ask)];
		if (!reading.known || !near.known) throw new Error('unreadable');
		const walker = createWalker(reading.value.ruleset, {...near.value, ipsets: reading.value.ipsets});
		const way = {source: '192.168.122.1', destination: node, input: 'enp1s0'};
		const given = {...way, protocol: 'tcp', destinationPort: 30_094};
		const walked = await walkKnowing(ask, walker, completePacket(given, walker.routing));
		expect(arrivals(walked).length).toBeLessThan(5);
		const facts = await readNetwork(runner, {limit: 100, names: []});
		const topology = facts.known ? topologyOf(facts.value) : facts;
		if (!topology.known) throw new Error('unreadable');
		const asked = arrivals(walked);
		const {spaces} = await readListenersAt(ask, topology.value, asked);
		const namespaces = new Map(pods.filter(pod => asked.includes(pod)).map(pod => [pod, webPort] as const));
		return informed(walked, {host: [], namespaces, ...(spaces && {spaces})});
	}

	const kernel = (): string | null => {
		const {stdout} = lab.exec([
			'nsenter',
			'-t',
			lab.exec(['cat', `/run/k0stui-lab/${lab.name}/outside.pid.in`]).stdout.trim(),
			'-n',
			'curl',
			'-s',
			'-m',
			'1',
			`http://${node}:30094/whoami`,
		]);
		return stdout.split(' ')[0] || null;
	};

	test.each(cases)('$name: $says', async ({made, undo, answer, says}) => {
		const pod = lab.meta().pods.find(({ip}) => ip === '10.244.0.6')?.netns ?? '';
		try {
			lab.exec(['sh', '-c', `POD=${pod}; conntrack -F >/dev/null 2>&1; ${made}`]);
			const truth = kernel();
			const {main, sureness, endings} = await walk();
			const said = sureness.kind === 'certain' ? main.verdict : `${sureness.kind} ${sureness.on[0]?.id}`;
			if (says !== 'any')
				expect([truth, said, sureness]).toEqual([answer, says === 'leaves' ? 'depends elsewhere' : says, sureness]);
			if (says === 'leaves') expect(main.verdict).toBe('leaves');
			// Whatever it says: never certain of what is not so.
			if (sureness.kind === 'certain') {
				expect(main.verdict === 'delivered').toBe(truth !== null);
				if (truth !== null) expect(endings.map(({packet}) => packet.destination)).toContain(truth);
			}
		} finally {
			lab.exec(['sh', '-c', `POD=${pod}; ${undo}`]);
		}
	});
});
