/**
 * What the bundle has other than Ink and the packages below it. docs/decisions/0002-shipped-form.md says how it was
 * measured; each piece has its figure here: processor time from the start to an answered key, of some 85 ms in all.
 *
 * A new version of a package cannot break this in silence: a text that is not found exactly once, and a module that nobody
 * asks for any more, fail the build; and the component tests draw with this renderer (test/support/shipped-renderer.ts).
 */
import {readFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Modules of ours in the place of theirs: `wanted`, as `importer` names it. Each goes on with the original where it must. */
const replaced = [
	// Frames are joined from whole lines, not taken apart into cells: 140 to 190 ms.
	{wanted: './output.js', importer: /[\\/]ink[\\/]build[\\/]renderer\.js$/, by: 'output.js'},
	// A text of plain characters and colours is not taken apart to be cleaned: 25 to 51 ms.
	{wanted: './sanitize-ansi.js', importer: /[\\/]ink[\\/]build[\\/]squash-text-nodes\.js$/, by: 'sanitize-ansi.js'},
	// A simple text is as wide as it is long, and no pattern over all of Unicode is made before one is needed: 82 to 126 ms, and 35 to 38 ms for the patterns.
	{wanted: 'string-width', importer: /./, by: 'string-width.js'},
];

/**
 * yoga-layout loads its WebAssembly from a data: URL and waits for it: Node loads its HTTP client for that, and no file that
 * waits at its top can be a script with a code cache. Its 90 kB are compiled in half a millisecond, at once: 46 to 62 ms.
 */
const edited = [
	{
		file: /[\\/]yoga-layout[\\/]dist[\\/]binaries[\\/]yoga-wasm-base64-esm\.js$/,
		edit(text, matches) {
			const [[, bytes]] = matches(text, /"data:application\/octet-stream;base64,([^"]+)"/g);
			return `${text.replace(bytes, '')};export const bytes = ${JSON.stringify(bytes)};`;
		},
	},
	{
		file: /[\\/]yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/,
		edit(text, matches) {
			const [[imported]] = matches(text, /import loadYoga from/g);
			const [[loaded]] = matches(text, /await loadYoga\(\)/g);
			return text.replace(imported, 'import loadYoga, {bytes} from').replace(
				loaded,
				`(() => {
					const module = {
						instantiateWasm(imports, done) {
							const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(bytes, 'base64')), imports);
							done(instance);
							return instance.exports;
						},
					};
					loadYoga(module);
					return module;
				})()`,
			);
		},
	},
	{
		// Its development tools wait at the top of a file too, and are asked for only where DEV says so.
		file: /[\\/]ink[\\/]build[\\/]reconciler\.js$/,
		edit(text, matches) {
			const [[asked]] = matches(text, /process\.env\['DEV'\] === 'true'/g, 2);
			return text.replaceAll(asked, 'false');
		},
	},
];

/** The matches of a pattern; another number of them than `times` is an error that names the file. */
export const matchesIn =
	path =>
	(text, pattern, times = 1) => {
		const found = [...text.matchAll(pattern)];
		if (found.length === times) return found;
		throw new Error(`${path}: ${pattern} stands there ${found.length} times, not ${times}: look again`);
	};

export const shippedRenderer = {
	name: 'shipped-renderer',
	setup(build) {
		const used = new Set();
		let draws = false;
		build.onStart(() => {
			used.clear();
			draws = false;
		});
		for (const one of replaced) {
			const filter = new RegExp(`^${one.wanted.replaceAll('.', '\\.')}$`);
			build.onResolve({filter}, ({importer}) => {
				if (!one.importer.test(importer)) return undefined;
				used.add(one);
				return {path: join(here, one.by)};
			});
		}

		for (const one of edited) {
			build.onLoad({filter: one.file}, async ({path}) => {
				used.add(one);
				return {contents: one.edit(await readFile(path, 'utf8'), matchesIn(path)), loader: 'js'};
			});
		}

		build.onLoad({filter: /[\\/]ink[\\/]build[\\/]index\.js$/}, () => {
			draws = true;
			return undefined;
		});
		// A program without Ink needs none of it.
		build.onEnd(() => ({
			errors: draws
				? [...replaced, ...edited]
						.filter(one => !used.has(one))
						.map(one => ({
							text: `nothing asks for ${one.wanted ?? one.file} any more: look again at ${one.by ?? 'it'}`,
						}))
				: [],
		}));
	},
};

/** What else of esbuild's options the renderer needs. */
export const rendererOptions = {
	define: {
		// Packages make one when they are imported, which costs 7 ms, and take every text apart with it: 7 to 13 ms.
		'Intl.Segmenter': 'LazySegmenter',
		// React asks for the time at once, and for nothing else of it: 2 ms.
		performance: 'monotonicClock',
	},
	inject: [join(here, 'lazy-segmenter.js'), join(here, 'clock.js')],
};
