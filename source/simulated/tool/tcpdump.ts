import {networkedPods} from '../cluster/view.js';
import {since} from '../moment.js';
import {hostLinks, namespaceLinks} from '../net/links.js';
import {flowsOf, type Flow} from '../net/traffic.js';
import {pcapFilter, type Asked} from './pcap-filter.js';
import {limitOf} from './time-limit.js';
import {fail, ok, parseArguments, type Call, type Result} from './tool.js';

/**
 * tcpdump 4.99.4 of the simulated host: it tells packets of `flowsOf`, none of which was ever sent, and says so where it says
 * on what it listens.
 */
export async function tcpdump(call: Call, namespace: string | null = null): Promise<Result> {
	const {options, words} = parseArguments(call.argv.slice(1), ['-i', '-c', '-s', '-B', '-w']);
	if (options.has('--version')) return ok('tcpdump version 4.99.4 (simulated)\nlibpcap version 1.10.4 (simulated)');
	const link = options.get('-i') ?? 'any';
	const links = namespace === null ? hostLinks(call.moment()) : (namespaceLinks(call.moment(), namespace) ?? []);
	if (link !== 'any' && !links.some(({name}) => name === link)) {
		return fail(1, `tcpdump: ${link}: No such device exists\n(No such device exists)`);
	}

	const fits = pcapFilter(words.join(' '));
	if (!fits) return fail(1, "tcpdump: can't parse filter expression: syntax error");
	if (options.has('-d')) return ok('(000) ret      #262144');
	const type = link === 'any' ? 'LINUX_SLL2 (Linux cooked v2)' : 'EN10MB (Ethernet)';
	const size = options.get('-s') ?? '262144';
	call.print('stderr', `tcpdump: listening on ${link}, link-type ${type}, snapshot length ${size} bytes (simulated)`);
	const most = Number(options.get('-c') ?? Infinity);
	const writes = options.has('-w');
	if (writes) call.printBytes(pcapHead(Number(size)));
	let captured = 0;
	const counts = (): string =>
		`${captured} packets captured\n${captured} packets received by filter\n0 packets dropped by kernel`;
	const end = limitOf(call);
	for (let turn = 0; ; turn++) {
		for (const packet of packetsOf(call, namespace, turn)) {
			if (link !== 'any' && packet.link !== link) continue;
			if (!fits(packet)) continue;
			const at = call.moment().now / 1000;
			if (writes) call.printBytes(pcapPacket(at, packet));
			else call.print('stdout', lineOf(packet, at, link === 'any'));
			if (++captured >= most) return ok('', counts());
			await call.sleep(20);
		}

		if (since(call.moment(), end.from) >= end.after) {
			// In case it was in the middle of a line.
			return {exit: 124, stdout: writes ? '' : '\n', stderr: `${counts()}\n`};
		}

		await call.sleep(Math.min(600, Math.max(1, end.after - since(call.moment(), end.from))));
	}
}

type Seen = Asked & {
	readonly link: string;
	readonly way: 'In' | 'Out';
	readonly index: number;
	readonly what: string;
	readonly length: number;
};

/** One exchange of each flow that passes here, as it is seen before NAT and after it. */
function packetsOf(call: Call, namespace: string | null, turn: number): readonly Seen[] {
	const moment = call.moment();
	const {cluster} = moment.state;
	const pod = cluster && networkedPods(moment, cluster).find(({net}) => net.name === namespace);
	const flows = flowsOf(moment);
	const own = pod ? flows.filter(({source, server}) => source === pod.ip || server === pod.ip) : flows;
	const links = namespace === null ? hostLinks(moment) : (namespaceLinks(moment, namespace) ?? []);
	const indexOf = (name: string): number => links.find(each => each.name === name)?.index ?? 0;
	return own.flatMap(flow =>
		exchange(flow, turn).flatMap(({back, ...said}) => {
			const client = {source: flow.source, sourcePort: flow.sourcePort, destination: flow.destination, port: flow.port};
			const server = {...client, destination: flow.server, port: flow.serverPort};
			const seen = (ends: typeof client, link: string | null, way: 'In' | 'Out'): Seen[] =>
				link === null
					? []
					: [
							{
								...{...said, protocol: flow.protocol, link, index: indexOf(link)},
								...(back ? turned(ends) : ends),
								way: back ? (way === 'In' ? 'Out' : 'In') : way,
							},
						];
			if (!pod)
				return [
					...seen(client, flow.clientLink, 'In'),
					...seen(server, flow.serverLink === null ? null : 'kube-bridge', 'Out'),
					...seen(server, flow.serverLink, 'Out'),
				];
			return flow.source === pod.ip ? seen(client, 'eth0', 'Out') : seen(server, 'eth0', 'In');
		}),
	);
}

type Ends = Pick<Asked, 'source' | 'sourcePort' | 'destination' | 'port'>;

const turned = ({source, sourcePort, destination, port}: Ends): Ends & {sourcePort: number; port: number} => ({
	source: destination,
	sourcePort: port ?? 0,
	destination: source,
	port: sourcePort ?? 0,
});

function exchange(flow: Flow, turn: number): ReadonlyArray<{back: boolean; what: string; length: number}> {
	const sequence = 1000 + turn * 64;
	if (flow.protocol === 'udp') {
		const id = 1000 + (turn % 60_000);
		return [
			{back: false, what: `${id}+ A? kubernetes.default.svc.cluster.local. (54)`, length: 96},
			{back: true, what: `${id}*- 1/0/0 A 10.96.0.1 (106)`, length: 148},
		];
	}

	const data = {
		back: false,
		what: `Flags [P.], seq ${sequence}:${sequence + 64}, ack 1, win 501, length 64`,
		length: 130,
	};
	const taken = {back: true, what: `Flags [.], ack ${sequence + 64}, win 501, length 0`, length: 66};
	if (flow.isOpen) return [data, taken];
	return [
		{back: false, what: `Flags [S], seq ${sequence}, win 64240, length 0`, length: 74},
		{back: true, what: `Flags [S.], seq 9000, ack ${sequence + 1}, win 65160, length 0`, length: 74},
		data,
		taken,
		{back: false, what: `Flags [F.], seq ${sequence + 64}, ack 1, win 501, length 0`, length: 66},
		{back: true, what: `Flags [F.], seq 1, ack ${sequence + 65}, win 501, length 0`, length: 66},
	];
}

const macs = ['52:54:00:da:28:19', '22:ef:53:73:aa:bd'] as const;

function lineOf(packet: Seen, at: number, isAny: boolean): string {
	const {source, sourcePort, destination, port, what, length, link, way, index} = packet;
	const head = isAny ? `${link.padEnd(5)} ${way.padEnd(3)} ifindex ${index} ${macs[0]} ` : `${macs[0]} > ${macs[1]}, `;
	const frame = isAny ? length + 6 : length;
	return `${at.toFixed(6)} ${head}ethertype IPv4 (0x0800), length ${frame}: ${source}.${sourcePort ?? 0} > ${destination}.${port ?? 0}: ${what}`;
}

const pcapHead = (size: number): Uint8Array => {
	const head = Buffer.alloc(24);
	head.writeUInt32LE(0xa1_b2_c3_d4, 0);
	head.writeUInt16LE(2, 4);
	head.writeUInt16LE(4, 6);
	head.writeUInt32LE(size, 16);
	head.writeUInt32LE(1, 20);
	return head;
};

/** Ethernet, IPv4 and TCP or UDP, with zeros for what they carry. */
function pcapPacket(at: number, packet: Seen): Uint8Array {
	const {source, sourcePort, destination, port, protocol, length} = packet;
	const bytes = Buffer.alloc(16 + length);
	bytes.writeUInt32LE(Math.floor(at), 0);
	bytes.writeUInt32LE(Math.floor((at % 1) * 1e6), 4);
	bytes.writeUInt32LE(length, 8);
	bytes.writeUInt32LE(length, 12);
	const mac = (text: string): number[] => text.split(':').map(part => Number.parseInt(part, 16));
	bytes.set([...mac(macs[1]), ...mac(macs[0]), 8, 0, 0x45, 0], 16);
	bytes.writeUInt16BE(length - 14, 16 + 16);
	bytes.set([64, protocol === 'tcp' ? 6 : 17], 16 + 22);
	bytes.set([...source.split('.'), ...destination.split('.')].map(Number), 16 + 26);
	bytes.writeUInt16BE(sourcePort ?? 0, 16 + 34);
	bytes.writeUInt16BE(port ?? 0, 16 + 36);
	if (protocol === 'tcp') bytes[16 + 46] = 0x50;
	else bytes.writeUInt16BE(length - 34, 16 + 38);
	return bytes;
}
