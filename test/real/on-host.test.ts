import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {elsewhere, joinToken} from '../../source/simulated/join-token.js';
import {runOn} from '../support/on.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
const project = fileURLToPath(new URL('../../', import.meta.url));
let host: TestHost;

/** The host's own sshd, with its keys and its config; nothing of the program is there. test/long/on-host.test.ts has the rest. */
describe.skipIf(without !== undefined)(`on, over a real sshd${reason}`, () => {
	beforeAll(async () => {
		execFileSync(process.execPath, ['scripts/build.mjs', '--bundle'], {cwd: project});
		host = await startTestHost({name: 'on'});
	}, 120_000);
	afterAll(() => host?.down());

	test('a line that is cut in the middle of the copy leaves nothing that looks whole', async () => {
		const name = `${host.name}-operator`;
		// As the host’s config, but for a wire that carries 3 MB towards it and then ends.
		const cut = `${host.config}.cut`;
		const wire = readFileSync(host.config, 'utf8').replaceAll(
			/ProxyCommand (.*)$/gm,
			'ProxyCommand stdbuf -o0 head -c 3000000 | $1',
		);
		writeFileSync(cut, wire, {mode: 0o600});
		const {exit, stdout, stderr} = await runOn(['-F', cut, name, 'status', '--json']);
		expect(JSON.parse(stdout), stderr).toMatchObject({error: {code: 'cut'}});
		expect(exit).toBe(4);
		expect(await host.must(['ls', '/home/operator/.cache/k0s-tui/on'])).toBe('');
	});

	test('the next try places it, and the command’s JSON and exit code come as they are', async () => {
		const {exit, stdout, stderr} = await runOn(['-F', host.config, `${host.name}-operator`, 'status', '--json']);
		expect(JSON.parse(stdout), stderr).toMatchObject({
			schema: 'k0s-tui/status/1',
			host: {name: 'centos10.home.local', user: 'operator', simulated: false},
			verdict: 'not-installed',
		});
		expect(exit).toBe(1);
		const left = await host.must(['ls', '-A', '/home/operator/.cache/k0s-tui/on']);
		expect(left.trim().split('\n')).toEqual(['.made-cache', expect.stringMatching(/^\d+\.\d+\.\d+-[\da-f]{12}$/)]);
	});

	test('a join token goes by standard input, and the program there reads it', async () => {
		const token = joinToken({role: 'controller', address: elsewhere, secret: 'simula.ted0000000000000'});
		const words = 'install --simulate=fresh --role worker --token-file - --yes --json'.split(' ');
		const {exit, stdout, stderr} = await runOn(['-F', host.config, `${host.name}-operator`, ...words], token);
		// It is one of another role: that says who has read it, and nothing is begun.
		expect(stdout, stderr).toMatch(/token .*controller/);
		expect(`${stdout}${stderr}`).not.toContain('ted0000000000000');
		expect(exit).toBe(1);
	});

	test('several: one table, a row for each and for whom nobody reached', async () => {
		const servers = [`${host.name}-operator`, 'nowhere.invalid'].join(',');
		const {exit, stdout} = await runOn(['-F', host.config, servers, 'check', '--simulate=ready']);
		const [titles, first, second] = stdout.split('\n');
		expect(titles).toMatch(/^SERVER +EXIT +ANSWER +DETAIL$/);
		expect(first).toMatch(new RegExp(`^${host.name}-operator +0 +\\d+ pass`));
		expect(second).toMatch(/^nowhere\.invalid +4 +not known +no address/);
		expect(exit).toBe(4);
	});

	test('--remove leaves no trace', async () => {
		const {exit, stderr} = await runOn(['-F', host.config, `${host.name}-operator`, '--remove']);
		expect(exit, stderr).toBe(0);
		expect(await host.must(['ls', '-A', '/home/operator'])).not.toContain('.cache');
		expect((await host.exec(['pgrep', '-u', 'operator', '-f', 'k0s-tui'])).stdout).toBe('');
	});
});
