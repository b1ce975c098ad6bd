import {spawn, type ChildProcess} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

/** How a command on a server ended. 255: ssh's own fault. Undefined: killed, or ssh is not there. */
export type Ended = {
	readonly exit: number | undefined;
	readonly stdout: string;
	readonly stderr: string;
	readonly missing: boolean;
};

export type Run = {
	/** Standard input, as a whole or piece by piece; `open` leaves it open. */
	readonly input?: string | Uint8Array | 'open';
	/** A piece of the input is on its way: bytes so far. */
	readonly onSent?: (bytes: number) => void;
	/** Takes the output instead of `stdout`, `stderr` of the end. */
	readonly onOut?: (chunk: Uint8Array) => void;
	readonly onErr?: (chunk: Uint8Array) => void;
	/** In our own process group: ssh may ask on the terminal, and ctrl-c ends it. */
	readonly asks?: boolean;
	/** Options for ssh in front of all others. */
	readonly options?: readonly string[];
};

export type Running = {readonly ended: Promise<Ended>; readonly child: ChildProcess};

/**
 * The system's ssh to one server: one login, shared by all that follows (ControlMaster, in a folder that is ours alone). Keys,
 * passwords and host keys are ssh's business, and it asks on the terminal itself.
 */
export type Line = {
	readonly server: string;
	/** Starts `command`, words that no shell could take for more than letters, without a terminal. */
	start(command: readonly string[], run?: Run): Running;
	run(command: readonly string[], run?: Run): Promise<Ended>;
	/**
	 * The same with our terminal as its own, until it ends. `stdout`: where else its output goes. `terminal`: its file
	 * descriptor, where it is not our standard input.
	 */
	onTerminal(
		command: readonly string[],
		stdout?: (chunk: Uint8Array) => void,
		terminal?: number,
	): Promise<number | undefined>;
	close(): Promise<void>;
};

/** What we keep of an output that nobody takes. */
const mostKept = 64 * 1024 * 1024;

export async function lineTo(server: string, given: readonly string[]): Promise<Line> {
	// A socket's path holds some 100 letters, and ssh adds 17 of its own.
	const base = tmpdir().length > 40 ? '/tmp' : tmpdir();
	const shares = process.platform !== 'win32';
	const folder = await mkdtemp(join(base, 'k0s-tui-on-'));
	const socket = ['-o', `ControlPath=${join(folder, 's')}`];
	const share = shares ? [...socket, '-o', 'ControlMaster=auto', '-o', 'ControlPersist=60'] : [];
	// What a config file says for logins of a person would be in the way of ours.
	const fixed = ['-o', 'RemoteCommand=none', '-o', 'ClearAllForwardings=yes'];
	const argv = (own: readonly string[], command: readonly string[]): string[] => [
		...own,
		...share,
		...fixed,
		...given,
		'--',
		server,
		...command,
	];
	const env = {...process.env, LC_ALL: 'C'};

	const start: Line['start'] = (command, {input, onSent, onOut, onErr, asks = false, options = []} = {}) => {
		const child = spawn('ssh', argv(['-T', ...options], command), {
			stdio: ['pipe', 'pipe', 'pipe'],
			detached: !asks,
			env,
		});
		const kept = {stdout: [] as Uint8Array[], stderr: [] as Uint8Array[]};
		let size = 0;
		const take = (name: 'stdout' | 'stderr', to?: (chunk: Uint8Array) => void) =>
			child[name].on('data', (chunk: Buffer) => {
				if (to) return to(chunk);
				size += chunk.length;
				if (size <= mostKept) kept[name].push(chunk);
			});
		take('stdout', onOut);
		take('stderr', onErr);
		// It may end before it has read all.
		child.stdin.on('error', () => {});
		if (input instanceof Uint8Array) send(child, input, onSent);
		else if (input !== 'open') child.stdin.end(input ?? '');
		const ended = new Promise<Ended>(resolve => {
			const end = (exit: number | undefined, missing = false): void =>
				resolve({
					exit,
					missing,
					stdout: Buffer.concat(kept.stdout).toString(),
					stderr: Buffer.concat(kept.stderr).toString(),
				});
			child.on('error', () => end(undefined, true));
			child.on('close', code => end(code ?? undefined));
			// The login that is kept for the next command may hold the pipes.
			child.on('exit', code => setTimeout(end, 2000, code ?? undefined).unref());
		});
		return {ended, child};
	};

	return {
		server,
		start,
		run: async (command, run) => start(command, run).ended,
		async onTerminal(command, stdout, terminal = 0) {
			const child = spawn('ssh', argv(['-tt'], command), {
				stdio: [terminal, stdout ? 'pipe' : 'inherit', 'inherit'],
			});
			if (stdout) child.stdout?.on('data', stdout);
			// The keys are the program's on the server; ssh passes them on.
			const ignore = () => {};
			process.on('SIGINT', ignore);
			try {
				return await new Promise(resolve => {
					child.on('error', () => resolve(undefined));
					child.on('close', code => resolve(code ?? undefined));
				});
			} finally {
				process.off('SIGINT', ignore);
			}
		},
		async close() {
			if (shares) {
				await new Promise(resolve => {
					const child = spawn('ssh', [...socket, '-O', 'exit', ...given, '--', server], {stdio: 'ignore', env});
					child.on('error', resolve);
					child.on('close', resolve);
				});
			}

			await rm(folder, {recursive: true, force: true});
		},
	};
}

/** Piece by piece, so that one can tell how far it is. */
function send({stdin}: ChildProcess, data: Uint8Array, onSent: Run['onSent']): void {
	const piece = 256 * 1024;
	let at = 0;
	const next = (): void => {
		onSent?.(at);
		if (at >= data.length || !stdin?.writable) {
			stdin?.end();
			return;
		}

		stdin.write(data.subarray(at, at + piece), error => {
			at = Math.min(data.length, at + piece);
			if (!error) next();
		});
	};

	next();
}
