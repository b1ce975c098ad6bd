import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = process.arch === 'x64' ? whyNoTestHost() : 'the test installs the package for x64';
const reason = without === undefined ? '' : `: ${without}`;
const project = fileURLToPath(new URL('../../', import.meta.url));
let host: TestHost;
let made: readonly string[];

describe.skipIf(without !== undefined)(`the Debian package${reason}`, () => {
	beforeAll(async () => {
		for (const [script, ...args] of [
			['build', '--bundle'],
			['portable', 'x64'],
			['packages', 'x64', 'deb'],
		])
			made = execFileSync(process.execPath, [`scripts/${script}.mjs`, ...args], {cwd: project, encoding: 'utf8'})
				.trim()
				.split('\n');
		host = await startTestHost({name: 'deb', options: ['--bind', `${project}build:/srv/build:ro`]});
	}, 400_000);
	afterAll(() => host?.down());

	test('installs on Debian with what is there, and runs', async () => {
		const [file = ''] = made.map(each => each.replace('build/', '/srv/build/'));
		await host.must(['dpkg', '-i', file], {milliseconds: 120_000});
		expect(await host.must(['k0s-tui', '--version'])).toMatch(/^k0s-tui \d/);
		expect(JSON.parse(await host.must(['k0s-tui', 'check', '--simulate=ready', '--json']))).toMatchObject({
			schema: 'k0s-tui/check/1',
		});
	});

	test('brings the man page and the completions, all root’s', async () => {
		const files = (await host.must(['dpkg', '-L', 'k0s-tui'])).trim().split('\n');
		expect(files).toEqual(
			expect.arrayContaining([
				'/usr/share/man/man1/k0s-tui.1.gz',
				'/usr/share/bash-completion/completions/k0s-tui',
				'/usr/share/zsh/site-functions/_k0s-tui',
				'/usr/share/fish/vendor_completions.d/k0s-tui.fish',
			]),
		);
		expect(await host.must(['find', '/usr/lib/k0s-tui', '!', '-user', 'root'])).toBe('');
		expect(await host.must(['find', '/usr/lib/k0s-tui/dist', '-name', 'start.js.*.cache'])).not.toBe('');
	});

	test('goes without leaving anything', async () => {
		await host.must(['dpkg', '-r', 'k0s-tui']);
		expect((await host.exec(['ls', '/usr/lib/k0s-tui'])).exit).not.toBe(0);
		expect((await host.exec(['ls', '/usr/bin/k0s-tui'])).exit).not.toBe(0);
	});
});
