/**
 * Joins files of the bundle that are always loaded together: esbuild makes a file for each set of entries that share it, 170
 * for a screen. As one module they need no objects of exports, no functions that read them, and call each other directly.
 */
import {build} from 'esbuild';

const nameOf = path => path.replace(/^dist[\\/]/, '');
const importsOf = (metafile, name) =>
	(metafile.outputs[`dist/${name}`]?.imports ?? []).filter(({external}) => external !== true);

/** A file and all that it imports at once, except `not` and what that imports; each behind what it imports itself. */
export function closure(entry, metafile, not = new Set()) {
	const seen = new Set(not);
	const found = new Set();
	const visit = name => {
		if (seen.has(name)) return;
		seen.add(name);
		for (const {path, kind} of importsOf(metafile, name)) if (kind === 'import-statement') visit(nameOf(path));
		found.add(name);
	};

	visit(entry);
	return found;
}

/**
 * The text of one module of the files `names`, each behind what it imports. What it exports is a function `space`, by
 * which other files find what they import: the exports of one of them, by its name. `textOf`: what esbuild made of each.
 */
export async function joined(names, metafile, textOf, options) {
	const [...all] = names;
	const text = all.map((name, index) => `import * as own${index} from './${name}';`);
	const cases = all.map((name, index) => {
		const getters = (metafile.outputs[`dist/${name}`]?.exports ?? []).map(
			key => `get ${key}(){return own${index}.${key}}`,
		);
		return `case './${name}':return{${getters.join(',')}};`;
	});
	const {target, platform, charset, supported} = options;
	const {outputFiles} = await build({
		stdin: {contents: `${text.join('')}export function space(name){switch(name){${cases.join('')}}}`},
		...{target, platform, charset, supported},
		bundle: true,
		write: false,
		format: 'esm',
		minify: true,
		legalComments: 'inline',
		logLevel: 'warning',
		plugins: [
			{
				name: 'joined',
				setup(one) {
					one.onResolve({filter: /.*/}, ({path, kind}) => {
						const name = path.replace(/^\.\//, '');
						return kind === 'import-statement' && names.has(name)
							? {path: name, namespace: 'joined'}
							: {path, external: true};
					});
					one.onLoad({filter: /.*/, namespace: 'joined'}, ({path}) => ({contents: textOf(path), loader: 'js'}));
				},
			},
		],
	});
	return outputFiles[0].text;
}
