import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {roomOf} from './rooms.mjs';

const imported =
	/^\s*(?:import|export)\s+(?!type\b)[^;]*?from '(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)|^import '(\.[^']+)'/gm;

const walk = folder =>
	readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.map(name => join(folder, name))
		.filter(path => /\.tsx?$/.test(path));

function importsOf(file) {
	return [...readFileSync(file, 'utf8').matchAll(imported)].flatMap(([, from, late, bare]) => {
		const path = normalize(join(dirname(file), from ?? late ?? bare));
		return [path, path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].filter(
			candidate => /\.tsx?$/.test(candidate) && existsSync(candidate),
		);
	});
}

/** Who imports whom, in source/ and test/, late imports too; types alone do not count: Map(file, files that import it). */
function importers() {
	const found = new Map();
	for (const file of [...walk('source'), ...walk('test')]) {
		for (const target of importsOf(file)) found.set(target, [...(found.get(target) ?? []), file]);
	}
	return found;
}

/** Asks of the files as they are now. The answer to a source file: Map(test file, steps of import between the two). */
export function reach() {
	const byTarget = importers();
	return source => {
		const steps = new Map([[source, 0]]);
		for (const [file, distance] of steps) {
			for (const importer of byTarget.get(file) ?? []) {
				if (!steps.has(importer)) steps.set(importer, distance + 1);
			}
		}
		return new Map(
			[...steps].filter(([file]) => /\.test\.tsx?$/.test(file) && !/^test\/(?:real|pty|long)\//.test(file)),
		);
	};
}

/** Nearest first: the tests in the folder of the room, then by the steps of import, then the quick ones. */
export function nearestFirst(tests, source, steps, seconds) {
	const folder = `test/${roomOf(source)}/`;
	const far = test => (test.startsWith(folder) ? 0 : 100) + (steps.get(test) ?? 50);
	return [...tests].sort((one, other) => far(one) - far(other) || seconds(one) - seconds(other));
}
