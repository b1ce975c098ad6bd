import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {overlaid, type Case} from '../support/overlay.js';
import {describeOnTerminal, open} from '../support/pty.js';

const program = join(process.cwd(), 'dist/cli.js');
const tab = '\t';
const enter = '\r';

/** The built program on the simulated host, as a person starts it; its time runs fast. */
const start = (size: {columns: number; rows: number}, ...options: string[]) =>
	open(process.execPath, [program, ...options], {...size, env: {K0S_TUI_SIMULATION_SPEED: '20'}});

describeOnTerminal('a walk through the product by keys alone', () => {
	test.each([
		{columns: 80, rows: 24},
		{columns: 120, rows: 40},
	])('from the first check to “It works!” at $columns x $rows', async size => {
		const app = start(size, '--simulate');
		const fits = () => app.screen().split('\n').length <= size.rows;
		await app.see('nothing failed', 15_000);
		await app.see('SIMULATED');
		await app.see('not installed');

		app.type('2');
		// What cannot be changed later comes first.
		await app.see('! your choice');
		await app.see('Better: not localhost');
		app.type('a');
		await app.see('[ Cancel ]');
		// The decision first: the choice that cannot be changed, each step in a sentence; the commands are below.
		expect(app.screen().split('\n')[4]).toMatch(/^! The node will be called localhost.localdomain/);
		expect(app.screen()).toContain('Undo: u ');
		if (size.rows === 24) expect(app.screen()).toMatch(/▾ \d+ more lines/);
		app.type('G');
		await app.see('· end ·');
		expect(app.screen()).toMatch(/^\$ \S/m);
		// The focus is on Cancel: enter alone runs nothing.
		app.type(enter);
		await app.gone('[ Cancel ]');
		app.type('a');
		await app.see('[ Cancel ]');
		app.type(tab);
		app.type(enter);
		await app.see('all five conditions hold', 30_000);
		expect(fits()).toBe(true);

		app.type('3');
		await app.see('coredns-7656c59669-8wwxq');
		await app.see('✓ healthy');

		app.type('4');
		await app.see('vethafa19b66');
		await app.see('10.244.0.3');

		app.type('5');
		await app.see('41 chains');
		app.type('/dns-tcp');
		await app.see('6/153');
		await app.see('KUBE-SVC-ERIFXISQEP7F7OF4');
		// An esc and the key after it in one read would be alt and that key.
		app.type('\u001B');
		await app.see('PREROUTING');
		expect(fits()).toBe(true);

		app.type('6');
		await app.see('Create the deployment');
		app.type(enter);
		await app.see('[ Cancel ]');
		app.type(tab);
		app.type(enter);
		await app.see('It works!', 20_000);
		await app.see('all deleted again', 20_000);

		app.type('@');
		await app.see('Command log');
		await app.see('k0s kubectl get deployment demo');
		app.type('q');
		await app.gone('Command log');
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
		expect(app.isAlternate()).toBe(false);
		expect(app.screen()).toMatch(/commands changed the simulated host/);
	});

	test('several keys in one read all count, also a move and what follows it', async () => {
		const app = start({columns: 80, rows: 24}, '--simulate=ready');
		await app.see('live');
		app.type('4');
		// Until every namespace is entered, the list stands in the order of names.
		await app.see('coredns-7656c', 10_000);
		app.type('jj\r');
		await app.see('ip netns exec cni-d954e5c5', 10_000);
		app.type('\u001B');
		await app.gone('ip netns exec');
		app.type('q');
		await app.closed();
	});

	test('resize at any time; too small says what is needed', async () => {
		const app = start({columns: 80, rows: 24}, '--simulate=ready', '--screen', 'status');
		await app.see('coredns');
		app.resize(50, 12);
		await app.see('needs 60x15');
		app.resize(120, 40);
		await app.see('coredns');
		await app.gone('needs 60x15');
		app.resize(60, 15);
		await app.see('coredns');
		expect(app.screen().split('\n').length).toBeLessThanOrEqual(15);
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
	});

	test('a replay tells its date, what is paused says so, and neither says live', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'replay-')), 'host.jsonl');
		const recorded = open(process.execPath, [program, 'record', file, '--simulate=ready']);
		expect(await recorded.closed()).toMatchObject({exitCode: 0});
		const app = start({columns: 80, rows: 24}, '--replay', file);
		await app.see('RECORDED', 15_000);
		await app.until(() => / \d{4}-\d\d-\d\d \d\d:\d\d$/.test(app.screen().split('\n')[0] ?? ''), 'its date');
		app.type('p');
		await app.see(' paused ');
		expect(app.screen().split('\n')[0]).not.toContain('live');
		app.type('q');
		await app.closed();
		rmSync(dirname(file), {recursive: true});
	});

	test('from the start to why a pod is broken, in two keys, and to the next one in a third', async () => {
		const app = open(process.execPath, [program, '--simulate=ready'], {
			...{columns: 120, rows: 40},
			env: {K0S_TUI_SIMULATION_SPEED: '20', K0S_TUI_SIMULATION_BROKEN: 'crash,secret'},
		});
		await app.see('live');
		app.type('3');
		await app.see('CrashLoopBackOff', 15_000);
		app.type('Y');
		await app.see('container c ended with exit 1, restarted 4 times: panic: cannot open database: no such host');
		await app.see('$ k0s kubectl logs crash -n broken -c c --previous --tail=50');
		app.type(']');
		await app.see('container c needs the secret db, which does not exist');
		await app.see('secret db does not exist');
		app.type('q');
		await app.gone('Why broken/secret');
		app.type('q');
		await app.closed();
	});

	test('from a replay’s start to why a pod is broken, in two keys', async () => {
		const file = join(mkdtempSync(join(tmpdir(), 'replay-')), 'host.jsonl');
		const answers = JSON.parse(readFileSync('test/samples/recordings/54-pull-dns.json', 'utf8')) as Case;
		const {header, outcomes} = await overlaid(answers);
		writeFileSync(file, [header, ...outcomes].map(each => `${JSON.stringify(each)}\n`).join(''));
		const app = open(process.execPath, [program, '--replay', file], {columns: 120, rows: 40});
		await app.see('RECORDED', 15_000);
		app.type('3');
		await app.see('NAMESPACE', 15_000);
		app.type('Y');
		await app.see('this host cannot resolve quay.io (asked 127.0.0.53)');
		await app.see('lookup quay.io on 127.0.0.53:53: server misbehaving');
		app.type('q');
		await app.gone('Evidence');
		app.type('q');
		await app.closed();
		rmSync(dirname(file), {recursive: true});
	});

	test('ctrl-c asks once and leaves at the second; nothing was changed', async () => {
		const app = start({columns: 80, rows: 24}, '--simulate=ready');
		await app.see('live');
		app.type('\u0003');
		await app.see('again to quit');
		app.type('\u0003');
		expect(await app.closed()).toMatchObject({exitCode: 0});
		expect(app.screen()).toContain('Nothing was changed');
	});

	test('help and palette come from the same tables; esc closes and never quits', async () => {
		const app = start({columns: 80, rows: 24}, '--simulate=ready');
		await app.see('live');
		app.type('?');
		await app.see('This screen: Checks');
		await app.see('Shows why the check matters');
		app.type('/in a question');
		await app.see('1/1');
		app.type(enter);
		app.type('\u001B');
		await app.gone('1/1');
		app.type('\u001B');
		await app.gone('── Help');
		app.type(':');
		await app.see('Go to or run');
		app.type('nftables');
		app.type(enter);
		await app.see('41 chains');
		app.type('\u001B');
		app.type('\u001B');
		await app.see('41 chains');
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
	});

	test(': finds an object by its name, in one go, and esc gives the old place back', async () => {
		const app = start({columns: 80, rows: 24}, '--simulate=ready');
		await app.see('live');
		app.type('3');
		await app.see('coredns-7656c59669-8wwxq');
		app.type('1');
		await app.see('nothing failed');
		app.type(':metrics-server-');
		await app.see('kube-system/metrics-server-67bc669cf4');
		await app.see('Not read yet');
		app.type('\u001B');
		await app.gone('type to search');
		// All in one read: enter waits until the names are there.
		app.type(`:10.244.0.3${enter}`);
		await app.see('esc goes back to Checks');
		await app.see('coredns-7656c59669-8wwxq');
		app.type('\u001B');
		await app.see('nothing failed');
		app.type('q');
		expect(await app.closed()).toMatchObject({exitCode: 0});
	});

	test('--ascii and NO_COLOR: only ASCII, no colours, the same words', async () => {
		const app = open(process.execPath, [program, '--simulate=ready', '--ascii'], {env: {NO_COLOR: '1'}});
		await app.see('healthy', 15_000);
		for (const key of ['2', '3', '4', '5', '6']) {
			app.type(key);
			await app.see('SIMULATED');
		}

		expect(app.raw()).not.toMatch(/[^\u0000-\u007F]/);

		expect(app.raw()).not.toMatch(/\u001B\[(?:\d+;)*(?:3[0-7]|9[0-7]|4[0-7])m/);
		app.type('q');
		await app.closed();
	});

	test('the copy menu leaves no row of the list out', async () => {
		const app = start({columns: 80, rows: 24}, '--simulate=ready');
		await app.see('3 skipped', 15_000);
		const checks = () =>
			app
				.screen()
				.split('\n')
				.filter(row => /[✓!-] (?:ok|warn|skip) /.test(row));
		const whole = checks();
		app.type('C');
		await app.see('── Copy');
		const left = checks();
		expect(left.length).toBeGreaterThan(3);
		expect(left).toEqual(whole.slice(0, left.length));
	});
});

test('without a terminal one line and exit 2', async () => {
	const {execa} = await import('execa');
	const result = await execa(process.execPath, [program], {reject: false, stdin: 'ignore'});
	expect(result.exitCode).toBe(2);
	expect(result.stderr.split('\n')).toHaveLength(1);
	expect(result.stdout).toBe('');
});

test('the build packs what a start loads, and keeps a code cache of it', () => {
	const names = readdirSync(dirname(program));
	expect(names.filter(name => name.startsWith('start.js.') && name.endsWith('.cache'))).toHaveLength(1);
	const packed = readFileSync(join(dirname(program), 'start.js'), 'utf8');
	// app/open is; screens/upkeep/open, which a start does not need, is not.
	const open = names.filter(name => /^open-\w+\.js$/.test(name));
	expect(open.filter(name => packed.includes(`"./${name}":`))).toHaveLength(1);
	// The commands without a screen: none of them is needed for a start, and each byte of them would be read by it.
	expect(packed).not.toMatch(/"\.\/all-\w+\.js":/);
});
