import {spawnSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {begun, journalOf} from '../support/journal-lines.js';
import {startTestHost, whyNoTestHost, type TestHost} from '../support/test-host.js';

const without = whyNoTestHost();
let host: TestHost;

vi.setConfig({testTimeout: 240_000});

describe.skipIf(without !== undefined)(
	`the runbook of a real host${without === undefined ? '' : `: ${without}`}`,
	() => {
		beforeAll(async () => {
			host = await startTestHost({name: 'runbook', faults: {}, switches: {readySeconds: 1}});
			const ran = await host.tui(['install', '--yes', '--hostname', 'node1.example'], {milliseconds: 180_000});
			if (ran.exit !== 0) throw new Error(ran.stderr);
		});
		afterAll(() => {
			host.down();
		});

		test('tells every command that the worker ran, with what it printed, and how the host stands', async () => {
			const {exit, stdout} = await host.tui(['report']);
			expect(exit).toBe(0);
			const blocks = [...stdout.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, body = '']) => body.split('\n'));
			const commands = begun(await journalOf(host));
			expect(commands.length).toBeGreaterThan(15);
			// Without quotes a command is one line of words.
			const plain = commands.filter(line => /^[\w@%+=:,./ -]+$/.test(line));
			expect(plain.filter(line => !blocks.includes(line))).toEqual([]);
			expect(plain).toContain('k0s install controller --enable-worker --no-taints');
			expect(stdout).toContain('# k0s on node1.example');
			expect(stdout).toContain('Verdict: healthy.');
			expect(stdout).toContain('ExecStart=/usr/local/bin/k0s controller');
			expect(stdout).toMatch(/exit 0 · \d+(?:\.\d)? m?s · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
			expect(stdout).not.toContain('Its output was not kept.');
			expect(stdout).not.toContain('Failed');
		});

		test('the script is one for its shell, refuses to run unread, and stays with its owner', async () => {
			const {exit, stderr} = await host.tui(['report', '--out', '/root/host.sh']);
			expect({exit, stderr}).toMatchObject({exit: 0, stderr: expect.stringContaining('/root/host.sh') as unknown});
			const content = await host.must(['cat', '/root/host.sh']);
			expect(spawnSync('bash', ['-n'], {input: content, encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''});
			expect(content).toMatch(/^k0s install controller --enable-worker --no-taints$/m);
			expect(content).toMatch(/^hostnamectl set-hostname node1\.example$/m);
			expect(content).toMatch(/^printf '%s\\n' '[\da-f]{64} {2}\S+' \| sha256sum -c -$/m);
			expect(await host.must(['stat', '-c', '%a %U', '/root/host.sh'])).toBe('700 root\n');
			expect(await host.exec(['/root/host.sh'])).toMatchObject({exit: 1});
		});

		test('an ordinary user gets one too: what only root may see is unknown, never none', async () => {
			const {exit, stdout} = await host.tui(['report'], {user: 'operator'});
			expect(exit).toBe(0);
			expect(stdout).toContain('Written without root: ');
			expect(stdout).toContain('> The journal could not be read: needs root');
			expect(stdout).not.toContain('k0s-tui ran nothing here');
			expect(stdout).not.toContain('No packet rules');
		});
	},
);
