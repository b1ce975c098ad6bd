import fs from 'node:fs';
import path from 'node:path';

/** Every TypeScript file of the program, as a path from the project's folder: `source/model/verdict.ts`. */
export const sourceFiles: readonly string[] = fs
	.readdirSync('source', {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.map(name => path.join('source', name))
	.toSorted();
