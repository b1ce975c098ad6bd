/**
 * How dist/ is bundled so that it starts fast. Each plugin takes out one line of a package that costs start time for
 * nothing; when a new version of the package no longer has that line, the build fails and asks to look again.
 */
import {readFile} from 'node:fs/promises';
import {createRequire, isBuiltin} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

const edit = (name, filter, change) => ({
	name,
	setup(build) {
		build.onLoad({filter}, async ({path}) => {
			const before = await readFile(path, 'utf8');
			const after = change(before);
			if (after === before) throw new Error(`${name}: ${path} is not what it was, look again`);
			return {contents: after, loader: 'js'};
		});
	},
});

/**
 * yoga-layout's loader fetches a data: URL first, which makes Node load its whole HTTP client (22 ms), and then waits for
 * its WebAssembly. 90 kB are compiled in half a millisecond: done at once, nothing has to wait, and files of the bundle
 * can be scripts (a module that waits at its top cannot).
 */
const yogaBytes = edit('yoga-bytes', /yoga-wasm-base64-esm\.js$/, text => {
	const found = /"data:application\/octet-stream;base64,([^"]+)"/.exec(text);
	if (!found) return text;
	const loader = text.replace(found[1], '');
	return `const fetch = undefined;${loader};export const bytes = ${JSON.stringify(found[1])};`;
});
const yogaAtOnce = edit('yoga-at-once', /yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/, text =>
	text.replace('import loadYoga from', 'import loadYoga, {bytes} from').replace(
		'await loadYoga()',
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
	),
);

/** Segmenters that packages make at import. */
const withLazySegmenter = text =>
	`import {LazySegmenter} from ${JSON.stringify(join(here, 'lazy-segmenter.js'))};${text.replaceAll('Intl.Segmenter', 'LazySegmenter')}`;
const lazySegmenters = edit(
	'lazy-segmenters',
	/(ansi-tokenize\/build\/tokenize|ink\/build\/line-update|wrap-ansi\/index|slice-ansi\/tokenize-ansi|cli-truncate\/index)\.js$/,
	text => (text.includes('Intl.Segmenter') ? withLazySegmenter(text) : text),
);

/** Regular expressions over whole Unicode properties, compiled when the first text beyond ASCII is measured. */
const lazyPatterns = edit('lazy-patterns', /string-width\/index\.js$/, text =>
	withLazySegmenter(text).replace(
		/^const (\w+Regex) = (\/.*\\p\{RGI_Emoji\}.*\/\w*|new RegExp\(.*\));$/gmu,
		(_line, name, pattern) => {
			return `let lazy_${name}; const ${name} = {
			get it() { return (lazy_${name} ??= ${pattern.startsWith('/') ? inQuotes(pattern) : pattern}); },
			test(text) { return this.it.test(text); }, exec(text) { return this.it.exec(text); },
			[Symbol.search](text) { return text.search(this.it); },
		};`;
		},
	),
);

/** A literal would be checked, and its emoji table built, when the file is parsed. */
function inQuotes(literal) {
	const end = literal.lastIndexOf('/');
	return `new RegExp(${JSON.stringify(literal.slice(1, end))}, ${JSON.stringify(literal.slice(end + 1))})`;
}

/** Packages of Ink's whose work for every frame is done cheaper here; packages below Ink bring their own copies. */
const cheaperFrames = {
	name: 'cheaper-frames',
	setup(build) {
		build.onResolve({filter: /^\.\/sanitize-ansi\.js$/}, ({importer}) =>
			/ink[\\/]build[\\/]squash-text-nodes\.js$/.test(importer) ? {path: join(here, 'sanitize-ansi.js')} : undefined,
		);
		build.onResolve({filter: /^string-width$/}, () => ({path: join(here, 'string-width.js')}));
		build.onResolve({filter: /^\.\/output\.js$/}, ({importer}) =>
			/ink[\\/]build[\\/]renderer\.js$/.test(importer) ? {path: join(here, 'output.js')} : undefined,
		);
	},
};

/** ink-spinner brings some eighty spinners; ours are two. */
const ourSpinners = edit('our-spinners', /cli-spinners\/spinners\.json$/, text => {
	const {dots, line} = JSON.parse(text);
	return `module.exports = ${JSON.stringify({dots, line})};`;
});

/** Ink asks for the window's size by a program only where the stream does not tell it: ours always does. */
const noSizeProgram = edit('no-size-program', /terminal-size\/index\.js$/, text =>
	text.replace(
		/^import \{execFileSync\} from 'node:child_process';$/m,
		'const execFileSync = () => {throw new Error();};',
	),
);

/** object-hash (below ink-table) loads Node's cryptography and asks for its list of hashes when it is imported; we use one. */
const hashesLate = edit('hashes-late', /object-hash\/index\.js$/, text =>
	text.replace(
		/^var crypto = require\('crypto'\);$/m,
		"var crypto = {createHash: (...given) => require('crypto').createHash(...given)};",
	),
);

/** signal-exit (below Ink, twice) loads Node's assertions to check that a callback is a function. */
const noAssert = {
	name: 'no-assert',
	setup(build) {
		build.onResolve({filter: /^assert$/}, ({importer}) =>
			/signal-exit/.test(importer) ? {path: 'assert', namespace: 'no-assert'} : undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'no-assert'}, () => ({contents: 'module.exports = {equal() {}};'}));
	},
};

/**
 * A module whose exports are those of what `expression` gives. Without it esbuild copies all exports of a CommonJS module
 * for every file that imports it: some 10,000 functions, which cost a start 3 ms and the program a megabyte.
 */
const facade = (expression, keys) => {
	const named = keys
		.filter(key => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default')
		// What nobody imports is left out.
		.map(key => `const own_${key} = /* @__PURE__ */ (all => all.${key})(module); export {own_${key} as ${key}};`);
	return [`const module = ${expression};`, 'export default module;', ...named].join('\n');
};

/**
 * Node's own modules by `require`, each importer by itself: imported, Node reads every one of their exports first, which
 * loads web crypto, file streams and more that nobody uses (10 ms together).
 */
const builtinsByRequire = {
	name: 'builtins-by-require',
	setup(build) {
		const require = createRequire(import.meta.url);
		// The entry needs only process: a chunk of its own would come before the first glyph.
		build.onResolve({filter: /^(node:)?[a-z_/]+$/}, ({path, kind, importer}) =>
			kind === 'import-statement' && isBuiltin(path) && !importer.endsWith('cli.tsx')
				? {path, namespace: 'builtin', suffix: `?${importer}`, sideEffects: false}
				: undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => {
			const expression = /^(node:)?process$/.test(path) ? 'globalThis.process' : `require(${JSON.stringify(path)})`;
			return {contents: facade(expression, Object.keys(require(path)))};
		});
		build.onResolve({filter: /.*/, namespace: 'builtin'}, ({path}) => ({path, external: true}));
	},
};

/** React is CommonJS, and a hundred files import it. */
const reactOnce = {
	name: 'react-once',
	setup(build) {
		const require = createRequire(import.meta.url);
		build.onResolve({filter: /^react(\/jsx-runtime)?$/}, ({path, kind}) =>
			kind === 'import-statement' ? {path, namespace: 'react', sideEffects: false} : undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'react'}, ({path}) => ({
			contents: facade(`require(${JSON.stringify(path)})`, Object.keys(require(path))),
			resolveDir: root,
		}));
	},
};

/** Modules of Node's that cost a start some 8 ms together, and that our own files only need later: loaded at the first call. */
const late = new Set(['crypto', 'fs/promises', 'child_process', 'readline/promises']);
const ours = /[\\/]source[\\/][^\0]*\.tsx?$/;
const builtinsLate = {
	name: 'builtins-late',
	setup(build) {
		const require = createRequire(import.meta.url);
		build.onResolve({filter: /^node:/}, ({path, kind, importer}) => {
			const name = path.slice('node:'.length);
			return kind === 'import-statement' && late.has(name) && ours.test(importer)
				? {path: name, namespace: 'late', sideEffects: false}
				: undefined;
		});
		build.onLoad({filter: /.*/, namespace: 'late'}, ({path: name}) => {
			const module = `require(${JSON.stringify(name)})`;
			const functions = Object.entries(require(name)).filter(([, value]) => typeof value === 'function');
			// Those in capitals are classes: called with `new`, a function that returns an object makes that object.
			const body = key => (/^[A-Z]/.test(key) ? `new ${module}.${key}` : `${module}.${key}`);
			const named = functions.map(
				([key]) => `export function ${key}(...given) { return ${body(key).replace(module, `(${module})`)}(...given); }`,
			);
			const all = `export default {${functions.map(([key]) => key).join(', ')}};`;
			return {contents: [...named, all].join('\n')};
		});
		build.onResolve({filter: /.*/, namespace: 'late'}, ({path}) => ({path, external: true}));
	},
};

/** All headless commands in one file: one each would cut what they share into thirty, and every file costs a look-up. */
const commandsTogether = {
	name: 'commands-together',
	setup(build) {
		build.onResolve({filter: /^\.\/[a-z-]+\.js$/}, ({importer, kind, resolveDir}) =>
			kind === 'dynamic-import' && /commands[\\/]table\.ts$/.test(importer)
				? {path: 'commands', namespace: 'commands', pluginData: {resolveDir, file: importer}}
				: undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'commands'}, async ({pluginData: {resolveDir, file}}) => {
			const table = await readFile(file, 'utf8');
			const files = [...table.matchAll(/import\('(\.\/[a-z-]+\.js)'\)/g)].map(([, path]) => path);
			return {contents: files.map(path => `export * from '${path}';`).join('\n'), resolveDir};
		});
	},
};

/** Ink's development tools, which need a package that is not installed; asked for only when DEV says so. */
const noDevtools = edit('no-devtools', /ink[\\/]build[\\/]reconciler\.js$/, text =>
	text.replace("await import('./devtools.js')", '0').replace('await loadPackageJson()', '({})'),
);

/** The bundle of `entryPoints` (name to file); the files are returned, not written. */
export function bundleOptions({
	version = '0.0.0',
	entryPoints = {cli: 'cli.tsx'},
	outdir = 'dist',
	chunkNames = '[name]-[hash]',
} = {}) {
	return {
		absWorkingDir: root,
		entryPoints,
		outdir,
		write: false,
		bundle: true,
		// The entry stays a few lines: nothing of Ink or React is parsed before the first glyph.
		splitting: true,
		chunkNames,
		platform: 'node',
		target: 'node22',
		format: 'esm',
		// Node 22 knows these. Rewritten as `new RegExp(…)` within a function they would be made anew for every character.
		supported: {
			'regexp-unicode-property-escapes': true,
			'regexp-set-notation': true,
			'regexp-lookbehind-assertions': true,
		},
		minify: true,
		charset: 'ascii',
		legalComments: 'linked',
		define: {
			'process.env.NODE_ENV': '"production"',
			K0S_TUI_VERSION: JSON.stringify(version),
		},
		plugins: [
			lazySegmenters,
			yogaBytes,
			yogaAtOnce,
			lazyPatterns,
			cheaperFrames,
			ourSpinners,
			noSizeProgram,
			noAssert,
			hashesLate,
			noDevtools,
			commandsTogether,
			builtinsLate,
			builtinsByRequire,
			reactOnce,
		],
		metafile: true,
		logLevel: 'warning',
	};
}

/** CommonJS packages require node: modules; only the chunks that hold one pay for it. */
export function shippable(text) {
	if (!text.includes('Dynamic require of')) return text;
	return `import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);\n${text}`;
}
