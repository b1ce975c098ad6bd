import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {Script} from 'node:vm';
import {crc32} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';

type Load = (name: string) => Record<string, unknown>;
const path = '../../scripts/bundle/loader.js';
const {createLoader} = (await import(path)) as {
	createLoader(native: NodeRequire, folder: string, given?: readonly unknown[]): Load;
};

const native = createRequire(import.meta.url);
const suffix = `.${process.version}-${process.arch}.cache`;
const script = (text: string): string => `(function(module,exports,require){${text}\n})`;
const source = script(
	'exports.answer=()=>42;exports.builtin=require("node:path").sep;exports.late=()=>require("./late.js").word;',
);
let folder: string;
/** For each script that was made: its code cache was taken (null: none was given). */
let accepted: Array<boolean | null>;

/** The code caches that V8 was given. */
let given: Array<{readonly buffer: ArrayBufferLike & {readonly resizable?: boolean}}> = [];

/** What the loader does when its process ends. */
let atEnd: Array<() => void>;

/** Node's own require, but it tells what became of each code cache, and no end of a process is waited for. */
const watched = ((name: string) => {
	if (name === 'process') return {once: (_event: 'exit', listener: () => void) => atEnd.push(listener)};
	if (name !== 'vm') return native(name);
	return {
		Script: class extends Script {
			constructor(text: string, options: {filename: string; cachedData?: Buffer}) {
				super(text, options);
				if (options.cachedData !== undefined) given.push(options.cachedData);
				accepted.push(options.cachedData === undefined ? null : this.cachedDataRejected === false);
			}
		},
	};
}) as NodeRequire;

const load = (name: string): Record<string, unknown> => createLoader(watched, folder)(name);
const caches = (): string[] => readdirSync(folder).filter(name => name.endsWith('.cache'));

/** A start as the build makes it, to its end. */
const keep = (name = './open.js'): Record<string, unknown> => {
	vi.stubEnv('K0S_TUI_WRITE_CODE_CACHE', '1');
	const exports = load(name);
	for (const listener of atEnd.splice(0)) listener();
	vi.unstubAllEnvs();
	return exports;
};

beforeEach(() => {
	accepted = [];
	atEnd = [];
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-loader-'));
	writeFileSync(join(folder, 'open.js'), source);
	writeFileSync(join(folder, 'late.js'), script('exports.word="late";'));
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true, force: true});
});

describe('a file of the program', () => {
	test('runs once, with its own and Node’s modules', () => {
		const loader = createLoader(watched, folder);
		const {answer, builtin, late} = loader('./open.js') as {answer(): number; builtin: string; late(): string};
		expect([answer(), builtin, late()]).toEqual([42, '/', 'late']);
		expect(loader('./open.js')).toBe(loader('./open.js'));
		expect(accepted).toEqual([null, null]);
	});

	test('is called with what the bundle gives to all', () => {
		writeFileSync(join(folder, 'given.js'), '(function(module,exports,require,clock){exports.now=clock.now();\n})');
		expect(createLoader(watched, folder, [{now: () => 42}])('./given.js')).toEqual({now: 42});
	});

	test('that is missing is an error', () => {
		expect(() => load('./gone.js')).toThrow('ENOENT');
	});
});

describe('the pack of a start', () => {
	test('gives what it holds; the rest comes from its own file', () => {
		writeFileSync(join(folder, 'open-1.js'), script('exports.from="file";'));
		writeFileSync(
			join(folder, 'start.js'),
			`({"./open-1.js":${script('exports.from="pack";exports.late=require("./late.js").word;')}})`,
		);
		expect(load('./open-1.js')).toEqual({from: 'pack', late: 'late'});
	});

	test.each(['another build’s', 'none'])('%s: every file is read by itself', which => {
		writeFileSync(join(folder, 'open-1.js'), script('exports.from="file";'));
		if (which !== 'none')
			writeFileSync(join(folder, 'start.js'), `({"./open-0.js":${script('exports.from="pack";')}})`);
		expect(load('./open-1.js')).toEqual({from: 'file'});
	});

	test.each(['', 'throw new Error("ended");'])('its modules run with room to grow, which is taken back: %s', end => {
		const flags: string[] = [];
		const own = ((name: string) =>
			name === 'v8' ? {setFlagsFromString: (flag: string) => flags.push(flag)} : watched(name)) as NodeRequire;
		writeFileSync(join(folder, 'open-1.js'), script(`require("v8").setFlagsFromString("runs");${end}`));
		const start = () => createLoader(own, folder)('./open-1.js');
		if (end === '') start();
		else expect(start).toThrow('ended');
		expect(flags).toEqual(['--semi-space-growth-factor=16', 'runs', '--semi-space-growth-factor=2']);
	});

	test('gives the files that were joined to one, which runs once; who asks meanwhile gets what there is', () => {
		const whole = script(
			'exports.space=name=>({from:name,get b(){return b},get early(){return early}});' +
				'var b=1;const early=require("./asks.js").early;b+=1;',
		);
		writeFileSync(join(folder, 'asks.js'), script('exports.early=require("./chunk-1.js").b;'));
		writeFileSync(join(folder, 'start.js'), `(()=>{const j=[${whole}];return{"./open-1.js":j,"./chunk-1.js":j}})()`);
		const loader = createLoader(watched, folder);
		expect(loader('./open-1.js')).toEqual({from: './open-1.js', b: 2, early: 1});
		expect(loader('./chunk-1.js')).toEqual({from: './chunk-1.js', b: 2, early: 1});
		expect(loader('./chunk-1.js')).toBe(loader('./chunk-1.js'));
	});

	test('of every start is read first, also for a command without a screen', () => {
		writeFileSync(join(folder, 'first.js'), `({"./open.js":${script('exports.from="pack";')}})`);
		expect(load('./open.js')).toEqual({from: 'pack'});
		expect(load('./late.js')).toEqual({word: 'late'});
	});

	test('that another pack names is read when one of its files is asked for', () => {
		writeFileSync(
			join(folder, 'first.js'),
			`({"./open.js":${script('exports.from="first";')},"./far.js":"./more.js"})`,
		);
		const loader = createLoader(watched, folder);
		expect(loader('./open.js')).toEqual({from: 'first'});
		writeFileSync(join(folder, 'more.js'), `({"./far.js":${script('exports.from="more";')}})`);
		expect(loader('./far.js')).toEqual({from: 'more'});
	});

	test('that another pack names and that is not there: the file itself is read', () => {
		writeFileSync(join(folder, 'first.js'), '({"./late.js":"./gone.js"})');
		expect(load('./late.js')).toEqual({word: 'late'});
	});

	test('is not read for a command without a screen', () => {
		writeFileSync(join(folder, 'start.js'), '({"./open.js":null})');
		expect(load('./open.js')['builtin']).toBe('/');
	});
});

describe('the code cache', () => {
	test('is written by a start of the build, whole and for all who may read, and then used', () => {
		keep();
		expect(caches()).toEqual([`open.js${suffix}`]);
		expect(readdirSync(folder).filter(name => name.endsWith('.new'))).toEqual([]);
		accepted = [];
		const {answer} = load('./open.js') as {answer(): number};
		expect([answer(), accepted]).toEqual([42, [true]]);
	});

	test('and the file itself are in memory that goes back at once, none of it malloc’s', () => {
		keep();
		given = [];
		load('./open.js');
		expect(given.map(({buffer}) => [buffer.resizable, buffer.byteLength])).toEqual([[true, 0]]);
	});

	test('is not written by any other start', () => {
		load('./open.js');
		expect([atEnd, caches()]).toEqual([[], []]);
	});

	test.each([
		['empty', () => Buffer.alloc(0)],
		['shorter', (whole: Buffer) => whole.subarray(0, -100)],
		['something else', () => Buffer.from('not a code cache')],
		[
			'damaged in the middle',
			(whole: Buffer) => {
				whole.fill(0xff, whole.length >> 1, (whole.length >> 1) + 32);
				return whole;
			},
		],
	])('that is %s is not given to V8, and written anew', (_what, damage) => {
		keep();
		const file = join(folder, `open.js${suffix}`);
		const damaged = damage(readFileSync(file));
		writeFileSync(file, damaged);
		accepted = [];
		const {answer} = keep() as {answer(): number};
		expect([answer(), accepted]).toEqual([42, [null]]);
		expect(readFileSync(file).equals(damaged)).toBe(false);
		accepted = [];
		load('./open.js');
		expect(accepted).toEqual([true]);
	});

	test('of another source of the same length is not used', () => {
		keep();
		writeFileSync(join(folder, 'open.js'), source.replace('42', '43'));
		accepted = [];
		const {answer} = load('./open.js') as {answer(): number};
		expect([answer(), accepted]).toEqual([43, [null]]);
	});

	test('of another V8 is refused by V8, and written anew', () => {
		keep();
		const cache = readFileSync(join(folder, `open.js${suffix}`)).subarray(0, -4);
		// Behind the magic number: the hash of the version.
		cache.fill(0x55, 4, 8);
		const sum = Buffer.alloc(4);
		sum.writeUInt32BE(crc32(cache, crc32(source)));
		// Under another name: this process has compiled the first, and would not look into the cache again.
		const file = join(folder, `again.js${suffix}`);
		writeFileSync(join(folder, 'again.js'), source);
		writeFileSync(file, Buffer.concat([cache, sum]));
		accepted = [];
		const {answer} = keep('./again.js') as {answer(): number};
		expect([answer(), accepted]).toEqual([42, [false]]);
		expect(readFileSync(file)[4]).not.toBe(0x55);
	});

	test.each([0o664, 0o646, 0o666])('that others could write (mode %o) is not even looked at', mode => {
		keep();
		accepted = [];
		chmodSync(join(folder, `open.js${suffix}`), mode);
		load('./open.js');
		expect(accepted).toEqual([null]);
	});

	test.skipIf(process.getuid?.() !== 0)(
		'of an owner who is neither root nor the program’s is not looked at (only root can give it away)',
		() => {
			keep();
			accepted = [];
			const file = join(folder, `open.js${suffix}`);
			chownSync(file, 12_345, 12_345);
			load('./open.js');
			expect(accepted).toEqual([null]);
			chownSync(join(folder, 'open.js'), 12_345, 12_345);
			load('./open.js');
			expect(accepted).toEqual([null, true]);
		},
	);

	test('that is no regular file is not looked at', () => {
		mkdirSync(join(folder, `open.js${suffix}`));
		symlinkSync('/dev/zero', join(folder, `late.js${suffix}`));
		expect(load('./late.js')['word']).toBe('late');
		expect((load('./open.js')['answer'] as () => number)()).toBe(42);
		expect(accepted).toEqual([null, null]);
	});

	test('is neither read nor written where Node’s own switch says so', () => {
		keep();
		accepted = [];
		vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
		vi.stubEnv('K0S_TUI_WRITE_CODE_CACHE', '1');
		load('./late.js');
		load('./open.js');
		expect([accepted, atEnd, existsSync(join(folder, `late.js${suffix}`))]).toEqual([[null, null], [], false]);
	});
});
