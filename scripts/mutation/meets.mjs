import {existsSync, readFileSync} from 'node:fs';
import {nearestFirst, reach} from './reach.mjs';

/** A file that takes less is run whole; of a longer one only the tests that meet the mutant. Seconds. */
const quick = 5;

/** The lines that the runner wrote, one a test file: what each of its tests met, and how long they took. */
export function readCoverage(path) {
	if (!existsSync(path)) return [];
	const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
	return lines.map(line => JSON.parse(line));
}

/**
 * Which tests meet a mutant, nearest first (`known`: `{file, only, seconds}` each; `only`: the names of its tests that count,
 * none when all do), and how many that reach its file have not been run without a mutant yet (`unknown`). Code that runs when a file is loaded is met by every test file that reaches it by imports. A test that
 * fails without a mutant never counts.
 */
export function meeting(coverage) {
	const steps = reach();
	const seen = new Set(coverage.map(({file}) => file));
	const atLoad = new Set(coverage.flatMap(({met}) => met['@load'] ?? []));
	return (mutant, id) => {
		const distance = steps(mutant.file);
		const all = mutant.atLoad || atLoad.has(id);
		const found = coverage.filter(
			({file, met}) => (all && distance.has(file)) || Object.values(met).some(ids => ids.includes(id)),
		);
		const tests = new Map(found.map(line => [line.file, part(line, id, all)]));
		const order = nearestFirst(tests.keys(), mutant.file, distance, file => tests.get(file).seconds);
		const known = order.map(file => ({file, ...tests.get(file)})).filter(({only}) => only?.length !== 0);
		return {known, unknown: [...distance.keys()].filter(file => !seen.has(file)).length};
	};
}

function part({met, seconds, total, load, failed}, id, all) {
	const sound = Object.keys(seconds).filter(name => !failed.includes(name));
	const whole = all || total < quick || met['@hooks']?.includes(id) || met['@load']?.includes(id);
	const names = whole ? sound : sound.filter(name => met[name]?.includes(id));
	if (whole && failed.length === 0) return {seconds: total};
	return {only: names, seconds: load + names.reduce((sum, name) => sum + seconds[name], 0)};
}
