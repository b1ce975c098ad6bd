import {readFileSync} from 'node:fs';
import {relative, resolve} from 'node:path';
import process from 'node:process';
import {createVitest} from 'vitest/node';

/**
 * Gives vitest the sources with their switches. What it keeps on disk of a module it finds again by the file that lies there,
 * which has none: switches of an earlier sample, with other numbers, would come back, and no mutant of this one be set.
 */
export function switching(code) {
	const textOf = id => code.get(id.replace(/\?.*$/, ''));
	return {
		name: 'mutants',
		enforce: 'pre',
		load: textOf,
		configureVitest({defineCacheKeyGenerator}) {
			defineCacheKeyGenerator(({id}) => (textOf(id) === undefined ? undefined : false));
		},
	};
}

/**
 * The unit tests, ready to be run again and again: vitest stays, with what it has read and translated; the tests get a
 * new process each time, so nothing of one mutant is left for the next. `code`: Map(absolute path, text that stands there
 * instead).
 */
export async function unitTests({code, pidFile}) {
	let order = [];
	let watch = () => {};
	class Sequencer {
		async sort(specs) {
			const at = spec => order.indexOf(relative(process.cwd(), spec.moduleId));
			return [...specs].sort((one, other) => at(one) - at(other));
		}
		async shard(specs) {
			return specs;
		}
	}
	const vitest = await createVitest(
		'test',
		{
			config: 'scripts/mutation/unit.config.ts',
			watch: false,
			reporters: [{onTestModuleStart: ({moduleId}) => watch(relative(process.cwd(), moduleId))}],
			onConsoleLog: () => false,
			sequence: {sequencer: Sequencer},
		},
		{plugins: [switching(code)]},
	);
	await vitest.standalone();
	const [project] = vitest.projects;

	/**
	 * Runs these test files in this order: `{status: 'passed' | 'failed' | 'late', file, test, error, failed}`. `limit`: the
	 * seconds that a file may take before its process is ended; `bail`: stop at the first failure.
	 */
	async function run({files, provided, bail, workers = 1, limit = () => Infinity, done = () => {}}) {
		order = files;
		vitest.config.bail = bail;
		project.config.bail = bail;
		vitest.config.maxWorkers = workers;
		project.config.maxWorkers = workers;
		project.provide('mutation', {...provided, pidFile});
		let timer;
		let late;
		watch = file => {
			clearTimeout(timer);
			done(file);
			if (limit(file) === Infinity) return;
			timer = setTimeout(
				() => {
					late = file;
					end(pidFile);
				},
				limit(file) * 1000,
			);
		};
		const specs = files.map(file => project.createSpecification(resolve(file)));
		vitest.state.filesMap.clear();
		vitest.state.errorsSet.clear();
		if (files[0]) watch(files[0]);
		const {testModules, unhandledErrors} = await vitest.runTestSpecifications(specs, false);
		clearTimeout(timer);
		watch = () => {};
		if (late) return {status: 'late', file: late};
		const failed = testModules.flatMap(failures);
		if (failed.length > 0) return {status: 'failed', ...failed[0], failed};
		if (unhandledErrors.length > 0) {
			return {
				status: 'failed',
				file: '',
				test: '',
				error: String(unhandledErrors[0]?.message ?? unhandledErrors[0]),
				failed,
			};
		}
		return {status: 'passed', failed};
	}

	return {run, close: () => vitest.close()};
}

function end(pidFile) {
	const pid = Number(readFileSync(pidFile, 'utf8'));
	if (pid > 1) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It has ended by itself.
		}
	}
}

function failures(module) {
	const file = relative(process.cwd(), module.moduleId);
	const tests = [...module.children.allTests('failed')].map(test => ({
		file,
		test: test.fullName,
		error: test.result().errors?.[0]?.message ?? '',
	}));
	if (tests.length > 0) return tests;
	if (module.state() !== 'failed') return [];
	return [{file, test: '', error: module.errors()[0]?.message ?? 'the file failed'}];
}
