/**
 * Packs the program with Node for servers that have neither: build/k0s-tui-VERSION-linux-ARCH.tar.gz for x64 and arm64, and
 * their SHA256SUMS. Node comes from npm's packages of its own binaries, checked by their known digest. One for arm64 is built
 * here, not run. `portable.mjs x64` makes that one alone. The same dist/ gives the same bytes.
 */
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const within = path => join(root, path);
const {version} = JSON.parse(readFileSync(within('package.json'), 'utf8'));

/** What `k0s-tui on` packs with, bundled: it is TypeScript. */
const outfile = within(`build/ship-${process.pid}.mjs`);
await build({
	stdin: {
		contents: "export * from './node-packages.js'; export * from './portable.js';",
		resolveDir: within('source/ship'),
	},
	bundle: true,
	platform: 'node',
	format: 'esm',
	outfile,
	logLevel: 'warning',
});
const ship = await import(outfile).finally(() => rmSync(outfile, {force: true}));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ship.architectures;

/** The devDependency installed the package of this machine's kind; the other one is packed by npm, once. */
function nodeParts(arch) {
	const installed = within(`node_modules/node/node_modules/node-linux-${arch}`);
	try {
		const {version: found} = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
		if (found === ship.nodeVersion)
			return {program: readFileSync(join(installed, 'bin/node')), licence: readFileSync(join(installed, 'LICENSE'))};
	} catch {
		// Not installed here.
	}

	const folder = within('build/node-packages');
	const file = join(folder, `node-linux-${arch}-${ship.nodeVersion}.tgz`);
	const packed = () => ship.nodeFrom(readFileSync(file), arch);
	try {
		return packed();
	} catch {
		mkdirSync(folder, {recursive: true});
		const args = ['pack', ship.nodePackage(arch), '--ignore-scripts', '--prefer-offline', '--pack-destination', folder];
		execFileSync('npm', args, {cwd: folder, stdio: ['ignore', 'ignore', 'pipe']});
		return packed();
	}
}

const dist = new Map(readdirSync(within('dist')).map(name => [name, readFileSync(within(`dist/${name}`))]));
const program = {version, dist, licence: readFileSync(within('LICENSE'))};
const sums = [];
for (const arch of wanted) {
	const {name, archive, sha256} = ship.portableOf(arch, program, nodeParts(arch));
	writeFileSync(within(`build/${name}`), archive);
	sums.push(`${sha256}  ${name}\n`);
	console.log(`build/${name}`);
}

writeFileSync(within('build/SHA256SUMS'), sums.join(''));
