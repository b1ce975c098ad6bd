import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../lab/', import.meta.url));

export type Ran = {readonly exit: number | null; readonly stdout: string; readonly stderr: string};

/** A pod of the lab as `rules.mjs meta` tells it: the expected answers. */
export type LabPod = {
	readonly netns: string;
	readonly veth: string;
	readonly ns: string;
	readonly name: string;
	readonly ip: string;
	readonly uid: string;
	readonly sandbox: string;
	readonly container: string;
};

export type LabMeta = {readonly pods: readonly LabPod[]; readonly services: readonly unknown[]};

export type Lab = {
	/** LAB_NAME, for the lab's own scripts. */
	readonly name: string;
	/** Runs a command on the lab's host, as root or, with `user`, as that uid without any capability. */
	exec(argv: readonly string[], options?: {readonly user?: number; readonly input?: string}): Ran;
	/** The same as words and environment, for a program on a terminal. */
	command(argv: readonly string[]): {readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>>};
	/** Options as of `lab.sh up`. */
	meta(): LabMeta;
	/** What `rules.mjs` makes for this lab: `nft` is kube-proxy's nftables mode, as input of `nft -f`. */
	rules(mode: 'ipset' | 'iptables' | 'nft'): string;
	/** Loads the packet rules again, as kube-proxy and kube-router do after somebody deleted them. */
	reloadRules(): void;
	/** Starts a real firewalld within the lab, with the guide's settings. Throws where it does not come up. */
	firewalld(): void;
	down(): void;
};

/** Exit code of lab.sh and its like where they cannot run: a reason to skip, not a failure. */
const cannotRun = 77;

let count = 0;

function sh(name: string, args: readonly string[], input?: string): Ran {
	const {status, stdout, stderr, error} = spawnSync(`${folder}lab.sh`, args, {
		encoding: 'utf8',
		env: {...process.env, LAB_NAME: name, NODE: process.execPath},
		maxBuffer: 256 * 1024 * 1024,
		input: input ?? '',
		timeout: 100_000,
	});
	return {exit: status, stdout, stderr: error ? String(error) : stderr};
}

/** Undefined when the lab can run here, else the reason: for `describe.skipIf`. */
export function whyNoLab(): string | undefined {
	const {exit, stderr} = sh('doctor', ['doctor']);
	if (exit === 0) return undefined;
	if (exit === cannotRun) return stderr.trim();
	throw new Error(`lab.sh doctor: exit ${exit}: ${stderr}`);
}

/** Brings up a lab of its own, by a name that no other test run has. `down` it in afterAll. */
export function startLab(...options: readonly string[]): Lab {
	count++;
	const name = `test-${process.pid}-${count}`;
	const up = sh(name, ['up', ...options]);
	if (up.exit !== 0) {
		sh(name, ['down']);
		throw new Error(`lab.sh up: exit ${up.exit}: ${up.stderr}`);
	}

	return {
		name,
		exec(argv, {user, input} = {}) {
			const as = user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
			return sh(name, ['exec', ...as, ...argv], input);
		},
		command: argv => ({
			argv: [`${folder}lab.sh`, 'exec', ...argv],
			env: {LAB_NAME: name, NODE: process.execPath},
		}),
		meta() {
			const {stdout} = spawnSync(process.execPath, [`${folder}rules.mjs`, 'meta', ...options], {encoding: 'utf8'});
			return JSON.parse(stdout) as LabMeta;
		},
		rules(mode) {
			return spawnSync(process.execPath, [`${folder}rules.mjs`, mode, ...options], {encoding: 'utf8'}).stdout;
		},
		reloadRules() {
			const {exit, stderr} = sh(name, ['rules', ...options]);
			if (exit !== 0) throw new Error(`lab.sh rules: exit ${exit}: ${stderr}`);
		},
		firewalld() {
			const {status, stderr} = spawnSync(`${folder}firewalld-in-lab.sh`, [], {
				encoding: 'utf8',
				env: {...process.env, LAB_NAME: name, NODE: process.execPath},
				timeout: 100_000,
			});
			if (status !== 0) throw new Error(`firewalld-in-lab.sh: exit ${status}: ${stderr}`);
		},
		down() {
			sh(name, ['down']);
		},
	};
}
