import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import * as kubectl from '../../source/command/kubectl.js';
import {command} from '../../source/command/command.js';
import {createLocalHost} from '../../source/host/local.js';
import {optionsFor} from '../../source/checks/options.js';
import {pathsOf} from '../../source/commands/own.js';
import {hostFolders} from '../../source/engine/worker/folders.js';
import {cacheFolder, makePrivate, ownFolders} from '../../source/host/private-folder.js';
import {openJournal} from '../../source/engine/open-journal.js';

const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'k0s-tui-private-'));
afterAll(() => {
	fs.rmSync(parent, {recursive: true, force: true});
});
const modeOf = (file: string): string => (fs.statSync(file).mode & 0o7777).toString(8);
const root = process.geteuid?.() === 0;
let at: string;
beforeEach(() => {
	at = fs.mkdtempSync(path.join(parent, 'root-'));
	vi.stubEnv('K0S_TUI_ROOT', at);
});
afterEach(() => {
	vi.unstubAllEnvs();
});

describe('our folders', () => {
	test.each([
		[undefined, '/'],
		['', '/'],
		['/srv/root', '/srv/root'],
		['root', path.resolve('root')],
	])('K0S_TUI_ROOT %s: below %s', (root, below) => {
		const env = {K0S_TUI_ROOT: root};
		const state = path.join(below, 'var/lib/k0s-tui');
		const live = path.join(below, 'run/k0s-tui');
		expect(ownFolders(env)).toEqual({state, live});
		expect(hostFolders(env)).toMatchObject({state, live, journal: `${state}/journal.jsonl`, lock: `${live}/lock`});
		expect(pathsOf(env, undefined)).toMatchObject({hostState: state, runFolder: live});
		expect(optionsFor('local', env).stateFolder).toBe(state);
	});
});

describe('a private folder', () => {
	test('is made for us alone, with its parents, whatever the umask', async () => {
		const before = process.umask(0);
		try {
			await makePrivate(path.join(at, 'a/b'));
		} finally {
			process.umask(before);
		}

		expect([modeOf(path.join(at, 'a')), modeOf(path.join(at, 'a/b'))]).toEqual(['700', '700']);
	});

	test('is refused below a folder that everybody can write, and taken below a sticky one', async () => {
		const shared = path.join(at, 'shared');
		fs.mkdirSync(path.join(shared, 'var/lib'), {recursive: true});
		fs.chmodSync(shared, 0o777);
		await expect(makePrivate(path.join(shared, 'var/lib/k0s-tui'))).rejects.toThrow('written by everybody');
		fs.chmodSync(shared, 0o1777);
		await expect(makePrivate(path.join(shared, 'var/lib/k0s-tui'))).resolves.toBeUndefined();
	});

	test.skipIf(!root)("is refused below another user's folder, by whatever way it leads there", async () => {
		const theirs = path.join(at, 'theirs');
		fs.mkdirSync(path.join(theirs, 'var/lib'), {recursive: true});
		fs.chownSync(theirs, 65_534, 65_534);
		fs.symlinkSync(theirs, path.join(at, 'linked'));
		for (const way of [theirs, path.join(at, 'linked')]) {
			await expect(makePrivate(path.join(way, 'var/lib/k0s-tui'))).rejects.toThrow('another user');
			expect(await cacheFolder('kubectl', {K0S_TUI_ROOT: way})).toBe('/dev/null');
		}
	});

	test.each([0o750, 0o755, 0o711, 0o770, 0o777])('that is ours and has mode %o is put right', async mode => {
		const folder = path.join(at, 'ours');
		fs.mkdirSync(folder);
		fs.writeFileSync(path.join(folder, 'lock'), '', {mode: 0o600});
		fs.mkdirSync(path.join(folder, 'kubectl'), {mode: 0o750});
		fs.chmodSync(folder, mode);
		await makePrivate(folder);
		expect(modeOf(folder)).toBe('700');
		expect(fs.readdirSync(folder)).toEqual(['kubectl', 'lock']);
	});

	test('that others could write is refused when it holds a link, and stays as it is', async () => {
		const folder = path.join(at, 'shared');
		fs.mkdirSync(folder);
		fs.symlinkSync('/etc/passwd', path.join(folder, 'lock'));
		fs.chmodSync(folder, 0o777);
		await expect(makePrivate(folder)).rejects.toThrow('could be written by others and holds lock');
		expect(modeOf(folder)).toBe('777');
	});

	test.runIf(root)('that others could write is refused when it holds what another user owns', async () => {
		const folder = path.join(at, 'shared');
		fs.mkdirSync(folder);
		fs.writeFileSync(path.join(folder, 'worker.json'), '{}');
		fs.chownSync(path.join(folder, 'worker.json'), 65_534, 65_534);
		fs.chmodSync(folder, 0o1777);
		await expect(makePrivate(folder)).rejects.toThrow('holds worker.json');
	});

	test.runIf(root)('of another user is refused, and so is a link', async () => {
		const folder = path.join(at, 'theirs');
		fs.mkdirSync(folder, {mode: 0o700});
		fs.chownSync(folder, 65_534, 65_534);
		await expect(makePrivate(folder)).rejects.toThrow('belongs to another user');
		fs.symlinkSync('/etc', path.join(at, 'link'));
		await expect(makePrivate(path.join(at, 'link'))).rejects.toThrow('is not a folder');
	});
});

describe('a tool that keeps what it finds out', () => {
	/** Says its folder, and makes what is missing on the way there with the mode that kubectl gives. */
	const script = 'echo "$KUBECACHEDIR"; umask 027; mkdir -p "$KUBECACHEDIR/discovery"';
	const asking = () => command(['bash', '-c', script], 'test', {cache: kubectl.nodes().cache ?? never()});
	const never = (): never => {
		throw new Error('kubectl keeps nothing');
	};

	test('finds a folder of ours, below K0S_TUI_ROOT, made before it could', async () => {
		const {live} = ownFolders(process.env);
		const host = createLocalHost();
		const {stdout} = await host.execute(asking());
		expect(stdout.trim()).toBe(path.join(at, 'run/k0s-tui/kubectl'));
		expect([modeOf(live), modeOf(path.join(live, 'kubectl'))]).toEqual(['700', '700']);
		// As after a reboot, while the program goes on: /run is empty.
		fs.rmSync(path.join(at, 'run'), {recursive: true});
		await host.execute(asking());
		expect(modeOf(live)).toBe('700');
	});

	test('every kubectl has it', () => {
		const {createDeployment, exposeDeployment, podLog, followLog, ...others} = kubectl;
		const commands = [
			...Object.values(others).map(make => (make as (...words: string[]) => {cache?: unknown})('a', 'b', 'c')),
			createDeployment({namespace: 'a', name: 'b', image: 'c', port: 80}, {}),
			exposeDeployment('a', 'b', {}),
			...[podLog, followLog].map(make => make({namespace: 'a', pod: 'b', container: 'c', tail: 1})),
		];
		expect(commands.map(({cache}) => cache)).toEqual(
			commands.map(() => ({variable: 'KUBECACHEDIR', folder: 'kubectl'})),
		);
	});

	test('keeps nothing where no folder is safe', async () => {
		fs.mkdirSync(path.join(at, 'run'));
		fs.writeFileSync(path.join(at, 'run/k0s-tui'), '');
		expect(await cacheFolder('kubectl')).toBe('/dev/null');
	});
});

test("the host's journal closes a folder that a command left open; one beside a file that a person named stays", async () => {
	const {state} = ownFolders(process.env);
	fs.mkdirSync(state, {recursive: true, mode: 0o755});
	const entry = {
		...{run: 'r', boot_id: null, t_mono: 1, t_wall: 1, uid: 0, sudo_user: null, tty: null, step: 's', argv: null},
		...{cwd: null, envKeys: [], before: null, after: null, exit: null, sig: null, ms: null, outSha: null},
		ev: 'plan',
	} as const;
	await openJournal('local', process.env).append(entry);
	expect(modeOf(state)).toBe('700');

	const named = path.join(at, 'named');
	fs.mkdirSync(named, {mode: 0o755});
	await openJournal('simulated', {K0S_TUI_SIMULATION_STATE: path.join(named, 'state')}).append(entry);
	expect(modeOf(named)).toBe('755');
});
