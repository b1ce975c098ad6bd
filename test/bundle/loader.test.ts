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
	createLoader(native: NodeRequire, folder: string, options: {kept: string; after?: number}): Load;
};

const native = createRequire(import.meta.url);
const suffix = `.${process.version}-${process.arch}.cache`;
const source =
	'exports.answer=()=>42;exports.builtin=require("node:path").sep;exports.late=()=>require("./late.js").word;';
let folder: string;
/** For each script that was made: its code cache was taken (null: none was given). */
let accepted: Array<boolean | null>;

/** Node's own require, but it tells what became of each code cache. */
const watched = ((name: string) => {
	if (name !== 'vm') return native(name);
	return {
		Script: class extends Script {
			constructor(text: string, options: {filename: string; cachedData?: Buffer}) {
				super(text, options);
				accepted.push(options.cachedData === undefined ? null : this.cachedDataRejected === false);
			}
		},
	};
}) as NodeRequire;

const load = (name: string, kept = 'nothing'): Record<string, unknown> =>
	createLoader(watched, folder, {kept, after: 0})(name);
const caches = (): string[] => readdirSync(folder).filter(name => name.endsWith('.cache'));
const keep = async (count = 1): Promise<void> => {
	load('./open.js', 'open');
	await vi.waitFor(() => expect(caches()).toHaveLength(count));
	accepted = [];
};

beforeEach(() => {
	accepted = [];
	folder = mkdtempSync(join(tmpdir(), 'k0s-tui-loader-'));
	writeFileSync(join(folder, 'open.js'), source);
	writeFileSync(join(folder, 'late.js'), 'exports.word="late";');
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(folder, {recursive: true, force: true});
});

describe('a file of the program', () => {
	test('runs once, with its own and Node’s modules', () => {
		const loader = createLoader(watched, folder, {kept: 'nothing'});
		const {answer, builtin, late} = loader('./open.js') as {answer(): number; builtin: string; late(): string};
		expect([answer(), builtin, late()]).toEqual([42, '/', 'late']);
		expect(loader('./open.js')).toBe(loader('./open.js'));
		expect(accepted).toEqual([null, null]);
	});

	test('that is missing is an error', () => {
		expect(() => load('./gone.js')).toThrow('ENOENT');
	});
});

describe('the code cache', () => {
	test('is written some time after the screen was opened, whole and for all who may read, and then used', async () => {
		await keep();
		expect(caches()).toEqual([`open.js${suffix}`]);
		expect(readdirSync(folder).filter(name => name.endsWith('.new'))).toEqual([]);
		const {answer} = load('./open.js') as {answer(): number};
		expect([answer(), accepted]).toEqual([42, [true]]);
	});

	test('is not written by what opens no screen', async () => {
		load('./open.js');
		load('./late.js', 'open');
		await new Promise(resolve => setTimeout(resolve, 30));
		expect(caches()).toEqual([]);
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
	])('that is %s is not given to V8, and written anew', async (_what, damage) => {
		await keep();
		const file = join(folder, `open.js${suffix}`);
		const damaged = damage(readFileSync(file));
		writeFileSync(file, damaged);
		const {answer} = load('./open.js', 'open') as {answer(): number};
		expect([answer(), accepted]).toEqual([42, [null]]);
		await vi.waitFor(() => expect(readFileSync(file).equals(damaged)).toBe(false));
		accepted = [];
		load('./open.js');
		expect(accepted).toEqual([true]);
	});

	test('of another source of the same length is not used', async () => {
		await keep();
		writeFileSync(join(folder, 'open.js'), source.replace('42', '43'));
		const {answer} = load('./open.js') as {answer(): number};
		expect([answer(), accepted]).toEqual([43, [null]]);
	});

	test('of another V8 is refused by V8, and written anew', async () => {
		await keep();
		const cache = readFileSync(join(folder, `open.js${suffix}`)).subarray(0, -4);
		// Behind the magic number: the hash of the version.
		cache.fill(0x55, 4, 8);
		const sum = Buffer.alloc(4);
		sum.writeUInt32BE(crc32(cache, crc32(source)));
		// Under another name: this process has compiled the first, and would not look into the cache again.
		const file = join(folder, `again.js${suffix}`);
		writeFileSync(join(folder, 'again.js'), source);
		writeFileSync(file, Buffer.concat([cache, sum]));
		const {answer} = load('./again.js', 'again') as {answer(): number};
		expect([answer(), accepted]).toEqual([42, [false]]);
		await vi.waitFor(() => expect(readFileSync(file)[4]).not.toBe(0x55));
	});

	test.each([0o664, 0o646, 0o666])('that others could write (mode %o) is not even looked at', async mode => {
		await keep();
		chmodSync(join(folder, `open.js${suffix}`), mode);
		load('./open.js');
		expect(accepted).toEqual([null]);
	});

	test.skipIf(process.getuid?.() !== 0)(
		'of an owner who is neither root nor the program’s is not looked at',
		async () => {
			await keep();
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

	test('is neither read nor written where Node’s own switch says so', async () => {
		await keep();
		vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
		rmSync(join(folder, `late.js${suffix}`), {force: true});
		load('./late.js', 'late');
		load('./open.js');
		await new Promise(resolve => setTimeout(resolve, 30));
		expect([accepted, existsSync(join(folder, `late.js${suffix}`))]).toEqual([[null, null], false]);
	});

	test('is not written by a read-only run', async () => {
		process.argv.push('--read-only');
		try {
			load('./open.js', 'open');
			await new Promise(resolve => setTimeout(resolve, 30));
			expect(caches()).toEqual([]);
		} finally {
			process.argv.pop();
		}
	});
});
