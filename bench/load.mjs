/**
 * Status's list of 2,000 pods while 100 of them change a second, in a real pseudo-terminal. Undefined where it cannot run (it
 * needs root, for a mount namespace of its own). Alone: `node bench/load.mjs [--quick] [--seconds=N] [--profile=FOLDER]` prints
 * the table.
 */
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {plainTable, row} from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const ms = value => `${value.toFixed(1)} ms`;

/** Nothing of this host is seen or touched but the program's own folders. */
const script = `
set -e
for folder in /var/lib /run /usr/local/bin; do mount -t tmpfs none "$folder"; done
exec "$@"
`;

export function load({quick = false, say = () => undefined, profile, seconds: given} = {}) {
	const isolated = ['unshare', '--mount', '--propagation', 'private'];
	if (process.getuid?.() !== 0 || spawnSync(isolated[0], [...isolated.slice(1), 'true']).status !== 0) return undefined;
	const seconds = given ?? (quick ? 10 : 60);
	const [count, perSecond] = [2000, 100];
	say(`${count} pods, ${perSecond} events a second, ${seconds} s`);
	const job = JSON.stringify({count, perSecond, seconds, profile});
	const [file, ...parameters] = [...isolated, 'sh', '-c', script, 'sh', process.execPath];
	const {status, stdout} = spawnSync(file, [...parameters, join(here, 'load-inside.mjs'), job], {
		...{encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'], timeout: 300_000 + seconds * 2000},
	});
	if (status !== 0) throw new Error(`load-inside.mjs ended with ${status}`);
	const found = JSON.parse(stdout);
	// The first third is for settling: code is compiled, the engine finds how much room it needs. Between two collections memory
	// grows and falls: what is kept shows where it is least.
	const third = Math.floor(found.resident.length / 3);
	const least = values => Math.min(...values) / 1024;
	const grown = least(found.resident.slice(2 * third)) - least(found.resident.slice(third, 2 * third));
	return {
		found,
		title: 'A list that changes all the time',
		note: `Status’s list of ${count} pods while ${perSecond} events a second come for ${seconds} s, 1 in 20 of a pod that goes, 1 in 20 of one that comes; two watches get each event (the list’s and the verdict’s). The API server is a small one of the benchmark that answers in the shapes of Kubernetes 1.34.1, over plain HTTP. A repaint needs at least the cells that changed and some 8 bytes for each run of them, to put the cursor there.`,
		rows: [
			row('events sent', found.sent, {unit: '', base: `${seconds} s`, digits: 0}),
			row('keys without an answer', found.pressed - found.keys, {
				...{unit: '', limit: 0, digits: 0},
				base: `${found.pressed} pressed`,
			}),
			row('key to paint, p50', found.p50, {unit: ' ms', base: `without events: ${ms(found.still.p50)}`, digits: 1}),
			row('key to paint, p99', found.p99, {
				...{unit: ' ms', limit: 16, digits: 1},
				base: `without events: ${ms(found.still.p99)}`,
			}),
			row('CPU an event', (found.cpu * 1000) / found.sent, {unit: ' ms', digits: 2}),
			row('CPU of a core', (found.cpu * 100) / seconds, {
				...{unit: ' %', digits: 1},
				base: `without events: ${((found.still.cpu * 100) / Math.max(5, seconds / 4)).toFixed(1)} %`,
			}),
			row('least memory, last third against the second', grown, {
				...{unit: ' MB more', limit: 8, digits: 1},
				base: `at most ${(Math.max(...found.resident) / 1024).toFixed(0)} MB`,
			}),
			row('repaints a second', found.frames / seconds, {unit: '', limit: 14, digits: 1}),
			row('bytes written a second', found.bytes / seconds, {unit: ' B', digits: 0}),
			row('bytes beside those that the change needs', found.bytes / (found.cells + 8 * found.runs), {
				...{unit: ' x', limit: 2, digits: 2},
				base: `${found.cells} cells in ${found.runs} runs`,
			}),
			row('rows that differ from the API’s at the end', found.missing.length + Math.abs(found.listed - found.wanted), {
				...{unit: '', limit: 0, digits: 0},
				base: `${found.wanted} rows`,
			}),
		],
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const profile = process.argv.find(word => word.startsWith('--profile='))?.slice('--profile='.length);
	const seconds = process.argv.find(word => word.startsWith('--seconds='))?.slice('--seconds='.length);
	const section = load({
		...{quick: process.argv.includes('--quick'), profile, ...(seconds && {seconds: Number(seconds)})},
		say: text => process.stderr.write(`bench: ${text}\n`),
	});
	console.log(section ? plainTable([section]) : 'bench: it needs root');
	if (section && process.argv.includes('--show'))
		console.log(JSON.stringify({...section.found, resident: section.found.resident}, null, 1));
}
