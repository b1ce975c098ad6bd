import {describe, expect, test} from 'vitest';
import {answerTable, worstOf, type ServerAnswer} from '../../../source/commands/on/answer.js';
import {factsFrom, placeFault} from '../../../source/commands/on/facts.js';
import {sshFault, unreached, unsuited} from '../../../source/commands/on/fault.js';
import {printerTo, promptTo} from '../../../source/commands/on/printer.js';
import {requestFrom} from '../../../source/commands/on/request.js';
import {answers} from '../../../source/commands/on/scripts.js';
import {on} from '../../../source/text/en/on.js';

describe('the words behind on', () => {
	const read = (line: string) => requestFrom(line.split(' '), on);

	test('options of ssh, servers, options of the program, the command and all that follows it', () => {
		expect(read('-J jump -p2222 -o A=b -4 --lang ja a@one,two --read-only network --remove -p x')).toEqual({
			ssh: ['-J', 'jump', '-p', '2222', '-o', 'A=b', '-4'],
			servers: ['a@one', 'two'],
			remove: false,
			sudo: false,
			archive: undefined,
			words: ['--lang', 'ja', '--read-only', 'network', '--remove', '-p', 'x'],
			command: 'network',
			json: false,
		});
	});
	test('options of its own before or behind the server', () => {
		expect(read('--sudo one --archive=f.tar.gz check --json')).toMatchObject({
			sudo: true,
			archive: 'f.tar.gz',
			command: 'check',
			json: true,
		});
		expect(read('one --remove')).toMatchObject({remove: true, words: []});
	});
	test('a server that is named twice is one', () => {
		expect(read('one,two,one status')).toMatchObject({servers: ['one', 'two']});
	});
	test.each([
		['', on.noName('')],
		['-p', on.needsValue('-p')],
		['-L 1:b:2 one', on.notPassedOn('-L')],
		['one,-oProxyCommand=x status', on.noName('-oProxyCommand=x')],
		['one,,two status', on.noName('')],
		['one,two', on.severalNeedCommand],
		['one --remove status', on.removeAlone],
	])('“%s” is refused in a sentence', (line, sentence) => {
		expect(read(line)).toBe(sentence);
	});
});

describe('why ssh gave up', () => {
	/** As OpenSSH 9.2 printed them. */
	test.each([
		['ssh: connect to host 127.0.0.1 port 1: Connection refused', 'refused'],
		['ssh: connect to host 10.255.255.1 port 22: Connection timed out', 'timeout'],
		['ssh: connect to host a port 22: No route to host', 'route'],
		['ssh: Could not resolve hostname a.invalid: Name or service not known', 'name'],
		[
			'No ED25519 host key is known for a and you have requested strict checking.\r\nHost key verification failed.',
			'host-key-unknown',
		],
		[
			'@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@\nHost key verification failed.',
			'host-key-changed',
		],
		['root@a: Permission denied (publickey,password).', 'denied'],
		['kex_exchange_identification: Connection closed by remote host', 'closed'],
		['command-line: line 0: Bad configuration option: nonsense', 'ssh-options'],
		['something new', 'other'],
	])('%s', (said, code) => {
		const fault = sshFault(`${said}\n`);
		expect(fault).toMatchObject({code, exit: 4});
		expect(said).toContain(fault.said);
	});
});

const nonce = '0123abcd';
const probe = (changes: Readonly<Record<string, string | null>> = {}) => {
	const all: Readonly<Record<string, string | null>> = {
		system: 'Linux',
		machine: 'x86_64',
		uid: '1000',
		cache: '/home/a/.cache',
		writable: 'yes',
		df: '/dev/sda1  50000000 10000000 40000000  20% /',
		mount: 'rw,relatime',
		loader: '/lib64/ld-linux-x86-64.so.2',
		glibc: 'glibc 2.36',
		end: 'ok',
		...changes,
	};
	const tools = (all['tools'] ?? 'tar gzip sha256sum df dd mkfifo sudo').split(' ').map(tool => `tool ${tool}`);
	const rows = Object.entries(all).filter(([name, value]) => value !== null && name !== 'tools');
	return answers(
		['Welcome to this server', ...rows.map(([name, value]) => `${name} ${value}`), ...tools]
			.map((row, index) => (index === 0 ? row : `${nonce} ${row}`))
			.join('\n'),
		nonce,
	);
};

describe('what a server says of itself', () => {
	test('a server that can run it', () => {
		expect(factsFrom(probe())).toMatchObject({arch: 'x64', cache: '/home/a/.cache', root: false, sudoFree: false});
		expect(placeFault(probe(), 1e8)).toBeUndefined();
		expect(factsFrom(probe({machine: 'aarch64'}))).toMatchObject({arch: 'arm64'});
	});
	test.each([
		['no shell answered', {end: null}, 'no-answer', 4],
		['another system', {system: 'FreeBSD'}, 'system', 3],
		['another processor', {machine: 'riscv64'}, 'machine', 3],
		['musl', {loader: null, musl: '/lib/ld-musl-x86_64.so.1'}, 'musl', 3],
		['no loader', {loader: null}, 'loader', 3],
		['an old glibc', {glibc: 'glibc 2.17'}, 'glibc', 3],
		['a home that a shell would take apart', {cache: '/home/a b/.cache'}, 'path', 3],
	])('%s: said before anything is copied', (_, changes, code, exit) => {
		expect(factsFrom(probe(changes))).toMatchObject({code, exit});
	});
	test.each([
		['no tar', {tools: 'gzip sha256sum df dd'}, 'tools', 'tar'],
		['no sha256sum and no dd', {tools: 'tar gzip df'}, 'tools', 'sha256sum, dd'],
		['noexec', {mount: 'rw,nosuid,noexec'}, 'noexec', '/home/a/.cache'],
		['read-only', {mount: 'ro'}, 'read-only', '/home/a/.cache'],
		['not writable', {writable: null}, 'no-write', '/home/a/.cache'],
		['a full disk', {df: '/dev/sda1 500000 490000 10000 98% /'}, 'space', '/home/a/.cache: 10 MB < 100 MB'],
	])('%s: nothing is placed', (_, changes, code, said) => {
		expect(placeFault(probe(changes), 1e8)).toEqual(unsuited(code as 'tools', said));
	});
	test('a glibc that is not told is not old, and a disk that is not told is not full', () => {
		expect(factsFrom(probe({glibc: ''}))).toMatchObject({arch: 'x64'});
		expect(placeFault(probe({df: ''}), 1e8)).toBeUndefined();
	});
});

describe('the answers of several servers', () => {
	const row = (server: string, exit: number, answer: ServerAnswer['answer'], fault: ServerAnswer['fault'] = null) => ({
		server,
		exit,
		answer,
		fault,
	});
	test('are one table; outside text steers no terminal', () => {
		const lines = answerTable(
			[
				row('one', 0, {verdict: 'healthy', k0s: {version: 'v1.34.1+k0s.0'}, reasons: []}),
				row('two', 1, {summary: {pass: 3, fail: 1}, checks: [{id: 'swap', result: 'fail'}], host: {os: 'Debian'}}),
				row('three', 4, null, unreached('refused', 'port 22:\u001B[2J')),
				row('four', 3, null, unsuited('musl')),
				row('five', 1, {error: {message: 'no \u0007such pod'}}),
			],
			on,
		);
		expect(lines).toHaveLength(6);
		expect(lines[1]).toMatch(/^one +0 +healthy +k0s v1\.34\.1\+k0s\.0$/);
		expect(lines[2]).toMatch(/^two +1 +3 pass, 1 fail +Debian; swap$/);
		expect(lines[3]).toMatch(/^three +4 +not known +the connection was refused.* \(port 22:▯\)$/);
		expect(lines[4]).toMatch(/^four +3 +cannot run +the server uses musl/);
		expect(lines[5]).toMatch(/^five +1 +- +no ▯such pod$/);
	});
	test.each([
		[[0, 0], 0],
		[[0, 1], 1],
		[[1, 4, 0], 4],
		[[4, 3, 1], 3],
		[[3, 2], 2],
		[[0, 137], 137],
	])('%j ends with %d', (exits, worst) => {
		expect(worstOf(exits)).toBe(worst);
	});
});

describe('what a server prints', () => {
	const written = (isTTY: boolean) => {
		const all: Buffer[] = [];
		const stream = {isTTY, write: (data: string | Uint8Array) => all.push(Buffer.from(data as string)) > 0};
		return {stream: stream as unknown as Parameters<typeof printerTo>[0], text: () => Buffer.concat(all)};
	};

	test('goes into a file byte by byte as it is', () => {
		const {stream, text} = written(false);
		const printer = printerTo(stream);
		printer.write(Buffer.from([0x7b, 0xff, 0x1b]));
		printer.end();
		expect(text()).toEqual(Buffer.from([0x7b, 0xff, 0x1b]));
	});
	test('steers no terminal, however it is cut', () => {
		const {stream, text} = written(true);
		const printer = printerTo(stream);
		for (const byte of Buffer.from('ü\u001B[2Jx\r\nlast\u0007')) printer.write(Buffer.from([byte]));
		printer.end();
		expect(text().toString()).toBe('ü▯x\nlast▯');
	});
	test('a question is shown before its line ends', () => {
		const {stream, text} = written(true);
		promptTo(stream)(Buffer.from('[sudo] password: '));
		promptTo(stream)(Buffer.from('\r\nSorry\u001B]0;x\r\n'));
		expect(text().toString()).toBe('[sudo] password: \r\nSorry▯]0;x\r\n');
	});
});
