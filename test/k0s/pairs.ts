import type {TestHost} from '../support/test-host.js';
import {doors, namespace, six, type Ends} from './kinds.js';

/** What `reach --json` says of one packet; `share`: how much of it reaches, where chance decides. */
type Probe = {
	readonly from: string;
	readonly to: string;
	readonly predicted: 'reaches' | 'blocked' | 'unknown';
	readonly share: number;
	readonly end: 'answered' | 'refused' | 'silent' | 'unsent' | 'unreachable';
	readonly differs: boolean;
	readonly argv?: readonly string[] | null;
};
type Why = ReadonlyArray<{readonly kind: string; readonly text: string}>;
type Cell = {
	readonly from: string;
	readonly to: string;
	readonly verdict: string;
	readonly reasons: Why;
	readonly probes: readonly Probe[] | null;
};
type Said = {
	readonly matrix?: {readonly cells: readonly Cell[]};
	readonly verdict?: string;
	readonly reasons?: Why;
	readonly probes?: readonly Probe[] | null;
	readonly error?: {readonly message: string};
};

/** Where pairs are asked: a test host, or a lab. */
export type PairHost = Pick<TestHost, 'address' | 'exec' | 'lan' | 'tui'>;

export type Count = {
	pairs: number;
	right: number;
	chance: number;
	unknown: number;
	unsent: number;
	wrong: string[];
	/** How often each kind of reason stood in the way of a verdict. */
	why: Record<string, number>;
};

const milliseconds = 600_000;
const connect = 'exec 3<>"/dev/tcp/$0/$1"';
/** A question that every DNS server answers by itself (CHAOS TXT version.bind would do as well); no byte of it is a newline. */
const dnsQuestion = String.raw`\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x03who\x00\x00\x01\x00\x01`;
const question = `exec 3<>"/dev/udp/$0/$1" && printf '${dnsQuestion}' >&3 && { read -r -t 2 -N 1 -u 3 answer; code=$?; [ -n "$answer" ] || exit $code; }`;

const placeIn = (
	to: string,
): {readonly address: string; readonly port: string; readonly protocol: string} | undefined => {
	const [, address, port, protocol] = /^\[?([\d.a-f:]+?)\]?:(\d+)\/(tcp|udp)$/.exec(to) ?? [];
	return address === undefined || port === undefined || protocol === undefined ? undefined : {address, port, protocol};
};

const ended = (exit: number | null, stderr: string): Probe['end'] =>
	exit === 0 ? 'answered' : /refused/i.test(stderr) ? 'refused' : 'silent';

/**
 * What the packet really met. The product sends nothing from outside, and to a udp port that is not DNS a word that nobody
 * answers: those are sent here, the first from the LAN, the second as a DNS question, since every pod of the kinds answers one.
 */
async function seen(host: PairHost, {from, to, end, argv}: Probe): Promise<Probe['end']> {
	const place = placeIn(to);
	if (!place) return end;
	const {address, port, protocol} = place;
	const script = protocol === 'udp' ? question : connect;
	if (end === 'unsent' && outside(from) && [host.address, six.address].includes(address)) {
		const ran = await host.lan(['timeout', '3', 'bash', '-c', script, address, port], {milliseconds});
		return ended(ran.exit, ran.stderr);
	}

	if (end !== 'silent' || protocol !== 'udp' || !argv?.some(word => word.includes('printf x'))) return end;
	const words = argv.map(word => (word.includes('printf x') ? question : word === '2' ? '3' : word));
	const ran = await host.exec(words, {milliseconds});
	return ended(ran.exit, ran.stderr);
}

const outside = (from: string): boolean => ['outside', neighbour, six.neighbour].includes(from);

async function judge(host: PairHost, probes: readonly Probe[], count: Count): Promise<void> {
	for (const probe of probes) {
		const end = await seen(host, probe);
		const {predicted, share} = probe;
		if (end === 'unsent') count.unsent++;
		else if (predicted === 'unknown') count.unknown++;
		else if (share > 0 && share < 1) count.chance++;
		else if ((predicted === 'reaches') === (end === 'answered')) count.right++;
		else count.wrong.push(`${probe.from} ${probe.to} ${predicted}, ${end}`);
	}
}

async function answered(host: PairHost, args: readonly string[], count: Count): Promise<Said | undefined> {
	const {stdout, stderr} = await host.tui(['reach', ...args, '--probe', '--yes', '--json'], {milliseconds});
	try {
		const said = JSON.parse(stdout) as Said;
		if (!said.error) return said;
		count.wrong.push(`${args.join(' ')}: ${said.error.message}`);
	} catch {
		count.wrong.push(`${args.join(' ')}: no JSON: ${stderr.trim().slice(0, 160)}`);
	}

	return undefined;
}

const neighbour = '192.168.122.1';

/** What no column of the matrix asks. */
export const questions = (ends: readonly Ends[]): ReadonlyArray<readonly [string, string]> => [
	...['host', `${namespace}/client`, `${namespace}/web-a`, `${namespace}/hostport`, neighbour].map(
		from => [from, `host:${doors.hostPort}`] as const,
	),
	['host', `127.0.0.1:${doors.nodePort}`],
	['host', `localhost:${doors.local}`],
	['host', `host:${doors.external}`],
	[neighbour, `host:${doors.external}`],
	[neighbour, `nodeport:${doors.local}`],
	[neighbour, `nodeport:${doors.nobody}`],
	[neighbour, `nodeport:${doors.named}`],
	[`${namespace}/client`, `pod/${namespace}/client:7777`],
	[`${namespace}/client`, `svc/${namespace}/ports`],
	...(ends.includes(six) ? questionsOfSix : []),
];

const questionsOfSix: ReadonlyArray<readonly [string, string]> = [
	...['host', `${namespace}/client`, `${namespace}/web-a`, `${namespace}/hostport`, six.neighbour].map(
		from => [from, `[${six.address}]:${doors.hostPort}`] as const,
	),
	['host', `[::1]:${doors.nodePort}`],
	['host', `[${six.address}]:${doors.external}`],
	...[doors.external, doors.nodePort, doors.local, doors.nobody, doors.named, doors.fourOnly, doors.sixOnly].map(
		port => [six.neighbour, `[${six.address}]:${port}`] as const,
	),
	[`${namespace}/client`, `[${six.address}]:10250`],
	[`${namespace}/client`, `[${six.neighbour}]:8000`],
];

/** Everybody to everybody of the kinds, and what the matrix has no column for, each prediction beside a real packet. */
export async function everyPair(host: PairHost, asked: ReadonlyArray<readonly [string, string]>): Promise<Count> {
	const count = noPairs();
	const matrix = await answered(host, ['--matrix', '--namespace', namespace], count);
	for (const {probes, verdict, reasons} of matrix?.matrix?.cells ?? []) {
		count.pairs++;
		noteWhy(count, verdict, reasons);
		await judge(host, probes ?? [], count);
	}

	return somePairs(host, asked, count);
}

function noteWhy(count: Count, verdict: string | undefined, reasons: Why = []): void {
	if (verdict !== 'unknown') return;
	for (const {kind, text} of reasons) {
		const key = `${kind}: ${text.replaceAll(/\[?[\da-f]*:[\da-f:]+\]?|\d+(?:\.\d+){3}|\d+/gi, 'N')}`;
		count.why[key] = (count.why[key] ?? 0) + 1;
	}
}

const noPairs = (): Count => ({pairs: 0, right: 0, chance: 0, unknown: 0, unsent: 0, wrong: [], why: {}});

/** These questions alone. */
export async function somePairs(
	host: PairHost,
	asked: ReadonlyArray<readonly [string, string]>,
	count = noPairs(),
): Promise<Count> {
	for (const [from, to] of asked) {
		count.pairs++;
		const said = await answered(host, [from, to], count);
		noteWhy(count, said?.verdict, said?.reasons);
		await judge(host, said?.probes ?? [], count);
	}

	return count;
}
