/**
 * Runs everything that can be checked here: types, lint, unit and component tests, then the tests on the real thing (pty,
 * kernel namespaces). Says what was skipped, and ends with `N passed, N failed`. The exit code is not 0 when one failed.
 *
 * `--on SUITE` (bookworm, trixie): only a short set of the tests on hosts, on that Debian: checks, guard, profiles, install.
 * `--also SUITE`: everything, then that set (of the checks a part), in one sum. A test of the set that was skipped did not run where it was asked
 * for: it counts as failed.
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'k0s-tui-test-'));
const counts = {passed: 0, failed: 0, skipped: 0};
const skipped = [];

const args = process.argv.slice(2);
const how = args[0] === '--on' || args[0] === '--also' ? args.shift() : undefined;
const on = how && args.shift();
if (how && on !== 'bookworm' && on !== 'trixie') throw new Error(`${how} wants a Debian suite: bookworm or trixie`);
/** Where newer tools print or end in another way: firewalld, systemd, curl, nft. */
const shortSet = ['checks-host', 'guard-host', 'firewall-profiles-host', 'install-host'];

function step(name, command, args, env = process.env) {
	console.log(`\n== ${name}`);
	const {status, error} = spawnSync(command, args, {stdio: 'inherit', env});
	if (error) console.error(error.message);
	return status === 0;
}

function judged(name, command, args) {
	counts[step(name, command, args) ? 'passed' : 'failed']++;
}

function tests(project, suite) {
	const file = join(folder, `${project}-${suite ?? 'here'}.json`);
	const title = suite === undefined ? `tests: ${project}` : `tests: ${project}, on Debian ${suite}`;
	const ok = step(
		title,
		'npx',
		[
			'vitest',
			'run',
			'--project',
			project,
			'--reporter=dot',
			'--reporter=json',
			`--outputFile.json=${file}`,
			...(suite === undefined ? [] : shortSet.map(name => `test/real/${name}.test.ts`)),
			...args,
		],
		suite === undefined
			? process.env
			: {...process.env, TESTHOST_SUITE: suite, ...(how === '--also' && {TESTHOST_SHORT: '1'})},
	);
	try {
		const report = JSON.parse(readFileSync(file, 'utf8'));
		counts.passed += report.numPassedTests;
		counts.failed += report.numFailedTests;
		const left = report.numPendingTests + report.numTodoTests;
		counts[suite === undefined ? 'skipped' : 'failed'] += left;
		for (const {status, assertionResults} of report.testResults) {
			for (const test of assertionResults)
				if (test.status === 'pending' || test.status === 'skipped')
					skipped.push(suite === undefined ? test.fullName : `on Debian ${suite} (failed): ${test.fullName}`);
			// A file that could not even be loaded has no test of its own that failed.
			if (status === 'failed' && assertionResults.length === 0) counts.failed++;
		}

		if (suite !== undefined && report.numPassedTests === 0) counts.failed = Math.max(1, counts.failed);

		if (!ok && report.numFailedTests === 0) counts.failed = Math.max(1, counts.failed);
	} catch (error) {
		console.error(`no report from ${project}: ${error.message}`);
		counts.failed++;
	}
}

if (how !== '--on') {
	judged('types', 'npm', ['run', '-s', 'check']);
	judged('lint', 'npm', ['run', '-s', 'lint']);
	tests('unit');
	tests('real');
}

if (on !== undefined) tests('real', on);

rmSync(folder, {recursive: true, force: true});

if (skipped.length > 0) {
	console.log(`\nDid not run here (${skipped.length}):`);
	for (const name of skipped) console.log(`- ${name}`);
}

console.log(
	`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
);
process.exit(counts.failed === 0 ? 0 : 1);
