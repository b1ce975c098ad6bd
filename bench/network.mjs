/**
 * The Network screen on a real kernel: a double of a host's network (test/lab) with 3, 110 and 500 pods. Needs what the lab
 * needs (root, namespaces, Debian packages).
 */
import {spawnSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {row} from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const lab = join(dirname(here), 'test/lab/lab.sh');
const node = process.execPath;

const named = name => ({encoding: 'utf8', env: {...process.env, LAB_NAME: name, NODE: node}, maxBuffer: 2 ** 26});

async function probeIn(folder) {
	const file = join(folder, 'network-inside.mjs');
	await build({
		entryPoints: [join(here, 'network-inside.mjs')],
		outfile: file,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node22',
		logLevel: 'error',
		banner: {js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);"},
	});
	return file;
}

/** Runs `use` with a lab of so many pods, which is gone afterwards. */
async function withLab(pods, use) {
	const name = `bench-${process.pid}-${pods}`;
	try {
		const up = spawnSync(lab, ['up', '--pods', String(pods)], named(name));
		if (up.status !== 0) throw new Error(`lab.sh up: exit ${up.status}: ${up.stderr}`);
		return await use(name);
	} finally {
		spawnSync(lab, ['down'], named(name));
	}
}

function probed(name, probe, rounds) {
	const ran = spawnSync(lab, ['exec', node, probe, String(rounds)], named(name));
	if (ran.status !== 0) throw new Error(`network-inside: exit ${ran.status}: ${ran.stderr}`);
	return JSON.parse(ran.stdout);
}

/** Keys on the map while the host is read again and again. */
const screen = (name, program) => ({
	name: 'ours',
	argv: ['env', `LAB_NAME=${name}`, lab, 'exec', node, program, '--screen', 'network', '--interval', '1'],
	ready: 'kube-bridge',
	open: ['m'],
	still: 'ports',
	rows: 36,
});

const exponent = (less, more, sizes) => Math.log(more / less) / Math.log(sizes[1] / sizes[0]);

/** `measure` as of run.mjs; `folder`: for files that the caller removes. Undefined where the lab cannot run. */
export async function network({quick, say, measure, program, folder}) {
	if (spawnSync(lab, ['doctor'], named('doctor')).status !== 0) return undefined;
	const probe = await probeIn(folder);
	const sizes = [3, 110, 500];
	const found = new Map();
	let keys;
	for (const pods of sizes) {
		say(`network of ${pods} pods`);
		await withLab(pods, async name => {
			found.set(pods, probed(name, probe, quick ? 2 : 4));
			if (pods !== 500) return;
			keys = await measure({kind: 'keys', rounds: quick ? 1 : 2, variants: [screen(name, program)]});
		});
	}

	const ms = value => `${value.toFixed(1)} ms`;
	const rows = sizes.flatMap(pods => {
		const {link, script, first, whole} = found.get(pods);
		return [
			row(`${pods} pods: first rows`, first, {unit: ' ms', base: `ip -d -j link: ${ms(link)}`, digits: 1}),
			row('the same as a ratio', first / link, {unit: ' x', base: 'ip -d -j link', limit: 3, digits: 2}),
			row(`${pods} pods: everything`, whole, {unit: ' ms', base: `bare collector script: ${ms(script)}`, digits: 1}),
			row('the same as a ratio', whole / script, {unit: ' x', base: 'bare collector script', limit: 1.3, digits: 2}),
		];
	});
	const [, less, more] = sizes.map(pods => found.get(pods));
	const between = [sizes[1], sizes[2]];
	const {moves, scrolls} = keys.ours;
	return {
		title: 'Network of 3, 110 and 500 pods',
		note: 'On a real kernel (test/lab). First rows: from asking to the first value that the screen shows, links and names and which veth is whose. Everything: the inside of every namespace, read and joined; the script beside it is the same one, its output not looked at.',
		rows: [
			...rows,
			row('growth of the first rows, 110 to 500', exponent(less.first, more.first, between), {
				base: 'exponent',
				limit: 1,
				digits: 2,
			}),
			row('growth of everything, 110 to 500', exponent(less.whole, more.whole, between), {
				base: 'exponent',
				limit: 1,
				digits: 2,
			}),
			row('longest stall while all 500 are read, median of the reads', more.stall, {unit: ' ms', limit: 50, digits: 1}),
			row('key on the map of 500, read each second, p50', moves.first.p50, {unit: ' ms', digits: 1}),
			row('the same, p99', moves.first.p99, {unit: ' ms', limit: 50, digits: 1}),
			row('scroll key on it, p99', scrolls.first.p99, {unit: ' ms', limit: 50, digits: 1}),
		],
	};
}
