/**
 * Turns the modules that esbuild made (it splits only modules) into scripts that `loader.js` can load with a code cache.
 * dist/ is CommonJS: Node starts it without its module loader, which is read before the first glyph otherwise.
 */
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {transform, version} from 'esbuild';
import {closure, joined} from './joined.mjs';
import {requiredAtOnce} from './late-modules.mjs';
import {createLoader} from './loader.js';
import {rendererOptions} from './renderer.mjs';

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

/** What stands in for globals of Node's (`rendererOptions.define`): every file gets it from the loader. */
const standIns = 'monotonicClock,LazySegmenter';

/** The text that declares them; `process` is there anyway. */
function standInTexts() {
	const texts = rendererOptions.inject.map(path => readFileSync(path, 'utf8'));
	return texts.map(text => text.replace(/^import process .*$/m, '').replaceAll(/^export /gm, '')).join('\n');
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
		return `(function(module,exports,require,${standIns}){${own}\n})`;
	}

	// Made at the first file: nothing of it comes before the first glyph.
	const {code: loader} = await transform(
		`{${standInTexts()}
		const createLoader=${createLoader.toString()};const native=require;let load;
		require=name=>name.startsWith('./')?(load??=createLoader(native,__dirname,[${standIns}]))(name):native(name);}`,
		options,
	);
	return `#!/usr/bin/env node\n${loader}${code}`;
}

/** The entry and the files that it alone loads first: which of its files a command line needs is known only then. */
const firstOf = metafile =>
	metafile.outputs['dist/cli.js'].imports.map(({path}) => basename(path)).find(name => name.startsWith('commands-'));

/** The file that the bundle made of `source`; undefined: it made none. */
const fileOf = (source, metafile) =>
	Object.entries(metafile.outputs)
		.filter(([, {entryPoint}]) => entryPoint === source)
		.map(([path]) => basename(path))[0];

/**
 * The packs, each in one file with one code cache: what every start loads (`first.js`), what one of the screen loads after it
 * (`start.js`), and what the simulated host adds (`simulated.js`), which no other start reads. `started`: names of the files
 * that a start of the screen on it loads; `textOf`: what esbuild made of each.
 */
export async function packs(started, metafile, textOf, options) {
	const open = started.find(name => name.startsWith('open-'));
	const host = fileOf('source/simulated/host.ts', metafile);
	const first = closure(firstOf(metafile), metafile);
	const screen = closure(open, metafile, first);
	const simulated = host === undefined ? new Set() : closure(host, metafile, new Set([...first, ...screen]));
	const packed = new Set(['cli.js', ...first, ...screen, ...simulated]);
	const alone = started.filter(name => !packed.has(name)).sort();
	const of = async (groups, single = [], elsewhere = {}) => pack(groups, single, elsewhere, metafile, textOf, options);
	if (simulated.size === 0) return {'first.js': await of([first]), 'start.js': await of([screen], alone)};
	return {
		'first.js': await of([first], [], {[`./${host}`]: './simulated.js'}),
		'start.js': await of([screen], alone),
		'simulated.js': await of([simulated]),
	};
}

/** Files by name: as one function for all of a group, in an array, or one for each; the name of the pack that holds it. */
async function pack(groups, alone, elsewhere, metafile, textOf, options) {
	const asFunction = async (name, text) => (await asScript({path: name, text}, options)).trimEnd().replace(/;$/, '');
	const whole = await Promise.all(
		groups.map(async names => asFunction('joined.js', await joined(names, metafile, textOf, options))),
	);
	const named = groups.flatMap((names, index) =>
		[...names].map(name => `${JSON.stringify(`./${name}`)}:joined${index}`),
	);
	const single = await Promise.all(
		alone.map(async name => `${JSON.stringify(`./${name}`)}:${await asFunction(name, textOf(name))}`),
	);
	const others = Object.entries(elsewhere).map(each => each.map(name => JSON.stringify(name)).join(':'));
	const groupTexts = whole.map((text, index) => `joined${index}=[${text}]`);
	return `(()=>{const ${groupTexts.join(',\n')};return{${[...named, ...single, ...others].join(',\n')}}})()\n`;
}
