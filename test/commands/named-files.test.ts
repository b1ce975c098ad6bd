import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {ask} from '../../source/commands/index.js';
import {openRunner} from '../../source/commands/open-runner.js';
import {createRunner, type Runner} from '../../source/host/runner.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {outputTo} from '../support/output.js';
import {outcomeOf} from '../support/samples.js';

let folder = '';
beforeAll(() => {
	vi.stubEnv('K0S_TUI_SIMULATION_SPEED', '200');
	folder = fs.mkdtempSync(join(tmpdir(), 'k0s-tui-named-'));
	execFileSync('mkfifo', [join(folder, 'pipe')]);
	fs.writeFileSync(join(folder, 'foreign'), 'mine\n', {mode: 0o644});
	fs.writeFileSync(join(folder, 'log'), '{"program":"k0s-tui plan"}\n');
});
afterAll(() => {
	vi.unstubAllEnvs();
	fs.rmSync(folder, {recursive: true, force: true});
});

async function run(argv: readonly string[], runner: Runner, signal = new AbortController().signal) {
	let out = '';
	const asked = await ask(argv, '1.2.3', {out: outputTo(text => void (out += text)), err: () => undefined});
	if (asked.kind !== 'headless') throw new Error(`${argv.join(' ')} is no command`);
	return {exit: await asked.run(runner, signal), out};
}

/** A fresh server on which stat calls the path `kind`; `asked` are the commands about it. */
function hostWith(path: string, kind: string, scenario: 'fresh' | 'ready' = 'fresh') {
	const simulated = createRunner(createSimulatedHost({scenario, speed: 200}), {});
	const asked: string[] = [];
	const runner: Runner = {
		...simulated,
		async run(command, options) {
			if (!command.argv.includes(path)) return simulated.run(command, options);
			asked.push(command.argv[0]);
			return outcomeOf({argv: command.argv, stdout: command.argv.includes('%F') ? `${kind}\n` : `${path}\n`});
		},
	};
	return {runner, asked};
}

describe('a path that a person names and that is no regular file', () => {
	test.each(['fifo', 'directory', 'character special file', 'block special file', 'socket'])(
		'a program: nothing reads a %s',
		async kind => {
			const {runner, asked} = hostWith('/srv/k0s', kind);
			const {out} = await run(['plan', '--json', '--binary', '/srv/k0s'], runner);
			expect(asked).toEqual(['stat']);
			expect(out).toContain(`/srv/k0s: ${kind}`);
		},
	);

	test('an image bundle', async () => {
		const {runner, asked} = hostWith('/srv/images.tar', 'fifo');
		const {out} = await run(['plan', '--json', '--airgap-bundle', '/srv/images.tar'], runner);
		expect(asked).toEqual(['stat']);
		expect(out).toContain('/srv/images.tar: fifo');
	});

	test('a configuration: k0s is not asked to read it', async () => {
		const {runner, asked} = hostWith('/srv/k0s.yaml', 'fifo', 'ready');
		const {out} = await run(['plan', '--json', '--k0s-config', '/srv/k0s.yaml'], runner);
		expect(asked).not.toContain('k0s');
		expect(out).toContain('fifo');
	});

	test('a regular file is read', async () => {
		const {runner, asked} = hostWith('/srv/k0s', 'regular file');
		await run(['plan', '--json', '--binary', '/srv/k0s'], runner);
		expect(asked).toContain('sha256sum');
	});

	test('a matrix to compare with: refused at once, where it waited for ever', async () => {
		const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 200}), {});
		const {exit, out} = await run(['reach', '--matrix', '--json', '--compare', join(folder, 'pipe')], runner);
		expect(exit).toBe(3);
		expect(JSON.parse(out)).toMatchObject({error: {message: expect.stringContaining('not a regular file') as string}});
	});
});

describe('ctrl-c while a tool does not answer', () => {
	test.each([
		['plan', '--json'],
		['install', '--yes'],
		['undo', '--yes'],
		['reset', '--yes'],
		['undo', '--json'],
		['reset', '--json'],
		['demo', '--yes'],
		['trace', 'nodeport:30080', '--yes'],
		['check', '--json'],
		['network', '--json'],
		['nftables', '--json'],
		['report', '--json'],
		['status', '--json'],
		['info', '--json'],
	])('%s %s ends at once', async (...argv) => {
		const simulated = createRunner(createSimulatedHost({scenario: 'ready', speed: 200}), {});
		const controller = new AbortController();
		/** Every command hangs, and ends only with its signal. */
		const runner: Runner = {
			...simulated,
			run: async (command, {signal} = {}) =>
				new Promise(resolve => {
					const end = () => resolve(outcomeOf({argv: command.argv, kind: 'aborted', exit: null}));
					if (signal?.aborted === true) end();
					signal?.addEventListener('abort', end, {once: true});
					setImmediate(() => controller.abort());
				}),
		};
		const {exit} = await run(argv, runner, controller.signal);
		expect(exit).toBe(130);
	});
});

describe('--debug', () => {
	const open = async (debug: string, force = false) =>
		openRunner({simulate: 'fresh', replay: undefined, record: undefined, readOnly: false, debug, force}, {});

	test('a foreign file stays as it is, unless --force', async () => {
		const path = join(folder, 'foreign');
		expect(await open(path)).toEqual({ok: false, fault: {kind: 'exists', path, what: 'debug'}});
		expect(fs.readFileSync(path, 'utf8')).toBe('mine\n');
		expect(await open(path, true)).toMatchObject({ok: true});
	});

	test('an older log of ours, or nothing, is free', async () => {
		expect(await open(join(folder, 'log'))).toMatchObject({ok: true});
		expect(await open(join(folder, 'new'))).toMatchObject({ok: true});
	});
});
