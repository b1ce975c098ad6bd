import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import {expect, test} from 'vitest';
import {sourceFiles} from '../support/source-files.js';

type Graph = ReadonlyMap<string, readonly string[]>;

/** What each file imports of ours: types and late imports count too, since a reader has to follow them as well. */
function graphOf(files: readonly string[], read: (file: string) => string): Graph {
	const known = new Set(files);
	return new Map(
		files.map(file => [
			file,
			ts
				.preProcessFile(read(file), true, true)
				.importedFiles.filter(({fileName}) => fileName.startsWith('.'))
				.map(({fileName}) => path.join(path.dirname(file), fileName.replace(/\.js$/, '')))
				.flatMap(name => [`${name}.ts`, `${name}.tsx`].filter(each => known.has(each))),
		]),
	);
}

/** One path that leads back to where it began, for each circle that is met first; in the order of the files. */
function circles(graph: Graph): readonly string[] {
	const done = new Set<string>();
	const found: string[] = [];
	const visit = (file: string, trail: readonly string[]): void => {
		const at = trail.indexOf(file);
		if (at >= 0) found.push([...trail.slice(at), file].join(' -> '));
		if (at >= 0 || done.has(file)) return;
		for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
		done.add(file);
	};

	for (const file of graph.keys()) visit(file, []);
	return found;
}

test('no file imports itself by way of others, not for a type either', () => {
	const graph = graphOf(sourceFiles, file => fs.readFileSync(file, 'utf8'));
	expect([...graph.values()].flat().length).toBeGreaterThan(2000);
	expect(circles(graph)).toEqual([]);
});

test('a circle is found: of values, of types, of late imports', () => {
	const texts = new Map([
		['source/a.ts', "import {b} from './b.js';"],
		['source/b.ts', "import type {C} from './folder/c.js';\nexport {x} from './x.js';"],
		['source/folder/c.ts', "const late = await import('../a.js');"],
		['source/x.ts', "import {y} from 'elsewhere';"],
	]);
	const graph = graphOf([...texts.keys()], file => texts.get(file) ?? '');
	expect(circles(graph)).toEqual(['source/a.ts -> source/b.ts -> source/folder/c.ts -> source/a.ts']);
});
