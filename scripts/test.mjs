/**
 * Runs everything that can be checked here: types, lint, unit and component tests, then the tests on the real thing (pty,
 * kernel namespaces). Says what was skipped, and ends with `N passed, N failed`. The exit code is not 0 when one failed.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-test-'));
const counts = {passed: 0, failed: 0, skipped: 0};
const skipped = [];

function step(name, command, args) {
	console.log(`\n== ${name}`);
	const {status, error} = spawnSync(command, args, {stdio: 'inherit'});
	if (error) console.error(error.message);
	return status === 0;
}

function judged(name, command, args) {
	counts[step(name, command, args) ? 'passed' : 'failed']++;
}

function tests(project) {
	const file = join(folder, `${project}.json`);
	const ok = step(`tests: ${project}`, 'npx', [
		'vitest',
		'run',
		'--project',
		project,
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${file}`,
		...process.argv.slice(2),
	]);
	try {
		const report = JSON.parse(readFileSync(file, 'utf8'));
		counts.passed += report.numPassedTests;
		counts.failed += report.numFailedTests;
		counts.skipped += report.numPendingTests + report.numTodoTests;
		for (const suite of report.testResults) {
			for (const test of suite.assertionResults)
				if (test.status === 'pending' || test.status === 'skipped') skipped.push(test.fullName);
			// A file that could not even be loaded has no test of its own that failed.
			if (suite.status === 'failed' && suite.assertionResults.length === 0) counts.failed++;
		}

		if (!ok && report.numFailedTests === 0) counts.failed = Math.max(1, counts.failed);
	} catch (error) {
		console.error(`no report from ${project}: ${error.message}`);
		counts.failed++;
	}
}

judged('types', 'npm', ['run', '-s', 'check']);
judged('lint', 'npm', ['run', '-s', 'lint']);
tests('unit');
tests('real');
rmSync(folder, {recursive: true, force: true});

if (skipped.length > 0) {
	console.log(`\nSkipped here (${skipped.length}):`);
	for (const name of skipped) console.log(`- ${name}`);
}

console.log(
	`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exit(counts.failed === 0 ? 0 : 1);
