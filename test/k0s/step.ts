import type {TestHost} from '../support/test-host.js';

/** The keys of the product's JSON that the walk reads (docs: the contract of `--json`); each command has its own of them. */
export type Said = {
	readonly error?: {readonly code: string | number; readonly message: string};
	readonly verdict: string;
	readonly reasons?: readonly string[];
	readonly file: string;
	readonly checks: readonly {readonly id: string; readonly result: string}[];
	readonly steps?: readonly {readonly id: string; readonly state: string; readonly found?: string}[];
	readonly pods: readonly {readonly phase: string}[] | null;
	readonly leftovers?: readonly {readonly kind: string; readonly name: string}[];
	/** Of the reset: what it left on purpose. */
	readonly kept?: readonly {readonly name: string; readonly why: string}[];
	/** Of reach. */
	readonly predicted?: string;
	readonly probes?: readonly {readonly end: string; readonly differs: boolean}[] | null;
	/** Of reach --policies: what a policy stops, with what would allow it (YAML). */
	readonly policies?: {readonly flows: readonly {readonly allow: string | null}[] | null} | null;
	readonly namespaces: readonly {readonly pod: unknown}[];
	readonly interfaces: readonly {readonly name: string}[];
	readonly tables: readonly {readonly chains: readonly {readonly name: string}[]}[];
	readonly rungs: readonly {readonly id: string; readonly result: string}[];
	readonly endpoints: readonly unknown[];
	readonly troubles?:
		| readonly {readonly namespace: string; readonly name: string; readonly cause: string; readonly text: string}[]
		| null;
	readonly by?: {readonly chain: string} | null;
};
export type Answer = {
	readonly exit: number | null;
	readonly json: Said | undefined;
	readonly stdout: string;
	readonly stderr: string;
};
export type Found = {readonly exit: number | null; readonly finding: string; readonly right: boolean};

export type Step = {
	readonly name: string;
	/** The stand-in has no answer to it: its pods break by its switches alone. */
	readonly realOnly?: true;
	/** The finding, and whether it is right on any k0s. */
	readonly run: (host: TestHost) => Promise<Found>;
};

/** Milliseconds: an install or a stop on a busy machine. */
export const long = 900_000;

export async function ask(host: TestHost, args: readonly string[]): Promise<Answer> {
	const {exit, stdout, stderr} = await host.tui([...args, '--json'], {milliseconds: long});
	let json: Said | undefined;
	try {
		json = JSON.parse(stdout) as Said;
	} catch {
		json = undefined;
	}

	return {exit, json, stdout, stderr};
}

/** The last line of what was said, for a command that gave no JSON. */
const said = ({stdout, stderr}: Answer): string =>
	(stderr.trim() || stdout.trim()).split('\n').at(-1)?.slice(0, 160) ?? '';
export const ids = (list: readonly {readonly id: string}[]): string => list.map(({id}) => id).join(', ') || 'none';

/** A product's command whose JSON is turned into a finding; right with exit `wanted` and a finding that `holds`. */
export function command(
	name: string,
	args: readonly string[],
	finding: (json: Said) => string,
	wanted = 0,
	holds: (finding: string) => boolean = () => true,
): Step {
	return {
		name,
		async run(host) {
			const answer = await ask(host, args);
			const found =
				answer.json === undefined
					? `no JSON: ${said(answer)}`
					: answer.json.error
						? `${answer.json.error.code}: ${answer.json.error.message}`
						: finding(answer.json);
			return {
				exit: answer.exit,
				finding: found.replaceAll('\n', ' '),
				right: answer.exit === wanted && answer.json !== undefined && holds(found),
			};
		},
	};
}

/** A command of the host itself. */
export function plain(
	name: string,
	script: string,
	finding: (stdout: string) => string = () => 'done',
	holds: (found: string) => boolean = () => true,
): Step {
	return {
		name,
		async run(host) {
			const {exit, stdout, stderr} = await host.exec(['sh', '-c', script], {milliseconds: long});
			const found = exit === 0 ? finding(stdout) : (stderr.trim().split('\n').at(-1) ?? '');
			return {exit, finding: found, right: exit === 0 && holds(found)};
		},
	};
}
