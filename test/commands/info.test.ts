import {describe, expect, it} from 'vitest';
import {info} from '../../source/commands/info.js';
import {pathsOf, terminalOf} from '../../source/commands/own.js';
import {settingsFrom} from '../../source/commands/settings.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {createRunner} from '../../source/host/runner.js';
import {createRecordedHost} from '../../source/host/recorded.js';
import {headerOf, recordedOf} from '../../source/host/recording.js';
import {command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {readToolVersion} from '../../source/read/tool-version.js';
import {catalogue} from '../../source/text/text.js';
import {fakeRunner} from '../support/fake-runner.js';
import {outcomeOf} from '../support/samples.js';

const run = async (runner: Parameters<typeof info.run>[0]['runner']) =>
	info.run(
		{
			runner,
			text: catalogue('en'),
			settings: settingsFrom({}),
			signal: new AbortController().signal,
			say: () => undefined,
		},
		{},
		[],
	);

describe('info', () => {
	it('tells versions, paths, terminal, privileges and tools of the simulated host', async () => {
		const {exit, json, lines} = await run(createRunner(createSimulatedHost({scenario: 'ready'}), {readOnly: false}));
		expect(exit).toBe(0);
		expect(Object.keys(json)).toEqual(['versions', 'paths', 'terminal', 'privileges', 'tools']);
		expect(json).toMatchObject({
			versions: {k0s: 'v1.34.1+k0s.0', node: process.versions.node, os: expect.stringContaining('CentOS')},
			paths: {hostState: '/var/lib/k0s-tui', service: '/etc/systemd/system/k0scontroller.service'},
			privileges: {user: 'root', uid: 0, root: true, sudo: 'without-password'},
		});
		expect(json['tools']).toContainEqual({name: 'nft', found: true, version: '1.1.1'});
		expect(json['tools']).toContainEqual({name: 'systemctl', found: true, version: '257'});
		expect(lines).toContainEqual(expect.stringMatching(/^ {2}k0s +v1\.34\.1\+k0s\.0$/));
	});

	it('tells of a recording when it was made, and how many secrets were hidden in it', async () => {
		const secrets: Outcome = outcomeOf({
			stdout: 'password: hunter2\nhttp://a:geheim@proxy.lan:1\n',
			startedAt: 86_400_000,
		});
		const clean = recordedOf(command(['cat', '/x'], 'read-file'), secrets);
		const recording = {header: headerOf('local', 0), outcomes: [clean, clean], skipped: 0};
		const {json, lines} = await run(createRunner(createRecordedHost(recording)));
		expect(json).toMatchObject({recording: {at: '1970-01-02T00:00:00.000Z', hidden: {named: 2, url: 2}}});
		expect(lines).toContainEqual(expect.stringMatching(/^ {2}secrets +Hidden in it: .*2 logins in URLs/));
		const {json: other} = await run(createRunner(createSimulatedHost({scenario: 'ready'}), {readOnly: false}));
		expect(other).not.toHaveProperty('recording');
	});

	it('says what is not there, and null for what it could not find out', async () => {
		const {json, lines} = await run(
			fakeRunner(argv => {
				if (argv === 'id -u') return '1000\n';
				if (argv === 'sudo -n true') return {kind: 'failed', stderr: 'sudo: a password is required\n'};
				if (argv === 'firewall-cmd --version') return {kind: 'failed', exit: 36, stderr: 'Error: DBUS_ERROR\n'};
				return undefined;
			}),
		);
		expect(json).toMatchObject({
			versions: {k0s: null, os: null, kernel: null},
			privileges: {user: null, uid: 1000, root: false, sudo: 'with-password-or-not-allowed'},
			paths: {service: null},
		});
		expect(json['tools']).toContainEqual({name: 'k0s', found: false, version: null});
		expect(json['tools']).toContainEqual({name: 'firewall-cmd', found: true, version: null});
		expect(json['tools']).toContainEqual({name: 'nft', found: false, version: null});
		expect(lines).toContainEqual(expect.stringMatching(/^ {2}nft +not installed$/));
	});
});

describe('our own paths', () => {
	it('follow XDG, and K0S_TUI_ROOT', () => {
		expect(pathsOf({HOME: '/home/a'}, undefined)).toEqual({
			config: '/home/a/.config/k0s-tui/config.json',
			state: '/home/a/.local/state/k0s-tui',
			hostState: '/var/lib/k0s-tui',
			runFolder: '/run/k0s-tui',
		});
		expect(
			pathsOf({HOME: '/home/a', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: 'relative', K0S_TUI_ROOT: '/t'}, undefined),
		).toEqual({
			config: '/c/k0s-tui/config.json',
			state: '/home/a/.local/state/k0s-tui',
			hostState: '/t/var/lib/k0s-tui',
			runFolder: '/t/run/k0s-tui',
		});
		expect(pathsOf({}, undefined)).toMatchObject({config: null, state: null});
		expect(pathsOf({}, '/my.json').config).toBe('/my.json');
	});
});

describe('the terminal', () => {
	it('is described by its streams and the environment', () => {
		const streams = {stdin: {isTTY: true}, stdout: {isTTY: true, columns: 80, rows: 24}};
		const env = {TERM: 'xterm-256color', LANG: 'ja_JP.UTF-8', SSH_CONNECTION: 'a b c d', TMUX: '/tmp/x'};
		expect(terminalOf(env, {ascii: false, theme: 'mono'}, streams)).toEqual({
			stdin: true,
			stdout: true,
			columns: 80,
			rows: 24,
			term: 'xterm-256color',
			locale: 'ja_JP.UTF-8',
			fullScreen: true,
			color: false,
			ascii: false,
			ssh: true,
			multiplexer: 'tmux',
		});
		expect(terminalOf({}, {ascii: false, theme: 'dark'}, {stdin: {}, stdout: {}})).toMatchObject({
			stdout: false,
			columns: null,
			term: null,
			fullScreen: false,
			ascii: true,
		});
	});
});

describe("a tool's version", () => {
	it.each([
		['systemctl', 'systemd 252 (252.38-1~deb12u1)\n+PAM', '252'],
		['ip', 'ip utility, iproute2-6.1.0, libbpf 1.1.2\n', '6.1.0'],
		['nft', 'nftables v1.0.6 (Lester Gooch #5)\n', '1.0.6'],
		['iptables-nft-save', 'iptables-nft-save v1.8.9 (nf_tables)\n', '1.8.9'],
		['ipset', 'ipset v7.17, protocol version: 7\n', '7.17'],
		['firewall-cmd', '2.3.1\n', '2.3.1'],
		['curl', 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1\n', '7.88.1'],
		['sudo', 'Sudo version 1.9.15p5\n', '1.9.15p5'],
	])('%s', (tool, stdout, version) => {
		expect(readToolVersion(outcomeOf({argv: [tool], stdout}))).toMatchObject({known: true, value: version});
		expect(readToolVersion(outcomeOf({argv: [tool], stdout: 'something else 1.2.3\n'}))).toMatchObject({known: false});
	});
});
