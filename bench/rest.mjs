/**
 * What each screen costs while nobody touches it, with every process that it starts, and how soon it shows a change: on a
 * test host with the stand-in of k0s (test/testhost), whose program costs here what the real one costs. Undefined where no
 * test host can run (it needs root). Alone: `node bench/rest.mjs [--quick] [--only=SCREEN,…]` prints the table.
 */
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {plainTable, row} from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const tool = join(root, 'test/testhost/testhost');
const name = `b${process.pid}-rest`;
const env = {...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}`};
const product = '/opt/k0s-tui';
const calls = '/run/k0s-calls.log';

function run(file, parameters, options = {}) {
	const {status, stdout, stderr} = spawnSync(file, parameters, {env, encoding: 'utf8', maxBuffer: 2 ** 26, ...options});
	if (status !== 0) throw new Error(`${file} ${parameters.join(' ')}: ${status}: ${stderr}`);
	return stdout;
}

const inHost = (argv, options) => run(tool, ['exec', '--name', name, '--', ...argv], options);

/**
 * A STUB: k0s itself is not here. It burns the 0.11 s of processor time that each start of the real program (267 MiB) costs,
 * notes that it was started, and goes on as the stand-in.
 */
const costly = `#!/bin/sh
echo "$*" >>${calls}
python3 -c 'import time
while time.process_time() < 0.11: pass'
exec /usr/local/lib/k0s-cheap/k0s "$@"
`;

const prepare = `
set -e
k0s install controller --enable-worker --no-taints
k0s start
for try in $(seq 120); do
	[ "$(k0s kubectl get pods -A --no-headers 2>/dev/null | grep -c ' 1/1 ')" -ge 5 ] && break
	sleep 1
done
mkdir -p /usr/local/lib/k0s-cheap
mv /usr/local/bin/k0s /usr/local/lib/k0s-cheap/k0s
cat >/usr/local/bin/k0s
chmod 755 /usr/local/bin/k0s
`;

const kubectl = ['/usr/local/lib/k0s-cheap/k0s', 'kubectl'];
/** Those that change nothing first: the cluster must be at rest, too. */
const screens = [
	{screen: 'install', ready: 'healthy'},
	{screen: 'demo', ready: 'healthy'},
	{screen: 'checks', ready: '✓ [0-9]+ ok|[0-9]+ ok · [0-9]+ skipped'},
	{
		screen: 'nftables',
		ready: ' rules',
		change: {
			// A table without a chain is not listed.
			argv: ['nft', 'add table ip bench; add chain ip bench bench'],
			undo: ['nft', 'delete', 'table', 'ip', 'bench'],
			shows: '[0-9]+ tables',
		},
	},
	{
		screen: 'network',
		ready: 'cni-',
		change: {argv: ['ip', 'netns', 'add', 'bench'], undo: ['ip', 'netns', 'del', 'bench'], shows: 'bench'},
	},
	{
		screen: 'status',
		ready: 'coredns',
		change: {
			argv: [...kubectl, 'create', 'deployment', 'bench', '--image=httpd'],
			undo: [...kubectl, 'delete', 'deployment', 'bench'],
			shows: 'bench-',
		},
	},
];

/** Runs in turn, each in a program of its own: `seconds` at rest after `warm` seconds. */
export async function rest({quick = false, say = () => undefined, only} = {}) {
	if (spawnSync(tool, ['doctor'], {env}).status !== 0) return undefined;
	const [warm, seconds] = quick ? [25, 15] : [60, 60];
	say(`every screen at rest, ${seconds} s each`);
	const rows = [];
	try {
		const binds = [`${join(root, 'dist')}:${product}:ro`, `${here}:/opt/bench:ro`, `${process.execPath}:/opt/node:ro`];
		run(join(root, 'test/testhost/k0s-standin/host.sh'), [name, ...binds.flatMap(bind => ['--bind', bind])]);
		inHost(['sh', '-c', prepare], {input: costly});
		for (const {screen, ready, change = null} of screens.filter(
			({screen}) => only === undefined || only.includes(screen),
		)) {
			say(screen);
			const argv = ['/opt/node', `${product}/cli.js`, '--screen', screen, '--lang', 'en'];
			const job = {argv, ready, warm, seconds, change, calls};
			// What it says of a change that it did not see is for the reader: the row alone tells nothing of the cause.
			const stdio = ['pipe', 'pipe', 'inherit'];
			const found = JSON.parse(inHost(['python3', '/opt/bench/rest.py'], {input: JSON.stringify(job), stdio}));
			const started = Object.entries(found.names).map(([program, count]) => `${count} ${program}`);
			const open = Object.keys(found.open).join(', ') || 'nothing';
			rows.push(
				row(`${screen}: CPU of a core, all processes`, found.cpu, {
					unit: ' %',
					limit: 0.5,
					digits: 2,
					base: `open: ${open}`,
				}),
				row(`${screen}: programs started a minute`, (found.programs * 60) / found.seconds, {
					...{unit: '', limit: 10, digits: 0, base: started.join(', ') || 'none'},
				}),
				row(`${screen}: of these k0s`, found.k0s, {unit: '', limit: 0, digits: 0}),
				row(`${screen}: memory (PSS), all processes`, found.pss, {unit: ' MB', limit: 100, digits: 0}),
			);
			if (change) {
				rows.push(
					row(
						`${screen}: from \`${change.argv
							.slice(0, 4)
							.join(' ')
							.replace(/^\S*\//, '')}\` to the screen`,
						found.change,
						{
							...{unit: ' ms', limit: 1000, digits: 0},
						},
					),
				);
			}
		}
	} finally {
		spawnSync(tool, ['down', '--name', name], {env});
	}

	return {
		title: 'Every screen at rest',
		note: `${seconds} s without a key after ${warm} s, on a test host whose cluster is at rest too. k0s is the stand-in of test/testhost with a stub before it that burns 0.11 s a start, as the real program does. Counted by the kernel (process accounting), so that no process is too short. A change is timed from the end of the command that made it.`,
		rows,
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const section = await rest({
		quick: process.argv.includes('--quick'),
		only: process.argv
			.find(word => word.startsWith('--only='))
			?.slice('--only='.length)
			.split(','),
		say: text => process.stderr.write(`bench: ${text}\n`),
	});
	console.log(section ? plainTable([section]) : 'bench: no test host can run here');
}
