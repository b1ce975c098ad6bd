import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readProgress} from '../../source/install/progress.js';
import {arch, digestOf, elfFault, judgePart, readReleaseSize, readStableVersion} from '../../source/install/release.js';
import {differingFlags, execStart} from '../../source/install/unit-file.js';
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

	test('the size is the last answer’s, after redirects', () => {
		const stdout =
			'HTTP/2 302 \r\ncontent-length: 0\r\nlocation: https://x\r\n\r\nHTTP/2 200 \r\nContent-Length: 252706816\r\n\r\n';
		expect(readReleaseSize(outcomeOf({stdout}))).toMatchObject({value: 252_706_816});
		expect(readReleaseSize(outcomeOf({stdout: 'HTTP/2 200 \r\nserver: x\r\n'}))).toMatchObject({value: null});
	});

	test('a digest counts only when the file is listed exactly once', () => {
		expect(digestOf(sums, name)).toBe(digest);
		expect(digestOf(sums.replaceAll('\n', '\r\n'), name)).toBe(digest);
		expect(digestOf(`${sums}\n${'2'.repeat(64)} *${name}`, name)).toBeUndefined();
		expect(digestOf(sums, 'k0s-v1.34.1+k0s.0-arm64')).toBeUndefined();
		expect(digestOf('<html>404</html>', name)).toBeUndefined();
	});

	test('only an ELF program for this processor passes', () => {
		expect(elfFault(header, 'amd64')).toBeUndefined();
		expect(elfFault(header, 'arm64')).toBe('other-processor');
		expect(elfFault(header.replace('3e 00', 'b7 00'), 'arm64')).toBeUndefined();
		expect(elfFault(' 3c 68 74 6d 6c', 'amd64')).toBe('not-elf');
		expect(elfFault('', 'amd64')).toBe('not-elf');
		expect(elfFault(header.slice(0, 40), 'amd64')).toBe('not-elf');
	});

	test('a part is verified only when all three say so', () => {
		const judge = (sum: object, listed: object, elf: object) =>
			judgePart([outcomeOf(sum), outcomeOf(listed), outcomeOf(elf)], name, 'amd64');
		const good = {stdout: `${digest}  /usr/local/bin/.part\n`};
		const absent = {kind: 'failed' as const, exit: 1, stderr: 'sha256sum: x: No such file or directory\n'};
		expect(judge(good, {stdout: sums}, {stdout: header})).toEqual({state: 'verified', sha256: digest});
		expect(judge(absent, absent, absent)).toEqual({state: 'absent'});
		expect(judge(good, absent, {stdout: header})).toEqual({state: 'bad', fault: 'no-sum'});
		expect(judge(good, {stdout: sums}, {stdout: ''})).toEqual({state: 'bad', fault: 'not-elf'});
		expect(judge({kind: 'timed-out', exit: null}, {stdout: sums}, {stdout: header})).toEqual({
			state: 'bad',
			fault: 'unread',
		});
		const other = createHash('sha256').update('k0t').digest('hex');
		expect(judge({stdout: `${other}  x\n`}, {stdout: sums}, {stdout: header})).toEqual({
			state: 'bad',
			fault: 'other-sum',
		});
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
					const judged = judgePart(
						[outcomeOf({stdout: sum}), outcomeOf({stdout: list}), outcomeOf({stdout: header})],
						name,
						'amd64',
					);
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
