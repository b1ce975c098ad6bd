/**
 * Runs in a mount namespace of its own, where /var/lib, /run and /usr/local/bin are empty: serves the API of load-api.mjs and
 * k0s's status socket (recorded answer), starts load.py with the program, sends events while it presses keys, and prints what
 * was measured as JSON. A STUB stands for the program k0s: it only tells its version and status.
 */
import {spawn} from 'node:child_process';
import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {loadApi} from './load-api.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const {count, perSecond, seconds, profile} = JSON.parse(process.argv[2]);
const status = readFileSync(join(root, 'test/samples/k0s/v1.34.1-real/k0s-status.json'), 'utf8');

const api = loadApi(count);
const port = await api.listen();
mkdirSync('/var/lib/k0s/pki', {recursive: true});
writeFileSync(
	'/var/lib/k0s/pki/admin.conf',
	`apiVersion: v1\nclusters:\n- cluster:\n    server: http://127.0.0.1:${port}\n  name: local\ncontexts:\n- context:\n    cluster: local\n    user: user\n  name: Default\ncurrent-context: Default\nkind: Config\nusers:\n- name: user\n  user: {}\n`,
);
mkdirSync('/run/k0s', {recursive: true});
http.createServer((_, response) => response.end(status)).listen('/run/k0s/status.sock');
writeFileSync(
	'/usr/local/bin/k0s',
	`#!/bin/sh\ncase "$1" in\nversion) echo v1.34.1+k0s.0 ;;\nstatus) cat <<'END'\n${status}\nEND\n;;\n*) exit 1 ;;\nesac\n`,
);
chmodSync('/usr/local/bin/k0s', 0o755);

const argv = [
	...[process.execPath, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
	...[join(root, 'dist/cli.js'), '--screen', 'status', '--lang', 'en'],
];
const driver = spawn('python3', [join(here, 'load.py')], {stdio: ['pipe', 'pipe', 2]});
const lines = createInterface({input: driver.stdout})[Symbol.asyncIterator]();
const say = what => driver.stdin.write(`${JSON.stringify(what)}\n`);
const heard = async () => JSON.parse((await lines.next()).value);

say({argv, count, seconds});
const {still} = await heard();
let sent = 0;
const began = performance.now();
const timer = setInterval(() => {
	// What the clock owes: a timer that came late is made good.
	const due = Math.min(seconds, (performance.now() - began) / 1000) * perSecond;
	for (; sent < due; sent++) api.event();
}, 1000 / perSecond);
say({go: true});
const measured = await heard();
clearInterval(timer);
// The last ones are on the screen before the list is read.
say({read: true});
const {rows} = await heard();
const wanted = api.wanted();
const missing = wanted.filter(each => !rows.includes(each));
const found = {...measured, still, sent, watchers: api.watchers(), listed: rows.length, wanted: wanted.length, missing};
process.stdout.write(`${JSON.stringify({...found, same: missing.length === 0 && rows.length === wanted.length})}\n`);
api.close();
process.exit(0);
