import {command, type Command} from './command.js';
import {probeEnd, traceProbe, type ProbeEnd, type TraceSender} from './trace.js';

/** One small packet from where somebody is: a TCP connection, an echo request, or a DNS query. */
export type ReachProbe = {
	readonly sender: Exclude<TraceSender, {kind: 'nobody'}>;
	readonly destination: string;
	/** `tcp`, `udp`, `icmp`; nothing sends one of another protocol. */
	readonly protocol: 'tcp' | 'udp' | 'icmp';
	readonly port: number | null;
};

/** Seconds that an answer is waited for. */
const patience = 2;

/**
 * A query for the cluster's own DNS service that asks for no recursion: a cluster's DNS answers it by itself, and another
 * server needs to ask nobody either. What is forwarded can stay without an answer where only the server beyond is silent.
 * Nothing changes by it. No label has ten letters: its length would be a newline, at which bash sends what it has.
 */
const dnsQuery = String.raw`\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x08kube-dns\x0bkube-system\x03svc\x07cluster\x05local\x00\x00\x01\x00\x01`;

/** Only an echo, a connection without a word and a DNS query are known to change nothing where they come to. */
export const isHarmless = ({protocol, port}: Pick<ReachProbe, 'protocol' | 'port'>): boolean =>
	protocol !== 'udp' || port === 53;

/**
 * The argv that sends it (iputils' ping; bash's /dev/tcp and /dev/udp, coreutils' timeout): constant words, with address and
 * port as arguments. Undefined: nothing sends such a packet.
 */
export function reachProbe({sender, destination, protocol, port}: ReachProbe): Command | undefined {
	const argv = argvOf({sender, destination, protocol, port});
	const [first, ...rest] = argv ?? [];
	if (first === undefined) return undefined;
	return command([first, ...rest], 'reach-probe', {root: true, deadline: (patience + 3) * 1000});
}

function argvOf({sender, destination, protocol, port}: ReachProbe): readonly string[] | undefined {
	const inside = sender.kind === 'namespace' ? ['nsenter', `--net=${sender.file}`] : [];
	if (protocol === 'icmp') {
		const from = sender.kind === 'address' ? ['-I', sender.address] : [];
		return [...inside, 'ping', '-n', '-q', '-c', '1', '-W', String(patience), ...from, destination];
	}

	if (port === null) return undefined;
	if (protocol === 'udp' && port === 53 && sender.kind !== 'address') {
		// Ends with read's own code: above 128 nothing came, and that is no refusal.
		const ask = `exec 3<>"/dev/udp/$0/53" && printf '${dnsQuery}' >&3 && { read -r -t ${patience} -N 1 -u 3 answer; code=$?; [ -n "$answer" ] || exit $code; }`;
		return [...inside, 'timeout', String(patience + 1), 'bash', '-c', ask, destination];
	}

	const argv = traceProbe({sender, source: null, destination, protocol, port, life: 0});
	// curl's exit code 28 does not tell whether a connection came and then no word of HTTP, or none at all: this does.
	return sender.kind === 'address' && protocol === 'tcp' && argv
		? [...argv.slice(0, -1), '--write-out', '%{time_connect}', ...argv.slice(-1)]
		: argv;
}

/** What such an argv sends, without what goes into another network namespace; undefined: it is none of them. */
export function probeAsked(
	argv: readonly string[],
): (Pick<ReachProbe, 'destination' | 'protocol' | 'port'> & {readonly source: string | null}) | undefined {
	const [program, , shell] = argv;
	if (program === 'ping') {
		const from = argv.indexOf('-I');
		const source = from === -1 ? null : (argv[from + 1] ?? null);
		return {source, destination: argv.at(-1) ?? '', protocol: 'icmp', port: null};
	}

	if (program !== 'timeout' || shell !== 'bash') return undefined;
	const [script = '', destination = '', port] = argv.slice(4);
	const protocol = script.includes('/dev/udp/') ? 'udp' : 'tcp';
	return {source: null, destination, protocol, port: port === undefined ? 53 : Number(port)};
}

/**
 * What the sender saw, by the exit code. ping: 0 an answer, 1 none (or an unreachable), 2 it could not send. `stdout`: of
 * curl the seconds until it was connected, 0 where it never was.
 */
export function reachProbeEnd({sender, protocol}: ReachProbe, exit: number | null, stdout = ''): ProbeEnd {
	if (exit === null) return 'silent';
	if (sender.kind === 'address' && exit === 28 && Number(stdout) > 0) return 'answered';
	if (protocol !== 'icmp') return probeEnd({sender, protocol}, exit);
	if (exit === 0) return 'answered';
	return exit === 1 ? 'silent' : 'unsent';
}
