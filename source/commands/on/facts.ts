import type {Architecture} from '../../ship/node-packages.js';
import {unsuited, type Fault} from './fault.js';
import {isPlainPath, type Said} from './scripts.js';

/** What a server said of itself, as far as it decides whether the program can run there. */
export type ServerFacts = {
	readonly arch: Architecture;
	/** `$XDG_CACHE_HOME` or ~/.cache. */
	readonly cache: string;
	readonly root: boolean;
	/** sudo asks nothing. */
	readonly sudoFree: boolean;
	readonly tools: readonly string[];
	/** Folders of the forms that are there. */
	readonly placed: readonly string[];
};

const machines: Readonly<Record<string, Architecture>> = {
	x86_64: 'x64',
	amd64: 'x64',
	aarch64: 'arm64',
	arm64: 'arm64',
};
/** What Node's own binaries of version 24 need (BUILDING.md of Node). */
const oldestGlibc = [2, 28] as const;

/** Reads the answers of the probe. A fault: it does not run there, whatever is copied. */
export function factsFrom(said: Said): ServerFacts | Fault {
	const one = (name: string): string => said.get(name)?.at(-1) ?? '';
	if (one('end') !== 'ok') return {...unsuited('no-answer'), exit: 4};
	if (one('system') !== 'Linux') return unsuited('system', one('system'));
	const arch = machines[one('machine')];
	if (arch === undefined) return unsuited('machine', one('machine'));
	if (!said.has('loader')) return said.has('musl') ? unsuited('musl') : unsuited('loader');
	const [, major, minor] = /(\d+)\.(\d+)/.exec(one('glibc')) ?? [];
	const version = [Number(major), Number(minor)] as const;
	// Not told is not old: the copy is tried before it gets its name.
	if (
		major !== undefined &&
		(version[0] < oldestGlibc[0] || (version[0] === oldestGlibc[0] && version[1] < oldestGlibc[1]))
	)
		return unsuited('glibc', `${major}.${minor}`);
	const cache = one('cache');
	if (!isPlainPath(cache)) return unsuited('path', cache);
	return {
		arch,
		cache,
		root: one('uid') === '0',
		sudoFree: one('sudo') === 'free',
		tools: said.get('tool') ?? [],
		placed: said.get('placed') ?? [],
	};
}

/** Why nothing can be placed there; said before a byte is copied. `needed`: bytes that the copy takes on the disk. */
export function placeFault(said: Said, needed: number): Fault | undefined {
	const tools = said.get('tool') ?? [];
	const missing = ['tar', 'gzip', 'sha256sum', 'dd'].filter(tool => !tools.includes(tool));
	if (missing.length > 0) return unsuited('tools', missing.join(', '));
	const cache = said.get('cache')?.at(-1) ?? '';
	const options = (said.get('mount')?.at(-1) ?? '').split(',');
	if (options.includes('ro')) return unsuited('read-only', cache);
	if (options.includes('noexec')) return unsuited('noexec', cache);
	if (!said.has('writable')) return unsuited('no-write', cache);
	const [, free] = /\s(\d+)\s+\d+%\s/.exec(said.get('df')?.at(-1) ?? '') ?? [];
	if (free !== undefined && Number(free) * 1024 < needed)
		return unsuited('space', `${cache}: ${megabytes(Number(free) * 1024)} < ${megabytes(needed)}`);
	return undefined;
}

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
