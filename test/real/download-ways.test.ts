import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {InstallAnswers} from '../../source/install/answers.js';
import {fetchAndPlace, type Ended} from '../support/binary-steps.js';
import {execRunner} from '../support/exec-host.js';
import {startTestHost, whyNoTestHost, type Faults, type TestHost} from '../support/test-host.js';

/** The other ways by which k0s comes to a real host: the guide's script, a file on disk, a proxy; and its images. */

const without = whyNoTestHost();
const reason = without === undefined ? '' : `: ${without}`;
const version = 'v1.34.1+k0s.0';
const asset = `k0s-${version}-amd64`;
const releases = `https://github.com/k0sproject/k0s/releases/download/${version}`;
let host: TestHost;

type Result = Ended & {readonly asked: ReadonlyArray<readonly string[]>; readonly requests: readonly string[]};

async function fetchBy(
	answers: Partial<InstallAnswers>,
	faults: Faults = {},
	proxies: Readonly<Record<string, string>> = {},
): Promise<Result> {
	await host.downloads(faults);
	const before = host.requests().length;
	const runner = execRunner(host, proxies);
	const ended = await fetchAndPlace(runner, {answers});
	const requests = host.requests().slice(before);
	return {...ended, asked: runner.asked, requests: requests.map(each => `${each.host}${each.path}`)};
}

const isThere = async (path: string): Promise<boolean> => (await host.exec(['test', '-e', path])).exit === 0;
const placed = async (): Promise<boolean> => isThere('/usr/local/bin/k0s');
const shell = async (script: string): Promise<string> => host.must(['sh', '-ec', script]);

describe.skipIf(without !== undefined)(`ways to a k0s on a real host${reason}`, () => {
	beforeAll(async () => {
		host = await startTestHost({name: 'ways', faults: {}});
		await shell(
			`mkdir /srv/files; cd /srv/files; curl -sSfLO ${releases}/${asset}; curl -sSfLO ${releases}/sha256sums.txt`,
		);
		await shell('chmod 644 /srv/files/*; chown operator /srv/files/*');
	});
	afterAll(() => {
		host.down();
	});
	beforeEach(async () => {
		await shell(
			'rm -rf /usr/local/bin/k0s /usr/local/bin/.k0s* /usr/local/.k0s* /var/lib/k0s /srv/own; cp -r /srv/files /srv/own',
		);
	});

	describe('the guide’s script', () => {
		test('is a file that is shown with its hash and run with the version named; its result is verified', async () => {
			const {state, found, lines, asked, requests} = await fetchBy({way: 'script'});
			expect([state, found]).toEqual(['done', `k0s ${version}`]);
			expect(lines.map(({text}) => text)).toContain('#!/bin/sh');
			expect(lines.some(({text}) => /^[\da-f]{64} {2}\/usr\/local\/\.k0s-get\/get\.k0s\.sh$/.test(text))).toBe(true);
			expect(lines.some(({text}) => text.startsWith('k0s is now executable'))).toBe(true);
			expect(asked.find(([tool]) => tool === 'unshare')?.slice(-4)).toEqual([
				...['env', `K0S_VERSION=${version}`, 'sh', '/usr/local/.k0s-get/get.k0s.sh'],
			]);
			expect(requests).toContain('get.k0s.sh/');
			expect(requests.filter(path => path.endsWith('stable.txt'))).toEqual([]);
			expect(await isThere('/usr/local/.k0s-get')).toBe(false);
		});

		test.each<[string, Faults, RegExp]>([
			['is a page', {html: ['script']}, /did not send a script/],
			['is cut off while it downloads', {cut: 100_000}, /unshare failed \(exit (?:18|56)\)/],
			['brings another digest', {badSum: true}, /checksum does not match/],
			['brings a turned bit', {flip: 3_000_000}, /checksum does not match/],
			['brings another processor’s', {wrongArch: true}, /another processor/],
		])('that %s: nothing is placed or run', async (_what, faults, why) => {
			const {state, step, found, asked} = await fetchBy({way: 'script'}, faults);
			expect([state, step]).toEqual(['failed', 'download']);
			expect(found).toMatch(why);
			expect(asked.filter(([tool = '']) => tool.startsWith('/usr/local'))).toEqual([]);
			expect(await placed()).toBe(false);
		});

		test('leaves the k0s that is there alone when it fails', async () => {
			await fetchBy({version: 'v1.33.5+k0s.0'});
			expect((await fetchBy({way: 'script'}, {cut: 100_000})).state).toBe('failed');
			expect(await host.must(['k0s', 'version'])).toBe('v1.33.5+k0s.0\n');
		});
	});

	describe('a file on disk', () => {
		const binary = `/srv/own/${asset}`;
		const sums = '/srv/own/sha256sums.txt';

		test('is placed without any network; its list says which release it is', async () => {
			const {state, found, requests} = await fetchBy({binary, version: 'stable'}, {refuse: true});
			expect([state, found, requests]).toEqual(['done', `k0s ${version}`, []]);
			expect(await host.must(['stat', '-c', '%U %a', '/usr/local/bin/k0s'])).toBe('root 755\n');
		});

		test.each<[string, string, Partial<InstallAnswers>]>([
			['one bit turned', `printf x | dd of=${binary} bs=1 seek=900000 conv=notrunc status=none`, {}],
			['no list beside it', `rm ${sums}`, {}],
			['twice in the list', `cat ${sums} ${sums} >/srv/own/two && mv /srv/own/two ${sums}`, {}],
			['another list’s line ends', `sed -i 's/$/\\r/' ${sums}`, {}],
			['not the pinned version', 'true', {version: 'v1.33.5+k0s.0'}],
			['not there', `rm ${binary}`, {}],
		])('%s: said before anything changes', async (_what, damage, answers) => {
			await shell(damage);
			const {state, step, found, hint, records} = await fetchBy({binary, ...answers});
			expect([state, step]).toEqual(['blocked', 'download']);
			expect(found).toContain(binary);
			expect(hint).toContain('sha256sums.txt');
			expect(records.filter(({ev}) => ev === 'begin')).toEqual([]);
			expect(await placed()).toBe(false);
		});
	});

	describe('an image bundle', () => {
		const release = `/srv/own/k0s-airgap-bundle-${version}-amd64`;
		const images = '/var/lib/k0s/images';

		test('of one’s own is put where k0s looks for it', async () => {
			await shell('echo images >/srv/own/my-images.tar');
			const {state, found} = await fetchBy({airgapBundle: '/srv/own/my-images.tar'});
			expect([state, found]).toEqual(['done', `k0s ${version}, images: ${images}/my-images.tar`]);
			expect(await host.must(['cat', `${images}/my-images.tar`])).toBe('images\n');
			expect(await host.must(['ls', '-A', '/var/lib/k0s', images])).not.toContain('.part');
			const again = await fetchBy({airgapBundle: '/srv/own/my-images.tar'});
			expect([again.state, again.records.filter(({ev}) => ev === 'begin')]).toEqual(['done', []]);
		});

		test('of a release is what its list says, and of the wanted release', async () => {
			await shell(`echo bundle >${release}`);
			const unlisted = await fetchBy({airgapBundle: release});
			expect(unlisted).toMatchObject({state: 'blocked', step: 'place'});
			expect(unlisted.found).toContain('not the listed one');
			await shell(`cd /srv/own && sed -i '/airgap/d' sha256sums.txt && sha256sum -b k0s-airgap* >>sha256sums.txt`);
			expect(await fetchBy({airgapBundle: release})).toMatchObject({state: 'done', step: 'place'});
			expect(await isThere(`${images}/k0s-airgap-bundle-${version}-amd64`)).toBe(true);
			const other = await fetchBy({airgapBundle: release, version: 'v1.33.5+k0s.0'});
			expect(other).toMatchObject({state: 'blocked', step: 'place'});
			expect(other.found).toContain('another release');
		});
	});

	describe('behind a proxy that wants a password', () => {
		const secret = 's3cret-of-the-proxy';
		const proxy = (password: string) => ({https_proxy: `http://user:${password}@127.0.0.1:3128`});
		const program = `const net = require('net'), fs = require('fs');
			require('http').createServer().on('connect', (request, socket, head) => {
				const wanted = 'Basic ' + Buffer.from('user:${secret}').toString('base64');
				if (request.headers['proxy-authorization'] !== wanted) return socket.end('HTTP/1.1 407 no\\r\\n\\r\\n');
				fs.appendFileSync('/run/proxy.log', request.url + '\\n');
				const to = net.connect(443, '192.168.122.1', () => {
					socket.write('HTTP/1.1 200 ok\\r\\n\\r\\n');
					to.write(head); to.pipe(socket); socket.pipe(to);
				});
				for (const end of [to, socket]) end.on('error', () => undefined);
			}).listen(3128, '127.0.0.1');`;

		beforeAll(async () => {
			await shell('sed "/get.k0s.sh/d" /etc/hosts >/run/hosts; mount --bind /run/hosts /etc/hosts');
			await host.must(['systemd-run', '--unit=proxy', 'node', '-e', program]);
			await host.until(['sh', '-c', 'ss -Hltn sport = :3128 | grep -q .']);
		});
		afterAll(async () => {
			await shell('systemctl stop proxy; umount /etc/hosts');
		});

		test.each(['release', 'script'] as const)('every request goes through it: %s', async way => {
			await shell('rm -f /run/proxy.log');
			const result = await fetchBy({way, version: way === 'release' ? 'stable' : version}, {}, proxy(secret));
			expect([result.state, result.found]).toEqual(['done', `k0s ${version}`]);
			const through = (await host.must(['cat', '/run/proxy.log'])).trim().split('\n');
			expect(new Set(through)).toEqual(
				new Set([
					way === 'release' ? 'docs.k0sproject.io:443' : 'get.k0s.sh:443',
					...['github.com:443', 'release-assets.githubusercontent.com:443'],
				]),
			);
			expect(JSON.stringify(result)).not.toContain(secret);
		});

		test('without it nothing is reached; with a wrong password it says so, and tells no password', async () => {
			const none = await fetchBy({});
			expect(none).toMatchObject({state: 'blocked'});
			expect(none.found).toContain('Could not resolve host');
			const wrong = await fetchBy({}, {}, proxy('wr0ng-password'));
			expect(wrong).toMatchObject({state: 'blocked', step: 'download'});
			expect(wrong.found).toContain('407');
			expect(JSON.stringify(wrong)).not.toContain('wr0ng-password');
		});
	});
});
