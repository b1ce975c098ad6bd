/**
 * Sets everything up before a script runs, on a machine that has only npm and Node 20 or newer: installs when the lock
 * file is newer than what is installed, makes sure that scripts then run on Node 22 or newer, and with `--build` builds
 * what is out of date (with `--bundle` only dist/, what is shipped). A second run does nothing. Runs on Node 20 itself:
 * only `node:` imports, no new syntax.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function fail(message) {
	console.error(`setup: ${message}`);
	process.exit(1);
}

function run(command, args) {
	const {status, error} = spawnSync(command, args, {cwd: root, stdio: ['ignore', 2, 2]});
	if (error) fail(`${command}: ${error.message}`);
	if (status !== 0) fail(`${command} ${args.join(' ')} ended with ${status}`);
}

const modified = path => (existsSync(path) ? statSync(path).mtimeMs : 0);

const installed = modified(join(root, 'node_modules/.package-lock.json'));
if (installed === 0 || modified(join(root, 'package-lock.json')) > installed) {
	console.error('setup: installing the packages (npm ci), once');
	run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** What `node` is for the rest of the npm script: the devDependency, which npm puts first in PATH. */
const node = join(root, 'node_modules/.bin/node');
const version = spawnSync(node, ['-v'], {encoding: 'utf8'}).stdout?.trim() ?? '';
if (Number(/^v(\d+)/.exec(version)?.[1] ?? 0) < 22) {
	fail(
		`the npm package "node" did not install a Node of 22 or newer (node -v: ${version || 'none'}). Its install script is needed: npm ci without --ignore-scripts.`,
	);
}

const wanted = ['--build', '--bundle'].find(option => process.argv.includes(option));
if (wanted) run(node, [join(root, 'scripts/build.mjs'), ...(wanted === '--bundle' ? [wanted] : [])]);
