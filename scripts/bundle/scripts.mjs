/**
 * Turns the modules that esbuild made (it splits only modules) into scripts that `loader.js` can load with a code cache.
 * dist/ is CommonJS: Node starts it without its module loader, which is read before the first glyph otherwise.
 */
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {transform, version} from 'esbuild';
import {requiredAtOnce} from './late-modules.mjs';
import {createLoader} from './loader.js';

const here = dirname(fileURLToPath(import.meta.url));

/** What beside the sources decides what stands in a file: names that hold it never stand for two different texts. */
export function toolDigest() {
	const hash = createHash('sha256').update(version);
	for (const name of readdirSync(here).sort()) hash.update(readFileSync(join(here, name)));
	return hash.digest('hex').slice(0, 6);
}

/** esbuild copies the exports of a module that becomes a script: every use from another file would go through two getters. */
export function withOwnExports(code, path) {
	const found = /module\.exports=[\w$]+\(([\w$]+)\)(?=[;,])/.exec(code);
	if (!found) throw new Error(`${basename(path)}: its exports are not where they were, look again`);
	return `${code.slice(0, found.index)}module.exports=${found[1]}${code.slice(found.index + found[0].length)}`;
}

/** The text of one output file of `bundleOptions`, as the function that the loader calls; the entry `cli.js` brings the loader. */
export async function asScript({path, text}, {supported, target, charset}) {
	if (!path.endsWith('.js')) return text;
	const options = {target, charset, platform: 'node', minify: true, legalComments: 'inline'};
	const {code} = await transform(requiredAtOnce(text), {
		...options,
		format: 'cjs',
		// The loader has no `import()`: what is loaded late is required late.
		supported: {...supported, 'dynamic-import': false},
	});
	if (basename(path) !== 'cli.js') {
		// A file of nothing but constants that stand in their users now exports nothing.
		const own = /\bexport\s*[{*d]/.test(text) ? withOwnExports(code, path) : code;
		return `(function(module,exports,require){${own}\n})`;
	}

	// Made at the first file: nothing of it comes before the first glyph.
	const {code: loader} = await transform(
		`{const createLoader=${createLoader.toString()};const native=require;let load;
		require=name=>name.startsWith('./')?(load??=createLoader(native,__dirname))(name):native(name);}`,
		options,
	);
	return `#!/usr/bin/env node\n${loader}${code}`;
}

/**
 * What a start of the screen loads, in one file (`start.js`): its modules by name. `started`: names of the files that a start
 * loaded; what the entry needs before it knows that a screen is wanted stays out.
 */
export function startPack(started, metafile, textOf) {
	const before = new Set();
	const visit = name => {
		if (before.has(name)) return;
		before.add(name);
		for (const {path, kind} of metafile.outputs[name]?.imports ?? []) if (kind === 'import-statement') visit(path);
	};

	for (const name of Object.keys(metafile.outputs))
		if (/^dist[\\/](?:cli|commands-[^/\\]*)\.js$/.test(name)) visit(name);
	const names = started.filter(name => !before.has(`dist/${name}`)).sort();
	return `({${names.map(name => `${JSON.stringify(`./${name}`)}:${textOf(name).trimEnd().replace(/;$/, '')}`).join(',\n')}})\n`;
}
