/** How dist/ is bundled so that it starts fast: docs/decisions/0002-shipped-form.md. */
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {exportsTaken, lateFiles, lateModules, lateTexts, lateViews, requiredAtOnce} from './late-modules.mjs';
import {rendererOptions, shippedRenderer} from './renderer.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The bundle of `entryPoints` (name to file); the files are returned, not written. `scripts`: they become scripts, whose
 * loader gives them what stands in for globals of Node's. As an import in every file (`inject`) esbuild would make functions
 * of these modules, for packages that are functions import them too: each of 200 files would call them first, and the entry
 * would load them before the first glyph.
 */
export function bundleOptions({
	version = '0.0.0',
	entryPoints = {cli: 'cli.tsx'},
	outdir = 'dist',
	chunkNames = '[name]-[hash]',
	scripts = false,
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
			...rendererOptions.define,
		},
		inject: scripts ? [] : rendererOptions.inject,
		plugins: [shippedRenderer, lateModules, lateTexts, lateViews, lateFiles, exportsTaken],
		metafile: true,
		logLevel: 'warning',
	};
}

/**
 * The text of an output file that stays a module, as the programs of the tests are. CommonJS packages require node: modules,
 * and what is loaded at once is required; only the chunks that hold one pay for it.
 */
export function shippable(output) {
	const text = requiredAtOnce(output);
	if (text === output && !text.includes('Dynamic require of')) return text;
	return `import {createRequire as __createRequire} from 'node:module';const require=__createRequire(import.meta.url);\n${text}`;
}
