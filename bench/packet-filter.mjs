/**
 * The Nftables screen on a real kernel with 10, 1,000 and 10,000 services of three endpoints, in the lab's namespaces.
 * Undefined where the lab cannot run (it needs root). Alone: `node bench/packet-filter.mjs [--quick]` prints the table.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {missed, plainTable, row} from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

const exported = {
	'command/iptables': 'saves',
	'command/nft': 'chains',
	'command/system': 'kernel',
	'host/local': 'createLocalHost',
	'host/runner': 'createRunner',
	'store/packet-filter/read': 'createPacketFilterReader',
	'store/service-chains': 'readServiceChains',
	'store/slices': 'inSlices',
	'model/service-path/service-path': 'followTarget',
	'model/service-target': 'parseTarget',
	'model/service-ports': 'servicePorts',
	'screens/nftables/search-index': 'searchIndex, foundIn',
};

async function bundleRooms(folder) {
	const outfile = join(folder, 'rooms.mjs');
	const lines = Object.entries(exported).map(([file, names]) => `export {${names}} from './source/${file}.js';`);
	await build({
		stdin: {contents: lines.join('\n'), resolveDir: root, loader: 'ts'},
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		outfile,
		logLevel: 'error',
	});
	return outfile;
}

function lab(...parameters) {
	const {status, stdout, stderr} = spawnSync(join(root, 'test/lab/lab.sh'), parameters, {
		encoding: 'utf8',
		env: {...process.env, LAB_NAME: `bench-${process.pid}`, NODE: process.execPath},
		maxBuffer: 64 * 2 ** 20,
	});
	return {status, stdout, stderr};
}

const sizes = [10, 1000, 10_000];

/** The medians of some rounds, each in a process of its own. */
function inside(rooms, rounds) {
	const run = (...parameters) => {
		const ran = lab('exec', process.execPath, join(here, 'packet-filter-inside.mjs'), rooms, ...parameters);
		if (ran.status !== 0) throw new Error(ran.stderr);
		return JSON.parse(ran.stdout);
	};

	const all = Array.from({length: rounds}, () => ({...run('reads'), ...run('path', 'default/demo')}));
	const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
	return Object.fromEntries(Object.keys(all[0]).map(name => [name, median(all.map(each => each[name]))]));
}

export async function packetFilter({quick = false, say = () => undefined} = {}) {
	if (lab('doctor').status !== 0) return undefined;
	const folder = mkdtempSync(join(root, 'build/bench-rooms-'));
	const found = new Map();
	try {
		const rooms = await bundleRooms(folder);
		for (const services of sizes) {
			say(`packet filter with ${services} services`);
			const up = lab('up', '--pods', '4', '--services', String(services), '--endpoints', '3');
			if (up.status !== 0) throw new Error(`lab.sh up: ${up.stderr}`);
			try {
				found.set(services, inside(rooms, quick ? 1 : 3));
			} finally {
				lab('down');
			}
		}
	} finally {
		lab('down');
		rmSync(folder, {recursive: true, force: true});
	}

	return sectionOf(found);
}

const ms = value => `${value.toFixed(0)} ms`;

function sectionOf(found) {
	const rows = sizes.flatMap(services => rowsOf(services, found.get(services)));
	const [, middle, large] = sizes.map(services => found.get(services));
	const exponent = Math.log(large.indexed / middle.indexed) / Math.log(large.rules / middle.rules);
	const bare = Math.log(large.save / middle.save) / Math.log(large.rules / middle.rules);
	rows.push(
		row('exponent of reading, 1,000 to 10,000', exponent, {
			unit: '',
			base: `iptables-save: ${bare.toFixed(2)}`,
			limit: 1.05,
			digits: 2,
		}),
		row('memory of the process, 10,000', large.resident, {unit: ' MB', limit: 300, digits: 0}),
	);
	return {
		title: 'The packet filter of a large host',
		note: `In the lab on a real kernel, three endpoints a service (10,000 services: ${large.rules} rules); each round in a process of its own, medians. The bare commands run in turns with ours. Our CPU is that of all our threads, without children; most of it goes into starting the two programs (fork copies our page tables) and taking what they print, which stands beside it: both are medians of turns, since a collection of the whole heap (some 20 ms in all threads) falls in one turn or another; the dearest is told. A search key is the slowest of ten. What a key waits is wall time: on a busy machine other programs are in it.`,
		rows,
	};
}

function rowsOf(services, figures) {
	const name = words => `${services.toLocaleString('en')} services: ${words}`;
	return [
		row(name('tables and chains on the screen'), figures.contents / figures.chains, {
			unit: ' x',
			base: `nft -j list chains: ${ms(figures.chains)}`,
			limit: 2,
			digits: 2,
		}),
		row(name('all rules read and joined'), figures.indexed / figures.save, {
			unit: ' x',
			base: `iptables-save -c: ${ms(figures.save)}`,
			limit: 1.3,
			digits: 2,
		}),
		row(name('one service followed to its pods'), figures.path, {
			unit: ' ms',
			base: `iptables -S KUBE-SERVICES alone: ${ms(figures.tool)}`,
			limit: 100,
			digits: 0,
		}),
		row(name('counters again, our CPU beyond starting and taking'), figures.againCpu - figures.takenCpu, {
			unit: ' ms',
			base: `of ${ms(figures.againCpu)} (at most ${ms(figures.againMost)}); only starting and taking the two outputs: ${ms(figures.takenCpu)}`,
			limit: 15,
			digits: 0,
		}),
		row(name('a search key over all rules, CPU'), figures.search, {unit: ' ms', limit: 8, digits: 1}),
		row(name('longest wait of a key, first read'), figures.stall, {unit: ' ms', limit: 50, digits: 0}),
		row(name('longest wait of a key, later reads'), figures.stallAgain, {unit: ' ms', limit: 50, digits: 0}),
	];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const say = words => process.stderr.write(`bench: ${words}\n`);
	const section = await packetFilter({quick: process.argv.includes('--quick'), say});
	if (section) console.log(`${plainTable([section])}\n${missed([section]).length} missed`);
	else console.log('the lab cannot run here (test/lab/lab.sh doctor says why)');
}
