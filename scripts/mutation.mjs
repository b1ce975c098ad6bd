/**
 * Changes one place of the source at a time (a mutant) and asks whether a test fails: `npm run test:mutation`, with the
 * rooms or files to change, `--share 0.05 --seed 1` for a sample of them. docs/MUTATION.md says how to read the answer.
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {relative, resolve} from 'node:path';
import process from 'node:process';
import {spawnSync} from 'node:child_process';
import {parseArgs} from 'node:util';
import {Stryker} from '@stryker-mutator/core';
import {measure} from './mutation/measure.mjs';
import {roomOf, rooms, sourceFiles, testFiles} from './mutation/rooms.mjs';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		share: {type: 'string', default: '1'},
		seed: {type: 'string', default: '1'},
		count: {type: 'string'},
		patience: {type: 'string', default: '600'},
		steps: {type: 'string', default: 'Infinity'},
	},
});
const files = (positionals.length > 0 ? positionals : rooms).flatMap(sourceFiles);
if (values.count && process.getuid?.() === 0 && process.pid !== 1) {
	// A mutant may end the wrong process, as root any of this machine: here only its own can be seen.
	const {status, error} = spawnSync(
		'unshare',
		['--pid', '--fork', '--kill-child', '--mount-proc', process.execPath, ...process.argv.slice(1)],
		{stdio: 'inherit'},
	);
	if (error) throw error;
	process.exit(status ?? 1);
}

if (values.count) {
	const numbers = {patience: Number(values.patience), steps: Number(values.steps)};
	const table = await measure({files, seed: values.seed, countOf: counts(values.count), ...numbers});
	console.log(
		['| room | tried | killed | share | 95 % | seed |', '| --- | --- | --- | --- | --- | --- |', ...table].join('\n'),
	);
	process.exit();
}
const share = Number(values.share);
if (!(share > 0 && share <= 1)) throw new Error(`--share wants a number above 0, at most 1: ${values.share}`);

const folder = 'reports/mutation';
mkdirSync(folder, {recursive: true});
process.env.MUTATION_SAMPLE = JSON.stringify({seed: values.seed, share});
process.env.MUTATION_LOADED = resolve(`${folder}/loaded.json`);

/** `60` or `60,read=100`: how many mutants of a room. */
function counts(text) {
	const [all, ...rooms] = text.split(',');
	const own = new Map(rooms.map(part => part.split('=')));
	return room => Number(own.get(room) ?? all);
}

const killed = ({status}) => status === 'Killed' || status === 'Timeout';

/** The place of the mutant, what is written there, and what stands there instead. */
function place({file, location: {start, end}, mutatorName, replacement, status}) {
	const lines = readFileSync(file, 'utf8')
		.split('\n')
		.slice(start.line - 1, end.line);
	const one = text => text.replaceAll(/\s+/g, ' ').slice(0, 100);
	lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
	lines[0] = lines[0].slice(start.column - 1);
	const note = status === 'NoCoverage' ? ' (no test runs it)' : status === 'Survived' ? '' : ` (${status})`;
	return `${file}:${start.line}:${start.column} ${mutatorName}${note}\n  - ${one(lines.join('\n'))}\n  + ${one(replacement)}`;
}

function row(name, results) {
	const dead = results.filter(killed).length;
	const percent = results.length === 0 ? '' : `${Math.round((100 * dead) / results.length)} %`;
	return `| ${name} | ${results.length} | ${dead} | ${percent} |`;
}

const byRoom = Map.groupBy(files, roomOf);
const all = [];
const rows = [];
for (const [room, files] of byRoom) {
	const tests = testFiles(files);
	if (tests.length === 0) throw new Error(`no test imports a file of ${room}`);
	process.env.MUTATION_TESTS = JSON.stringify(tests);
	console.log(`${room}: ${files.length} files, ${tests.length} test files`);
	const stryker = new Stryker({
		configFile: 'scripts/mutation/stryker.json',
		mutate: files,
		jsonReporter: {fileName: `${folder}/${room}.json`},
	});
	// What is not in the sample comes back as `CompileError` (scripts/mutation/sample.mjs).
	const results = (await stryker.runMutationTest())
		.filter(({status}) => status !== 'CompileError' && status !== 'Ignored')
		.map(result => ({...result, file: relative('.', result.fileName)}));
	all.push(...results);
	rows.push(row(room, results));
	const survivors = results.filter(result => !killed(result)).map(place);
	const text = [...survivors, '', row(room, results), ''].join('\n');
	writeFileSync(`${folder}/${room}.txt`, text);
	console.log(text);
}

console.log(['| room | mutants | killed | share |', '| --- | --- | --- | --- |', ...rows, row('all', all)].join('\n'));
