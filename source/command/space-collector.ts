import type {Command} from './command.js';
import {inside} from './inside.js';
import * as ip from './ip.js';
import * as iptables from './iptables.js';
import * as nft from './nft.js';
import * as system from './system.js';
import * as tc from './tc.js';

/**
 * What a packet's way asks of every network namespace that it touches. Where there are several they are one tool under its
 * names: the next is tried where one is not there.
 */
const asked = (names: readonly string[]): ReadonlyArray<readonly Command[]> => [
	[nft.chains()],
	iptables.saves(),
	[ip.addresses()],
	[ip.routes()],
	[ip.rules(4)],
	[ip.rules(6)],
	[system.sockets()],
	[tc.qdiscs()],
	[ip.ipsecPolicies()],
	[system.sysctl(...names)],
];

/** Only words of ours come to the script: what the host named follows as its arguments. */
const words = (command: Command | undefined): string => (command?.argv ?? []).join(' ');

/**
 * One program that enters a namespace and runs the others there, where each was entered by itself before: eight programs of
 * 5 ms of our own time each. `sh -s -- TOKEN namespace [SETTING…]`. Each part is two sections as the namespace collector
 * writes them: its standard output closed by `@@TOKEN PART EXIT`, and its standard error by `@@TOKEN PART/error 0`.
 * TOKEN is random: nothing that a part prints closes it, or opens another.
 */
const script = `# Reads only. Wrapped in a function: nothing runs before all of it has arrived.
main() {
	token=$1
	shift 2
	PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
	export PATH LC_ALL
${asked([])
	.map((candidates, at) => candidates.map((each, turn) => partLine(each, at, turn)).join(' ||\n\t\t'))
	.map(line => `\t${line}\n`)
	.join('')}}
# False where there is no such tool.
part() {
	name=$1
	shift
	said=$("$@" 2>&1 >&3 3>&- </dev/null)
	code=$?
	printf '\\n@@%s %s %s\\n%s\\n@@%s %s/error 0\\n' "$token" "$name" "$code" "$said" "$token" "$name"
	[ "$code" -ne 127 ]
}
main "$@" 3>&1
`;

function partLine(each: Command, at: number, turn: number): string {
	const names = each.why === 'sysctl' ? ' "$@"' : '';
	return `part ${at}.${turn} ${words(each)}${names}`;
}

/** Goes into the namespace behind this file (`/run/netns/NAME`, `/proc/PID/ns/net`) and asks all at once. */
export const collectInside = (file: string, token: string, settings: readonly string[]): Command =>
	inside(file, {
		...{argv: ['sh', '-s', '--', token, 'namespace', ...settings], why: 'namespace-collect', input: script},
		...{root: true, changes: false, deadline: 10_000, maxOutput: 64 * 1024 * 1024, env: {}},
	});

export type SpaceQuestion = {
	readonly token: string;
	/** The parts of its answer with the argv that each answers, without what enters the namespace. */
	readonly parts: ReadonlyArray<{readonly section: string; readonly argv: readonly string[]}>;
};

/** What such an argv asks; undefined: it is another command. */
export function spaceQuestion(argv: readonly string[]): SpaceQuestion | undefined {
	const [enter, , shell, read, rest, token, word, ...settings] = argv;
	if (enter !== 'nsenter' || shell !== 'sh' || read !== '-s' || rest !== '--' || word !== 'namespace') return undefined;
	const parts = asked(settings).flatMap((candidates, at) =>
		candidates.map(({argv: own}, turn) => ({section: `${at}.${turn}`, argv: own})),
	);
	return token === undefined ? undefined : {token, parts};
}
