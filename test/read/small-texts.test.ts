import {describe, expect, test} from 'vitest';
import {readKubeconfig} from '../../source/read/kubeconfig.js';
import {readNetDev} from '../../source/read/net-dev.js';
import {lastWords, readPodLog} from '../../source/read/pod-log.js';
import {readPodRules} from '../../source/read/pod-rules.js';
import {readUnixListeners} from '../../source/read/proc-net/unix.js';
import {readWatchEvent} from '../../source/read/watch-event.js';
import {readWslSystemd} from '../../source/read/wsl-conf.js';
import {outcomeOf} from '../support/samples.js';

const failed = {kind: 'failed', exit: 1} as const;
const valueOf = <T>(reading: {readonly known: boolean; readonly value?: T}): T | undefined =>
	reading.known ? reading.value : undefined;

describe('a kubeconfig', () => {
	const base64 = (text: string): string => Buffer.from(text).toString('base64');
	const text = (more = ''): string =>
		`clusters:\n- cluster:\n    certificate-authority-data: ${base64('CA')}\n    server: https://localhost:6443\nusers:\n- name: user\n  user:\n    client-certificate-data: ${base64('CERT')}\n    client-key-data: ${base64('KEY')}\n${more}`;

	test('of k0s: whom it asks, with which certificate', () => {
		expect(readKubeconfig(text())).toEqual({server: 'https://localhost:6443', ca: 'CA', cert: 'CERT', key: 'KEY'});
		expect(readKubeconfig('server: "http://a:1/"\n')).toEqual({
			...{server: 'http://a:1', ca: undefined, cert: undefined, key: undefined},
		});
		expect(readKubeconfig('- server: http://a:1\n')?.server).toBe('http://a:1');
	});

	test.each([
		...['token: a', '- token: a', 'tokenFile: /a', 'exec:', 'auth-provider:', 'username: a', 'tls-server-name: a'],
		...['proxy-url: a', 'insecure-skip-tls-verify: true', 'certificate-authority: /a', 'client-certificate: /a'],
		...['client-key: /a', 'server: https://other:6443', `client-key-data: ${base64('TWO')}`],
		...[`client-certificate-data: ${base64('TWO')}`, `certificate-authority-data: ${base64('TWO')}`],
	])('with %s is for kubectl', more => {
		expect(readKubeconfig(text(`    ${more}\n`))).toBeUndefined();
	});

	test.each([
		['no server', ''],
		['another scheme', 'server: ftp://a\n'],
		['a user in the address', 'server: https://me:word@a:6443\n'],
		['a path', 'server: https://a:6443/k8s\n'],
		['a certificate without its key', `server: https://a\nclient-certificate-data: ${base64('x')}\n`],
		['a key without its certificate', `server: https://a\nclient-key-data: ${base64('x')}\n`],
	])('with %s is for kubectl', (_, content) => {
		expect(readKubeconfig(content)).toBeUndefined();
	});
});

describe('the log file of a container', () => {
	const at = '2026-11-30T00:53:09.123456789Z';
	const read = (...lines: readonly string[]) => valueOf(readPodLog(outcomeOf({stdout: lines.join('\n')})));

	test('texts, with the parts of long lines put together, stream by stream', () => {
		expect(
			read(
				...[
					`${at} stdout F one`,
					`${at} stdout P two `,
					`${at} stderr P err`,
					`${at} stdout P and`,
					`${at} stderr F or`,
				],
				...[
					`${at} stdout F  more`,
					`${at} stdout F `,
					`${at} stdout F:tag x`,
					'no such form',
					'',
					`${at} stdout P cut`,
				],
			),
		).toEqual(['one', 'error', 'two and more', '', 'x', 'no such form', 'cut']);
	});

	test('that cannot be read is unknown', () => {
		const stderr = 'cat: /var/log/pods/x: Permission denied';
		expect(readPodLog(outcomeOf({...failed, stderr}))).toMatchObject({known: false, unknown: {reason: 'needs-root'}});
	});

	test.each<readonly [readonly string[], string | undefined]>([
		[['a', 'b'], 'b'],
		[['a', ' b ', '  ', ''], 'b'],
		[['a', 'panic: no room', 'goroutine 1'], 'panic: no room'],
		[['fatal error: all asleep', 'panic: later'], 'fatal error: all asleep'],
		[['SIGSEGV: segmentation violation', 'PC=0x0'], 'SIGSEGV: segmentation violation'],
		[['do not panic: it is well', 'end'], 'end'],
		[['panic:no', 'end'], 'end'],
		[['', ' '], undefined],
		[[], undefined],
	])('last words of %j: %j', (texts, words) => {
		expect(lastWords(texts)).toBe(words);
	});
});

test('sockets on which somebody listens', () => {
	const stdout = `Num       RefCount Protocol Flags    Type St Inode Path
ffff8881: 00000002 00000000 00010000 0001 01 21570 /run/k0s/status.sock
ffff8882: 00000002 00000000 00010000 0005 01    17 /run/a b
ffff8883: 00000003 00000000 00000000 0001 03 21571 /run/connected
ffff8884: 00000002 00000000 00010000 0001 01 21572 @abstract
ffff8885: 00000002 00000000 00010000 0001 01 21573
ffff8886: 00000002 00000000 00030000 0001 01 21574 /run/more-flags
`;
	expect(valueOf(readUnixListeners(outcomeOf({argv: ['cat', '--', '/proc/net/unix'], stdout})))).toEqual([
		...['/run/k0s/status.sock', '/run/a b', '/run/more-flags'],
	]);
});

test.each<readonly [string, object | undefined]>([
	['{"type":"ADDED","object":{"metadata":{"resourceVersion":"7"}}}', {kind: 'changed', version: '7'}],
	['{"type":"MODIFIED","object":{"a":1}}', {kind: 'changed', version: null, object: {a: 1}}],
	['{"type":"DELETED","object":{"metadata":{"resourceVersion":"8"}}}', {kind: 'deleted', version: '8'}],
	['{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}', {kind: 'bookmark', version: '9'}],
	['{"type":"ERROR","object":{"code":410,"message":"too old","reason":"Expired"}}', {kind: 'gone', words: 'too old'}],
	['{"type":"ERROR","object":{"code":500,"reason":"InternalError"}}', {kind: 'error', words: 'InternalError'}],
	['{"type":"ERROR","object":{"code":"410"}}', {kind: 'error', words: 'ERROR'}],
	['{"type":"ERROR"}', {kind: 'error', words: 'ERROR'}],
	['{"type":"OTHER","object":{}}', undefined],
	['{"type":"ADDED","obj', undefined],
	['null', undefined],
	['Unauthorized', undefined],
])('a line of a watch: %s', (line, event) => {
	if (event === undefined) expect(readWatchEvent(line)).toBeUndefined();
	else expect(readWatchEvent(line)).toMatchObject(event);
});

test.each([
	['[boot]\nsystemd=true\n', true],
	['[boot]\n systemd = "TRUE"\n', true],
	['[ Boot ]\r\nsystemd=true\r\n', true],
	['[boot]\nsystemd=false\n', false],
	['[boot]\nsystemd=true\nsystemd=false\n', false],
	['[boot]\n#systemd=true\n', false],
	['[automount]\nsystemd=true\n[boot]\n', false],
	['[boot]\n[user]\nsystemd=true\n', false],
	['systemd=true\n', false],
	['[boot]\nsystemd=truest\n', false],
	['', false],
])('WSL runs systemd by %j: %j', (stdout, isOn) => {
	expect(readWslSystemd(outcomeOf({argv: ['cat', '--', '/etc/wsl.conf'], stdout}))).toMatchObject({value: isOn});
});

describe('counters of /proc/net/dev', () => {
	const titles =
		'Inter-|   Receive                            |  Transmit\n face |bytes    packets errs drop |bytes    packets\n';
	const read = (text: string) => readNetDev(outcomeOf({argv: ['cat', '--', '/proc/net/dev'], stdout: text}));

	test('of each link, received and sent', () => {
		const reading = read(
			`${titles}    lo: 100 2 0 1 0 0 0 0 200 3 0 4 0 0 0 0\nveth12:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n  odd: 1 2 x 4 0 0 0 0 1 1 1 1\nshort: 1 2 3\n\n`,
		);
		expect([...(valueOf(reading) ?? [])]).toEqual([
			['lo', {rx: {bytes: 100, packets: 2, drops: 1}, tx: {bytes: 200, packets: 3, drops: 4}}],
			['veth12', {rx: {bytes: 1, packets: 2, drops: 4}, tx: {bytes: 9, packets: 10, drops: 12}}],
		]);
	});

	test('none is unknown: a namespace has a link at least', () => {
		expect(read(titles)).toMatchObject({known: false, unknown: {reason: 'unreadable', detail: '/proc/net/dev'}});
		expect(readNetDev(outcomeOf({...failed, stderr: 'x'}))).toMatchObject({known: false, unknown: {reason: 'failed'}});
	});
});

describe('rules that kube-router names after pods', () => {
	const rule = (which: string, ip: string, comment: string): string =>
		`-A KUBE-ROUTER-INPUT ${which} ${ip} -m comment --comment "${comment}" -j KUBE-POD-FW-X`;
	const words = 'rule to jump traffic from POD name:web-1 namespace: shop to chain KUBE-POD-FW-X';

	test('tell which address belongs to which pod', () => {
		const stdout = [
			...['-P INPUT ACCEPT', rule('-s', '10.244.0.3/32', words), rule('-d', 'fd00::3', words)],
			...[rule('-s', '10.244.0.4/32', 'something else'), rule('-i', 'eth0', words)],
		].join('\n');
		expect(valueOf(readPodRules(outcomeOf({argv: ['iptables'], stdout})))).toEqual([
			{ip: '10.244.0.3', namespace: 'shop', name: 'web-1'},
			{ip: 'fd00::3', namespace: 'shop', name: 'web-1'},
		]);
	});

	test('cut or refused are unknown', () => {
		expect(readPodRules(outcomeOf({argv: ['iptables'], stdoutCut: 1}))).toMatchObject({
			unknown: {reason: 'cut', detail: 'iptables'},
		});
		expect(
			readPodRules(outcomeOf({...failed, argv: ['iptables'], stderr: 'iptables: No chain/target/match'})),
		).toMatchObject({
			unknown: {reason: 'failed'},
		});
	});
});
