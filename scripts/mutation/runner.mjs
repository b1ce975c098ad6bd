import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {relative} from 'node:path';
import process from 'node:process';
import {strykerPlugins as vitestPlugins} from '@stryker-mutator/vitest-runner';

/**
 * Stryker's vitest runner, but for code that runs while a test file is loaded (tables, regular expressions, what a
 * `describe` computes). Stryker knows of it only that some file ran it: it starts a new process and runs every test. Half
 * of our mutants are of that kind. Here each test file is loaded in a process of its own in the first run, so it is known
 * which files ran the place, and a mutant is set before anything is loaded, so that only those files run.
 */
function createRunner(injector) {
	const runner = vitestPlugins[0].factory(injector);
	const firstRun = runner.dryRun.bind(runner);
	const mutantRun = runner.mutantRun.bind(runner);

	runner.dryRun = async options => {
		const result = await firstRun(options);
		if (result.status !== 'complete') return result;
		const testsOf = Map.groupBy(result.tests, ({fileName}) => fileName);
		const loaded = {};
		const perTest = {};
		for (const {filepath, meta} of runner.ctx.state.getFiles()) {
			const ids = (testsOf.get(filepath) ?? []).map(({id}) => id);
			if (!meta.mutantCoverage || ids.length === 0) continue;
			const path = relative(process.cwd(), filepath);
			loaded[path] = {mutants: Object.keys(meta.mutantCoverage.static), ids};
			for (const [rawId, coverage] of Object.entries(meta.mutantCoverage.perTest)) {
				perTest[path + rawId.slice(filepath.length)] = coverage;
			}
			// One test stands for the file; the run of the mutant takes all of them.
			perTest[ids[0]] = {...meta.mutantCoverage.static, ...perTest[ids[0]]};
		}
		writeFileSync(process.env.MUTATION_LOADED, JSON.stringify(loaded));
		return {...result, mutantCoverage: {static: {}, perTest}};
	};

	let loaded;
	runner.mutantRun = async options => {
		loaded ??= existsSync(process.env.MUTATION_LOADED) ? readLoaded() : {};
		// The mutant is there from the start, so that the files can share one process.
		for (const project of runner.ctx.projects) project.config.isolate = false;
		const testFilter = options.testFilter?.flatMap(id => {
			const file = loaded[id.slice(0, id.indexOf('#'))];
			return file?.mutants.has(options.activeMutant.id) ? file.ids : [id];
		});
		return mutantRun({...options, mutantActivation: 'static', testFilter: testFilter && [...new Set(testFilter)]});
	};

	return runner;
}

createRunner.inject = ['$injector'];

function readLoaded() {
	const entries = Object.entries(JSON.parse(readFileSync(process.env.MUTATION_LOADED, 'utf8')));
	return Object.fromEntries(entries.map(([file, {mutants, ids}]) => [file, {mutants: new Set(mutants), ids}]));
}

export const strykerPlugins = [{kind: 'TestRunner', name: 'unit', factory: createRunner}];
