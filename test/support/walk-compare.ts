import process from 'node:process';
import {informed} from '../../source/model/packet-walk/informed.js';
import type {Command} from '../../source/command/command.js';
import type {Listeners, Packet, Walk} from '../../source/model/packet-walk/facts.js';
import {topologyOf} from '../../source/model/topology/topology.js';
import {readListenersAt} from '../../source/store/listeners.js';
import {readNetwork} from '../../source/store/network/read.js';
import {createWalker} from '../../source/model/packet-walk/packet-walk.js';
import {createPacketFilterReader} from '../../source/store/packet-filter/read.js';
import {readSurroundings} from '../../source/store/surroundings.js';
import {walkKnowing} from '../../source/store/walk-needs.js';
import {listening, openPorts, placed, type Arrival, type PacketLab, type Place} from './packet-lab.js';
import {oddTable, oddWays, oddXtables, podAgain, podRules} from './odd-filter.js';
import {wide} from './wide-filter.js';
import {nativeTables, policies, questions, randomFrom, settings, xtables, type Question} from './random-filter.js';

/** One random host, and what became of packets there: what the walk said beside what the kernel did. */

/** What the walks said beside what the kernel did; `on`: why it was not known, by id. */
export type Counts = {
	packets: number;
	right: number;
	unknown: number;
	wrong: string[];
	on: Record<string, number>;
	/** By kind of set-up: packets, and of how many the end was not known. */
	kinds: Record<string, {packets: number; unknown: number}>;
	/** Of how many packets the end was not known, by what the walks named: ids and conditions, without their numbers. */
	named: Record<string, number>;
};

export const noCounts = (): Counts => ({packets: 0, right: 0, unknown: 0, wrong: [], on: {}, kinds: {}, named: {}});

/** What stood in the way, without addresses and numbers, so that it can be counted. */
function namesOf({sureness, endings}: Walk): ReadonlySet<string> {
	const plain = (text: string): string =>
		text.replace(/[\da-f:]*:[\da-f:]+|\d+(?:\.\d+){3}|0x[\da-f]+|\d+/gi, 'N').replace(/"[^"]*"/g, '"…"');
	const on = sureness.kind === 'certain' ? [] : sureness.on;
	return new Set([
		...on.flatMap(({id, what}) => (id === 'rule' ? [] : [`${id}: ${plain(what)}`])),
		...endings.flatMap(({unread}) => unread.map(({text}) => `rule: ${plain(text)}`)),
	]);
}

const usual = `nft flush ruleset
conntrack -F >/dev/null 2>&1
ip rule flush; ip rule add pref 32766 lookup main; ip rule add pref 32767 lookup default
ip route flush table 52 2>/dev/null
for d in all enp1s0 kube-bridge vpn0; do
	sysctl -qw net.ipv4.conf.$d.rp_filter=0 net.ipv4.conf.$d.route_localnet=0 net.ipv4.conf.$d.src_valid_mark=0 net.ipv4.conf.$d.forwarding=1
done
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 net.ipv6.conf.all.forwarding=1
ipset create few hash:ip 2>/dev/null; ipset flush few
exit 0
`;

/** Makes the host of a seed; what this kernel or tool refuses is left out of it. */
export async function make(lab: PacketLab, seed: number): Promise<Question[]> {
	const r = randomFrom(seed);
	await lab.run(['bash', '-s'], usual);
	const hasNative = r.chance(0.75);
	const tables = hasNative ? nativeTables(r) : [];
	const xt = !hasNative || r.chance(0.4) ? xtables(r) : '';
	const ways = r.chance(0.4) ? policies(r) : [];
	const sysctls = r.chance(0.5) ? settings(r) : [];
	await lab.run(['ipset', 'add', 'few', r.of(['10.244.0.3', '192.168.122.1', '10.96.0.10'])]);
	if (xt !== '') await lab.run(['iptables-nft-restore', '--noflush'], xt);
	for (const table of tables) await lab.run(['nft', '-f', '-'], table);
	for (const way of ways) await lab.run(['ip', ...way]);
	if (sysctls.length > 0) await lab.run(['sysctl', '-qw', ...sysctls]);
	if (process.env['K0S_TUI_WALK_ODD'] !== '0') await makeOdd(lab, seed);
	await makeWide(lab, seed);
	const pings = randomFrom(seed ^ 0x1_c3_9f);
	return questions(r, 10).map(question =>
		pings.chance(kind === 'plain' ? 0 : 0.12) ? {...question, protocol: 'icmp'} : question,
	);
}

let wideUndo: readonly string[] = [];
/** Of the host that was made last. */
let kind = 'plain';

async function makeWide(lab: PacketLab, seed: number): Promise<void> {
	const r = randomFrom(seed ^ 0x71_de);
	if (wideUndo.length > 0) await lab.run(['sh', '-s'], `exec 2>/dev/null\n${wideUndo.join('\n')}\nexit 0\n`);
	wideUndo = [];
	kind = 'plain';
	if (!r.chance(Number(process.env['K0S_TUI_WALK_WIDE'] ?? 0))) return;
	const {made, undo, ...own} = wide(r);
	const {stdout} = await lab.run(['sh', '-s'], `exec 2>&1\n${made.join('\n')}\nexit 0\n`);
	if (process.env['K0S_TUI_WALK_SHOW']) console.log(own.kind, made.join('\n'), stdout);
	({kind} = own);
	wideUndo = undo;
}

let takenBack: readonly string[] = [];
let hasPodRules = false;

/** Beside that what hosts seldom have, line by line. */
async function makeOdd(lab: PacketLab, seed: number): Promise<void> {
	const r = randomFrom(seed ^ 0x5e_ed);
	for (const line of takenBack) await lab.run(['ip', ...line.split(' ')]);
	takenBack = [];
	if (hasPodRules)
		for (const [at, place] of (['pod1', 'pod2'] as const).entries()) await lab.runIn(place, ['sh', '-c', podAgain(at)]);
	hasPodRules = r.chance(0.3);
	if (r.chance(0.6)) {
		const {head, rules} = oddTable(r);
		await lab.run(['nft', '-f', '-'], head);
		for (const rule of rules) await lab.run(['nft', '-f', '-'], `add rule ip odd c ${rule}`);
	}

	if (r.chance(0.5)) for (const argv of oddXtables(r)) await lab.run(argv);
	if (r.chance(0.3)) {
		const {made, undo} = oddWays(r);
		for (const line of made) await lab.run(['ip', ...line.split(' ')]);
		takenBack = undo;
	}

	if (!hasPodRules) return;
	const place = r.of<Place>(['pod1', 'pod2']);
	const lines = podRules(r);
	await lab.runIn(place, ['sh', '-c', lines]);
}

/** What the pods decide themselves; read again only where a host changed it. */
let plainSpaces: Listeners['spaces'];

async function spacesOf(lab: PacketLab): Promise<Listeners['spaces']> {
	if (!hasPodRules && plainSpaces) return plainSpaces;
	const facts = await readNetwork(lab.runner, {limit: 100, names: []});
	const topology = facts.known ? topologyOf(facts.value) : facts;
	const ask = async (command: Command) => lab.runner.run(command);
	const all = [...placed.pod1, ...placed.pod2];
	const {spaces} = await readListenersAt(ask, topology.known ? topology.value : undefined, all);
	if (!hasPodRules) plainSpaces = spaces;
	return spaces;
}

const inputs: Readonly<Record<Place, string | null>> = {
	host: null,
	wan: 'enp1s0',
	vpn: 'vpn0',
	pod1: 'kube-bridge',
	pod2: 'kube-bridge',
};

/** Longer than a packet takes here, and a connection that is answered. */
const wait = async (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms));

export async function compare(lab: PacketLab, seed: number, counts: Counts): Promise<void> {
	const asked = await make(lab, seed);
	const reading = await createPacketFilterReader(lab.runner)();
	if (process.env['K0S_TUI_WALK_SHOW']) {
		const all =
			'nft list ruleset; ip rule; ip route; ip -6 rule; ip route show table 52; sysctl -a 2>/dev/null | grep -E "rp_filter|route_localnet|conf.*[.]forwarding|bridge-nf-call-ip"';
		console.log((await lab.run(['sh', '-c', all])).stdout);
		for (const place of ['pod1', 'pod2'] as const)
			console.log(place, (await lab.runIn(place, ['sh', '-c', 'nft list ruleset; ip rule; ip route'])).stdout);
	}

	const ask = async (command: Parameters<typeof lab.runner.run>[0]) => lab.runner.run(command);
	const near = await readSurroundings(ask);
	if (!reading.known || !near.known) throw new Error(`seed ${seed}: unreadable`);
	const {ruleset, ipsets} = reading.value;
	const walker = createWalker(ruleset, {...near.value, ipsets});
	const walks: Walk[] = [];
	const spaces = await spacesOf(lab);
	for (const [at, {place, source, to, protocol, port}] of asked.entries()) {
		const packet: Packet = {
			...{source, destination: to, input: inputs[place]},
			...(protocol === 'icmp'
				? {protocol: to.includes(':') ? 'icmpv6' : 'icmp', sourcePort: null, destinationPort: null}
				: {protocol, destinationPort: port, sourcePort: 20_000 + ((seed * 10 + at) % 40_000)}),
		};
		const walk = await walkKnowing(ask, walker, packet);
		walks.push(
			informed(walk, {
				host: listening,
				namespaces: new Map([...placed.pod1, ...placed.pod2].map(address => [address, listening])),
				...(spaces && {spaces}),
			}),
		);
	}

	for (const [at, question] of asked.entries()) {
		const {place, source, to, protocol, port} = question;
		lab.send(place, {
			...{source, to, protocol, port, token: `${seed}.${at}`},
			sourcePort: 20_000 + ((seed * 10 + at) % 40_000),
		});
	}

	// What should arrive may be late on a busy machine; of all else it is enough that some time went by.
	const due = asked.flatMap(({protocol}, at) =>
		protocol !== 'tcp' &&
		walks[at]?.endings.every(({verdict}) => ['delivered', 'unanswered', 'leaves'].includes(verdict))
			? [`${seed}.${at}`]
			: [],
	);
	await wait(asked.some(({protocol}) => protocol !== 'udp') ? 250 : 80);
	for (let more = 0; more < 15 && due.some(token => !lab.arrivals.has(token)); more++) await wait(50);
	for (const [at, question] of asked.entries()) {
		const walk = walks[at];
		const arrival = lab.arrivals.get(`${seed}.${at}`);
		if (walk) judge(walk, question, arrival, `seed ${seed}.${at}`, counts);
	}
}

/** Who has an address; undefined: nobody. */
const placeOf = (address: string): Place | undefined =>
	/^127\.|^::1$/.test(address)
		? 'host'
		: (Object.keys(placed) as Place[]).find(place => (placed[place] as readonly string[]).includes(address));

function judge(walk: Walk, question: Question, arrival: Arrival | undefined, name: string, counts: Counts): void {
	counts.packets++;
	const own = (counts.kinds[kind] ??= {packets: 0, unknown: 0});
	own.packets++;
	const {main, sureness, endings} = walk;
	// Beyond this host the lab is known: whoever has the address listens, all others do not.
	const elsewhere =
		sureness.kind === 'depends' &&
		sureness.on.every(({id}) => id === 'elsewhere') &&
		endings.every(({back}) => question.protocol === 'udp' || (back !== null && back.verdict !== 'open'));
	const sure = sureness.kind === 'certain' || (elsewhere && endings.every(({verdict}) => verdict === 'leaves'));
	if (!sure) {
		counts.unknown++;
		own.unknown++;
		for (const id of new Set(sureness.on.map(each => each.id))) counts.on[id] = (counts.on[id] ?? 0) + 1;
		for (const name of namesOf(walk)) counts.named[name] = (counts.named[name] ?? 0) + 1;
		return;
	}

	const agrees = endings.some(ending => {
		const {verdict, packet, output} = ending;
		const {destinationPort} = packet;
		const place = output === null ? 'host' : placeOf(packet.destination);
		// The kernel itself answers an echo request; that its sender has the answer is what is seen of it.
		const pings = question.protocol === 'icmp';
		const heard = pings || openPorts.some(each => each === destinationPort);
		// Who gets a packet from an address of its own does not take it.
		const taken =
			place !== undefined &&
			place === behind[output ?? ''] &&
			(place !== placeOf(packet.source) || packet.source.includes(':'));
		// Of udp the packet alone is looked for, of tcp a connection.
		const lost = (ending.back?.verdict === 'lost' || verdict === 'unanswered') && question.protocol !== 'udp';
		const leaves = verdict === 'leaves' && heard && taken;
		const comes = verdict === 'delivered' || (verdict === 'unanswered' && heard);
		if (lost || (!comes && !leaves)) return arrival === undefined;
		if (pings) return arrival?.place === question.place;
		if (arrival?.place !== place || arrival?.port !== destinationPort) return false;
		// Of a range the first is shown, and named as assumed: which one the kernel takes, nobody can tell.
		return arrival.from === packet.source || ending.assumed.includes('one-of-range');
	});
	if (agrees) {
		counts.right++;
		return;
	}

	const {place, source, to, protocol, port} = question;
	if (process.env['K0S_TUI_WALK_SHOW']) {
		for (const ending of endings) {
			console.log(ending.verdict, ending.by?.text ?? '', JSON.stringify(ending.back));
			for (const {hook, family, table, chain, text: rule, verdict} of ending.hops)
				console.log(' ', hook, family, table, chain, rule, '=>', verdict);
		}
	}

	counts.wrong.push(
		`${name} (${kind}) ${place} ${source} -> ${to}:${port}/${protocol}: ${main.verdict} ${main.packet.source} -> ${main.packet.destination}:${main.packet.destinationPort} by ${main.output}, but ${arrival ? `${arrival.place}:${arrival.port} from ${arrival.from}` : 'nothing came'}`,
	);
}

const behind: Readonly<Record<string, Place>> = {enp1s0: 'wan', vpn0: 'vpn'};
