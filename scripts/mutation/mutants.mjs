import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {Instrumenter} from '@stryker-mutator/instrumenter';
import ts from 'typescript';

const quiet = {isDebugEnabled: () => false, debug() {}, info() {}, warn: console.warn};
const options = {excludedMutations: [], ignorers: [], plugins: null, noHeader: false};

const instrument = files => new Instrumenter(quiet).instrument(files, options);

/** What tells a mutant from the others of its file: its place (lines from 1, columns from 0) and what stands there instead. */
const nameOf = ({file, place, replacement}) => [file, place, replacement].join(' ');

/**
 * Every mutant that Stryker makes in these files, in the order of their places: `{name, file, place: '12:4-12:9', kind,
 * replacement, atLoad}`. `atLoad`: outside of every function, so it is run when the file is loaded.
 */
export async function mutantsOf(files) {
	const all = [];
	for (const file of files) {
		const content = readFileSync(file, 'utf8');
		const inside = functions(file, content);
		const {mutants} = await instrument([{name: resolve(file), mutate: true, content}]);
		for (const mutant of mutants.filter(({status}) => status !== 'Ignored')) {
			const {location, mutatorName: kind, replacement} = mutant;
			all.push(described({file, location, kind, replacement, atLoad: !inside(location)}));
		}
	}
	return all;
}

function described({file, location: {start, end}, ...rest}) {
	const place = `${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
	const mutant = {file, place, ...rest};
	return {name: nameOf(mutant), ...mutant, location: {start, end}};
}

function functions(file, content) {
	const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, true);
	const bodies = [];
	const visit = node => {
		if (ts.isFunctionLike(node) && node.body) bodies.push([node.body.pos, node.body.end]);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return ({start}) => {
		const at = source.getPositionOfLineAndCharacter(start.line, start.column);
		return bodies.some(([from, to]) => at >= from && at < to);
	};
}

/**
 * The source with these mutants in it, each behind a switch that a test run sets (`globalThis.__stryker__.activeMutant`):
 * `{code: Map(absolute path, text), ids: Map(name of the mutant, id)}`. Only files of the sample are changed, and little
 * else in them than the mutants, so the tests keep their pace.
 */
export async function withSwitches(chosen) {
	const files = [...Map.groupBy(chosen, ({file}) => file)].map(([file, mutants]) => ({
		name: resolve(file),
		mutate: mutants.map(({location}) => location),
		content: readFileSync(file, 'utf8'),
	}));
	const {files: written, mutants} = await instrument(files);
	const paths = new Map(chosen.map(({file}) => [resolve(file), file]));
	const ids = mutants.map(({fileName, location, replacement, id}) => [
		described({file: paths.get(fileName), location, replacement}).name,
		id,
	]);
	return {code: new Map(written.map(({name, content}) => [name, content])), ids: new Map(ids)};
}
