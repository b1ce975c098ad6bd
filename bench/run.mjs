/**
 * Measures the built program (dist/cli.js) on a pseudo-terminal of 120x40, each figure beside its peer in one interleaved
 * run, prints one table and writes docs/BENCHMARKS.md. `--quick` takes fewer rounds and writes nothing. Where an aim is
 * missed, the table says so; the exit code stays 0.
 */
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {checks} from './checks.mjs';
import {load} from './load.mjs';
import {rest} from './rest.mjs';
import {network} from './network.mjs';
import {packetFilter} from './packet-filter.mjs';
import {chain, recordingIn} from './recording.mjs';
import {markdownTable, missed, plainTable, row} from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const program = join(root, 'dist/cli.js');
const quick = process.argv.includes('--quick');
const node = process.execPath;

const htop = ['/usr/bin/htop', '/usr/local/bin/htop'].find(path => existsSync(path));
const folder = mkdtempSync(join(os.tmpdir(), 'k0s-tui-bench-'));

async function measure(job) {
	const child = spawn('python3', [join(here, 'measure.py')], {stdio: ['pipe', 'pipe', 2]});
	child.stdin.end(JSON.stringify(job));
	let output = '';
	child.stdout.on('data', data => {
		output += data;
	});
	const status = await new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', resolve);
	});
	if (status !== 0) throw new Error(`measure.py ended with ${status}`);
	return JSON.parse(output);
}

/** How long each part takes is told too: all of it is to stay below eight minutes. */
const say = text => process.stderr.write(`bench: ${performance.now().toFixed(0).padStart(7)} ms  ${text}\n`);
const ms = value => `${value.toFixed(1)} ms`;

/** The Nftables screen of the recorded host, in the chain with 1,000 rules. */
const list = (name, file, ...options) => ({
	name,
	argv: [node, program, '--replay', file, '--screen', 'nftables', ...options],
	ready: chain,
	open: ['/', ...chain, 'Enter', 'Down', 'Down', 'Enter'],
	still: 'Tables . KUBE-SERVICES',
});

async function starts() {
	say('starts');
	const answered = {
		argv: [node, program, '--simulate=ready'],
		until: 'key',
		ready: 'Root or sudo',
		key: '?',
		answer: 'page down',
	};
	const variants = [
		{name: 'node', argv: [node, '-e', '0'], until: 'exit'},
		{name: 'glyph', argv: [node, program, '--simulate=ready'], until: 'glyph'},
		{name: 'key', ...answered, settle: 8},
		{name: 'first', ...answered, env: {NODE_DISABLE_COMPILE_CACHE: '1'}},
		...(htop ? [{name: 'htop', argv: [htop], until: 'glyph'}] : []),
	];
	const found = await measure({kind: 'start', rounds: quick ? 7 : 21, variants});
	const base = found.node.p50;
	const beside = `node -e 0: ${ms(base)}`;
	const peer = htop ? `; htop: ${ms(found.htop.p50)}` : '';
	return {
		base,
		section: {
			title: 'Start',
			note: 'From just before exec, on the simulated host, medians of interleaved rounds. The answered key asks for the help, as soon as the checks are on the screen. The last row is a start without the code caches of the build, as on another Node.',
			rows: [
				row('exec to first glyph', found.glyph.p50, {unit: ' ms', base: beside + peer, digits: 1}),
				row('the same as a ratio', found.glyph.p50 / base, {unit: ' x', base: 'node -e 0', limit: 1.3, digits: 2}),
				row('exec to an answered key', found.key.p50, {unit: ' ms', base: beside + peer, digits: 1}),
				row('the same as a ratio', found.key.p50 / base, {unit: ' x', base: 'node -e 0', limit: 4.5, digits: 2}),
				row('the same without code caches', found.first.p50 / base, {unit: ' x', base: 'node -e 0', digits: 2}),
			],
		},
	};
}

async function keys(base) {
	say('keys');
	const file = recordingIn(folder, 'still', {program, rules: 1000});
	const variants = [
		{...list('ours', file)},
		...(htop ? [{name: 'htop', argv: [htop, '-d', '100'], ready: 'Quit'}] : []),
	];
	const found = await measure({kind: 'keys', rounds: quick ? 1 : 3, company: 150, variants});
	const {moves, scrolls} = found.ours;
	const peer = (part, what) => (htop ? `htop: ${found.htop[part][what].p50} B` : '');
	const latency = (name, value, limit) => [
		row(name, value, {unit: ' ms', base: `node -e 0: ${ms(base)}`, digits: 1}),
		row('the same as a ratio', value / base, {unit: ' x', base: 'node -e 0', limit, digits: 2}),
	];
	return {
		title: 'Keys in a list of 1,000 rows',
		note: `${moves.pressed} moves of the selection and ${scrolls.pressed} scrolled lines; ${moves.changed + scrolls.changed} of ${moves.pressed + scrolls.pressed} keys changed the screen. htop runs with 150 more processes than the machine has.`,
		rows: [
			row('bytes a moved selection', moves.bytes.p50, {
				unit: ' B',
				base: peer('moves', 'bytes'),
				limit: htop ? found.htop.moves.bytes.p50 : 279,
			}),
			row('bytes a scrolled line', scrolls.bytes.p50, {
				unit: ' B',
				base: peer('scrolls', 'bytes'),
				limit: htop ? found.htop.scrolls.bytes.p50 : 210,
			}),
			...latency('key to paint, p50', moves.first.p50, 0.2),
			...latency('key to paint, p99', moves.first.p99, 0.5),
			...latency('scroll key to paint, p50', scrolls.first.p50, 0.2),
			...latency('scroll key to paint, p99', scrolls.first.p99, 0.5),
		],
	};
}

async function quiet() {
	const seconds = quick ? 15 : 60;
	say(`a quiet ${seconds} seconds, and ${seconds} with changes`);
	const still = recordingIn(folder, 'still', {program, rules: 1000});
	const changing = recordingIn(folder, 'changing', {program, rules: 1000, changes: seconds + 40});
	const common = {seconds, warm: 8};
	// CPU time and bytes do not depend on what else runs: all three at once.
	const [ours, moving, peer] = await Promise.all([
		measure({kind: 'idle', variants: [{...list('ours', still), ...common}]}),
		measure({kind: 'idle', variants: [{...list('ours', changing, '--interval', '1'), ...common}]}),
		htop
			? measure({kind: 'idle', variants: [{name: 'ours', argv: [htop, '-d', '10'], ready: 'Quit', ...common}]})
			: undefined,
	]);
	const megabytes = kibibytes => kibibytes / 1024;
	// A replayed host is in the program's own memory, every later answer of it: a real one is not.
	const replayed = (statSync(changing).size - statSync(still).size) / 2 ** 20;
	const beside = (text, value) => (peer ? `htop: ${text(value(peer.ours))}` : '');
	const cpu = text => `${text.toFixed(2)} %`;
	const bytes = text => `${text.toFixed(0)} B`;
	return {
		title: 'A minute without a key',
		note: 'The same list: first with nothing changing on the host, then read every second with 5 % of the cells on the screen changing each time. CPU of one core; memory is what is resident, the median of the seconds.',
		rows: [
			row('bytes a quiet second', ours.ours.bytes, {unit: ' B', limit: 0, digits: 0}),
			row('CPU, quiet', ours.ours.cpu, {unit: ' %', limit: 0.3, digits: 2}),
			row('memory, quiet', megabytes(ours.ours.resident), {unit: ' MB', limit: 80, digits: 0}),
			row('bytes a second, 5 % changing', moving.ours.bytes, {
				unit: ' B',
				base: beside(bytes, ({bytes}) => bytes),
				digits: 0,
			}),
			row('CPU, 5 % changing', moving.ours.cpu, {unit: ' %', base: beside(cpu, ({cpu}) => cpu), limit: 1, digits: 2}),
			row('memory, 5 % changing', megabytes(moving.ours.resident) - replayed, {
				unit: ' MB',
				base: `and ${replayed.toFixed(0)} MB of replayed answers`,
				limit: 80,
				digits: 0,
			}),
		],
	};
}

function machine() {
	const version = (command, ...parameters) =>
		spawnSync(command, parameters, {encoding: 'utf8'}).stdout?.split('\n')[0] ?? 'none';
	const processor = /model name\s*:\s*(.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? os.arch();
	const system = /PRETTY_NAME="?([^"\n]*)/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.type();
	const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const ink = JSON.parse(readFileSync(join(root, 'node_modules/ink/package.json'), 'utf8'));
	return [
		`k0s-tui ${ours.version}, Ink ${ink.version}, Node ${process.version}${htop ? `, ${version(htop, '--version')}` : ', htop not installed'}`,
		`${system}, Linux ${os.release()}, ${os.cpus().length} x ${processor}, ${Math.round(os.totalmem() / 2 ** 30)} GB; load average at the start ${os.loadavg()[0].toFixed(1)}`,
	];
}

if (spawnSync('python3', ['-c', '0']).status !== 0) {
	console.error('bench: python3 is needed (only its standard library)');
	process.exit(1);
}

const [versions, system] = machine();
try {
	const {base, section} = await starts();
	const filter = await packetFilter({quick, say});
	const namespaces = await network({quick, say, measure, program, folder});
	const busy = load({quick, say});
	const others = [namespaces, filter, await checks({quick, say}), await rest({quick, say}), busy].filter(
		one => one !== undefined,
	);
	const sections = [section, await keys(base), await quiet(), ...others];
	console.log(`${versions}\n${system}\n${plainTable(sections)}`);
	const misses = missed(sections).length;
	console.log(misses === 0 ? '\nevery aim is met' : `\n${misses} aim${misses === 1 ? '' : 's'} missed`);
	if (!quick) {
		const text = `# Benchmarks\n\nWritten by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; do not edit. Terminal of 120x40.\n\n- ${versions}\n- ${system}\n\nTimes on a busy machine easily double: what counts are the ratios, whose two sides are measured in turns.\n\n${markdownTable(sections)}`;
		writeFileSync(join(root, 'docs/BENCHMARKS.md'), text);
	}
} finally {
	rmSync(folder, {recursive: true, force: true});
}
