import process from 'node:process';

/** The first quiet time after which memory is given back, and how often it is looked at from then on, in milliseconds. */
const quietTime = 15_000;
const interval = 30_000;

/** Resident bytes that must have come since it was last given back: less is not worth the work. */
const worthWhile = 12 * 2 ** 20;

type Collect = (options: {readonly type: 'major'; readonly flavor: 'last-resort'}) => void;

/**
 * Frames leave garbage that the engine keeps room for long after the last key: some 30 MB, a lot on a small server that
 * this program is left open on. When nobody has pressed a key for a while, that room is given back, and again when it has
 * grown meanwhile; it costs some 30 ms, when nobody waits for anything.
 */
export function createMemoryKeeper(
	given: {readonly quiet?: number; readonly every?: number; readonly resident?: () => number} = {},
): {
	/** A key was pressed. */
	touch(): void;
	close(): void;
} {
	const {quiet = quietTime, every = interval, resident = () => process.memoryUsage.rss()} = given;
	let timer: NodeJS.Timeout | undefined;
	let collect: Collect | undefined;
	/** Resident bytes when it was last given back; undefined: a key was pressed since. */
	let least: number | undefined;

	const giveBack = async (): Promise<void> => {
		timer = setTimeout(() => void giveBack(), every).unref();
		if (least !== undefined && resident() < least + worthWhile) return;
		collect ??= await loadCollector();
		collect({type: 'major', flavor: 'last-resort'});
		least = resident();
	};

	const touch = (): void => {
		clearTimeout(timer);
		least = undefined;
		timer = setTimeout(() => void giveBack(), quiet).unref();
	};

	touch();
	return {
		touch,
		close() {
			clearTimeout(timer);
		},
	};
}

/** The engine's collector, which is there only for programs that ask: a context made while the flag is on has it. */
async function loadCollector(): Promise<Collect> {
	const [v8, vm] = await Promise.all([import('node:v8'), import('node:vm')]);
	v8.setFlagsFromString('--expose-gc');
	const collect = vm.runInNewContext('gc') as Collect;
	v8.setFlagsFromString('--no-expose-gc');
	return collect;
}
