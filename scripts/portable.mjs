/**
 * Packs the program with the Node that it runs on, for a server that has neither: build/k0s-tui-VERSION-linux-ARCH.tar.gz,
 * one folder with a launcher. Nothing in it looks outside that folder, whatever Node the server may have.
 */
import {spawnSync} from 'node:child_process';
import {chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const {version, type, license} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const name = `k0s-tui-${version}-linux-${process.arch}`;
const stage = join(root, 'build/portable');
const folder = join(stage, 'k0s-tui');
const archive = join(root, 'build', `${name}.tar.gz`);

// A link in the PATH leads here too. exec: signals and the terminal belong to the program, not to this shell.
const launcher = `#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/node" "$here/dist/cli.js" "$@"
`;

rmSync(stage, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
cpSync(join(root, 'dist'), join(folder, 'dist'), {recursive: true});
copyFileSync(process.execPath, join(folder, 'node'));
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
// Without it Node would have to guess that dist/ holds modules.
writeFileSync(join(folder, 'package.json'), `${JSON.stringify({name: 'k0s-tui', version, type, license})}\n`);
writeFileSync(join(folder, 'k0s-tui'), launcher);
chmodSync(join(folder, 'k0s-tui'), 0o755);

const owner = ['--owner=0', '--group=0', '--numeric-owner', '--sort=name'];
const {status, error} = spawnSync('tar', [...owner, '-C', stage, '-czf', archive, 'k0s-tui'], {stdio: 'inherit'});
rmSync(stage, {recursive: true, force: true});
if (error || status !== 0) {
	console.error(`portable: tar ${error ? error.message : `ended with ${status}`}`);
	process.exit(1);
}

console.log(`build/${name}.tar.gz`);
