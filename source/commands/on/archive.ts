import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtemp, readdir, readFile, realpath, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {nodeFrom, nodePackage, nodeVersion, type Architecture, type NodeParts} from '../../ship/node-packages.js';
import {portableName, portableOf, sha256, type Program} from '../../ship/portable.js';

/** What is placed on a server: its name there is known before it is made. */
export type Form = {
	/** VERSION-DIGEST: the folder's name. */
	readonly id: string;
	readonly make: () => Promise<{readonly archive: Uint8Array; readonly sha256: string}>;
};

/** Compressed and unpacked, until one was made: what `npm run portable` makes takes 43 and 113 MB. */
export const neededBytes = 180_000_000;

/** The forms that this program can make of itself, one for each kind of server, each made once. */
export function forms(version: string, from: string | undefined): (arch: Architecture) => Promise<Form> {
	const known = new Map<Architecture, Promise<Form>>();
	return async arch => {
		const form = known.get(arch) ?? (from === undefined ? ownForm(version, arch) : givenForm(version, arch, from));
		known.set(arch, form);
		return form;
	};
}

/** @throws the file is none for such a server, or not the one that SHA256SUMS beside it names. */
async function givenForm(version: string, arch: Architecture, from: string): Promise<Form> {
	if (basename(from) !== portableName(version, arch)) throw new Error(`${from} ≠ ${portableName(version, arch)}`);
	const archive = await readFile(from);
	const sum = sha256(archive);
	const sums = await readFile(join(dirname(from), 'SHA256SUMS'), 'utf8').catch(() => undefined);
	if (sums !== undefined && !sums.includes(`${sum}  ${basename(from)}`))
		throw new Error(`${from}: SHA256SUMS ≠ ${sum}`);
	return {id: `${version}-${sum.slice(0, 12)}`, make: async () => ({archive, sha256: sum})};
}

async function ownForm(version: string, arch: Architecture): Promise<Form> {
	const folder = dirname(await realpath(process.argv[1] ?? ''));
	const names = (await readdir(folder)).filter(name => !name.endsWith('.cache')).sort();
	const dist = new Map<string, Uint8Array>();
	const hash = createHash('sha256').update(`${arch} ${nodeVersion}`);
	for (const name of names) {
		const data = await readFile(join(folder, name));
		dist.set(name, data);
		hash.update(`${name} ${data.length}\n`).update(data);
	}

	let made: Promise<{readonly archive: Uint8Array; readonly sha256: string}> | undefined;
	const make = async (): Promise<{readonly archive: Uint8Array; readonly sha256: string}> => {
		const licence = await readFile(join(folder, '../LICENSE')).catch(() => new Uint8Array());
		const program: Program = {version, dist, licence};
		// It goes over the line once: packing it well takes longer than sending the rest.
		return portableOf(arch, program, await nodeParts(folder, arch), 1);
	};

	return {id: `${version}-${hash.digest('hex').slice(0, 12)}`, make: async () => (made ??= make())};
}

/** Node for that server: from the folder of this very program, from a clone's packages, else npm's package, checked. */
async function nodeParts(dist: string, arch: Architecture): Promise<NodeParts> {
	const clone = join(dist, `../node_modules/node/node_modules/node-linux-${arch}`);
	const places = [
		...(process.platform === 'linux' && process.arch === arch && process.versions.node === nodeVersion
			? [{program: join(dist, '../node'), licence: join(dist, '../LICENSE.node')}]
			: []),
		{program: join(clone, 'bin/node'), licence: join(clone, 'LICENSE')},
	];
	for (const {program, licence} of places) {
		try {
			if (program.startsWith(clone) && !(await isVersion(clone))) continue;
			return {program: await readFile(program), licence: await readFile(licence)};
		} catch {
			// The next place.
		}
	}

	const folder = await mkdtemp(join(tmpdir(), 'k0s-tui-node-'));
	try {
		const args = ['pack', nodePackage(arch), '--ignore-scripts', '--prefer-offline', '--pack-destination', folder];
		await promisify(execFile)('npm', args, {cwd: folder, timeout: 600_000});
		const [packed = ''] = await readdir(folder);
		return nodeFrom(await readFile(join(folder, packed)), arch);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

const isVersion = async (folder: string): Promise<boolean> =>
	(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {version: string}).version === nodeVersion;
