import {createHash} from 'node:crypto';
import {appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {draw, inTurn, wilson} from './draw.mjs';
import {meeting, readCoverage} from './meets.mjs';
import {mutantsOf, withSwitches} from './mutants.mjs';
import {reach} from './reach.mjs';
import {roomOf} from './rooms.mjs';
import {tryMutant} from './try-mutant.mjs';
import {unitTests} from './unit-tests.mjs';

const folder = 'reports/mutation';

/**
 * Tries `count` mutants of each room and writes every answer as it comes, so that it can be stopped and started again.
 * What it knows lies in `reports/mutation/SEED-*`; the tests' run without a mutant is kept as long as the sample is the
 * same. Returns the rows of the table.
 */
export async function measure({files, countOf, seed, patience, steps}) {
	mkdirSync(folder, {recursive: true});
	const {rooms, code, ids} = await theSample({files, countOf, seed});
	const sample = [...rooms.values()].flat();
	const hash = digest(sample.map(({name}) => name));
	const coverageFile = resolve(`${folder}/${seed}-${hash}-coverage.jsonl`);
	const resultsFile = `${folder}/${seed}-results.jsonl`;
	const {run, close} = await unitTests({code, pidFile: resolve(`${folder}/pid`)});

	const reached = testsOf(sample, steps);
	const known = new Set(readCoverage(coverageFile).map(({file}) => file));
	const missing = reached.filter(file => !known.has(file));
	console.log(`${sample.length} mutants; without one first: ${missing.length} test files (${known.size} known)`);
	if (missing.length > 0) {
		const {failed} = await run({files: missing, bail: 0, workers: 2, provided: {active: 'none', coverageFile}});
		for (const {file, test, error} of failed) console.log(`fails without a mutant: ${file} > ${test}: ${error}`);
	}
	const coverage = readCoverage(coverageFile);
	const tests = meeting(coverage);

	const results = readResults(resultsFile);
	const order = inTurn(rooms, seed);
	// What was tried before and has tests left comes last.
	for (const mutant of order.toSorted((one, other) => results.has(one.name) - results.has(other.name))) {
		const before = results.get(mutant.name);
		if (before && (before.status === 'killed' || before.left === 0)) continue;
		const id = ids.get(mutant.name);
		const {known, unknown} = tests(mutant, id);
		const passed = before?.passed ?? [];
		const start = performance.now();
		const answer = await tryMutant({id, tests: known.filter(({file}) => !passed.includes(file)), patience, run});
		const result = {...mutant, ...answer, seconds: Math.round((performance.now() - start) / 1000)};
		if (answer.status !== 'killed') {
			result.passed = [...passed, ...answer.passed];
			result.left = answer.left + unknown;
			if (result.passed.length > 0) result.status = 'survived';
		}
		results.set(mutant.name, result);
		appendFileSync(resultsFile, JSON.stringify(result) + '\n');
		console.log(`${result.status} ${mutant.name} ${result.seconds} s ${result.by ?? ''}`);
		summary(rooms, results, seed);
	}
	await close();
	return summary(rooms, results, seed);
}

/** The sample and the sources with its switches; kept, since to make all mutants takes a minute. */
async function theSample({files, countOf, seed}) {
	const byRoom = Map.groupBy(files, roomOf);
	const counts = [...byRoom.keys()].map(room => `${room} ${countOf(room)}`);
	const kept = `${folder}/${seed}-${digest([...counts, ...files.map(file => readFileSync(file, 'utf8'))])}-sample.json`;
	if (!existsSync(kept)) {
		const rooms = new Map();
		for (const [room, sources] of byRoom) rooms.set(room, draw(await mutantsOf(sources), countOf(room), seed));
		const {code, ids} = await withSwitches([...rooms.values()].flat());
		writeFileSync(kept, JSON.stringify({rooms: [...rooms], code: [...code], ids: [...ids]}));
	}

	const {rooms, code, ids} = JSON.parse(readFileSync(kept, 'utf8'));
	return {rooms: new Map(rooms), code: new Map(code), ids: new Map(ids)};
}

const digest = texts => createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8);

/** The test files that reach a file of the sample in so many steps of import, and those in the folders of its rooms. */
function testsOf(sample, most) {
	const steps = reach();
	const sources = [...new Set(sample.map(({file}) => file))];
	const near =
		file =>
		([test, distance]) =>
			distance <= most || test.startsWith(`test/${roomOf(file)}/`);
	return [...new Set(sources.flatMap(file => [...steps(file)].filter(near(file)).map(([test]) => test)))].sort();
}

function readResults(path) {
	if (!existsSync(path)) return new Map();
	const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
	return new Map(lines.map(line => JSON.parse(line)).map(result => [result.name, result]));
}

/** Writes the survivors of each room and gives the rows: room, tried of the sample, killed, share, interval. */
function summary(rooms, results, seed) {
	const percent = share => Math.round(100 * share);
	return [...rooms].map(([room, mutants]) => {
		const tried = mutants.map(({name}) => results.get(name)).filter(Boolean);
		const killed = tried.filter(({status}) => status === 'killed').length;
		const [low, high] = wilson(killed, tried.length);
		const survivors = tried.filter(({status}) => status !== 'killed');
		writeFileSync(`${folder}/${seed}-${room}.txt`, survivors.map(place).join('\n') + '\n');
		const share = tried.length === 0 ? '' : `${percent(killed / tried.length)} %`;
		return `| ${room} | ${tried.length} of ${mutants.length} | ${killed} | ${share} | ${percent(low)} to ${percent(high)} | ${seed} |`;
	});
}

/** Where the survivor is, what is written there, and what stood there instead. */
function place({file, kind, location: {start, end}, replacement, status, left}) {
	const lines = readFileSync(file, 'utf8')
		.split('\n')
		.slice(start.line, end.line + 1);
	const one = text => text.replaceAll(/\s+/g, ' ').slice(0, 160);
	lines[lines.length - 1] = lines.at(-1).slice(0, end.column);
	lines[0] = lines[0].slice(start.column);
	const note =
		status === 'not met' ? ' (no test runs it)' : left ? ` (${left} test files farther away were not run)` : '';
	return `${file}:${start.line + 1}:${start.column + 1} ${kind}${note}\n  - ${one(lines.join('\n'))}\n  + ${one(replacement)}`;
}
