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
 * `native`: Node's require. `folder`: of the program. `given`: what else the function of a file is called with.
 */
export function createLoader(native, folder, given = []) {
	const fs = native('fs');
	const {join} = native('path');
	const vm = native('vm');
	const modules = new Map();
	const uncached = new Map();
	const packed = {};
	let isPackRead = false;
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

	/**
	 * The whole file, in memory that goes back at once (`giveBack`) and is none of malloc's: where malloc gave back a piece of
	 * 2 MB, each of the engine's threads keeps up to 4 MB of its own from then on, which is 10 MB for as long as we run.
	 */
	function readOpen(handle) {
		const {size} = fs.fstatSync(handle);
		const bytes = Buffer.from(new ArrayBuffer(size, {maxByteLength: size}), 0, size);
		let done = 0;
		for (let count = 1; count > 0 && done < size; done += count) count = fs.readSync(handle, bytes, done, size - done);
		return bytes;
	}

	const giveBack = bytes => bytes?.buffer.resize(0);

	function cacheOf(file, source) {
		if (disabled) return undefined;
		let handle;
		let all;
		try {
			handle = fs.openSync(file + suffix, 'r');
			const {uid, mode} = fs.fstatSync(handle);
			const safe = (mode & 0o170_000) === 0o100_000 && (mode & 0o022) === 0;
			if (!safe || (uid !== 0 && uid !== fs.statSync(file).uid)) return undefined;
			all = readOpen(handle);
			const cache = all.subarray(0, -4);
			if (checksum(source, cache).equals(all.subarray(-4))) return cache;
			giveBack(all);
			return undefined;
		} catch {
			return undefined;
		} finally {
			if (handle !== undefined) fs.closeSync(handle);
		}
	}

	/** What a file holds: a function for each module, or for all that a start of the screen loads by name. */
	function read(name) {
		const filename = join(folder, name);
		const handle = fs.openSync(filename, 'r');
		const source = readOpen(handle);
		fs.closeSync(handle);
		const cachedData = cacheOf(filename, source);
		// The bundle is ASCII: read so, its text takes one byte a character. It is a function already: what is put together here
		// would stand twice in the heap, and with the 1.4 MB of a start V8 begins its first full collection before the screen.
		const text = source.latin1Slice();
		giveBack(source);
		// Whoever holds the room for new objects small (source/terminal/memory.ts) does so again.
		setFlags?.('--semi-space-growth-factor=2');
		setFlags?.('--memory-reducer-gc-count=2');
		const script = new vm.Script(text, {filename, cachedData});
		if (cachedData === undefined || script.cachedDataRejected) uncached.set(filename, script);
		giveBack(cachedData);
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
			return run();
		} finally {
			setFlags('--semi-space-growth-factor=2');
		}
	}

	/** Names hold a digest: a pack of another build holds none of those that are asked for. */
	function readPack(name) {
		if (fs.existsSync(join(folder, name))) Object.assign(packed, read(name));
	}

	/** Runs once; who asks meanwhile gets what there is, as from a file. */
	function exportsOf(key, run) {
		const known = modules.get(key);
		if (known) return known.exports;
		const module = {exports: {}};
		modules.set(key, module);
		run(module, module.exports, load, ...given);
		return module.exports;
	}

	function load(name) {
		if (!name.startsWith('./')) return native(name);
		const known = modules.get(name);
		if (known) return known.exports;
		if (modules.size === 0) readPack('./first.js');
		// A screen needs some 170 files at once.
		const opens = name.startsWith('./open-');
		if (opens && !isPackRead) {
			isPackRead = true;
			readPack('./start.js');
		}

		// A pack says which other one holds a file: it is read when that file is asked for.
		if (Object.hasOwn(packed, name) && typeof packed[name] === 'string') {
			const other = packed[name];
			delete packed[name];
			readPack(other);
		}

		const found = Object.hasOwn(packed, name) ? packed[name] : read(name);
		const begin = () => {
			if (!Array.isArray(found)) return exportsOf(name, found);
			// Files that were joined to one, which gives the exports of each.
			const exports = exportsOf(found, found[0]).space(name);
			modules.set(name, {exports});
			return exports;
		};
		return opens ? withRoom(begin) : begin();
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
