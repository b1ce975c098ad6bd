/**
 * All prerequisite checks on a real host (test/testhost): systemd, firewalld, a release server within reach. From exec to
 * the end of `k0s-tui check --json`, beside `node -e 0` in turns. Undefined where no test host can run (it needs root).
 * Alone: `node bench/checks.mjs [--quick]` prints the table.
 */
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {plainTable, row} from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const tool = join(root, 'test/testhost/testhost');
const standIn = join(root, 'test/testhost/k0s-standin');
const name = `b${process.pid}-checks`;
const env = {...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`};
const product = '/opt/k0s-tui';

function run(file, ...parameters) {
	const {status, stdout, stderr} = spawnSync(file, parameters, {env, encoding: 'utf8', maxBuffer: 64 * 2 ** 20});
	if (status !== 0 && status !== 1) throw new Error(`${file} ${parameters.join(' ')}: ${status}: ${stderr}`);
	return stdout;
}

/** Within the host, so that the way into it does not count: milliseconds of each command, in turns. */
const inside = `
const {spawnSync} = require('node:child_process');
const rounds = Number(process.argv[1]);
const found = {node: [], checks: [], count: 0};
for (let round = 0; round < rounds; round++) {
	for (const [what, argv] of [['node', ['-e', '0']], ['checks', ['${product}/cli.js', 'check', '--json']]]) {
		const begun = performance.now();
		const {stdout} = spawnSync(process.execPath, argv, {encoding: 'utf8', maxBuffer: 2 ** 26});
		found[what].push(performance.now() - begun);
		if (what === 'checks') found.count = JSON.parse(stdout).checks.length;
	}
}
console.log(JSON.stringify(found));
`;

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export async function checks({quick = false, say = () => undefined} = {}) {
	if (spawnSync(tool, ['doctor'], {env}).status !== 0) return undefined;
	say('all checks on a test host');
	try {
		const options = ['--profile', 'base', '--no-k0s', '--bind', `${join(root, 'dist')}:${product}:ro`];
		run(join(standIn, 'host.sh'), name, ...options);
		run(join(standIn, 'downloads.sh'), name, '{}');
		// A resolver that refuses at once: how long names take is not ours.
		run(tool, 'exec', '--name', name, '--', 'sh', '-c', 'echo nameserver 127.0.0.53 >/etc/resolv.conf');
		const ran = run(tool, 'exec', '--name', name, '--', 'node', '-e', inside, quick ? '3' : '9');
		const {node, checks: times, count} = JSON.parse(ran);
		return {
			title: 'All checks of a host',
			note: `${count} checks, from exec to the end of \`check --json\`, on a test host with firewalld and a release server; medians of ${times.length} runs in turns. Four commands run at once.`,
			rows: [
				row('exec to the last check', median(times), {
					unit: ' ms',
					base: `node -e 0: ${median(node).toFixed(0)} ms`,
					limit: 2000,
					digits: 0,
				}),
			],
		};
	} finally {
		spawnSync(tool, ['down', '--name', name], {env});
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const section = await checks({
		quick: process.argv.includes('--quick'),
		say: text => process.stderr.write(`bench: ${text}\n`),
	});
	console.log(section ? plainTable([section]) : 'bench: no test host can run here');
}
