import {redact, redactArgv} from '../redact/redact.js';

/**
 * A Command is one argv to run on a host. It is a value: made by pure functions (one file a tool in this room), so that
 * plans can be printed, compared and tested before anything runs. The plan shown is the argv executed, byte for byte.
 */
export type Command = {
	/** Tool name first (`ip`, `k0s`): the host finds it in a fixed list of root-owned folders. Never a shell string. */
	readonly argv: readonly [string, ...string[]];
	/** Key of the sentence in the text catalogue (`text.why`) that tells a person why this runs. */
	readonly why: string;
	/** Needs root to answer fully. A reader decides what is lost without it. */
	readonly root: boolean;
	/** Changes the host: never run by a poll, never without having been shown. */
	readonly changes: boolean;
	/** Milliseconds until it is ended; 0 = no deadline, only for commands that change the host or go on (`follow`). */
	readonly deadline: number;
	/** Bytes kept of each stream; of what is longer the head and the tail are kept. */
	readonly maxOutput: number;
	/** Added to the fixed environment (LC_ALL=C and few others). */
	readonly env: Readonly<Record<string, string>>;
	/** The variable by which the tool is told where to keep what it found out, and the name of our private folder for it. */
	readonly cache?: {readonly variable: string; readonly folder: string};
	/** Passes our own proxy variables on: downloads only. */
	readonly proxy?: boolean;
	/** Standard input: a constant script of ours, what a file gets, or what `data` says. */
	readonly input?: string;
	/** `input` is made for this very command and shown with it, as the argv is. One line. */
	readonly data?: true;
	/** What it prints is a secret: nobody keeps it, no recording holds it. */
	readonly secret?: true;
	/** What a host that can answers with, instead of starting the program. `argv` is then what a person types for the same. */
	readonly direct?: Direct;
	/** Runs before those that wait for their turn: others follow from it, or it takes long. */
	readonly first?: true;
	/**
	 * Goes on until it is aborted and tells what comes line by line: it has no deadline, nothing of it is kept or recorded,
	 * and it does not count among the commands that run at once.
	 */
	readonly follow?: boolean;
	/** `argv[0]` is this very program, which starts again as it was started. Only where a person is given the terminal. */
	readonly own?: true;
};

/**
 * How this host is asked without a program. Starting `k0s` costs 0.11 s of processor time each time (a program of 267
 * MiB), the same question to the socket behind it 2 ms.
 */
export type Direct =
	/** The file's content is what the program prints (`uname -n` and /proc/sys/kernel/hostname). */
	| {readonly kind: 'file'; readonly path: string}
	/** `stat -L`: one line a file that is there, in the form of `files.stamps`. */
	| {readonly kind: 'stamps'; readonly paths: readonly string[]}
	/** `GET /status` on k0s's status socket (pkg/component/status of k0s 1.34). */
	| {readonly kind: 'k0s-status'; readonly socket: string}
	/** A GET at the Kubernetes API with the administrator's certificate; with `follow` one line an event of a watch. */
	| {
			readonly kind: 'api';
			readonly path: string;
			readonly kubeconfig: string;
			/** Where the kubeconfig is not there, kubectl may know of another one. */
			readonly elsewhere?: true;
			/** The server's own table (meta.k8s.io/v1), as kubectl asks for it, in place of the objects. */
			readonly table?: true;
	  }
	/** The kernel tells of files that come, go and change in these folders (inotify); one line a change: its path. */
	| {readonly kind: 'changes'; readonly folders: readonly string[]};

export const defaultDeadline = 10_000;
export const defaultMaxOutput = 1024 * 1024;

export type CommandOptions = Partial<Omit<Command, 'argv' | 'why'>>;

/** A read-only command that needs no root, with the default deadline and cap. */
export function command(argv: readonly [string, ...string[]], why: string, options: CommandOptions = {}): Command {
	return {
		argv,
		why,
		root: false,
		changes: false,
		deadline: defaultDeadline,
		maxOutput: defaultMaxOutput,
		env: {},
		...options,
	};
}

/** A command that only reads and goes on until it is aborted; what is kept are its last words. */
export function follow(argv: readonly [string, ...string[]], why: string, options: CommandOptions = {}): Command {
	return command(argv, why, {follow: true, deadline: 0, maxOutput: 4096, ...options});
}

/** A command that changes the host: as root, without a deadline unless one is given. */
export function change(argv: readonly [string, ...string[]], why: string, options: CommandOptions = {}): Command {
	return command(argv, why, {root: true, changes: true, deadline: 0, ...options});
}

const bare = /^[\w@%+=:,./-]+$/;

/**
 * The argv as a person would type it in a POSIX shell, for showing and copying. Never executed by us.
 * Newlines and control characters are written as $'…'. A secret in it is not shown: whoever runs it has it.
 */
export function shown(argv: readonly string[]): string {
	return redactArgv(argv)
		.map(word => {
			if (bare.test(word)) return word;

			if (/[\u0000-\u001F\u007F-\u009F]/.test(word)) {
				return `$'${word
					.replaceAll('\\', '\\\\')
					.replaceAll("'", "\\'")

					.replaceAll(
						/[\u0000-\u001F\u007F-\u009F]/g,
						c => `\\x${(c.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`,
					)}'`;
			}

			return `'${word.replaceAll("'", "'\\''")}'`;
		})
		.join(' ');
}

/** The same of a whole command: what it is given on standard input follows as a here-document. */
export function typed({argv, input}: Command): string {
	if (input === undefined) return shown(argv);
	return `${shown(argv)} <<'EOF'\n${redact(input).replace(/\n?$/, '\n')}EOF`;
}
