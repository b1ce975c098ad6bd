/**
 * Starts the built program once, on a terminal that is none, so that the code caches of its files can be written for what
 * a start calls up to the first answered keys: `node warm.mjs DIST [screen]`, with K0S_TUI_WRITE_CODE_CACHE set (see
 * loader.js). Then, without `screen`, a command that has none, for the files that it takes by themselves. With it the start
 * goes on for a while: there are caches of all files that it loads then. The simulated host, with a cluster, as most real
 * ones have: nothing of this machine is asked.
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
async function until(pattern) {
	for (const end = Date.now() + 60_000; !pattern.test(seen); await sleep(1)) {
		if (Date.now() > end) throw new Error(`the program did not show ${pattern}`);
	}

	seen = '';
}

process.argv = [process.execPath, join(folder, 'cli.js'), '--simulate=ready'];
Object.assign(process.env, {TERM: 'xterm', LC_ALL: 'C.UTF-8', NO_COLOR: ''});
createRequire(import.meta.url)(process.argv[1]);
await until(/Root or sudo/);
for (const [key, answer] of [
	['j', /./],
	['?', /page down/],
]) {
	input.write(key);
	await until(answer);
}

// Which files a start loads: also those that its checks need in the end.
if (what === 'screen') await sleep(2000);
process.once('exit', () => {
	if (what !== 'screen')
		spawnSync(process.execPath, [process.argv[1], 'status', '--simulate=ready', '--json'], {stdio: 'ignore'});
});
// The caches are written when the process ends, and for them it ends at once: what is in a cache is read by every start, so
// there is in it what a person waits for. What the checks do afterwards is compiled when it is called.
process.exit();
