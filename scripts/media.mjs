/**
 * Makes media/: pictures of the built program's screens, taken from an emulated terminal that it really ran on. SVG
 * always, PNG as well where rsvg-convert is installed. `npm run media -- NAME…` makes only those.
 */
import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'dist/cli.js');

/** `steps`: a string is typed, `{see}` waits until the screen shows it. The picture is taken after the last. */
const scenes = JSON.parse(readFileSync(join(root, 'scripts/media.json'), 'utf8'));
const sizes = {'80x24': {columns: 80, rows: 24}, '120x40': {columns: 120, rows: 40}};

/** The terminal of the tests, bundled: it is TypeScript. */
async function loadSupport() {
	const outfile = join(root, 'build/media-support.mjs');
	await build({
		stdin: {
			contents: "export {loaded, openSession} from './session.js'; export {pictureOf} from './picture.js';",
			resolveDir: join(root, 'test/support'),
		},
		bundle: true,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		outfile,
	});
	return import(outfile);
}

async function take({openSession, pictureOf}, scene, size) {
	const session = openSession(process.execPath, [program, ...scene.arguments], {
		...sizes[size],
		env: {K0S_TUI_SIMULATION_SPEED: '20', ...scene.env},
	});
	try {
		for (const step of scene.steps) {
			if (typeof step === 'string') session.type(step);
			else await session.see(step.see, step.within ?? 15_000);
		}

		// What follows the text in the same frame, and data that comes with the next poll.
		await new Promise(resolve => {
			setTimeout(resolve, scene.settle ?? 400);
		});
		await session.until(() => true, 'the screen');
		return pictureOf(session.cells(), scene.title);
	} finally {
		session.kill('SIGTERM');
		await session.closed(3000).catch(() => session.kill('SIGKILL'));
	}
}

const support = await loadSupport();
if (!support.loaded.spawn) {
	console.error(`media: no pseudo-terminal here: ${support.loaded.reason}`);
	process.exit(1);
}

const wanted = process.argv.slice(2);
mkdirSync(join(root, 'media'), {recursive: true});
let failed = 0;
for (const scene of scenes) {
	for (const size of scene.sizes ?? Object.keys(sizes)) {
		const name = `${scene.name}-${size}`;
		if (wanted.length > 0 && !wanted.some(word => name.startsWith(word))) continue;
		try {
			const file = join(root, 'media', `${name}.svg`);
			writeFileSync(file, await take(support, scene, size));
			const png = spawnSync('rsvg-convert', ['--zoom', '1.5', '-o', file.replace(/svg$/, 'png'), file]);
			console.log(`media/${name}.svg${png.status === 0 ? ' and .png' : ''}`);
		} catch (error) {
			failed++;
			console.error(`media/${name}: ${error.message}`);
		}
	}
}

process.exitCode = failed === 0 ? 0 : 1;
