/**
 * Makes build/ (tsc: every file by itself, for reading and debugging) and dist/ (the bundle that is shipped: `cli.js` and
 * the chunks it loads late). Does nothing when nothing changed. `--bundle` makes dist/ alone, `--force` makes it anew
 * and leaves nothing old in it (for packing).
 */
import {createHash} from 'node:crypto';
import {spawn} from 'node:child_process';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const within = path => join(root, path);
const onlyBundle = process.argv.includes('--bundle');
const force = process.argv.includes('--force');

/** What the output depends on: names, sizes and times are enough to tell a change. */
function fingerprint() {
	const hash = createHash('sha256');
	const add = path => {
		const stat = statSync(within(path), {throwIfNoEntry: false});
		if (stat?.isDirectory()) {
			for (const name of readdirSync(within(path)).sort()) add(join(path, name));
		} else if (stat) hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
	};

	for (const path of [
		'cli.tsx',
		'source',
		'scripts/build.mjs',
		'scripts/bundle',
		'scripts/licences',
		'package.json',
		'tsconfig.json',
		'tsconfig.build.json',
		'node_modules/.package-lock.json',
	]) {
		add(path);
	}

	return hash.digest('hex');
}

/** Runs `make` unless `file` holds the fingerprint already. The stamp is written last: a build that was cut off is redone. */
async function unlessMade(stamp, output, print, make) {
	const made = existsSync(stamp) && existsSync(output) && readFileSync(stamp, 'utf8') === print;
	if (made && !force) return;
	rmSync(stamp, {force: true});
	await make();
	mkdirSync(dirname(stamp), {recursive: true});
	writeFileSync(stamp, print);
}

async function compile() {
	const compiler = within('node_modules/typescript7/bin/tsc');
	const status = await new Promise(resolve => {
		spawn(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {cwd: root, stdio: ['ignore', 2, 2]}).on(
			'exit',
			resolve,
		);
	});
	if (status !== 0) throw new Error('tsc found errors');
}

/**
 * The code caches only save time: a program that could not be started here is still a program. Old ones go: they would tell
 * of files that another start loaded. `what`: `screen` starts the screen alone.
 */
async function warm(folder, what = 'all') {
	for (const name of readdirSync(folder)) if (name.endsWith('.cache')) rmSync(join(folder, name));
	const env = {...process.env, K0S_TUI_WRITE_CODE_CACHE: '1'};
	const child = spawn(process.execPath, [within('scripts/bundle/warm.mjs'), folder, what], {
		cwd: root,
		env,
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	child.stderr.on('data', data => (said += data));
	const status = await new Promise(resolve => child.on('close', resolve));
	if (status !== 0) console.error(`build: no code caches: ${said.trim().slice(-500)}`);
}

async function bundle() {
	const [{build}, {bundleOptions}, {asScript, packs, toolDigest}, {notices}] = await Promise.all([
		import('esbuild'),
		import('./bundle/options.mjs'),
		import('./bundle/scripts.mjs'),
		import('./bundle/notices.mjs'),
	]);
	const {version} = JSON.parse(readFileSync(within('package.json'), 'utf8'));
	const options = bundleOptions({version, chunkNames: `[name]-[hash]${toolDigest()}`, scripts: true});
	const {outputFiles, metafile} = await build(options);
	const texts = new Map(await Promise.all(outputFiles.map(async file => [file.path, await asScript(file, options)])));
	const folder = within('dist');
	mkdirSync(folder, {recursive: true});
	// A running program may load a chunk late: new chunks first, then the entry at once, and old ones stay for a while.
	const entry = outputFiles.find(({path}) => basename(path) === 'cli.js');
	for (const [path, text] of texts) if (path !== entry.path) writeFileSync(path, text);
	writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
	const fresh = join(folder, '.cli.js.new');
	writeFileSync(fresh, texts.get(entry.path));
	chmodSync(fresh, 0o755);
	renameSync(fresh, entry.path);
	writeFileSync(join(folder, 'NOTICES.txt'), notices(metafile, root));
	const kept = new Set(['package.json', 'NOTICES.txt', 'warm.mjs', ...outputFiles.map(({path}) => basename(path))]);
	const longAgo = Date.now() - (force ? 0 : 600_000);
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (!kept.has(name) && statSync(path).mtimeMs <= longAgo) rmSync(path, {recursive: true});
	}

	// A server that has no caches yet, or whose Node is another one, makes its own.
	copyFileSync(within('scripts/bundle/warm.mjs'), join(folder, 'warm.mjs'));
	writeFileSync(within('build/bundle.json'), JSON.stringify(metafile));
	// Without packs, to see which files a start loads; then with them, for the caches of the packs themselves.
	for (const name of ['first.js', 'start.js', 'simulated.js']) rmSync(join(folder, name), {force: true});
	await warm(folder, 'screen');
	const started = readdirSync(folder)
		.filter(name => name.endsWith('.cache'))
		.map(name => name.replace(/\.js\..*$/, '.js'))
		.filter(name => kept.has(name));
	const sources = new Map(outputFiles.map(({path, text}) => [basename(path), text]));
	for (const [name, text] of Object.entries(await packs(started, metafile, one => sources.get(one), options))) {
		writeFileSync(join(folder, `${name}.new`), text);
		renameSync(join(folder, `${name}.new`), join(folder, name));
	}

	// What stands in the pack has its cache there: of the other files only those get one that a start or a command loads.
	await warm(folder);
}

try {
	const print = fingerprint();
	mkdirSync(within('build'), {recursive: true});
	const results = await Promise.allSettled([
		unlessMade(within('build/.bundle-stamp'), within('dist/cli.js'), print, bundle),
		onlyBundle ? undefined : unlessMade(within('build/.tsc-stamp'), within('build/cli.js'), print, compile),
	]);
	for (const result of results) if (result.status === 'rejected') throw result.reason;
} catch (error) {
	console.error(`build: ${error instanceof Error ? error.message : error}`);
	process.exitCode = 1;
}
