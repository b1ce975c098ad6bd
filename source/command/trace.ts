import {change, type Command} from './command.js';

/** The live trace: nftables' own tracing of one flow (nft 1.0.x and newer, Linux 4.6 and newer). */

export const traceTable = 'k0s_tui_trace';

/** How the packet comes to be. */
export type TraceSender =
	/** This host connects. */
	| {readonly kind: 'host'}
	/** This host connects from this address of its own. */
	| {readonly kind: 'address'; readonly address: string}
	/** A process in a network namespace connects: `/run/netns/NAME` or `/proc/PID/ns/net`. */
	| {readonly kind: 'namespace'; readonly file: string}
	/** Nobody sends: the next such packet is awaited. */
	| {readonly kind: 'nobody'};

export type TraceRequest = {
	/** Null: whatever address the sender takes. */
	readonly source: string | null;
	readonly destination: string;
	readonly protocol: 'tcp' | 'udp';
	readonly port: number;
	readonly sender: TraceSender;
	/** Seconds after which everything is gone by itself. */
	readonly life: number;
};

const isAddress = /^[\da-f]*[.:][\da-f.:]+$/i;

/**
 * The rules that mark the flow, exactly as they are loaded. Three things end it: the script, a guard that outlives the
 * script, and the element's own timeout. A packet that still comes by in `input` or `postrouting` was let through by all.
 */
export function traceRules({source, destination, protocol, port, sender, life}: TraceRequest): string {
	const addresses = [destination, ...(source === null ? [] : [source])];
	if (!addresses.every(address => isAddress.test(address)) || !(port > 0 && port < 65_536)) {
		throw new RangeError(`no flow: ${addresses.join(' ')} ${port}`);
	}

	const [l3, type] = destination.includes(':') ? ['ip6', 'ipv6_addr'] : ['ip', 'ipv4_addr'];
	const flow = `${l3} daddr . meta l4proto . th dport @marked`;
	const from = source === null ? '' : `${l3} saddr ${source} `;
	// Others may ask the same port at the same time: only what is sent for this trace.
	const back = sender.kind === 'host' || sender.kind === 'address' ? 'iifname "lo" ' : '';
	const first = protocol === 'tcp' ? 'tcp flags & (fin|syn|rst|ack) == syn ' : '';
	const mark = `${flow} ${first}limit rate 10/second counter meta nftrace set 1`;
	return `create table inet ${traceTable}
table inet ${traceTable} {
	set marked {
		type ${type} . inet_proto . inet_service
		flags timeout
		elements = { ${destination} . ${protocol} . ${port} timeout ${life + 2}s }
	}
	chain prerouting {
		type filter hook prerouting priority -350
		${back}${from}${mark}
	}
	chain output {
		type filter hook output priority -350
		${from}${mark}
	}
	chain input { type filter hook input priority 32000; }
	chain postrouting { type filter hook postrouting priority 32000; }
}`;
}

/**
 * What sends the packet, as the script runs it; undefined: nobody. bash, since every host with k0s has it; only curl can
 * send from one address among several (its tftp is udp).
 */
export function traceProbe({destination, protocol, port, sender}: TraceRequest): readonly string[] | undefined {
	const to = [destination, String(port)];
	const connect =
		protocol === 'tcp'
			? ['bash', '-c', 'exec 3<>"/dev/tcp/$0/$1"', ...to]
			: ['bash', '-c', 'exec 3<>"/dev/udp/$0/$1" && printf x >&3 && read -r -t 1 -N 1 -u 3', ...to];
	switch (sender.kind) {
		case 'nobody':
			return undefined;
		case 'host':
			return ['timeout', '2', ...connect];
		case 'namespace':
			return ['nsenter', `--net=${sender.file}`, 'timeout', '2', ...connect];
		case 'address': {
			const host = destination.includes(':') ? `[${destination}]` : destination;
			const url = `${protocol === 'tcp' ? 'http' : 'tftp'}://${host}:${port}/x`;
			return ['curl', '-s', '-o', '/dev/null', '--max-time', '2', '--interface', sender.address, url];
		}
	}
}

/**
 * What the sender saw.
 * - answered: a connection, or (udp) something that came back.
 * - refused: an answer that refuses: nobody listens, no way, a rule.
 * - silent: nothing came back in time. A receiver of udp need not answer.
 * - unsent: the program that sends is not there, or cannot.
 */
export type ProbeEnd = 'answered' | 'refused' | 'silent' | 'unsent';

/** By the exit code of `traceProbe`: coreutils' timeout, bash's read, curl's own codes. */
export function probeEnd({sender, protocol}: Pick<TraceRequest, 'sender' | 'protocol'>, exit: number): ProbeEnd {
	if (exit === 126 || exit === 127) return 'unsent';
	if (sender.kind === 'address') {
		// 1: no such protocol, 2: cannot begin, 45: the address is not one of ours.
		if (exit === 1 || exit === 2 || exit === 45) return 'unsent';
		if (exit === 28) return 'silent';
		// Of http, whatever comes after a connection; of tftp, an error that the other side sent.
		return exit === 7 ? 'refused' : 'answered';
	}

	if (exit === 0) return 'answered';
	// 124: timeout's; above 128: bash's read waited in vain.
	return exit === 124 || (protocol === 'udp' && exit > 128) ? 'silent' : 'refused';
}

/**
 * `sh -s -- TOKEN RULES LIFE [PROBE…]`: listens, marks, sends, cleans up. `nft monitor`'s lines come through as they
 * are; the script's own, on standard error, begin with `@@TOKEN`: `busy`, `leftover`, `failed WHAT`, `listening`, `sent EXIT`, `gone`, `left`.
 */
const script = `# Wrapped in a function: nothing runs before all of it has arrived.
main() {
	token=$1 rules=$2 life=$3
	shift 3
	PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
	export PATH LC_ALL
	marked=
	# Whoever started this may be gone: the rules are taken away all the same.
	trap '' PIPE
	earlier
	trap clean EXIT
	trap 'exit 130' HUP INT TERM
	before=$(listeners)
	# It reads all rules first, on a host with many for half a minute: nothing is marked meanwhile.
	timeout $((life + 90)) nft -a monitor trace </dev/null &
	monitor=$!
	until [ "$(listeners)" -gt "$before" ]; do
		kill -0 "$monitor" 2>/dev/null || { say failed monitor; exit 1; }
		sleep 0.05
	done
	kill -0 "$PPID" 2>/dev/null || exit 0
	setsid sh -c "$guard" guard "$life" "$monitor" </dev/null >/dev/null 2>&1 &
	guardian=$!
	marked=yes
	if ! failure=$(printf '%s\\n' "$rules" | nft -f - 2>&1); then
		# Nothing of ours is there; a table that is belongs to a run that was faster.
		marked=
		kill "$guardian"
		case $failure in
		*'File exists'*) say busy ;;
		*) say failed rules "$(printf '%s' "$failure" | head -n 1)" ;;
		esac
		exit 1
	fi
	say listening
	if [ $# -gt 0 ]; then
		"$@" </dev/null >/dev/null 2>&1
		say sent $?
	else
		until seen; do
			nft list table $table >/dev/null 2>&1 && kill -0 "$PPID" 2>/dev/null || exit 0
			sleep 0.1
		done
	fi
	sleep 0.3
}
# On standard error: nft writes blocks, not lines, to the other one.
say() { printf '@@%s %s\\n' "$token" "$*" >&2; }
table="inet ${traceTable}"
# The element of a run that is under way, or that was killed a moment ago, is still there. Later it is a leftover.
earlier() {
	nft list table $table >/dev/null 2>&1 || return
	case $(nft list set $table marked 2>/dev/null) in
	*expires*) say busy; exit 75 ;;
	esac
	nft delete table $table && say leftover
}
# Ends before the element does: it can never meet the table of a later run.
guard='trap "kill \\$nap; exit" TERM
sleep "$1" & nap=$!
wait $nap
nft delete table inet ${traceTable}
grep -qa monitor "/proc/$2/cmdline" && kill "$2"'
clean() {
	trap '' HUP INT TERM
	kill "$monitor" 2>/dev/null
	[ -n "$marked" ] || return
	if nft delete table $table 2>/dev/null || ! nft list table $table >/dev/null 2>&1; then
		kill "$guardian" 2>/dev/null
		say gone
	else
		say left
	fi
}
# Sockets that listen to the kernel's traces (group 9 of nfnetlink).
listeners() { awk '$2 == 12 && substr($4, length($4) - 2, 1) ~ /[13579bdf]/ { n++ } END { print n + 0 }' /proc/net/netlink; }
seen() { nft list table $table 2>/dev/null | grep -q 'counter packets [1-9]'; }
main "$@"
`;

export const trace = (token: string, request: TraceRequest): Command =>
	change(
		['sh', '-s', '--', token, traceRules(request), String(request.life), ...(traceProbe(request) ?? [])],
		'trace',
		{input: script, deadline: (request.life + 100) * 1000, maxOutput: 8 * 1024 * 1024},
	);

/** What a trace's argv asks for, for hosts that answer without a shell; undefined: another command. */
export function traceAsked(argv: readonly string[]):
	| {
			readonly token: string;
			readonly source: string | null;
			readonly destination: string;
			readonly protocol: string;
			readonly port: number;
			readonly life: number;
			readonly sends: boolean;
	  }
	| undefined {
	const [sh, , , token = '', rules = '', life, ...probe] = argv;
	const element = /elements = \{ (\S+) \. (\w+) \. (\d+) timeout/.exec(rules);
	if (sh !== 'sh' || !element || !rules.startsWith(`create table inet ${traceTable}\n`)) return undefined;
	const [, destination = '', protocol = '', port] = element;
	const source = /\bip6? saddr (\S+)/.exec(rules)?.[1] ?? null;
	return {token, source, destination, protocol, port: Number(port), life: Number(life), sends: probe.length > 0};
}
