import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readProgress, readResumed} from '../../source/engine/progress.js';
import {
	digestOf,
	elfFault,
	isNotFound,
	judgePart,
	readReleaseHeaders,
	readStableVersion,
	releaseOf,
} from '../../source/install/release.js';
import {arch, isReleaseTag, versionChoices} from '../../source/model/release.js';
import {differingFlags, execStart} from '../../source/model/unit-file.js';
import {outcomeOf} from '../support/samples.js';

const name = 'k0s-v1.34.1+k0s.0-amd64';
const digest = createHash('sha256').update('k0s').digest('hex');
const sums = [`${'0'.repeat(64)} *cosign.pub`, `${digest} *${name}`, `${'1'.repeat(64)} *${name}.sig`].join('\n');
const header = ' 7f 45 4c 46 02 01 01 00 00 00 00 00 00 00 00 00\n 02 00 3e 00\n';

describe('a release', () => {
	test('stable.txt is a tag and nothing else', () => {
		expect(readStableVersion(outcomeOf({stdout: 'v1.34.1+k0s.0\n'}))).toMatchObject({value: 'v1.34.1+k0s.0'});
		expect(readStableVersion(outcomeOf({stdout: '<html>Sign in</html>'}))).toMatchObject({
			unknown: {reason: 'unreadable'},
		});
		expect(
			readStableVersion(outcomeOf({kind: 'failed', exit: 6, stderr: 'curl: (6) Could not resolve'})),
		).toMatchObject({
			unknown: {reason: 'failed'},
		});
	});

	test('size and whether it can be continued: by the last answer, after redirects', () => {
		const stdout =
			'HTTP/2 302 \r\ncontent-length: 0\r\nlocation: https://x\r\n\r\nHTTP/2 200 \r\nContent-Length: 252706816\r\nAccept-Ranges: bytes\r\n\r\n';
		expect(readReleaseHeaders(outcomeOf({stdout}))).toMatchObject({value: {size: 252_706_816, ranges: true}});
		expect(readReleaseHeaders(outcomeOf({stdout: 'HTTP/2 200 \r\nserver: x\r\n'}))).toMatchObject({
			value: {size: null, ranges: false},
		});
	});

	test('a page is no release, and only 404 says that there is none', () => {
		const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 120\r\n';
		expect(readReleaseHeaders(outcomeOf({stdout: page}))).toMatchObject({unknown: {reason: 'unreadable'}});
		const refused = (status: number) =>
			readReleaseHeaders(
				outcomeOf({kind: 'failed', exit: 22, stderr: `curl: (22) The requested URL returned error: ${status}\n`}),
			);
		expect([404, 403, 429, 503].map(status => isNotFound(refused(status)))).toEqual([true, false, false, false]);
	});

	test('a digest counts only when the file is listed exactly once, in a list that nobody changed', () => {
		expect(digestOf(sums, name)).toEqual({digest});
		expect(digestOf(sums.replaceAll('\n', '\r\n'), name)).toEqual({fault: 'crlf'});
		expect(digestOf(`${sums}\n${'2'.repeat(64)} *${name}`, name)).toEqual({fault: 'two-sums'});
		expect(digestOf(`${sums}\n${digest} *${name}`, name)).toEqual({fault: 'two-sums'});
		expect(digestOf(sums, 'k0s-v1.34.1+k0s.0-arm64')).toEqual({fault: 'no-sum'});
		expect(digestOf('<html>404</html>', name)).toEqual({fault: 'no-sum'});
		expect(digestOf(sums.slice(0, sums.indexOf(name) + 5), name)).toEqual({fault: 'no-sum'});
	});

	test('the list says which release a file on disk is', () => {
		expect(releaseOf(sums, digest, 'amd64')).toBe('v1.34.1+k0s.0');
		expect(releaseOf(sums, digest, 'arm64')).toBeUndefined();
		expect(releaseOf(sums, 'f'.repeat(64), 'amd64')).toBeUndefined();
		expect(releaseOf(`${sums}\n${digest} *k0s-v1.34.0+k0s.0-amd64`, digest, 'amd64')).toBeUndefined();
		expect(releaseOf(`${digest} *k0s-../../x-amd64`, digest, 'amd64')).toBeUndefined();
	});

	test('only an ELF program for this processor passes', () => {
		expect(elfFault(header, 'amd64')).toBeUndefined();
		expect(elfFault(header, 'arm64')).toBe('other-processor');
		expect(elfFault(header.replace('3e 00', 'b7 00'), 'arm64')).toBeUndefined();
		expect(elfFault(' 3c 68 74 6d 6c', 'amd64')).toBe('not-elf');
		expect(elfFault('', 'amd64')).toBe('not-elf');
		expect(elfFault(header.slice(0, 40), 'amd64')).toBe('not-elf');
		// 32 bits, big-endian, a library's object file.
		expect(elfFault(header.replace('46 02', '46 01'), 'amd64')).toBe('other-processor');
		expect(elfFault(header.replace('02 01 01', '02 02 01'), 'amd64')).toBe('other-processor');
		expect(elfFault(header.replace('02 00 3e', '01 00 3e'), 'amd64')).toBe('not-elf');
		expect(elfFault(header.replace('46 02', '46 01').replace('3e 00', '28 00'), 'arm')).toBeUndefined();
	});

	const judge = (sum: object, listed: object, elf: object, {size = 100, total = 100 as number | null} = {}) =>
		judgePart([sum, listed, elf, {stdout: `${size}\n`}].map(outcomeOf), {asset: name, processor: 'amd64', total});

	test('a part is verified only when all say so', () => {
		const good = {stdout: `${digest}  /usr/local/bin/.part\n`};
		const absent = {kind: 'failed' as const, exit: 1, stderr: 'sha256sum: x: No such file or directory\n'};
		const size = 100;
		expect(judge(good, {stdout: sums}, {stdout: header})).toEqual({state: 'verified', sha256: digest, size});
		expect(judge(absent, absent, absent)).toEqual({state: 'absent'});
		expect(judge(good, absent, {stdout: header})).toEqual({state: 'bad', fault: 'no-list', size});
		expect(judge(good, {stdout: sums}, {stdout: ''})).toEqual({state: 'bad', fault: 'not-elf', size});
		expect(judge(good, {stdout: sums.replaceAll('\n', '\r\n')}, {stdout: header})).toEqual({
			...{state: 'bad', fault: 'crlf', size},
		});
		expect(judge({kind: 'timed-out', exit: null}, {stdout: sums}, {stdout: header})).toEqual({
			...{state: 'bad', fault: 'unread', size},
		});
		const other = createHash('sha256').update('k0t').digest('hex');
		expect(judge({stdout: `${other}  x\n`}, {stdout: sums}, {stdout: header})).toEqual({
			...{state: 'bad', fault: 'other-sum', size},
		});
	});

	test('an empty file is never verified, whatever the list says of it', () => {
		const empty = createHash('sha256').update('').digest('hex');
		const list = {stdout: `${empty} *${name}\n`};
		for (const total of [0, 100, null]) {
			expect(judge({stdout: `${empty}  x\n`}, list, {stdout: ''}, {size: 0, total}).state).toBe('bad');
		}
	});

	test('a part is continued only when it begins as the program and is shorter than it', () => {
		const other = {stdout: `${createHash('sha256').update('half').digest('hex')}  x\n`};
		expect(judge(other, {stdout: sums}, {stdout: header}, {size: 40})).toEqual({
			state: 'partial',
			size: 40,
			total: 100,
		});
		expect(judge(other, {stdout: sums}, {stdout: ' 3c 68 74 6d 6c'}, {size: 40}).state).toBe('bad');
		expect(judge(other, {stdout: sums}, {stdout: header.replace('3e', 'b7')}, {size: 40}).state).toBe('bad');
		expect(judge(other, {stdout: sums}, {stdout: header}, {size: 100}).state).toBe('bad');
		expect(judge(other, {stdout: sums}, {stdout: header}, {size: 101}).state).toBe('bad');
		expect(judge(other, {stdout: sums}, {stdout: header}, {size: 40, total: null}).state).toBe('bad');
	});

	test('no change of one character in sum, list or header is taken for verified', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('sum', 'header'),
				fc.nat(),
				fc.constantFrom(...'0123456789abcdef'),
				(where, at, digit) => {
					const mutated = (content: string, length: number) => {
						const index = at % length;
						return content[index] === digit ? undefined : content.slice(0, index) + digit + content.slice(index + 1);
					};
					const sum = where === 'sum' ? mutated(`${digest}  x`, 64) : `${digest}  x`;
					const list = where === 'header' ? mutated(sums.split('\n')[1] ?? '', 64) : sums;
					if (sum === undefined || list === undefined) return;
					const judged = judge({stdout: sum}, {stdout: list}, {stdout: header});
					expect(judged.state).toBe('bad');
				},
			),
			{numRuns: 1000},
		);
	});

	test('processors by k0s’s names', () => {
		expect(['x86_64', 'aarch64', 'armv7l', 'riscv64', 'i686'].map(arch)).toEqual([
			'amd64',
			'arm64',
			'arm',
			undefined,
			undefined,
		]);
	});

	test('only a release’s tag is one', () => {
		for (const tag of ['v1.34.1+k0s.0', 'v1.35.0-rc.1+k0s.0', 'v1.36.0-alpha.3+k0s.12'])
			expect(isReleaseTag(tag)).toBe(true);
		for (const tag of [
			'1.34.1',
			'v1.34.1',
			'v1.34.1+k0s.0\n',
			'v1.34.1+k0s.0/../x',
			'v1.34.1-x.1+k0s.0',
			'-v1.34.1+k0s.0',
			'latest',
		]) {
			expect(isReleaseTag(tag)).toBe(false);
		}
	});

	test('what can be chosen: the stable one first, each release once', () => {
		expect(versionChoices({stable: 'v1.34.1+k0s.0', here: 'v1.33.5+k0s.0', pinned: 'v1.34.0+k0s.0'})).toEqual([
			{kind: 'stable', answer: 'stable', version: 'v1.34.1+k0s.0'},
			{kind: 'here', answer: 'v1.33.5+k0s.0', version: 'v1.33.5+k0s.0'},
			{kind: 'pinned', answer: 'v1.34.0+k0s.0', version: 'v1.34.0+k0s.0'},
		]);
		expect(versionChoices({stable: 'v1.34.1+k0s.0', here: 'v1.34.1+k0s.0', pinned: 'nonsense'})).toHaveLength(1);
		expect(versionChoices({stable: null, here: null, pinned: null})).toEqual([
			{kind: 'stable', answer: 'stable', version: null},
		]);
	});
});

describe('curl’s progress table', () => {
	test('received, total, rate and rest', () => {
		expect(readProgress(' 33 28.6M   33 9891k    0     0   9.9M      0  0:00:02 --:--:--  0:00:02  9.9M')).toEqual({
			received: 9891 * 1024,
			total: Math.round(28.6 * 1024 ** 2),
			rate: Math.round(9.9 * 1024 ** 2),
			rest: 2000,
		});
		expect(readProgress('  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0')).toEqual({
			received: 0,
			total: null,
			rate: 0,
			rest: null,
		});
	});

	test.each([
		['0:00:02', 2000],
		['0:01:05', 65_000],
		['1:02:03', 3_723_000],
		['--:--:--', null],
	])('what is left of it: %s', (left, rest) => {
		const line = ` 33 28.6M   33 9891k    0     0   9.9M      0  0:00:02 --:--:--  ${left}  9.9M`;
		expect(readProgress(line)?.rest).toBe(rest);
	});

	test('where it goes on', () => {
		expect(readResumed('** Resuming transfer from byte position 1048576')).toBe(1_048_576);
		expect(readResumed('curl: (33) HTTP server does not seem to support byte ranges')).toBeUndefined();
	});

	test('of what is continued the whole is told', () => {
		const line = ' 50 10.0M   50 5120k    0     0   1.0M      0  0:00:10  0:00:05  0:00:05  1.0M';
		expect(readProgress(line, 1000)).toMatchObject({received: 1000 + 5120 * 1024, total: 1000 + 10 * 1024 ** 2});
	});

	test('other lines are not progress', () => {
		for (const line of [
			'  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
			'                                 Dload  Upload   Total   Spent    Left  Speed',
			'curl: (22) The requested URL returned error: 404',
			'',
		]) {
			expect(readProgress(line)).toBeUndefined();
		}
	});
});

describe('a unit file', () => {
	const unit = '[Service]\nExecStart=\nExecStart=/usr/local/bin/k0s controller --enable-worker=true --no-taints=true\n';
	const line = execStart(unit) ?? '';

	test('what it starts', () => {
		expect(line).toBe('/usr/local/bin/k0s controller --enable-worker=true --no-taints=true');
		expect(execStart('[Service]\nExecStart=/bin/true\nExecStart=\n')).toBeUndefined();
	});

	test('flags are compared by meaning, and what else the unit has is its owner’s business', () => {
		expect(differingFlags(line, ['--enable-worker', '--no-taints'])).toEqual([]);
		expect(differingFlags(`${line} --debug=true`, ['--enable-worker', '--no-taints'])).toEqual([]);
		expect(differingFlags(line, ['--single'])).toEqual(['--single=true']);
		expect(differingFlags(line, ['--enable-worker', '--no-taints', '--data-dir', '/data'])).toEqual([
			'--data-dir=/data',
		]);
		expect(differingFlags('k0s controller --enable-worker=true', ['--enable-worker', '--no-taints'])).toEqual([
			'--no-taints=true',
		]);
	});
});
