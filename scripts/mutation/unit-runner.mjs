import {appendFileSync, writeFileSync} from 'node:fs';
import {relative} from 'node:path';
import process from 'node:process';
import {TestRunner} from 'vitest';

/**
 * vitest's own runner, in the process of the tests. It sets the mutant before anything is loaded and leaves out tests that
 * do not meet it; without a mutant it writes down which mutants each test meets, a line for each file.
 */
export default class SwitchingRunner extends TestRunner {
	constructor(config) {
		super(config);
		this.order = this.injectValue('mutation');
		globalThis.__stryker__ ??= {mutantCoverage: {static: {}, perTest: {}}};
		globalThis.__stryker__.activeMutant = this.order.active;
		writeFileSync(this.order.pidFile, String(process.pid));
	}

	onCollectStart(file) {
		this.started = performance.now();
		this.seconds = {};
		this.failed = [];
		globalThis.__stryker__.currentTestId = '@load';
		return super.onCollectStart(file);
	}

	onCollected() {
		this.loaded = (performance.now() - this.started) / 1000;
		globalThis.__stryker__.currentTestId = '@hooks';
	}

	async onBeforeRunTask(test) {
		const only = this.order.only?.[relative(process.cwd(), test.file.filepath)];
		const name = fullName(test);
		if (only && !only.includes(name)) test.mode = 'skip';
		await super.onBeforeRunTask(test);
		globalThis.__stryker__.currentTestId = name;
		this.testStarted = performance.now();
	}

	onAfterRunTask(test) {
		globalThis.__stryker__.currentTestId = '@hooks';
		const name = fullName(test);
		this.seconds[name] = (performance.now() - this.testStarted) / 1000;
		if (test.result?.state === 'fail') this.failed.push(name);
		return super.onAfterRunTask(test);
	}

	async onAfterRunSuite(suite) {
		await super.onAfterRunSuite(suite);
		if (!('filepath' in suite) || !this.order.coverageFile) return;
		const {perTest} = globalThis.__stryker__.mutantCoverage;
		const met = Object.fromEntries(Object.entries(perTest).map(([name, hits]) => [name, Object.keys(hits)]));
		// The switches hold on to this object: it is emptied, not replaced.
		for (const name of Object.keys(perTest)) delete perTest[name];
		const line = {
			file: relative(process.cwd(), suite.filepath),
			load: this.loaded,
			total: (performance.now() - this.started) / 1000,
			seconds: this.seconds,
			failed: this.failed,
			met,
		};
		appendFileSync(this.order.coverageFile, JSON.stringify(line) + '\n');
	}
}

function fullName(test) {
	const names = [test.name];
	for (let suite = test.suite; suite; suite = suite.suite) names.unshift(suite.name);
	return names.join(' > ');
}
