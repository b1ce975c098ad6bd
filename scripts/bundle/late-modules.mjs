/** How the bundle loads Node's modules and React. docs/decisions/0002-shipped-form.md says what it buys. */
import {readFile} from 'node:fs/promises';
import {createRequire, isBuiltin} from 'node:module';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(import.meta.url);
const ours = /[\\/]source[\\/][^\0]*\.tsx?$/;

/** Modules of Node's that our own files need only later: crypto alone takes 5 ms to load, all four 9 ms. */
const late = new Set(['crypto', 'fs/promises', 'child_process', 'readline/promises']);

/** Packages that load one at once and call it seldom or never, with the module: assert 1 ms, child_process 2 ms. */
const packages = [
	[/[\\/]terminal-size[\\/]/, 'child_process'],
	[/[\\/]signal-exit[\\/]/, 'assert'],
];

/** What signal-exit calls at every start: Node's own module is loaded for the message alone. */
const whenItFails =
	"export function equal(...given) { if (given[0] !== given[1]) (require('assert')).equal(...given); }";

const isLate = (name, importer) =>
	(late.has(name) && ours.test(importer)) ||
	packages.some(([folder, needed]) => needed === name && folder.test(importer));

/** Modules of Node's that are loaded at the first call of one of their functions. */
export const lateModules = {
	name: 'late-modules',
	setup(build) {
		build.onResolve({filter: /^(node:)?[a-z_/]+$/}, ({path, kind, importer, namespace}) => {
			const name = path.replace(/^node:/, '');
			return namespace !== 'late' && kind !== 'dynamic-import' && isLate(name, importer)
				? {path: name, namespace: 'late', sideEffects: false}
				: undefined;
		});
		build.onLoad({filter: /.*/, namespace: 'late'}, ({path: name}) => {
			if (name === 'assert') return {contents: whenItFails};
			const module = `(require(${JSON.stringify(name)}))`;
			const functions = Object.entries(require(name)).filter(([, value]) => typeof value === 'function');
			// Those in capitals are classes: called with `new`, a function that returns an object makes that object.
			const made = key => (/^[A-Z]/.test(key) ? `new ${module}.${key}` : `${module}.${key}`);
			const named = functions.map(([key]) => `export function ${key}(...given) { return ${made(key)}(...given); }`);
			const all = `export default {${functions.map(([key]) => key).join(', ')}};`;
			return {contents: [...named, all].join('\n')};
		});
		build.onResolve({filter: /.*/, namespace: 'late'}, ({path}) => ({path, external: true}));
	},
};

/**
 * The sections of the English catalogue, each made when somebody reads its first word: a start shows four of eighteen. What
 * nobody called is in no code cache either, so there is less to read into the heap.
 */
export const lateTexts = {
	name: 'late-texts',
	setup(build) {
		build.onLoad({filter: /[\\/]source[\\/]text[\\/]en[\\/]index\.ts$/}, async ({path}) => {
			const sections = [...(await readFile(path, 'utf8')).matchAll(/^import \{(\w+)\} from '(\.\/[\w-]+)\.js';$/gm)];
			if (sections.length === 0) throw new Error(`${path}: no section found, look again`);
			const getters = sections.map(
				([, name, file]) => `get ${name}() {
					const {${name}: value} = ${atOnce}(import('${file}.ts'));
					Object.defineProperty(en, '${name}', {value, enumerable: true});
					return value;
				}`,
			);
			return {contents: `export const en = {${getters.join(',')}};`, resolveDir: dirname(path)};
		});
	},
};

/** `import()` within a call of this is loaded at once, when the bundle is written (`requiredAtOnce`). */
const atOnce = 'globalThis.atOnce';
const loadedAtOnce = new RegExp(`${atOnce.replace('.', '\\.')}\\(import\\(("[^"]+")\\)\\)`, 'g');

export const requiredAtOnce = text => text.replaceAll(loadedAtOnce, 'require($1)');

/** The views of the screens that are not shown first are loaded when they are drawn. */
export const lateViews = {
	name: 'late-views',
	setup(build) {
		build.onResolve({filter: /^\.\/view\.js$/}, ({importer, namespace}) =>
			namespace === 'file' && /[\\/]screens[\\/](?!checks)\w+[\\/]screen\.ts$/.test(importer)
				? {path: join(dirname(importer), 'view.tsx'), namespace: 'late-view', sideEffects: false}
				: undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'late-view'}, async ({path}) => {
			const names = [...(await readFile(path, 'utf8')).matchAll(/^export function (\w+)\(/gm)].map(([, name]) => name);
			if (names.length === 0) throw new Error(`${path}: no component found, look again`);
			const late = `${atOnce}(import(${JSON.stringify(path)}))`;
			return {
				contents: names.map(name => `export function ${name}(given) { return ${late}.${name}(given); }`).join('\n'),
				resolveDir: dirname(path),
			};
		});
	},
};

/**
 * Files of ours that no start calls though others import them: loaded, with all that they alone import, at the first call of
 * one of their functions. 130 kB less to read.
 */
const ownLate = [
	'engine/worker/remote',
	'engine/worker/start',
	'install/stall',
	'model/pod-reach/walked',
	'read/k0s/registry-toml',
	'redact/redact',
	'redact/tables',
	'redact/told',
	'simulated/tool/conntrack',
	'simulated/tool/from-pod',
	'simulated/tool/k0s-backup',
	'simulated/tool/k0s-token',
	'simulated/tool/kubectl-change',
	'simulated/tool/kubectl-logs',
	'simulated/tool/kubectl-operate',
	'simulated/tool/kubectl-patch',
	'simulated/tool/kubectl-server-table',
	'simulated/tool/probe',
	'simulated/tool/tcpdump',
	'simulated/tool/trace',
	'store/network/read',
	'store/packet-filter/read',
];

/** What a late file gives: functions alone, for what is not called cannot wait. */
export function lateFunctions(text, path) {
	const values = [...text.matchAll(/^export (?!type |interface )(.*)$/gm)].map(([, declared]) => declared);
	return values.map(declared => {
		const [, name] = /^(?:async )?function (\w+)[(<]/.exec(declared) ?? [];
		if (name === undefined) throw new Error(`${path}: “${declared}” is no function, so it cannot be loaded late`);
		return name;
	});
}

export const lateFiles = {
	name: 'late-files',
	setup(build) {
		const files = new Set(ownLate.map(name => join(root, 'source', `${name}.ts`)));
		const used = new Set();
		// The programs of the tests hold a part of the product.
		const isWhole = 'cli' in (build.initialOptions.entryPoints ?? {});
		build.onStart(() => used.clear());
		build.onResolve({filter: /^\.{1,2}\/.*\.js$/}, ({path, importer, namespace, kind}) => {
			const file = join(dirname(importer), path.replace(/\.js$/, '.ts'));
			if (namespace !== 'file' || kind !== 'import-statement' || !files.has(file)) return undefined;
			used.add(file);
			return {path: file, namespace: 'late-file', sideEffects: false};
		});
		build.onLoad({filter: /.*/, namespace: 'late-file'}, async ({path}) => {
			const late = `${atOnce}(import(${JSON.stringify(path)}))`;
			const contents = lateFunctions(await readFile(path, 'utf8'), path)
				.map(name => `export function ${name}(...given) { return ${late}.${name}(...given); }`)
				.join('\n');
			return {contents, resolveDir: dirname(path)};
		});
		build.onEnd(() => ({
			errors: [...files]
				.filter(file => isWhole && used.size > 0 && !used.has(file))
				.map(file => ({text: `nothing imports ${relative(root, file)} any more: look again at late-modules.mjs`})),
		}));
	},
};

/**
 * React and Node's own modules are CommonJS to esbuild: for every file that imports one it copies all exports, one by one.
 * Here they are taken from what `require` gives: React's for a hundred files, 12 to 29 ms; Node's for sixty, 7 ms.
 */
export const exportsTaken = {
	name: 'exports-taken',
	setup(build) {
		build.onResolve({filter: /^react(\/jsx-runtime)?$/}, ({path, kind}) =>
			kind === 'import-statement' ? {path, namespace: 'taken', sideEffects: false} : undefined,
		);
		// Each importer by itself, and none in the entry: a file that all share would come before the first glyph.
		build.onResolve({filter: /^(node:)?[a-z_/]+$/}, ({path, kind, importer}) =>
			kind === 'import-statement' && isBuiltin(path) && !importer.endsWith('cli.tsx')
				? {path, namespace: 'taken', suffix: `?${importer}`, sideEffects: false}
				: undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'taken'}, ({path}) => {
			const named = Object.keys(require(path))
				.filter(key => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default')
				// What nobody imports is left out.
				.map(key => `const own_${key} = /* @__PURE__ */ (all => all.${key})(module); export {own_${key} as ${key}};`);
			const contents = [`const module = require(${JSON.stringify(path)});`, 'export default module;', ...named].join(
				'\n',
			);
			return {contents, resolveDir: root};
		});
		build.onResolve({filter: /.*/, namespace: 'taken'}, ({path}) =>
			isBuiltin(path) ? {path, external: true} : undefined,
		);
	},
};
