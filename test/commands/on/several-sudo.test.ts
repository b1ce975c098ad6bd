import {closeSync, openSync} from 'node:fs';
import process from 'node:process';
import {afterAll, afterEach, describe, expect, test} from 'vitest';
import {forms} from '../../../source/commands/on/archive.js';
import {requestFrom} from '../../../source/commands/on/request.js';
import {overEach} from '../../../source/commands/on/several.js';
import {on} from '../../../source/text/en/on.js';
import {fakeServers} from '../../support/fake-ssh.js';

const fake = fakeServers({sudo: true});
const formFor = forms('1.2.3', fake.archive);

/** Of several servers with `--sudo`: exit code and fault. `terminal`: whether sudo can ask. */
async function answersOf(servers: readonly string[], sudo: string, terminal: boolean) {
	process.env['K0S_TUI_FAKE_SUDO'] = sudo;
	const request = requestFrom(['--sudo', servers.join(','), 'status'], on);
	if (typeof request === 'string') throw new Error(request);
	const file = openSync('/dev/null', 'r+');
	try {
		const answers = await overEach({
			...{request, text: on, formFor, signal: new AbortController().signal, open: fake.line},
			terminal: terminal ? file : undefined,
		});
		return answers.map(({server, exit, fault}) => [server, exit, fault?.code]);
	} finally {
		closeSync(file);
	}
}

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('sudo on several servers', () => {
	afterEach(async () => fake.closeLines());
	afterAll(() => fake.down());

	test('asks on the terminal, one server after the other, each to its end', async () => {
		expect(await answersOf(['user1', 'user2-free', 'user3'], 'asks', true)).toEqual([
			['user1', 0, undefined],
			['user2-free', 0, undefined],
			['user3', 0, undefined],
		]);
		const log = fake.log().split('\n');
		const asks = log.flatMap((each, at) => (/^-tt .*start sudo/.test(each) ? [at] : []));
		const ends = log.flatMap((each, at) => (/^sudo ended .*user[13]$/.test(each) ? [at] : []));
		expect([asks.length, ends.length]).toEqual([2, 2]);
		expect(asks[1]).toBeGreaterThan(ends[0] ?? Infinity);
	});

	test('without a terminal those that would ask say so, and the others answer', async () => {
		expect(await answersOf(['user1', 'user2-free'], 'asks', false)).toEqual([
			['user1', 3, 'sudo-asks'],
			['user2-free', 0, undefined],
		]);
	});

	test('one that refuses is said, and the next one is asked', async () => {
		expect(await answersOf(['user1', 'user3'], 'refuses', true)).toEqual([
			['user1', 3, 'sudo-refused'],
			['user3', 3, 'sudo-refused'],
		]);
	});
});
