import {readdirSync, readFileSync, statSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';

/** The rooms that read, judge and act: a wrong line there lies to the user or changes the wrong thing. */
export const rooms = ['facts', 'read', 'model', 'fact-table', 'engine', 'checks', 'host', 'redact'];

/** Tests of whole programs, screens and hosts: too slow to run again for each mutant. They count for nothing here. */
const slow =
	/^test\/(?:app|bundle|commands|contract|pty|real|reference|report|screens|simulated|store)\/|^test\/install\/simulated/;

const walk = folder =>
	readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.map(name => join(folder, name))
		.filter(path => statSync(path).isFile());

/** `model/packet-walk`, `source/read/ps.ts` or `read`: its source files, as paths from the root of the project. */
export function sourceFiles(name) {
	const path = name.startsWith('source/') ? name : join('source', name);
	const found = statSync(path).isDirectory() ? walk(path) : [path];
	return found.filter(file => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

/** The room of a source file: the folder below source/. */
export const roomOf = file => file.split('/')[1];

/**
 * The test files that may kill a mutant of these source files: those in the folder of the same name below test/ (of the
 * whole room), and those that import one of the files. Tests that reach a file only through others are left out.
 */
export function testFiles(sources) {
	const wanted = new Set(sources);
	const folders = [...new Set(sources.map(file => `test/${roomOf(file)}/`))];
	return walk('test')
		.filter(file => /\.test\.tsx?$/.test(file))
		.filter(file => !slow.test(file))
		.filter(file => folders.some(folder => file.startsWith(folder)) || imports(file).some(path => wanted.has(path)));
}

function imports(file) {
	const text = readFileSync(file, 'utf8');
	return [...text.matchAll(/from '(\.[^']+)'/g)].flatMap(([, target]) => {
		const path = relative('.', join(dirname(file), target));
		return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')];
	});
}
