import {describe, expect, test} from 'vitest';
import {openServer} from '../../source/app/open-server.js';
import {otherServer} from '../../source/app/reach/answer-view.js';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import {outcomeOf} from '../support/samples.js';

/** What ssh answers to the probe, and what the terminal was given to. */
async function open(
	probe: Partial<Outcome>,
	{
		server = '192.0.2.12',
		readOnly = false,
		env = {},
	}: {server?: string; readOnly?: boolean; env?: Record<string, string>} = {},
) {
	const asked: Command[] = [];
	const handed: Command[] = [];
	const said = await openServer(server, {
		...{readOnly, language: 'en', env},
		async run(command) {
			asked.push(command);
			return outcomeOf(probe);
		},
		async handOver(command) {
			handed.push(command);
			return outcomeOf({});
		},
	});
	return {said, asked, handed};
}

const failed = (stderr: string, exit = 255): Partial<Outcome> => ({kind: 'failed', exit, stderr});

describe('k0s-tui on another server', () => {
	test('asks ssh first, which asks nobody; then the terminal is given to `k0s-tui on`', async () => {
		const {said, asked, handed} = await open({}, {env: {SSH_AUTH_SOCK: '/run/agent', HOME: '/root'}});
		expect(said).toBeUndefined();
		const words = asked[0]?.argv.join(' ') ?? '';
		expect(words).toMatch(/^ssh .*-o BatchMode=yes -o ConnectTimeout=5 .*-- 192\.0\.2\.12 true$/);
		expect(words).not.toMatch(/StrictHostKey|KnownHosts/);
		expect(asked[0]).toMatchObject({changes: false, env: {SSH_AUTH_SOCK: '/run/agent'}});
		expect(handed).toMatchObject([{argv: ['k0s-tui', 'on', '192.0.2.12'], changes: true, own: true}]);
	});

	test('--read-only is passed on', async () => {
		const {handed} = await open({}, {readOnly: true});
		expect(handed).toMatchObject([{argv: ['k0s-tui', 'on', '192.0.2.12', '--read-only'], changes: false}]);
	});

	test.each([
		['no ssh', {kind: 'not-found', exit: null} as const, /no ssh on this computer/],
		[
			'host key unknown',
			failed(
				'No ED25519 host key is known for 192.0.2.12 and you have requested strict checking.\nHost key verification failed.',
			),
			/does not know the host key.*To connect: ssh 192\.0\.2\.12/,
		],
		[
			'host key changed',
			failed('@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.'),
			/has changed.*To see both keys: ssh 192\.0\.2\.12/,
		],
		[
			'key refused',
			failed('root@192.0.2.12: Permission denied (publickey,password).'),
			/refused.*ssh-copy-id 192\.0\.2\.12/,
		],
		['nobody listens', failed('ssh: connect to host 192.0.2.12 port 22: Connection refused'), /refused.*another port/],
		['no answer', {kind: 'timed-out', exit: null} as const, /no answer in time.*ProxyJump/],
		['no way', failed('ssh: connect to host 192.0.2.12 port 22: No route to host'), /no route.*ProxyJump/],
		['cut', failed('Connection closed by 192.0.2.12 port 22'), /closed the connection.*Connection closed/],
		['no shell', failed('This account is currently not available.', 1), /no POSIX shell.*not available/],
	])('%s: a sentence of its own, and nothing is opened', async (_, probe, wanted) => {
		const {said, handed} = await open(probe);
		expect(said).toMatch(wanted);
		expect(said).not.toContain('as root');
		expect(handed).toEqual([]);
	});

	test('with sudo it says whose keys ssh takes', async () => {
		const {said} = await open(failed('Permission denied (publickey).'), {env: {SUDO_USER: 'alice'}});
		expect(said).toContain('keys and known hosts of root, not of alice');
	});

	test.each(['-oProxyCommand=x', '$(reboot)', 'a b', ''])(
		'an address that is none (%j) is asked nothing',
		async server => {
			const {asked, handed, said} = await open({}, {server});
			expect([asked, handed]).toEqual([[], []]);
			expect(said).toContain('cannot be a server');
		},
	);

	test('an answer of reach names the server to ask', () => {
		const away = {
			kind: 'other-node',
			about: ['shop/web', 'node2'],
			command: ['k0s-tui', 'on', '192.0.2.12', 'reach', 'shop/web', '10.0.0.1'],
		} as const;
		const route = {kind: 'route', about: ['10.0.0.1'], command: ['ip', 'route']} as const;
		expect(otherServer({reasons: [route, away], results: []})).toEqual({node: 'node2', server: '192.0.2.12'});
		expect(otherServer({reasons: [route], results: []})).toBeUndefined();
	});
});
