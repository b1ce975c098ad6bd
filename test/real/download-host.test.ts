import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {fetchAndPlace, type Ended, type Given} from '../support/binary-steps.js';
import {execRunner, type Remote} from '../support/exec-host.js';
import {startTestHost, whyNoTestHost, type Download, type Faults, type TestHost} from '../support/test-host.js';

/** Download and place on a real host, with its own curl, against a release server that does what servers do. */

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
const version = 'v1.34.1+k0s.0';
const part = `/usr/local/bin/.k0s-${version}-amd64.part`;
const mebibyte = 1024 ** 2;
let host: TestHost;

const ranIn = ({asked}: Remote): readonly string[] =>
	asked.map(([tool = '']) => tool).filter(tool => tool.startsWith('/usr/local'));

/** Bytes and mode of what stands there; undefined: nothing. */
async function fileAt(path: string): Promise<{size: number; mode: string} | undefined> {
	const {exit, stdout} = await host.exec(['stat', '-c', '%s %a', '--', path]);
	const [size, mode = ''] = stdout.trim().split(' ');
	return exit === 0 ? {size: Number(size), mode} : undefined;
}

/** What the file server was asked for: github.com only sends there. */
const binaryRequests = (before: number): readonly Download[] =>
	host
		.requests()
		.filter(
			({method, path, host: server}, at) => at >= before && method === 'GET' && /-amd64$/.test(path) && isFiles(server),
		);
const isFiles = (server: string): boolean => server.startsWith('release-assets.');

type Result = Ended & {readonly ran: readonly string[]; readonly requests: readonly Download[]};

async function fetchWith(faults: Faults, given: Given = {}, runner = execRunner(host)): Promise<Result> {
	await host.downloads(faults);
	const before = host.requests().length;
	const ended = await fetchAndPlace(runner, given);
	return {...ended, ran: ranIn(runner), requests: binaryRequests(before)};
}

const clean = async (): Promise<void> => {
	await host.must(['sh', '-c', 'rm -rf /usr/local/bin/k0s /usr/local/bin/.k0s* /usr/local/.k0s*']);
};

describe.skipIf(without !== undefined)(`downloads on a real host${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'down', faults: {}});
	});
	afterAll(() => {
		host.down();
	});
	beforeEach(clean);

	describe('a fault ends in a named state, with nothing placed and nothing run', () => {
		test.each<[string, Faults, string, RegExp]>([
			['no such release', {notFound: true}, 'blocked', /There is no release v1\.34\.1/],
			['the server is overloaded', {status: 503}, 'blocked', /returned error: 503/],
			['a page instead of everything', {html: true}, 'blocked', /text\/html/],
			['a page instead of the binary', {html: ['binary']}, 'blocked', /text\/html/],
			['a page instead of the list', {html: ['sums']}, 'failed', /does not name this file/],
			['a dropped connection', {refuse: true}, 'blocked', /curl: \((52|56)\)|[Ee]mpty reply/],
			['TLS that ends at once', {tls: 'closed'}, 'blocked', /curl: \(35\)|SSL|TLS/],
			['no TLS at all', {tls: 'plain'}, 'blocked', /curl: \(35\)|wrong version number/],
			['a certificate that nobody signed', {tls: 'untrusted'}, 'blocked', /certificate/],
			['a certificate of another name', {tls: 'other-name'}, 'blocked', /certificate|alternative|name/],
			['a redirect to http', {redirectHttp: true}, 'blocked', /[Pp]rotocol "?http"?/],
			['another digest', {badSum: true}, 'failed', /does not match the list/],
			['not in the list', {noSum: true}, 'failed', /does not name this file/],
			['twice in the list', {doubleSum: true}, 'failed', /more than once/],
			['one bit turned', {flip: 3_000_000}, 'failed', /does not match the list/],
			['cut short on the server', {truncate: 100_000}, 'failed', /./],
			['another processor', {wrongArch: true}, 'failed', /another processor/],
			// curl on OpenSSL 3.5 says 56: "unexpected eof while reading".
			['cut off on the way', {cut: 100_000}, 'failed', /curl: \((?:18|56)\).*interrupted/],
		])('%s', async (_what, faults, state, why) => {
			const result = await fetchWith(faults);
			expect(result).toMatchObject({state, step: 'download', ran: []});
			expect(result.found).toMatch(why);
			expect(await fileAt('/usr/local/bin/k0s')).toBeUndefined();
			expect((await fileAt(part))?.mode ?? '600').toBe('600');
		});

		test('another version with a right sum: asked once, not placed', async () => {
			const result = await fetchWith({otherVersion: 'v1.33.5+k0s.0'});
			expect(result).toMatchObject({state: 'failed', step: 'place', ran: [part]});
			expect(result.found).toContain('v1.33.5+k0s.0');
			expect(await fileAt('/usr/local/bin/k0s')).toBeUndefined();
		});

		test('stable.txt that is a page: said before anything is fetched', async () => {
			const result = await fetchWith({html: ['stable']}, {answers: {version: 'stable'}});
			expect(result).toMatchObject({state: 'blocked', step: 'download', ran: [], requests: []});
			expect(result.found).toContain('stable version');
		});

		test('nothing comes any more: given up after 30 s, what came is kept', {timeout: 120_000}, async () => {
			const begun = Date.now();
			const result = await fetchWith({stall: mebibyte});
			expect(Date.now() - begun).toBeGreaterThan(25_000);
			expect(Date.now() - begun).toBeLessThan(50_000);
			expect(result).toMatchObject({state: 'failed', step: 'download', ran: []});
			expect(result.found).toMatch(/curl: \(28\).*slow/);
			expect(result.hint).toContain('resume');
			expect((await fileAt(part))?.size).toBe(mebibyte);
			const again = await fetchWith({});
			expect(again).toMatchObject({state: 'done', requests: [{range: `bytes=${mebibyte}-`, status: 206}]});
		});
	});

	describe('a part', () => {
		test('that is cut off again and again is continued by the run itself, and judged as a whole', async () => {
			const {state, step, requests, records} = await fetchWith({cut: mebibyte});
			expect([state, step]).toEqual(['done', 'place']);
			expect(requests.map(({range}) => range)).toEqual([
				...[null, `bytes=${mebibyte}-`, `bytes=${2 * mebibyte}-`, `bytes=${3 * mebibyte}-`],
			]);
			const begun = records.filter(({ev, argv}) => ev === 'begin' && argv?.at(-1)?.endsWith('-amd64'));
			expect(begun).toHaveLength(4);
			expect(await fileAt('/usr/local/bin/k0s')).toEqual({size: 4 * mebibyte, mode: '755'});
		});

		test('that a run left is continued by the next one', async () => {
			const cut = await fetchWith({cut: 200_000});
			expect(cut).toMatchObject({state: 'failed', step: 'download'});
			expect(cut.hint).toContain('resume');
			expect(await fileAt(part)).toEqual({size: 1_200_000, mode: '600'});
			const last = await fetchWith({});
			expect(last).toMatchObject({state: 'done', step: 'place'});
			expect(last.requests).toMatchObject([{range: 'bytes=1200000-', status: 206}]);
		});

		test('tells all of the progress when it is continued', async () => {
			await fetchWith({cut: 300_000});
			const {state, progress} = await fetchWith({bytesPerSecond: mebibyte});
			expect(state).toBe('done');
			expect(progress.length).toBeGreaterThan(1);
			expect(progress.every(({received}) => received >= 1_800_000 && received <= 4.1 * mebibyte)).toBe(true);
			expect(progress.at(-1)?.total).toBeGreaterThan(3.9 * mebibyte);
		});

		test('of other bytes is found by the hash over the whole, and the next run begins anew', async () => {
			await fetchWith({cut: 200_000});
			await host.must(['sh', '-c', `printf x | dd of='${part}' bs=1 seek=500000 conv=notrunc status=none`]);
			const damaged = await fetchWith({});
			expect(damaged).toMatchObject({state: 'failed', step: 'download', ran: []});
			expect(damaged.found).toContain('does not match the list');
			const anew = await fetchWith({});
			expect(anew).toMatchObject({state: 'done', requests: [{range: null, status: 200}]});
		});

		test('that is no program is begun anew at once', async () => {
			await host.must(['sh', '-c', `echo '<html>' >'${part}'`]);
			expect(await fetchWith({})).toMatchObject({state: 'done', requests: [{range: null, status: 200}]});
		});

		test('is begun anew where the server cannot continue', async () => {
			await fetchWith({cut: 200_000});
			const whole = await fetchWith({noRange: true});
			expect(whole.state).toBe('done');
			expect(whole.requests).toMatchObject([{range: null, status: 200}]);
		});

		test('is kept when the download is stopped', async () => {
			await host.downloads({bytesPerSecond: mebibyte / 2});
			const control = new AbortController();
			const runner = execRunner(host);
			const running = fetchAndPlace(runner, {signal: control.signal});
			for (let tries = 0; ((await fileAt(part))?.size ?? 0) < 300_000 && tries < 100; tries++) await sleep(100);
			control.abort();
			const {state, step} = await running;
			expect([state, step]).toEqual(['aborted', 'download']);
			const kept = await fileAt(part);
			expect(kept?.mode).toBe('600');
			expect(kept?.size).toBeGreaterThan(299_999);
			const {state: end, requests} = await fetchWith({});
			expect(end).toBe('done');
			expect(requests.at(-1)).toMatchObject({status: 206});
		});
	});

	test('slow: received, rate and rest are told while it comes', async () => {
		const {state, progress, lines} = await fetchWith({bytesPerSecond: mebibyte});
		expect(state).toBe('done');
		const received = progress.map(each => each.received);
		expect(received.length).toBeGreaterThan(2);
		expect(received).toEqual(received.toSorted((a, b) => a - b));
		expect(progress.some(({rate, rest, total}) => rate > mebibyte / 4 && rest !== null && total !== null)).toBe(true);
		expect(lines.filter(({text}) => /% Total|Dload|--:--/.test(text))).toEqual([]);
	});

	test('it is placed while the old one runs, which goes on and is kept beside', async () => {
		await fetchWith({}, {answers: {version: 'v1.33.5+k0s.0'}});
		const unit = ['systemd-run', '--unit=old-k0s', '-p', 'Environment=K0S_STANDIN=/opt/none'];
		await host.must(['sh', '-c', 'mkdir -p /opt/none && printf "#!/bin/sh\\nexec sleep 600\\n" >/opt/none/k0s']);
		await host.must([...unit, '/usr/local/bin/k0s', 'controller']);
		const pid = (await host.must(['systemctl', 'show', '-P', 'MainPID', 'old-k0s'])).trim();
		const busy = await host.exec(['sh', '-c', 'echo x >>/usr/local/bin/k0s']);
		expect(busy.stderr).toContain('Text file busy');
		const result = await fetchWith({});
		expect(result).toMatchObject({state: 'done', step: 'place', found: `k0s ${version}`});
		expect(await host.must(['systemctl', 'is-active', 'old-k0s'])).toBe('active\n');
		const inode = async (path: string): Promise<string> => host.must(['stat', '-L', '-c', '%i', '--', path]);
		expect(await inode(`/proc/${pid}/exe`)).toBe(await inode('/usr/local/bin/.k0s.prev'));
		expect(await host.must(['/usr/local/bin/.k0s.prev', 'version'])).toBe('v1.33.5+k0s.0\n');
		expect(await host.must(['k0s', 'version'])).toBe(`${version}\n`);
		await host.must(['systemctl', 'stop', 'old-k0s']);
		const again = await fetchWith({});
		expect(again).toMatchObject({state: 'done', requests: []});
		expect(again.records.filter(({ev}) => ev === 'begin')).toEqual([]);
	});

	describe('where nothing can be placed', () => {
		test.each([
			['noexec', 'noexec', /noexec/],
			['read-only', 'ro', /read-only/],
			['full', 'size=3m', /MiB free/],
		])('%s: said before anything is fetched', async (_what, options, why) => {
			await host.must(['mount', '-t', 'tmpfs', '-o', options, 'tmpfs', '/usr/local/bin']);
			try {
				const result = await fetchWith({});
				expect(result).toMatchObject({state: 'blocked', step: 'download', ran: [], requests: []});
				expect(result.found).toMatch(why);
			} finally {
				await host.must(['umount', '/usr/local/bin']);
			}
		});

		test('no such folder: it is made', async () => {
			await host.must(['mount', '-t', 'tmpfs', 'tmpfs', '/usr/local']);
			try {
				expect(await fetchWith({}, {ids: ['download']})).toMatchObject({state: 'done', step: 'download'});
				expect(await fileAt('/usr/local/bin')).toMatchObject({mode: '755'});
				expect(await fileAt(part)).toEqual({size: 4 * mebibyte, mode: '600'});
			} finally {
				await host.must(['umount', '/usr/local']);
			}
		});
	});
});
