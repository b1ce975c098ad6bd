#!/usr/bin/env node
/**
 * STAND-IN FOR TESTS: the bytes of a release's file, made of the compiled launcher (launcher.c). Every version and every
 * architecture has bytes of its own; the file of another architecture has that one's ELF header, and does not run here.
 *   node release.mjs LAUNCHER VERSION ARCH [BYTES] >FILE
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

const marker = '@k0s-standin-release@';
const room = 96;
/** ELF class (offset 4) and machine (offset 18) of k0s's three architectures. */
const machines = {amd64: [2, 0x3e], arm64: [2, 0xb7], arm: [1, 0x28]};
export const architectures = Object.keys(machines);
export const native = {x64: 'amd64', arm64: 'arm64', arm: 'arm'}[process.arch];
const usualSize = 4 * 1024 * 1024;

/** @returns {Buffer} at least as long as the launcher; the rest, up to `size`, are bytes that do not compress. */
export function release(launcher, version, arch, size = usualSize) {
	const program = fs.readFileSync(launcher);
	const at = program.indexOf(marker);
	if (at < 0 || marker.length + version.length >= room) throw new Error(`${launcher}: no room for the release ${version}`);
	program.fill(0, at + marker.length, at + room);
	program.write(version, at + marker.length);
	if (arch !== native) {
		const [elfClass, machine] = machines[arch];
		program[4] = elfClass;
		program.writeUInt16LE(machine, 18);
	}

	const key = crypto.createHash('sha256').update(`${version} ${arch}`).digest();
	const filler = crypto.createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
	return Buffer.concat([program, filler.update(Buffer.alloc(Math.max(32, size - program.length)))]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const [launcher, version, arch = native, size] = process.argv.slice(2);
	process.stdout.write(release(launcher, version, arch, size === undefined ? undefined : Number(size)));
}
