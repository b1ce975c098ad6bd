/** The first quiet time after which memory is given back, and how often while it lasts, in milliseconds. */
const quietTime = 15_000;
const interval = 30_000;

type Collect = (options: {readonly type: 'major'; readonly flavor: 'last-resort'}) => void;

/**
 * Frames leave garbage that the engine keeps room for long after the last key: some 30 MB, a lot on a small server that
 * this program is left open on. When nobody has pressed a key for a while, that room is given back; it costs some 30 ms
 * twice a minute, when nobody waits for anything.
 */
export function createMemoryKeeper(times: {readonly quiet?: number; readonly every?: number} = {}): {
	/** A key was pressed. */
	touch(): void;
	close(): void;
} {
	const {quiet = quietTime, every = interval} = times;
	let timer: NodeJS.Timeout | undefined;
	let collect: Collect | undefined;

	const giveBack = async (): Promise<void> => {
		timer = setTimeout(() => void giveBack(), every).unref();
		collect ??= await loadCollector();
		collect({type: 'major', flavor: 'last-resort'});
	};

	const touch = (): void => {
		clearTimeout(timer);
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
