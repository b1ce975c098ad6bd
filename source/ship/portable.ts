import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {withoutSymbols} from './elf.js';
import type {Architecture, NodeParts} from './node-packages.js';
import {startScript} from './start-script.js';
import {tarOf, type Entry} from './tar.js';

/** What of the program goes into its portable forms. */
export type Program = {
	readonly version: string;
	/** The files of dist/ by name. */
	readonly dist: ReadonlyMap<string, Uint8Array>;
	readonly licence: Uint8Array;
};

export type Portable = {
	/** k0s-tui-VERSION-linux-ARCH.tar.gz */
	readonly name: string;
	readonly archive: Uint8Array;
	/** Of the archive, in hex. */
	readonly sha256: string;
	/** Bytes on the disk when it is unpacked. */
	readonly unpacked: number;
};

export const portableName = (version: string, arch: Architecture): string => `k0s-tui-${version}-linux-${arch}.tar.gz`;

export const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

// A link in the PATH leads here too. exec: signals and the terminal belong to the program, not to this shell.
const launcher = `#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/node" "$here/dist/cli.js" "$@"
`;

const warm = `#!/bin/sh
# Makes V8's code caches beside the program, so that it starts in half the time. Whoever may write here runs it once.
here=$(dirname -- "$(readlink -f -- "$0")")
K0S_TUI_WRITE_CODE_CACHE=1 exec "$here/node" "$here/dist/warm.mjs" "$here/dist"
`;

/**
 * The program with a Node of its own: one folder with a launcher, nothing in it looks outside. The same bytes for the same
 * parts. V8's code caches are none of them: they differ each time that they are made, and fit one processor. `warm` makes them.
 */
export function portableOf(
	arch: Architecture,
	{version, dist, licence}: Program,
	node: NodeParts,
	level = 6,
): Portable {
	const text = (name: string, mode: number, content: string): Entry => ({name, mode, data: Buffer.from(content)});
	const program = [...dist]
		.filter(([name]) => !name.endsWith('.cache'))
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, data]): Entry => ({name: `dist/${name}`, mode: name === 'cli.js' ? 0o755 : 0o644, data}));
	const entries: readonly Entry[] = [
		text('k0s-tui', 0o755, launcher),
		text('warm', 0o755, warm),
		text('start', 0o755, startScript),
		// Without it Node would have to guess that dist/ holds modules.
		text('package.json', 0o644, `${JSON.stringify({name: 'k0s-tui', version, type: 'module', license: 'MIT'})}\n`),
		{name: 'LICENSE', mode: 0o644, data: licence},
		{name: 'LICENSE.node', mode: 0o644, data: node.licence},
		...program,
		{name: 'node', mode: 0o755, data: withoutSymbols(node.program)},
	];
	const sums = entries.map(({name, data}) => `${sha256(data)}  ${name}\n`).join('');
	const all = [...entries, text('SHA256SUMS', 0o644, sums)];
	const archive = gzipSync(tarOf(all.map(entry => ({...entry, name: `k0s-tui/${entry.name}`}))), {level});
	// The byte that names the system that packed it: the same everywhere.
	archive[9] = 3;
	const unpacked = all.reduce((total, {data}) => total + Math.ceil(data.length / 4096) * 4096, 0);
	return {name: portableName(version, arch), archive, sha256: sha256(archive), unpacked};
}
