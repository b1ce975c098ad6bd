/**
 * Starts the built program once, on a terminal that is none, so that the code caches of its files can be written for what
 * a start calls: `node warm.mjs DIST [screen]`, with K0S_TUI_WRITE_CODE_CACHE set (see loader.js). Then, without `screen`, a
 * command that has none, for the files that it takes by themselves. The simulated host: nothing of this machine is asked.
 */
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import process from 'node:process';
import {PassThrough, Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';

const [, , folder, what] = process.argv;
let seen = '';
const output = new Writable({
	write(chunk, _, done) {
		seen += chunk;
		done();
	},
});
const input = new PassThrough();
const terminal = {isTTY: true, columns: 120, rows: 40, getColorDepth: () => 4, hasColors: () => true};
Object.assign(output, terminal);
Object.assign(input, terminal, {setRawMode: () => input, ref: () => input, unref: () => input});
for (const [name, value] of [
	['stdin', input],
	['stdout', output],
]) {
	Object.defineProperty(process, name, {value, configurable: true});
}

/** What was seen is forgotten: the next wait is for what comes after. Without it there are no caches, which test/pty looks for. */
async function until(text) {
	for (const end = Date.now() + 60_000; !seen.includes(text); await sleep(20)) {
		if (Date.now() > end) throw new Error(`the program did not show “${text}”`);
	}

	seen = '';
}

process.argv = [process.execPath, join(folder, 'cli.js'), '--simulate'];
Object.assign(process.env, {TERM: 'xterm', LC_ALL: 'C.UTF-8', NO_COLOR: ''});
createRequire(import.meta.url)(process.argv[1]);
await until('Root or sudo');
await sleep(500);
for (const key of ['j', 'k', '?', '\u001B']) {
	input.write(key);
	await sleep(200);
}

input.write('q');
process.once('exit', () => {
	if (what !== 'screen')
		spawnSync(process.execPath, [process.argv[1], 'status', '--simulate=ready', '--json'], {stdio: 'ignore'});
});
// The caches are written when the process ends, and that it does by itself.
await sleep(3000, undefined, {ref: false});
process.exit();
