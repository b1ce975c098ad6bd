/**
 * The walk on a real k0s (test/k0s/walk.ts): check, install by TUI, status, network, nftables, demo, path, trace, stop, start,
 * undo, install again, reset, install again, report. Prints a table; exit 0: every step right, 1: one is not, 77: cannot run
 * here, with the reason.
 *
 *   npm run test:k0s                                  a real k0s
 *   npm run test:k0s -- --standin                     the same walk on the stand-in of test/testhost
 *   npm run test:k0s -- --dual                        a real k0s with IPv4 and IPv6 (network.dualStack)
 *   npm run test:k0s -- --json FILE --compare FILE    keeps the table; says what differs from a kept one
 *   npm run test:k0s -- --only TEXT --hold            only steps with TEXT in their name (repeatable); keeps the host up until ctrl-c
 *
 * It needs root, Debian, a C compiler, and for a real k0s: `K0S_BINARY`, a k0s for this machine (without it the official
 * release is downloaded), `K0S_IMAGES`, a registry's address or a folder of OCI archives with its images and httpd (without it
 * the official bundle is downloaded). It sets a few kernel settings of this machine that the kubelet wants, says which, and puts
 * them back.
 * `K0S_BINARY_NEXT`, a newer k0s with the same images: the walk upgrades to it and goes back; without it these steps are left out.
 * `TESTHOST_SUITE=trixie` takes Debian 13 as the host.
 */
import {spawn} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Its modules find the test host beside themselves: the bundle lies where they lie.
const folder = join(root, 'test/k0s');
const file = join(folder, `.walk-${process.pid}.mjs`);
mkdirSync(folder, {recursive: true});
await build({
	entryPoints: [join(folder, 'walk.ts')],
	outfile: file,
	bundle: true,
	platform: 'node',
	format: 'esm',
	packages: 'external',
	logLevel: 'warning',
});
const walk = spawn(process.execPath, [file, ...process.argv.slice(2)], {cwd: root, stdio: 'inherit'});
// The walk ends by itself on a signal, and takes its host down: this one waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => walk.kill(signal));
walk.on('close', code => {
	rmSync(file, {force: true});
	process.exit(code ?? 1);
});
