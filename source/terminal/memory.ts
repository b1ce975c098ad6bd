import process from 'node:process';

/** The first quiet time after which memory is given back, and how often it is looked at from then on, in milliseconds. */
const quietTime = 15_000;
const interval = 60_000;

/**
 * The quiet time after which the engine begins no collection of its own: what it does bit by bit some 10 s after the last
 * work, twice, is done at once by ours. Not sooner: what a key opens is loaded then, and code caches are refused while a
 * flag is another.
 */
const ownTime = 5000;

/**
 * The quiet time after which code goes that nothing at rest runs. It costs some 150 ms, with what is made again for the
 * next reads, and the next key waits some 25 ms longer: not worth it for who comes back soon.
 */
const codeTime = 5 * 60_000;

/** Full collections that a function's code outlives without being run: V8's own `--bytecode-old-age`. */
const usualAge = 6;

/** Resident bytes that must have come since it was last given back: less is not worth the work. */
const worthWhile = 6 * 2 ** 20;

/**
 * Bytes of the room for new objects (both halves): from the first on it grows no more (it may double once between two
 * looks), above the second it is taken back. The engine would double it up to 128 MB while a list changes all the time; held
 * small it takes no more processor time (docs/decisions/0004-memory-under-load.md).
 */
const enoughRoom = 8 * 2 ** 20;
const largestRoom = 16 * 2 ** 20;

/** Milliseconds between two looks at that room; the first comes three times as late, when all is loaded. */
const lookTime = 1000;

/** Milliseconds without a key after which a room that is too large is taken back: on a large host that takes 200 ms. */
const pause = 1500;

type Engine = {
	/** Collects what nobody needs. `all`: until nothing more is found, and with the room that would be needed again soon. */
	readonly collect: (all: boolean) => void;
	/** Collects all, and the code of functions that were not run since the last time. */
	collectCode(): void;
	/** Whether it may collect when nothing is done, by its own clock. */
	mayTidy(may: boolean): void;
	/** Bytes of the room for new objects. */
	room(): number;
	/** False: the room for new objects keeps the size that it has. */
	mayGrow(may: boolean): void;
};

/**
 * Frames leave garbage that the engine keeps room for long after the last key: some 30 MB, a lot on a small server that
 * this program is left open on. When nobody has pressed a key for a while, that room is given back (it costs some 30 ms,
 * when nobody waits for anything), and again when it has grown meanwhile. Until the next key new objects get a small room,
 * which is swept more often: what is read now and then needs no more. After five minutes code goes too, some 4 MB: a
 * function that is called again is made again from its text. While keys come that room grows, but not for ever.
 */
export function createMemoryKeeper(
	given: {
		readonly quiet?: number;
		readonly code?: number;
		readonly own?: number;
		readonly every?: number;
		readonly look?: number;
		readonly pause?: number;
		readonly resident?: () => number;
	} = {},
): {
	/** A key was pressed. */
	touch(): void;
	close(): void;
} {
	const {quiet = quietTime, code = codeTime, own = ownTime, every = interval, look = lookTime} = given;
	const {resident = () => process.memoryUsage.rss(), pause: wait = pause} = given;
	let timer: NodeJS.Timeout | undefined;
	let codeTimer: NodeJS.Timeout | undefined;
	let tidyTimer: NodeJS.Timeout | undefined;
	let roomTimer: NodeJS.Timeout | undefined;
	let engine: Engine | undefined;
	let isTidying = true;
	/** Resident bytes when it was last given back; undefined: a key was pressed since. */
	let least: number | undefined;
	/** When the room for new objects is looked at next, on the clock of `performance.now()`. */
	let nextLook = performance.now() + 3 * look;

	/** At a key: without keys the room is given back soon. */
	const holdRoom = async (): Promise<void> => {
		if (performance.now() < nextLook) return;
		nextLook = performance.now() + look;
		engine ??= await loadEngine();
		const room = engine.room();
		engine.mayGrow(room < enoughRoom);
		// It grew before anybody looked (a list of thousands at the start). Not while keys come: the next one would wait.
		if (room > largestRoom) {
			clearTimeout(roomTimer);
			roomTimer = setTimeout(engine.collect, wait, true).unref();
		}
	};

	const giveBack = async (): Promise<void> => {
		timer = setTimeout(() => void giveBack(), every).unref();
		engine ??= await loadEngine();
		// Each time: a file that was loaded late has set both back, so that its code cache holds.
		engine.mayGrow(false);
		if (!isTidying) engine.mayTidy(false);
		if (least !== undefined && resident() < least + worthWhile) return;
		engine.collect(least === undefined);
		least = resident();
	};

	const waitForUs = async (): Promise<void> => {
		const mine = tidyTimer;
		engine ??= await loadEngine();
		if (mine !== tidyTimer) return;
		engine.mayTidy(false);
		isTidying = false;
	};

	const giveCodeBack = async (): Promise<void> => {
		engine ??= await loadEngine();
		engine.collectCode();
		least = resident();
	};

	const close = (): void => {
		clearTimeout(timer);
		clearTimeout(codeTimer);
		clearTimeout(roomTimer);
		clearTimeout(tidyTimer);
		tidyTimer = undefined;
		if (!isTidying) engine?.mayTidy(true);
		isTidying = true;
		if (least !== undefined) engine?.mayGrow(true);
		least = undefined;
	};

	const touch = (): void => {
		close();
		timer = setTimeout(() => void giveBack(), quiet).unref();
		tidyTimer = setTimeout(() => void waitForUs(), own).unref();
		codeTimer = setTimeout(() => void giveCodeBack(), code).unref();
		void holdRoom();
	};

	touch();
	return {touch, close};
}

/** The collector is there only for programs that ask: a context made while the flag is on has it. */
async function loadEngine(): Promise<Engine> {
	const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
	v8.setFlagsFromString('--expose-gc');
	type Options = {readonly type: 'major'; readonly flavor: 'last-resort' | 'regular'};
	const gc = vm.runInNewContext('gc') as (options: Options) => void;
	v8.setFlagsFromString('--no-expose-gc');
	return {
		collect: all => gc({type: 'major', flavor: all ? 'last-resort' : 'regular'}),
		collectCode() {
			// Only meanwhile: files that are loaded late have code caches, which are refused while a flag is another.
			v8.setFlagsFromString('--bytecode-old-age=1');
			v8.setFlagsFromString('--flush-baseline-code');
			gc({type: 'major', flavor: 'last-resort'});
			v8.setFlagsFromString('--no-flush-baseline-code');
			v8.setFlagsFromString(`--bytecode-old-age=${usualAge}`);
		},
		mayTidy: may => v8.setFlagsFromString(`--memory-reducer-gc-count=${may ? 2 : 0}`),
		room: () => v8.getHeapSpaceStatistics().find(({space_name: name}) => name === 'new_space')?.space_size ?? 0,
		mayGrow: may => v8.setFlagsFromString(`--semi-space-growth-factor=${may ? 2 : 1}`),
	};
}
