/** What a file may take with a mutant in it, by what it takes without. Seconds. */
const limitOf = seconds => 20 + 4 * seconds;

/**
 * Runs the tests that meet a mutant, nearest first, until one fails: `{status: 'killed' | 'survived' | 'not met', by,
 * error, left}`. `patience`: the seconds that the tests may take without a mutant; what is `left` after them is counted,
 * what `passed` is named.
 * A test that fails when only some of its file are run, or that is late, counts if it passes so without the mutant.
 */
export async function tryMutant({id, tests, patience, run}) {
	let [files, left] = within(tests, patience);
	if (files.length === 0) return {status: 'not met', left: 0, passed: []};
	const passed = files.map(({file}) => file);
	while (files.length > 0) {
		const seconds = new Map(files.map(({file, seconds}) => [file, seconds]));
		const limit = file => limitOf(seconds.get(file) ?? 0);
		const order = {files: files.map(({file}) => file), bail: 1, limit};
		const answer = await run({...order, provided: {active: id, only: onlyOf(files)}});
		if (answer.status === 'passed') return {status: 'survived', left, passed};
		const at = files.findIndex(({file}) => file === answer.file);
		const failing = files[at];
		const by = answer.test ? `${answer.file} > ${answer.test}` : answer.file;
		const kill = {status: 'killed', by, error: short(answer.status === 'late' ? 'late' : answer.error), left: 0};
		if (!doubtful(answer, failing)) return kill;
		const again = {files: [failing.file], bail: 1, limit: file => limit(file) / 2};
		const without = await run({...again, provided: {active: 'none', only: onlyOf([failing])}});
		if (without.status === 'passed') return kill;
		files = files.slice(at + 1);
	}
	return {status: 'survived', left, passed};
}

const doubtful = ({status, error, test}, {only}) => status === 'late' || only || !test || /timed out/i.test(error);

const onlyOf = files => Object.fromEntries(files.filter(({only}) => only).map(({file, only}) => [file, only]));

const short = text => text.replaceAll(/\s+/g, ' ').slice(0, 160);

function within(tests, patience) {
	let spent = 0;
	// The nearest is run in any case.
	const count = tests.findIndex(({seconds}, index) => (spent += seconds) > patience && index > 0);
	return count === -1 ? [tests, 0] : [tests.slice(0, count), tests.length - count];
}
