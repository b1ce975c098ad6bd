/**
 * Loads the files of dist/ with V8's code caches beside them, which the build made of one start (`warm.mjs`): a start then
 * parses nothing and compiles nothing that that one had called, which is half of its time. Stands in dist/cli.js itself, so
 * it needs nothing but what it is given.
 *
 * What is in a cache is run as code. It is taken only from where the program itself comes from: a regular file beside the
 * program's own, of the same owner or root's, that nobody else can write. It ends with a checksum of the source and itself:
 * V8 compares no more than the source's length, and dies of a damaged cache. Another Node than the build's starts without.
 * The program never writes there; with K0S_TUI_WRITE_CODE_CACHE in its environment, the build's switch, it does at its end.
 *
 * `native`: Node's require. `folder`: of the program.
 */
export function createLoader(native, folder) {
	const fs = native('fs');
	const {join} = native('path');
	const vm = native('vm');
	const modules = new Map();
	const uncached = new Map();
	const pack = './start.js';
	let packed;
	/** Sets V8's flags; undefined until a screen was opened. */
	let setFlags;
	const suffix = `.${process.version}-${process.arch}.cache`;
	const {crc32} = native('zlib');
	const disabled = process.env.NODE_DISABLE_COMPILE_CACHE !== undefined || crc32 === undefined;

	function checksum(source, cache) {
		const sum = Buffer.alloc(4);
		sum.writeUInt32BE(crc32(cache, crc32(source)));
		return sum;
	}

	function cacheOf(file, source) {
		if (disabled) return undefined;
		let handle;
		try {
			handle = fs.openSync(file + suffix, 'r');
			const {uid, mode} = fs.fstatSync(handle);
			const safe = (mode & 0o170_000) === 0o100_000 && (mode & 0o022) === 0;
			if (!safe || (uid !== 0 && uid !== fs.statSync(file).uid)) return undefined;
			const all = fs.readFileSync(handle);
			const cache = all.subarray(0, -4);
			return checksum(source, cache).equals(all.subarray(-4)) ? cache : undefined;
		} catch {
			return undefined;
		} finally {
			if (handle !== undefined) fs.closeSync(handle);
		}
	}

	/** What a file holds: a function for each module, or for all that a start of the screen loads by name. */
	function read(name) {
		const filename = join(folder, name);
		const source = fs.readFileSync(filename);
		const cachedData = cacheOf(filename, source);
		// The bundle is ASCII: read so, its text takes one byte a character. It is a function already: what is put together here
		// would stand twice in the heap, and with the 1.4 MB of a start V8 begins its first full collection before the screen.
		// Whoever holds the room for new objects small (source/terminal/memory.ts) does so again.
		setFlags?.('--semi-space-growth-factor=2');
		setFlags?.('--memory-reducer-gc-count=2');
		const script = new vm.Script(source.latin1Slice(), {filename, cachedData});
		if (cachedData === undefined || script.cachedDataRejected) uncached.set(filename, script);
		return script.runInThisContext();
	}

	/**
	 * Nearly all that a start makes stays, and V8 copies what stays at each step by which its room for new objects grows: here
	 * it takes one step, not four. Only while modules run: code caches are refused while a flag is not as it was.
	 */
	function withRoom(run) {
		setFlags = native('v8').setFlagsFromString;
		setFlags('--semi-space-growth-factor=16');
		try {
			run();
		} finally {
			setFlags('--semi-space-growth-factor=2');
		}
	}

	function load(name) {
		if (!name.startsWith('./')) return native(name);
		const known = modules.get(name);
		if (known) return known.exports;
		// A screen needs some 170 files at once. Names hold a digest: a pack of another build holds none of them.
		const opens = name.startsWith('./open-');
		if (packed === undefined && opens) packed = fs.existsSync(join(folder, pack)) ? read(pack) : {};
		const module = {exports: {}};
		modules.set(name, module);
		const run = packed !== undefined && Object.hasOwn(packed, name) ? packed[name] : read(name);
		const begin = () => run(module, module.exports, load);
		if (opens) withRoom(begin);
		else begin();
		return module.exports;
	}

	/** Under the final name it is whole or not there. */
	function keep() {
		for (const [file, script] of uncached) {
			const fresh = `${file}.${process.pid}.new`;
			const cache = script.createCachedData();
			const all = Buffer.concat([cache, checksum(fs.readFileSync(file), cache)]);
			fs.writeFileSync(fresh, all, {flag: 'wx', mode: 0o644});
			fs.renameSync(fresh, file + suffix);
		}
	}

	if (!disabled && process.env.K0S_TUI_WRITE_CODE_CACHE !== undefined) native('process').once('exit', keep);
	return load;
}
