import {spawn, spawnSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../testhost/', import.meta.url));
const project = fileURLToPath(new URL('../../', import.meta.url));
const tool = join(folder, 'testhost');
const standIn = join(folder, 'k0s-standin');
/** Where the built product lies in the host. */
const product = '/opt/k0s-tui';

export type User = 'root' | 'operator' | 'admin';
export type Ran = {readonly exit: number | null; readonly stdout: string; readonly stderr: string};
type RunOptions = {readonly input?: string; readonly milliseconds?: number};

/** Faults of the release server: test/testhost/k0s-standin/downloads.mjs. */
export type Faults = Readonly<Record<string, unknown>>;
/** Switches of the k0s stand-in: test/testhost/k0s-standin/README.md. */
export type Switches = Readonly<Record<string, unknown>>;

export type TestHostOptions = {
	/** Lower-case letters, digits, `-`; at most 12. */
	readonly name: string;
	/** `containerd` has real pods. */
	readonly profile?: 'base' | 'containerd';
	readonly cgroup?: 'hybrid' | 'unified';
	/** `none`: a server before the first step. `placed`: the binary only. `ready`: installed, started, every pod ready. */
	readonly k0s?: 'none' | 'placed' | 'ready';
	readonly switches?: Switches;
	/** How long its systemd waits for a unit to stop before it kills it, in seconds; 90 as on Debian and CentOS. */
	readonly stopTimeout?: number;
	/** On the network of that host, which is up. Each host there has a name and an address of its own. */
	readonly lan?: TestHost;
	readonly hostname?: string;
	/** 192.168.122.x; the first host of a network has 192.168.122.161. */
	readonly address?: string;
	/** Further options of `testhost up`. */
	readonly options?: readonly string[];
	/** Starts the release server within the host's own network, with these faults (`{}`: none). */
	readonly faults?: Faults;
};

/** One request that the release server answered. */
export type Download = {
	readonly method: string;
	readonly host: string;
	readonly path: string;
	readonly range: string | null;
	readonly status: number;
};

export type TestHost = {
	readonly name: string;
	/** Its address on its private network. */
	readonly address: string;
	/** Runs a command within the host, without a login session; `user` as by `runuser -l`. */
	exec(argv: readonly string[], options?: RunOptions & {readonly user?: User}): Promise<Ran>;
	/** As `exec`; throws unless it exits 0. */
	must(argv: readonly string[], options?: RunOptions & {readonly user?: User}): Promise<string>;
	/** Asks until the command exits 0 (and `accepts` its output); throws the last answer after the time. */
	until(argv: readonly string[], milliseconds?: number, accepts?: (stdout: string) => boolean): Promise<string>;
	/** argv of a login over ssh on a terminal of its own; add the command. operator's sudo asks for the password `operator`. */
	ssh(user?: User): readonly string[];
	/** Its ssh config file, with the names NAME, NAME-operator and NAME-admin. */
	readonly config: string;
	/** The private key of its logins. */
	key(): string;
	/** Logs in over ssh on a terminal of its own, runs a command, and waits for its end. */
	login(user: User, argv: readonly string[], options?: RunOptions): Promise<Ran>;
	/** Runs a program of this machine as the host's neighbour: outside its firewall, on its network. */
	lan(argv: readonly string[], options?: RunOptions): Promise<Ran>;
	/** Runs the built product within the host. */
	tui(args: readonly string[], options?: RunOptions & {readonly user?: User}): Promise<Ran>;
	/** Within the host: argv of the product, for `ssh`. */
	readonly tuiArgv: readonly string[];
	switches(switches: Switches): Promise<void>;
	/** Starts the release server, or changes its faults. */
	downloads(faults: Faults): Promise<void>;
	requests(): readonly Download[];
	down(): void;
};

/**
 * The stand-in takes as long as a real k0s to stop, and scales a start by `readySeconds`. Tests that do not look at that get
 * it short; one that does sets it: `{stopSeconds: 11}`.
 */
const brisk: Switches = {stopSeconds: 1, nodeReadySeconds: 0.5, dnsReadySeconds: 0.5};

/** Exit code of the scripts where they cannot run: a reason to skip, not a failure. */
const cannotRun = 77;
/** The scripts take `node` from PATH: the one that runs the tests. */
const env = {...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`};

/** Undefined when a test host can run here, else the reason: for `describe.skipIf`. */
export function whyNoTestHost(): string | undefined {
	const {status, stderr} = spawnSync(tool, ['doctor'], {env, encoding: 'utf8'});
	if (status === 0) return undefined;
	if (status === cannotRun) return stderr.trim();
	throw new Error(`testhost doctor: exit ${status}: ${stderr}`);
}

/** The built product, in a folder of its own that no later build touches. `K0S_TUI_DIST` names another build. */
function copyProduct(to: string): void {
	const given = process.env['K0S_TUI_DIST'];
	if (given === undefined) {
		const {status, stderr} = spawnSync(process.execPath, ['scripts/build.mjs', '--bundle'], {
			cwd: project,
			encoding: 'utf8',
		});
		if (status !== 0) throw new Error(`the product cannot be built: ${stderr}`);
	}

	cpSync(given ?? join(project, 'dist'), to, {recursive: true});
	chmodSync(to, 0o755);
}

const prefix = 't';
const folderPrefix = 'k0s-tui-host-';
const owned = new RegExp(`^${prefix}(\\d+)-`);
const up = new Set<TestHost>();
let count = 0;
let swept = false;

const orphaned = (pid: string | undefined): boolean => pid !== undefined && !existsSync(`/proc/${pid}`);

/** Hosts and folders of a test process that is gone: it was killed before it could take them down. */
function sweep(): void {
	if (swept) return;
	swept = true;
	process.on('exit', () => {
		for (const host of up) host.down();
	});
	const {stdout} = spawnSync(tool, ['list'], {env, encoding: 'utf8'});
	for (const line of stdout.split('\n')) {
		const name = line.split('\t')[0] ?? '';
		if (orphaned(owned.exec(name)?.[1])) spawnSync(tool, ['down', '--name', name], {env});
	}

	for (const name of readdirSync(tmpdir())) {
		if (!name.startsWith(folderPrefix) || !orphaned(/\d+/.exec(name.slice(folderPrefix.length))?.[0])) continue;
		rmSync(join(tmpdir(), name), {recursive: true, force: true});
	}
}

/** Settles when the process ended and said all; a deadline kills it. Never throws for an exit code. */
function run(
	file: string,
	args: readonly string[],
	{input = '', milliseconds = 60_000}: RunOptions = {},
): Promise<Ran> {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, {env, stdio: 'pipe', timeout: milliseconds, killSignal: 'SIGKILL'});
		const out: Buffer[] = [];
		const err: Buffer[] = [];
		child.stdout.on('data', (data: Buffer) => out.push(data));
		child.stderr.on('data', (data: Buffer) => err.push(data));
		// A program that does not read its input closes it.
		child.stdin.on('error', () => undefined);
		child.stdin.end(input);
		child.on('error', reject);
		child.on('close', exit => {
			resolve({exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString()});
		});
	});
}

/** ssh joins its words for the login shell. */
const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

const failed = (what: string, {exit, stdout, stderr}: Ran): Error =>
	new Error(`${what}: exit ${exit}\n${stdout.slice(-2000)}${stderr.slice(-2000)}`);

/** A server of its own: systemd, firewalld, sshd, users. `down` it in afterAll; what is left ends with the test process. */
export async function startTestHost(options: TestHostOptions): Promise<TestHost> {
	const {profile = 'base', cgroup = 'hybrid', k0s = 'none', switches, stopTimeout, faults} = options;
	const {lan, hostname, address = '192.168.122.161'} = options;
	const further = [
		...(lan === undefined ? [] : ['--lan', lan.name]),
		...(hostname === undefined ? [] : ['--hostname', hostname]),
		...['--ip', address],
		...(options.options ?? []),
	];
	sweep();
	const name = `${prefix}${process.pid}-${++count}-${options.name}`;
	const own = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
	const config = join(own, 'ssh_config');
	const tuiArgv = ['node', `${product}/cli.js`];
	const host: TestHost = {
		name,
		address,
		exec: (argv, {user = 'root', ...given} = {}) =>
			run(tool, ['exec', '--name', name, '--user', user, '--', ...argv], given),
		async must(argv, given) {
			const ran = await host.exec(argv, given);
			if (ran.exit !== 0) throw failed(argv.join(' '), ran);
			return ran.stdout;
		},
		async until(argv, milliseconds = 30_000, accepts = () => true) {
			const end = Date.now() + milliseconds;
			for (;;) {
				const ran = await host.exec(argv, {milliseconds: Math.max(1000, end - Date.now())});
				if (ran.exit === 0 && accepts(ran.stdout)) return ran.stdout;
				if (Date.now() > end) throw failed(`${argv.join(' ')}: still after ${milliseconds} ms`, ran);
				await sleep(200);
			}
		},
		ssh: (user = 'root') => ['ssh', '-F', config, '-tt', user === 'root' ? name : `${name}-${user}`],
		config,
		key() {
			const file = /^\s*IdentityFile\s+"?([^"\n]+)"?$/m.exec(readFileSync(config, 'utf8'))?.[1];
			return readFileSync(file ?? '', 'utf8');
		},
		async login(user, argv, given) {
			const [file = '', ...parameters] = host.ssh(user);
			return run(file, [...parameters, ...argv.map(quoted)], given);
		},
		lan: (argv, given) => run(tool, ['lan', '--name', name, '--', ...argv], given),
		tui: (args, given) => host.exec([...tuiArgv, ...args], given),
		tuiArgv,
		async switches(given) {
			await host.must(['sh', '-c', 'cat >/etc/k0s-standin.new && mv /etc/k0s-standin.new /etc/k0s-standin.json'], {
				input: JSON.stringify({...brisk, ...given}),
			});
		},
		async downloads(given) {
			const ran = await run(join(standIn, 'downloads.sh'), [name, JSON.stringify(given)]);
			if (ran.exit !== 0) throw failed('downloads.sh', ran);
		},
		requests() {
			const {stdout} = spawnSync(join(standIn, 'downloads.sh'), [name, '--log'], {env, encoding: 'utf8'});
			const file = stdout.trim();
			if (!existsSync(file)) return [];
			return readFileSync(file, 'utf8')
				.split('\n')
				.filter(line => line !== '')
				.map(line => JSON.parse(line) as Download);
		},
		down() {
			spawnSync(tool, ['down', '--name', name], {env});
			rmSync(own, {recursive: true, force: true});
			up.delete(host);
		},
	};
	up.add(host);
	try {
		copyProduct(join(own, 'product'));
		const started = await run(
			join(standIn, 'host.sh'),
			[
				name,
				...['--profile', profile, '--cgroup', cgroup, '--bind', `${join(own, 'product')}:${product}:ro`],
				...(k0s === 'none' ? ['--no-k0s'] : []),
				...['--switches', JSON.stringify({...brisk, ...switches})],
				...further,
				...(stopTimeout === undefined ? [] : ['--stop-timeout', String(stopTimeout)]),
			],
			{milliseconds: 300_000},
		);
		if (started.exit !== 0) throw failed('host.sh', started);
		const {stdout} = await run(tool, ['ssh-config', '--name', name]);
		writeFileSync(config, stdout, {mode: 0o600});
		if (faults !== undefined) await host.downloads(faults);
		if (k0s === 'ready') await makeReady(host);
	} catch (error) {
		host.down();
		throw error;
	}

	return host;
}

/** As a person would do it by hand: install, start, and wait until every pod of the system is ready. */
async function makeReady(host: TestHost): Promise<void> {
	await host.must(['k0s', 'install', 'controller', '--enable-worker', '--no-taints']);
	await host.must(['k0s', 'start']);
	await host.until(['k0s', 'status']);
	const pods = ['k0s', 'kubectl', 'get', 'pods', '-n', 'kube-system', '--no-headers'];
	await host.until(pods, 30_000, stdout => {
		const lines = stdout.trim().split('\n');
		return lines.length >= 5 && lines.every(line => /^\S+ +1\/1 +Running/.test(line));
	});
}
