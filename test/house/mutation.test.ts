import {describe, expect, it} from 'vitest';

type Answer = {readonly status: string; readonly file?: string; readonly test?: string; readonly error?: string};
type Test = {readonly file: string; readonly seconds: number; readonly only?: readonly string[]};
type Order = {readonly files: readonly string[]; readonly provided: {readonly active: string; readonly only: object}};

/** The scripts are plain JavaScript; their names are not known to the compiler. */
const scripts = '../../scripts/mutation';
const {draw, inTurn, wilson} = (await import(`${scripts}/draw.mjs`)) as {
	draw: (mutants: readonly number[], count: number, seed: string) => number[];
	inTurn: (rooms: Map<string, readonly {name: string}[]>, seed: string) => {name: string}[];
	wilson: (hits: number, tries: number) => [number, number];
};
const {tryMutant} = (await import(`${scripts}/try-mutant.mjs`)) as {
	tryMutant: (options: {
		id: string;
		tests: readonly Test[];
		patience: number;
		run: (order: Order) => Promise<Answer>;
	}) => Promise<{status: string; by?: string; left: number; passed?: string[]}>;
};
const {switching} = (await import(`${scripts}/unit-tests.mjs`)) as {
	switching: (code: ReadonlyMap<string, string>) => {
		load: (id: string) => string | undefined;
		configureVitest: (context: {
			defineCacheKeyGenerator: (key: (module: {id: string}) => string | false | undefined) => void;
		}) => void;
	};
};

describe('the sources with their switches', () => {
	const plugin = switching(new Map([['/a.ts', 'switched']]));

	it('stand in the place of the files', () => {
		expect(['/a.ts', '/a.ts?v=1', '/b.ts'].map(plugin.load)).toEqual(['switched', 'switched', undefined]);
	});

	it('are never kept for the next sample, whose numbers are others', () => {
		const keys: unknown[] = [];
		plugin.configureVitest({
			defineCacheKeyGenerator(key) {
				keys.push(...['/a.ts', '/a.ts?v=1', '/b.ts'].map(id => key({id})));
			},
		});
		expect(keys).toEqual([false, false, undefined]);
	});
});

describe('the sample of mutants', () => {
	const mutants = Array.from({length: 1000}, (_, index) => index);

	it('is the same for the same seed, and another for another', () => {
		expect(draw(mutants, 50, '1')).toEqual(draw(mutants, 50, '1'));
		expect(draw(mutants, 50, '1')).not.toEqual(draw(mutants, 50, '2'));
	});

	it('has one of each stretch of the files', () => {
		expect(draw(mutants, 50, '3').map(each => Math.floor(each / 20))).toEqual(mutants.slice(0, 50));
	});

	it('is everything where there is less than asked for', () => {
		expect(draw([1, 2, 3], 60, '1')).toEqual([1, 2, 3]);
	});

	it('is tried in steps: half of the way through, half of each room', () => {
		const named = (room: string, count: number) =>
			Array.from({length: count}, (_, index) => ({name: `${room}${index}`}));
		const order = inTurn(
			new Map([
				['a', named('a', 40)],
				['b', named('b', 20)],
			]),
			'1',
		);
		expect(order.slice(0, 30).filter(({name}) => name.startsWith('b'))).toHaveLength(10);
		expect(new Set(order).size).toBe(60);
	});
});

it.each([
	[46, 66, 0.58, 0.79],
	[0, 10, 0, 0.28],
	[60, 60, 0.94, 1],
])('%d of %d: the interval of Wilson', (hits, tries, low, high) => {
	const found = wilson(hits, tries);
	expect(found[0]).toBeCloseTo(low, 2);
	expect(found[1]).toBeCloseTo(high, 2);
});

describe('a mutant', () => {
	/** A fake run: each file answers by itself, with the mutant and without. */
	const running = (answers: Readonly<Record<string, {with: Answer; without?: Answer}>>) => {
		const asked: string[] = [];
		const run = async ({files, provided}: Order): Promise<Answer> => {
			for (const file of files) {
				const {with: mutated, without = {status: 'passed'}} = answers[file]!;
				const answer = provided.active === 'none' ? without : mutated;
				asked.push(`${provided.active} ${file}`);
				if (answer.status !== 'passed') return {file, test: 'is right', error: 'expected 1 to be 2', ...answer};
			}

			return {status: 'passed'};
		};
		return {run, asked};
	};

	const passes = {with: {status: 'passed'}};
	const fails = {with: {status: 'failed'}};

	it('is killed by the first test that fails, and the rest is not run', async () => {
		const {run, asked} = running({near: passes, next: fails, far: fails});
		const tests = ['near', 'next', 'far'].map(file => ({file, seconds: 1}));
		expect(await tryMutant({id: '7', tests, patience: 60, run})).toMatchObject({
			status: 'killed',
			by: 'next > is right',
		});
		expect(asked).toEqual(['7 near', '7 next']);
	});

	it('survives with what was left when the patience was over', async () => {
		const {run} = running({near: passes, next: passes, far: passes});
		const tests = ['near', 'next', 'far', 'farther'].map(file => ({file, seconds: 20}));
		expect(await tryMutant({id: '7', tests, patience: 65, run})).toEqual({
			status: 'survived',
			left: 1,
			passed: ['near', 'next', 'far'],
		});
	});

	it.each([
		['is late without it too', {with: {status: 'late'}, without: {status: 'late'}}],
		['fails without it too when run in part', {with: {status: 'failed'}, without: {status: 'failed'}, part: true}],
	])('is not killed by a test that %s', async (_name, answer) => {
		const {run} = running({near: answer});
		const tests = [{file: 'near', seconds: 1, ...('part' in answer && {only: ['is right']})}];
		expect(await tryMutant({id: '7', tests, patience: 60, run})).toMatchObject({status: 'survived'});
	});

	it('is killed by a test that is late with it alone', async () => {
		const {run, asked} = running({near: {with: {status: 'late'}}});
		const tests = [{file: 'near', seconds: 1}];
		expect(await tryMutant({id: '7', tests, patience: 60, run})).toMatchObject({status: 'killed'});
		expect(asked).toEqual(['7 near', 'none near']);
	});

	it('that no test meets is told apart', async () => {
		expect(await tryMutant({id: '7', tests: [], patience: 60, run: running({}).run})).toMatchObject({
			status: 'not met',
		});
	});
});
